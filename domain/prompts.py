"""Prompts: a question that is asked in a channel at set times, and when it is asked next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from domain.errors import BadFieldError
from domain.journeys import Journey, Stage, WorkspaceId
from domain.kpis import Kpi
from domain.text import clean_text, has_words
from domain.working_days import MAX_DAYS_MOVED, SATURDAY, IsHoliday, next_working_day

DEFAULT_QUESTION = "What did a customer tell you this week?"

MAX_QUESTION = 300

# Local hours in which a channel may be asked; from 17:00 on nothing is posted.
HOURS = range(9, 17)
DEFAULT_HOUR = 10

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

WEEK = timedelta(days=7)

# A question that could not be posted for so long is left out.
MAX_DELAY = timedelta(hours=3)

# So many questions in a row without an answer end a prompt.
MAX_UNANSWERED = 3


@dataclass(frozen=True)
class PromptRule:
    """When a prompt is posted: at an hour of local weekdays, 0 for Monday.

    `every_weeks` is 1, or 2 for every second week counted from `first_week`, a Monday.
    """

    weekdays: tuple[int, ...]
    hour: int
    every_weeks: int
    first_week: date

    def is_planned(self, day: date) -> bool:
        """Whether it is posted on that local date, if that is a working day."""
        weeks = (monday_of(day) - self.first_week) // WEEK
        return day.weekday() in self.weekdays and weeks % self.every_weeks == 0


@dataclass(frozen=True)
class PromptDraft:
    """What a person chose in the form; at most one of `stage_id` and `kpi_id` is set."""

    question: str
    weekdays: tuple[int, ...]
    hour: int
    every_weeks: int
    stage_id: int | None = None
    kpi_id: int | None = None


@dataclass(frozen=True)
class Prompt:
    """The prompt of a channel, about a stage, a KPI or nothing special.

    `due_at` is when it is posted next, None while it is paused; `started_at` when it was saved, and
    `answered_at` when one of its questions was answered last, None for never. All are UTC.
    """

    id: int
    journey_id: int
    channel: str
    question: str
    rule: PromptRule
    stage_id: int | None
    kpi_id: int | None
    due_at: datetime | None
    started_at: datetime
    answered_at: datetime | None = None

    @property
    def unanswered_since(self) -> datetime:
        """Questions asked after this have no answer."""
        return max(self.started_at, self.answered_at or self.started_at)

    @property
    def name_prefix(self) -> str:
        """Return how the names of its messages in the outbox begin."""
        return f"{self.id}/"

    def message_name(self, day: date) -> str:
        """Return the name of its question on a local date in the outbox."""
        return f"{self.name_prefix}{day}"

    def pause_name(self, day: date) -> str:
        """Return the name of the message that it paused on a local date."""
        return f"{self.message_name(day)}/paused"


@dataclass(frozen=True)
class PromptQuestion:
    """A question as it is posted, with the stage or KPI in use that it is about, or neither."""

    prompt: Prompt
    journey: Journey
    stage: Stage | None = None
    kpi: Kpi | None = None


@dataclass(frozen=True)
class DuePrompt:
    """A prompt that is due since `due_at`."""

    workspace: WorkspaceId
    prompt_id: int
    due_at: datetime


def prompt_id_of(message_name: str) -> int:
    """Return which prompt a message of the outbox belongs to."""
    return int(message_name.partition("/")[0])


def monday_of(day: date) -> date:
    """Return the Monday of a date's week."""
    return day - timedelta(days=day.weekday())


def build_draft(
    question: str | None,
    weekdays: Iterable[int],
    hour: int,
    every_weeks: int,
    *,
    stage_id: int | None = None,
    kpi_id: int | None = None,
) -> PromptDraft:
    """Return a draft; raise BadFieldError, whose field is the draft's, for what it cannot be."""
    words = " ".join(clean_text(question or "").split())
    if not has_words(words):
        raise BadFieldError("question", "Write the question.")
    if len(words) > MAX_QUESTION:
        raise BadFieldError("question", f"That is too long: at most {MAX_QUESTION} characters.")
    days = tuple(sorted({day for day in weekdays if 0 <= day < SATURDAY}))
    if not days:
        raise BadFieldError("weekdays", "Choose at least one day.")
    if hour not in HOURS:
        raise BadFieldError("hour", "Choose an hour from 9:00 to 16:00.")
    if every_weeks not in (1, 2):
        raise BadFieldError("every_weeks", "Choose every week or every second week.")
    return PromptDraft(words, days, hour, every_weeks, stage_id, kpi_id)


def start_rule(
    draft: PromptDraft, zone: ZoneInfo, is_holiday: IsHoliday, after: datetime
) -> PromptRule:
    """Return the rule of a prompt that begins after an instant, in the week of its first day."""
    weekly = PromptRule(draft.weekdays, draft.hour, 1, monday_of(after.astimezone(zone).date()))
    planned, _ = _next_planned(weekly, zone, is_holiday, after)
    return PromptRule(draft.weekdays, draft.hour, draft.every_weeks, monday_of(planned))


def next_due(rule: PromptRule, zone: ZoneInfo, is_holiday: IsHoliday, after: datetime) -> datetime:
    """Return when a prompt is posted next after an instant, in UTC.

    What falls on a weekend or holiday is posted on the next working day.
    """
    return _next_planned(rule, zone, is_holiday, after)[1]


def _next_planned(
    rule: PromptRule, zone: ZoneInfo, is_holiday: IsHoliday, after: datetime
) -> tuple[date, datetime]:
    """Return the planned local date, and when it is posted, which may be on a later date."""
    # A day planned before `after` may be moved to a day behind it.
    first = after.astimezone(zone).date() - timedelta(days=MAX_DAYS_MOVED)
    planned_days = filter(rule.is_planned, (first + timedelta(days=n) for n in count()))
    moved = ((day, next_working_day(day, is_holiday)) for day in planned_days)
    due = ((day, _at_hour(working_day, rule.hour, zone)) for day, working_day in moved)
    return next((day, instant) for day, instant in due if instant > after)


def post_deadline(due_at: datetime, zone: ZoneInfo) -> datetime:
    """Return until when what was due may be posted: not hours later, and not in the evening."""
    evening = _at_hour(due_at.astimezone(zone).date(), HOURS.stop, zone)
    return min(due_at + MAX_DELAY, evening)


def _at_hour(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
