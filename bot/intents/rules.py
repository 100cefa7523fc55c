"""Read what one sentence is meant as by rules alone."""

from dataclasses import dataclass

from bot.intents.commands import read_command
from bot.intents.questions import Certainty, certainty
from bot.intents.quotes import note_in_request
from bot.intents.sentence import Sentence
from bot.intents.small_talk import read_small_talk
from domain.intents import Intent, SpelledCommand


@dataclass(frozen=True)
class Reading:
    """A sentence and what it is meant as; `is_sure`: also within a note, it asks Waymark."""

    text: str
    intent: Intent
    command: SpelledCommand | None = None
    is_sure: bool = False


def read_whole(sentence: Sentence) -> Reading | None:
    """Return a text as one reading where all of it is a command or small talk."""
    command = read_command(sentence)
    if command:
        return Reading(sentence.text, Intent.COMMAND, command, is_sure=True)
    small = read_small_talk(sentence)
    if small is None:
        return None
    stands_alone = small not in (Intent.SMALL_TALK, Intent.NO_ANSWER)
    return Reading(sentence.text, small, is_sure=stands_alone)


def read_sentence(text: str) -> Reading:
    """Return what the rules make of a sentence: a note, where none says otherwise."""
    sentence = Sentence(text)
    alone = read_whole(sentence)
    if alone is not None:
        return alone
    asked = certainty(sentence)
    if asked is Certainty.YES:
        return Reading(text, Intent.QUESTION, is_sure=_is_to_waymark(sentence))
    if asked is Certainty.MAYBE:
        return Reading(text, Intent.UNCLEAR)
    return Reading(note_in_request(text), Intent.NOTE)


def _is_to_waymark(sentence: Sentence) -> bool:
    """Whether a question beside a note is for Waymark: about many notes, or who wrote them."""
    starts = " ".join(sentence.words[:2])
    return sentence.is_overall or starts in {
        "do we", "did we", "have we", "are we", "how many", "how often", "who owns", "who is",
        "tell me", "show me", "what is", "what do", "what did", "do you",
    }  # fmt: skip
