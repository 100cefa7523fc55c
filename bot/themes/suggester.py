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
    from bot.themes.grouping import GroupNames
    from bot.themes.likeness import SortableNote
    from bot.themes.suggestions import Suggestion, ThemeModel

# The newest of each: older ones say little about what people call a theme today.
MAX_EXAMPLES = 5_000
MAX_POOL = 1_000

# Grouped again whenever one more comes, in a fraction of a second.
MAX_NAMED_POOL = 200

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
        # Of journeys without themes: the newest note in it, and the names of alike notes.
        self._names: dict[tuple[WorkspaceId, int], tuple[int, GroupNames]] = {}
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

        Takes no statement and no encoder: by words and stage, from the model that `load_models` or
        `update_all` made ready, as it was then. Without such a model nothing is suggested.
        """
        cached = self._ready.get((workspace, journey.id))
        if cached is None:
            return ()
        # A new note has no id yet that the model could know.
        new = _sortable(0, note, stage, None)
        found = _read(cached.model.suggest([new])[0]).themes
        themes = (cached.themes.get(one) for one in found)
        return tuple(theme for theme in themes if theme is not None and not theme.muted)

    def suggest_name_from_memory(
        self, workspace: WorkspaceId, journey: Journey, note: NewNote | Note
    ) -> str | None:
        """Return a name for a new theme of a note that was just saved, None if nothing is alike.

        Only in a journey without any theme, where alike notes wait; takes no statement.
        """
        found = self._names.get((workspace, journey.id))
        return found[1].find(note.text) if found else None

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

    def load_models(self) -> None:
        """Make ready what is suggested from memory, in all journeys.

        Takes seconds where much is sorted: for a thread that nobody waits for, after a start.
        """
        for workspace, journey_id in (
            *self._storage.journeys_with_themes(),
            *self._storage.journeys_to_sort(),
        ):
            self._make_ready(workspace, journey_id)

    def update_all(self) -> int:
        """Suggest themes for notes that wait for it; return how many joined one unasked.

        At most MAX_AT_ONCE of a journey: the others' turn comes with the next call. Where none
        wait, what is suggested from memory follows what people have said since.
        """
        waiting = self._storage.journeys_to_sort()
        joined = sum(self.update(*one, limit=MAX_AT_ONCE) for one in waiting)
        for workspace, journey_id in {*self._storage.journeys_with_themes()} - {*waiting}:
            self._make_ready(workspace, journey_id)
        return joined

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
        self._make_ready(workspace, journey_id)
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

    def _make_ready(self, workspace: WorkspaceId, journey_id: int) -> None:
        """Let the model build now what it builds on first use; the answer to a note cannot wait."""
        key = (workspace, journey_id)
        cached = self._cached_model(workspace, journey_id)
        if self._ready.get(key) is not cached:
            cached.model.suggest([_empty_note()])
            self._ready[key] = cached
        if cached.themes:
            self._names.pop(key, None)
        else:
            self._name_alike(workspace, journey_id)

    def _name_alike(self, workspace: WorkspaceId, journey_id: int) -> None:
        """Name groups of the newest notes that everybody may read."""
        with self._storage.read(workspace) as uow:
            newest = uow.pains.to_sort(journey_id, None, MAX_NAMED_POOL)
        notes = [note for note in newest if not note.private]
        last, key = max((note.id for note in notes), default=0), (workspace, journey_id)
        if key not in self._names or self._names[key][0] != last:
            from bot.themes.grouping import GroupNames  # noqa: PLC0415 - see the class

            self._names[key] = last, GroupNames(self._features(workspace, notes))

    def _model(self, workspace: WorkspaceId, journey: Journey) -> "ThemeModel":
        return self._cached_model(workspace, journey.id).model

    def _cached_model(self, workspace: WorkspaceId, journey_id: int) -> _CachedModel:
        key = (workspace, journey_id)
        with self._storage.read(workspace) as uow:
            revision = uow.themes.revision(journey_id)
            cached = self._models.get(key)
            if cached is not None and cached.revision == revision:
                return cached
            notes = uow.pains.examples(journey_id, MAX_EXAMPLES)
            named = {theme.id: theme for theme in uow.themes.of_journey(journey_id)}
        features = self._features(workspace, notes)
        themes = [note.theme_id if note.sorted_as is SortedAs.SAID else None for note in notes]
        tracked = {theme.id: theme.tracked for theme in named.values()}
        from bot.themes.suggestions import Example, ThemeModel  # noqa: PLC0415 - see the class

        examples = [Example(*pair) for pair in zip(features, themes, strict=True)]
        cached = _CachedModel(revision, ThemeModel(examples, tracked), named)
        self._models[key] = cached
        return cached

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
