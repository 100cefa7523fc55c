"""The course of a KPI, the KPIs to choose from, and readings that are undone."""

from collections import deque
from dataclasses import dataclass

from bot.journeys.editing import EditSession, MapEditor, check_may_edit
from bot.journeys.lookup import RequestScope, find_journey
from bot.kpis.naming import find_known_kpi, find_stage
from bot.reviews.figures import load_kpi_trends
from domain.access import Actor, Role, may_edit
from domain.errors import BadInputError, NotFoundError
from domain.journeys import BUYER, Journey, WorkspaceId
from domain.kpis import Kpi, KpiStatus, Reading, compare_with_target, exact_precision, format_value
from domain.map_history import FieldChange
from domain.reading_text import TypedReading, parse_kpi_name
from domain.reviews import KpiTrend
from domain.text import clean_text

MAX_READINGS = 8

READING_GONE = "That value is no longer there. Nothing was changed."


@dataclass(frozen=True)
class KpiCourse:
    """A KPI's last readings, newest first, of `total`, and its trend over the periods.

    `last_id` is the id of the newest, which `may_undo` says whether this person may remove.
    """

    journey: Journey
    kpi: Kpi
    readings: tuple[Reading, ...]
    total: int
    trend: KpiTrend
    last_id: int | None = None
    may_undo: bool = False

    @property
    def status(self) -> KpiStatus:
        """The status of the newest reading."""
        return compare_with_target(self.kpi, self.readings[0].value if self.readings else None)


@dataclass(frozen=True)
class KpiChoices:
    """The KPIs of a journey (its key) that a value can be recorded for."""

    journey: str
    kpis: tuple[Kpi, ...]


@dataclass(frozen=True)
class UndoneReading:
    """A reading that was removed; `is_empty`: the KPI has no other."""

    journey: Journey
    kpi: Kpi
    reading: Reading
    is_empty: bool


class KpiCourseService(MapEditor):
    """Shows the course of KPIs, and undoes readings."""

    def find_course(
        self, workspace: WorkspaceId, user: str, line: str, channel: str | None
    ) -> KpiCourse | None:
        """Return the course of the KPI that a line names, None if the line has more than a name.

        Raises NotFoundError for a single name that no KPI has.
        """
        text = clean_text(line)
        typed = parse_kpi_name(text)
        if typed is None:
            return None
        now, role = self._clock.now(), self.find_role(workspace, user)
        with self._storage.read(workspace) as uow:
            scope = RequestScope(channel, guest=role is Role.GUEST)
            journey = find_journey(uow, typed.journey, scope)
            if journey is None:
                _check_not_a_name(typed, text)
                return None
            session = EditSession(uow, journey, user, now)
            kpi = _named_kpi(session, text)
            if kpi is None:
                _check_not_a_name(typed, text)
                return None
            stored = list(uow.kpis.readings_with_ids(kpi.id))
            (trend,) = load_kpi_trends(uow, journey, journey.period_of(now), [kpi])
        newest = deque(stored, MAX_READINGS)
        last_id, last = stored[-1] if stored else (None, None)
        may_undo = last is not None and (last.author == user or may_edit(journey, user, role))
        shown = tuple(reading for _, reading in reversed(newest))
        return KpiCourse(journey, kpi, shown, len(stored), trend, last_id, may_undo)

    def choices(self, workspace: WorkspaceId, user: str, channel: str | None) -> KpiChoices:
        """Return the KPIs in use of the channel's journey."""
        role = self.find_role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, None, RequestScope(channel, guest=role is Role.GUEST))
            if journey is None:
                return KpiChoices(BUYER.key, ())
            return KpiChoices(journey.key, tuple(uow.kpis.of_journey(journey.id)))

    def undo(self, by: Actor, reading_id: int) -> UndoneReading:
        """Remove a reading, as its author or as somebody who may change the map.

        The history of the map says so. Raises NotFoundError where it is gone, NotAllowedError.
        """
        role, now = self.find_role(by.workspace, by.user), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            found = uow.kpis.find_reading(reading_id)
            journey_id = uow.kpis.journey_of(found[0]) if found else None
            journey = uow.journeys.lock(journey_id) if journey_id is not None else None
            if found is None or journey is None:
                raise NotFoundError(READING_GONE)
            kpi_id, reading = found
            session = EditSession(uow, journey, by.user, now)
            kpi = session.parts.kpi(kpi_id)
            if kpi is None or not uow.kpis.delete_reading(reading_id):
                raise NotFoundError(READING_GONE)
            if reading.author != by.user:
                check_may_edit(journey, by.user, role)
            shown = format_value(
                reading.value,
                kpi.unit,
                kpi.currency,
                precision=exact_precision(reading.value, kpi.unit),
            )
            edit = FieldChange(f"value of {reading.day:%-d %b %Y}", shown, None)
            session.record_kpi_change(kpi, (edit,))
            is_empty = not uow.kpis.has_readings(kpi.id)
            uow.commit()
        return UndoneReading(journey, kpi, reading, is_empty)


def _named_kpi(session: EditSession, text: str) -> Kpi | None:
    """Return the KPI in use that the text names, None if there is none."""
    journey = session.journey
    typed = parse_kpi_name(text, lambda word: journey.find_stage(word).exact)
    if typed is None:
        return None
    try:
        return find_known_kpi(session, typed, find_stage(journey, typed))
    except BadInputError:
        return None


def _check_not_a_name(typed: TypedReading, text: str) -> None:
    """Raise NotFoundError for a single word; more may be a reading with a value nobody can read."""
    if len(text.split()) == 1:
        path = f"{typed.stage}.{typed.kpi}" if typed.stage else typed.kpi
        raise NotFoundError(
            f"There is no KPI “{path[:60]}” yet. Record its first value: `/kpi {path[:60]} 41`."
        )
