"""What people do with themes, saved so that it can be undone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.journeys.lookup import RequestScope, find_journey
from bot.ports import People
from bot.reviews.follow import CORRECTION_DELAY
from domain.access import Actor, Role
from domain.errors import NotAllowedError, NotFoundError
from domain.journeys import Journey
from domain.themes import (
    NoteSorting,
    SortedAs,
    Theme,
    ThemeChange,
    ThemeChangeKind,
    ThemeRef,
)
from storage.session import UnitOfWork

THEME_GONE = "That theme no longer exists."

ONCE = NoteSorting(None, SortedAs.ONCE)

# A note's state before and after, by note id.
NoteStates = Mapping[int, tuple[NoteSorting, NoteSorting]]
ThemeStates = Mapping[int, tuple[Theme, Theme]]


@dataclass(frozen=True)
class ThemeResult:
    """What was done with a theme; `theme` is as it is now, None where notes went to several.

    `change_id` is the change to undo, None if nothing changed; `count` is how many notes moved.
    `others` are the themes that were merged into it, or the one that notes were moved to.
    """

    journey: Journey
    theme: Theme | None
    kind: ThemeChangeKind
    change_id: int | None = None
    others: tuple[Theme, ...] = ()
    count: int = 0

    @property
    def is_new(self) -> bool:
        """Return whether anything changed."""
        return self.change_id is not None


@dataclass(frozen=True)
class ThemeUndo:
    """An undone change; `is_new` is False if it had been undone before."""

    journey: Journey
    change: ThemeChange
    is_new: bool


def check_may_change(people: People | None, by: Actor) -> None:
    """Raise NotAllowedError for a guest."""
    if people and people.role(by.workspace, by.user) is Role.GUEST:
        raise NotAllowedError("Guests cannot change themes. Nothing was changed.")


def lock_theme(uow: UnitOfWork, ref: ThemeRef) -> tuple[Journey, Theme]:
    """Return a theme, or the one it was merged into, in a journey that nobody else changes now.

    Raises NotFoundError if the theme or its journey no longer exists.
    """
    found = uow.themes.by_id(ref.theme)
    if found is None:
        raise NotFoundError(THEME_GONE)
    journey = lock_journey(uow, found[0])
    again = uow.themes.by_id(ref.theme)
    if again is None:
        raise NotFoundError(THEME_GONE)
    return journey, again[1]


def lock_journey(uow: UnitOfWork, journey_id: int) -> Journey:
    """Return a journey that nobody else changes now; raise NotFoundError if it is gone."""
    uow.journeys.lock(journey_id)
    journey = uow.journeys.by_id(journey_id)
    if journey is None or journey.archived:
        raise NotFoundError(THEME_GONE)
    return journey


def find_themes_journey(uow: UnitOfWork, journey_id: int | None, scope: RequestScope) -> Journey:
    """Return the journey with that id if the person may see it, else the one meant there.

    Raises NotFoundError if there is none.
    """
    named = uow.journeys.by_id(journey_id) if journey_id is not None else None
    if journey_id is not None and (named is None or named.archived):
        raise NotFoundError(THEME_GONE)
    journey = find_journey(uow, named.key if named else None, scope)
    if journey is None:
        raise NotFoundError("There is no journey yet. The first note creates one.")
    return journey


def target_theme(
    uow: UnitOfWork, by: Actor, journey: Journey, to: int | str, now: datetime
) -> Theme:
    """Return the theme with an id, or with a name; made where no theme has that name.

    Raises NotFoundError if there is no theme with that id in the journey.
    """
    if isinstance(to, str):
        to, _ = uow.themes.add(journey.id, to, by.user, now)
    found = uow.themes.by_id(to)
    if found is None or found[0] != journey.id:
        raise NotFoundError(THEME_GONE)
    return found[1]


def sort_notes(
    uow: UnitOfWork, note_ids: Collection[int], after: Mapping[int, NoteSorting]
) -> dict[int, tuple[NoteSorting, NoteSorting]]:
    """Give notes their new state; return the states before and after of those that changed."""
    before = uow.pains.sorting(note_ids)
    states = {
        note_id: (state, after[note_id])
        for note_id, state in before.items()
        if state != after[note_id]
    }
    by_state: dict[NoteSorting, list[int]] = {}
    for note_id, (_, state) in states.items():
        by_state.setdefault(state, []).append(note_id)
    for state, ids in by_state.items():
        uow.pains.sort(ids, state)
    return states


def save_change(
    uow: UnitOfWork,
    by: Actor,
    now: datetime,
    result: ThemeResult,
    notes: NoteStates | None = None,
    themes: ThemeStates | None = None,
) -> ThemeResult:
    """Save what was done, so that it can be undone, and commit; return it with its id."""
    change = ThemeChange(
        id=0,
        kind=result.kind,
        name=result.theme.name if result.theme else None,
        author=by.user,
        at=now,
        notes=notes or {},
        themes=themes or {},
    )
    change_id = uow.themes.add_change(result.journey.id, change)
    uow.posted_reviews.check_no_later_than(result.journey.id, now + CORRECTION_DELAY)
    uow.commit()
    return replace(result, change_id=change_id)


def undo_change(uow: UnitOfWork, by: Actor, change_id: int, now: datetime) -> ThemeUndo:
    """Undo a change and commit; what was said since stays.

    Raises NotFoundError if the change or its journey no longer exists.
    """
    found = uow.themes.change_by_id(change_id)
    if found is None:
        raise NotFoundError(THEME_GONE)
    journey = lock_journey(uow, found[0])
    is_new = uow.themes.set_undone(change_id, by.user, now)
    if is_new:
        _restore(uow, found[1])
        uow.posted_reviews.check_no_later_than(journey.id, now + CORRECTION_DELAY)
    uow.commit()
    return ThemeUndo(journey, found[1], is_new)


def _restore(uow: UnitOfWork, change: ThemeChange) -> None:
    present = uow.pains.sorting(change.notes)
    back = {
        note_id: before
        for note_id, (before, after) in change.notes.items()
        if present.get(note_id) == after
    }
    for before, after in change.themes.values():
        _restore_theme(uow, before, after)
    sort_notes(uow, back, back)


def _restore_theme(uow: UnitOfWork, before: Theme, after: Theme) -> None:
    """Give a theme the fields back that nobody has changed since."""
    found = uow.themes.by_id(before.id)
    if found is None:
        return
    # A merged theme is found as the one it was merged into: it comes back whole.
    now = found[1] if found[1].id == before.id else before
    uow.themes.save(
        replace(
            now,
            name=before.name if now.name == after.name else now.name,
            muted=before.muted if now.muted == after.muted else now.muted,
            tracked=before.tracked if now.tracked == after.tracked else now.tracked,
        )
    )
