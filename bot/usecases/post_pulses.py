"""Post the weekly pulses that are due: what each tick of the clock asks for."""

from datetime import date

from bot.domain.journey import Journey
from bot.domain.pulse import (
    PULSE_KEPT,
    Pulse,
    latest_pulse,
    next_pulse,
    pulse_due,
    week_before,
    week_label,
)
from bot.domain.reminders import DueReminders, Occasion, ReminderKind
from bot.ports import Clock, Storage, UnitOfWork
from bot.usecases.each import Failures
from bot.usecases.send_reminder import SendReminder, SendResult

MOST_AT_ONCE = 50


class PostPulses:
    """Posts pulses; safe to run at any time, from any number of processes."""

    def __init__(self, storage: Storage, send: SendReminder, clock: Clock) -> None:
        self._storage = storage
        self._send = send
        self._clock = clock

    def __call__(self) -> list[SendResult]:
        """Post what is due now, each week of a journey once.

        A week without notes, a journey without a home channel and a pulse two days late are passed
        over in silence. What fails for one journey is raised once all others were looked at.
        """
        now, failures = self._clock.now(), Failures()
        results: list[SendResult] = []

        def post(one: DueReminders) -> None:
            result = self._look_at(one)
            if result:
                results.append(result)

        after = 0
        while due := self._storage.due_reminders(ReminderKind.PULSE, now, MOST_AT_ONCE, after):
            for one in due:
                if not (results and results[-1].slack_is_busy):
                    failures.keep(post, one)
            after = due[-1].journey_id
        failures.tell()
        return results

    def _look_at(self, due: DueReminders) -> SendResult | None:
        now = self._clock.now()
        with self._storage.read(due.workspace) as uow:
            journey = uow.journeys.by_id(due.journey_id)
            if journey is None:
                return None
            monday = latest_pulse(journey, now)
            too_late_at = pulse_due(journey, monday) + PULSE_KEPT
            pulse = _pulse(uow, journey, monday) if now < too_late_at else None
        result = None
        if pulse and pulse.notes and journey.home_channel:
            occasion = Occasion(journey.id, ReminderKind.PULSE, week_label(monday))
            result = self._send(
                due.workspace,
                occasion,
                journey.home_channel,
                lambda messenger: messenger.write_pulse(pulse),
            )
        again_at = result.again_at if result else None
        waits = again_at is not None and again_at < too_late_at
        following = again_at if again_at and waits else next_pulse(journey, now)
        with self._storage.write(due.workspace) as uow:
            uow.reminders.move_due(journey.id, ReminderKind.PULSE, due.due_at, following)
            uow.commit()
        return result


def _pulse(uow: UnitOfWork, journey: Journey, monday: date) -> Pulse:
    sums = uow.voices.sums(journey.id, week_before(journey, monday))
    in_tray = uow.notes.in_tray([journey.id]).get(journey.id, 0)
    return Pulse(journey, monday, sums, in_tray)
