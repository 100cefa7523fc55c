"""The weekly pulse: what a journey's last week came to, in figures few enough for one line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.journey import Journey, Stage
from bot.domain.trends import ENOUGH_NOTES, MoodSums
from bot.domain.typed_period import Days

PULSE_HOUR = 9
WEEK = timedelta(days=7)
# Later than that, last week is no news any more.
PULSE_KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Pulse:
    """The week before `monday`: sums by stage id, null being the tray; `in_tray` notes wait now."""

    journey: Journey
    monday: date
    sums: Mapping[int | None, MoodSums]
    in_tray: int

    @property
    def notes(self) -> int:
        """How many notes the week had."""
        return sum(sums.n for sums in self.sums.values())

    @property
    def heard(self) -> int:
        """In how many stages."""
        return sum(1 for stage_id, sums in self.sums.items() if stage_id is not None and sums.n)

    def lowest(self) -> tuple[Stage, MoodSums] | None:
        """The stage with the lowest mood among those with enough notes to speak of one."""
        told = [
            (sums.mean, stage, sums)
            for stage in self.journey.stages
            if (sums := self.sums.get(stage.id)) and sums.mean is not None
            if sums.n >= ENOUGH_NOTES
        ]
        if not told:
            return None
        _, stage, sums = min(told, key=lambda one: one[0])
        return stage, sums


def week_label(monday: date) -> str:
    """The ISO week before a Monday: `2026-W39`, the identity of its pulse."""
    year, week, _ = (monday - WEEK).isocalendar()
    return f"{year}-W{week:02d}"


def week_before(journey: Journey, monday: date) -> Days:
    """The local days of the week before a Monday."""
    calendar = journey.calendar
    return Days(calendar.midnight(monday - WEEK), calendar.midnight(monday))


def pulse_due(journey: Journey, monday: date) -> datetime:
    """When the pulse of the week before is due: Monday at 9 in the journey's zone, in UTC."""
    return datetime.combine(monday, time(PULSE_HOUR), journey.calendar.zone).astimezone(UTC)


def latest_pulse(journey: Journey, now: datetime) -> date:
    """The last Monday whose pulse is due by now."""
    today = journey.calendar.today(now)
    monday = today - timedelta(days=today.weekday())
    return monday if pulse_due(journey, monday) <= now else monday - WEEK


def next_pulse(journey: Journey, now: datetime) -> datetime:
    """When the next pulse is due after now, in UTC."""
    return pulse_due(journey, latest_pulse(journey, now) + WEEK)
