"""Two periods side by side, visible only to the person who asked."""

from typing import Any

from domain.reviews import Comparison, PeriodFigures
from domain.text import shorten
from domain.themes import MIN_THEME_NOTES, PeriodTheme
from handlers.presentation import words
from handlers.presentation.tables import MAX_KPIS, compared_mood_table
from handlers.slack import kit

MAX_PAINS = 5

MAX_PAIN_TITLE = 120

# By whether it is a theme of the earlier and of the later period: has two notes or more there.
PAIN_HEADINGS = (
    ((True, True), "In both"),
    ((False, True), "Only in {later}"),
    ((True, False), "Only in {earlier}"),
)


def comparison_message(compared: Comparison) -> dict[str, Any]:
    """Return what differs: moods and their changes, KPIs, pains of both periods and of one."""
    earlier, later = (_period_name(one) for one in (compared.earlier, compared.later))
    title = f"{compared.journey.name}: {later} against {earlier}"
    counts = f"{words.notes(compared.later.notes.total)} against {compared.earlier.notes.total:,}"
    table = compared_mood_table(compared, earlier, later)
    moods = [kit.rich(kit.line(kit.span("Net mood", bold=True))), kit.text_table(table)]
    blocks = [
        kit.header(title),
        kit.context(kit.escape(f"{counts}, as of today.")),
        *(moods if table.rows else []),
        *_kpi_blocks(compared),
        *_pain_blocks(compared, earlier, later),
    ]
    return kit.ephemeral(title, kit.fitted(blocks))


def _period_name(figures: PeriodFigures) -> str:
    running = "" if figures.complete else " so far"
    return f"{figures.period.label}{running}"


def _kpi_blocks(compared: Comparison) -> list[kit.Block]:
    journey = compared.journey
    items = [
        kit.line(
            kit.span(words.kpi_name(journey, trend), bold=True),
            f": {words.kpi_value(trend, trend.previous_last)} → "
            f"{words.kpi_value(trend, trend.last)}, {words.kpi_movement(trend)}",
        )
        for trend in compared.kpis[:MAX_KPIS]
    ]
    if not items:
        return []
    blocks = [kit.rich(kit.line(kit.span("KPIs", bold=True)), kit.bullets(items))]
    more = len(compared.kpis) - MAX_KPIS
    return [*blocks, kit.context(f"… and {more} more KPIs.")] if more > 0 else blocks


def _pain_blocks(compared: Comparison, earlier: str, later: str) -> list[kit.Block]:
    blocks = []
    for where, heading in PAIN_HEADINGS:
        pains = [pain for pain in compared.pains if _is_theme_in(pain) == where]
        if pains:
            which = heading.format(earlier=earlier, later=later)
            items = [_pain_line(pain, earlier, later) for pain in pains[:MAX_PAINS]]
            more = f" (the first {MAX_PAINS} of {len(pains)})" if len(pains) > MAX_PAINS else ""
            title = kit.line(kit.span(f"Pains. {which}{more}", bold=True))
            blocks.append(kit.rich(title, kit.bullets(items)))
    return blocks


def _is_theme_in(pain: PeriodTheme) -> tuple[bool, bool]:
    """Return whether it is a theme of the earlier and of the later period."""
    return pain.previous_n >= MIN_THEME_NOTES, pain.n >= MIN_THEME_NOTES


def _pain_line(pain: PeriodTheme, earlier: str, later: str) -> kit.Element:
    """Return `Price letter: twice in 2026-Q1, 15 times in 2026-Q3`."""
    counts = ((pain.previous_n, earlier), (pain.n, later))
    noted = ", ".join(f"{words.times(count)} in {period}" for count, period in counts if count)
    return kit.line(kit.span(shorten(pain.title, MAX_PAIN_TITLE), bold=True), f": {noted}")
