"""Suggest the theme of a note from the notes people have sorted.

Meaning, stage and words speak for a theme; notes that people said belong to none speak against
all. How often that would have been right is measured on the sorted notes themselves, and only
where it was right often enough does a note join a theme without being asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.themes.likeness import SortableNote, WeightedWords, chunks
from bot.themes.profiles import NoteBlock, ThemeProfiles, scores
from domain.similarity import comparison_words, stems_in_order

ThemeId = int

MAX_SUGGESTED = 3

# The differences in nearness that make one theme e times as likely as another.
SOFTNESS = 0.1

# A note joins to be right four times of five. What people write next differs from what is sorted,
# so a little more is asked of the sorted notes…
LEAST_RIGHT = 0.85

# …with so much doubt taken off (Wilson's lower bound at 95%): all of 22, say.
DOUBT = 1.96

# So many parts the examples are cut into to test each by the others.
FOLDS = 10

# So many examples, spread evenly, tell how often suggestions are right.
MAX_TESTED = 2_000

# Tracked words let a note join where so many sorted notes have them, nearly all in that theme.
MIN_TRACKED = 5

# Scores are rounded, so that the last bit of a sum does not depend on who is asked beside.
DIGITS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A note with the theme people gave it; None if they said it belongs to none."""

    note: SortableNote
    theme: ThemeId | None


class ThemeScore(NamedTuple):
    """A theme a note may belong to. `score` 0…1: how much speaks for it and for no other."""

    theme: ThemeId
    score: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Up to three themes for a note, the best first.

    `joined` is the theme it may join without anybody being asked, None where that is doubtful.
    """

    note: int
    themes: tuple[ThemeScore, ...]
    joined: ThemeId | None


class ThemeModel:
    """What people's sorting teaches. The order of examples and of notes makes no difference."""

    def __init__(
        self,
        examples: Collection[Example],
        tracked_words: Mapping[ThemeId, Collection[str]] | None = None,
    ) -> None:
        self._examples = sorted(examples, key=lambda example: example.note.id)
        self._tracked = _TrackedWords(tracked_words or {}, self._examples)
        self._has_vectors = any(example.note.vector is not None for example in self._examples)

    def suggest(self, notes: Sequence[SortableNote]) -> list[Suggestion]:
        """Return a suggestion for each note, in the order of the notes."""
        found: dict[int, Suggestion] = {}
        ordered = sorted(notes, key=lambda note: note.id)
        for use_vectors in (True, False):
            part = [note for note in ordered if self._is_compared(note) == use_vectors]
            if not part:
                continue
            scorer = self._with_vectors if use_vectors else self._by_words
            for start, end in chunks(len(part)):
                ranked = scorer.rank(part[start:end])
                for note, themes in zip(part[start:end], ranked, strict=True):
                    found[note.id] = self._suggestion(note, themes, scorer)
        return [found[note.id] for note in notes]

    def _is_compared(self, note: SortableNote) -> bool:
        """Whether a note's meaning can be compared with that of examples."""
        return note.vector is not None and self._has_vectors

    def _suggestion(
        self, note: SortableNote, ranked: list[ThemeScore], scorer: "_Scorer"
    ) -> Suggestion:
        named = self._tracked.themes_of(note)
        if not named:
            sure = bool(ranked) and ranked[0].score >= scorer.least_score
            joined = ranked[0].theme if sure else None
            return Suggestion(note.id, tuple(ranked[:MAX_SUGGESTED]), joined)
        place = {score.theme: number for number, score in enumerate(ranked)}
        first = sorted(named, key=lambda theme: (place.get(theme, len(place)), theme))
        rest = [score for score in ranked if score.theme not in named]
        themes = [*(ThemeScore(theme, 1.0) for theme in first), *rest]
        proven = len(first) == 1 and first[0] in self._tracked.proven
        return Suggestion(note.id, tuple(themes[:MAX_SUGGESTED]), first[0] if proven else None)

    @cached_property
    def _with_vectors(self) -> "_Scorer":
        return _Scorer(self._examples, use_vectors=True)

    @cached_property
    def _by_words(self) -> "_Scorer":
        return _Scorer(self._examples, use_vectors=False)


class _Scorer:
    """Scores notes against all themes, with or without their vectors."""

    def __init__(self, examples: Sequence[Example], *, use_vectors: bool) -> None:
        self._examples, self._use_vectors = examples, use_vectors
        self._themes = sorted({one.theme for one in examples if one.theme is not None})
        place = {theme: number for number, theme in enumerate(self._themes)}
        theme_of = [-1 if one.theme is None else place[one.theme] for one in examples]
        notes = [example.note for example in examples]
        self._space = WeightedWords(_words_of(notes))
        stages = dict.fromkeys(note.stage for note in notes if note.stage is not None)
        self._stages = {stage: number for number, stage in enumerate(stages)}
        self._profiles = ThemeProfiles(
            self._to_block(notes), np.array(theme_of, np.int64), len(self._themes), len(stages)
        )

    def rank(self, notes: Sequence[SortableNote]) -> list[list[ThemeScore]]:
        """Return the themes that may be suggested for each note, the best first."""
        if not self._themes:
            return [[] for _ in notes]
        near = self._profiles.nearness(self._to_block(notes))
        # Of a note without meaning or stage that shares no word with any example nothing is known.
        unknown = np.logical_not(near[:, :-1].any(axis=1)).tolist()
        rows = scores(near, SOFTNESS)[:, :-1].round(DIGITS)
        # Themes named by tracked words may come before the best by score.
        best = np.argsort(-rows, axis=1, kind="stable")[:, : 2 * MAX_SUGGESTED]
        return [
            [] if nothing else [ThemeScore(self._themes[k], float(row[k])) for k in order]
            for nothing, row, order in zip(unknown, rows, best, strict=True)
        ]

    @cached_property
    def least_score(self) -> float:
        """The score from which suggestions for the examples were right; infinite if never.

        Each tenth of the examples is suggested themes by the other nine (cross-validation). The
        only note of a theme, and a note of none, can only be suggested wrongly: they stand for
        what is still to come.
        """
        usable = [
            place
            for place, one in enumerate(self._examples)
            if one.note.vector is not None or not self._use_vectors
        ]
        tested = usable[:: 1 + len(usable) // (MAX_TESTED + 1)]
        best, right = [], []
        for part in (tested[start::FOLDS] for start in range(min(FOLDS, len(tested)))):
            left_out = set(part)
            others = [one for place, one in enumerate(self._examples) if place not in left_out]
            scorer = _Scorer(others, use_vectors=self._use_vectors)
            asked = [self._examples[place] for place in part]
            for one, ranked in zip(asked, scorer.rank([one.note for one in asked]), strict=True):
                best.append(ranked[0].score if ranked else 0.0)
                right.append(bool(ranked) and ranked[0].theme == one.theme)
        return least_proven_score(np.array(best), np.array(right, np.bool_))

    def _to_block(self, notes: Sequence[SortableNote]) -> NoteBlock:
        rows = self._space.rows(_words_of(notes))
        return NoteBlock.of(notes, rows, self._stages, use_vectors=self._use_vectors)


def _words_of(notes: Sequence[SortableNote]) -> list[frozenset[str]]:
    return [comparison_words(note.text) for note in notes]


class _TrackedWords:
    """Words and phrases that people said belong to a theme."""

    def __init__(
        self, words: Mapping[ThemeId, Collection[str]], examples: Sequence[Example]
    ) -> None:
        self._phrases = {
            theme: [stems for phrase in phrases if (stems := _stems(phrase))]
            for theme, phrases in words.items()
        }
        self.proven = self._find_proven(examples) if any(self._phrases.values()) else frozenset()

    def themes_of(self, note: SortableNote) -> frozenset[ThemeId]:
        """Return the themes whose words the note has, in any of their forms."""
        if not self._phrases:
            return frozenset()
        said = _stems(note.text)
        return frozenset(
            theme
            for theme, phrases in self._phrases.items()
            if any(_contains(said, phrase) for phrase in phrases)
        )

    def _find_proven(self, examples: Sequence[Example]) -> frozenset[ThemeId]:
        """Return the themes that have nearly all of the examples with their words."""
        right: dict[ThemeId, list[bool]] = {}
        for example in examples:
            for theme in self.themes_of(example.note):
                right.setdefault(theme, []).append(example.theme == theme)
        return frozenset(
            theme
            for theme, hits in right.items()
            if len(hits) >= MIN_TRACKED and sum(hits) >= LEAST_RIGHT * len(hits)
        )


def least_proven_score(best: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the lowest score from which at least LEAST_RIGHT are right, beyond doubt.

    Beyond doubt is Wilson's lower bound (E. B. Wilson, "Probable inference, the law of succession,
    and statistical inference", 1927). Infinite where no score is good enough.
    """
    order = np.argsort(-best, kind="stable")
    falling, hits = best[order], np.cumsum(right[order])
    count = np.arange(1, len(falling) + 1)
    share, square = hits / count, DOUBT * DOUBT
    spread = DOUBT * np.sqrt(share * (1 - share) / count + square / (4 * count * count))
    bound = (share + square / (2 * count) - spread) / (1 + square / count)
    # Of equal scores all count or none.
    is_last = np.append(falling[1:] < falling[:-1], True)
    enough = falling[(bound >= LEAST_RIGHT) & is_last]
    return float(enough.min()) if len(enough) else np.inf


def _stems(text: str) -> list[str]:
    return [stem for stem, _ in stems_in_order(text)]


def _contains(said: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(
        list(said[start : start + len(phrase)]) == list(phrase)
        for start in range(len(said) - len(phrase) + 1)
    )
