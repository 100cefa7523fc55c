"""Readings of KPIs as people type them: saved, or asked about first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from bot.journeys.editing import EditSession, MapEditor, check_may_edit
from bot.journeys.lookup import (
    RequestScope,
    default_calendar,
    find_journey,
    find_or_create_journey,
)
from bot.kpis.naming import find_kpi, find_stage
from domain.access import Actor, Role
from domain.errors import BadInputError, NotFoundError
from domain.journeys import BUYER, Journey, Stage, WorkspaceId
from domain.kpi_value_meanings import (
    KnownValues,
    Meaning,
    Understood,
    known_values,
    refuse_unclear,
    understand_value,
)
from domain.kpis import (
    Direction,
    Kpi,
    KpiStatus,
    Reading,
    Unit,
    compare_with_target,
    known_direction,
    last_reading_in,
)
from domain.map_history import ChangeType, Subject
from domain.periods import month_of_day
from domain.reading_text import TypedReading, parse_reading
from domain.text import clean_text, find_name
from domain.written_values import find_currency, is_same_currency, read_written_value
from storage.session import UnitOfWork

KPI_GONE = "That KPI is no longer there. Nothing was changed."


@dataclass(frozen=True)
class RecordedReading:
    """A saved reading with its id; `previous` is the last one of the period before, or None.

    `asks_direction`: it is a new KPI of which nobody said whether higher or lower is better.
    """

    journey: Journey
    stage: Stage | None
    kpi: Kpi
    is_new: bool
    reading: Reading
    previous: float | None
    reading_id: int
    asks_direction: bool = False

    @property
    def status(self) -> KpiStatus:
        """The KPI's status after this reading."""
        return compare_with_target(self.kpi, self.reading.value)


@dataclass(frozen=True)
class TypedLine:
    """What a person typed and when; it is read in the journey with that key.

    `values` are those it may mean. Moment and values identify the reading: a line is saved once,
    however often it is answered.
    """

    text: str
    journey: str
    at: datetime
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class ReadingQuestion:
    """A value that may mean something else; nothing is saved until one of `meanings` is chosen.

    `typed` is the value as typed, `kpi` the KPI as it is or would be. With one meaning the choice
    is to save it or not.
    """

    line: TypedLine
    kpi: Kpi
    typed: str
    meanings: tuple[Meaning, ...]
    why: str


@dataclass(frozen=True)
class DirectionAnswer:
    """A KPI with the direction that somebody chose for it."""

    journey: Journey
    kpi: Kpi


@dataclass(frozen=True)
class _Request:
    """A typed reading and who typed it; `chosen` is the meaning they chose, None at first."""

    author: str
    role: Role
    line: TypedLine
    typed: TypedReading
    chosen: Meaning | None = None


class ReadingService(MapEditor):
    """Records readings; what may mean two things is asked, and saved only when it is chosen."""

    def record(
        self, workspace: WorkspaceId, author: str, line: str, channel: str | None = None
    ) -> RecordedReading | ReadingQuestion:
        """Save a reading typed as `[journey/][stage.]kpi value …`; an unknown KPI is created.

        Returns a question, and saves nothing, where the value may mean something else. Raises
        BadInputError or NotFoundError for a stage, KPI or value that is not understood: nothing
        is guessed, for a reading under the wrong name would be a false figure.
        """
        now = self._clock.now()
        role = self.find_role(workspace, author)
        scope = RequestScope(channel, guest=role is Role.GUEST)
        text = clean_text(line)
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, None, scope)
        calendar = journey.calendar if journey else default_calendar()
        typed = parse_reading(text, calendar.today(now), _stage_test(journey))
        request = _Request(author, role, TypedLine(text, typed.journey or "", now), typed)
        return self._record(workspace, scope, request)

    def choose(
        self, by: Actor, line: TypedLine, meaning: Meaning, channel: str | None = None
    ) -> RecordedReading:
        """Save a line that was asked about, in the meaning that was chosen. Idempotent.

        Raises the errors of `record`.
        """
        role = self.find_role(by.workspace, by.user)
        scope = RequestScope(channel, guest=role is Role.GUEST)
        with self._storage.read(by.workspace) as uow:
            journey = uow.journeys.by_key(line.journey)
        calendar = journey.calendar if journey else default_calendar()
        typed = parse_reading(line.text, calendar.today(line.at), _stage_test(journey))
        request = _Request(by.user, role, line, typed, meaning)
        saved = self._record(by.workspace, scope, request)
        if isinstance(saved, ReadingQuestion):
            raise BadInputError("Nothing was saved. Type the reading again.")
        return saved

    def answer_direction(self, by: Actor, kpi_id: int, direction: Direction) -> DirectionAnswer:
        """Save whether higher or lower values of a KPI are better. Idempotent.

        Whoever created the KPI may answer as long as nobody changed it since, and everybody who
        may change the map. Raises NotFoundError, or NotAllowedError for others.
        """
        role, now = self.find_role(by.workspace, by.user), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey = uow.kpis.journey_of(kpi_id)
            locked = uow.journeys.lock(journey) if journey is not None else None
            if locked is None:
                raise NotFoundError(KPI_GONE)
            session = EditSession(uow, locked, by.user, now)
            before = session.parts.kpi(kpi_id)
            if before is None:
                raise NotFoundError(KPI_GONE)
            if before.direction is direction:
                return DirectionAnswer(locked, before)
            if not _is_own_new_kpi(session, before, by.user):
                check_may_edit(locked, by.user, role)
            after = replace(before, direction=direction)
            stage = locked.stage(after.stage)
            uow.kpis.save(locked.id, stage.id if stage else None, after)
            session.record_change(ChangeType.EDITED, Subject.KPI, before, after)
            uow.commit()
        return DirectionAnswer(locked, after)

    def _record(
        self, workspace: WorkspaceId, scope: RequestScope, request: _Request
    ) -> RecordedReading | ReadingQuestion:
        now, line = self._clock.now(), request.line
        with self._storage.write(workspace) as uow:
            key = line.journey.casefold() or None
            journey = find_or_create_journey(uow, key, now, scope)
            # Others who create or change the same KPI at the same time have to wait.
            journey = uow.journeys.lock(journey.id) or journey
            session = EditSession(uow, journey, request.author, now)
            stage = find_stage(journey, request.typed)
            found = find_kpi(session, request.typed, stage)
            done = _find_saved(uow, found, request)
            if found and done:
                is_new = len(list(islice(uow.kpis.readings(found.id), 2))) == 1
                return _result(uow, journey, found, request, done, is_new=is_new)
            known, understood = _understand(uow, found, request)
            if understood.why and request.chosen is None:
                values = tuple(meaning.value for meaning in understood.meanings)
                line = replace(line, journey=journey.key, values=values)
                kpi = found or _new_kpi(request, stage, known, understood.meanings[0])
                return ReadingQuestion(
                    line, kpi, request.typed.value, understood.meanings, understood.why
                )
            meaning = request.chosen or understood.meanings[0]
            kpi = _save_kpi(session, found, request, stage, known, meaning)
            reading = _build_reading(journey, request, meaning)
            saved = uow.kpis.record(kpi.id, reading), reading
            result = _result(uow, journey, kpi, request, saved, is_new=found is None)
            uow.commit()
        return result


def _stage_test(journey: Journey | None) -> Callable[[str], bool]:
    """Return what tells whether a word is the name of a stage, exactly."""
    if journey is None:
        return lambda word: find_name(word, dict(BUYER.stage_keys())).exact
    return lambda word: journey.find_stage(word).exact


def _result(
    uow: UnitOfWork,
    journey: Journey,
    kpi: Kpi,
    request: _Request,
    saved: tuple[int, Reading],
    *,
    is_new: bool,
) -> RecordedReading:
    """Return a saved reading (its id and itself) with the last one of the period before."""
    reading_id, reading = saved
    period = journey.calendar.period_of_month(reading.month, journey.cadence)
    last_period = period.shifted(-1).months
    last = uow.kpis.last_by_month([journey.id], last_period)
    is_open = request.typed.direction is None and known_direction(kpi.key) is None
    return RecordedReading(
        journey,
        journey.stage(kpi.stage),
        kpi,
        is_new,
        reading,
        last_reading_in(last.get(kpi.id, {}), last_period),
        reading_id,
        asks_direction=is_new and is_open,
    )


def _find_saved(uow: UnitOfWork, kpi: Kpi | None, request: _Request) -> tuple[int, Reading] | None:
    """Return the reading (id and itself) that an earlier answer to the question saved, or None."""
    if kpi is None or request.chosen is None:
        return None
    recorded = uow.kpis.find_recorded(kpi.id, request.author, request.line.at)
    return next((one for one in recorded if one[1].value in request.line.values), None)


def _understand(
    uow: UnitOfWork, kpi: Kpi | None, request: _Request
) -> tuple[KnownValues, Understood]:
    """Return what is known of the KPI, and what the typed value means."""
    typed = request.typed
    if kpi is None:
        unit = typed.unit or _unit_of_target(typed)
        known = KnownValues(typed.kpi, unit)
    else:
        _check_unit(kpi, typed)
        last, highest = uow.kpis.last_and_highest([kpi.id]).get(kpi.id, (None, None))
        known = known_values(kpi, last, highest)
    if typed.target and known.unit:
        known = replace(known, target=_read_target(typed, known))
    # With unit:seconds, a bare number is in seconds.
    return known, understand_value(typed.value, known, in_unit=typed.unit is not None)


def _unit_of_target(typed: TypedReading) -> Unit | None:
    """Return the unit written in the target where the value is a bare number."""
    if not typed.target or read_written_value(typed.value).unit:
        return None
    return read_written_value(typed.target).unit


def _read_target(typed: TypedReading, known: KnownValues) -> float:
    """Return the target typed along; raise BadInputError where it may mean two things."""
    text = typed.target or ""
    understood = understand_value(text, replace(known, target=None))
    if len(understood.meanings) > 1 or understood.is_misfit:
        problem = refuse_unclear(text, understood, known.currency)
        raise BadInputError(f"The target {problem} Nothing was saved.")
    return understood.meanings[0].value


def _check_unit(kpi: Kpi, typed: TypedReading) -> None:
    """Reject another unit than the KPI has, and a target in another currency."""
    if typed.unit not in (None, kpi.unit):
        raise BadInputError(
            f"`{kpi.path}` is measured in {kpi.unit.value}, not {typed.unit}. Nothing was saved."
        )
    currency = find_currency(typed.target or "")
    if kpi.currency and currency and not is_same_currency(currency, kpi.currency):
        raise BadInputError(
            f"`{kpi.path}` is measured in {kpi.currency}, and “{(typed.target or '')[:40]}” is "
            "not. Nothing was saved."
        )


def _new_kpi(request: _Request, stage: Stage | None, known: KnownValues, meaning: Meaning) -> Kpi:
    """Return the KPI of a first reading, id 0."""
    typed, unit = request.typed, meaning.unit
    direction = typed.direction or known_direction(typed.kpi) or Direction.HIGHER
    target = known.target
    if typed.target and target is None:
        target = _read_target(typed, replace(known, unit=unit, last=meaning.value))
    currency = find_currency(typed.value) if unit is Unit.MONEY else None
    return Kpi(0, typed.kpi, stage.key if stage else None, unit, direction, target, currency)


def _save_kpi(
    session: EditSession,
    found: Kpi | None,
    request: _Request,
    stage: Stage | None,
    known: KnownValues,
    meaning: Meaning,
) -> Kpi:
    """Return the KPI, created or with the direction and target that were typed along.

    Raises NotAllowedError where that changes the KPI and the author may not.
    """
    journey, typed = session.journey, request.typed
    if found is None:
        new = _new_kpi(request, stage, known, meaning)
        kpi_id = session.uow.kpis.save(journey.id, stage.id if stage else None, new)
        new = replace(new, id=kpi_id)
        session.record_change(ChangeType.CREATED, Subject.KPI, None, new)
        return new
    if found.unit is not meaning.unit:
        raise BadInputError(f"`{found.path}` is measured in {found.unit.value}. Nothing was saved.")
    direction = typed.direction or found.direction
    target = known.target if typed.target else found.target
    if (direction, target) == (found.direction, found.target):
        return found
    check_may_edit(journey, request.author, request.role)
    changed = replace(found, direction=direction, target=target)
    own_stage = journey.stage(found.stage)
    session.uow.kpis.save(journey.id, own_stage.id if own_stage else None, changed)
    session.record_change(ChangeType.EDITED, Subject.KPI, found, changed)
    return changed


def _build_reading(journey: Journey, request: _Request, meaning: Meaning) -> Reading:
    day = request.typed.day or journey.calendar.today(request.line.at)
    return Reading(
        value=meaning.value,
        day=day,
        month=month_of_day(day),
        source=request.typed.source,
        author=request.author,
        created_at=request.line.at,
    )


def _is_own_new_kpi(session: EditSession, kpi: Kpi, user: str) -> bool:
    """Whether this person created the KPI and nobody has changed it since."""
    versions = session.uow.history.since(session.journey.id, 0, Subject.KPI, kpi.id)
    return [(one.change_type, one.author) for one in versions] == [(ChangeType.CREATED, user)]
