"""What an answer is made from: one journey in one read transaction, its reviews read once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import combinations

from bot.improvements import improvements_of_period
from bot.reviews.figures import (
    load_blind_spots,
    load_review_kpis,
    load_stage_moods,
)
from bot.themes.ranking import load_pains
from domain.access import Audience
from domain.improvements import ImprovementSnapshot
from domain.journeys import Journey
from domain.note_filters import NoteFilter
from domain.notes import Note
from domain.periods import Days, Period
from domain.questions.answers import Answer, Finding, NotesBehind
from domain.questions.values import Names, Part, Question, Span, span_label
from domain.reviews import BlindSpots, KpiTrend, StageMood
from domain.similarity import content_words
from domain.themes import PeriodTheme, visible_themes
from domain.trends import MoodSums
from storage.session import UnitOfWork

MAX_QUOTES = 3

MIN_STEM_CUT = 7

# The field of a note for each part of a journey, besides its stage.
_FIELDS = {
    Part.PERSONA: "persona",
    Part.TEAM: "team",
    Part.CHANNEL: "channel",
    Part.TOUCHPOINT: "touchpoint",
    Part.AUTHOR: "author",
}


@dataclass(frozen=True)
class AnswerRoom:
    """A question, the journey it is about and who will read the answer."""

    uow: UnitOfWork
    journey: Journey
    question: Question
    names: Names
    now: datetime
    audience: Audience

    @cached_property
    def _stages(self) -> dict[str, tuple[StageMood, ...]]:
        return {}

    @cached_property
    def _kpis(self) -> dict[str, tuple[KpiTrend, ...]]:
        return {}

    @cached_property
    def running(self) -> Period:
        """Return the running period of the journey's cadence."""
        return self.journey.period_of(self.now)

    @property
    def span(self) -> Span | None:
        """Return the period of the question, None for any time."""
        if self.question.all_time:
            return None
        return self.question.period or self.running

    @property
    def period(self) -> Period:
        """Return the period of the question where it is one of a review, else the running one."""
        return self.span if isinstance(self.span, Period) else self.running

    def day_of(self, moment: datetime) -> Days:
        """Return the local day of a moment."""
        calendar = self.journey.calendar
        day = calendar.today(moment)
        return Days(calendar.midnight(day), calendar.midnight(day + timedelta(days=1)))

    def before(self, span: Span) -> Span:
        """Return the period before another; before days, as many days."""
        if isinstance(span, Period):
            return span.shifted(-1)
        length = max(min(span.end, self.now) - span.start, timedelta(days=1))
        return Days(span.start - length, span.start)

    def stage_moods(self, period: Period) -> tuple[StageMood, ...]:
        """Return the moods of the stages in the review of a period, without its other figures."""
        if period.label not in self._stages:
            _, moods = load_stage_moods(self.uow, self.journey, period)
            self._stages[period.label] = moods
        return self._stages[period.label]

    def review_kpis(self, period: Period) -> tuple[KpiTrend, ...]:
        """Return the KPIs in the review of a period, without its other figures."""
        if period.label not in self._kpis:
            self._kpis[period.label] = load_review_kpis(self.uow, self.journey, period)
        return self._kpis[period.label]

    def themes(self, period: Period, persona: str | None = None) -> tuple[PeriodTheme, ...]:
        """Return the themes in the review of a period; for one persona counted in the same way."""
        ranked = load_pains(self.uow, self.journey, period, audience=self.audience, persona=persona)
        return visible_themes(ranked.themes)

    def blind_spots(self, period: Period) -> BlindSpots:
        """Return what the review of a period names as without notes."""
        moods = self.stage_moods(period)
        return load_blind_spots(self.uow, self.journey, period, moods)

    def actions(self, period: Period) -> tuple[ImprovementSnapshot, ...]:
        """Return the actions in the review of a period."""
        return improvements_of_period(self.uow, self.journey, period, self.now)

    def count(self, span: Span | None, question: Question | None = None) -> int:
        """Return the number of notes of a question in a period."""
        return self.uow.notes.count(self.journey.id, self.filters(span, question))

    def with_found_topic(self, asked: Question) -> tuple[Question, bool]:
        """Return the question with the most of its topic's words that notes have together.

        And whether words are missing. Without any such note it stays as it is.
        """
        if len(asked.topic) < 2 or self.count(self.span, asked):
            return asked, False
        for words in _subsets(asked.topic):
            fewer = replace(asked, topic=words)
            if self.count(self.span, fewer):
                return fewer, True
        return asked, False

    def filters(self, span: Span | None, question: Question | None = None) -> NoteFilter:
        """Return the filters of a question's first names, kind, label and topic, in a period."""
        asked = question or self.question
        stage = self.journey.stage(_first(asked.stages))
        words = " ".join(f"{word_stem(word)}*" for word in asked.topic) or None
        filters = NoteFilter(
            stage_id=stage.id if stage else None,
            kind=asked.kind,
            author=_first(asked.authors),
            persona=_first(asked.personas),
            team=_first(asked.teams),
            channel=_first(asked.channels),
            touchpoint=_first(asked.touchpoints),
            mood=asked.label,
            felt=asked.label is not None,
            unsorted=asked.unsorted,
            words=words,
            audience=self.audience,
            excluded=tuple(self._excluded(asked)),
        )
        if isinstance(span, Period):
            return replace(filters, months=span.months)
        return replace(filters, days=span)

    def _excluded(self, asked: Question) -> Iterator[tuple[str, str | int]]:
        """Yield the fields and values that notes may not have."""
        for part, name in _FIELDS.items():
            yield from ((name, key) for key in asked.without(part))
        stages = (self.journey.stage(key) for key in asked.without(Part.STAGE))
        yield from (("stage_id", stage.id) for stage in stages if stage is not None)

    def sums(self, span: Span | None, question: Question | None = None) -> MoodSums:
        """Return the sums over the notes of a question in a period, whatever their stage."""
        found = self.uow.notes.moods_matching(self.journey.id, self.filters(span, question))
        return sum(found.values(), start=MoodSums())

    def quotes(self, filters: NoteFilter, limit: int = MAX_QUOTES) -> tuple[Note, ...]:
        """Return the newest notes that match and that the audience may read."""
        found = self.uow.notes.list_newest(self.journey.id, filters, 5 * limit)
        return tuple(note for note in found if self.audience.can_read(note))[:limit]

    def behind(
        self, span: Span | None, total: int, question: Question | None = None
    ) -> NotesBehind | None:
        """Return how the notes of a question in a period are listed.

        None where names are left out: no filter that people can type does that.
        """
        asked = question or self.question
        if asked.excluded:
            return None
        words = [f"in:{self.journey.key}"]
        for name, keys in (
            ("stage", asked.stages),
            ("persona", asked.personas),
            ("team", asked.teams),
            ("via", asked.channels),
            ("touchpoint", asked.touchpoints),
            ("by", asked.authors),
        ):
            words += [f"{name}:{keys[0]}"] if keys else []
        words += [f"kind:{asked.kind.word}"] if asked.kind else []
        words += [f"felt:{asked.label}"] if asked.label else []
        words += ["unsorted"] if asked.unsorted else []
        words += [f"period:{span_label(span)}"] if span else []
        words += [f"{word_stem(word)}*" for word in asked.topic]
        return NotesBehind(" ".join(words), total)

    def answer(self, *findings: Finding, n: int | None = None, span: Span | None = None) -> Answer:
        """Return an answer of findings in a period, by default that of the question."""
        about = span or self.span
        is_running = about is not None and about.start <= self.now < about.end
        return Answer(
            self.question,
            self.journey,
            about,
            findings,
            n=n,
            names=self.names,
            is_running=is_running,
        )

    def name_of(self, part: Part, key: str) -> str:
        """Return the name of a key."""
        return self.names.name(part, key)


def _subsets(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the words without one, then the pairs, then each alone: the longest first."""
    for size in sorted({len(words) - 1, 2, 1}, reverse=True):
        if size < len(words):
            found = combinations(words, size)
            yield from sorted(found, key=lambda some: -sum(map(len, some)))


def _first(keys: tuple[str, ...]) -> str | None:
    return keys[0] if keys else None


def word_stem(word: str) -> str:
    """Return what the forms of a word begin with: `invoice` of `invoices`, `compan` of company."""
    stem = next(iter(content_words(word)), word)
    for ending in ("ation", "ungen", "ung", "en"):
        cut = stem.removesuffix(ending)
        if cut != stem and len(stem) >= MIN_STEM_CUT:
            return cut.removesuffix("l") if cut.endswith("ll") else cut
    return stem[:-1] if stem.endswith("y") and len(stem) > 3 else stem
