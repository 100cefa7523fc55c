"""KPIs as people define them in a form."""

from bot.journeys.editing import EditSession, MapPartService
from domain.errors import BadFieldError, BadInputError
from domain.kpi_value_meanings import KnownValues, refuse_unclear, understand_value
from domain.kpis import KPI_FIELDS, Kpi, Unit, format_value, known_direction
from domain.map_fields import FormValues, parse_fields
from domain.map_history import Subject
from domain.text import validate_name
from domain.written_values import find_currency, is_same_currency

AMOUNTS = ("target", "baseline")


class KpiService(MapPartService[Kpi]):
    """Changes KPIs."""

    subject = Subject.KPI

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
        fields["direction"] = fields["direction"] or known_direction(key)
        if fields["direction"] is None:
            raise BadFieldError("direction", "Choose whether higher or lower is better.")
        readings = session.uow.kpis.last_and_highest([before.id]) if before and has_readings else {}
        last, highest = readings.get(before.id if before else 0, (None, None))
        known = KnownValues(key, unit, last, highest)
        fields |= {name: _parse_amount(values, before, known, name) for name in AMOUNTS}
        if unit is Unit.MONEY:
            fields["currency"] = _find_currency(values, before, has_readings=has_readings)
        archived = before.archived if before else False
        return Kpi(before.id if before else 0, key, archived=archived, **fields)


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


def _parse_amount(
    values: FormValues, before: Kpi | None, known: KnownValues, name: str
) -> float | None:
    text = values.get(name)
    if not text or not text.strip():
        return None
    old: float | None = getattr(before, name) if before and before.unit is known.unit else None
    if before and old is not None and text == format_value(old, before.unit, before.currency):
        # The form shows it rounded: left as it was shown, the exact value stays.
        return old
    try:
        understood = understand_value(text, known)
    except BadInputError as error:
        raise BadFieldError(name, error.sentence) from error
    # A form cannot ask: what can be read in one way only is saved, even far from the readings.
    if len(understood.meanings) > 1 or understood.is_misfit:
        raise BadFieldError(name, refuse_unclear(text, understood))
    return understood.meanings[0].value
