"""The buttons under a note one may change."""

from handlers.blocks import kit
from handlers.ids import Action, numbered


def own_buttons(note_id: int, number: int = 0) -> kit.Block:
    """Edit, undo and move; `number` tells several notes in one message apart."""
    about = ((Action.EDIT_NOTE, "Edit"), (Action.UNDO_NOTE, "Undo"), (Action.MOVE_NOTE, "Move"))
    return kit.actions(
        [kit.button(label, numbered(action, number), str(note_id)) for action, label in about]
    )


def support_button(note_id: int, number: int = 0) -> kit.Element:
    """“I have seen it too”."""
    return kit.button("+1, seen it too", numbered(Action.SUPPORT_NOTE, number), str(note_id))


def put_back(note_id: int) -> kit.Block:
    """The way back after a note was removed."""
    return kit.actions([kit.button("Put it back", numbered(Action.RESTORE_NOTE, 0), str(note_id))])
