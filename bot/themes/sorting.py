"""Sort pain points into themes: a screen at a time, or one note after it was saved."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.journeys.lookup import build_request_scope
from bot.ports import Clock, People
from bot.themes.changes import (
    ONCE,
    ThemeResult,
    check_may_change,
    find_themes_journey,
    lock_journey,
    save_change,
    sort_notes,
    target_theme,
)
from bot.themes.suggester import MAX_POOL, ThemeSuggester
from domain.access import Actor, Audience
from domain.errors import NotFoundError
from domain.journeys import Journey, Stage, WorkspaceId
from domain.notes import Note
from domain.themes import NoteSorting, SortedAs, Theme, ThemeChangeKind
from storage.session import Database, UnitOfWork

# Notes on one screen: 40 notes take at most 8 screens.
SORT_SCREEN = 6

SECONDS_A_NOTE = 12

NOTE_GONE = "That note is no longer there."

# What a person says of a note: the id of a theme, the name of a new one, or None: said once.
SortAnswer = int | str | None


@dataclass(frozen=True)
class NoteToSort:
    """A note nobody has sorted, with up to three suggested themes, best first.

    `new_name` is a suggested name for a new theme where alike notes have none.
    """

    note: Note
    suggestions: tuple[Theme, ...] = ()
    new_name: str | None = None


@dataclass(frozen=True)
class NoteThemes:
    """A note with its suggestions, and the themes of its journey by name, muted ones not."""

    journey: Journey
    note: NoteToSort
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class SortScreen:
    """One screen of notes to sort, of one stage (None: unsorted), alike notes beside each other.

    `left` counts all notes of the journey that nobody has sorted, these among them; `skipped` are
    the ids of those that were left open on earlier screens. `themes` are the journey's, by name.
    """

    journey: Journey
    stage: Stage | None
    notes: tuple[NoteToSort, ...]
    left: int
    themes: tuple[Theme, ...]
    skipped: tuple[int, ...] = ()

    @property
    def minutes(self) -> int:
        """Return about how many minutes the rest takes, at least 1."""
        return max(1, round(self.left * SECONDS_A_NOTE / 60))


class SortingService:
    """Shows pain points that nobody has sorted, and saves what people say.

    Every member may sort; guests get NotAllowedError. Several people may sort at once: what one
    has said, another's screen does not overrule.
    """

    def __init__(
        self,
        storage: Database,
        clock: Clock,
        suggester: ThemeSuggester,
        people: People | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._suggester = suggester
        self._people = people

    def next_screen(
        self,
        by: Actor,
        channel: str | None = None,
        *,
        journey_id: int | None = None,
        skipped: Collection[int] = (),
    ) -> SortScreen:
        """Return the next screen; without notes when all are sorted or skipped.

        The journey is the one with `journey_id`, else the channel's or the default one. Raises
        NotFoundError if there is none.
        """
        check_may_change(self._people, by)
        scope = build_request_scope(self._people, by.workspace, by.user, channel)
        with self._storage.read(by.workspace) as uow:
            journey = find_themes_journey(uow, journey_id, scope)
            pool = list(uow.pains.to_sort(journey.id, None, MAX_POOL))
            left = uow.pains.count_to_sort(journey.id, None)
            themes = _shown_themes(uow, journey)
        # Texts that this person may not read are sorted by somebody who may.
        audience = Audience(channel, by.user)
        readable = [note for note in pool if note.id not in skipped and audience.can_read(note)]
        stage, in_stage = _first_stage(journey, readable)
        ordered = self._suggester.order_alike(by.workspace, in_stage)
        notes = self._with_suggestions(by.workspace, journey, ordered, themes)
        return SortScreen(journey, stage, notes[:SORT_SCREEN], left, themes, tuple(skipped))

    def show_note(self, by: Actor, note_id: int, channel: str | None = None) -> NoteThemes:
        """Return the themes that one note can be put into.

        Raises NotFoundError if the note or its journey no longer exists.
        """
        check_may_change(self._people, by)
        with self._storage.read(by.workspace) as uow:
            found = uow.notes.by_id(note_id)
            journey = uow.journeys.by_id(found[0]) if found else None
            if found is None or not found[1].is_active or journey is None or journey.archived:
                raise NotFoundError(NOTE_GONE)
            themes = _shown_themes(uow, journey)
        one = self.suggest(by.workspace, found[1], journey)
        shown = Audience(channel, by.user).redact(one.note)
        return NoteThemes(journey, replace(one, note=shown), themes)

    def suggest(self, workspace: WorkspaceId, note: Note, journey: Journey) -> NoteToSort:
        """Return the suggestions for one note."""
        with self._storage.read(workspace) as uow:
            themes = _shown_themes(uow, journey)
        return self._with_suggestions(workspace, journey, [note], themes)[0]

    def save(self, by: Actor, journey_id: int, answers: Mapping[int, SortAnswer]) -> ThemeResult:
        """Save what a person said of notes of a screen; what others said meanwhile stays.

        Raises BadFieldError("name") for a name that is too long, NotFoundError for a theme or a
        journey that no longer exists.
        """
        check_may_change(self._people, by)
        with self._storage.write(by.workspace) as uow:
            # Locked first: somebody else may be saving the same notes.
            journey = lock_journey(uow, journey_id)
            open_ids = {
                note_id
                for note_id, state in uow.pains.sorting(answers).items()
                if state.sorted_as in (None, SortedAs.JOINED)
            }
            return self._save(uow, by, journey, answers, open_ids)

    def choose(self, by: Actor, note_id: int, answer: SortAnswer) -> ThemeResult:
        """Save what a person said of one note, in place of what was said before.

        Raises NotFoundError if the note no longer exists.
        """
        check_may_change(self._people, by)
        with self._storage.write(by.workspace) as uow:
            found = uow.notes.by_id(note_id)
            if found is None or not found[1].is_active:
                raise NotFoundError(NOTE_GONE)
            journey = lock_journey(uow, found[0])
            return self._save(uow, by, journey, {note_id: answer}, {note_id})

    def _save(
        self,
        uow: UnitOfWork,
        by: Actor,
        journey: Journey,
        answers: Mapping[int, SortAnswer],
        note_ids: Collection[int],
    ) -> ThemeResult:
        now = self._clock.now()
        targets: dict[SortAnswer, Theme | None] = {
            answer: None if answer is None else target_theme(uow, by, journey, answer, now)
            for note_id, answer in answers.items()
            if note_id in note_ids
        }
        after = {
            note_id: NoteSorting(theme.id, SortedAs.SAID) if theme else ONCE
            for note_id, answer in answers.items()
            if note_id in note_ids
            for theme in (targets[answer],)
        }
        states = sort_notes(uow, note_ids, after)
        themes = tuple({theme.id: theme for theme in targets.values() if theme}.values())
        result = ThemeResult(
            journey,
            themes[0] if len(themes) == 1 else None,
            ThemeChangeKind.SORTED,
            others=themes,
            count=len(states),
        )
        return save_change(uow, by, now, result, states) if states else result

    def _with_suggestions(
        self,
        workspace: WorkspaceId,
        journey: Journey,
        notes: Sequence[Note],
        themes: Sequence[Theme],
    ) -> tuple[NoteToSort, ...]:
        by_id = {theme.id: theme for theme in themes}
        suggested = self._suggester.suggest(workspace, journey, notes)
        found = [
            NoteToSort(
                note,
                tuple(by_id[one] for one in suggested[note.id].themes if one in by_id),
            )
            for note in notes
        ]
        # In a first period nobody has named anything yet.
        unlike_any = [one.note for one in found if not one.suggestions]
        if not unlike_any:
            return tuple(found)
        names = self._suggester.name_groups(workspace, unlike_any)
        return tuple(replace(one, new_name=names.get(one.note.id)) for one in found)


def _shown_themes(uow: UnitOfWork, journey: Journey) -> tuple[Theme, ...]:
    return tuple(theme for theme in uow.themes.of_journey(journey.id) if not theme.muted)


def _first_stage(journey: Journey, notes: Sequence[Note]) -> tuple[Stage | None, list[Note]]:
    """Return the first stage that has such notes, and those notes; unsorted notes come last."""
    for stage in journey.stages:
        in_stage = [note for note in notes if note.stage == stage.key]
        if in_stage:
            return stage, in_stage
    return None, list(notes)
