"""Decide what a sentence is meant as, from what the rules read in it and what the model expects."""

from collections.abc import Iterable
from dataclasses import replace

from bot.intents.commands import nearest_command
from bot.intents.model import IntentModel
from bot.intents.rules import Reading
from bot.intents.sentence import Sentence
from domain.intents import Intent

# Probabilities of a note from which on a text is saved, and from which on its author is asked.
# Chosen by `python -m benchmarks.train_intents --leave-one-out`: a question filed as a note is
# worse than one click too many.
SAVED, ASKED = 0.7, 0.4

# From which on a text without a question mark is saved that the rules read as a note.
SAVED_OF_RULED = 0.3

# Where the rules read a note, its author is asked before they are overruled.
ASKED_OF_RULED = 0.2

# Between which its author is asked of a statement that the rules read as a note; above, it is
# answered as a question.
MIN_ASKED_STATEMENT, ANSWERED_STATEMENT = 0.5, 0.9

# From which on a question or command stands for itself beside a note.
ALONE = 0.8

# From which on a sentence is a note beside a question or command.
BESIDE = 0.65

SOCIAL = frozenset({Intent.GREETING, Intent.THANKS, Intent.SMALL_TALK, Intent.NO_ANSWER})

# Below this a short note is no small talk: “the box broke”. Nothing would be answered to it.
SOCIAL_STATEMENT = 0.7

# What the rules read as a command or as a request for help, and the model hardly ever would.
MIN_RULED = 0.15


def decide(
    read: Reading,
    model: IntentModel,
    rules: Iterable[Intent] | None = None,
    saved: float = SAVED,
) -> Reading:
    """Return a text with what it is meant as, by the rules and the model together.

    `rules` is what the rules read in its sentences, where there are several; `saved` is how
    probable a note has to be.
    """
    if read.intent in SOCIAL:
        return read
    odds = model.probabilities(read.text, rules or {read.intent})
    is_ruled = read.intent in (Intent.COMMAND, Intent.HELP) and odds[read.intent] >= MIN_RULED
    if is_ruled or _is_kept(read):
        return read
    note = odds[Intent.NOTE]
    is_statement = read.intent is Intent.NOTE and "?" not in read.text
    if note >= (min(saved, SAVED_OF_RULED) if is_statement else saved):
        return replace(read, intent=Intent.NOTE, command=None, is_sure=True)
    unclear = replace(read, intent=Intent.UNCLEAR, command=None, is_sure=False)
    if note >= (ASKED_OF_RULED if read.intent is Intent.NOTE else ASKED):
        return unclear
    if is_statement and MIN_ASKED_STATEMENT < odds[Intent.QUESTION] < ANSWERED_STATEMENT:
        return unclear
    intent: Intent = max((one for one in odds if one is not Intent.NOTE), key=lambda one: odds[one])
    if is_statement and intent in SOCIAL and odds[intent] < SOCIAL_STATEMENT:
        intent = Intent.NOTE
    command = nearest_command(Sentence(read.text)) if intent is Intent.COMMAND else None
    is_sure = odds[intent] >= ALONE and intent not in SOCIAL
    return replace(read, intent=intent, command=command, is_sure=is_sure)


def is_one_note(whole: str, rules: Iterable[Intent], model: IntentModel) -> bool:
    """Whether a message of several sentences is surely one note."""
    return model.probabilities(whole, rules)[Intent.NOTE] >= SAVED


def _is_kept(read: Reading) -> bool:
    """Whether the rules alone decide: “a fee for cash??”, “why do I have to register?”."""
    sentence = Sentence(read.text)
    if read.intent is Intent.NOTE:
        return sentence.is_emphatic
    is_of_customer = sentence.is_personal and not sentence.is_overall
    return read.intent is Intent.UNCLEAR and is_of_customer
