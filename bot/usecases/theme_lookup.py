"""Finding the theme somebody means: it has no id, one of its notes stands for it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.audience import EVERYBODY, Audience
from bot.domain.errors import NotFoundError
from bot.domain.journey import Journey
from bot.domain.period_labels import PeriodLabel
from bot.domain.periods import Period
from bot.domain.theme_corrections import Correction
from bot.domain.themes import Theme
from bot.ports import UnitOfWork
from bot.usecases.compute_review import themes_of, wished

GONE = "That theme is no longer there; its notes may have been deleted, moved or merged."


@dataclass(frozen=True)
class ThemeRef:
    """A theme of a journey (its id), held by the id of one of its notes.

    `period` is the label of the period it was seen in, null for that of the note.
    """

    journey: int
    note: int
    period: str | None = None


@dataclass(frozen=True)
class ThemesThere:
    """The themes of one period of a journey, muted ones among them.

    `corrections` are those in force that made them what they are, the oldest first.
    """

    journey: Journey
    period: Period
    themes: tuple[Theme, ...]
    corrections: tuple[Correction, ...]

    def find(self, note_id: int) -> Theme | None:
        """The theme a note is in."""
        return next((theme for theme in self.themes if note_id in theme.anchors), None)

    def of(self, note_id: int) -> Theme:
        """The same; raises NotFoundError where it is in none."""
        found = self.find(note_id)
        if found is None:
            raise NotFoundError(GONE)
        return found


def period_named(journey: Journey, label: str | None, now: datetime) -> Period:
    """The period of a label, the running one without; raises BadInputError for one ahead."""
    return wished(journey, PeriodLabel.parse(label) if label else None, now)


def themes_there(
    uow: UnitOfWork, ref: ThemeRef, now: datetime, audience: Audience = EVERYBODY
) -> tuple[ThemesThere, Theme]:
    """The theme that is meant, with the others of its period.

    Raises NotFoundError where the journey, the note or the theme is gone.
    """
    journey = uow.journeys.by_id(ref.journey)
    found = uow.notes.by_id(ref.note)
    if journey is None or journey.archived or found is None:
        raise NotFoundError(GONE)
    note = found[1]
    label = ref.period or journey.period_of(note.occurred_at).label
    period = period_named(journey, label, now)
    # Read once: what is said in the meantime must not be in one of the two alone.
    corrections = tuple(uow.theme_corrections.of_journey(journey.id))
    found_themes = themes_of(uow, journey, period, corrections, audience)
    there = ThemesThere(journey, period, found_themes, corrections)
    # Of a merged note the one that stands for it is in the theme.
    return there, there.of(note.counted_in or note.id)
