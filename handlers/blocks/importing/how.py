"""How a file is imported."""

from typing import Any

from bot.domain.imported_columns import NOTE_FIELDS, READING_FIELDS
from handlers.blocks import kit

STEPS = (
    "Drop a CSV or JSON Lines file (.csv, .tsv, .jsonl) into a direct message to Waymark.",
    "Waymark answers with what it understood and what would be added. Nothing is saved yet.",
    "Press Import. The same file twice adds nothing the second time.",
)
BUTTONS = "If a column is misread, press *Columns…* there and say what it means."


def how_to_import() -> dict[str, Any]:
    """The steps, and the names of columns that need no explaining."""
    blocks = [
        kit.rich(kit.bullets(kit.line(step) for step in STEPS)),
        kit.context(BUTTONS),
        _columns("Notes", ("text",), NOTE_FIELDS),
        _columns("KPI readings", ("kpi", "value", "day"), READING_FIELDS),
    ]
    return kit.ephemeral(" ".join(STEPS), blocks)


def _columns(of: str, needed: tuple[str, ...], fields: dict[str, tuple[str, ...]]) -> kit.Block:
    others = ", ".join(field for field in fields if field not in needed)
    return kit.rich(
        kit.line(
            kit.span(of, bold=True),
            f" need {', '.join(needed)}. They may have {others}.",
        )
    )
