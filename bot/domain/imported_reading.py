"""A row of somebody's file, read as a KPI reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import BadInputError
from bot.domain.imported_cells import moment, plain_number, read_optional, source_of, user_id
from bot.domain.kpis import (
    LIMIT,
    Direction,
    Kpi,
    Unit,
    currency_of,
    likely_direction,
    read_value,
    same_currency,
)
from bot.domain.names import KEY_LENGTH, folded
from bot.domain.periods import FiscalCalendar
from bot.domain.texts import shortened

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class ImportedReading:
    """A reading of a file; `stage` as written, `value` and `target` still text.

    Without `value` and `day` it says that there is such a KPI, which nobody has measured yet.
    """

    kpi: str
    stage: str | None
    value: str | None
    day: date | None
    unit: Unit | None
    direction: Direction | None
    target: str | None
    currency: str | None
    source: str | None
    author: str | None
    created_at: datetime | None

    @property
    def path(self) -> str:
        """`stage.kpi` as written."""
        return f"{self.stage}.{self.kpi}" if self.stage else self.kpi


def read_imported_reading(
    cells: Mapping[str, str], calendar: FiscalCalendar, now: datetime
) -> ImportedReading:
    """Read a row's cells; raises BadInputError with a sentence for what cannot be read."""
    path, dot, name = cells.get("kpi", "").partition(".")
    stage = cells.get("stage") or (path.strip() if dot else None)
    key = folded(name if dot else path)
    if not 0 < len(key) <= KEY_LENGTH:
        raise BadInputError(f"there is no kpi; write its name, of up to {KEY_LENGTH} characters.")
    unit = read_optional(cells, "unit", lambda cell: _one_of(Unit, "unit", cell))
    if ("value" in cells) != ("day" in cells) or ("value" not in cells and unit is None):
        missing = "value" if "day" in cells or "value" not in cells else "day"
        raise BadInputError(f"there is no {missing}; a reading needs both a value and a day.")
    value = cells.get("value", "")
    return ImportedReading(
        kpi=key,
        stage=stage,
        value=cells.get("value"),
        day=read_optional(cells, "day", lambda cell: _day(cell, calendar, now)),
        unit=unit,
        direction=read_optional(cells, "direction", lambda c: _one_of(Direction, "direction", c)),
        target=cells.get("target"),
        currency=currency_of(cells.get("currency", "")) or currency_of(value),
        source=source_of(cells),
        author=user_id(cells),
        created_at=read_optional(cells, "created_at", lambda cell: moment(cell, calendar, now)),
    )


def number(cell: str, unit: Unit | None) -> tuple[float, Unit]:
    """A value as a program or a person writes it, in `unit` where that is known.

    Raises BadInputError as `read_value`.
    """
    value = plain_number(cell)
    if value is not None and abs(value) < LIMIT:
        return value, unit or Unit.SCORE
    return read_value(cell, unit)


def new_kpi(row: ImportedReading, stage: str | None) -> Kpi:
    """The KPI of a stage (a key) that a row is the first to name, not saved yet (id 0).

    Raises BadInputError for values that are no numbers.
    """
    amount = row.value or row.target
    unit = row.unit or (number(amount, None)[1] if amount else Unit.SCORE)
    return Kpi(
        id=0,
        key=row.kpi,
        stage=stage,
        unit=unit,
        direction=row.direction or likely_direction(row.kpi, unit),
        target=number(row.target, unit)[0] if row.target else None,
        currency=row.currency if unit is Unit.MONEY else None,
    )


def check_same(kpi: Kpi, row: ImportedReading) -> None:
    """Raise BadInputError where a row is in another unit or currency than its KPI."""
    if row.unit not in (None, kpi.unit):
        raise BadInputError(f"`{kpi.path}` is measured in {kpi.unit.value}, not {row.unit}.")
    if kpi.currency and row.currency and not same_currency(row.currency, kpi.currency):
        raise BadInputError(f"`{kpi.path}` is measured in {kpi.currency}, not {row.currency}.")


def _day(cell: str, calendar: FiscalCalendar, now: datetime) -> date:
    return calendar.today(moment(cell, calendar, now))


def _one_of(kind: type[E], field: str, cell: str) -> E:
    word = cell.casefold()
    found = next((one for one in kind if one.value == word), None)
    if found is None:
        words = ", ".join(one.value for one in kind)
        raise BadInputError(f"{field} “{shortened(cell, 40)}” means nothing; write one of {words}.")
    return found
