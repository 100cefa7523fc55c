"""What a person sees after changing a part of a map."""

from typing import Any

from bot.domain.history import Deed
from bot.usecases.keeping.desk import Kept
from handlers.blocks import kit

SIGNS = {
    Deed.CREATED: "✅ Created",
    Deed.EDITED: "✅ Saved",
    Deed.ARCHIVED: "🗄️ Archived",
    Deed.RESTORED: "♻️ Restored",
    Deed.POSTPONED: "🗓️ Postponed",
    Deed.SKIPPED: "⏭️ Skipped",
}
VALUE = 120


def kept_message(kept: Kept) -> dict[str, Any]:
    """What was done, with what changed; or that nothing was different."""
    if kept.version is None:
        told = f"Nothing was different: “{kept.name}” in {kept.journey.name} stays as it is."
        return kit.ephemeral(told, [kit.rich(kit.line(told))])
    sign = SIGNS[kept.deed]
    where = "." if kept.name == kept.journey.name else f" in {kept.journey.name}."
    headline = kit.line(f"{sign} ", kit.span(kept.name, bold=True), where)
    edits = kept.version.edits if kept.deed is Deed.EDITED else ()
    lines = [
        kit.line(f"{edit.field}: {_short(edit.before)} → {_short(edit.after)}") for edit in edits
    ]
    blocks = [kit.rich(headline, *((kit.bullets(lines),) if lines else ()))]
    return kit.ephemeral(f"{sign.split(' ')[1]} “{kept.name}”{where}", blocks)


def _short(value: str | None) -> str:
    return kit.cut(" ".join(value.split()), VALUE) if value else "–"
