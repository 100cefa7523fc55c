"""Journeys and their stages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from domain.map_fields import (
    NONE,
    ChoiceSource,
    FieldKind,
    FormValues,
    MapField,
    format_fields,
)
from domain.notes import DEFAULT_REACTIONS, Reactions
from domain.periods import Cadence, FiscalCalendar, Period, ReviewDay
from domain.text import NameMatch, find_name, slug
from domain.working_days import IsHoliday

WorkspaceId = NewType("WorkspaceId", str)


DEFAULT_TEAMS = ("marketing", "sales", "support", "product", "management")

DEFAULT_REVIEW_HOUR = 9

MAX_STAGES = 30

# What a journey has as the country of its public holidays if it is not a country's code.
BY_TIME_ZONE = "zone"
NO_COUNTRY = "none"


def is_direct_message(channel: str) -> bool:
    """Whether a Slack channel id is a direct message's."""
    return channel.startswith("D")


class Milestone(StrEnum):
    """The progress of a stage towards its milestone."""

    NOT_YET = "not yet"
    REACHED = "reached"
    BLOCKED = "blocked"


class Editors(StrEnum):
    """Who may change a journey's map besides the workspace's admins."""

    OWNERS = "owners"
    MEMBERS = "members"


class MessageSign(StrEnum):
    """How Waymark marks a message that was saved as a note."""

    REPLY = "reply"
    REACTION = "reaction"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Stage:
    """An ordered step of a journey.

    `milestone` describes success, `milestone_state` is the progress towards it, and
    `milestone_since` the local date of that state. `owner` is a Slack user id.
    """

    id: int
    key: str
    name: str
    position: int
    objective: str | None = None
    milestone: str | None = None
    milestone_state: Milestone = Milestone.NOT_YET
    milestone_since: date | None = None
    owner: str | None = None
    archived: bool = False


STAGE_FIELDS = (
    MapField("name", "Name", FieldKind.NAME, example="For example: Onboarding", required=True),
    MapField("objective", "Objective", example="What do customers want to get done here?"),
    MapField("milestone", "Milestone", example="What does success look like here?", in_list=False),
    MapField(
        "milestone_state",
        "Milestone is",
        FieldKind.CHOICE,
        required=True,
        choices=tuple((state.value, state.value.capitalize()) for state in Milestone),
        parse=Milestone,
    ),
    MapField(
        "milestone_since",
        "Since",
        FieldKind.DATE,
        shown_if=(
            "milestone_state",
            frozenset({Milestone.REACHED.value, Milestone.BLOCKED.value}),
        ),
    ),
    MapField("owner", "Owner", FieldKind.PERSON),
    MapField(
        "position",
        "Place in the journey",
        FieldKind.CHOICE,
        required=True,
        choices=ChoiceSource.POSITIONS,
        parse=int,
    ),
)

ARCHIVE_STAGE_FIELDS = (
    MapField(
        "to",
        "Where do its notes go?",
        FieldKind.CHOICE,
        required=True,
        choices=ChoiceSource.OTHER_STAGES,
    ),
)


def stage_values(stage: Stage) -> FormValues:
    """Return what the form of a stage holds; its position is not chosen yet."""
    return {**format_fields(STAGE_FIELDS, stage), "position": NONE}


@dataclass(frozen=True)
class Journey:
    """A mapped customer journey with its stages in order; `archived_stages` are out of use.

    `teams`, `reactions` and `message_sign` belong to the whole workspace. `review_due_at` (UTC) is
    when the next review is posted; `review_date` (1-28) the day of the month if `review_day` is
    DATE, else None. `holidays_of` is a country's ISO code, BY_TIME_ZONE or NO_COUNTRY.
    """

    id: int
    key: str
    name: str
    time_zone: str
    fiscal_start_month: int
    review_hour: int
    home_channel: str | None
    stages: tuple[Stage, ...]
    archived_stages: tuple[Stage, ...] = ()
    scope: str | None = None
    goal: str | None = None
    owner: str | None = None
    review_day: ReviewDay = ReviewDay.WEEKDAY
    review_date: int | None = None
    holidays_of: str = BY_TIME_ZONE
    cadence: Cadence = Cadence.QUARTERLY
    reminders: bool = True
    pulse: bool = False
    editors: Editors = Editors.OWNERS
    is_default: bool = False
    archived: bool = False
    teams: tuple[str, ...] = DEFAULT_TEAMS
    reactions: Reactions = DEFAULT_REACTIONS
    message_sign: MessageSign = MessageSign.REPLY
    review_due_at: datetime | None = None
    created_at: datetime | None = None

    @property
    def calendar(self) -> FiscalCalendar:
        """Fiscal calendar of this journey."""
        return FiscalCalendar(ZoneInfo(self.time_zone), self.fiscal_start_month)

    def period_of(self, instant: datetime) -> Period:
        """Return the period of its cadence that contains an aware instant."""
        return self.calendar.period_of(instant, self.cadence)

    def review_due(self, period: Period, holidays: "HolidaysOf") -> datetime:
        """Return when the review of a period is due, in UTC: on a working day."""
        rule = self.review_hour, self.review_day, self.review_date
        return self.calendar.review_due(period, *rule, holidays(self))

    def earliest_due(self, period: Period) -> datetime:
        """Return when the review of a period would be due if every day were a working day (UTC)."""
        rule = self.review_hour, self.review_day, self.review_date
        return self.calendar.review_due(period, *rule)

    def latest_due(self, now: datetime) -> Period:
        """Return the period whose review is due at `now`: the latest, whatever days are holidays.

        So a review keeps its period where a holiday becomes known after its time was stored.
        """
        completed = self.period_of(now).shifted(-1)
        return completed if self.earliest_due(completed) <= now else completed.shifted(-1)

    def stage(self, key: str | None) -> Stage | None:
        """Return the stage in use with that key, or None."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def find_stage(self, typed: str) -> NameMatch:
        """Match a typed word with a stage: by name, key, prefix or near miss."""
        return find_name(typed, {stage.key: stage.name for stage in self.stages})


# The public holidays that a journey's reviews avoid.
HolidaysOf = Callable[[Journey], IsHoliday]


@dataclass(frozen=True)
class Template:
    """A ready-made list of stages."""

    key: str
    name: str
    stages: tuple[str, ...]

    def stage_keys(self) -> tuple[tuple[str, str], ...]:
        """Return (key, name) of each stage in order."""
        return tuple((slug(name), name) for name in self.stages)


BUYER = Template(
    "buyer",
    "Buyer journey",
    ("Awareness", "Consideration", "Decision", "Onboarding", "Retention", "Loyalty"),
)

CUSTOMER_SUCCESS = Template(
    "customer-success",
    "Customer success journey",
    ("Purchase", "Onboarding", "Adoption", "Retention", "Expansion", "Advocacy"),
)

TEMPLATES = {template.key: template for template in (BUYER, CUSTOMER_SUCCESS)}
