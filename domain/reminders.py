"""Reminders to people before a period ends, and weekly pulses to channels."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.journeys import Journey, Stage, WorkspaceId
from domain.outbox import OutboxKind
from domain.periods import Days, Period
from domain.trends import MIN_NOTES, MoodSums
from domain.working_days import SATURDAY


class ReminderKind(StrEnum):
    """What is sent: a reminder to one person, or a pulse to a channel.

    The values are stored in the outbox and counted in the metrics.
    """

    REMINDER = "nudge"
    PULSE = "pulse"


@dataclass(frozen=True)
class ReminderKey:
    """The identity of a reminder or a pulse: each is sent at most once.

    `label` is a period or an ISO week; `person` is empty for a pulse, which goes to a channel.
    """

    journey_id: int
    kind: ReminderKind
    label: str
    person: str = ""

    @property
    def outbox_kind(self) -> OutboxKind:
        """Return the kind of its message in the outbox."""
        return OutboxKind(self.kind.value)

    @property
    def name(self) -> str:
        """Return the name of its message in the outbox."""
        return "/".join(filter(None, (str(self.journey_id), self.label, self.person)))


@dataclass(frozen=True)
class DueReminders:
    """A journey with reminders or a pulse to look for since `due_at`."""

    workspace: WorkspaceId
    journey_id: int
    due_at: datetime


DAYS_BEFORE_END = 7

DAY_START, DAY_END = 9, 17

MEMBERS_OF_A_TEAM = 3


@dataclass(frozen=True)
class Reminder:
    """What one person is reminded of: stages they own and teams they write for without notes.

    `to_sort` counts the pain points of the journey they own that nobody has sorted into themes.
    """

    journey: Journey
    period: Period
    person: str
    stages: tuple[Stage, ...] = ()
    teams: tuple[str, ...] = ()
    to_sort: int = 0

    @property
    def key(self) -> ReminderKey:
        """Return its identity: a person is reminded once per journey and period."""
        return ReminderKey(self.journey.id, ReminderKind.REMINDER, self.period.label, self.person)


def current_period(journey: Journey, now: datetime) -> Period:
    """Return the period of a journey that an instant falls into."""
    return journey.period_of(now)


def members_since(period: Period) -> datetime:
    """Return from when on a note makes its author a member of its team: two periods before."""
    return period.shifted(-2).start


def reminders_start(journey: Journey, period: Period) -> datetime:
    """Return when reminders start: a week before the period's end, at local midnight, in UTC."""
    day = journey.calendar.today(period.end) - timedelta(days=DAYS_BEFORE_END)
    return journey.calendar.midnight(day).astimezone(UTC)


def next_reminders_start(journey: Journey, now: datetime) -> datetime:
    """Return when reminders start next, in this period or the one after, in UTC."""
    period = current_period(journey, now)
    start = reminders_start(journey, period)
    if start > now:
        return start
    return reminders_start(journey, period.shifted(1))


def find_zone(name: str | None, journey: Journey) -> ZoneInfo:
    """Return a person's time zone by name, the journey's if theirs is not known."""
    try:
        return ZoneInfo(name) if name else journey.calendar.zone
    except (KeyError, ValueError, OSError):
        return journey.calendar.zone


def next_daytime(now: datetime, zone: ZoneInfo) -> datetime:
    """Return `now` if it is a weekday from 9 to 17 there, otherwise the next such 9:00, in UTC."""
    local = now.astimezone(zone)
    day = local.date()
    if day.weekday() < SATURDAY and DAY_START <= local.hour < DAY_END:
        return now
    if local.hour >= DAY_START:
        day += timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(DAY_START), zone).astimezone(UTC)


def group_by_team(
    writers: Iterable[tuple[str, str]], teams: Collection[str]
) -> dict[str, list[str]]:
    """Return the people of each of these teams, the latest writers first.

    `writers` are (author, team), the latest first. A person belongs to the team of their last note.
    """
    people: dict[str, list[str]] = {team: [] for team in teams}
    seen: set[str] = set()
    for author, team in writers:
        if author not in seen and team in people:
            people[team].append(author)
        seen.add(author)
    return people


def build_reminders(
    journey: Journey,
    period: Period,
    stages_with_notes: Collection[int],
    teams: Mapping[str, Iterable[str]],
    to_sort: int = 0,
) -> list[Reminder]:
    """Return a reminder for each person who owns a stage or writes for a team without notes.

    `stages_with_notes` are stage ids; `teams` are those without notes, with their people. The owner
    of the journey is reminded too where there are pain points `to_sort`.
    """
    stages: dict[str, list[Stage]] = {}
    for stage in journey.stages:
        if stage.owner and stage.id not in stages_with_notes:
            stages.setdefault(stage.owner, []).append(stage)
    sorters = [journey.owner] if journey.owner and to_sort else []
    teams_without_notes: dict[str, list[str]] = {}
    for team, people in teams.items():
        for person in people:
            teams_without_notes.setdefault(person, []).append(team)
    return [
        Reminder(
            journey,
            period,
            person,
            tuple(stages.get(person, ())),
            tuple(teams_without_notes.get(person, ())),
            to_sort if person == journey.owner else 0,
        )
        for person in dict.fromkeys((*stages, *teams_without_notes, *sorters))
    ]


PULSE_HOUR = 9

WEEK = timedelta(days=7)

# After that, last week is no longer news.
MAX_PULSE_DELAY = timedelta(days=2)


@dataclass(frozen=True)
class Pulse:
    """The week before `monday`: sums by stage id, None for unsorted notes.

    `unsorted` is how many notes are waiting to be sorted now.
    """

    journey: Journey
    monday: date
    sums: Mapping[int | None, MoodSums]
    unsorted: int

    @property
    def key(self) -> ReminderKey:
        """Return its identity: one pulse per journey and week."""
        return ReminderKey(self.journey.id, ReminderKind.PULSE, week_label(self.monday))

    @property
    def notes(self) -> int:
        """Count the notes of the week."""
        return sum(sums.n for sums in self.sums.values())

    @property
    def stages_with_notes(self) -> int:
        """Count the stages with notes."""
        return sum(1 for stage_id, sums in self.sums.items() if stage_id is not None and sums.n)

    def lowest(self) -> tuple[Stage, MoodSums] | None:
        """Return the stage with the lowest net mood among those with enough notes, or None.

        Of several, the one with the lowest mean.
        """
        stages = [
            ((sums.net, sums.mean or 0.0), stage, sums)
            for stage in self.journey.stages
            if (sums := self.sums.get(stage.id)) and sums.net is not None
            if sums.n >= MIN_NOTES
        ]
        if not stages:
            return None
        _, stage, sums = min(stages, key=lambda one: one[0])
        return stage, sums


def week_label(monday: date) -> str:
    """Return the ISO week before a Monday, `2026-W39`: the identity of its pulse."""
    year, week, _ = (monday - WEEK).isocalendar()
    return f"{year}-W{week:02d}"


def week_before(journey: Journey, monday: date) -> Days:
    """Return the local days of the week before a Monday."""
    calendar = journey.calendar
    return Days(calendar.midnight(monday - WEEK), calendar.midnight(monday))


def pulse_due(journey: Journey, monday: date) -> datetime:
    """Return when the pulse of the week before is due, Monday 9:00 local time, in UTC."""
    return datetime.combine(monday, time(PULSE_HOUR), journey.calendar.zone).astimezone(UTC)


def latest_pulse(journey: Journey, now: datetime) -> date:
    """Return the last Monday whose pulse is due by now."""
    today = journey.calendar.today(now)
    monday = today - timedelta(days=today.weekday())
    return monday if pulse_due(journey, monday) <= now else monday - WEEK


def next_pulse(journey: Journey, now: datetime) -> datetime:
    """Return when the next pulse is due after now, in UTC."""
    return pulse_due(journey, latest_pulse(journey, now) + WEEK)
