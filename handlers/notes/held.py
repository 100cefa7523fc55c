"""Messages that wait for a click before they are saved: unclear ones, and lists of notes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.notes.capture import CapturedNote
from domain.notes import Message, NoteKind
from domain.text import shorten
from handlers.notes.blocks import own_buttons
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, numbered

MAX_LISTED = 150

MAX_ASKED_ABOUT = 1_000


@dataclass(frozen=True)
class HeldMessage:
    """What a button saves: a text, or the message that has it where the text is too long.

    `channel` and `ts` name the message, `thread_ts` its thread; `ts` is None for a command. `kind`
    is None where the mood decides.
    """

    channel: str
    text: str | None
    ts: str | None = None
    thread_ts: str | None = None
    kind: NoteKind | None = None

    @property
    def message(self) -> Message | None:
        """Return the message, None for a command."""
        return Message(self.channel, self.ts) if self.ts else None

    def to_value(self) -> str:
        """Return the value of a button; without the text where it does not fit."""
        parts = {"c": self.channel, "t": self.text, "m": self.ts, "th": self.thread_ts}
        value = _to_json({**parts, "k": self.kind.value if self.kind else None})
        return value if kit.holds(value) else _to_json({**parts, "t": None})

    @property
    def is_savable(self) -> bool:
        """Whether a button can lead back to the text."""
        return self.ts is not None or self.from_value(self.to_value()).text is not None

    @classmethod
    def from_value(cls, value: str) -> "HeldMessage":
        """Return what a button saves."""
        parts = json.loads(value)
        kind = parts.get("k")
        return cls(
            channel=parts["c"],
            text=parts.get("t"),
            ts=parts.get("m"),
            thread_ts=parts.get("th"),
            kind=NoteKind(kind) if kind else None,
        )


def _to_json(parts: dict[str, Any]) -> str:
    present = {key: value for key, value in parts.items() if value is not None}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":"))


def save_button(held: HeldMessage, label: str) -> kit.Element:
    """Return the button that saves a held message as one note."""
    return kit.button(label, numbered(Action.SAVE_HELD, 0), held.to_value())


def unclear_message(held: HeldMessage, kind: NoteKind) -> dict[str, Any]:
    """Build the question whether a message is a note or a question; nothing is saved yet."""
    text = "Is that a note or a question? Nothing is saved yet."
    quoted = kit.quote(shorten(held.text or "", MAX_ASKED_ABOUT))
    buttons = [
        save_button(held, f"Save as {words.kind_with_article(kind)}"),
        kit.button("It was a question", numbered(Action.ASK_HELD, 0), held.to_value()),
    ]
    return kit.ephemeral(text, [kit.rich(kit.line(text), quoted), kit.actions(buttons)])


def several_notes_message(held: HeldMessage, notes: Sequence[str]) -> dict[str, Any]:
    """Build the offer to save a list as several notes; nothing is saved yet."""
    text = f"That looks like {len(notes)} notes. Nothing is saved yet."
    listed = kit.bullets([kit.line(shorten(note, MAX_LISTED)) for note in notes])
    buttons = [
        kit.button(
            f"Save {len(notes)} notes", numbered(Action.SAVE_HELD_NOTES, 0), held.to_value()
        ),
        save_button(held, "Save as one"),
    ]
    return kit.ephemeral(text, [kit.rich(kit.line(text), listed), kit.actions(buttons)])


def saved_notes_message(results: Sequence[CapturedNote]) -> dict[str, Any]:
    """Build the answer to saving several notes, each with its buttons."""
    text = f"Saved {len(results)} notes."
    blocks: list[kit.Block] = [kit.rich(kit.line(f"✅ {text}"))]
    for number, result in enumerate(results):
        where = f"in {result.stage.name}" if result.stage else "unsorted"
        kind = result.note.kind.value.capitalize()
        shown = kit.quote(shorten(result.note.text, MAX_LISTED))
        blocks.append(kit.rich(kit.line(f"{kind}, {where}"), shown))
        blocks.append(own_buttons(result.note_id, number))
    return kit.ephemeral(text, blocks)
