"""What a person sees after a note was edited, moved, removed or put back."""

from typing import Any

from bot.domain.note_changes import NoteDeed
from bot.usecases.change_note import Changed
from handlers.blocks import kit
from handlers.blocks.note_buttons import own_buttons, put_back

SIGNS = {
    NoteDeed.EDITED: "✏️ Saved",
    NoteDeed.MOVED: "📌 Moved",
    NoteDeed.DELETED: "🗑️ Removed",
    NoteDeed.RESTORED: "♻️ Put back",
}


def changed_message(changed: Changed) -> dict[str, Any]:
    """What was done and where the note is now, with the way on from there."""
    sign = SIGNS[changed.deed]
    gone = changed.deed is NoteDeed.DELETED
    where = changed.stage.name if changed.stage else "the unsorted tray"
    after = "" if gone else f": it is in {where} of {changed.journey.name}."
    told = f"{sign.split(' ', 1)[1]}{after or '. It can be put back for 30 days.'}"
    if not changed.different:
        told = f"Nothing was different. The note is in {where} of {changed.journey.name}."
    blocks = [
        kit.rich(kit.line(f"{sign.split(' ', 1)[0]} {told}"), kit.quote(changed.note.text)),
        put_back(changed.note_id) if gone else own_buttons(changed.note_id),
    ]
    return kit.ephemeral(told, blocks)
