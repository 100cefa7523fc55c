"""Suggest themes for notes, from what people said of earlier ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from bot.themes.vectors import NoteVectors
from domain.journeys import Journey, WorkspaceId
from domain.notes import DEFAULT_SEVERITY, NewNote, Note
from domain.themes import SortedAs, Theme
from storage.session import Database

if TYPE_CHECKING:
    from bot.themes.encoder import Vector
    from bot.themes.likeness import SortableNote
    from bot.themes.suggestions import Suggestion, ThemeModel

# The newest of each: older ones say little about what people call a theme today.
MAX_EXAMPLES = 5_000
MAX_POOL = 1_000

# Notes whose suggestions are made in one go.
BATCH = 500
MAX_AT_ONCE = 2_000


# Numbers that change whenever people say something about a journey's themes.
ThemeRevision = tuple[int, ...]


@dataclass(frozen=True)
class NoteSuggestions:
    """Ids of suggested themes, best first; `joined` is the one the note may join unasked."""

    themes: tuple[int, ...] = ()
    joined: int | None = None


@dataclass(frozen=True)
class _CachedModel:
    """A model, what people had said when it was built, and the themes then by id."""

    revision: ThemeRevision
    model: "ThemeModel"
    themes: Mapping[int, Theme]


class ThemeSuggester:
    """Suggests themes.

    What it computes with is imported when it is first needed: a start need not wait for numpy.

    Models are cached, one a journey, until people say something new about its themes. Meanings of
    texts (vectors) are saved, so that a text is encoded once. Without an encoder, words and stages
    suggest.
    """

    def __init__(self, storage: Database, vectors: NoteVectors) -> None:
        self._storage = storage
        self._vectors = vectors
        self._models: dict[tuple[WorkspaceId, int], _CachedModel] = {}
        # Those from which suggestions are made at once.
        self._ready: dict[tuple[WorkspaceId, int], _CachedModel] = {}
        # Up to which note themes are suggested, and what people had said then.
        self._updated: dict[tuple[WorkspaceId, int], tuple[ThemeRevision, int]] = {}

    def suggest(
        self, workspace: WorkspaceId, journey: Journey, notes: Sequence[Note]
    ) -> Mapping[int, NoteSuggestions]:
        """Return the suggestions for each note, by note id."""
        model = self._model(workspace, journey)
        features = self._features(workspace, notes)
        return {found.note: _read(found) for found in model.suggest(features)}

    def suggest_from_memory(
        self, workspace: WorkspaceId, journey: Journey, note: NewNote | Note, stage: str | None
    ) -> Sequence[Theme]:
        """Return the themes suggested for a note that was just saved in a stage, best first.

        Takes no statement and no encoder: by words and stage, from the model that `update` made
        ready, as it was then. Without such a model nothing is suggested.
        """
        cached = self._ready.get((workspace, journey.id))
        if cached is None:
            return ()
        # A new note has no id yet that the model could know.
        new = _sortable(0, note, stage, None)
        found = _read(cached.model.suggest([new])[0]).themes
        themes = (cached.themes.get(one) for one in found)
        return tuple(theme for theme in themes if theme is not None and not theme.muted)

    def name_groups(self, workspace: WorkspaceId, notes: Sequence[Note]) -> Mapping[int, str]:
        """Return names for groups of alike notes, by note id; notes in no group are left out."""
        from bot.themes.grouping import group_unsorted  # noqa: PLC0415 - see the class

        groups = group_unsorted(self._features(workspace, notes))
        return {note_id: group.name for group in groups for note_id in group.notes}

    def order_alike(self, workspace: WorkspaceId, notes: Sequence[Note]) -> Sequence[Note]:
        """Return notes with alike ones beside each other."""
        from bot.themes.grouping import order_alike  # noqa: PLC0415 - see the class

        by_id = {note.id: note for note in notes}
        return [by_id[one] for one in order_alike(self._features(workspace, notes))]

    def update_all(self) -> int:
        """Suggest themes for notes that wait for it; return how many joined one unasked.

        At most MAX_AT_ONCE of a journey: the others' turn comes with the next call.
        """
        return sum(self.update(*one, limit=MAX_AT_ONCE) for one in self._storage.journeys_to_sort())

    def update(self, workspace: WorkspaceId, journey_id: int, limit: int | None = None) -> int:
        """Suggest themes for the notes of a journey that nobody has sorted.

        All of them if people have said something new, else those that came since. Notes join a
        theme unasked only where people's answers show that this is right. Returns how many did.
        """
        key, joined = (workspace, journey_id), 0
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
            revision = uow.themes.revision(journey_id)
        if journey is None:
            return 0
        known, last = self._updated.get(key, (None, 0))
        last = last if known == revision else 0
        for _ in range(limit // BATCH) if limit else count():
            with self._storage.read(workspace) as uow:
                batch = uow.pains.to_sort_after(journey_id, last, BATCH)
            if not batch:
                break
            last = batch[-1].id
            joined += self._update_batch(workspace, journey, batch)
        self._updated[key] = (revision, last)
        self._make_ready(workspace, journey)
        return joined

    def _update_batch(self, workspace: WorkspaceId, journey: Journey, batch: Sequence[Note]) -> int:
        found = self.suggest(workspace, journey, batch)
        joins = {note_id: one.joined for note_id, one in found.items() if one.joined is not None}
        firsts = {
            note_id: one.themes[0] if one.themes else None
            for note_id, one in found.items()
            if note_id not in joins
        }
        with self._storage.write(workspace) as uow:
            uow.pains.join(joins)
            uow.pains.suggest(firsts)
            uow.commit()
        return len(joins)

    def _make_ready(self, workspace: WorkspaceId, journey: Journey) -> None:
        """Let the model build now what it builds on first use; the answer to a note cannot wait."""
        key = (workspace, journey.id)
        self._model(workspace, journey)
        cached = self._models[key]
        if self._ready.get(key) is not cached:
            cached.model.suggest([_empty_note()])
            self._ready[key] = cached

    def _model(self, workspace: WorkspaceId, journey: Journey) -> "ThemeModel":
        key = (workspace, journey.id)
        with self._storage.read(workspace) as uow:
            revision = uow.themes.revision(journey.id)
            cached = self._models.get(key)
            if cached is not None and cached.revision == revision:
                return cached.model
            notes = uow.pains.examples(journey.id, MAX_EXAMPLES)
            named = {theme.id: theme for theme in uow.themes.of_journey(journey.id)}
        features = self._features(workspace, notes)
        themes = [note.theme_id if note.sorted_as is SortedAs.SAID else None for note in notes]
        tracked = {theme.id: theme.tracked for theme in named.values()}
        from bot.themes.suggestions import Example, ThemeModel  # noqa: PLC0415 - see the class

        examples = [Example(*pair) for pair in zip(features, themes, strict=True)]
        model = ThemeModel(examples, tracked)
        self._models[key] = _CachedModel(revision, model, named)
        return model

    def _features(self, workspace: WorkspaceId, notes: Sequence[Note]) -> "list[SortableNote]":
        vectors = self._vectors.of(workspace, notes)
        return [_sortable(note.id, note, note.stage, vectors.get(note.id)) for note in notes]


def _sortable(
    note_id: int, note: NewNote | Note, stage: str | None, vector: "Vector | None"
) -> "SortableNote":
    from bot.themes.likeness import SortableNote  # noqa: PLC0415 - see ThemeSuggester

    weight = note.details.severity or DEFAULT_SEVERITY
    return SortableNote(note_id, note.text, stage, vector, weight)


def _read(found: "Suggestion") -> NoteSuggestions:
    return NoteSuggestions(tuple(one.theme for one in found.themes), found.joined)


def _empty_note() -> "SortableNote":
    from bot.themes.likeness import SortableNote  # noqa: PLC0415 - see ThemeSuggester

    return SortableNote(0, "")
