"""Who is nudged before a period ends, about what, and when."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.journey import Journey, Stage
from bot.domain.periods import Period
from bot.domain.review_days import SATURDAY

DAYS_BEFORE_END = 7
DAY_BEGINS, DAY_ENDS = 9, 17
MEMBERS_OF_A_TEAM = 3


@dataclass(frozen=True)
class Nudge:
    """What one person is told: the silent stages they own, the silent teams they write for."""

    journey: Journey
    period: Period
    person: str
    stages: tuple[Stage, ...] = ()
    teams: tuple[str, ...] = ()


def running_period(journey: Journey, now: datetime) -> Period:
    """The period of a journey that an instant falls into."""
    return journey.period_of(now)


def members_since(period: Period) -> datetime:
    """From when on a note makes its author a member of its team: the two periods before."""
    return period.shifted(-2).start


def nudging_begins(journey: Journey, period: Period) -> datetime:
    """From when on people are nudged: a week before the period's end, at local midnight, UTC."""
    day = journey.calendar.today(period.end) - timedelta(days=DAYS_BEFORE_END)
    return journey.calendar.midnight(day).astimezone(UTC)


def next_nudging(journey: Journey, now: datetime) -> datetime:
    """When nudging begins next: in this period, else in the one after."""
    period = running_period(journey, now)
    begins = nudging_begins(journey, period)
    if begins > now:
        return begins
    return nudging_begins(journey, period.shifted(1))


def zone_of(name: str | None, journey: Journey) -> ZoneInfo:
    """The zone somebody lives in; the journey's where theirs is not known."""
    try:
        return ZoneInfo(name) if name else journey.calendar.zone
    except (KeyError, ValueError, OSError):
        return journey.calendar.zone


def next_daytime(now: datetime, zone: ZoneInfo) -> datetime:
    """This very instant on a weekday from 9 to 17 there, else the next 9 o'clock of one, UTC."""
    local = now.astimezone(zone)
    day = local.date()
    if day.weekday() < SATURDAY and DAY_BEGINS <= local.hour < DAY_ENDS:
        return now
    if local.hour >= DAY_BEGINS:
        day += timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(DAY_BEGINS), zone).astimezone(UTC)


def teams_last_written_for(
    writers: Iterable[tuple[str, str]], teams: Collection[str]
) -> dict[str, list[str]]:
    """Those teams with their people: who wrote for one last, the latest first.

    `writers` are (author, team), the latest first. Who writes for another team by now is of that
    one.
    """
    people: dict[str, list[str]] = {team: [] for team in teams}
    seen: set[str] = set()
    for author, team in writers:
        if author not in seen and team in people:
            people[team].append(author)
        seen.add(author)
    return people


def nudges(
    journey: Journey, period: Period, heard: Collection[int], teams: Mapping[str, Iterable[str]]
) -> list[Nudge]:
    """A nudge for each person who can break a silence.

    `heard` are the ids of stages with notes; `teams` are the silent ones with their people.
    """
    stages: dict[str, list[Stage]] = {}
    for stage in journey.stages:
        if stage.owner and stage.id not in heard:
            stages.setdefault(stage.owner, []).append(stage)
    theirs: dict[str, list[str]] = {}
    for team, people in teams.items():
        for person in people:
            theirs.setdefault(person, []).append(team)
    return [
        Nudge(journey, period, person, tuple(stages.get(person, ())), tuple(theirs.get(person, ())))
        for person in dict.fromkeys((*stages, *theirs))
    ]
