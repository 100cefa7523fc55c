"""Post a review once: claim it with its figures frozen, post, remember what became of it."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.audience import Audience
from bot.domain.errors import NotFoundError
from bot.domain.figures import as_json
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.missed import dated, missed_before
from bot.domain.periods import Period
from bot.domain.publication import Claim, NewPart, Publication, PublicationState
from bot.domain.review import Review
from bot.ports import Clock, DuePublication, PostOutcome, Publisher, Storage, UnitOfWork
from bot.usecases.compute_review import compute, is_over
from bot.usecases.follow_reviews import FollowReviews
from bot.usecases.once import REFUSED_RETRY, posted_once


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

    publication: Publication
    fresh: bool


class PublishReview:
    """Posts reviews, each at most once however often and from wherever it is asked for.

    `settle`: how long a claim or an unclear post is left alone before it is looked at again.
    """

    def __init__(
        self, storage: Storage, publisher: Publisher, clock: Clock, settle: timedelta
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
            self._follow.one(DuePublication(workspace, turn.publication.id))
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
            journey = uow.journeys.locked(journey_id)
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
        review = compute(uow, journey, period, complete=complete, now=now, audience=audience)
        review = _with_missed(uow, review)
        key = secrets.token_hex(16)
        rendered = self._publisher.render(review, key)
        claim = Claim(
            journey_id=journey.id,
            period=period.label,
            first_month=period.months.first,
            channel=journey.home_channel,
            key=key,
            figures=as_json(review),
            payload=rendered.parent,
            claimed_at=now,
            parts=tuple(
                NewPart(name.value, secrets.token_hex(16), payload)
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
        known: Publication,
        now: datetime,
        *,
        at_once: bool,
    ) -> _Turn | PublishResult:
        if known.state is PublicationState.PUBLISHED:
            return PublishResult(PublishState.ALREADY, known.channel, known.message_ts)
        wait_until = known.retry_at or known.claimed_at + self._settle
        refused = known.state is PublicationState.FAILED
        waits = now < wait_until and not (refused and at_once)
        moved = refused and journey.home_channel not in (None, known.channel)
        if moved and not waits and uow.publications.forget(known.id, known.attempts):
            # Refused there, it goes to where the home is by now, as those there may read it.
            return self._claim(uow, journey, period, now)
        retry_at = now + self._settle
        if waits or not uow.publications.reclaim(known.id, known.attempts, retry_at):
            claimed = known.state is PublicationState.CLAIMED
            state = PublishState.IN_PROGRESS if claimed else PublishState.WAITING
            return PublishResult(state, known.channel, reason=known.reason)
        return _Turn(known, fresh=refused)

    def _post(self, workspace: WorkspaceId, turn: _Turn) -> PostOutcome:
        post = turn.publication
        return posted_once(
            lambda: self._publisher.find(workspace, post.channel, post.key, post.claimed_at),
            lambda: self._publisher.post(workspace, post.channel, post.payload, post.key),
            fresh=turn.fresh,
        )

    def _remember(
        self, workspace: WorkspaceId, post: Publication, outcome: PostOutcome
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
    return PublishState.SKIPPED if dated(period) in uow.publications.skipped(journey.id) else None


def _with_missed(uow: UnitOfWork, review: Review) -> Review:
    """The review with the labels of the periods that went by without one."""
    journey, posted = review.journey, uow.publications
    missed = missed_before(review.period, posted.settled(journey.id), journey.created_at)
    unwanted = posted.skipped(journey.id)
    return replace(
        review,
        missed=tuple(period.label for period in missed),
        skipped=tuple(period.label for period in missed if dated(period) in unwanted),
    )
