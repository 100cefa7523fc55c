"""Recognise greetings, thanks, chatter, requests for help and “nothing to note”."""

import re

from bot.intents.lexicon import pattern, word_set
from bot.intents.sentence import Sentence
from bot.intents.words import (
    ADDRESSEES,
    CHATTER,
    CHATTER_COMPANIONS,
    FILLERS,
    GREETING_COMPANIONS,
    GREETINGS,
    HELP_HEADS,
    HELP_WORDS,
    NO_COMPANIONS,
    NO_HEADS,
    NO_NEWS,
    THANKS,
)
from domain.intents import Intent

MAX_WORDS = 12

_HELP = pattern("small_talk.txt", "help")

_CHATTER = pattern("small_talk.txt", "chatter")

_NO_ANSWER = pattern("small_talk.txt", "no answer")

_THANKS_FOR = re.compile(
    r"(?:thanks|thank you|thx|cheers|danke|merci|gracias)(?: so much| a lot| again)?,? "
    r"(?:for (?:the |your |all )?(?:quick |great |fast |kind |nice )?(?!nothing)\w+|"
    r"that'?s (?:all|what|exactly|very|so|really|great|perfect|it)\b.*|"
    r"(?:that|this|you) (?:helps?|helped|was|is|were|are|made)\b.*|"
    r"waymark|bot|everyone|team|fur (?:die|das|den) \w+)"
)

# Longer thanks may be a customer's.
MAX_SHORT = 5

_FIRST_THANKS = re.compile(
    r"(?:thanks|thank (?:you|u)|thx|cheers|danke|vielen dank|merci|gracias|bedankt|grazie|"
    r"obrigad[oa])\b"
)

_NOT_AFTER_THANKS = word_set("not after thanks")

_BESIDE_THANKS = word_set("beside thanks")

_THANKS_HEADS = THANKS - _BESIDE_THANKS

_AROUND_THANKS = (
    FILLERS | ADDRESSEES | THANKS | CHATTER | GREETINGS | {"muchas", "muchisimas", "tante"}
)

_AROUND_CHATTER = CHATTER_COMPANIONS | ADDRESSEES | GREETINGS

_AROUND_GREETING = (
    GREETING_COMPANIONS | ADDRESSEES | CHATTER | {"from", "me", "to", "you", "the", "im"}
)

_AROUND_DAY = GREETING_COMPANIONS | ADDRESSEES | GREETINGS

_NOTHING = NO_COMPANIONS | NO_HEADS

_PAIR = 2

_HELLOS = word_set("hellos")

_GOOD = word_set("good")


def read_small_talk(sentence: Sentence) -> Intent | None:
    """Return what small talk, help or “nothing” a sentence is, None if it is something else."""
    said = sentence.all_words
    if not any(char.isalnum() for char in sentence.plain):
        return _of_signs(sentence)
    if len(said) > MAX_WORDS * 2:
        return None
    for read in (_read_help, _read_no_answer, _read_thanks, _read_greeting, _read_chatter):
        found = read(sentence)
        if found:
            return found
    return None


def _of_signs(sentence: Sentence) -> Intent | None:
    """Return what a message of emoji and marks alone is."""
    if sentence.plain.strip(" ") in ("?", "??", "???"):
        return Intent.HELP
    said = set(sentence.all_words)
    if said & {"pray"} or "🙏" in sentence.text:
        return Intent.THANKS
    if said & {"wave"} or "👋" in sentence.text:
        return Intent.GREETING
    return Intent.NO_ANSWER if re.fullmatch(r"[-–—]+", sentence.plain) else Intent.SMALL_TALK


def _read_help(sentence: Sentence) -> Intent | None:
    said = set(sentence.words)
    if said & HELP_HEADS and said <= HELP_WORDS:
        return Intent.HELP
    if len(sentence.words) > MAX_WORDS:
        return None
    forms = {sentence.core, " ".join(sentence.words)}
    return Intent.HELP if any(map(_HELP.fullmatch, forms)) else None


def _read_no_answer(sentence: Sentence) -> Intent | None:
    text = re.sub(r"\s+", " ", sentence.bare).replace(" ,", ",")
    text = text or sentence.plain
    first, *others = re.sub(r"\bn/a\b", "na", text).replace(",", " ").split() or [""]
    if first in NO_HEADS and _NOTHING.issuperset(others):
        needs_news = first in {"no", "not", "kein", "keine", "geen", "aucune", "nao"}
        if not needs_news or not others or others[0] in NO_NEWS | NO_HEADS:
            return Intent.NO_ANSWER
    return Intent.NO_ANSWER if _NO_ANSWER.fullmatch(text) else None


def _is_made_of(sentence: Sentence, heads: frozenset[str], others: frozenset[str]) -> bool:
    said = set(sentence.all_words)
    return bool(said & heads) and said <= heads | others


def _read_thanks(sentence: Sentence) -> Intent | None:
    if _is_made_of(sentence, _THANKS_HEADS, _AROUND_THANKS):
        return Intent.THANKS
    if _THANKS_FOR.fullmatch(sentence.bare) or _is_short_thanks(sentence):
        return Intent.THANKS
    return Intent.THANKS if set(sentence.all_words) <= {"ta", "many", "much", "pray"} else None


def _is_short_thanks(sentence: Sentence) -> bool:
    """Whether a few words begin with thanks that are not given for or to something."""
    said = sentence.all_words
    is_asked = "?" in sentence.plain or sentence.names_kept_thing
    is_short = len(said) <= MAX_SHORT and not is_asked and _FIRST_THANKS.match(sentence.bare)
    return bool(is_short) and _NOT_AFTER_THANKS.isdisjoint(said)


def _read_greeting(sentence: Sentence) -> Intent | None:
    if re.match(r"good ?night|gute nacht|bonne nuit|buenas noches$", sentence.bare):
        return Intent.SMALL_TALK
    said = sentence.all_words
    is_of_greetings = _is_made_of(sentence, GREETINGS, _AROUND_GREETING)
    # “Good morning”, “hi folks”.
    is_of_day = len(said) > 1 and _is_made_of(sentence, _GOOD, _AROUND_DAY)
    is_to_someone = len(said) == _PAIR and said[0] in _HELLOS
    return Intent.GREETING if is_of_greetings or is_of_day or is_to_someone else None


def _read_chatter(sentence: Sentence) -> Intent | None:
    if _is_made_of(sentence, CHATTER, _AROUND_CHATTER):
        return Intent.SMALL_TALK
    if set(sentence.all_words) <= CHATTER_COMPANIONS and len(sentence.all_words) > 1:
        return Intent.SMALL_TALK
    core = sentence.core.replace("?", "").strip()
    return Intent.SMALL_TALK if _CHATTER.fullmatch(core) else None
