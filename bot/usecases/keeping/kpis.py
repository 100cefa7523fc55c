"""Add, edit, archive and restore the KPIs of a journey."""

from dataclasses import dataclass

from bot.domain.errors import BadFieldError, BadInputError
from bot.domain.forms import checked_name
from bot.domain.history import Subject
from bot.domain.kpis import (
    Direction,
    Kpi,
    Unit,
    currency_of,
    likely_direction,
    read_value,
    same_currency,
    show_value,
)
from bot.usecases.keeping.desk import Desk
from bot.usecases.keeping.parts import KeepParts


@dataclass(frozen=True)
class KpiDraft:
    """A KPI as somebody filled it in; `target` and `baseline` as typed, `71.4%` or `3h20m`.

    `stage` null makes it a KPI of the whole journey, `direction` null the likely one.
    """

    name: str | None
    stage: str | None
    unit: Unit
    direction: Direction | None = None
    target: str | None = None
    baseline: str | None = None


class KeepKpis(KeepParts[Kpi, KpiDraft]):
    """Changes KPIs. Every method raises NotAllowedError for who may not."""

    subject = Subject.KPI

    def _found(self, desk: Desk, part_id: int) -> Kpi | None:
        return desk.parts.kpi(part_id)

    def _saved(self, desk: Desk, part: Kpi) -> int:
        stage_id = desk.stage(part.stage).id if part.stage else None
        return desk.uow.kpis.save(desk.journey.id, stage_id, part)

    def _drafted(self, desk: Desk, draft: KpiDraft, before: Kpi | None) -> Kpi:
        if draft.stage and desk.journey.stage(draft.stage) is None:
            raise BadFieldError("stage", "Choose a stage of this journey, or none.")
        others = (
            part
            for part in desk.parts.kpis
            if part.stage == draft.stage and (before is None or part.id != before.id)
        )
        key, _ = checked_name(draft.name, {part.key: part.path for part in others})
        measured = before is not None and desk.uow.kpis.has_readings(before.id)
        if before and measured and before.unit is not draft.unit:
            raise BadFieldError(
                "unit", f"It has readings in {before.unit.value}; make a new KPI for another unit."
            )
        return Kpi(
            id=before.id if before else 0,
            key=key,
            stage=draft.stage,
            unit=draft.unit,
            direction=draft.direction or likely_direction(key, draft.unit),
            target=_value(draft, before, "target"),
            baseline=_value(draft, before, "baseline"),
            currency=_currency(draft, before, measured=measured)
            if draft.unit is Unit.MONEY
            else None,
            archived=before.archived if before else False,
        )


def _currency(draft: KpiDraft, before: Kpi | None, *, measured: bool) -> str | None:
    """The currency of its readings; without any that of the amounts written here, else as before.

    Raises BadFieldError for an amount in another.
    """
    written = {name: currency_of(getattr(draft, name) or "") for name in ("target", "baseline")}
    kept = before.currency if before and before.unit is Unit.MONEY else None
    meant = (kept if measured else None) or next(filter(None, written.values()), kept)
    for field, found in written.items():
        if found and meant and not same_currency(found, meant):
            raise BadFieldError(field, f"It is measured in {meant}; write the amount in {meant}.")
    return meant


def _value(draft: KpiDraft, before: Kpi | None, field: str) -> float | None:
    text: str | None = getattr(draft, field)
    if not text or not text.strip():
        return None
    kept: float | None = getattr(before, field) if before and before.unit is draft.unit else None
    if before and kept is not None and text == show_value(kept, before.unit, before.currency):
        # What was shown is rounded: left as it was shown, it stays as it was kept.
        return kept
    try:
        return read_value(text.replace("−", "-"), draft.unit)[0]
    except BadInputError as error:
        raise BadFieldError(field, error.sentence) from error
