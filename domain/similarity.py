"""Similarity of texts, by the words they share."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from domain.notes import Note, NoteDetails
from domain.text import split_words, strip_accents

_STOP_WORDS = """
    a about after again all also always am an and another any are as at be because been before being
    but by can cannot could did do does doing don done down during each even every few for from get
    gets getting go goes going got had has have having he her here hers him his how i if in into is
    isn it its just let like ll made make makes many may me might more most much must my never no
    nor not now of off on once one only or other our ours out over own please re really same say
    says she should since so some still such than that the their theirs them then there these they
    thing things this those though through to too under until up upon us ve very via want wanted
    wants was wasn way we well were what when where which while who whom whose why will with within
    without would yet you your yours
"""


STOP_WORDS = frozenset(_STOP_WORDS.split())


# The longest first: of a word only one ending is taken.
ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ied", "es", "ed", "ly", "s", "e")


MIN_STEM = 3


DOUBLED_CONSONANTS = frozenset("bdfgmnprt")


VOWELS = frozenset("aeiouy")


# Texts of one team have a few thousand words.
_CACHED_WORDS = 10_000


def content_words(text: str) -> frozenset[str]:
    """Return the stems of a text's words, without accents and stop words.

    Letters are made small as the full-text index makes them, so `ß` stays. Stems are beginnings
    of their words, but for -ies, which becomes y. Numbers stay. A script without spaces
    between words has each run of letters for a word.
    """
    stems = map(_content_stem, split_words(strip_accents(text.lower())))
    return frozenset(stem for stem in stems if stem)


def stems_in_order(text: str) -> list[tuple[str, str]]:
    """Return (stem, word as written) of each content word, in the order of the text."""
    found = ((stem_of_word(word), word) for word in split_words(text))
    return [(stem, word) for stem, word in found if stem]


@lru_cache(maxsize=_CACHED_WORDS)
def stem_of_word(word: str) -> str:
    """Return the stem of a word as written; the empty string for a stop word."""
    # Without its accents, some of what is split off a text is no word.
    plain = strip_accents(word.lower())
    return _content_stem(plain) if plain else ""


def dice_similarity(
    one: Collection[str], other: Collection[str], weights: Mapping[str, float] | None = None
) -> float:
    """Return the similarity of two texts by their words, 0 (none shared) … 1 (the same words).

    Dice's coefficient (L. R. Dice, "Measures of the amount of ecologic association between
    species", 1945) over weighted words: 2·w(A∩B) / (w(A) + w(B)), where w sums the weights.
    A word that `weights` do not name weighs 1, so without any it is the plain coefficient.
    """
    given = weights or {}

    def weight(words: Collection[str]) -> float:
        # Sorted, so that the sum is the same whichever text comes first.
        return sum(given.get(word, 1.0) for word in sorted(words))

    first, second = frozenset(one), frozenset(other)
    whole = weight(first) + weight(second)
    return 2 * weight(first & second) / whole if whole else 0.0


def word_weights(texts: Collection[Collection[str]]) -> dict[str, float]:
    """Return a weight for each word of these texts, 1 for a word in one text, less for common ones.

    Inverse document frequency (K. Spärck Jones, "A statistical interpretation of term specificity
    and its application in retrieval", 1972), as ln(1 + N/n) / ln(1 + N): a word of all N texts
    still weighs something.
    """
    document_frequency = Counter(word for words in texts for word in frozenset(words))
    most = math.log(1 + len(texts))
    return {
        word: math.log(1 + len(texts) / count) / most for word, count in document_frequency.items()
    }


@lru_cache(maxsize=_CACHED_WORDS)
def _content_stem(word: str) -> str:
    """Return the stem of a word in small letters without accents; empty for a stop word."""
    # What is left of `can't` is one letter; one letter of another script is a word.
    if word in STOP_WORDS or not (len(word) > 1 or not word.isascii() or word.isdigit()):
        return ""
    return _stem(word)


def _stem(word: str) -> str:
    if not (word.isascii() and word.isalpha()) or word.endswith("ss"):
        return word
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        # `reply` is no `rep`.
        shortest = MIN_STEM + (ending == "ly")
        if stem == word or len(stem) < shortest or not VOWELS & set(stem):
            continue
        if ending in {"ies", "ied"}:
            return stem + "y"
        if ending not in {"s", "e"} and stem[-1] == stem[-2] and stem[-1] in DOUBLED_CONSONANTS:
            return stem[:-1]
        return stem.removesuffix("e") if len(stem) > MIN_STEM else stem
    return word


# Of all the words of two notes so many have to be common, where one says no more than the other…
MIN_CONTAINED_SIMILARITY = 0.7


# …and where each says something the other does not: “gmail” for “outlook” is another problem.
MIN_DUPLICATE_SIMILARITY = 0.75


MIN_COMMON_WORDS = 3


_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


# E-mail is email, a t-shirt is a tshirt.
_LETTER_HYPHEN = re.compile(r"(?<=\b[^\W\d_])-(?=\w)")


_NEGATION_WORDS = "no not never none nobody nothing without cannot cant"


_NEGATIONS = frozenset(_NEGATION_WORDS.split())


# A text that is compared is compared again soon.
_CACHED_TEXTS = 1_000


@lru_cache(maxsize=_CACHED_TEXTS)
def comparison_words(text: str) -> frozenset[str]:
    """Return the stems of a text's words, with `e-mail` read as `email`."""
    return content_words(_LETTER_HYPHEN.sub("", text))


def is_duplicate(one: str, other: str) -> bool:
    """Whether two texts are so similar that the author should be asked if they say the same."""
    if _plain_words(one) == _plain_words(other):
        return bool(_plain_words(one))
    ours, theirs = comparison_words(one), comparison_words(other)
    if _has_negation(one) != _has_negation(other) or _numbers(ours) != _numbers(theirs):
        return False
    common = ours & theirs
    needed = (
        MIN_CONTAINED_SIMILARITY if ours <= theirs or theirs <= ours else MIN_DUPLICATE_SIMILARITY
    )
    return len(common) >= MIN_COMMON_WORDS and jaccard_similarity(ours, theirs) >= needed


class _WordTables(NamedTuple):
    """The words of each text, by its id, and the ids of the texts with each word."""

    words_of: dict[int, tuple[str, ...]]
    texts_with: dict[str, list[int]]


class TextIndex:
    """Texts by their words, to find those that say the same as another; the oldest are forgotten.

    At least the newest half of `max_texts` is kept.
    """

    def __init__(self, max_texts: int) -> None:
        self._generation_size = max_texts // 2
        self._newer, self._older = _WordTables({}, {}), _WordTables({}, {})

    def add(self, text_id: int, text: str) -> None:
        """Add a text that is newer than all before."""
        if len(self._newer.words_of) >= self._generation_size:
            self._newer, self._older = _WordTables({}, {}), self._newer
        # Interned: most words are those of other texts.
        words = tuple(map(intern, _words_to_compare(text)))
        self._newer.words_of[text_id] = words
        for word in words:
            self._newer.texts_with.setdefault(word, []).append(text_id)

    def similar(self, text: str) -> list[int]:
        """Return the ids of the texts that share so many words that `is_duplicate` may hold.

        A duplicate holds MIN_CONTAINED_SIMILARITY of the words, so of any few more than it may lack
        it holds those few (prefix filtering: S. Chaudhuri, V. Ganti and R. Kaushik, "A primitive
        operator for similarity joins in data cleaning", 2006). The rarest are looked up.
        """
        words = _words_to_compare(text)
        lacked = len(words) - math.ceil(MIN_CONTAINED_SIMILARITY * len(words))
        held = min(MIN_COMMON_WORDS, len(words) - lacked)
        similar: list[int] = []
        for words_of, texts_with in (self._newer, self._older):
            by_rarity = sorted((len(texts_with.get(word, ())), word) for word in words)
            shared: Counter[int] = Counter()
            for count, word in by_rarity[: lacked + held]:
                if count:
                    shared.update(texts_with[word])
            similar += (
                text_id
                for text_id, count in shared.items()
                if count >= held
                and jaccard_similarity(words, frozenset(words_of[text_id]))
                >= MIN_CONTAINED_SIMILARITY
            )
        return similar


def _words_to_compare(text: str) -> frozenset[str]:
    """Return the words that two texts share if they say the same."""
    return comparison_words(text) or frozenset(_plain_words(text))


def jaccard_similarity(ours: AbstractSet[str], theirs: AbstractSet[str]) -> float:
    """Return the share of common words among all words of both, 0…1 (Jaccard)."""
    return len(ours & theirs) / (len(ours | theirs) or 1)


@lru_cache(maxsize=_CACHED_TEXTS)
def _plain_words(text: str) -> tuple[str, ...]:
    split = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    bare = "".join(char for char in split if not unicodedata.combining(char))
    return tuple(_WORDS.findall(_LETTER_HYPHEN.sub("", unicodedata.normalize("NFC", bare))))


def _has_negation(text: str) -> bool:
    return any(word in _NEGATIONS or word.endswith("n't") for word in _plain_words(text))


def _numbers(words: AbstractSet[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(char.isdigit() for char in word))


# How many of the most alike have a vote, and how alike a note must be at the least.
MAX_VOTERS = 5


MIN_VOTER_SIMILARITY = 0.15


# What naming the same touchpoint, and the same persona, adds to the likeness.
SAME_TOUCHPOINT = 0.2


SAME_PERSONA = 0.05


# One note convinces alone only where it nearly says the same.
MIN_SINGLE_VOTE = 0.6


MIN_VOTERS = 2


MIN_VOTES = 0.8


MIN_SHARE = 0.75


def suggest_stage(
    text: str, details: NoteDetails, sorted_notes: Iterable[Note], stages: Collection[str]
) -> str | None:
    """Return the key of the stage most similar notes are in, None where that is not certain.

    The VOTERS most alike notes vote for their stage with their likeness: that of their words
    (rare ones weigh more), and a little more for the same touchpoint and persona. The stage is
    convincing when at least LEAST_VOTERS notes vote for it with LEAST_VOTES together, or one that
    says nearly the same, and it has LEAST_SHARE of all votes. Only `stages` can be suggested.

    Of the sample's 432 notes, each asked about by all the others, one in five gets a suggestion and
    96 of 100 suggestions are right; without touchpoints and personas it is one in ten and 97.
    """
    words = content_words(text)
    known = [(note, content_words(note.text)) for note in sorted_notes if note.stage in stages]
    weights = word_weights([words, *(other for _, other in known)])
    alike = []
    for note, other in known:
        shared = dice_similarity(words, other, weights)
        if shared >= MIN_VOTER_SIMILARITY:
            alike.append(
                (shared + _shared_details(details, note.details), note.id, str(note.stage))
            )
    voters = sorted(alike, reverse=True)[:MAX_VOTERS]
    votes: dict[str, list[float]] = defaultdict(list)
    for vote, _, stage in voters:
        votes[stage].append(vote)
    if not votes:
        return None
    best = max(votes, key=lambda stage: sum(votes[stage]))
    return best if _is_convincing(votes[best], sum(vote for vote, _, _ in voters)) else None


def _is_convincing(votes: list[float], of_all: float) -> bool:
    several = len(votes) >= MIN_VOTERS and sum(votes) >= MIN_VOTES
    return (several or max(votes) >= MIN_SINGLE_VOTE) and sum(votes) >= MIN_SHARE * of_all


def _shared_details(one: NoteDetails, other: NoteDetails) -> float:
    same_touchpoint = one.touchpoint is not None and one.touchpoint == other.touchpoint
    same_persona = one.persona is not None and one.persona == other.persona
    return SAME_TOUCHPOINT * same_touchpoint + SAME_PERSONA * same_persona
