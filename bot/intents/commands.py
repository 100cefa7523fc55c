"""Recognise commands that are spelled out in ordinary words."""

import re

from bot.intents.lexicon import expression, pattern
from bot.intents.sentence import Sentence
from domain.intents import SpelledCommand

MAX_WORDS = 16

_FILE = "commands.txt"

_LEAD, _ENDING = expression(_FILE, "lead"), expression(_FILE, "ending")

_COMMANDS = {
    command: re.compile(rf"(?:{_LEAD} )*{expression(_FILE, command.value)}(?:[ ,]+{_ENDING})*")
    for command in SpelledCommand
}


def read_command(sentence: Sentence) -> SpelledCommand | None:
    """Return the command that a sentence spells out, None if it does not."""
    if not 0 < len(sentence.words) <= MAX_WORDS:
        return None
    text = sentence.core.replace("?", "").strip()
    return next((command for command, found in _COMMANDS.items() if found.fullmatch(text)), None)


# What a command is about, where no pattern fits all of it: the first that fits.
_NEAREST = {
    command: pattern(_FILE, f"about {command.value}")
    for command in (
        SpelledCommand.REMINDERS,
        SpelledCommand.EXPORT,
        SpelledCommand.IMPORT,
        SpelledCommand.SIGN_OFF,
        SpelledCommand.TARGET,
        SpelledCommand.REVIEW,
        SpelledCommand.SORT,
        SpelledCommand.CHANGE_NOTE,
        SpelledCommand.UNDO,
        SpelledCommand.MOVE,
        SpelledCommand.MAP,
        SpelledCommand.MAP_PART,
    )
}


def nearest_command(sentence: Sentence) -> SpelledCommand | None:
    """Return the command that the words of a sentence come nearest to, None if to none."""
    near = (command for command, found in _NEAREST.items() if found.search(sentence.plain))
    return next(near, None)
