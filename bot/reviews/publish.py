"""Post a review once: claim it with its figures frozen, post, remember what became of it."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.journeys.editing import GONE, MapEditor, check_may_edit
from bot.ports import Clock, People, PostOutcome, Publisher
from bot.reviews.figures import compute_review, is_over
from bot.reviews.follow import FollowReviews
from bot.reviews.posting import REFUSED_RETRY, deliver_once
from domain.access import Audience
from domain.errors import BadInputError, NotFoundError, WaymarkError
from domain.journeys import Journey, WorkspaceId
from domain.periods import Period
from domain.posted_reviews import (
    Claim,
    DuePostedReview,
    DueReview,
    NewReviewPart,
    PostedReviewRecord,
    PostState,
)
from domain.review_json import review_as_json
from domain.reviews import Review
from domain.schedule import find_missed_periods, to_dated_review
from storage.session import Database, UnitOfWork


class PublishState(StrEnum):
    """What came of asking for a review to be posted.

    `in progress`: somebody else is at it. `waiting`: it failed or is unclear, and it is too early
    to look again. `skipped`: somebody wants none of that period. `not due`: by now that period's
    review is due later, or not at all.
    """

    PUBLISHED = "published"
    ALREADY = "already published"
    IN_PROGRESS = "in progress"
    WAITING = "waiting"
    FAILED = "failed"
    UNSURE = "unsure"
    SKIPPED = "skipped"
    NOT_DUE = "not due"


@dataclass(frozen=True)
class PublishResult:
    """The state, with the channel and timestamp of the message or the reason there is none."""

    state: PublishState
    channel: str | None = None
    message_ts: str | None = None
    reason: str | None = None

    @property
    def done(self) -> bool:
        """Whether the review is in its channel."""
        return self.state in (PublishState.PUBLISHED, PublishState.ALREADY)


@dataclass(frozen=True)
class _Turn:
    """The right to post, just taken; `fresh` when nobody can have posted before."""

    publication: PostedReviewRecord
    fresh: bool


class PublishReview:
    """Posts reviews, each at most once however often and from wherever it is asked for.

    `settle`: how long a claim or an unclear post is left alone before it is looked at again.
    """

    def __init__(
        self, storage: Database, publisher: Publisher, clock: Clock, settle: timedelta
    ) -> None:
        self._storage = storage
        self._publisher = publisher
        self._clock = clock
        self._settle = settle
        self._follow = FollowReviews(storage, publisher, clock, settle)

    def __call__(
        self,
        workspace: WorkspaceId,
        journey_id: int,
        period: Period,
        *,
        at_once: bool = False,
        if_due: bool = False,
    ) -> PublishResult:
        """Post the review of a period unless it is there already.

        `at_once` tries again what Slack has refused without waiting; a post that may be there is
        waited for all the same. `if_due` posts only what the journey's schedule wants at this
        moment. Raises NotFoundError when the journey is gone or has no channel.
        """
        turn = self._take_turn(workspace, journey_id, period, at_once=at_once, if_due=if_due)
        if isinstance(turn, PublishResult):
            return turn
        outcome = self._post(workspace, turn)
        result = self._remember(workspace, turn.publication, outcome)
        if result.done:
            self._follow.one(DuePostedReview(workspace, turn.publication.id))
        return result

    def _take_turn(
        self,
        workspace: WorkspaceId,
        journey_id: int,
        period: Period,
        *,
        at_once: bool,
        if_due: bool,
    ) -> _Turn | PublishResult:
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            # Locked, so that nobody postpones or archives it between the look and the claim.
            journey = uow.journeys.lock(journey_id)
            if journey is None:
                raise NotFoundError("That journey is no longer there.")
            unwanted = _unwanted(uow, journey, period, now) if if_due else None
            if unwanted:
                return PublishResult(unwanted)
            known = uow.publications.of_period(journey_id, period.label, period.months.first)
            if known is None:
                turn = self._claim(uow, journey, period, now)
            else:
                turn = self._resume(uow, journey, period, known, now, at_once=at_once)
            uow.commit()
        return turn

    def _claim(
        self, uow: UnitOfWork, journey: Journey, period: Period, now: datetime
    ) -> _Turn | PublishResult:
        if journey.home_channel is None:
            raise NotFoundError(
                f"The journey {journey.key} has no channel to post to yet: "
                "type /journey here in the one it should be."
            )
        complete, audience = is_over(period, now), Audience(journey.home_channel)
        review = compute_review(uow, journey, period, complete=complete, now=now, audience=audience)
        review = _with_missed(uow, review)
        key = secrets.token_hex(16)
        rendered = self._publisher.render(review, key)
        claim = Claim(
            journey_id=journey.id,
            period=period.label,
            first_month=period.months.first,
            channel=journey.home_channel,
            key=key,
            figures=review_as_json(review),
            payload=rendered.parent,
            claimed_at=now,
            parts=tuple(
                NewReviewPart(name.value, secrets.token_hex(16), payload)
                for name, payload in rendered.parts
            ),
        )
        if uow.publications.claim(claim):
            mine = uow.publications.of_period(journey.id, period.label, period.months.first)
            if mine is not None:
                return _Turn(mine, fresh=True)
        return PublishResult(PublishState.IN_PROGRESS, journey.home_channel)

    def _resume(
        self,
        uow: UnitOfWork,
        journey: Journey,
        period: Period,
        known: PostedReviewRecord,
        now: datetime,
        *,
        at_once: bool,
    ) -> _Turn | PublishResult:
        if known.state is PostState.PUBLISHED:
            return PublishResult(PublishState.ALREADY, known.channel, known.message_ts)
        wait_until = known.retry_at or known.claimed_at + self._settle
        refused = known.state is PostState.FAILED
        waits = now < wait_until and not (refused and at_once)
        moved = refused and journey.home_channel not in (None, known.channel)
        if moved and not waits and uow.publications.forget(known.id, known.attempts):
            # Refused there, it goes to where the home is by now, as those there may read it.
            return self._claim(uow, journey, period, now)
        retry_at = now + self._settle
        if waits or not uow.publications.reclaim(known.id, known.attempts, retry_at):
            claimed = known.state is PostState.CLAIMED
            state = PublishState.IN_PROGRESS if claimed else PublishState.WAITING
            return PublishResult(state, known.channel, reason=known.reason)
        return _Turn(known, fresh=refused)

    def _post(self, workspace: WorkspaceId, turn: _Turn) -> PostOutcome:
        post = turn.publication
        return deliver_once(
            lambda: self._publisher.find(workspace, post.channel, post.key, post.claimed_at),
            lambda: self._publisher.post(workspace, post.channel, post.payload, post.key),
            fresh=turn.fresh,
        )

    def _remember(
        self, workspace: WorkspaceId, post: PostedReviewRecord, outcome: PostOutcome
    ) -> PublishResult:
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            if outcome.ts:
                uow.publications.published(post.id, outcome.ts, now)
                result = PublishResult(PublishState.PUBLISHED, post.channel, outcome.ts)
            elif outcome.certain:
                retry_at = now + (outcome.retry_after or REFUSED_RETRY)
                uow.publications.failed(post.id, outcome.reason, retry_at)
                result = PublishResult(PublishState.FAILED, post.channel, reason=outcome.reason)
            else:
                uow.publications.unsure(post.id, outcome.reason, now + self._settle)
                result = PublishResult(PublishState.UNSURE, post.channel, reason=outcome.reason)
            uow.commit()
        return result


def _unwanted(
    uow: UnitOfWork, journey: Journey, period: Period, now: datetime
) -> PublishState | None:
    due = journey.review_due_at
    if journey.archived or due is None or due > now or journey.latest_due(now) != period:
        return PublishState.NOT_DUE
    return (
        PublishState.SKIPPED
        if to_dated_review(period) in uow.publications.skipped(journey.id)
        else None
    )


def _with_missed(uow: UnitOfWork, review: Review) -> Review:
    """The review with the labels of the periods that went by without one."""
    journey, posted = review.journey, uow.publications
    missed = find_missed_periods(review.period, posted.settled(journey.id), journey.created_at)
    unwanted = posted.skipped(journey.id)
    return replace(
        review,
        missed=tuple(period.label for period in missed),
        skipped=tuple(period.label for period in missed if to_dated_review(period) in unwanted),
    )


MAX_AT_ONCE = 50


@dataclass(frozen=True)
class DueOutcome:
    """What became of one due review."""

    due: DueReview
    period: str
    result: PublishResult


class PostDueReviews:
    """Posts due reviews; safe to run at any time, from any number of processes."""

    def __init__(self, storage: Database, publish: PublishReview, clock: Clock) -> None:
        self._storage = storage
        self._publish = publish
        self._clock = clock

    def __call__(self) -> list[DueOutcome]:
        """Post what is due now; a journey that fails does not keep the others waiting.

        A journey that missed several periods gets the latest one.
        """
        now = self._clock.now()
        outcomes: list[DueOutcome] = []
        after = 0
        while due := self._storage.due_reviews(now, MAX_AT_ONCE, after):
            outcomes += [self._one(item) for item in due]
            after = due[-1].journey_id
        return outcomes

    def _one(self, due: DueReview) -> DueOutcome:
        period = ""
        try:
            with self._storage.read(due.workspace) as uow:
                journey = uow.journeys.by_id(due.journey_id)
            if journey is None:
                return DueOutcome(due, "", PublishResult(PublishState.FAILED, reason="gone"))
            latest = journey.latest_due(self._clock.now())
            period = latest.label
            result = self._publish(due.workspace, due.journey_id, latest, if_due=True)
            if result.done or result.state is PublishState.SKIPPED:
                wait_for_next(self._storage, due.workspace, due.journey_id, latest)
        except WaymarkError as error:
            result = PublishResult(PublishState.FAILED, reason=error.sentence)
        return DueOutcome(due, period, result)


def wait_for_next(
    storage: Database, workspace: WorkspaceId, journey_id: int, period: Period
) -> None:
    """Make the review of what follows a period the next one, unless a later one is already.

    What follows is of the journey's cadence by now, which may be another than the period's.
    """
    with storage.write(workspace) as uow:
        journey = uow.journeys.lock(journey_id)
        if journey is None:
            return
        due = journey.review_due_at
        month = period.months.last + 1
        following = journey.calendar.period_of_month(month, journey.cadence)
        next_due = journey.review_due(following)
        if due is None or due < next_due:
            uow.journeys.set_review_due(journey_id, next_due)
            uow.commit()


@dataclass(frozen=True)
class ToPost:
    """A review somebody wants posted; `channel` and `message_ts` say where it is already."""

    journey: Journey
    period: Period
    channel: str | None = None
    message_ts: str | None = None

    @property
    def is_posted(self) -> bool:
        """Whether there is nothing to do."""
        return self.message_ts is not None


class PostNow(MapEditor):
    """Posts reviews ahead of their day."""

    def __init__(
        self, storage: Database, clock: Clock, people: People | None, publish: PublishReview
    ) -> None:
        super().__init__(storage, clock, people)
        self._publish = publish

    def wanted(
        self, workspace: WorkspaceId, user: str, journey_id: int, label: str | None = None
    ) -> ToPost:
        """What would be posted; quick, for somebody waits for the answer.

        Raises NotAllowedError for who may not change the journey, BadInputError where `label` is no
        longer the latest that is over, NotFoundError for a journey that is gone or has no channel.
        """
        role = self.find_role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
            if journey is None:
                raise NotFoundError(GONE)
            check_may_edit(journey, user, role)
            period = journey.period_of(self._clock.now()).shifted(-1)
            if label is not None and label != period.label:
                raise BadInputError(
                    f"The latest {period.noun} that is over is {period.label}, no longer {label}. "
                    "Nothing was posted: type `/journey review next`."
                )
            known = uow.publications.of_period(journey.id, period.label, period.months.first)
            if known and known.state is PostState.PUBLISHED:
                return ToPost(journey, period, known.channel, known.message_ts)
            if journey.home_channel is None:
                raise NotFoundError(
                    f"{journey.name} has no channel to post to yet: type `/journey here` in the "
                    "one it should be."
                )
        return ToPost(journey, period, journey.home_channel)

    def __call__(self, workspace: WorkspaceId, wanted: ToPost) -> PublishResult:
        """Post it; slow. The clock does not wait for its day any more."""
        result = self._publish(workspace, wanted.journey.id, wanted.period, at_once=True)
        if result.done:
            wait_for_next(self._storage, workspace, wanted.journey.id, wanted.period)
        return result
