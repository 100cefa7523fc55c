"""Questions about a journey, as values: what is asked, of what, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from domain.notes import NoteKind
from domain.periods import Days, FiscalCalendar, Period, parse_period


class Subject(StrEnum):
    """What a question is about."""

    SUMMARY = "summary"
    MOOD = "mood"
    RANKING = "ranking"
    WHY = "why"
    PAINS = "pains"
    OPPORTUNITIES = "opportunities"
    KPI = "kpi"
    KPIS = "kpis"
    COMPARE = "compare"
    COUNT = "count"
    WHO = "who"
    OWNER = "owner"
    REVIEW = "review"
    SIGN_OFF = "sign-off"
    CHANGES = "changes"
    EVIDENCE = "evidence"
    STAGES = "stages"
    PERSONAS = "personas"
    TOUCHPOINTS = "touchpoints"
    MILESTONES = "milestones"
    BLIND_SPOTS = "blind spots"
    ACTIONS = "actions"
    FORECAST = "forecast"


class Aspect(StrEnum):
    """Which side of its subject a question is about; each subject has some of them."""

    CHANGE = "change"
    CONFIDENCE = "confidence"
    BEST = "best"
    WORST = "worst"
    MOST_NOTES = "most notes"
    FEWEST_NOTES = "fewest notes"
    REPEATED = "repeated"
    NEW = "new"
    QUIET = "quiet"
    VALUE = "value"
    HIGHEST = "highest"
    LOWEST = "lowest"
    FIRST = "first"
    LATEST = "latest"
    DAY = "day"
    REST = "against the rest"
    KINDS = "kinds"
    LABELS = "labels"
    BY_MONTH = "by month"
    GREW = "grew"
    MOST_CHANGED = "most changed"
    TARGET = "target"
    DEFINITION = "definition"
    BETTER = "better"
    WORSE = "worse"
    OFF_TARGET = "off target"
    ON_TARGET = "on target"
    NEXT = "next"
    LAST = "last"
    OVERDUE = "overdue"
    OPEN = "open"
    SHARE = "share"
    TEAMS = "teams"
    BLOCKED = "blocked"
    REACHED = "reached"


class Part(StrEnum):
    """What a name in a question names. The values are fields of Question."""

    STAGE = "stages"
    PERSONA = "personas"
    KPI = "kpis"
    TEAM = "teams"
    TOUCHPOINT = "touchpoints"
    CHANNEL = "channels"
    AUTHOR = "authors"
    JOURNEY = "journeys"


# Which of all its readings a question about a KPI is after.
EXTREMES = frozenset({Aspect.DAY, Aspect.BEST, Aspect.WORST, Aspect.HIGHEST, Aspect.LOWEST})

# What can be ranked, in the order in which a question names it.
RANKED_PARTS = (Part.STAGE, Part.PERSONA, Part.TOUCHPOINT, Part.CHANNEL, Part.TEAM)

Span = Period | Days


@dataclass(frozen=True)
class UnknownName:
    """A name in a question that fits nothing, or several things of one part: `candidates`."""

    typed: str
    part: Part
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question as it was understood.

    The plural fields hold keys (of a KPI its path, of an author the Slack user id), in the order in
    which they were named. `excluded` are names to leave out, as “personas:shopper”. `topic` are the
    words that notes have to hold. `label` is a name of MOOD_NAMES. `period` is None where none was
    named; `all_time` says that any time counts, `unsorted` that only notes without a stage do,
    `against` is what it is compared with. `ranked` is what a ranking or a list of names is of.
    """

    subject: Subject
    aspect: Aspect | None = None
    stages: tuple[str, ...] = ()
    personas: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    touchpoints: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    journeys: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    kind: NoteKind | None = None
    label: str | None = None
    topic: tuple[str, ...] = ()
    limit: int | None = None
    period: Span | None = None
    against: Span | None = None
    all_time: bool = False
    unsorted: bool = False
    ranked: Part | None = None
    unknown: UnknownName | None = None

    def of(self, part: Part) -> tuple[str, ...]:
        """Return the keys that were named of a part."""
        keys: tuple[str, ...] = getattr(self, part.value)
        return keys

    def without(self, part: Part) -> tuple[str, ...]:
        """Return the keys of a part that are left out."""
        found = (name.partition(":") for name in self.excluded)
        return tuple(key for name, _, key in found if name == part.value)

    def naming(self, keys: Mapping[Part, tuple[str, ...]]) -> "Question":
        """Return it with other keys of some parts."""
        fields_by_part: dict[str, Any] = {part.value: some for part, some in keys.items()}
        return replace(self, **fields_by_part)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values, without what is empty; `read_question` reads it back."""
        values = {one.name: _to_plain(getattr(self, one.name)) for one in fields(self)}
        return {name: value for name, value in values.items() if value not in (None, [], False)}


def span_label(span: Span) -> str:
    """Return a period as it can be typed: `2026-Q3`, or `2026-09-01..2026-09-14` in local days."""
    if isinstance(span, Period):
        return span.label
    last = span.end.date().toordinal() - 1
    return f"{span.start:%Y-%m-%d}..{span.end.date().fromordinal(last):%Y-%m-%d}"


def _to_plain(value: Any) -> Any:
    if isinstance(value, Period | Days):
        return span_label(value)
    if isinstance(value, UnknownName):
        return {"typed": value.typed, "part": value.part.value, "candidates": [*value.candidates]}
    return list(value) if isinstance(value, tuple) else value


def read_question(values: Mapping[str, Any], calendar: FiscalCalendar) -> Question:
    """Read what `to_json` returned, in the calendar of its journey; raises BadInputError."""
    known: dict[str, Any] = {}
    readers = {"subject": Subject, "aspect": Aspect, "kind": NoteKind, "ranked": Part}
    for name, value in values.items():
        if name in ("period", "against"):
            known[name] = parse_period(value, calendar)
        elif name in readers:
            known[name] = readers[name](value)
        elif isinstance(value, list):
            known[name] = tuple(value)
        elif name != "unknown":
            known[name] = value
    return Question(**known)


@dataclass(frozen=True)
class Names:
    """The names of a journey that a question may hold: key → name of each part.

    The keys of KPIs are their paths, those of authors Slack user ids.
    """

    by_part: Mapping[Part, Mapping[str, str]] = field(default_factory=dict)

    def of(self, part: Part) -> Mapping[str, str]:
        """Return key → name of a part."""
        return self.by_part.get(part, {})

    def name(self, part: Part, key: str) -> str:
        """Return the name of a key, or the key where it is not known."""
        return self.of(part).get(key, key)
