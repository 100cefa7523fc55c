"""A review in a few words with numbers: what a phone shows, and notifications."""

from collections.abc import Sequence

from bot.domain.evidence import CallOut, Contradiction, call_outs
from bot.domain.kpis import KpiStatus
from bot.domain.review import Review, StageMood
from bot.domain.texts import shortened
from bot.domain.trends import Verdict
from handlers.blocks import kit, words

MOST_THINGS = 3
MOST_NAMED = 2
NAME = 40
TITLE = 90


def title(review: Review) -> str:
    """`Buyer journey: review of 2026-Q3`."""
    running = "" if review.complete else " so far"
    return f"{review.journey.name}: review of {review.period.label}{running}"


def summary(review: Review) -> str:
    """The review in a sentence or two: for notifications, and where blocks are not shown."""
    return f"{title(review)}. {counted(review)} {' '.join(three_things(review))}".strip()


def counted(review: Review) -> str:
    """How much evidence there is."""
    if not review.notes.total:
        return (
            f"No notes were dropped this {review.period.noun}, so nothing can be said of the "
            "customers' mood."
        )
    silent = len(review.blind_spots.stages)
    heard = len(review.stages) - silent
    counted = f"{words.notes(review.notes.total)} this {review.period.noun}"
    return f"{counted}, in {heard} of {len(review.stages)} stages."


def three_things(review: Review) -> list[str]:
    """The three things that matter, at most; an empty quarter is told what would help."""
    if not review.notes.total:
        said = ["One note a week from each team is enough for a review worth reading."]
        return [*said, *_kpis(review)]
    lines = [*_moods(review), *_worst(review), *_kpis(review)]
    return lines[:MOST_THINGS]


def _moods(review: Review) -> list[str]:
    moved = {
        verdict: [mood for mood in review.stages if mood.change.verdict is verdict]
        for verdict in (Verdict.FALLING, Verdict.RISING)
    }
    parts = [_moved(moods, verdict) for verdict, moods in moved.items() if moods]
    if parts:
        said = "; ".join(parts)
        return [f"Mood {said}."]
    lowest = min(
        (mood for mood in review.stages if mood.now.interval()),
        key=lambda mood: mood.now.mean or 0.0,
        default=None,
    )
    if lowest is None:
        return ["No stage has notes enough to say how its mood is."]
    told = f"{_name(lowest)} ({words.signed(lowest.now.mean)}, {words.notes(lowest.now.n)})"
    return [f"No stage's mood changed clearly; the lowest is {told}."]


def _moved(moods: Sequence[StageMood], verdict: Verdict) -> str:
    """`falling in Onboarding (+0.10 → −0.31) and 2 more`, the largest move first."""
    largest = sorted(moods, key=lambda mood: -abs(mood.change.delta or 0.0))
    named = ", ".join(
        f"{_name(mood)} ({words.signed(mood.previous.mean)} → {words.signed(mood.now.mean)})"
        for mood in largest[:MOST_NAMED]
    )
    more = len(moods) - MOST_NAMED
    return f"{verdict.value} in {named}{f' and {more} more' if more > 0 else ''}"


def _name(mood: StageMood) -> str:
    return kit.cut(mood.stage.name, NAME)


def _worst(review: Review) -> list[str]:
    if not review.noted:
        return []
    worst = review.noted[0]
    where = kit.cut(words.stage_name(review.journey, worst.stage), NAME)
    standing = words.standing(worst, review.period.noun)
    weight = f"{words.notes(worst.n)}, weight {worst.score}, {standing}"
    return [f"The pain that weighs most: “{shortened(worst.title, TITLE)}” ({where}, {weight})."]


def _kpis(review: Review) -> list[str]:
    calls = call_outs(review.kpis, review.stages)
    if calls:
        return [told(review, calls[0])]
    off = [trend for trend in review.kpis if trend.status is KpiStatus.OFF_TARGET]
    if not off:
        return []
    names = ", ".join(kit.cut(words.kpi_name(review.journey, trend), NAME) for trend in off[:3])
    some = ", among them " if len(off) > 3 else ": "
    return [f"{len(off)} of {len(review.kpis)} KPIs off target{some}{names}."]


def told(review: Review, call: CallOut) -> str:
    """A KPI and its stage's mood that point different ways, in a sentence."""
    name = kit.cut(words.kpi_name(review.journey, call.trend), 2 * NAME)
    value = words.kpi_value(call.trend, call.trend.last)
    moods = f"{words.signed(call.mood.previous.mean)} → {words.signed(call.mood.now.mean)}"
    if call.what is Contradiction.GOOD_FIGURE:
        return f"{name} is on target ({value}) while its stage's mood falls ({moods})."
    return f"{name} is off target ({value}) while its stage's mood rises ({moods})."
