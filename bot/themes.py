"""Finding the theme somebody means: it has no id, one of its notes stands for it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.journeys.lookup import RequestScope, build_request_scope, find_journey
from bot.notes.listing import NOTES_PAGE, NotePage
from bot.ports import Clock, People
from bot.reviews.figures import find_period, is_over, load_themes
from bot.reviews.follow import GATHERED
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

THEME_GONE = "That theme is no longer there; its notes may have been deleted, moved or merged."


@dataclass(frozen=True)
class PeriodThemes:
    """The themes of one period of a journey, muted ones among them.

    `corrections` are those in force that made them what they are, the oldest first.
    """

    journey: Journey
    period: Period
    themes: tuple[Theme, ...]
    corrections: tuple[ThemeCorrection, ...]

    def find(self, note_id: int) -> Theme | None:
        """The theme a note is in."""
        return next((theme for theme in self.themes if note_id in theme.anchors), None)

    def of(self, note_id: int) -> Theme:
        """The same; raises NotFoundError where it is in none."""
        found = self.find(note_id)
        if found is None:
            raise NotFoundError(THEME_GONE)
        return found


def resolve_period(journey: Journey, label: str | None, now: datetime) -> Period:
    """The period of a label, the running one without; raises BadInputError for one ahead."""
    return find_period(journey, PeriodLabel.parse(label) if label else None, now)


def find_theme(
    uow: UnitOfWork, ref: ThemeRef, now: datetime, audience: Audience = EVERYONE
) -> tuple[PeriodThemes, Theme]:
    """The theme that is meant, with the others of its period.

    Raises NotFoundError where the journey, the note or the theme is gone.
    """
    journey = uow.journeys.by_id(ref.journey)
    found = uow.notes.by_id(ref.note)
    if journey is None or journey.archived or found is None:
        raise NotFoundError(THEME_GONE)
    note = found[1]
    label = ref.period or journey.period_of(note.occurred_at).label
    period = resolve_period(journey, label, now)
    # Read once: what is said in the meantime must not be in one of the two alone.
    corrections = tuple(uow.theme_corrections.of_journey(journey.id))
    found_themes = load_themes(uow, journey, period, corrections, audience)
    there = PeriodThemes(journey, period, found_themes, corrections)
    # Of a merged note the one that stands for it is in the theme.
    return there, there.of(note.counted_in or note.id)


THEMES_PAGE = 8


MAX_CORRECTIONS = 5


# As many as a form can offer.
MAX_SPLIT_NOTES = 100


@dataclass(frozen=True)
class ThemesPage:
    """A page of the themes of a period, heaviest first, muted ones last.

    `total` counts them all, `muted` those that are muted; `page` counts from 0. `corrections` are
    the newest of the journey, those taken back too.
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
        """How many pages there are."""
        return max(1, -(-self.total // THEMES_PAGE))

    @property
    def noun(self) -> str:
        """What the period is: a quarter, half-year or month."""
        return PeriodLabel.parse(self.period).cadence.noun


@dataclass(frozen=True)
class ThemeDetails:
    """A theme with the others of its period, and its newest notes as somebody may see them."""

    journey: Journey
    period: str
    theme: Theme
    others: tuple[Theme, ...]
    notes: tuple[Note, ...]


class ListThemes:
    """Lists themes for one person. Raises NotFoundError, NotAllowedError as `existing_journey`."""

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(
        self,
        workspace: WorkspaceId,
        user: str,
        period: str | None = None,
        channel: str | None = None,
        *,
        journey_id: int | None = None,
        page: int = 0,
    ) -> ThemesPage:
        """The themes of a period label, of the running period without one.

        Of the journey with that id, else of the one that is meant in the channel. Raises
        BadInputError for a label that is none or lies ahead.
        """
        place, now = build_request_scope(self._people, workspace, user, channel), self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = _find_journey(uow, journey_id, place)
            named = resolve_period(journey, period, now)
            in_force = uow.theme_corrections.of_journey(journey.id)
            found = load_themes(uow, journey, named, in_force, Audience(channel, user))
            corrections = uow.theme_corrections.history(journey.id, MAX_CORRECTIONS)
        muted = tuple(theme for theme in found if theme.muted)
        ordered = (*visible_themes(found), *muted)
        page = max(0, min(page, (len(ordered) - 1) // THEMES_PAGE))
        return ThemesPage(
            journey=journey,
            period=named.label,
            complete=is_over(named, now),
            themes=ordered[page * THEMES_PAGE : (page + 1) * THEMES_PAGE],
            total=len(ordered),
            muted=len(muted),
            page=page,
            corrections=tuple(corrections),
        )

    def look(
        self, workspace: WorkspaceId, user: str, ref: ThemeRef, channel: str | None = None
    ) -> ThemeDetails:
        """One theme with what a form about it takes."""
        place, audience = (
            build_request_scope(self._people, workspace, user, channel),
            Audience(channel, user),
        )
        with self._storage.read(workspace) as uow:
            _find_journey(uow, ref.journey, place)
            there, theme = find_theme(uow, ref, self._clock.now(), audience)
            notes = _notes_of(uow, there, theme)[:MAX_SPLIT_NOTES]
        return ThemeDetails(
            journey=there.journey,
            period=there.period.label,
            theme=theme,
            others=tuple(other for other in there.themes if other is not theme),
            notes=tuple(audience.redact(note) for note in notes),
        )

    def notes(
        self,
        workspace: WorkspaceId,
        user: str,
        ref: ThemeRef,
        channel: str | None = None,
        *,
        page: int = 0,
    ) -> NotePage:
        """A page of the notes of a theme in its period, newest first."""
        place, audience = (
            build_request_scope(self._people, workspace, user, channel),
            Audience(channel, user),
        )
        with self._storage.read(workspace) as uow:
            _find_journey(uow, ref.journey, place)
            there, theme = find_theme(uow, ref, self._clock.now(), audience)
            notes = _notes_of(uow, there, theme)
        page = max(0, min(page, (len(notes) - 1) // NOTES_PAGE))
        shown = tuple(
            audience.redact(note) for note in notes[page * NOTES_PAGE : (page + 1) * NOTES_PAGE]
        )
        of = ThemeRef(ref.journey, ref.note, there.period.label)
        return NotePage(
            there.journey, shown, len(notes), page=page, user=user, theme=of, title=theme.title
        )


def _find_journey(uow: UnitOfWork, journey_id: int | None, place: RequestScope) -> Journey:
    """The journey with that id, where the person may see it, else the one that is meant there."""
    named = None
    if journey_id is not None:
        named = uow.journeys.by_id(journey_id)
        if named is None:
            raise NotFoundError(THEME_GONE)
    journey = find_journey(uow, named.key if named else None, place)
    if journey is None:
        raise NotFoundError("There is no journey yet: the first note begins one.")
    return journey


def _notes_of(uow: UnitOfWork, there: PeriodThemes, theme: Theme) -> list[Note]:
    """The notes of a theme in its period, newest first."""
    held = set(theme.note_ids)
    notes = uow.notes.pain_points(there.journey.id, there.period.months)
    return [note for note in reversed(notes) if note.id in held]


MAX_THEME_NAME = 150


@dataclass(frozen=True)
class ThemeChange:
    """What was said of a theme, which is as it was before; `other` is the one it is merged with.

    `correction` is the id by which that is taken back, null where there is nothing to take back;
    `count` how many notes were split off. `different` is false where it was so already.
    """

    journey: Journey
    theme: Theme
    kind: ThemeCorrectionKind
    correction: int | None
    other: Theme | None = None
    name: str | None = None
    count: int = 0
    different: bool = True


@dataclass(frozen=True)
class ThemeUndo:
    """A correction that holds no more; `different` is false where it did not before."""

    journey: Journey
    correction: ThemeCorrection
    different: bool


class CorrectThemes:
    """Corrects themes. Every member may, guests may not: raises NotAllowedError.

    The groups are found before the write begins, so that nobody waits for that; doing the same
    twice, even at once, is the same as once. Raises NotFoundError where a theme is gone.
    """

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def rename(self, by: Actor, ref: ThemeRef, name: str) -> ThemeChange:
        """Give a theme a name; without one it bears the words of its notes again.

        Raises BadFieldError("name") for one that is too long.
        """
        name = validate_theme_name(name)
        there, theme = self._look(by, ref)
        done = ThemeChange(
            there.journey, theme, ThemeCorrectionKind.RENAMED, None, name=name or None
        )
        if not name:
            undone = self._undo_all(by, theme.named_by)
            return replace(done, different=undone)
        if theme.named_by and theme.title == name:
            return replace(done, correction=theme.named_by[-1], different=False)
        return self._keep(by, done, (theme.anchors,), there)

    def merge(self, by: Actor, ref: ThemeRef, other_note: int) -> ThemeChange:
        """Have two themes be one; raises BadInputError where one of them alone is muted."""
        there, theme = self._look(by, ref)
        other = there.of(other_note)
        done = ThemeChange(there.journey, theme, ThemeCorrectionKind.MERGED, None, other)
        if other is theme:
            return replace(done, different=False)
        if other.muted is not theme.muted:
            raise BadInputError("One of the two is muted. Unmute it first, then merge them.")
        return self._keep(by, done, (theme.anchors, other.anchors), there)

    def split(self, by: Actor, ref: ThemeRef, note_ids: Collection[int]) -> ThemeChange:
        """Have some notes of a theme be one of their own.

        Those that nobody was offered, of before and later ones, go where their words are. Raises
        BadFieldError("notes") where none is chosen, or all are.
        """
        there, theme = self._look(by, ref)
        chosen = set(note_ids)
        done = ThemeChange(there.journey, theme, ThemeCorrectionKind.SPLIT, None, count=len(chosen))
        before = _find_same_split(there, chosen)
        if before is not None:
            return replace(done, correction=before.id, different=False)
        offered = theme.note_ids[-MAX_SPLIT_NOTES:]
        off = tuple(note_id for note_id in theme.note_ids if note_id in chosen)
        rest = tuple(note_id for note_id in offered if note_id not in chosen)
        if not off:
            raise BadFieldError("notes", "Choose the notes that are a theme of their own.")
        if not rest:
            raise BadFieldError("notes", "Leave at least one note where it is.")
        return self._keep(by, replace(done, count=len(off)), (off, rest), there)

    def mute(self, by: Actor, ref: ThemeRef) -> ThemeChange:
        """Leave a theme out of what is shown, until it is unmuted; it is counted all the same."""
        there, theme = self._look(by, ref)
        done = ThemeChange(there.journey, theme, ThemeCorrectionKind.MUTED, None)
        if theme.muted:
            return replace(done, correction=theme.muted_by[-1], different=False)
        return self._keep(by, done, (theme.anchors,), there)

    def unmute(self, by: Actor, ref: ThemeRef) -> ThemeChange:
        """Show a theme again."""
        there, theme = self._look(by, ref)
        undone = self._undo_all(by, theme.muted_by)
        done = ThemeChange(there.journey, theme, ThemeCorrectionKind.MUTED, None)
        return replace(done, different=undone)

    def undo(self, by: Actor, correction_id: int) -> ThemeUndo:
        """Take a correction back; those made after it stay."""
        self._check(by)
        with self._storage.write(by.workspace) as uow:
            found = uow.theme_corrections.by_id(correction_id)
            journey = uow.journeys.by_id(found[0]) if found else None
            if found is None or journey is None:
                raise NotFoundError(THEME_GONE)
            undone = uow.theme_corrections.undo(correction_id, by.user, self._clock.now())
            uow.publications.attend_sooner(journey.id, self._clock.now() + GATHERED)
            uow.commit()
        return ThemeUndo(journey, found[1], undone)

    def _look(self, by: Actor, ref: ThemeRef) -> tuple[PeriodThemes, Theme]:
        self._check(by)
        with self._storage.read(by.workspace) as uow:
            return find_theme(uow, ref, self._clock.now())

    def _keep(
        self, by: Actor, done: ThemeChange, sides: NoteGroups, there: PeriodThemes
    ) -> ThemeChange:
        """Keep it, unless the same was kept since the themes were looked at."""
        new = NewThemeCorrection(done.kind, sides, by.user, self._clock.now(), done.name)
        with self._storage.write(by.workspace) as uow:
            # Of two who say the same at once the second finds what the first said.
            uow.journeys.lock(done.journey.id)
            same = _find_same_correction(
                uow, done.journey, new, {one.id for one in there.corrections}
            )
            kept = same or uow.theme_corrections.add(done.journey.id, new)
            uow.publications.attend_sooner(done.journey.id, self._clock.now() + GATHERED)
            uow.commit()
        return replace(done, correction=kept, different=same is None)

    def _undo_all(self, by: Actor, corrections: Collection[int]) -> bool:
        now = self._clock.now()
        with self._storage.write(by.workspace) as uow:
            undone = [uow.theme_corrections.undo(one, by.user, now) for one in corrections]
            uow.commit()
        return any(undone)

    def _check(self, by: Actor) -> None:
        if self._people and self._people.role(by.workspace, by.user) is Role.GUEST:
            raise NotAllowedError("Guests cannot correct themes. Nothing was changed.")


def validate_theme_name(typed: str) -> str:
    """A name in one line; raises BadFieldError("name") for one that is too long."""
    name = " ".join(clean_text(typed).split())
    if len(name) > MAX_THEME_NAME:
        raise BadFieldError("name", f"A name has at most {MAX_THEME_NAME} characters.")
    return name


def _find_same_correction(
    uow: UnitOfWork, journey: Journey, new: NewThemeCorrection, known: Collection[int]
) -> int | None:
    """The id of a correction that says the same and was not known yet."""

    def says(sides: NoteGroups) -> list[set[int]]:
        held = [set(side) for side in sides if side]
        # Which of two is merged with which makes no difference.
        return sorted(held, key=min) if new.kind is ThemeCorrectionKind.MERGED else held

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


def _find_same_split(there: PeriodThemes, chosen: set[int]) -> ThemeCorrection | None:
    """The split that has made these notes a theme of their own already."""
    theirs = there.find(min(chosen)) if chosen else None
    anchors = set(theirs.anchors) if theirs else set()
    for one in there.corrections:
        same = one.kind is ThemeCorrectionKind.SPLIT and set(one.sides[0]) == chosen
        if same and chosen <= anchors and anchors.isdisjoint(one.sides[1]):
            return one
    return None
