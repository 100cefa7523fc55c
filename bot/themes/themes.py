"""Themes of a journey: list them, and let people rename, merge, move, mute and track them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.journeys.lookup import build_request_scope
from bot.notes.listing import NOTES_PAGE, NotePage
from bot.ports import Clock, People
from bot.reviews.figures import find_period, is_over
from bot.themes.changes import (
    ONCE,
    THEME_GONE,
    ThemeResult,
    ThemeUndo,
    check_may_change,
    find_themes_journey,
    lock_theme,
    save_change,
    sort_notes,
    target_theme,
    undo_change,
)
from bot.themes.ranking import load_pains
from domain.access import Actor, Audience
from domain.errors import BadFieldError, NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.notes import Note
from domain.periods import Period, PeriodLabel
from domain.themes import (
    NoteSorting,
    PeriodTheme,
    RankedPains,
    SortedAs,
    Theme,
    ThemeChange,
    ThemeChangeKind,
    ThemeRef,
    visible_themes,
)
from storage.session import Database, UnitOfWork

THEMES_PAGE = 8

MAX_CHANGES = 5

# As many as the form can offer.
MAX_FORM_NOTES = 100


@dataclass(frozen=True)
class ThemesPage:
    """One page of the themes of a period, heaviest first, muted ones and those without notes last.

    `total` counts all of them, `muted` only the muted ones; `to_sort` is how many pain points of
    the journey nobody has sorted. `page` counts from 0. `changes` are the newest of the journey,
    undone ones included.
    """

    journey: Journey
    period: str
    complete: bool
    themes: tuple[PeriodTheme, ...]
    total: int
    muted: int
    to_sort: int = 0
    page: int = 0
    changes: tuple[ThemeChange, ...] = ()

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.total // THEMES_PAGE))

    @property
    def noun(self) -> str:
        """Return what the period is called: quarter, half-year or month."""
        return PeriodLabel.parse(self.period).cadence.noun


@dataclass(frozen=True)
class ThemeDetails:
    """A theme in a period, the journey's other themes, and its newest notes as one may see them."""

    journey: Journey
    period: str
    theme: PeriodTheme
    others: tuple[PeriodTheme, ...]
    notes: tuple[Note, ...]


class ThemeService:
    """Lists and changes the themes of a journey.

    Every member may change themes; guests get NotAllowedError. Raises NotFoundError if a theme or
    its journey no longer exists. Idempotent, even if two people do the same at the same time.
    """

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def list_themes(
        self,
        workspace: WorkspaceId,
        user: str,
        period: str | None = None,
        channel: str | None = None,
        *,
        journey_id: int | None = None,
        page: int = 0,
    ) -> ThemesPage:
        """Return a page of the themes of a period, by its label; None is the current period.

        The journey is the one with `journey_id`, else the channel's or the default one. Raises
        BadInputError for a label that is invalid or in the future.
        """
        scope, now = build_request_scope(self._people, workspace, user, channel), self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = find_themes_journey(uow, journey_id, scope)
            chosen = resolve_period(journey, period, now)
            found = load_pains(uow, journey, chosen, audience=Audience(channel, user))
            newest = uow.themes.changes(journey.id, MAX_CHANGES)
            to_sort = uow.pains.count_to_sort(journey.id, None)
        ordered = _in_order(found)
        page = max(0, min(page, (len(ordered) - 1) // THEMES_PAGE))
        return ThemesPage(
            journey=journey,
            period=chosen.label,
            complete=is_over(chosen, now),
            themes=ordered[page * THEMES_PAGE : (page + 1) * THEMES_PAGE],
            total=len(ordered),
            muted=sum(theme.is_muted for theme in ordered),
            to_sort=to_sort,
            page=page,
            changes=tuple(newest),
        )

    def get_theme(
        self, workspace: WorkspaceId, user: str, ref: ThemeRef, channel: str | None = None
    ) -> ThemeDetails:
        """Return a theme with what its forms need."""
        loaded = self._load(workspace, user, ref, channel)
        with self._storage.read(workspace) as uow:
            notes = uow.notes.by_ids(loaded.note_ids[:MAX_FORM_NOTES])
        visible = _visible(reversed(notes), Audience(channel, user))
        return ThemeDetails(
            loaded.journey, loaded.period.label, loaded.theme, loaded.others, visible
        )

    def list_notes(
        self,
        workspace: WorkspaceId,
        user: str,
        ref: ThemeRef,
        channel: str | None = None,
        *,
        page: int = 0,
    ) -> NotePage:
        """Return a page of the notes of a theme in its period, newest first."""
        loaded = self._load(workspace, user, ref, channel)
        ids = loaded.note_ids
        page = max(0, min(page, (len(ids) - 1) // NOTES_PAGE))
        shown = ids[page * NOTES_PAGE : (page + 1) * NOTES_PAGE]
        with self._storage.read(workspace) as uow:
            by_id = {note.id: note for note in uow.notes.by_ids(shown)}
        return NotePage(
            loaded.journey,
            _visible((by_id[one] for one in shown if one in by_id), Audience(channel, user)),
            len(ids),
            page=page,
            user=user,
            theme=ThemeRef(loaded.theme.theme.id, loaded.period.label),
            title=loaded.theme.title,
        )

    def rename(self, by: Actor, ref: ThemeRef, name: str) -> ThemeResult:
        """Rename a theme; raise BadFieldError("name") if another theme has that name."""

        def renamed(uow: UnitOfWork, journey: Journey, theme: Theme) -> Theme:
            if uow.themes.find(journey.id, name) not in (None, theme.id):
                raise BadFieldError("name", f"There is a theme “{name}” already. Merge the two.")
            return replace(theme, name=name)

        return self._edit(by, ref, ThemeChangeKind.RENAMED, renamed)

    def track(self, by: Actor, ref: ThemeRef, words: Sequence[str]) -> ThemeResult:
        """Set the words and phrases whose new notes are suggested for the theme first."""
        return self._edit(
            by,
            ref,
            ThemeChangeKind.TRACKED,
            lambda _uow, _journey, theme: replace(theme, tracked=tuple(words)),
        )

    def mute(self, by: Actor, ref: ThemeRef) -> ThemeResult:
        """Hide a theme in reviews and maps until it is unmuted; its notes still count."""
        return self._edit(
            by,
            ref,
            ThemeChangeKind.MUTED,
            lambda _uow, _journey, theme: replace(theme, muted=True),
        )

    def unmute(self, by: Actor, ref: ThemeRef) -> ThemeResult:
        """Show a muted theme again."""
        return self._edit(
            by,
            ref,
            ThemeChangeKind.UNMUTED,
            lambda _uow, _journey, theme: replace(theme, muted=False),
        )

    def merge(self, by: Actor, ref: ThemeRef, others: Collection[int]) -> ThemeResult:
        """Merge other themes (ids) into one: their notes become its notes.

        Raises NotFoundError if one of them is not of the same journey.
        """
        check_may_change(self._people, by)
        now = self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, theme = lock_theme(uow, ref)
            found = {target_theme(uow, by, journey, one, now) for one in others} - {theme}
            merged = tuple(sorted(found, key=lambda one: one.id))
            result = ThemeResult(journey, theme, ThemeChangeKind.MERGED, others=merged)
            if not merged:
                return result
            ids = [note_id for one in merged for note_id in uow.pains.in_theme(one.id)]
            after = {
                note_id: replace(state, theme_id=theme.id)
                for note_id, state in uow.pains.sorting(ids).items()
            }
            states = sort_notes(uow, ids, after)
            for one in merged:
                uow.themes.set_merged(one.id, theme.id)
            themes = {one.id: (one, one) for one in merged}
            return save_change(uow, by, now, replace(result, count=len(ids)), states, themes)

    def move(
        self, by: Actor, ref: ThemeRef, note_ids: Collection[int], to: int | str | None
    ) -> ThemeResult:
        """Move notes of a theme to another (its id, or the name of a new one), None for no theme.

        Raises BadFieldError("notes") if none of them is one of the theme.
        """
        check_may_change(self._people, by)
        now = self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, theme = lock_theme(uow, ref)
            here = set(uow.pains.in_theme(theme.id)) & set(note_ids)
            if not here:
                raise BadFieldError("notes", "Tick the notes to move.")
            target = None if to is None else target_theme(uow, by, journey, to, now)
            after = NoteSorting(target.id, SortedAs.SAID) if target else ONCE
            states = sort_notes(uow, here, dict.fromkeys(here, after))
            others = (target,) if target else ()
            result = ThemeResult(
                journey, theme, ThemeChangeKind.MOVED, others=others, count=len(states)
            )
            return save_change(uow, by, now, result, states) if states else result

    def undo(self, by: Actor, change_id: int) -> ThemeUndo:
        """Undo a change; what was said since stays."""
        check_may_change(self._people, by)
        with self._storage.write(by.workspace) as uow:
            return undo_change(uow, by, change_id, self._clock.now())

    def _edit(
        self,
        by: Actor,
        ref: ThemeRef,
        kind: ThemeChangeKind,
        edit: Callable[[UnitOfWork, Journey, Theme], Theme],
    ) -> ThemeResult:
        """Change the row of a theme."""
        check_may_change(self._people, by)
        with self._storage.write(by.workspace) as uow:
            journey, theme = lock_theme(uow, ref)
            changed = edit(uow, journey, theme)
            result = ThemeResult(journey, changed, kind)
            if changed == theme:
                return result
            uow.themes.save(changed)
            themes = {theme.id: (theme, changed)}
            return save_change(uow, by, self._clock.now(), result, themes=themes)

    def _load(
        self, workspace: WorkspaceId, user: str, ref: ThemeRef, channel: str | None
    ) -> "_LoadedTheme":
        scope = build_request_scope(self._people, workspace, user, channel)
        with self._storage.read(workspace) as uow:
            saved = uow.themes.by_id(ref.theme)
            if saved is None:
                raise NotFoundError(THEME_GONE)
            journey = find_themes_journey(uow, saved[0], scope)
            period = resolve_period(journey, ref.period, self._clock.now())
            found = load_pains(uow, journey, period, audience=Audience(channel, user))
            ordered = _in_order(found)
            theme = next(one for one in ordered if one.theme.id == saved[1].id)
            ids = uow.pains.in_theme(theme.theme.id, period.months)
            others = tuple(one for one in ordered if one is not theme)
        return _LoadedTheme(journey, period, theme, others, ids)


@dataclass(frozen=True)
class _LoadedTheme:
    """A theme in a period, the journey's others, and the ids of its notes then, newest first."""

    journey: Journey
    period: Period
    theme: PeriodTheme
    others: tuple[PeriodTheme, ...]
    note_ids: Sequence[int]


def resolve_period(journey: Journey, label: str | None, now: datetime) -> Period:
    """Return the period with a label, the current one for None.

    Raises BadInputError for a period in the future.
    """
    return find_period(journey, label, now)


def _in_order(found: RankedPains) -> tuple[PeriodTheme, ...]:
    """Return all themes of a journey: those of the period, the others, and the muted ones last."""
    every = (*found.themes, *found.others)
    return (*visible_themes(every), *(theme for theme in every if theme.is_muted))


def _visible(notes: Iterable[Note], audience: Audience) -> tuple[Note, ...]:
    return tuple(audience.redact(note) for note in notes)
