"""List the themes of a journey, and the notes of one."""

from dataclasses import dataclass

from bot.domain.audience import Audience
from bot.domain.errors import NotFoundError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.notes import Note
from bot.domain.period_labels import PeriodLabel
from bot.domain.theme_corrections import Correction
from bot.domain.themes import Theme, heard
from bot.ports import Clock, People, Storage, UnitOfWork
from bot.usecases.compute_review import is_over, themes_of
from bot.usecases.journeys import Place, existing_journey, place_of
from bot.usecases.list_notes import PAGE, NotesListed
from bot.usecases.theme_lookup import GONE, ThemeRef, ThemesThere, period_named, themes_there

THEMES_PAGE = 8
MOST_CORRECTIONS = 5
# As many as a form can offer.
MOST_OFFERED = 100


@dataclass(frozen=True)
class ThemesListed:
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
    corrections: tuple[Correction, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // THEMES_PAGE))

    @property
    def noun(self) -> str:
        """What the period is: a quarter, half-year or month."""
        return PeriodLabel.parse(self.period).cadence.noun


@dataclass(frozen=True)
class ThemeShown:
    """A theme with the others of its period, and its newest notes as somebody may see them."""

    journey: Journey
    period: str
    theme: Theme
    others: tuple[Theme, ...]
    notes: tuple[Note, ...]


class ListThemes:
    """Lists themes for one person. Raises NotFoundError, NotAllowedError as `existing_journey`."""

    def __init__(self, storage: Storage, clock: Clock, people: People | None = None) -> None:
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
    ) -> ThemesListed:
        """The themes of a period label, of the running period without one.

        Of the journey with that id, else of the one that is meant in the channel. Raises
        BadInputError for a label that is none or lies ahead.
        """
        place, now = place_of(self._people, workspace, user, channel), self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = _journey(uow, journey_id, place)
            named = period_named(journey, period, now)
            in_force = uow.theme_corrections.of_journey(journey.id)
            found = themes_of(uow, journey, named, in_force, Audience(channel, user))
            corrections = uow.theme_corrections.history(journey.id, MOST_CORRECTIONS)
        muted = tuple(theme for theme in found if theme.muted)
        ordered = (*heard(found), *muted)
        page = max(0, min(page, (len(ordered) - 1) // THEMES_PAGE))
        return ThemesListed(
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
    ) -> ThemeShown:
        """One theme with what a form about it takes."""
        place, audience = place_of(self._people, workspace, user, channel), Audience(channel, user)
        with self._storage.read(workspace) as uow:
            _journey(uow, ref.journey, place)
            there, theme = themes_there(uow, ref, self._clock.now(), audience)
            notes = _notes(uow, there, theme)[:MOST_OFFERED]
        return ThemeShown(
            journey=there.journey,
            period=there.period.label,
            theme=theme,
            others=tuple(other for other in there.themes if other is not theme),
            notes=tuple(audience.seen(note) for note in notes),
        )

    def notes(
        self,
        workspace: WorkspaceId,
        user: str,
        ref: ThemeRef,
        channel: str | None = None,
        *,
        page: int = 0,
    ) -> NotesListed:
        """A page of the notes of a theme in its period, newest first."""
        place, audience = place_of(self._people, workspace, user, channel), Audience(channel, user)
        with self._storage.read(workspace) as uow:
            _journey(uow, ref.journey, place)
            there, theme = themes_there(uow, ref, self._clock.now(), audience)
            notes = _notes(uow, there, theme)
        page = max(0, min(page, (len(notes) - 1) // PAGE))
        shown = tuple(audience.seen(note) for note in notes[page * PAGE : (page + 1) * PAGE])
        of = ThemeRef(ref.journey, ref.note, there.period.label)
        return NotesListed(
            there.journey, shown, len(notes), page=page, user=user, theme=of, title=theme.title
        )


def _journey(uow: UnitOfWork, journey_id: int | None, place: Place) -> Journey:
    """The journey with that id, where the person may see it, else the one that is meant there."""
    named = None
    if journey_id is not None:
        named = uow.journeys.by_id(journey_id)
        if named is None:
            raise NotFoundError(GONE)
    journey = existing_journey(uow, named.key if named else None, place)
    if journey is None:
        raise NotFoundError("There is no journey yet: the first note begins one.")
    return journey


def _notes(uow: UnitOfWork, there: ThemesThere, theme: Theme) -> list[Note]:
    """The notes of a theme in its period, newest first."""
    held = set(theme.note_ids)
    notes = uow.notes.pains(there.journey.id, there.period.months)
    return [note for note in reversed(notes) if note.id in held]
