"""The readings behind a KPI's number."""

from typing import Any

from bot.usecases.show_behind import ReadingsShown
from handlers.blocks import kit, words

NAME = 80
MOST_SHOWN = 30


def readings(shown: ReadingsShown) -> dict[str, Any]:
    """When, how much, from where; the newest first."""
    kpi = shown.kpi
    name = kit.cut(words.kpi_called(shown.journey, kpi.stage, kpi.key), NAME)
    if not shown.readings:
        told = f"{name} has no readings yet: /kpi records one."
        return kit.ephemeral(told, [kit.rich(kit.line(told))])
    told = f"{name}: {shown.total:,} reading{'' if shown.total == 1 else 's'}, newest first"
    rows = [
        (
            f"{reading.day:%-d %b %Y}",
            words.value_of(kpi, reading.value),
            reading.source or "–",
        )
        for reading in shown.readings[:MOST_SHOWN]
    ]
    table = kit.text_table(("Day", "Value", "Source"), rows)
    return kit.ephemeral(told, [kit.rich(kit.line(kit.span(told, bold=True))), table])
