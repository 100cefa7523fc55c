"""How much two texts are about the same thing, by the words they share."""

import math
from collections import Counter
from collections.abc import Collection, Mapping

from bot.domain.texts import without_accents, words_in

_SAYING_LITTLE = """
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
STOP_WORDS = frozenset(_SAYING_LITTLE.split())
# The longest first: of a word only one ending is taken.
ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ied", "es", "ed", "ly", "s", "e")
SHORTEST_STEM = 3
DOUBLED = frozenset("bdfgmnprt")
VOWELS = frozenset("aeiouy")


def words_of(text: str) -> frozenset[str]:
    """What a text speaks of: the stems of its words, without accents and stop words.

    Letters are made small as the full-text index makes them, so `ß` stays. Stems are beginnings
    of their words, but for -ies, which becomes y. Numbers are kept. A script without spaces
    between words has each run of letters for a word.
    """
    words = words_in(without_accents(text.lower()))
    return frozenset(_stem(word) for word in words if _speaks(word))


def likeness(
    one: Collection[str], other: Collection[str], weights: Mapping[str, float] | None = None
) -> float:
    """How alike two texts are by their words, 0 (none shared) … 1 (the same words).

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


def rarity(texts: Collection[Collection[str]]) -> dict[str, float]:
    """What each word of these texts weighs, the more the fewer hold it; in one alone it weighs 1.

    Inverse document frequency (K. Spärck Jones, "A statistical interpretation of term specificity
    and its application in retrieval", 1972), as ln(1 + N/n) / ln(1 + N): a word of all N texts
    still weighs something.
    """
    held = Counter(word for words in texts for word in frozenset(words))
    most = math.log(1 + len(texts))
    return {word: math.log(1 + len(texts) / count) / most for word, count in held.items()}


def _speaks(word: str) -> bool:
    # What is left of `can't` is one letter; one letter of another script is a word.
    return word not in STOP_WORDS and (len(word) > 1 or not word.isascii() or word.isdigit())


def _stem(word: str) -> str:
    if not (word.isascii() and word.isalpha()) or word.endswith("ss"):
        return word
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        # `reply` is no `rep`.
        shortest = SHORTEST_STEM + (ending == "ly")
        if stem == word or len(stem) < shortest or not VOWELS & set(stem):
            continue
        if ending in {"ies", "ied"}:
            return stem + "y"
        if ending not in {"s", "e"} and stem[-1] == stem[-2] and stem[-1] in DOUBLED:
            return stem[:-1]
        return stem.removesuffix("e") if len(stem) > SHORTEST_STEM else stem
    return word
