"""Themes of a whole journey at once: list them with their notes, suggest them, sort by a file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.journeys.lookup import find_journey
from bot.ports import Clock
from bot.themes.changes import ThemeResult
from bot.themes.sorting import SortAnswer, SortingService
from bot.themes.suggester import BATCH, ThemeSuggester
from bot.themes.themes import resolve_period
from domain.access import Actor
from domain.errors import NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.notes import Note
from domain.periods import Months
from domain.themes import PlacedNote, SortedAs, Theme, theme_key
from storage.session import Database, UnitOfWork


@dataclass(frozen=True)
class ThemeNotes:
    """A theme with the ids of its notes of any kind, in order.

    `stages` are the keys of their stages, most notes first (None: unsorted).
    """

    theme: Theme
    stages: tuple[str | None, ...]
    note_ids: tuple[int, ...]


@dataclass(frozen=True)
class JourneyThemes:
    """The themes of a journey, most notes first; `period` is a label, None for all time.

    `said_once` are the ids of notes that people said belong to none, `to_sort` those of the pain
    points that nobody has sorted.
    """

    journey: Journey
    period: str | None
    themes: tuple[ThemeNotes, ...]
    said_once: tuple[int, ...]
    to_sort: tuple[int, ...]


@dataclass(frozen=True)
class SuggestedThemes:
    """The names of the themes suggested for a note, best first.

    `joined` is the name of the theme it joined unasked, None if it is in none.
    """

    note_id: int
    names: tuple[str, ...]
    joined: str | None


class ThemeBatchService:
    """What the command line does with the themes of a journey.

    Raises NotFoundError for a journey that does not exist.
    """

    def __init__(
        self,
        storage: Database,
        clock: Clock,
        suggester: ThemeSuggester,
        sorting: SortingService,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._suggester = suggester
        self._sorting = sorting

    def list_all(
        self, workspace: WorkspaceId, journey_key: str, period: str | None = None
    ) -> JourneyThemes:
        """Return all themes, those without notes too, with their notes of a period or of all time.

        Raises BadInputError for a period that is invalid or in the future.
        """
        with self._storage.read(workspace) as uow:
            journey = _find(uow, journey_key)
            label, months = self._months(journey, period)
            themes = uow.themes.of_journey(journey.id)
            notes = uow.pains.placed(journey.id, months)
        listed = _group_by_theme(journey, themes, notes)
        once = (note.id for note in notes if note.sorting.sorted_as is SortedAs.ONCE)
        to_sort = (note.id for note in notes if note.sorting.sorted_as is None)
        return JourneyThemes(journey, label, listed, tuple(once), tuple(to_sort))

    def suggest_all(
        self, workspace: WorkspaceId, journey_key: str, period: str | None = None
    ) -> Iterator[SuggestedThemes]:
        """Yield suggestions for the pain points that no person has sorted, oldest first.

        Raises BadInputError for a period that is invalid or in the future, with the first one.
        """
        with self._storage.read(workspace) as uow:
            journey = _find(uow, journey_key)
            _, months = self._months(journey, period)
            names = {theme.id: theme.name for theme in uow.themes.of_journey(journey.id)}
            note_ids = uow.pains.unsaid(journey.id, months)
        for start in range(0, len(note_ids), BATCH):
            some = note_ids[start : start + BATCH]
            with self._storage.read(workspace) as uow:
                by_id = {note.id: note for note in uow.notes.by_ids(some)}
            notes = [by_id[one] for one in some if one in by_id]
            found = self._suggester.suggest(workspace, journey, notes)
            for note in notes:
                suggested = (names[one] for one in found[note.id].themes if one in names)
                yield SuggestedThemes(note.id, tuple(suggested), names.get(note.theme_id or 0))

    def suggest_new(self, workspace: WorkspaceId, journey_key: str) -> int:
        """Suggest themes for the notes that came since; return how many joined one unasked."""
        with self._storage.read(workspace) as uow:
            journey = _find(uow, journey_key)
        return self._suggester.update(workspace, journey.id)

    def sort_texts(
        self, by: Actor, journey_key: str, answers: Mapping[str, SortAnswer]
    ) -> ThemeResult:
        """Sort the pain points with these texts that no person has sorted, in any capitals.

        Raises NotAllowedError for a guest.
        """
        with self._storage.read(by.workspace) as uow:
            journey = _find(uow, journey_key)
            note_ids = uow.pains.unsaid(journey.id, None)
        by_text = {_fold_text(text): answer for text, answer in answers.items()}
        chosen: dict[int, SortAnswer] = {}
        for start in range(0, len(note_ids), BATCH):
            with self._storage.read(by.workspace) as uow:
                notes = uow.notes.by_ids(note_ids[start : start + BATCH])
            chosen.update(_answers_for(notes, by_text))
        return self._sorting.save(by, journey.id, chosen)

    def _months(self, journey: Journey, label: str | None) -> tuple[str | None, Months | None]:
        if label is None:
            return None, None
        period = resolve_period(journey, label, self._clock.now())
        return period.label, period.months


def _find(uow: UnitOfWork, key: str) -> Journey:
    journey = find_journey(uow, key)
    if journey is None:
        raise NotFoundError(f"There is no journey “{key[:60]}”.")
    return journey


def _group_by_theme(
    journey: Journey, themes: Sequence[Theme], notes: Sequence[PlacedNote]
) -> tuple[ThemeNotes, ...]:
    """Return the themes with their notes, most notes first, then by name."""
    keys = {stage.id: stage.key for stage in (*journey.stages, *journey.archived_stages)}
    placed: dict[int, list[PlacedNote]] = {theme.id: [] for theme in themes}
    for note in notes:
        if note.sorting.theme_id in placed:
            placed[note.sorting.theme_id].append(note)
    listed = [
        ThemeNotes(
            theme,
            _most_frequent(keys.get(note.stage_id or 0) for note in placed[theme.id]),
            tuple(note.id for note in placed[theme.id]),
        )
        for theme in themes
    ]
    return tuple(sorted(listed, key=lambda one: (-len(one.note_ids), theme_key(one.theme.name))))


def _most_frequent(stages: Iterable[str | None]) -> tuple[str | None, ...]:
    counts = Counter(stages)
    return tuple(sorted(counts, key=lambda stage: (-counts[stage], stage or "")))


def _answers_for(
    notes: Sequence[Note], by_text: Mapping[str, SortAnswer]
) -> Iterator[tuple[int, SortAnswer]]:
    for note in notes:
        text = _fold_text(note.text)
        if text in by_text:
            yield note.id, by_text[text]


def _fold_text(text: str) -> str:
    return " ".join(text.casefold().split())
