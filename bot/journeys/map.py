"""Show the map of a journey: as it is, or as it stood at the end of a past period."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.journeys.editing import load_map_parts
from bot.journeys.lookup import ANY_CHANNEL, RequestScope, find_journey, find_or_create_journey
from bot.ports import Clock
from bot.reviews.figures import find_period, is_over, load_kpi_trends
from domain import reviews as review_figures
from domain import themes as theme_rules
from domain.access import Audience
from domain.errors import BadInputError
from domain.journey_map import JourneyMap, MapStage, Persona
from domain.journeys import Journey, WorkspaceId
from domain.map_history import MapParts, restore_snapshot
from domain.note_filters import NoteFilter
from domain.notes import Note, NoteKind
from domain.periods import LABELS, Period, PeriodLabel
from domain.reviews import KpiTrend, StageMood
from domain.text import find_name
from domain.themes import Theme
from storage.session import Database, UnitOfWork

MAX_OPPORTUNITIES = 200


# What somebody took for a period begins with four digits; personas may begin with fewer.
_YEAR = re.compile(r"\d{4}(?!\d)")


# The texts that are shown, and how many there are in all.
Ideas = tuple[tuple[str, ...], int]


@dataclass(frozen=True)
class MapRequest:
    """Which map: keys or labels as typed, null for the usual one."""

    journey: str | None = None
    period: str | None = None
    persona: str | None = None


class MapService:
    """Gathers maps."""

    def __init__(self, storage: Database, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(
        self,
        workspace: WorkspaceId,
        wish: MapRequest | None = None,
        place: RequestScope = ANY_CHANNEL,
    ) -> JourneyMap:
        """The map that was wished for; of the running period where none is named.

        Raises BadInputError for a period or persona that is none, NotFoundError for a journey.
        """
        wish = wish or MapRequest()
        wanted = PeriodLabel.parse(wish.period) if wish.period else None
        now = self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, wish.journey, place)
            if journey is not None:
                period, there = find_period(journey, wanted, now), Audience(place.channel)
                return _drawn(uow, journey, period, now, wish.persona, there)
        with self._storage.write(workspace) as uow:
            find_or_create_journey(uow, wish.journey, now, place)
            uow.commit()
        return self(workspace, wish, place)

    def typed(
        self, workspace: WorkspaceId, words: str, place: RequestScope = ANY_CHANNEL
    ) -> JourneyMap:
        """The same from words: a journey's key, a period, a persona, in any order.

        Raises BadInputError for a word that is none of these.
        """
        with self._storage.read(workspace) as uow:
            # An archived one too: that it is archived is told, not that it is no word.
            known = (*uow.journeys.all(), *uow.journeys.all(archived=True))
            keys = {found.key for found in known}
        wish = MapRequest()
        rest = []
        for word in words.split():
            plain = word.casefold()
            if plain in keys and not place.guest:
                wish = replace(wish, journey=plain)
            elif _YEAR.match(word):
                wish = replace(wish, period=word)
            else:
                rest.append(plain.removeprefix("persona:"))
        return self(workspace, replace(wish, persona=" ".join(rest) or None), place)


def _drawn(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    now: datetime,
    persona: str | None,
    audience: Audience,
) -> JourneyMap:
    over = is_over(period, now)
    kept = uow.history.as_of(journey.id, period.end) if over else None
    parts = restore_snapshot(kept) if kept else load_map_parts(uow, journey)
    chosen = _persona(uow, parts, journey.calendar.month_of(now), persona) if persona else None
    key = chosen.key if chosen else None
    felt = uow.notes.moods(journey.id, period.months, key)
    before = uow.notes.moods(journey.id, period.shifted(-1).months, key)
    moods = review_figures.compute_stage_moods(parts.journey.stages, felt, before, period.noun)
    names = _keys_of_then(journey, parts.journey)
    hurting = uow.notes.pain_points(journey.id, period.months, key)
    found = [replace(note, stage=names.get(note.stage)) for note in hurting]
    pains = _pains(uow, parts.journey, found, audience)
    ideas = _opportunities(uow, parts.journey, period, key, names, audience)
    stages = {stage.key for stage in parts.journey.stages}
    in_use = [k for k in parts.kpis if not k.archived and (k.stage is None or k.stage in stages)]
    measured = load_kpi_trends(uow, journey, period, in_use)
    return JourneyMap(
        journey=parts.journey,
        period=period,
        complete=over,
        persona=chosen.name if chosen else None,
        stages=tuple(_column(parts, mood, pains, ideas, measured) for mood in moods),
        kpis=tuple(trend for trend in measured if trend.kpi.stage is None),
        notes=review_figures.count_notes(felt),
    )


def _column(
    parts: MapParts,
    mood: StageMood,
    pains: Mapping[str, tuple[Theme, ...]],
    ideas: Mapping[str, Ideas],
    measured: tuple[KpiTrend, ...],
) -> MapStage:
    key = mood.stage.key
    said, count = ideas[key]
    return MapStage(
        mood=mood,
        touchpoints=tuple(t for t in parts.touchpoints if t.stage == key and not t.archived),
        pains=pains[key],
        opportunities=said,
        opportunity_count=count,
        kpis=tuple(trend for trend in measured if trend.kpi.stage == key),
    )


def _pains(
    uow: UnitOfWork, journey: Journey, notes: Sequence[Note], audience: Audience
) -> Mapping[str, tuple[Theme, ...]]:
    """The themes of each stage by its key, without the muted ones."""
    corrections = uow.theme_corrections.of_journey(journey.id)
    found = {}
    for stage in journey.stages:
        mine = [note for note in notes if note.stage == stage.key]
        found[stage.key] = theme_rules.visible_themes(
            theme_rules.rank_themes(mine, corrections, audience)
        )
    return found


def _keys_of_then(now: Journey, then: Journey) -> Mapping[str | None, str]:
    """The key that each stage of now had then, by its key of now: notes go by the latter."""
    keys = {stage.id: stage.key for stage in then.stages}
    stages = (*now.stages, *now.archived_stages)
    return {stage.key: keys[stage.id] for stage in stages if stage.id in keys}


def _opportunities(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    persona: str | None,
    names: Mapping[str | None, str],
    audience: Audience,
) -> Mapping[str, Ideas]:
    """Texts by stage key, newest first, with how many there are in all."""
    wanted = NoteFilter(kind=NoteKind.OPPORTUNITY, months=period.months, persona=persona)
    listed = uow.notes.list_newest(journey.id, wanted, MAX_OPPORTUNITIES)
    notes = [audience.seen(note) for note in listed]
    found = {}
    for stage in journey.stages:
        said = tuple(note.text for note in notes if names.get(note.stage) == stage.key)
        in_stage = replace(wanted, stage_id=stage.id)
        all_listed = len(notes) < MAX_OPPORTUNITIES
        found[stage.key] = said, len(said) if all_listed else uow.notes.count(journey.id, in_stage)
    return found


def _persona(uow: UnitOfWork, parts: MapParts, month: int, typed: str) -> Persona:
    """The persona somebody meant: one of the map, or one that notes name."""
    known = {persona.key: persona.name for persona in parts.personas if not persona.archived}
    for key in uow.notes.coverage(parts.journey.id, None, month).personas:
        known.setdefault(key, key)
    match = find_name(typed, known)
    if match.key is None:
        names = ", ".join(sorted(known)) or "none yet"
        raise BadInputError(
            f"“{typed[:40]}” is no journey, no persona and no period ({LABELS}) here. "
            f"The personas are: {names}."
        )
    return Persona(id=0, key=match.key, name=known[match.key])
