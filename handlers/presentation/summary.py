"""The title and headlines of a review, the same in Slack, on pages and in files."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.kpis import KpiStatus
from domain.reviews import CallOut, Contradiction, Review, StageMood, find_call_outs
from domain.text import shorten, truncate
from domain.trends import Verdict
from handlers.presentation import words

MAX_HEADLINES = 3

MAX_STAGES_NAMED = 2

MAX_KPIS_NAMED = 3

MAX_NAME = 40

MAX_PAIN_TITLE = 90


@dataclass(frozen=True)
class ReviewSummary:
    """A review in a few sentences.

    `evidence` says how many notes it is based on; `headlines` are at most MAX_HEADLINES, the most
    important first.
    """

    title: str
    evidence: str
    headlines: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the evidence and the headlines."""
        return (self.evidence, *self.headlines)

    @property
    def text(self) -> str:
        """Return the whole summary, for notifications and where blocks are not shown."""
        return f"{self.title}. {self.evidence} {' '.join(self.headlines)}".strip()


def summarize(review: Review) -> ReviewSummary:
    """Return the title, evidence and headlines of a review."""
    return ReviewSummary(review_title(review), _evidence(review), tuple(_headlines(review)))


def review_title(review: Review) -> str:
    """Return `Buyer journey: review of 2026-Q3`."""
    running = "" if review.complete else " so far"
    return f"{review.journey.name}: review of {review.period.label}{running}"


def describe_call_out(review: Review, call: CallOut) -> str:
    """Return a sentence about a KPI whose stage's mood moves the other way."""
    name = truncate(words.kpi_name(review.journey, call.trend), 2 * MAX_NAME)
    value = words.kpi_value(call.trend, call.trend.last)
    moods = f"{words.signed(call.mood.previous.mean)} → {words.signed(call.mood.now.mean)}"
    if call.contradiction is Contradiction.GOOD_FIGURE:
        return f"{name} is on target ({value}) while its stage's mood falls ({moods})."
    return f"{name} is off target ({value}) while its stage's mood rises ({moods})."


def _evidence(review: Review) -> str:
    noun = review.period.noun
    if not review.notes.total:
        return f"No notes this {noun}, so there is no mood to report."
    with_notes = len(review.stages) - len(review.blind_spots.stages)
    counted = f"{words.notes(review.notes.total)} this {noun}"
    return f"{counted}, in {with_notes} of {len(review.stages)} stages."


def _headlines(review: Review) -> list[str]:
    if not review.notes.total:
        advice = "One note a week from each team is enough for a useful review."
        return [advice, *_kpi_headlines(review)]
    headlines = [_mood_headline(review), *_pain_headlines(review), *_kpi_headlines(review)]
    return headlines[:MAX_HEADLINES]


def _mood_headline(review: Review) -> str:
    by_verdict = {
        verdict: [mood for mood in review.stages if mood.change.verdict is verdict]
        for verdict in (Verdict.FALLING, Verdict.RISING)
    }
    parts = [_describe_moves(moods, verdict) for verdict, moods in by_verdict.items() if moods]
    if parts:
        return f"Mood {'; '.join(parts)}."
    lowest = min(
        (mood for mood in review.stages if mood.now.interval()),
        key=lambda mood: mood.now.mean or 0.0,
        default=None,
    )
    if lowest is None:
        return "No stage has enough notes to report its mood."
    figures = f"{words.signed(lowest.now.mean)}, {words.notes(lowest.now.n)}"
    return f"No stage's mood changed clearly; the lowest is {_stage_name(lowest)} ({figures})."


def _describe_moves(moods: Sequence[StageMood], verdict: Verdict) -> str:
    """Return `falling in Onboarding (+0.10 → −0.31) and 2 more`, the largest move first."""
    largest = sorted(moods, key=lambda mood: -abs(mood.change.delta or 0.0))
    named = ", ".join(
        f"{_stage_name(mood)} ({words.signed(mood.previous.mean)} → {words.signed(mood.now.mean)})"
        for mood in largest[:MAX_STAGES_NAMED]
    )
    more = len(moods) - MAX_STAGES_NAMED
    return f"{verdict.value} in {named}{f' and {more} more' if more > 0 else ''}"


def _stage_name(mood: StageMood) -> str:
    return truncate(mood.stage.name, MAX_NAME)


def _pain_headlines(review: Review) -> list[str]:
    if not review.current_pains:
        return []
    worst = review.current_pains[0]
    stage = truncate(words.stage_name(review.journey, worst.stage), MAX_NAME)
    status = words.pain_status(worst, review.period.noun)
    figures = f"{words.notes(worst.n)}, {status}"
    return [f"The heaviest pain: “{shorten(worst.title, MAX_PAIN_TITLE)}” ({stage}, {figures})."]


def _kpi_headlines(review: Review) -> list[str]:
    calls = find_call_outs(review.kpis, review.stages)
    if calls:
        return [describe_call_out(review, calls[0])]
    off = [trend for trend in review.kpis if trend.status is KpiStatus.OFF_TARGET]
    if not off:
        return []
    names = ", ".join(
        truncate(words.kpi_name(review.journey, trend), MAX_NAME) for trend in off[:MAX_KPIS_NAMED]
    )
    separator = ", among them " if len(off) > MAX_KPIS_NAMED else ": "
    return [f"{len(off)} of {len(review.kpis)} KPIs off target{separator}{names}."]
