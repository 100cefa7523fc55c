"""Which words rose: what notes speak of now, and spoke of less in the period before."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

from domain.similarity import stem_of_word
from domain.text import split_words

MAX_RISING = 5

# Fewer notes are chance, whatever the sum says.
MIN_NOTES = 3

# Both periods start from the rate of all notes together, as if so many had been counted before.
PRIOR_NOTES = 10

# About a hundred words are compared at a time. At 2.0 one shuffle in sixteen of notes between
# two periods, where nothing can have risen, still shows a word (docs/themes.md).
MIN_Z = 2.0


@dataclass(frozen=True, slots=True)
class RisingWord:
    """A word as most people wrote it, with the notes that have it now and had it before."""

    word: str
    n: int
    previous_n: int


def find_rising_words(now: Collection[str], before: Collection[str]) -> tuple[RisingWord, ...]:
    """Return the words that rose most, at most MAX_RISING; none if there was nothing before.

    Rose most is the z-score of the log-odds ratio with an informative Dirichlet prior (B. Monroe,
    M. Colaresi and K. Quinn, "Fightin' Words", 2008), here of notes that have the word in any of
    its forms. A long note counts no more than a short one. Stop words and numbers are left out.
    """
    if not before:
        return ()
    counts, written = _count(now)
    previous, _ = _count(before)
    scored = []
    for stem, n in counts.items():
        # Stop words have an empty stem.
        if n < MIN_NOTES or not stem or stem[0].isdecimal():
            continue
        z = _z_score((n, len(now)), (previous[stem], len(before)))
        if z >= MIN_Z:
            scored.append((-z, -n, stem))
    return tuple(
        RisingWord(_most_written(written[stem]), counts[stem], previous[stem])
        for _, _, stem in sorted(scored)[:MAX_RISING]
    )


def _count(texts: Collection[str]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Return in how many texts each word is, and in how many in which form."""
    words_of = [frozenset(split_words(text)) for text in texts]
    stems_of = (frozenset(map(stem_of_word, words)) for words in words_of)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in Counter(chain.from_iterable(words_of)).items():
        written[stem_of_word(word)][word] = count
    return Counter(chain.from_iterable(stems_of)), written


def _z_score(now: tuple[int, int], before: tuple[int, int]) -> float:
    """Return the z-score of the log-odds ratio of (notes with the word, notes)."""
    share = (now[0] + before[0]) / (now[1] + before[1])
    prior = PRIOR_NOTES * share
    (with_now, without_now), (with_before, without_before) = (
        (count + prior, notes - count + PRIOR_NOTES - prior) for count, notes in (now, before)
    )
    if not without_now or not without_before:
        # Every note has it, now and before.
        return 0.0
    difference = math.log(with_now / without_now) - math.log(with_before / without_before)
    return difference / math.sqrt(1 / with_now + 1 / with_before)


def _most_written(forms: Counter[str]) -> str:
    """Return the form most notes have; of two the shorter, and small letters first."""
    return min(forms, key=lambda word: (-forms[word], len(word), not word.islower(), word))
