"""Two quarters side by side, for one person's eyes."""

from typing import Any

from domain.reviews import Comparison, Review, StageMood
from domain.text import shorten
from domain.themes import ThemeStatus
from domain.trends import MIN_NOTES, Verdict
from handlers.presentation import words
from handlers.slack import kit

MAX_PAINS = 5


MAX_KPIS = 12


QUOTE = 120


PAINS = (
    (ThemeStatus.PERSISTING, "In both"),
    (ThemeStatus.NEW, "Only in {later}"),
    (ThemeStatus.RESOLVED, "Only in {earlier}"),
)


def comparison(result: Comparison) -> dict[str, Any]:
    """What differs: moods with their changes, KPIs, pains of both and of one alone."""
    earlier, later = (_label(review) for review in (result.earlier, result.later))
    told = f"{result.later.journey.name}: {later} against {earlier}"
    counted = f"{words.notes(result.later.notes.total)} against {result.earlier.notes.total:,}"
    head = ("Stage", earlier, later, "Change")
    rows = [
        (
            mood.stage.name,
            f"{words.signed(mood.previous.mean)} (n={mood.previous.n})",
            f"{words.signed(mood.now.mean)} (n={mood.now.n})",
            _verdict(mood),
        )
        for mood in result.moods
    ]
    blocks = [
        kit.header(told),
        kit.context(kit.escape(f"{counted}, as they are kept now.")),
        *([kit.text_table(head, rows)] if rows else []),
        *_kpis(result),
        *_pains(result, earlier, later),
    ]
    return kit.ephemeral(told, kit.fitted(blocks))


def _label(review: Review) -> str:
    running = "" if review.complete else " so far"
    return f"{review.period.label}{running}"


def _verdict(mood: StageMood) -> str:
    change = mood.change
    if change.verdict is Verdict.TOO_FEW:
        return f"too few notes (under {MIN_NOTES})"
    if change.verdict is Verdict.NO_CLEAR_CHANGE:
        return change.verdict.value
    return f"{change.verdict.value} ({words.signed(change.delta)})"


def _kpis(result: Comparison) -> list[kit.Block]:
    journey = result.later.journey
    items = [
        kit.line(
            kit.span(words.kpi_name(journey, trend), bold=True),
            f": {words.kpi_value(trend, trend.previous_last)} → "
            f"{words.kpi_value(trend, trend.last)}, {words.kpi_movement(trend)}",
        )
        for trend in result.kpis[:MAX_KPIS]
    ]
    if not items:
        return []
    blocks = [kit.rich(kit.line(kit.span("KPIs", bold=True)), kit.bullets(items))]
    more = len(result.kpis) - MAX_KPIS
    return [*blocks, kit.context(f"… and {more} more KPIs.")] if more > 0 else blocks


def _pains(result: Comparison, earlier: str, later: str) -> list[kit.Block]:
    blocks = []
    for status, heading in PAINS:
        found = [pain for pain in result.pains if pain.status is status]
        if found:
            named = heading.format(earlier=earlier, later=later)
            items = [kit.line(shorten(pain.title, QUOTE)) for pain in found[:MAX_PAINS]]
            more = f" (the first {MAX_PAINS} of {len(found)})" if len(found) > MAX_PAINS else ""
            title = kit.line(kit.span(f"Pains. {named}{more}", bold=True))
            blocks.append(kit.rich(title, kit.bullets(items)))
    return blocks
