"""The buttons under a note one may change."""

from bot.domain.notes import FEELING_WORDS
from handlers.blocks import forms, kit
from handlers.ids import Action, numbered

# In place of a feeling: the score of the words counts again.
AS_WRITTEN = "words"


def own_buttons(note_id: int, number: int = 0) -> kit.Block:
    """Edit, undo and move; `number` tells several notes in one message apart."""
    about = ((Action.EDIT_NOTE, "Edit"), (Action.UNDO_NOTE, "Undo"), (Action.MOVE_NOTE, "Move"))
    return kit.actions(
        [kit.button(label, numbered(action, number), str(note_id)) for action, label in about]
    )


def support_button(note_id: int, number: int = 0) -> kit.Element:
    """“I have seen it too”."""
    return kit.button("+1, seen it too", numbered(Action.SUPPORT_NOTE, number), str(note_id))


def mood_menu(note_id: int, number: int = 0) -> kit.Element:
    """How the customer felt, where the words' score is wrong."""
    choices = [(f"{note_id}:{value}", word.title()) for value, word in FEELING_WORDS.items()]
    choices.append((f"{note_id}:{AS_WRITTEN}", "As the words say"))
    return forms.select(numbered(Action.CORRECT_MOOD, number), "Correct the mood …", choices)


def put_back(note_id: int) -> kit.Block:
    """The way back after a note was removed."""
    return kit.actions([kit.button("Put it back", numbered(Action.RESTORE_NOTE, 0), str(note_id))])
