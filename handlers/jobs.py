"""The only code that knows APScheduler: a frequent tick that asks what is due."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.reminders import SendResult, SendState
from bot.reviews.follow import FollowReviews
from bot.reviews.publish import DueOutcome, PostDueReviews, PublishState
from handlers.metrics import REMINDERS, REVIEWS

log = logging.getLogger("waymark.clock")


def run_due_jobs(
    post_due_reviews: PostDueReviews,
    follow_reviews: FollowReviews,
    delete_expired_notes: Callable[[], int],
    fulfil_due: Callable[[], None],
    *remind: Callable[[], Sequence[SendResult]],
) -> None:
    """Post and save what is due, sweep what was deleted long ago; the log says what came of it.

    What fails does not keep the rest waiting.
    """

    def post() -> None:
        for outcome in post_due_reviews():
            _log_review(outcome)

    def sweep() -> None:
        swept = delete_expired_notes()
        if swept:
            log.info("deleted notes are gone for good", extra={"count": swept})

    def reminding(send_due: Callable[[], Sequence[SendResult]]) -> Callable[[], None]:
        return lambda: _log_reminders(send_due())

    works: list[Callable[[], object]] = [post, follow_reviews, sweep, fulfil_due]
    for work in [*works, *map(reminding, remind)]:
        try:
            work()
        except Exception:
            log.exception("tick failed")


class JobScheduler:
    """Calls `work` every so often, starting now. No run is remembered: the database knows."""

    def __init__(self, every: timedelta, work: Callable[[], None]) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            work,
            IntervalTrigger(seconds=int(every.total_seconds()), timezone=UTC),
            next_run_time=datetime.now(UTC),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin to tick on a thread of its own."""
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the tick under way and stop; twice is the same as once."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)


def _log_review(outcome: DueOutcome) -> None:
    state = outcome.result.state
    if state in (PublishState.WAITING, PublishState.IN_PROGRESS, PublishState.NOT_DUE):
        return
    REVIEWS.labels(state=state.value).inc()
    level = logging.INFO if outcome.result.done else logging.WARNING
    log.log(
        level,
        "review due",
        extra={
            "workspace": outcome.due.workspace,
            "journey_id": outcome.due.journey_id,
            "period": outcome.period,
            "state": state.value,
            "reason": outcome.result.reason,
        },
    )


def _log_reminders(results: Sequence[SendResult]) -> None:
    for result in results:
        if result.state in (SendState.ALREADY, SendState.WAITING, SendState.UNWANTED):
            continue
        occasion = result.occasion
        REMINDERS.labels(kind=occasion.kind.value, state=result.state.value).inc()
        log.log(
            logging.INFO if result.state is SendState.SENT else logging.WARNING,
            "reminder due",
            extra={
                "workspace": result.workspace,
                "journey_id": occasion.journey_id,
                "kind": occasion.kind.value,
                "period": occasion.label,
                "state": result.state.value,
                "reason": result.reason,
            },
        )
