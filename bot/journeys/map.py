"""The map of a journey, now or at the end of a past period; its parts and its history."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.journeys.editing import GONE, check_may_edit, load_map_parts
from bot.journeys.lookup import (
    ANY_CHANNEL,
    RequestScope,
    default_calendar,
    find_journey,
    find_or_create_journey,
)
from bot.ports import Clock, People
from bot.reviews.figures import check_is_period, find_period, is_over, load_kpi_trends
from bot.themes.ranking import load_pains
from domain import reviews as review_figures
from domain.access import Audience, Role
from domain.errors import BadInputError, NotAllowedError, NotFoundError
from domain.journey_map import JourneyMap, MapStage, Persona
from domain.journeys import Journey, WorkspaceId
from domain.map_history import MapParts, Version, restore_snapshot
from domain.note_filters import NoteFilter
from domain.notes import NoteKind
from domain.periods import LABELS, Cadence, Months, Period
from domain.reviews import KpiTrend, StageMood
from domain.text import find_name
from domain.themes import PeriodTheme, visible_themes
from domain.typed_periods import is_period
from storage.session import Database, UnitOfWork

MAX_OPPORTUNITIES = 200

VERSIONS_PER_PAGE = 20


# A word that begins with four digits is read as a period; personas may begin with fewer.
_YEAR = re.compile(r"\d{4}(?!\d)")


# The texts that are shown, and how many there are in all.
Opportunities = tuple[tuple[str, ...], int]


@dataclass(frozen=True)
class MapRequest:
    """Which map: keys or labels as typed, None for the default one."""

    journey: str | None = None
    period: str | None = None
    persona: str | None = None


@dataclass(frozen=True)
class MapPartsView:
    """A map's parts as a person may see them. `seen` is the number of the map's last version.

    `refusal` is the reason they may not change it, None if they may.
    """

    parts: MapParts
    seen: int
    refusal: str | None

    @property
    def journey(self) -> Journey:
        """Return the journey they belong to."""
        return self.parts.journey


@dataclass(frozen=True)
class HistoryPage:
    """A page of a map's changes, newest first; `older` says that there is another page."""

    journey: Journey
    versions: tuple[Version, ...]
    page: int = 0
    older: bool = False


class MapService:
    """Reads maps, their parts and their history."""

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def show(
        self,
        workspace: WorkspaceId,
        request: MapRequest | None = None,
        scope: RequestScope = ANY_CHANNEL,
    ) -> JourneyMap:
        """Return the requested map; of the running period if none is named.

        Raises BadInputError for an unknown period or persona, NotFoundError for a journey.
        """
        request = request or MapRequest()
        now = self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, request.journey, scope)
            if journey is not None:
                period, audience = (
                    find_period(journey, request.period, now),
                    Audience(scope.channel),
                )
                return _build_map(uow, journey, period, now, request.persona, audience)
        check_is_period(request.period, now)
        with self._storage.write(workspace) as uow:
            find_or_create_journey(uow, request.journey, now, scope)
            uow.commit()
        return self.show(workspace, request, scope)

    def show_typed(
        self, workspace: WorkspaceId, words: str, scope: RequestScope = ANY_CHANNEL
    ) -> JourneyMap:
        """Return the map for typed words: a journey's key, a period, a persona, in any order.

        Raises BadInputError for a word that is none of these.
        """
        with self._storage.read(workspace) as uow:
            # Archived ones too: the answer says that the journey is archived.
            known = (*uow.journeys.all(), *uow.journeys.all(archived=True))
            keys = {found.key for found in known}
        request = MapRequest()
        rest = []
        for word in words.split():
            folded = word.casefold()
            if folded in keys and not scope.guest:
                request = replace(request, journey=folded)
            elif _YEAR.match(word):
                request = replace(request, period=word)
            else:
                rest.append(folded.removeprefix("persona:"))
        period, rest = _take_period(rest, self._clock.now())
        request = replace(request, period=request.period or period)
        return self.show(workspace, replace(request, persona=" ".join(rest) or None), scope)

    def find_parts(
        self, workspace: WorkspaceId, user: str, key: str | None, scope: RequestScope = ANY_CHANNEL
    ) -> MapPartsView:
        """Return the parts of the journey with that key, or the channel's; create the first one.

        Raises NotFoundError or NotAllowedError as `find_journey`.
        """
        role = self._find_role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, key, scope)
            if journey is not None:
                return _view_parts(uow, journey, user, role)
        with self._storage.write(workspace) as uow:
            journey = find_or_create_journey(uow, key, self._clock.now(), scope)
            uow.commit()
        return self.get_parts(workspace, user, journey.id)

    def get_parts(self, workspace: WorkspaceId, user: str, journey_id: int) -> MapPartsView:
        """Return the parts of the journey with that id; raises NotFoundError."""
        role = self._find_role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
            if journey is None:
                raise NotFoundError(GONE)
            return _view_parts(uow, journey, user, role)

    def history(self, workspace: WorkspaceId, journey: Journey, page: int = 0) -> HistoryPage:
        """Return the changes of a journey's map, newest first, 20 a page from page 0."""
        with self._storage.read(workspace) as uow:
            # One more than is shown: is there an older page?
            found = uow.history.list_newest(
                journey.id, VERSIONS_PER_PAGE + 1, page * VERSIONS_PER_PAGE
            )
        versions = tuple(found[:VERSIONS_PER_PAGE])
        return HistoryPage(journey, versions, page, older=len(found) > VERSIONS_PER_PAGE)

    def _find_role(self, workspace: WorkspaceId, user: str) -> Role:
        return self._people.role(workspace, user) if self._people else Role.MEMBER


def _view_parts(uow: UnitOfWork, journey: Journey, user: str, role: Role) -> MapPartsView:
    parts, seen = load_map_parts(uow, journey), uow.history.last_number(journey.id)
    try:
        check_may_edit(journey, user, role)
    except NotAllowedError as error:
        return MapPartsView(parts, seen, error.sentence)
    return MapPartsView(parts, seen, None)


def _take_period(words: list[str], now: datetime) -> tuple[str | None, list[str]]:
    """Return the words that name a period, such as `last quarter`, and the others.

    A persona may be called April: a month alone is no period.
    """
    for count in (3, 2, 1):
        for start in range(len(words) - count + 1):
            typed = " ".join(words[start : start + count])
            names_one = any(char.isdigit() for char in typed) or count > 1 or typed == "last"
            if names_one and is_period(typed, default_calendar(), Cadence.QUARTERLY, now):
                return typed, [*words[:start], *words[start + count :]]
    return None, words


def _build_map(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    now: datetime,
    typed_persona: str | None,
    audience: Audience,
) -> JourneyMap:
    complete = is_over(period, now)
    snapshot = uow.history.as_of(journey.id, period.end) if complete else None
    parts = restore_snapshot(snapshot) if snapshot else load_map_parts(uow, journey)
    month = journey.calendar.month_of(now)
    persona = _find_persona(uow, parts, month, typed_persona) if typed_persona else None
    persona_key = persona.key if persona else None
    sums = uow.notes.moods(journey.id, period.months, persona_key)
    sums_before = uow.notes.moods(journey.id, period.shifted(-1).months, persona_key)
    moods = review_figures.compute_stage_moods(parts.journey.stages, sums, sums_before, period.noun)
    keys = _stage_keys_then(journey, parts.journey)
    ranked = load_pains(uow, parts.journey, period, audience=audience, persona=persona_key)
    pains = _pains_by_stage(parts.journey, visible_themes(ranked.themes))
    opportunities = _find_opportunities(uow, parts.journey, period, persona_key, keys, audience)
    stages = {stage.key for stage in parts.journey.stages}
    in_use = [k for k in parts.kpis if not k.archived and (k.stage is None or k.stage in stages)]
    kpi_trends = load_kpi_trends(uow, journey, period, in_use)
    return JourneyMap(
        journey=parts.journey,
        period=period,
        complete=complete,
        persona=persona.name if persona else None,
        stages=tuple(_build_stage(parts, mood, pains, opportunities, kpi_trends) for mood in moods),
        kpis=tuple(trend for trend in kpi_trends if trend.kpi.stage is None),
        notes=review_figures.count_notes(sums),
    )


def _build_stage(
    parts: MapParts,
    mood: StageMood,
    pains: Mapping[str, tuple[PeriodTheme, ...]],
    opportunities: Mapping[str, Opportunities],
    kpi_trends: tuple[KpiTrend, ...],
) -> MapStage:
    key = mood.stage.key
    texts, count = opportunities[key]
    return MapStage(
        mood=mood,
        touchpoints=tuple(t for t in parts.touchpoints if t.stage == key and not t.archived),
        pains=pains[key],
        opportunities=texts,
        opportunity_count=count,
        kpis=tuple(trend for trend in kpi_trends if trend.kpi.stage == key),
    )


def _pains_by_stage(
    journey: Journey, themes: Sequence[PeriodTheme]
) -> Mapping[str, tuple[PeriodTheme, ...]]:
    """Return the themes with notes, each in the stage most of its notes are in, as in a review."""
    return {
        stage.key: tuple(theme for theme in themes if theme.n and theme.stage == stage.key)
        for stage in journey.stages
    }


def _stage_keys_then(now: Journey, then: Journey) -> Mapping[str | None, str]:
    """Return each stage's key at that time by its key now: notes have the latter."""
    keys = {stage.id: stage.key for stage in then.stages}
    stages = (*now.stages, *now.archived_stages)
    return {stage.key: keys[stage.id] for stage in stages if stage.id in keys}


def _find_opportunities(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    persona: str | None,
    keys: Mapping[str | None, str],
    audience: Audience,
) -> Mapping[str, Opportunities]:
    """Return texts by stage key, newest first, with how many there are in all."""
    note_filter = NoteFilter(kind=NoteKind.OPPORTUNITY, months=period.months, persona=persona)
    listed = uow.notes.list_newest(journey.id, note_filter, MAX_OPPORTUNITIES)
    notes = [audience.redact(note) for note in listed]
    is_complete = len(notes) < MAX_OPPORTUNITIES
    found = {}
    for stage in journey.stages:
        texts = tuple(note.text for note in notes if keys.get(note.stage) == stage.key)
        in_stage = replace(note_filter, stage_id=stage.id)
        count = len(texts) if is_complete else uow.notes.count(journey.id, in_stage)
        found[stage.key] = texts, count
    return found


def _find_persona(uow: UnitOfWork, parts: MapParts, month: int, typed: str) -> Persona:
    """Return the persona that was typed: one of the map, or one that notes name."""
    known = {persona.key: persona.name for persona in parts.personas if not persona.archived}
    ever, _ = uow.notes.named_keys(parts.journey.id, Months(month, month))
    for key in ever.personas:
        known.setdefault(key, key)
    match = find_name(typed, known)
    if match.key is None:
        names = ", ".join(sorted(known)) or "none yet"
        raise BadInputError(
            f"“{typed[:40]}” is not a journey, persona or period ({LABELS}) here. "
            f"The personas are: {names}."
        )
    return Persona(id=0, key=match.key, name=known[match.key])
