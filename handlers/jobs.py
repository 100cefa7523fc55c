"""Run the jobs that are due, every few seconds. The only code that uses APScheduler."""

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
    process_pending_captures: Callable[[], None],
    send_due_welcomes: Callable[[], None],
    read_other_languages: Callable[[], int],
    suggest_themes: Callable[[], int],
    *send_due_reminders: Callable[[], Sequence[SendResult]],
) -> None:
    """Run every job once and log the outcomes. A job that fails does not stop the others."""

    def post() -> None:
        for outcome in post_due_reviews():
            _log_review(outcome)

    def delete_expired() -> None:
        deleted = delete_expired_notes()
        if deleted:
            log.info("deleted expired notes", extra={"count": deleted})

    def send_reminders(send_due: Callable[[], Sequence[SendResult]]) -> Callable[[], None]:
        return lambda: _log_reminders(send_due())

    jobs: list[Callable[[], object]] = [
        post,
        follow_reviews,
        delete_expired,
        process_pending_captures,
        send_due_welcomes,
    ]
    # Those two come last: they may take seconds, and nobody waits for them.
    jobs += [*map(send_reminders, send_due_reminders), read_other_languages, suggest_themes]
    for job in jobs:
        try:
            job()
        except Exception:
            log.exception("job failed")


class JobScheduler:
    """Call `work` at an interval, starting now. What is due is stored in the database only."""

    def __init__(self, interval: timedelta, work: Callable[[], None]) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            work,
            IntervalTrigger(seconds=interval.total_seconds(), timezone=UTC),
            next_run_time=datetime.now(UTC),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Start on a thread of its own."""
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the running jobs and stop. Idempotent."""
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
        if result.state in (SendState.ALREADY_SENT, SendState.WAITING, SendState.UNWANTED):
            continue
        REMINDERS.labels(kind=result.key.kind.value, state=result.state.value).inc()
        log.log(
            logging.INFO if result.state is SendState.SENT else logging.WARNING,
            "reminder due",
            extra={
                "workspace": result.workspace,
                "journey_id": result.key.journey_id,
                "kind": result.key.kind.value,
                "period": result.key.label,
                "state": result.state.value,
                "reason": result.reason,
            },
        )
