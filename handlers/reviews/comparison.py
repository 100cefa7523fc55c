"""Two periods side by side, visible only to the person who asked."""

from typing import Any

from domain.reviews import Comparison, Review
from domain.text import shorten
from handlers.presentation import words
from handlers.presentation.tables import MAX_KPIS, compared_mood_table
from handlers.slack import kit

MAX_PAINS = 5

MAX_PAIN_TITLE = 120

# By whether a theme was noted in the earlier and in the later period.
PAIN_HEADINGS = (
    ((True, True), "In both"),
    ((False, True), "Only in {later}"),
    ((True, False), "Only in {earlier}"),
)


def comparison_message(compared: Comparison) -> dict[str, Any]:
    """Return what differs: moods and their changes, KPIs, pains of both periods and of one."""
    earlier, later = (_period_name(review) for review in (compared.earlier, compared.later))
    title = f"{compared.later.journey.name}: {later} against {earlier}"
    counts = f"{words.notes(compared.later.notes.total)} against {compared.earlier.notes.total:,}"
    table = compared_mood_table(compared, earlier, later)
    blocks = [
        kit.header(title),
        kit.context(kit.escape(f"{counts}, as of today.")),
        *([kit.text_table(table)] if table.rows else []),
        *_kpi_blocks(compared),
        *_pain_blocks(compared, earlier, later),
    ]
    return kit.ephemeral(title, kit.fitted(blocks))


def _period_name(review: Review) -> str:
    running = "" if review.complete else " so far"
    return f"{review.period.label}{running}"


def _kpi_blocks(compared: Comparison) -> list[kit.Block]:
    journey = compared.later.journey
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
    for noted, heading in PAIN_HEADINGS:
        pains = [one for one in compared.pains if (one.previous_n > 0, one.n > 0) == noted]
        if pains:
            which = heading.format(earlier=earlier, later=later)
            items = [kit.line(shorten(pain.title, MAX_PAIN_TITLE)) for pain in pains[:MAX_PAINS]]
            more = f" (the first {MAX_PAINS} of {len(pains)})" if len(pains) > MAX_PAINS else ""
            title = kit.line(kit.span(f"Pains. {which}{more}", bold=True))
            blocks.append(kit.rich(title, kit.bullets(items)))
    return blocks
