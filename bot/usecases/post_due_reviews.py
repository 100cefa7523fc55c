"""Post the reviews that are due: what each tick of the clock asks for."""

from dataclasses import dataclass

from bot.domain.errors import WaymarkError
from bot.domain.journey import WorkspaceId
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
            result = self._publish(due.workspace, due.journey_id, latest, if_due=True)
            if result.done or result.state is PublishState.SKIPPED:
                wait_for_next(self._storage, due.workspace, due.journey_id, latest)
        except WaymarkError as error:
            result = PublishResult(PublishState.FAILED, reason=error.sentence)
        return DueOutcome(due, period, result)


def wait_for_next(
    storage: Storage, workspace: WorkspaceId, journey_id: int, period: Period
) -> None:
    """Make the review of what follows a period the next one, unless a later one is already.

    What follows is of the journey's cadence by now, which may be another than the period's.
    """
    with storage.write(workspace) as uow:
        journey = uow.journeys.locked(journey_id)
        if journey is None:
            return
        due = journey.review_due_at
        month = period.months.last + 1
        following = journey.calendar.period_of_month(month, journey.cadence)
        next_due = journey.review_due(following)
        if due is None or due < next_due:
            uow.journeys.set_review_due(journey_id, next_due)
            uow.commit()
