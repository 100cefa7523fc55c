"""Answers to questions, as values: what was found, in which period, from how many notes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from domain.improvements import ImprovementSnapshot
from domain.journey_map import Persona, Touchpoint
from domain.journeys import Journey, Stage
from domain.kpis import Kpi
from domain.notes import Note
from domain.posted_reviews import StageSignOff
from domain.questions.values import Aspect, Names, Part, Question, Span, span_label
from domain.review_json import kpi_as_json
from domain.reviews import BlindSpots, KpiTrend
from domain.themes import PeriodTheme
from domain.trends import MIN_NOTES, MoodChange, MoodSums


@dataclass(frozen=True)
class MoodFinding:
    """The mood of something; `previous` and `change` where it is compared.

    `before` is the period of `previous`, None for the one before that of the answer.
    """

    part: Part | None
    key: str
    name: str
    sums: MoodSums
    previous: MoodSums | None = None
    change: MoodChange | None = None
    before: Span | None = None

    @property
    def has_enough(self) -> bool:
        """Whether it has as many notes as a mood needs to say something."""
        return self.sums.n >= MIN_NOTES

    def to_json(self) -> dict[str, Any]:
        """Return its figures as in the JSON of a review."""
        sums, interval = self.sums, self.sums.interval()
        values: dict[str, Any] = {
            "figure": "mood",
            "key": self.key,
            "name": self.name,
            "n": sums.n,
            "mean": sums.mean,
            "sd": sums.sd,
            "ci95": list(interval) if interval else None,
            "net": sums.net,
            "negative": sums.share(sums.negative),
            "neutral": sums.share(sums.neutral),
            "positive": sums.share(sums.positive),
            "notes": sums.note_count,
        }
        if self.previous is not None:
            previous = {"n": self.previous.n, "mean": self.previous.mean, "net": self.previous.net}
            values["previous"] = previous
        if self.change is not None:
            values["change"] = {
                "delta": self.change.delta,
                "ci95": list(self.change.interval) if self.change.interval else None,
                "verdict": self.change.verdict.value,
            }
        return values


@dataclass(frozen=True)
class KpiFinding:
    """A KPI; `day` is that of its last reading in the period, where it was looked up."""

    trend: KpiTrend
    readings: tuple[tuple[date, float], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return its figures as in the JSON of a review."""
        return {"figure": "kpi", **kpi_as_json(self.trend)}


@dataclass(frozen=True)
class KpiExtremeFinding:
    """The best, worst, highest, lowest or last (`DAY`) reading of a KPI, of `n` readings.

    `day` is the first on which it had that value, `since` that of the first reading.
    """

    kpi: Kpi
    which: Aspect
    value: float
    day: date
    n: int
    since: date

    def to_json(self) -> dict[str, Any]:
        """Return value, day and number of readings."""
        return {
            "figure": "extreme",
            "key": self.kpi.key,
            "stage": self.kpi.stage,
            "which": self.which.value,
            "value": self.value,
            "day": self.day.isoformat(),
            "readings": self.n,
            "since": self.since.isoformat(),
        }


@dataclass(frozen=True)
class ThemeFinding:
    """A theme of the period.

    `has_course`: its status, and how often it was noted before, are known. Of free days they are
    not, since themes are compared from one period of reviews to the next.
    """

    theme: PeriodTheme
    has_course: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return its figures as in the JSON of a review."""
        theme = self.theme
        return {
            "figure": "theme",
            "title": theme.title,
            "stage": theme.stage,
            "n": theme.n,
            "score": theme.score,
            "status": theme.status.value if self.has_course else None,
            "previous_n": theme.previous_n if self.has_course else None,
            "note_ids": list(theme.note_ids),
        }


@dataclass(frozen=True)
class CountFinding:
    """A number of notes: `n` of `whole`; `name` says of what, empty for what was asked."""

    n: int
    whole: int | None = None
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the numbers."""
        return {"figure": "count", "name": self.name, "n": self.n, "of": self.whole}


@dataclass(frozen=True)
class DatesFinding:
    """When the first and the last of some notes happened (UTC)."""

    first: datetime
    last: datetime

    def to_json(self) -> dict[str, Any]:
        """Return both times."""
        times = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return {"figure": "dates", **times}


@dataclass(frozen=True)
class AuthorFinding:
    """How many notes somebody wrote; `user` is None for notes without a name."""

    user: str | None
    n: int

    def to_json(self) -> dict[str, Any]:
        """Return the number."""
        return {"figure": "author", "user": self.user, "n": self.n}


@dataclass(frozen=True)
class TeamFinding:
    """How many notes name a team; `team` is None for notes that name none."""

    team: str | None
    n: int

    def to_json(self) -> dict[str, Any]:
        """Return the number."""
        return {"figure": "team", "team": self.team, "n": self.n}


@dataclass(frozen=True)
class OwnerFinding:
    """Who owns something, a Slack user id; None where nobody does."""

    name: str
    user: str | None

    def to_json(self) -> dict[str, Any]:
        """Return name and owner."""
        return {"figure": "owner", "name": self.name, "owner": self.user}


@dataclass(frozen=True)
class NextReviewFinding:
    """The next review: the label of its period, and when it is posted (UTC)."""

    period: str
    due_at: datetime

    def to_json(self) -> dict[str, Any]:
        """Return period and time."""
        return {"figure": "next review", "period": self.period, "due": self.due_at.isoformat()}


@dataclass(frozen=True)
class PostedReviewFinding:
    """A posted review with its sign-offs, of the stages asked about."""

    period: str
    posted_at: datetime | None
    stages: tuple[StageSignOff, ...]

    def to_json(self) -> dict[str, Any]:
        """Return period, time, and the keys of the stages that are signed off, and that are not."""
        return {
            "figure": "posted review",
            "period": self.period,
            "posted": self.posted_at.isoformat() if self.posted_at else None,
            "signed": [one.stage.key for one in self.stages if one.signed],
            "open": [one.stage.key for one in self.stages if not one.signed],
        }


@dataclass(frozen=True)
class StageFinding:
    """A stage with its milestone and owner."""

    stage: Stage

    def to_json(self) -> dict[str, Any]:
        """Return its fields."""
        stage = self.stage
        since = stage.milestone_since.isoformat() if stage.milestone_since else None
        return {
            "figure": "stage",
            "key": stage.key,
            "name": stage.name,
            "objective": stage.objective,
            "milestone": stage.milestone,
            "state": stage.milestone_state.value,
            "since": since,
            "owner": stage.owner,
        }


@dataclass(frozen=True)
class PersonaFinding:
    """A persona of the map."""

    persona: Persona

    def to_json(self) -> dict[str, Any]:
        """Return key and name."""
        return {"figure": "persona", "key": self.persona.key, "name": self.persona.name}


@dataclass(frozen=True)
class TouchpointFinding:
    """A touchpoint of the map."""

    touchpoint: Touchpoint

    def to_json(self) -> dict[str, Any]:
        """Return key, name and stage."""
        one = self.touchpoint
        return {"figure": "touchpoint", "key": one.key, "name": one.name, "stage": one.stage}


@dataclass(frozen=True)
class BlindSpotsFinding:
    """What the period has no notes about."""

    spots: BlindSpots

    def to_json(self) -> dict[str, Any]:
        """Return the keys, as in the JSON of a review."""
        spots = self.spots
        return {
            "figure": "blind spots",
            "stages": list(spots.stages),
            "teams": list(spots.teams),
            "personas": list(spots.personas),
            "channels": list(spots.channels),
            "unowned": list(spots.unowned),
        }


@dataclass(frozen=True)
class ActionFinding:
    """An action, as it stood at the end of the period."""

    snapshot: ImprovementSnapshot

    def to_json(self) -> dict[str, Any]:
        """Return title, owner and standing."""
        one = self.snapshot.improvement
        return {
            "figure": "action",
            "id": one.id,
            "title": one.draft.title,
            "stage": one.draft.stage,
            "owner": one.draft.owner,
            "standing": self.snapshot.progress.value,
        }


@dataclass(frozen=True)
class DefinitionFinding:
    """How a KPI is defined."""

    kpi: Kpi

    def to_json(self) -> dict[str, Any]:
        """Return unit, direction, target and baseline."""
        kpi = self.kpi
        return {
            "figure": "definition",
            "key": kpi.key,
            "stage": kpi.stage,
            "unit": kpi.unit.value,
            "direction": kpi.direction.value,
            "target": kpi.target,
            "baseline": kpi.baseline,
        }


Finding = (
    MoodFinding
    | KpiFinding
    | KpiExtremeFinding
    | ThemeFinding
    | CountFinding
    | DatesFinding
    | AuthorFinding
    | TeamFinding
    | OwnerFinding
    | NextReviewFinding
    | PostedReviewFinding
    | StageFinding
    | PersonaFinding
    | TouchpointFinding
    | BlindSpotsFinding
    | ActionFinding
    | DefinitionFinding
)


@dataclass(frozen=True)
class NotesBehind:
    """How to list the notes behind an answer: the filters to type, and how many notes there are."""

    words: str
    total: int


@dataclass(frozen=True)
class Answer:
    """What was found about a question.

    `journey` is None before the first one. `span` is the period of the figures, None for any time;
    `is_running`: it has not ended, `not_begun`: it lies in the future. `n` is how many notes the
    figures come from, None where they come from none. `quotes` are notes as the audience may read
    them. `fell_back`: the running period had nothing, so it is the one before. `partly`: no note
    has all words of the topic, these have some of them. `without_topic` are the words of a topic
    that no note has. `mentions` is how many notes mention a name that is not known. `readings_of`
    is the id of the KPI whose readings are behind the answer. `note_ids` are filled in on request.
    """

    question: Question | None
    journey: Journey | None
    span: Span | None = None
    findings: tuple[Finding, ...] = ()
    n: int | None = None
    quotes: tuple[Note, ...] = ()
    behind: NotesBehind | None = None
    readings_of: int | None = None
    names: Names = field(default_factory=Names)
    is_running: bool = False
    not_begun: bool = False
    fell_back: bool = False
    partly: bool = False
    without_topic: tuple[str, ...] = ()
    mentions: int | None = None
    note_ids: tuple[int, ...] = ()

    def with_findings(self, findings: Sequence[Finding]) -> "Answer":
        """Return it with other findings."""
        return replace(self, findings=tuple(findings))

    def of_type(self, kind: type[Any]) -> list[Any]:
        """Return the findings of one type, in order."""
        return [one for one in self.findings if isinstance(one, kind)]


def period_as_json(span: Span | None) -> dict[str, Any] | None:
    """Return label, start and end of a period, None for any time."""
    if span is None:
        return None
    return {
        "label": span_label(span),
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
    }


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Return an answer's figures as JSON values: a documented contract of `app.py ask`."""
    return {
        "journey": answer.journey.key if answer.journey else None,
        "question": answer.question.to_json() if answer.question else None,
        "period": period_as_json(answer.span),
        "n": answer.n,
        "figures": [finding.to_json() for finding in answer.findings],
        "note_ids": list(answer.note_ids),
    }
