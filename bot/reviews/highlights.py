"""Load what a review shows besides moods, themes and KPIs."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.access import Audience
from domain.highlights import (
    Delights,
    Highlights,
    Opportunities,
    choose_named_moods,
    find_moved_milestones,
)
from domain.journeys import Journey, Stage
from domain.map_history import restore_snapshot
from domain.periods import Period
from domain.themes import Quote
from domain.trends import MoodSums
from storage.session import UnitOfWork

MAX_DELIGHTS = 3

# Of so many the readable ones are quoted.
MAX_HAPPIEST = 30


def load_highlights(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    sums: Mapping[int | None, MoodSums],
    audience: Audience,
    now: datetime,
) -> Highlights:
    """Return the highlights of a period; `sums` are its moods by stage id."""
    months = period.months
    happiest = uow.notes.happiest(journey.id, months, MAX_HAPPIEST)
    quotable = [note for note in happiest if audience.can_read(note)][:MAX_DELIGHTS]
    by_persona, by_touchpoint = uow.notes.named_moods(journey.id, months)
    names = {theme.id: theme.name for theme in uow.themes.of_journey(journey.id)}
    return Highlights(
        delights=Delights(
            sum(one.positive for one in sums.values()),
            tuple(Quote(note.text, note.id, note.permalink) for note in quotable),
        ),
        opportunities=tuple(
            Opportunities(names.get(theme_id or 0), n, ids)
            for theme_id, n, ids in uow.notes.opportunities_by_theme(journey.id, months)
        ),
        personas=choose_named_moods(by_persona.items()),
        touchpoints=choose_named_moods(by_touchpoint.items()),
        milestones=find_moved_milestones(_stages_then(uow, journey, period, now), period),
    )


def _stages_then(
    uow: UnitOfWork, journey: Journey, period: Period, now: datetime
) -> Sequence[Stage]:
    """Return the stages as they were when the period ended: a milestone may have moved again."""
    snapshot = uow.history.as_of(journey.id, period.end) if period.end <= now else None
    return restore_snapshot(snapshot).journey.stages if snapshot else journey.stages
