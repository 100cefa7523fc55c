"""Themes of a journey: list them, and let people rename, merge, split and mute them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.journeys.lookup import RequestScope, build_request_scope, find_journey
from bot.notes.listing import NOTES_PAGE, NotePage
from bot.ports import Clock, People
from bot.reviews.figures import find_period, is_over, load_themes
from bot.reviews.follow import CORRECTION_DELAY
from domain.access import EVERYONE, Actor, Audience, Role
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.notes import Note
from domain.periods import Period, PeriodLabel
from domain.text import clean_text
from domain.theme_corrections import (
    NewThemeCorrection,
    NoteGroups,
    ThemeCorrection,
    ThemeCorrectionKind,
)
from domain.themes import Theme, ThemeRef, visible_themes
from storage.session import Database, UnitOfWork

THEMES_PAGE = 8

MAX_CORRECTIONS = 5

# As many as the split form can offer.
MAX_SPLIT_NOTES = 100

MAX_THEME_NAME = 150

THEME_GONE = "That theme no longer exists; its notes may have been deleted, moved or merged."


@dataclass(frozen=True)
class PeriodThemes:
    """The themes of one period of a journey, muted ones included.

    `corrections` are the active ones they were built with, oldest first.
    """

    journey: Journey
    period: Period
    themes: tuple[Theme, ...]
    corrections: tuple[ThemeCorrection, ...]

    def find(self, note_id: int) -> Theme | None:
        """Return the theme that contains a note, or None."""
        return next((theme for theme in self.themes if note_id in theme.all_note_ids), None)

    def get(self, note_id: int) -> Theme:
        """Return the theme that contains a note; raise NotFoundError if there is none."""
        theme = self.find(note_id)
        if theme is None:
            raise NotFoundError(THEME_GONE)
        return theme


@dataclass(frozen=True)
class ThemesPage:
    """One page of the themes of a period, heaviest first, muted ones last.

    `total` counts all of them, `muted` only the muted ones; `page` counts from 0. `corrections`
    are the newest of the journey, undone ones included.
    """

    journey: Journey
    period: str
    complete: bool
    themes: tuple[Theme, ...]
    total: int
    muted: int
    page: int = 0
    corrections: tuple[ThemeCorrection, ...] = ()

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
    """A theme, the other themes of its period, and its newest notes as one person may see them."""

    journey: Journey
    period: str
    theme: Theme
    others: tuple[Theme, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ThemeChange:
    """A correction of a theme; `theme` and `other`, the one it was merged with, are as before it.

    `correction_id` is the correction to undo, None if there is none; `count` is how many notes were
    split off. `is_new` is False if nothing changed.
    """

    journey: Journey
    theme: Theme
    kind: ThemeCorrectionKind
    correction_id: int | None = None
    other: Theme | None = None
    name: str | None = None
    count: int = 0
    is_new: bool = True


@dataclass(frozen=True)
class ThemeUndo:
    """An undone correction; `is_new` is False if it had been undone before."""

    journey: Journey
    correction: ThemeCorrection
    is_new: bool


class ThemeService:
    """Lists and corrects the themes of a journey.

    Every member may correct themes; guests get NotAllowedError. Raises NotFoundError if a theme,
    its note or its journey no longer exists. Themes are computed before a write begins, so that
    other writers do not wait. Idempotent, even if two people do the same at the same time.
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
            journey = _find_journey(uow, journey_id, scope)
            chosen = resolve_period(journey, period, now)
            active = uow.theme_corrections.of_journey(journey.id)
            themes = load_themes(uow, journey, chosen, active, Audience(channel, user))
            newest = uow.theme_corrections.history(journey.id, MAX_CORRECTIONS)
        muted = tuple(theme for theme in themes if theme.is_muted)
        ordered = (*visible_themes(themes), *muted)
        page = max(0, min(page, (len(ordered) - 1) // THEMES_PAGE))
        return ThemesPage(
            journey=journey,
            period=chosen.label,
            complete=is_over(chosen, now),
            themes=ordered[page * THEMES_PAGE : (page + 1) * THEMES_PAGE],
            total=len(ordered),
            muted=len(muted),
            page=page,
            corrections=tuple(newest),
        )

    def get_theme(
        self, workspace: WorkspaceId, user: str, ref: ThemeRef, channel: str | None = None
    ) -> ThemeDetails:
        """Return a theme with what its forms need."""
        found, theme, notes = self._load(workspace, user, ref, channel)
        return ThemeDetails(
            journey=found.journey,
            period=found.period.label,
            theme=theme,
            others=tuple(other for other in found.themes if other is not theme),
            notes=_visible(notes[:MAX_SPLIT_NOTES], Audience(channel, user)),
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
        found, theme, notes = self._load(workspace, user, ref, channel)
        page = max(0, min(page, (len(notes) - 1) // NOTES_PAGE))
        shown = notes[page * NOTES_PAGE : (page + 1) * NOTES_PAGE]
        return NotePage(
            found.journey,
            _visible(shown, Audience(channel, user)),
            len(notes),
            page=page,
            user=user,
            theme=ThemeRef(ref.journey, ref.note, found.period.label),
            title=theme.title,
        )

    def rename(self, by: Actor, ref: ThemeRef, name: str) -> ThemeChange:
        """Rename a theme; with an empty name its title is one of its notes again.

        Raises BadFieldError("name") for a name that is too long.
        """
        name = validate_theme_name(name)
        found, theme = self._find(by, ref)
        kind = ThemeCorrectionKind.RENAMED
        change = ThemeChange(found.journey, theme, kind, name=name or None)
        if not name:
            return replace(change, is_new=self._undo_all(by, theme.rename_ids))
        if theme.rename_ids and theme.title == name:
            return replace(change, correction_id=theme.rename_ids[-1], is_new=False)
        return self._save(by, change, (theme.all_note_ids,), found)

    def merge(self, by: Actor, ref: ThemeRef, other_note: int) -> ThemeChange:
        """Merge two themes; raise BadInputError if only one of them is muted."""
        found, theme = self._find(by, ref)
        other = found.get(other_note)
        change = ThemeChange(found.journey, theme, ThemeCorrectionKind.MERGED, other=other)
        if other is theme:
            return replace(change, is_new=False)
        if other.is_muted is not theme.is_muted:
            raise BadInputError("One of the two is muted. Unmute it first, then merge them.")
        return self._save(by, change, (theme.all_note_ids, other.all_note_ids), found)

    def split(self, by: Actor, ref: ThemeRef, note_ids: Collection[int]) -> ThemeChange:
        """Make some notes of a theme a theme of their own.

        Notes that the form did not offer, and later ones, go to the theme with the most similar
        words. Raises BadFieldError("notes") if no note or every note is chosen.
        """
        found, theme = self._find(by, ref)
        chosen = set(note_ids)
        change = ThemeChange(found.journey, theme, ThemeCorrectionKind.SPLIT, count=len(chosen))
        earlier = _find_same_split(found, chosen)
        if earlier is not None:
            return replace(change, correction_id=earlier.id, is_new=False)
        offered = theme.note_ids[-MAX_SPLIT_NOTES:]
        split_off = tuple(note_id for note_id in theme.note_ids if note_id in chosen)
        rest = tuple(note_id for note_id in offered if note_id not in chosen)
        if not split_off:
            raise BadFieldError("notes", "Choose the notes that are a theme of their own.")
        if not rest:
            raise BadFieldError("notes", "Leave at least one note where it is.")
        return self._save(by, replace(change, count=len(split_off)), (split_off, rest), found)

    def mute(self, by: Actor, ref: ThemeRef) -> ThemeChange:
        """Hide a theme in reviews and maps until it is unmuted; its notes still count."""
        found, theme = self._find(by, ref)
        change = ThemeChange(found.journey, theme, ThemeCorrectionKind.MUTED)
        if theme.is_muted:
            return replace(change, correction_id=theme.mute_ids[-1], is_new=False)
        return self._save(by, change, (theme.all_note_ids,), found)

    def unmute(self, by: Actor, ref: ThemeRef) -> ThemeChange:
        """Show a muted theme again."""
        found, theme = self._find(by, ref)
        is_new = self._undo_all(by, theme.mute_ids)
        return ThemeChange(found.journey, theme, ThemeCorrectionKind.MUTED, is_new=is_new)

    def undo(self, by: Actor, correction_id: int) -> ThemeUndo:
        """Undo a correction; later ones stay."""
        self._check_may_correct(by)
        with self._storage.write(by.workspace) as uow:
            found = uow.theme_corrections.by_id(correction_id)
            journey = uow.journeys.by_id(found[0]) if found else None
            if found is None or journey is None:
                raise NotFoundError(THEME_GONE)
            is_new = uow.theme_corrections.undo(correction_id, by.user, self._clock.now())
            uow.posted_reviews.check_no_later_than(journey.id, self._clock.now() + CORRECTION_DELAY)
            uow.commit()
        return ThemeUndo(journey, found[1], is_new)

    def _load(
        self, workspace: WorkspaceId, user: str, ref: ThemeRef, channel: str | None
    ) -> tuple[PeriodThemes, Theme, list[Note]]:
        """Load a theme and its notes of the period, newest first."""
        scope = build_request_scope(self._people, workspace, user, channel)
        with self._storage.read(workspace) as uow:
            _find_journey(uow, ref.journey, scope)
            found, theme = find_theme(uow, ref, self._clock.now(), Audience(channel, user))
            ids = set(theme.note_ids)
            notes = uow.notes.pain_points(found.journey.id, found.period.months)
        return found, theme, [note for note in reversed(notes) if note.id in ids]

    def _find(self, by: Actor, ref: ThemeRef) -> tuple[PeriodThemes, Theme]:
        self._check_may_correct(by)
        with self._storage.read(by.workspace) as uow:
            return find_theme(uow, ref, self._clock.now())

    def _save(
        self, by: Actor, change: ThemeChange, notes: NoteGroups, found: PeriodThemes
    ) -> ThemeChange:
        """Save a correction, unless the same one was saved since the themes were loaded."""
        new = NewThemeCorrection(change.kind, notes, by.user, self._clock.now(), change.name)
        with self._storage.write(by.workspace) as uow:
            # If two people do the same at the same time, the second finds the first's correction.
            uow.journeys.lock(change.journey.id)
            known = {correction.id for correction in found.corrections}
            same = _find_same_correction(uow, change.journey, new, known)
            saved = same or uow.theme_corrections.add(change.journey.id, new)
            uow.posted_reviews.check_no_later_than(
                change.journey.id, self._clock.now() + CORRECTION_DELAY
            )
            uow.commit()
        return replace(change, correction_id=saved, is_new=same is None)

    def _undo_all(self, by: Actor, correction_ids: Collection[int]) -> bool:
        """Undo corrections; return whether any of them was still active."""
        now = self._clock.now()
        with self._storage.write(by.workspace) as uow:
            undone = [uow.theme_corrections.undo(one, by.user, now) for one in correction_ids]
            uow.commit()
        return any(undone)

    def _check_may_correct(self, by: Actor) -> None:
        if self._people and self._people.role(by.workspace, by.user) is Role.GUEST:
            raise NotAllowedError("Guests cannot correct themes. Nothing was changed.")


def validate_theme_name(typed: str) -> str:
    """Return the name on one line; raise BadFieldError("name") if it is too long."""
    name = " ".join(clean_text(typed).split())
    if len(name) > MAX_THEME_NAME:
        raise BadFieldError("name", f"A name has at most {MAX_THEME_NAME} characters.")
    return name


def resolve_period(journey: Journey, label: str | None, now: datetime) -> Period:
    """Return the period with a label, the current one for None.

    Raises BadInputError for a period in the future.
    """
    return find_period(journey, PeriodLabel.parse(label) if label else None, now)


def find_theme(
    uow: UnitOfWork, ref: ThemeRef, now: datetime, audience: Audience = EVERYONE
) -> tuple[PeriodThemes, Theme]:
    """Return the theme a reference points to, with the other themes of its period.

    Raises NotFoundError if the journey, the note or the theme no longer exists.
    """
    journey = uow.journeys.by_id(ref.journey)
    found = uow.notes.by_id(ref.note)
    if journey is None or journey.archived or found is None:
        raise NotFoundError(THEME_GONE)
    note = found[1]
    label = ref.period or journey.period_of(note.occurred_at).label
    period = resolve_period(journey, label, now)
    # Read once: a correction saved in between must not be in only one of the two.
    corrections = tuple(uow.theme_corrections.of_journey(journey.id))
    themes = load_themes(uow, journey, period, corrections, audience)
    period_themes = PeriodThemes(journey, period, themes, corrections)
    # Of a merged note, the one it counts in is in the theme.
    return period_themes, period_themes.get(note.counted_in or note.id)


def _find_journey(uow: UnitOfWork, journey_id: int | None, scope: RequestScope) -> Journey:
    """Return the journey with that id if the person may see it, else the one meant there."""
    named = None
    if journey_id is not None:
        named = uow.journeys.by_id(journey_id)
        if named is None:
            raise NotFoundError(THEME_GONE)
    journey = find_journey(uow, named.key if named else None, scope)
    if journey is None:
        raise NotFoundError("There is no journey yet. The first note creates one.")
    return journey


def _visible(notes: Collection[Note], audience: Audience) -> tuple[Note, ...]:
    return tuple(audience.redact(note) for note in notes)


def _find_same_correction(
    uow: UnitOfWork, journey: Journey, new: NewThemeCorrection, known: Collection[int]
) -> int | None:
    """Return the id of an active correction that does the same and is not among `known`."""

    def comparable(groups: NoteGroups) -> list[set[int]]:
        sets = [set(group) for group in groups if group]
        # Which of two themes is merged with which makes no difference.
        return sorted(sets, key=min) if new.kind is ThemeCorrectionKind.MERGED else sets

    return next(
        (
            one.id
            for one in uow.theme_corrections.of_journey(journey.id)
            if one.id not in known
            and (one.kind, one.name) == (new.kind, new.name)
            and comparable(one.note_groups) == comparable(new.note_groups)
        ),
        None,
    )


def _find_same_split(found: PeriodThemes, chosen: set[int]) -> ThemeCorrection | None:
    """Return the active split that already made these notes a theme of their own, or None."""
    theme = found.find(min(chosen)) if chosen else None
    members = set(theme.all_note_ids) if theme else set()
    for one in found.corrections:
        same = one.kind is ThemeCorrectionKind.SPLIT and set(one.note_groups[0]) == chosen
        if same and chosen <= members and members.isdisjoint(one.note_groups[1]):
            return one
    return None
