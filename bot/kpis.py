"""Record a KPI reading; a KPI nobody has measured before is made on the way."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.journeys.editing import EditSession, check_may_edit
from bot.journeys.lookup import RequestScope, default_calendar, find_journey, find_or_create_journey
from bot.ports import Clock, People
from domain.access import Role
from domain.errors import BadInputError
from domain.journeys import Journey, Stage, WorkspaceId
from domain.kpis import (
    Direction,
    Kpi,
    KpiStatus,
    Reading,
    TypedReading,
    Unit,
    compare_with_target,
    find_currency,
    guess_direction,
    is_same_currency,
    last_reading_in,
    parse_reading,
    parse_value,
)
from domain.map_history import ChangeType, Subject
from domain.periods import month_of_day
from domain.text import clean_text, find_name, name_similarity
from storage.session import Database

MIN_LIKENESS = 0.85


@dataclass(frozen=True)
class RecordedReading:
    """A reading that is saved. `previous` is the last reading of the period before, if any."""

    journey: Journey
    stage: Stage | None
    kpi: Kpi
    is_new: bool
    reading: Reading
    previous: float | None

    @property
    def status(self) -> KpiStatus:
        """Where this reading puts the KPI."""
        return compare_with_target(self.kpi, self.reading.value)


class KpiService:
    """Files KPI readings."""

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(
        self, workspace: WorkspaceId, author: str, line: str, channel: str | None = None
    ) -> RecordedReading:
        """Save the reading typed as `[journey/][stage.]kpi value …`.

        Raises BadInputError or NotFoundError for a stage, KPI or value that cannot be read; a
        reading under the wrong name would be a false figure, so nothing is guessed.
        """
        now = self._clock.now()
        role = self._people.role(workspace, author) if self._people else Role.MEMBER
        place = RequestScope(channel, guest=role is Role.GUEST)
        typed = parse_reading(clean_text(line), self._today(workspace, place, now))
        key = typed.journey.casefold() if typed.journey else None
        with self._storage.write(workspace) as uow:
            journey = find_or_create_journey(uow, key, now, place)
            # Whoever makes or changes the same KPI at once has to wait.
            journey = uow.journeys.locked(journey.id) or journey
            session = EditSession(uow, journey, author, now)
            found, is_new = _kpi(session, typed)
            kpi = _changed(session, found, typed, author, role)
            if is_new:
                session.record_change(ChangeType.CREATED, Subject.KPI, None, kpi)
            else:
                session.record_change(ChangeType.EDITED, Subject.KPI, found, kpi)
            reading = _reading(journey, kpi, typed, author, now)
            before = journey.calendar.period_of_month(reading.month, journey.cadence).shifted(-1)
            uow.kpis.record(kpi.id, reading)
            last = uow.kpis.last_by_month([journey.id], before.months)
            uow.commit()
        previous = last_reading_in(last.get(kpi.id, {}), before.months)
        return RecordedReading(journey, journey.stage(kpi.stage), kpi, is_new, reading, previous)

    def _today(self, workspace: WorkspaceId, place: RequestScope, now: datetime) -> date:
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, None, place)
        return (journey.calendar if journey else default_calendar()).today(now)


def _reading(
    journey: Journey, kpi: Kpi, typed: TypedReading, author: str, now: datetime
) -> Reading:
    day = typed.day or journey.calendar.today(now)
    return Reading(
        value=parse_value(typed.value, kpi.unit)[0],
        day=day,
        month=month_of_day(day),
        source=typed.source,
        author=author,
        created_at=now,
    )


def _kpi(session: EditSession, typed: TypedReading) -> tuple[Kpi, bool]:
    journey = session.journey
    stages = {None, *(stage.key for stage in journey.stages)}
    known = [kpi for kpi in session.parts.kpis if not kpi.archived and kpi.stage in stages]
    stage = _stage(journey, typed)
    place = stage.key if stage else None
    here = [kpi for kpi in known if kpi.key == typed.kpi and (kpi.stage == place)]
    # "completion" alone means the one KPI of that name, whichever its stage.
    if not here and stage is None:
        here = [kpi for kpi in known if kpi.key == typed.kpi]
        if len(here) > 1:
            paths = " or ".join(f"`{kpi.path}`" for kpi in here)
            raise BadInputError(f"Two KPIs are called “{typed.kpi}”: {paths}? Nothing was saved.")
    if here:
        _check_same(here[0], typed)
        return here[0], False
    resting = [kpi for kpi in session.parts.kpis if (kpi.stage, kpi.key) == (place, typed.kpi)]
    if resting:
        raise BadInputError(
            f"The KPI `{resting[0].path}` is archived. Nothing was saved: `/journey kpis` can "
            "restore it, or choose another name."
        )
    _check_new(journey, typed, stage, [kpi for kpi in known if kpi.stage == place])
    unit = parse_value(typed.value, typed.unit)[1]
    target = parse_value(typed.target, unit)[0] if typed.target else None
    direction = typed.direction or guess_direction(typed.kpi, unit)
    stage_id = stage.id if stage else None
    currency = find_currency(typed.value) if unit is Unit.MONEY else None
    new = Kpi(0, typed.kpi, place, unit, direction, target, currency)
    return replace(new, id=session.uow.kpis.save(journey.id, stage_id, new)), True


def _check_same(kpi: Kpi, typed: TypedReading) -> None:
    """Refuse another unit or currency than the KPI has; a bare number is in the KPI's own."""
    if typed.unit not in (None, kpi.unit):
        raise BadInputError(
            f"`{kpi.path}` is measured in {kpi.unit.value}, not {typed.unit}. Nothing was saved."
        )
    for amount in (typed.value, typed.target or ""):
        if kpi.currency and not is_same_currency(
            find_currency(amount) or kpi.currency, kpi.currency
        ):
            raise BadInputError(
                f"`{kpi.path}` is measured in {kpi.currency}, and “{amount[:40]}” is not. "
                "Nothing was saved."
            )


def _stage(journey: Journey, typed: TypedReading) -> Stage | None:
    if typed.stage is None:
        return None
    match = journey.find_stage(typed.stage)
    stage = journey.stage(match.key)
    if stage is None:
        names = ", ".join(f"`{s.key}`" for s in journey.stages)
        raise BadInputError(
            f"There is no stage “{typed.stage[:60]}” in {journey.name}. Nothing was saved: type "
            f"the reading again with one of {names}, for example "
            f"`/kpi {journey.stages[0].key}.{typed.kpi} {typed.value[:40]}`."
        )
    return stage


def _check_new(
    journey: Journey, typed: TypedReading, stage: Stage | None, siblings: list[Kpi]
) -> None:
    """Refuse a KPI that is most likely a slip: a stage's name, or nearly another KPI's."""
    if typed.new:
        return
    if stage is None and find_name(typed.kpi, {s.key: s.name for s in journey.stages}).exact:
        raise BadInputError(
            f"“{typed.kpi}” is a stage. Name the KPI too, for example "
            f"`/kpi {typed.kpi}.completion {typed.value[:40]}`. Nothing was saved."
        )
    alike = [kpi for kpi in siblings if name_similarity(kpi.key, typed.kpi) >= MIN_LIKENESS]
    if alike:
        raise BadInputError(
            f"There is no KPI “{typed.kpi}” yet, but there is “{alike[0].key}”. Nothing was saved: "
            f"type `/kpi {alike[0].path} {typed.value[:40]}`, or add `new:yes` to start a new KPI."
        )


def _changed(session: EditSession, kpi: Kpi, typed: TypedReading, author: str, role: Role) -> Kpi:
    """The KPI with the direction and target that were typed along with the reading.

    Raises NotAllowedError where that would change what who typed it may not.
    """
    direction: Direction = typed.direction or kpi.direction
    target = parse_value(typed.target, kpi.unit)[0] if typed.target else kpi.target
    if (direction, target) == (kpi.direction, kpi.target):
        return kpi
    journey = session.journey
    check_may_edit(journey, author, role)
    changed = replace(kpi, direction=direction, target=target)
    stage = journey.stage(kpi.stage)
    session.uow.kpis.save(journey.id, stage.id if stage else None, changed)
    return changed
