"""Load what a review shows besides moods, themes and KPIs."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.themes.ranking import quote_of
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
from domain.rising_words import find_rising_words
from domain.themes import RankedPains
from domain.trends import MoodSums
from storage.session import UnitOfWork

MAX_DELIGHTS = 3

# Of so many the readable ones are quoted.
MAX_HAPPIEST = 30

# The newest of each period: which words rose shows in a sample too.
MAX_TEXTS = 1_000


def load_highlights(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    sums: Mapping[int | None, MoodSums],
    pains: RankedPains,
    audience: Audience,
    now: datetime,
) -> Highlights:
    """Return the highlights of a period; `sums` are its moods by stage id, `pains` its themes."""
    months = period.months
    happiest = uow.notes.happiest(journey.id, months, MAX_HAPPIEST)
    quotable = [note for note in happiest if audience.can_read(note)][:MAX_DELIGHTS]
    by_persona, by_touchpoint = uow.notes.named_moods(journey.id, months)
    names = {one.theme.id: one.title for one in (*pains.themes, *pains.others)}
    return Highlights(
        delights=Delights(
            sum(one.positive for one in sums.values()),
            tuple(map(quote_of, quotable)),
        ),
        opportunities=tuple(
            Opportunities(names.get(theme_id or 0), n, ids)
            for theme_id, n, ids in uow.notes.opportunities_by_theme(journey.id, months)
        ),
        personas=choose_named_moods(by_persona.items()),
        touchpoints=choose_named_moods(by_touchpoint.items()),
        milestones=find_moved_milestones(_stages_then(uow, journey, period, now), period),
        rising_words=find_rising_words(
            *(
                uow.notes.public_pain_texts(journey.id, one.months, MAX_TEXTS)
                for one in (period, period.shifted(-1))
            )
        ),
    )


def _stages_then(
    uow: UnitOfWork, journey: Journey, period: Period, now: datetime
) -> Sequence[Stage]:
    """Return the stages as they were when the period ended: a milestone may have moved again."""
    snapshot = uow.history.as_of(journey.id, period.end) if period.end <= now else None
    return restore_snapshot(snapshot).journey.stages if snapshot else journey.stages
