"""Correct themes: name, merge, split, mute, and take that back. Who did what is kept."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from bot.domain.journey import Journey
from bot.domain.roles import Role
from bot.domain.texts import clean
from bot.domain.theme_corrections import Correction, CorrectionKind, NewCorrection, Sides
from bot.domain.themes import Theme
from bot.ports import Clock, People, Storage, UnitOfWork
from bot.usecases.change_note import By
from bot.usecases.follow_reviews import GATHERED
from bot.usecases.list_themes import MOST_OFFERED
from bot.usecases.theme_lookup import GONE, ThemeRef, ThemesThere, themes_there

LONGEST_NAME = 150


@dataclass(frozen=True)
class Corrected:
    """What was said of a theme, which is as it was before; `other` is the one it is merged with.

    `correction` is the id by which that is taken back, null where there is nothing to take back;
    `count` how many notes were split off. `different` is false where it was so already.
    """

    journey: Journey
    theme: Theme
    kind: CorrectionKind
    correction: int | None
    other: Theme | None = None
    name: str | None = None
    count: int = 0
    different: bool = True


@dataclass(frozen=True)
class TakenBack:
    """A correction that holds no more; `different` is false where it did not before."""

    journey: Journey
    correction: Correction
    different: bool


class CorrectThemes:
    """Corrects themes. Every member may, guests may not: raises NotAllowedError.

    The groups are found before the write begins, so that nobody waits for that; doing the same
    twice, even at once, is the same as once. Raises NotFoundError where a theme is gone.
    """

    def __init__(self, storage: Storage, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def rename(self, by: By, ref: ThemeRef, name: str) -> Corrected:
        """Give a theme a name; without one it bears the words of its notes again.

        Raises BadFieldError("name") for one that is too long.
        """
        name = checked_name(name)
        there, theme = self._look(by, ref)
        done = Corrected(there.journey, theme, CorrectionKind.RENAMED, None, name=name or None)
        if not name:
            undone = self._undo_all(by, theme.named_by)
            return replace(done, different=undone)
        if theme.named_by and theme.title == name:
            return replace(done, correction=theme.named_by[-1], different=False)
        return self._keep(by, done, (theme.anchors,), there)

    def merge(self, by: By, ref: ThemeRef, other_note: int) -> Corrected:
        """Have two themes be one; raises BadInputError where one of them alone is muted."""
        there, theme = self._look(by, ref)
        other = there.of(other_note)
        done = Corrected(there.journey, theme, CorrectionKind.MERGED, None, other)
        if other is theme:
            return replace(done, different=False)
        if other.muted is not theme.muted:
            raise BadInputError("One of the two is muted. Unmute it first, then merge them.")
        return self._keep(by, done, (theme.anchors, other.anchors), there)

    def split(self, by: By, ref: ThemeRef, note_ids: Collection[int]) -> Corrected:
        """Have some notes of a theme be one of their own.

        Those that nobody was offered, of before and later ones, go where their words are. Raises
        BadFieldError("notes") where none is chosen, or all are.
        """
        there, theme = self._look(by, ref)
        chosen = set(note_ids)
        done = Corrected(there.journey, theme, CorrectionKind.SPLIT, None, count=len(chosen))
        before = _split_before(there, chosen)
        if before is not None:
            return replace(done, correction=before.id, different=False)
        offered = theme.note_ids[-MOST_OFFERED:]
        off = tuple(note_id for note_id in theme.note_ids if note_id in chosen)
        rest = tuple(note_id for note_id in offered if note_id not in chosen)
        if not off:
            raise BadFieldError("notes", "Choose the notes that are a theme of their own.")
        if not rest:
            raise BadFieldError("notes", "Leave at least one note where it is.")
        return self._keep(by, replace(done, count=len(off)), (off, rest), there)

    def mute(self, by: By, ref: ThemeRef) -> Corrected:
        """Leave a theme out of what is shown, until it is unmuted; it is counted all the same."""
        there, theme = self._look(by, ref)
        done = Corrected(there.journey, theme, CorrectionKind.MUTED, None)
        if theme.muted:
            return replace(done, correction=theme.muted_by[-1], different=False)
        return self._keep(by, done, (theme.anchors,), there)

    def unmute(self, by: By, ref: ThemeRef) -> Corrected:
        """Show a theme again."""
        there, theme = self._look(by, ref)
        undone = self._undo_all(by, theme.muted_by)
        done = Corrected(there.journey, theme, CorrectionKind.MUTED, None)
        return replace(done, different=undone)

    def undo(self, by: By, correction_id: int) -> TakenBack:
        """Take a correction back; those made after it stay."""
        self._check(by)
        with self._storage.write(by.workspace) as uow:
            found = uow.theme_corrections.by_id(correction_id)
            journey = uow.journeys.by_id(found[0]) if found else None
            if found is None or journey is None:
                raise NotFoundError(GONE)
            undone = uow.theme_corrections.undo(correction_id, by.user, self._clock.now())
            uow.publications.attend_sooner(journey.id, self._clock.now() + GATHERED)
            uow.commit()
        return TakenBack(journey, found[1], undone)

    def _look(self, by: By, ref: ThemeRef) -> tuple[ThemesThere, Theme]:
        self._check(by)
        with self._storage.read(by.workspace) as uow:
            return themes_there(uow, ref, self._clock.now())

    def _keep(self, by: By, done: Corrected, sides: Sides, there: ThemesThere) -> Corrected:
        """Keep it, unless the same was kept since the themes were looked at."""
        new = NewCorrection(done.kind, sides, by.user, self._clock.now(), done.name)
        with self._storage.write(by.workspace) as uow:
            # Of two who say the same at once the second finds what the first said.
            uow.journeys.locked(done.journey.id)
            same = _kept_since(uow, done.journey, new, {one.id for one in there.corrections})
            kept = same or uow.theme_corrections.add(done.journey.id, new)
            uow.publications.attend_sooner(done.journey.id, self._clock.now() + GATHERED)
            uow.commit()
        return replace(done, correction=kept, different=same is None)

    def _undo_all(self, by: By, corrections: Collection[int]) -> bool:
        now = self._clock.now()
        with self._storage.write(by.workspace) as uow:
            undone = [uow.theme_corrections.undo(one, by.user, now) for one in corrections]
            uow.commit()
        return any(undone)

    def _check(self, by: By) -> None:
        if self._people and self._people.role(by.workspace, by.user) is Role.GUEST:
            raise NotAllowedError("Guests cannot correct themes. Nothing was changed.")


def checked_name(typed: str) -> str:
    """A name in one line; raises BadFieldError("name") for one that is too long."""
    name = " ".join(clean(typed).split())
    if len(name) > LONGEST_NAME:
        raise BadFieldError("name", f"A name has at most {LONGEST_NAME} characters.")
    return name


def _kept_since(
    uow: UnitOfWork, journey: Journey, new: NewCorrection, known: Collection[int]
) -> int | None:
    """The id of a correction that says the same and was not known yet."""

    def says(sides: Sides) -> list[set[int]]:
        held = [set(side) for side in sides if side]
        # Which of two is merged with which makes no difference.
        return sorted(held, key=min) if new.kind is CorrectionKind.MERGED else held

    return next(
        (
            one.id
            for one in uow.theme_corrections.of_journey(journey.id)
            if one.id not in known
            and (one.kind, one.name) == (new.kind, new.name)
            and says(one.sides) == says(new.sides)
        ),
        None,
    )


def _split_before(there: ThemesThere, chosen: set[int]) -> Correction | None:
    """The split that has made these notes a theme of their own already."""
    theirs = there.find(min(chosen)) if chosen else None
    anchors = set(theirs.anchors) if theirs else set()
    for one in there.corrections:
        same = one.kind is CorrectionKind.SPLIT and set(one.sides[0]) == chosen
        if same and chosen <= anchors and anchors.isdisjoint(one.sides[1]):
            return one
    return None
