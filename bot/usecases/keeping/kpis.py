"""Add, edit, archive and restore the KPIs of a journey."""

from dataclasses import dataclass, replace

from bot.domain.errors import BadFieldError, BadInputError, NotFoundError
from bot.domain.forms import checked_name
from bot.domain.history import Deed, Subject
from bot.domain.journey import WorkspaceId
from bot.domain.kpis import (
    Direction,
    Kpi,
    Unit,
    currency_of,
    likely_direction,
    read_value,
    show_value,
)
from bot.usecases.keeping.desk import GONE, Desk, Keeper, Kept


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


class KeepKpis(Keeper):
    """Changes KPIs. Every method raises NotAllowedError for who may not."""

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        draft: KpiDraft,
        kpi_id: int | None = None,
        seen: int = 0,
    ) -> Kept:
        """Add a KPI, or keep an edited one that was opened at version `seen`.

        Raises BadFieldError (a target of another unit, say), NotFoundError, or
        ChangedMeanwhileError.
        """
        with self.desk(workspace, user, journey_id) as desk:
            before = _found(desk, kpi_id) if kpi_id else None
            if before:
                desk.check_unchanged(Subject.KPI, before.id, seen)
            after = _drafted(desk, draft, before)
            stage_id = desk.stage(after.stage).id if after.stage else None
            after = replace(after, id=desk.uow.kpis.save(journey_id, stage_id, after))
            deed = Deed.EDITED if before else Deed.CREATED
            version = desk.remember(deed, Subject.KPI, before, after)
        return Kept(desk.journey, after.path, deed, version)

    def put_away(
        self, workspace: WorkspaceId, user: str, journey_id: int, kpi_id: int, *, away: bool
    ) -> Kept:
        """Archive a KPI with its readings, or restore it."""
        with self.desk(workspace, user, journey_id) as desk:
            before = _found(desk, kpi_id)
            deed = Deed.ARCHIVED if away else Deed.RESTORED
            if before.archived is away:
                return Kept(desk.journey, before.path, deed, None)
            after = replace(before, archived=away)
            stage_id = desk.stage(before.stage).id if before.stage else None
            desk.uow.kpis.save(journey_id, stage_id, after)
            version = desk.remember(deed, Subject.KPI, before, after)
        return Kept(desk.journey, before.path, deed, version)


def _found(desk: Desk, kpi_id: int) -> Kpi:
    kpi = desk.parts.kpi(kpi_id)
    if kpi is None:
        raise NotFoundError(GONE)
    return kpi


def _drafted(desk: Desk, draft: KpiDraft, before: Kpi | None) -> Kpi:
    if draft.stage and desk.journey.stage(draft.stage) is None:
        raise BadFieldError("stage", "Choose a stage of this journey, or none.")
    others = (
        part
        for part in desk.parts.kpis
        if part.stage == draft.stage and (before is None or part.id != before.id)
    )
    key, _ = checked_name(draft.name, {part.key: part.path for part in others})
    if before and before.unit is not draft.unit and desk.uow.kpis.has_readings(before.id):
        raise BadFieldError(
            "unit", f"It has readings in {before.unit.value}; make a new KPI for another unit."
        )
    values = [value for value in (draft.target, draft.baseline) if value]
    currency = next((found for found in map(currency_of, values) if found), None)
    kept = before.currency if before and draft.unit is before.unit else None
    return Kpi(
        id=before.id if before else 0,
        key=key,
        stage=draft.stage,
        unit=draft.unit,
        direction=draft.direction or likely_direction(key, draft.unit),
        target=_value(draft, before, "target"),
        baseline=_value(draft, before, "baseline"),
        currency=(kept or currency) if draft.unit is Unit.MONEY else None,
        archived=before.archived if before else False,
    )


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
