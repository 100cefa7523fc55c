"""What a message to Waymark is meant as."""

from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    """What a part of a message is meant as.

    UNCLEAR: a note or a question; its author is asked before anything is saved. NO_ANSWER: somebody
    has nothing to note, such as “none” or “not this week”.
    """

    NOTE = "note"
    QUESTION = "question"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    SMALL_TALK = "small talk"
    COMMAND = "command"
    NO_ANSWER = "no answer"
    UNCLEAR = "unclear"


class SpelledCommand(StrEnum):
    """What a command in ordinary words asks for."""

    UNDO = "undo"
    MOVE = "move"
    CHANGE_NOTE = "change note"
    MAP = "map"
    SIGN_OFF = "sign off"
    REVIEW = "review"
    EXPORT = "export"
    IMPORT = "import"
    TARGET = "target"
    READING = "reading"
    REMINDERS = "reminders"
    MAP_PART = "map part"
    SORT = "sort"


@dataclass(frozen=True)
class MessagePart:
    """A part of a message: its text as written, and what it is.

    `command` is what a command asks for, None if that is not clear.
    """

    intent: Intent
    text: str
    command: SpelledCommand | None = None


@dataclass(frozen=True)
class ParsedMessage:
    """A message as its parts, in their order."""

    parts: tuple[MessagePart, ...]

    def texts(self, intent: Intent) -> tuple[str, ...]:
        """Return the texts of the parts of one intent."""
        return tuple(part.text for part in self.parts if part.intent is intent)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the texts of the notes in it."""
        return self.texts(Intent.NOTE)

    @property
    def question(self) -> str | None:
        """Return everything it asks as one text, None if it asks nothing."""
        return " ".join(self.texts(Intent.QUESTION)) or None

    def has(self, intent: Intent) -> bool:
        """Return whether a part has this intent."""
        return any(part.intent is intent for part in self.parts)
