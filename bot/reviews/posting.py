"""What all that is posted once has in common."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from bot.ports import Clock, PostOutcome, Publisher
from domain.journeys import WorkspaceId
from domain.posted_reviews import PostedReviewRecord, PostState, ReviewPart
from storage.session import Database

# What Slack refuses is tried again after so long.
REFUSED_RETRY = timedelta(hours=1)


def deliver_once(
    look: Callable[[], PostOutcome], post: Callable[[], PostOutcome], *, fresh: bool
) -> PostOutcome:
    """What comes of posting; `fresh` says that nobody can have posted it before.

    Else somebody may have, and stopped before saying so: it is looked for first, and not posted
    while that is unclear.
    """
    if not fresh:
        seen = look()
        if seen.ts or not seen.certain:
            return seen
    return post()


T = TypeVar("T")


class ErrorCollector:
    """What went wrong for some of many."""

    def __init__(self) -> None:
        self._errors: list[Exception] = []

    def keep(self, work: Callable[[T], None], one: T) -> None:
        """Do the work for one, and keep what it fails with."""
        try:
            work(one)
        except Exception as error:
            self._errors.append(error)

    def tell(self) -> None:
        """Raise all of them as one ExceptionGroup, if there are any."""
        if self._errors:
            raise ExceptionGroup("some of what was due failed", self._errors)


# A part Slack refuses so often stays away; the others do not wait for it.
MAX_ATTEMPTS = 12


class PostThread:
    """Posts what hangs under a review that is in its channel.

    `settle`: how long a claim or an unclear post is left alone before it is looked at again.
    """

    def __init__(
        self, storage: Database, publisher: Publisher, clock: Clock, settle: timedelta
    ) -> None:
        self._storage = storage
        self._publisher = publisher
        self._clock = clock
        self._settle = settle

    def __call__(self, workspace: WorkspaceId, publication: PostedReviewRecord) -> None:
        """Post every part that may be posted now.

        Stops where Slack asks to be left alone and where it is unclear what became of a part: the
        rest would come before it.
        """
        with self._storage.read(workspace) as uow:
            parts = uow.review_parts.open(publication.id, MAX_ATTEMPTS)
        for part in parts:
            if not self._may_go_on(workspace, publication, part):
                return

    def _may_go_on(
        self, workspace: WorkspaceId, publication: PostedReviewRecord, part: ReviewPart
    ) -> bool:
        now = self._clock.now()
        refused = part.state is PostState.FAILED
        if part.retry_at and now < part.retry_at:
            return refused
        with self._storage.write(workspace) as uow:
            mine = uow.review_parts.claim(part, now, now + self._settle)
            uow.commit()
        if not mine:
            return False
        outcome = self._post(workspace, publication, part)
        self._remember(workspace, part, outcome)
        return outcome.certain and outcome.retry_after is None

    def _post(
        self, workspace: WorkspaceId, publication: PostedReviewRecord, part: ReviewPart
    ) -> PostOutcome:
        channel, thread = publication.channel, publication.message_ts
        since = part.claimed_at or self._clock.now()
        return deliver_once(
            lambda: self._publisher.find(workspace, channel, part.key, since, thread),
            lambda: self._publisher.post(workspace, channel, part.payload, part.key, thread),
            fresh=part.claimed_at is None or part.state is PostState.FAILED,
        )

    def _remember(self, workspace: WorkspaceId, part: ReviewPart, outcome: PostOutcome) -> None:
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            if outcome.ts:
                uow.review_parts.published(part.id, outcome.ts)
            elif outcome.certain:
                retry_at = now + (outcome.retry_after or REFUSED_RETRY)
                uow.review_parts.failed(part.id, outcome.reason, retry_at)
            else:
                uow.review_parts.unsure(part.id, outcome.reason, now + self._settle)
            uow.commit()
