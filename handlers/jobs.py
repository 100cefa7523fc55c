"""Run the jobs that are due, every few seconds. The only code that uses APScheduler."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.outbox import Delivery, DeliveryState
from bot.reminders import SendResult, SendState
from bot.reviews.follow import FollowReviews
from bot.reviews.publish import DueOutcome, PostDueReviews, PublishState
from domain.outbox import OutboxKind
from handlers.metrics import REMINDERS, REVIEWS

log = logging.getLogger("waymark.clock")

Outcome = TypeVar("Outcome")


def run_due_jobs(
    post_due_reviews: PostDueReviews,
    follow_reviews: FollowReviews,
    delete_expired_notes: Callable[[], int],
    process_pending_captures: Callable[[], None],
    send_due_welcomes: Callable[[], None],
    post_due_prompts: Callable[[], Sequence[Delivery]],
    read_other_languages: Callable[[], int],
    suggest_themes: Callable[[], int],
    *send_due_reminders: Callable[[], Sequence[SendResult]],
) -> None:
    """Run every job once and log the outcomes. A job that fails does not stop the others."""

    def delete_expired() -> None:
        deleted = delete_expired_notes()
        if deleted:
            log.info("deleted expired notes", extra={"count": deleted})

    jobs: list[Callable[[], object]] = [
        _logging_each(post_due_reviews, _log_review),
        follow_reviews,
        delete_expired,
        process_pending_captures,
        send_due_welcomes,
        _logging_each(post_due_prompts, _log_prompt),
        *(_logging_each(send_due, _log_reminder) for send_due in send_due_reminders),
        # Those two come last: they may take seconds, and nobody waits for them.
        read_other_languages,
        suggest_themes,
    ]
    for job in jobs:
        try:
            job()
        except Exception:
            log.exception("job failed")


def _logging_each(
    work: Callable[[], Iterable[Outcome]], log_outcome: Callable[[Outcome], None]
) -> Callable[[], None]:
    """Return a job that does the work and logs each of its outcomes."""

    def job() -> None:
        for outcome in work():
            log_outcome(outcome)

    return job


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


def _log_reminder(result: SendResult) -> None:
    if result.state in (SendState.ALREADY_SENT, SendState.WAITING, SendState.UNWANTED):
        return
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


def _log_prompt(delivery: Delivery) -> None:
    if delivery.state in (DeliveryState.ALREADY_SENT, DeliveryState.BUSY, DeliveryState.WAITING):
        return
    REMINDERS.labels(kind=OutboxKind.PROMPT.value, state=delivery.state.value).inc()
    log.log(
        logging.INFO if delivery.state is DeliveryState.SENT else logging.WARNING,
        "prompt due",
        extra={
            "workspace": delivery.message.workspace if delivery.message else None,
            "prompt": delivery.message.name if delivery.message else None,
            "state": delivery.state.value,
            "reason": delivery.reason,
        },
    )
