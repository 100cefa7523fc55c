"""Post the reviews that are due: what each tick of the clock asks for."""

from dataclasses import dataclass

from bot.domain.errors import WaymarkError
from bot.domain.journey import Journey
from bot.domain.missed import dated
from bot.domain.periods import Period
from bot.ports import Clock, DueReview, Storage
from bot.usecases.publish_review import PublishResult, PublishReview, PublishState

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class DueOutcome:
    """What became of one due review."""

    due: DueReview
    period: str
    result: PublishResult


class PostDueReviews:
    """Posts due reviews; safe to run at any time, from any number of processes."""

    def __init__(self, storage: Storage, publish: PublishReview, clock: Clock) -> None:
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
        while due := self._storage.due_reviews(now, MOST_AT_ONCE, after):
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
            if self._is_unwanted(due, latest):
                result = PublishResult(PublishState.SKIPPED)
            else:
                result = self._publish(due.workspace, due.journey_id, latest)
            if result.done or result.state is PublishState.SKIPPED:
                self._advance(due, journey, latest)
        except WaymarkError as error:
            result = PublishResult(PublishState.FAILED, reason=error.sentence)
        return DueOutcome(due, period, result)

    def _is_unwanted(self, due: DueReview, period: Period) -> bool:
        """Whether somebody skipped it; one that was due a moment ago may be by now."""
        with self._storage.read(due.workspace) as uow:
            return dated(period) in uow.publications.skipped(due.journey_id)

    def _advance(self, due: DueReview, journey: Journey, period: Period) -> None:
        following = journey.review_due(period.shifted(1))
        with self._storage.write(due.workspace) as uow:
            uow.journeys.set_review_due(due.journey_id, following)
            uow.commit()
