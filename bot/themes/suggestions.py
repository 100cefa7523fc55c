"""Placeholder until the engine is there: the most frequent themes of the stage."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.notes import NoteKind


@dataclass(frozen=True)
class NoteFeatures:
    """What is known of a note."""

    note_id: int
    text: str
    stage: str | None
    kind: NoteKind
    weight: int = 2
    vector: bytes | None = None


@dataclass(frozen=True)
class Suggestion:
    """Ids of themes, best first."""

    themes: tuple[int, ...]
    joined: int | None = None


@dataclass(frozen=True)
class Group:
    """Notes that say the same."""

    note_ids: tuple[int, ...]
    name: str


class ThemeModel:
    """Suggests themes."""

    def __init__(
        self,
        examples: Sequence[tuple[NoteFeatures, int | None]],
        tracked: Mapping[int, Sequence[str]],
    ) -> None:
        self._counts = Counter((one.stage, theme) for one, theme in examples if theme)
        self._tracked = tracked

    def suggest(self, notes: Sequence[NoteFeatures]) -> Sequence[Suggestion]:
        """Return a suggestion for each note."""
        return [self._suggest(one) for one in notes]

    def _suggest(self, note: NoteFeatures) -> Suggestion:
        text = note.text.casefold()
        tracked = [
            theme for theme, words in self._tracked.items() if any(word in text for word in words)
        ]
        known = [theme for (stage, theme), _ in self._counts.most_common() if stage == note.stage]
        return Suggestion(tuple(dict.fromkeys([*tracked, *filter(None, known)]))[:3])


def group_unsorted(notes: Sequence[NoteFeatures]) -> Sequence[Group]:
    """Return groups of alike notes."""
    return ()


def order_alike(notes: Sequence[NoteFeatures]) -> Sequence[int]:
    """Return the ids of notes with alike ones beside each other."""
    return [note.note_id for note in notes]
