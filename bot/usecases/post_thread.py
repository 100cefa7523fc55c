"""Post the parts of a review's thread, each once, in order as far as Slack lets them."""

from datetime import timedelta

from bot.domain.journey import WorkspaceId
from bot.domain.publication import Part, Publication, PublicationState
from bot.ports import Clock, PostOutcome, Publisher, Storage
from bot.usecases.once import REFUSED_RETRY, posted_once

# A part Slack refuses so often stays away; the others do not wait for it.
MOST_ATTEMPTS = 12


class PostThread:
    """Posts what hangs under a review that is in its channel.

    `settle`: how long a claim or an unclear post is left alone before it is looked at again.
    """

    def __init__(
        self, storage: Storage, publisher: Publisher, clock: Clock, settle: timedelta
    ) -> None:
        self._storage = storage
        self._publisher = publisher
        self._clock = clock
        self._settle = settle

    def __call__(self, workspace: WorkspaceId, publication: Publication) -> None:
        """Post every part that may be posted now.

        Stops where Slack asks to be left alone and where it is unclear what became of a part: the
        rest would come before it.
        """
        with self._storage.read(workspace) as uow:
            parts = uow.review_parts.open(publication.id, MOST_ATTEMPTS)
        for part in parts:
            if not self._may_go_on(workspace, publication, part):
                return

    def _may_go_on(self, workspace: WorkspaceId, publication: Publication, part: Part) -> bool:
        now = self._clock.now()
        refused = part.state is PublicationState.FAILED
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

    def _post(self, workspace: WorkspaceId, publication: Publication, part: Part) -> PostOutcome:
        channel, thread = publication.channel, publication.message_ts
        since = part.claimed_at or self._clock.now()
        return posted_once(
            lambda: self._publisher.find(workspace, channel, part.key, since, thread),
            lambda: self._publisher.post(workspace, channel, part.payload, part.key, thread),
            fresh=part.claimed_at is None or part.state is PublicationState.FAILED,
        )

    def _remember(self, workspace: WorkspaceId, part: Part, outcome: PostOutcome) -> None:
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
