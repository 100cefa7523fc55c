"""Mood corrections, and how they change the scores of similar texts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from domain.sentiment import Label, Score, mood_label, quantise
from domain.similarity import content_words, dice_similarity
from domain.text import split_words, strip_accents

# Two texts are about the same from here on; from ALIKE on a correction holds for both in full.
MIN_SIMILARITY = 0.5


FULL_TRUST_SIMILARITY = 0.8


MIN_TRUST, TRUST_RANGE = 0.25, FULL_TRUST_SIMILARITY - MIN_SIMILARITY


# A word is believed once so many corrections agree on it, and never moves a score further.
MAX_WORD_SHIFT = 0.6


MIN_CORRECTIONS = 2


MAX_REASON_WORDS = 4


CORRECTED_SUFFIX = "+taught"


@dataclass(frozen=True)
class MoodCorrection:
    """A note with this text got the `feeling` (−2…+2) by hand; its words alone scored `score`.

    `score` is None for an unsupported language. `before` is the feeling declared until then.
    `private`: only `readers` and people in `channel` may read the text.
    """

    note_id: int
    text: str
    feeling: int
    score: float | None
    corrected_by: str
    at: datetime
    before: int | None = None
    private: bool = False
    channel: str | None = None
    readers: frozenset[str] = frozenset()

    @property
    def mood(self) -> float:
        """Return the corrected mood, −1…+1."""
        return self.feeling / 2

    @property
    def words(self) -> frozenset[str]:
        """Return the stems of its text."""
        return _words(self.text)


def apply_corrections(score: Score, text: str, corrections: Sequence[MoodCorrection]) -> Score:
    """Apply a workspace's corrections to a score. Text without a score gets none.

    If corrected notes are similar (Dice's coefficient of their words ≥ MIN_SIMILARITY), the score
    moves towards their mood: by MIN_TRUST, growing to the whole way with their similarity.
    Otherwise words on which several corrections agree shift it, each by c/(c+2) of the average
    difference over its c corrections.
    """
    mine = _words(text)
    if score.label is Label.NONE or not mine:
        return score
    shift, because = _shift_by_similar_notes(score.value, mine, corrections) or _shift_by_words(
        mine, corrections
    )
    value = quantise(score.value + shift)
    if value == score.value:
        return score
    reason = f"corrected before: {', '.join(_words_as_written(text, because))}"
    reasons = (*score.why, (reason, round(value - score.value, 4)))
    why = tuple(sorted(reasons, key=lambda pair: -abs(pair[1])))
    return replace(
        score, value=value, label=mood_label(value), version=_corrected_version(score), why=why
    )


def _corrected_version(score: Score) -> str:
    return (
        score.version
        if score.version.endswith(CORRECTED_SUFFIX)
        else score.version + CORRECTED_SUFFIX
    )


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return content_words(text)


def _shift_by_similar_notes(
    value: float, mine: frozenset[str], corrections: Sequence[MoodCorrection]
) -> tuple[float, Collection[str]] | None:
    alike = [(dice_similarity(mine, one.words), one) for one in corrections]
    near = [(how, one) for how, one in alike if how >= MIN_SIMILARITY]
    if not near:
        return None
    best = max(how for how, _ in near)
    target = sum(how**2 * one.mood for how, one in near) / sum(how**2 for how, _ in near)
    trust = min(1.0, MIN_TRUST + (1 - MIN_TRUST) * (best - MIN_SIMILARITY) / TRUST_RANGE)
    shared = mine & frozenset().union(*(one.words for _, one in near))
    return trust * (target - value), shared


def _shift_by_words(
    mine: frozenset[str], corrections: Sequence[MoodCorrection]
) -> tuple[float, Collection[str]]:
    off: dict[str, list[float]] = defaultdict(list)
    for one in corrections:
        if one.score is None:
            continue
        for word in one.words & mine:
            off[word].append(one.mood - one.score)
    leaning = {word: lean for word, values in off.items() if (lean := _word_shift(values))}
    if not leaning:
        return 0.0, ()
    shift = sum(leaning.values())
    return max(-MAX_WORD_SHIFT, min(MAX_WORD_SHIFT, shift)), leaning


def _word_shift(values: Sequence[float]) -> float:
    count = len(values)
    agree = all(value > 0 for value in values) or all(value < 0 for value in values)
    return sum(values) / (count + 2) if agree and count >= MIN_CORRECTIONS else 0.0


def _words_as_written(text: str, stems: Collection[str]) -> Iterable[str]:
    """Return the words of a text that have these stems, in their order."""
    found = (word for word in split_words(strip_accents(text.lower())) if _words(word) & set(stems))
    return list(dict.fromkeys(found))[:MAX_REASON_WORDS]
