"""KPIs: their definitions and their readings."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.journeys.editing import EditSession, MapPartService, check_may_edit
from bot.journeys.lookup import (
    RequestScope,
    default_calendar,
    find_journey,
    find_or_create_journey,
)
from domain.access import Role
from domain.errors import BadFieldError, BadInputError
from domain.journeys import Journey, Stage, WorkspaceId
from domain.kpis import (
    KPI_FIELDS,
    Kpi,
    KpiStatus,
    Reading,
    TypedReading,
    Unit,
    compare_with_target,
    find_currency,
    format_value,
    guess_direction,
    is_same_currency,
    last_reading_in,
    parse_reading,
    parse_value,
)
from domain.map_fields import FormValues, parse_fields
from domain.map_history import ChangeType, Subject
from domain.periods import month_of_day
from domain.text import clean_text, find_name, name_similarity, validate_name

# From this likeness of two names on, a new KPI is most likely a misspelt one.
MIN_LIKENESS = 0.85


@dataclass(frozen=True)
class RecordedReading:
    """A saved reading; `previous` is the last one of the period before, or None."""

    journey: Journey
    stage: Stage | None
    kpi: Kpi
    is_new: bool
    reading: Reading
    previous: float | None

    @property
    def status(self) -> KpiStatus:
        """The KPI's status after this reading."""
        return compare_with_target(self.kpi, self.reading.value)


class KpiService(MapPartService[Kpi]):
    """Changes KPIs and records their readings."""

    subject = Subject.KPI

    def record(
        self, workspace: WorkspaceId, author: str, line: str, channel: str | None = None
    ) -> RecordedReading:
        """Save a reading typed as `[journey/][stage.]kpi value …`; an unknown KPI is created.

        Raises BadInputError or NotFoundError for a stage, KPI or value that is not understood:
        nothing is guessed, for a reading under the wrong name would be a false figure.
        """
        now = self._clock.now()
        role = self.find_role(workspace, author)
        scope = RequestScope(channel, guest=role is Role.GUEST)
        typed = parse_reading(clean_text(line), self._today(workspace, scope, now))
        key = typed.journey.casefold() if typed.journey else None
        with self._storage.write(workspace) as uow:
            journey = find_or_create_journey(uow, key, now, scope)
            # Others who create or change the same KPI at the same time have to wait.
            journey = uow.journeys.lock(journey.id) or journey
            session = EditSession(uow, journey, author, now)
            before, is_new = _find_or_create_kpi(session, typed)
            kpi = _apply_typed_target(session, before, typed, author, role)
            if is_new:
                session.record_change(ChangeType.CREATED, Subject.KPI, None, kpi)
            else:
                session.record_change(ChangeType.EDITED, Subject.KPI, before, kpi)
            reading = _build_reading(journey, kpi, typed, author, now)
            period = journey.calendar.period_of_month(reading.month, journey.cadence)
            last_period = period.shifted(-1).months
            uow.kpis.record(kpi.id, reading)
            last = uow.kpis.last_by_month([journey.id], last_period)
            uow.commit()
        previous = last_reading_in(last.get(kpi.id, {}), last_period)
        return RecordedReading(journey, journey.stage(kpi.stage), kpi, is_new, reading, previous)

    def _today(self, workspace: WorkspaceId, scope: RequestScope, now: datetime) -> date:
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, None, scope)
        return (journey.calendar if journey else default_calendar()).today(now)

    def _find(self, session: EditSession, part_id: int) -> Kpi | None:
        return session.parts.kpi(part_id)

    def _store(self, session: EditSession, part: Kpi) -> int:
        stage_id = session.stage(part.stage).id if part.stage else None
        return session.uow.kpis.save(session.journey.id, stage_id, part)

    def _build(self, session: EditSession, values: FormValues, before: Kpi | None) -> Kpi:
        fields = parse_fields(KPI_FIELDS, values)
        stage, unit = fields["stage"], fields["unit"]
        if stage and session.journey.stage(stage) is None:
            raise BadFieldError("stage", "Choose a stage of this journey, or none.")
        others = (
            part
            for part in session.parts.kpis
            if part.stage == stage and (before is None or part.id != before.id)
        )
        key, _ = validate_name(values.get("name"), {part.key: part.path for part in others})
        has_readings = before is not None and session.uow.kpis.has_readings(before.id)
        if before and has_readings and before.unit is not unit:
            raise BadFieldError(
                "unit", f"It has readings in {before.unit.value}; add a new KPI for another unit."
            )
        fields["direction"] = fields["direction"] or guess_direction(key, unit)
        fields |= {name: _parse_amount(values, before, unit, name) for name in AMOUNTS}
        if unit is Unit.MONEY:
            fields["currency"] = _find_currency(values, before, has_readings=has_readings)
        archived = before.archived if before else False
        return Kpi(before.id if before else 0, key, archived=archived, **fields)


AMOUNTS = ("target", "baseline")


def _find_currency(values: FormValues, before: Kpi | None, *, has_readings: bool) -> str | None:
    """Return the currency of its readings; if it has none, the one written here, else as before.

    Raises BadFieldError for an amount in another currency.
    """
    written = {name: find_currency(values.get(name) or "") for name in AMOUNTS}
    old = before.currency if before and before.unit is Unit.MONEY else None
    currency = (old if has_readings else None) or next(filter(None, written.values()), old)
    for name, found in written.items():
        if found and currency and not is_same_currency(found, currency):
            raise BadFieldError(
                name, f"It is measured in {currency}; write the amount in {currency}."
            )
    return currency


def _parse_amount(values: FormValues, before: Kpi | None, unit: Unit, name: str) -> float | None:
    text = values.get(name)
    if not text or not text.strip():
        return None
    old: float | None = getattr(before, name) if before and before.unit is unit else None
    if before and old is not None and text == format_value(old, before.unit, before.currency):
        # The form shows it rounded: left as it was shown, the exact value stays.
        return old
    try:
        return parse_value(text.replace("−", "-"), unit)[0]
    except BadInputError as error:
        raise BadFieldError(name, error.sentence) from error


def _build_reading(
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


def _find_or_create_kpi(session: EditSession, typed: TypedReading) -> tuple[Kpi, bool]:
    journey = session.journey
    stages = {None, *(stage.key for stage in journey.stages)}
    known = [kpi for kpi in session.parts.kpis if not kpi.archived and kpi.stage in stages]
    stage = _find_stage(journey, typed)
    stage_key = stage.key if stage else None
    found = [kpi for kpi in known if kpi.key == typed.kpi and kpi.stage == stage_key]
    # "completion" alone is the only KPI of that name, in whichever stage.
    if not found and stage is None:
        found = [kpi for kpi in known if kpi.key == typed.kpi]
        if len(found) > 1:
            paths = " or ".join(f"`{kpi.path}`" for kpi in found)
            raise BadInputError(f"Two KPIs are called “{typed.kpi}”: {paths}? Nothing was saved.")
    if found:
        _check_unit(found[0], typed)
        return found[0], False
    path = stage_key, typed.kpi
    archived = [kpi for kpi in session.parts.kpis if (kpi.stage, kpi.key) == path]
    if archived:
        raise BadInputError(
            f"The KPI `{archived[0].path}` is archived. Nothing was saved: `/journey kpis` can "
            "restore it, or choose another name."
        )
    _check_new(journey, typed, stage, [kpi for kpi in known if kpi.stage == stage_key])
    unit = parse_value(typed.value, typed.unit)[1]
    target = parse_value(typed.target, unit)[0] if typed.target else None
    direction = typed.direction or guess_direction(typed.kpi, unit)
    stage_id = stage.id if stage else None
    currency = find_currency(typed.value) if unit is Unit.MONEY else None
    new = Kpi(0, typed.kpi, stage_key, unit, direction, target, currency)
    return replace(new, id=session.uow.kpis.save(journey.id, stage_id, new)), True


def _check_unit(kpi: Kpi, typed: TypedReading) -> None:
    """Reject another unit or currency than the KPI has; a bare number is in the KPI's own unit."""
    if typed.unit not in (None, kpi.unit):
        raise BadInputError(
            f"`{kpi.path}` is measured in {kpi.unit.value}, not {typed.unit}. Nothing was saved."
        )
    for amount in (typed.value, typed.target or ""):
        currency = find_currency(amount)
        if kpi.currency and currency and not is_same_currency(currency, kpi.currency):
            raise BadInputError(
                f"`{kpi.path}` is measured in {kpi.currency}, and “{amount[:40]}” is not. "
                "Nothing was saved."
            )


def _find_stage(journey: Journey, typed: TypedReading) -> Stage | None:
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
    """Reject a new KPI that is most likely a typo: a stage's name, or nearly another KPI's."""
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


def _apply_typed_target(
    session: EditSession, kpi: Kpi, typed: TypedReading, author: str, role: Role
) -> Kpi:
    """Return the KPI with the direction and target typed along with the reading.

    Raises NotAllowedError where that changes the KPI and the author may not.
    """
    direction = typed.direction or kpi.direction
    target = parse_value(typed.target, kpi.unit)[0] if typed.target else kpi.target
    if (direction, target) == (kpi.direction, kpi.target):
        return kpi
    journey = session.journey
    check_may_edit(journey, author, role)
    changed = replace(kpi, direction=direction, target=target)
    stage = journey.stage(kpi.stage)
    session.uow.kpis.save(journey.id, stage.id if stage else None, changed)
    return changed
