"""Add, edit, reorder, archive and restore the stages of a journey."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.journeys.editing import GONE, EditSession, MapEditor, MapPartService, SavedChange
from domain.errors import BadFieldError, BadInputError, NotFoundError
from domain.journey_map import Persona, Touchpoint, is_usually_physical
from domain.journeys import MAX_STAGES, Milestone, Stage, WorkspaceId
from domain.kpis import (
    Direction,
    Kpi,
    Unit,
    find_currency,
    format_value,
    guess_direction,
    is_same_currency,
    parse_value,
)
from domain.map_history import ChangeType, Subject
from domain.notes import CHANNELS
from domain.text import validate_name, validate_text


@dataclass(frozen=True)
class StageDraft:
    """A stage card as somebody filled it in. `position` counts from 0; null leaves it or appends.

    `milestone_since` null, or as it was before the state changed, means today.
    """

    name: str | None
    objective: str | None = None
    milestone: str | None = None
    milestone_state: Milestone = Milestone.NOT_YET
    milestone_since: date | None = None
    owner: str | None = None
    position: int | None = None


class StageService(MapEditor):
    """Changes stages. Every method raises NotAllowedError for who may not."""

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        draft: StageDraft,
        stage_id: int | None = None,
        seen: int = 0,
    ) -> SavedChange:
        """Add a stage, or keep an edited one that was opened at version `seen`.

        Raises BadFieldError, NotFoundError, or ChangedMeanwhileError.
        """
        with self.edit(workspace, user, journey_id) as session:
            before = _found(session, stage_id) if stage_id else None
            if before:
                session.check_unchanged(Subject.STAGE, before.id, seen)
            after = _drafted(session, draft, before)
            if not before:
                if len(session.journey.stages) >= MAX_STAGES:
                    raise BadInputError(f"A journey has at most {MAX_STAGES} stages.")
                after = replace(after, id=session.uow.journeys.add_stage(journey_id, after))
            moved = _ordered(session.journey.stages, after, draft.position)
            for stage in moved:
                session.uow.journeys.change_stage(stage)
            after = next(stage for stage in moved if stage.id == after.id)
            change_type = ChangeType.EDITED if before else ChangeType.CREATED
            version = session.record_change(change_type, Subject.STAGE, before, after)
        return SavedChange(session.journey, after.name, change_type, version)

    def archive(
        self, workspace: WorkspaceId, user: str, journey_id: int, stage_id: int, to: str | None
    ) -> SavedChange:
        """Take a stage out of use; its notes go to the stage `to`, or to the tray.

        Its touchpoints and KPIs rest with it. Raises BadInputError for the last stage.
        """
        with self.edit(workspace, user, journey_id) as session:
            stage = _found(session, stage_id)
            if stage.archived:
                return SavedChange(session.journey, stage.name, ChangeType.ARCHIVED, None)
            if len(session.journey.stages) == 1:
                raise BadInputError(
                    "This is the journey's last stage; a journey needs one. Add another first, or "
                    "archive the whole journey."
                )
            target = session.stage(to) if to else None
            if target == stage:
                raise BadFieldError("to", "Its notes need another place: choose another stage.")
            session.uow.notes.move_stage_notes(stage.id, target.id if target else None)
            rest = replace(stage, archived=True)
            session.uow.journeys.change_stage(rest)
            others = [other for other in session.journey.stages if other.id != stage.id]
            for position, other in enumerate(others):
                session.uow.journeys.change_stage(replace(other, position=position))
            version = session.record_change(ChangeType.ARCHIVED, Subject.STAGE, stage, rest)
        return SavedChange(session.journey, stage.name, ChangeType.ARCHIVED, version)

    def restore(
        self, workspace: WorkspaceId, user: str, journey_id: int, stage_id: int
    ) -> SavedChange:
        """Put an archived stage back, at the end; notes stay where they went."""
        with self.edit(workspace, user, journey_id) as session:
            stage = _found(session, stage_id)
            if not stage.archived:
                return SavedChange(session.journey, stage.name, ChangeType.RESTORED, None)
            if len(session.journey.stages) >= MAX_STAGES:
                raise BadInputError(f"A journey has at most {MAX_STAGES} stages.")
            back = replace(stage, archived=False, position=len(session.journey.stages))
            session.uow.journeys.change_stage(back)
            version = session.record_change(ChangeType.RESTORED, Subject.STAGE, stage, back)
        return SavedChange(session.journey, stage.name, ChangeType.RESTORED, version)


def _found(session: EditSession, stage_id: int) -> Stage:
    stage = session.parts.stage(stage_id)
    if stage is None:
        raise NotFoundError(GONE)
    return stage


def _drafted(session: EditSession, draft: StageDraft, before: Stage | None) -> Stage:
    every = (*session.journey.stages, *session.journey.archived_stages)
    taken = {stage.key: stage.name for stage in every if before is None or stage.id != before.id}
    key, name = validate_name(draft.name, taken)
    return Stage(
        id=before.id if before else 0,
        key=key,
        name=name,
        position=before.position if before else len(session.journey.stages),
        objective=validate_text(draft.objective, "objective"),
        milestone=validate_text(draft.milestone, "milestone"),
        milestone_state=draft.milestone_state,
        milestone_since=_since(session.today, draft, before),
        owner=draft.owner,
        archived=before.archived if before else False,
    )


def _since(today: date, draft: StageDraft, before: Stage | None) -> date | None:
    if draft.milestone_since and draft.milestone_since > today:
        raise BadFieldError("milestone_since", f"{draft.milestone_since} has not come yet.")
    was = (before.milestone_state, before.milestone_since) if before else (Milestone.NOT_YET, None)
    if draft.milestone_state is was[0]:
        return draft.milestone_since
    return draft.milestone_since if draft.milestone_since not in (None, was[1]) else today


def _ordered(stages: Sequence[Stage], changed: Stage, position: int | None) -> list[Stage]:
    """The stages in use with the changed one in its place, numbered from 0."""
    if changed.archived:
        return [changed]
    others = [stage for stage in stages if stage.id != changed.id]
    place = changed.position if position is None else position
    others.insert(max(0, min(place, len(others))), changed)
    return [replace(stage, position=number) for number, stage in enumerate(others)]


@dataclass(frozen=True)
class PersonaDraft:
    """A persona's profile as somebody filled it in."""

    name: str | None
    demographics: str | None = None
    goals: str | None = None
    pain_points: str | None = None
    behaviours: str | None = None
    preferences: str | None = None


class PersonaService(MapPartService[Persona, PersonaDraft]):
    """Changes personas. Every method raises NotAllowedError for who may not."""

    subject = Subject.PERSONA

    def _found(self, session: EditSession, part_id: int) -> Persona | None:
        return session.parts.persona(part_id)

    def _saved(self, session: EditSession, part: Persona) -> int:
        return session.uow.parts.save_persona(session.journey.id, part)

    def _renamed(self, session: EditSession, before: Persona, after: Persona) -> None:
        session.uow.notes.rename_persona(session.journey.id, before.key, after.key)

    def _drafted(
        self, session: EditSession, draft: PersonaDraft, before: Persona | None
    ) -> Persona:
        others = (part for part in session.parts.personas if before is None or part.id != before.id)
        key, name = validate_name(draft.name, {part.key: part.name for part in others})
        return Persona(
            id=before.id if before else 0,
            key=key,
            name=name,
            demographics=validate_text(draft.demographics, "demographics"),
            goals=validate_text(draft.goals, "goals"),
            pain_points=validate_text(draft.pain_points, "pain_points"),
            behaviours=validate_text(draft.behaviours, "behaviours"),
            preferences=validate_text(draft.preferences, "preferences"),
            archived=before.archived if before else False,
        )


@dataclass(frozen=True)
class TouchpointDraft:
    """A touchpoint as somebody filled it in. `physical` null means what the channel usually is."""

    name: str | None
    stage: str | None
    channel: str | None
    physical: bool | None = None
    team: str | None = None


class TouchpointService(MapPartService[Touchpoint, TouchpointDraft]):
    """Changes touchpoints. Every method raises NotAllowedError for who may not."""

    subject = Subject.TOUCHPOINT

    def _found(self, session: EditSession, part_id: int) -> Touchpoint | None:
        return session.parts.touchpoint(part_id)

    def _saved(self, session: EditSession, part: Touchpoint) -> int:
        stage_id = session.stage(part.stage).id
        return session.uow.parts.save_touchpoint(session.journey.id, stage_id, part)

    def _renamed(self, session: EditSession, before: Touchpoint, after: Touchpoint) -> None:
        stage_id = session.stage(before.stage).id
        session.uow.notes.rename_touchpoint(stage_id, before.key, after.key)

    def _drafted(
        self, session: EditSession, draft: TouchpointDraft, before: Touchpoint | None
    ) -> Touchpoint:
        if session.journey.stage(draft.stage) is None:
            raise BadFieldError("stage", "Choose the stage it happens in.")
        if draft.channel not in CHANNELS:
            raise BadFieldError("channel", "Choose the channel it happens on.")
        others = (
            part
            for part in session.parts.touchpoints
            if part.stage == draft.stage and (before is None or part.id != before.id)
        )
        key, name = validate_name(draft.name, {part.key: part.name for part in others})
        return Touchpoint(
            id=before.id if before else 0,
            key=key,
            name=name,
            stage=draft.stage or "",
            channel=draft.channel,
            physical=is_usually_physical(draft.channel)
            if draft.physical is None
            else draft.physical,
            team=draft.team,
            archived=before.archived if before else False,
        )


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


class KpiDefinitionService(MapPartService[Kpi, KpiDraft]):
    """Changes KPIs. Every method raises NotAllowedError for who may not."""

    subject = Subject.KPI

    def _found(self, session: EditSession, part_id: int) -> Kpi | None:
        return session.parts.kpi(part_id)

    def _saved(self, session: EditSession, part: Kpi) -> int:
        stage_id = session.stage(part.stage).id if part.stage else None
        return session.uow.kpis.save(session.journey.id, stage_id, part)

    def _drafted(self, session: EditSession, draft: KpiDraft, before: Kpi | None) -> Kpi:
        if draft.stage and session.journey.stage(draft.stage) is None:
            raise BadFieldError("stage", "Choose a stage of this journey, or none.")
        others = (
            part
            for part in session.parts.kpis
            if part.stage == draft.stage and (before is None or part.id != before.id)
        )
        key, _ = validate_name(draft.name, {part.key: part.path for part in others})
        measured = before is not None and session.uow.kpis.has_readings(before.id)
        if before and measured and before.unit is not draft.unit:
            raise BadFieldError(
                "unit", f"It has readings in {before.unit.value}; make a new KPI for another unit."
            )
        return Kpi(
            id=before.id if before else 0,
            key=key,
            stage=draft.stage,
            unit=draft.unit,
            direction=draft.direction or guess_direction(key, draft.unit),
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
    written = {name: find_currency(getattr(draft, name) or "") for name in ("target", "baseline")}
    kept = before.currency if before and before.unit is Unit.MONEY else None
    meant = (kept if measured else None) or next(filter(None, written.values()), kept)
    for field, found in written.items():
        if found and meant and not is_same_currency(found, meant):
            raise BadFieldError(field, f"It is measured in {meant}; write the amount in {meant}.")
    return meant


def _value(draft: KpiDraft, before: Kpi | None, field: str) -> float | None:
    text: str | None = getattr(draft, field)
    if not text or not text.strip():
        return None
    kept: float | None = getattr(before, field) if before and before.unit is draft.unit else None
    if before and kept is not None and text == format_value(kept, before.unit, before.currency):
        # What was shown is rounded: left as it was shown, it stays as it was kept.
        return kept
    try:
        return parse_value(text.replace("−", "-"), draft.unit)[0]
    except BadInputError as error:
        raise BadFieldError(field, error.sentence) from error
