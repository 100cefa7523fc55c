"""What a person sees of a note that says what another says."""

from typing import Any

from bot.domain.notes import Note
from bot.usecases.merge_notes import Merged
from handlers.blocks import kit
from handlers.blocks.note_buttons import own_buttons
from handlers.ids import Action, numbered


def twin_offered(note_id: int, twin: Note) -> dict[str, Any]:
    """The note that is there already, with the way to be counted with it."""
    told = f"This sounds like a note that is there already (seen by {1 + twin.supporters}):"
    same = kit.button(
        "It is the same: count me there", numbered(Action.MERGE_NOTE, 0), f"{note_id}:{twin.id}"
    )
    blocks = [kit.rich(kit.line(f"👯 {told}"), kit.quote(twin.text)), kit.actions([same])]
    return kit.ephemeral(told, blocks)


def merged_message(merged: Merged) -> dict[str, Any]:
    """The note that stands for theirs now, with the way back."""
    seen = 1 + merged.into.supporters
    people = f"{seen} people have" if seen > 1 else "you have"
    told = f"Counted there: {people} seen it. Your own note is kept with it."
    back = kit.button("Not the same", numbered(Action.SEPARATE_NOTE, 0), str(merged.note.id))
    blocks = [kit.rich(kit.line(f"👯 {told}"), kit.quote(merged.into.text)), kit.actions([back])]
    return kit.ephemeral(told, blocks)


def separated_message(separated: Merged) -> dict[str, Any]:
    """Their note stands for itself again."""
    told = "Not the same: your note stands for itself again."
    blocks = [
        kit.rich(kit.line(f"↩️ {told}"), kit.quote(separated.note.text)),
        own_buttons(separated.note.id),
    ]
    return kit.ephemeral(told, blocks)
