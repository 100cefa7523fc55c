"""Tell how surely a sentence asks Waymark something."""

import re
from collections.abc import Callable
from enum import IntEnum

from bot.intents.lexicon import pattern, word_set
from bot.intents.quotes import has_head_of_note, has_quote, is_told
from bot.intents.sentence import Sentence
from bot.intents.words import (
    ASKED_KINDS,
    AUXILIARIES,
    BASE_VERBS,
    CHANGES,
    DOINGS,
    EFFECTS,
    KEPT_THINGS,
    MEASURING,
    OTHER_OPENINGS,
    OTHER_QUESTION_WORDS,
    OTHER_VERBS,
    PEOPLE,
    PRONOUNS,
    QUESTION_WORDS,
    SUBJECTS,
    WAS,
)


class Certainty(IntEnum):
    """How surely a sentence is a question to Waymark."""

    NO = 0
    MAYBE = 1
    YES = 2


_FILE = "questions.txt"

_REQUEST = pattern(_FILE, "request")
_OTHER_REQUEST = pattern(_FILE, "other request")
_NEED = pattern(_FILE, "need")
_ASKING_VERB = pattern(_FILE, "asking verb")
_ASKED_AFTER_VERB = pattern(_FILE, "asked after verb")
_SEARCH = pattern(_FILE, "search")
_COMPARE = pattern(_FILE, "compare")
_VERSUS = pattern(_FILE, "versus")
_PHRASE = pattern(_FILE, "phrase")
_MAYBE_ASKED_FOR = pattern(_FILE, "maybe asked for")
_FOLLOWING_UP = pattern(_FILE, "following up")
_CLAUSE_AS_SUBJECT = pattern(_FILE, "clause as subject")
_CLEFT = pattern(_FILE, "cleft")
_COMPLAINT = pattern(_FILE, "complaint")
_TO_COMPANY = pattern(_FILE, "to company")

_PLACED_WORD = re.compile(
    r"(?:since|until|by|in|on|for|with|at|from|to|of) (?:when|which|what|whom|how)\b"
    r"(?! (?:the|a|we)\b)"
)

_EXPLAIN = re.compile(r"(?:explain|summari[sz]e|sum up|describe|check|rank|recap)\b")

_BOTH = re.compile(r" (?:and|with|to|vs\.?|versus|against|und|mit|et|y|en|met|e|con) ")

# “Compare page hides the cheapest tariff” compares nothing.
_SCREEN = re.compile(r" (?:page|button|view|table|function) ")

# What goes on from the question before, also without a mark: “and for clinic owners”.
_NEXT = re.compile(r"(?:and|und|et|y|en|e|same|now|or) ")

_SHORT = pattern(_FILE, "short")

_MAX_FRAGMENT = 9

_PAIR = 2

_MIN_PLURAL = 4

_ARTICLES = word_set("articles")

_AFTER_HAVE = word_set("after have")

_MAYBES = word_set("suggestions")

# What may stand before a question word in other languages: “en qué”, “per quanto”.
_BEFORE_WORD = word_set("before other question words")

# After a question word of other languages they begin a clause: “wie man kündigt”.
_CLAUSE_WORDS = word_set("other clause words")

_FIRST_PERSON = word_set("first person")

_MOODS = word_set("of mood")

# “Is activation better”, but not “is better than the old one”.
_COMPARED = word_set("compared")

# Who counts is asked about all notes: “how many said the same as me?”.
_ASKED_OF_ALL = {("how", "many"), ("how", "often"), ("who", "else"), ("has", "anyone")}

Reader = Callable[[Sentence], Certainty | None]


def certainty(sentence: Sentence) -> Certainty:
    """Return how surely a sentence asks something, by its first words, its form and its marks."""
    if not sentence.words:
        return Certainty.NO
    readers: tuple[Reader, ...] = (
        _read_request,
        _read_comparison,
        _read_asking_verb,
        _read_question_word,
        _read_placed_word,
        _read_auxiliary,
        _read_other_language,
    )
    for read in readers:
        found = read(sentence)
        if found is not None:
            return found
    return _read_phrase(sentence)


def _read_request(sentence: Sentence) -> Certainty | None:
    """Read “tell me …”, “I'd like to know …”, “search for refund”."""
    text = sentence.core
    if _REQUEST.match(text) or _OTHER_REQUEST.match(text) or _SEARCH.fullmatch(text):
        return Certainty.YES
    is_need = _NEED.match(text) and sentence.names_kept_thing
    return Certainty.YES if is_need and not sentence.has_finite_verb(2) else None


def _read_comparison(sentence: Sentence) -> Certainty | None:
    """Read “compare awareness and loyalty”."""
    text = sentence.core
    if not _COMPARE.match(text) or not _BOTH.search(text) or _SCREEN.search(text):
        return None
    return Certainty.MAYBE if sentence.has_finite_verb(1) else Certainty.YES


def _read_asking_verb(sentence: Sentence) -> Certainty | None:
    """Read “show the negative notes”; “show the delivery fee” asks Waymark nothing."""
    verb = _ASKING_VERB.match(sentence.core)
    if verb is None or sentence.first in QUESTION_WORDS or sentence.second in AUXILIARIES:
        return None
    if _ASKED_AFTER_VERB.match(sentence.core[verb.end() :].strip()):
        is_statement = sentence.has_finite_verb(4) and not sentence.is_overall
        return Certainty.MAYBE if is_statement else Certainty.YES
    is_explained = sentence.names_kept_thing and not sentence.has_finite_verb(1)
    return Certainty.YES if is_explained and _EXPLAIN.search(sentence.core) else None


def _read_question_word(sentence: Sentence) -> Certainty | None:
    """Read “what hurts most”, with a question mark or without."""
    if sentence.first not in QUESTION_WORDS:
        return None
    if len(sentence.words) == 1 or _SHORT.fullmatch(" ".join(sentence.words)):
        return Certainty.YES
    if _is_complaint(sentence):
        return Certainty.MAYBE
    if sentence.is_marked or sentence.is_emphatic:
        return _of_voice(sentence)
    return _of_inverted(sentence) if _is_inverted(sentence) else _of_clause(sentence)


def _read_placed_word(sentence: Sentence) -> Certainty | None:
    """Read “since when is nps below target”, “in which stage …”."""
    is_placed = _PLACED_WORD.match(sentence.core)
    if is_placed and len(sentence.words) == _PAIR:
        return Certainty.YES
    has_form = sentence.is_marked or not AUXILIARIES.isdisjoint(sentence.words[2:4])
    return _of_voice(sentence) if is_placed and has_form else None


def _is_complaint(sentence: Sentence) -> bool:
    """Whether it complains as much as it asks; “why are nurses so negative” only asks."""
    is_of_mood = not _MOODS.isdisjoint(sentence.words)
    is_complaint = _COMPLAINT.match(" ".join(sentence.words))
    return bool(is_complaint) and not (sentence.names_kept_thing or is_of_mood)


def _of_inverted(sentence: Sentence) -> Certainty:
    """Return how surely an inverted question without a mark asks; some are statements."""
    if _CLEFT.search(sentence.core):
        return Certainty.NO
    if ": " in sentence.core:
        return Certainty.MAYBE if sentence.names_kept_thing else Certainty.NO
    return _of_voice(sentence)


def _of_clause(sentence: Sentence) -> Certainty:
    """Return how surely “why people leave” asks: mostly it is what is told of."""
    is_clause = _CLAUSE_AS_SUBJECT.search(sentence.core, len(sentence.first) + 3)
    is_told_of = sentence.second in {"a", "an", "to", "we", "they", "i", "if"}
    if is_clause or is_told_of or sentence.has_finite_verb(3):
        return Certainty.NO
    return Certainty.MAYBE if sentence.names_kept_thing else Certainty.NO


def _is_inverted(sentence: Sentence) -> bool:
    """Whether a question word is followed as in a question: by an auxiliary, or what is counted."""
    first, second = sentence.first, sentence.second
    if second in AUXILIARIES:
        return True
    if first == "who":
        return second in DOINGS
    if first == "how":
        is_measured = second in MEASURING and sentence.third not in PRONOUNS
        return is_measured or second in {"come", "about"}
    return first in {"what", "which", "whose"} and _asks_which(sentence)


def _asks_which(sentence: Sentence) -> bool:
    """Whether “which stages …”, “what hurts …”, “which clinic complained …” asks."""
    second, third = sentence.second, sentence.third
    if second in EFFECTS and second not in ASKED_KINDS:
        return {"is", "was", "were", "are"}.isdisjoint(sentence.words[2:])
    is_clause = _CLAUSE_AS_SUBJECT.search(sentence.core)
    has_verb = third in AUXILIARIES | DOINGS or re.fullmatch(
        r"\w+ed|said|say|says|told|got|went", third
    )
    return bool(second in ASKED_KINDS or has_verb) and not is_clause


def _of_voice(sentence: Sentence) -> Certainty:
    """Return MAYBE for what a customer may have asked: “why do I have to register?”.

    Surely asked of Waymark is what names something that it keeps, many people or a time.
    """
    if sentence.names_kept_thing:
        return Certainty.YES
    asked_of = {"who": DOINGS, "what": EFFECTS}.get(sentence.first, frozenset())
    if (sentence.first, sentence.second) in _ASKED_OF_ALL or sentence.second in asked_of:
        return Certainty.YES
    if sentence.is_personal or not (sentence.is_overall or sentence.is_of_people):
        return Certainty.MAYBE
    if "you" in sentence.words and {"first", "next"} & set(sentence.words):
        return Certainty.YES
    is_to_company = _TO_COMPANY.search(" ".join(sentence.words))
    return Certainty.MAYBE if is_to_company else Certainty.YES


def _read_auxiliary(sentence: Sentence) -> Certainty | None:
    """Read “is nps above target”; “is slow on old phones” leaves out of what it speaks."""
    first, second = sentence.first, sentence.second
    is_german = first == WAS and second in OTHER_VERBS and second not in AUXILIARIES
    if first not in AUXILIARIES or is_german:
        return None
    if sentence.is_marked or sentence.is_emphatic:
        return _of_voice(sentence)
    readers: tuple[Reader, ...] = (
        _read_modal,
        _read_change,
        _read_subject,
        _read_plural,
        _read_kept_subject,
    )
    for read in readers:
        found = read(sentence)
        if found is not None:
            return found
    return Certainty.NO


def _read_modal(sentence: Sentence) -> Certainty | None:
    """Read “would love a dark mode”, “have to call twice”: they ask nothing."""
    first, second = sentence.first, sentence.second
    if first in {"may", "might", "will", "would", "shall"}:
        return None if second in {"you", "we", "people"} else Certainty.NO
    if first == "have" and second not in _AFTER_HAVE:
        return Certainty.NO
    return None


def _read_change(sentence: Sentence) -> Certainty | None:
    """Read “has first reply improved”, “did a customer mention …”, “did the new action help”."""
    if sentence.first not in {"has", "have", "had", "did", "does", "do"}:
        return None
    if sentence.second in {"a", "an"} and sentence.third in PEOPLE:
        return Certainty.YES
    is_of_something = sentence.second not in CHANGES and sentence.second not in {"not", "no", "to"}
    has_change = not CHANGES.isdisjoint(sentence.words[2:6])
    return Certainty.YES if is_of_something and has_change else None


def _read_subject(sentence: Sentence) -> Certainty | None:
    """Read “do we have …”, “are there …”, “is the mood …”."""
    first, second = sentence.first, sentence.second
    if second not in SUBJECTS and second not in ASKED_KINDS:
        return None
    if second in _ARTICLES:
        # “Was the third call” is what somebody jotted down.
        is_open = first in {"is", "are"}
        return (
            Certainty.YES
            if sentence.names_kept_thing
            else Certainty.MAYBE
            if is_open
            else Certainty.NO
        )
    if first in {"can", "could", "should", "would", "may"} and second in {"you", "i"}:
        return Certainty.MAYBE
    return _of_voice(sentence)


def _read_plural(sentence: Sentence) -> Certainty | None:
    """Read “do brokers like the portal”, “are brokers happier”."""
    first, second = sentence.first, sentence.second
    if not second.endswith("s") or len(second) < _MIN_PLURAL:
        return None
    if first in {"do", "did"} and sentence.third in BASE_VERBS:
        return Certainty.YES
    if first in {"are", "were"} and second not in {"always", "sometimes", "besides"}:
        return Certainty.YES if sentence.is_overall else Certainty.MAYBE
    return None


def _read_kept_subject(sentence: Sentence) -> Certainty | None:
    """Read “did csat drop”, “is checkout still the worst stage”."""
    first, second = sentence.first, sentence.second
    is_negated = second in {"not", "no", "a", "an"}
    is_compared = first == "is" and second not in _COMPARED and _COMPARED & set(sentence.words)
    if second in KEPT_THINGS or is_compared:
        return Certainty.NO if is_negated else Certainty.YES
    if sentence.names_kept_thing and first not in {"do", "don't", "can't", "have", "had", "can"}:
        return Certainty.NO if is_negated else Certainty.MAYBE
    return None


def _read_other_language(sentence: Sentence) -> Certainty | None:
    """Read questions in German, French, Spanish, Dutch, Portuguese and Italian."""
    first, second = sentence.first, sentence.second
    is_asked = Certainty.YES if _FIRST_PERSON.isdisjoint(sentence.words) else Certainty.MAYBE
    if "¿" in sentence.text:
        return is_asked
    has_word = first in OTHER_QUESTION_WORDS or (
        first in _BEFORE_WORD and second in OTHER_QUESTION_WORDS
    )
    if has_word and (first != WAS or second in OTHER_VERBS):
        if sentence.is_marked or sentence.is_emphatic:
            return is_asked
        has_verb = second in OTHER_VERBS or sentence.third in OTHER_VERBS
        return Certainty.YES if has_verb and second not in _CLAUSE_WORDS else Certainty.NO
    is_open = first in OTHER_OPENINGS or first.startswith("est-ce")
    return is_asked if sentence.is_marked and is_open else None


def _read_phrase(sentence: Sentence) -> Certainty:
    """Return how surely words without the form of a question ask something."""
    text, is_asked = sentence.core, sentence.is_marked
    is_next = bool(_NEXT.match(sentence.plain)) and len(sentence.words) <= _MAX_FRAGMENT
    is_follow_up = _FOLLOWING_UP.fullmatch(text) and (is_asked or is_next)
    if (is_follow_up or (is_next and is_asked)) and not sentence.has_finite_verb():
        return Certainty.YES
    if has_head_of_note(sentence.text) or (": " in text and not is_asked):
        return Certainty.NO
    if _PHRASE.fullmatch(text) and (is_asked or not sentence.has_finite_verb()):
        is_short = len(sentence.words) <= _MAX_FRAGMENT
        return Certainty.YES if is_asked or is_short else Certainty.MAYBE
    is_short = len(sentence.words) <= _MAX_FRAGMENT
    if _VERSUS.search(text) and is_short and (is_asked or sentence.names_kept_thing):
        return Certainty.YES
    return _read_statement(sentence)


def _read_statement(sentence: Sentence) -> Certainty:
    """Return how surely a statement asks by its mark alone: “nps went up?”."""
    if not sentence.is_marked:
        return Certainty.MAYBE if _MAYBE_ASKED_FOR.fullmatch(sentence.core) else Certainty.NO
    is_suggestion = sentence.first in _MAYBES
    if is_suggestion or is_told(sentence.plain) or has_quote(sentence.text):
        return Certainty.NO
    return Certainty.YES if sentence.is_overall else Certainty.MAYBE
