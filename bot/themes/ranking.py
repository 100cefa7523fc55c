"""Load the themes of a period: counts of rows, however many notes there are."""

from collections.abc import Mapping
from dataclasses import replace

from domain.access import EVERYONE, Audience
from domain.journeys import Journey
from domain.notes import Note
from domain.periods import Months, Period
from domain.themes import (
    PainCounts,
    PeriodTheme,
    Quote,
    RankedPains,
    rank_pains,
)
from storage.session import UnitOfWork

# How far back it is looked for how many periods running a theme has been noted.
MAX_PERIODS = 24

MAX_ONCE_QUOTES = 3


def load_pains(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    *,
    before: Period | None = None,
    audience: Audience = EVERYONE,
    persona: str | None = None,
) -> RankedPains:
    """Return the themes of a period, muted ones included, with quotes an audience may read.

    They are compared with the period `before`, by default the one before it.
    """
    earlier = before or period.shifted(-1)
    counts = uow.pains.count_pains(journey.id, period.months, earlier.months, persona)
    stages: dict[int | None, str] = {
        stage.id: stage.key for stage in (*journey.stages, *journey.archived_stages)
    }
    first_months = [one.months.first for one in reversed(period.last(MAX_PERIODS))]
    ranked = rank_pains(uow.themes.of_journey(journey.id), counts, stages, first_months)
    once = uow.pains.heaviest_once(journey.id, period.months, audience, MAX_ONCE_QUOTES)
    return RankedPains(
        _with_quotes(uow, ranked, counts, (period.months, earlier.months), audience),
        replace(ranked.said_once, quotes=tuple(quote_of(note) for note in once)),
        ranked.others,
    )


def _with_quotes(
    uow: UnitOfWork,
    ranked: RankedPains,
    counts: PainCounts,
    months: tuple[Months, Months],
    audience: Audience,
) -> tuple[PeriodTheme, ...]:
    """Fill in the quotes: public notes first, then what this audience alone may read."""
    chosen = _choose_quotes(ranked, counts)
    notes = {note.id: note for note in uow.notes.by_ids(set(chosen.values()))}
    quoted = []
    for theme in ranked.themes:
        note = notes.get(chosen.get(theme.theme.id, 0))
        if note is None and audience != EVERYONE:
            note = uow.pains.quotable(theme.theme.id, months[0] if theme.n else months[1], audience)
        quoted.append(replace(theme, quote=quote_of(note) if note else None))
    return tuple(quoted)


def _choose_quotes(ranked: RankedPains, counts: PainCounts) -> Mapping[int, int]:
    """Return theme id → id of its newest most severe public note, of the period it is shown for."""
    shown = {theme.theme.id: bool(theme.n) for theme in ranked.themes}
    best: dict[int, tuple[int, int]] = {}
    for count in counts.counts:
        theme_id = count.theme_id
        if theme_id is None or count.quote_id is None or shown.get(theme_id) != count.is_current:
            continue
        best[theme_id] = max(best.get(theme_id, (0, 0)), (count.quote_severity, count.quote_id))
    return {theme_id: note_id for theme_id, (_, note_id) in best.items()}


def quote_of(note: Note) -> Quote:
    """Return a note as a quote; the caller has checked that it may be read."""
    return Quote(note.text, note.id, note.permalink)
