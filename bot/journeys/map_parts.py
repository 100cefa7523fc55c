"""Services that change the stages, personas and touchpoints of a journey."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.journeys.editing import GONE, EditSession, MapEditor, MapPartService, SavedChange
from domain.errors import BadFieldError, BadInputError, NotFoundError
from domain.journey_map import (
    PERSONA_FIELDS,
    TOUCHPOINT_FIELDS,
    Persona,
    Touchpoint,
    is_usually_physical,
)
from domain.journeys import (
    MAX_STAGES,
    STAGE_FIELDS,
    Stage,
    WorkspaceId,
)
from domain.map_fields import FormValues, parse_fields
from domain.map_history import ChangeType, Subject
from domain.notes import CHANNELS
from domain.text import validate_name


class StageService(MapEditor):
    """Changes stages. Every method raises NotAllowedError and NotFoundError."""

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        values: FormValues,
        stage_id: int | None = None,
        seen: int = 0,
    ) -> SavedChange:
        """Add a stage, or save an edited one whose form was opened at version `seen`.

        Without a position it stays where it is, a new one is the last. A milestone whose state
        changes has it since today unless another day is given. Raises BadFieldError or
        ChangedMeanwhileError.
        """
        with self.edit(workspace, user, journey_id) as session:
            before = _get_stage(session, stage_id) if stage_id else None
            if before:
                session.check_unchanged(Subject.STAGE, before.id, seen)
            after = _build_stage(session, values, before)
            if not before:
                _check_room(session)
                after = replace(after, id=session.uow.journeys.add_stage(journey_id, after))
            reordered = _insert_in_order(session.journey.stages, after)
            for stage in reordered:
                session.uow.journeys.change_stage(stage)
            after = next(stage for stage in reordered if stage.id == after.id)
            change_type = ChangeType.EDITED if before else ChangeType.CREATED
            version = session.record_change(change_type, Subject.STAGE, before, after)
        return SavedChange(session.journey, after.name, change_type, version)

    def archive(
        self, workspace: WorkspaceId, user: str, journey_id: int, stage_id: int, to: str | None
    ) -> SavedChange:
        """Archive a stage; its notes move to the stage with the key `to`, or become unsorted.

        Its touchpoints and KPIs are hidden with it. Raises BadInputError for the last stage,
        BadFieldError if `to` is this stage. Idempotent.
        """
        with self.edit(workspace, user, journey_id) as session:
            stage = _get_stage(session, stage_id)
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
            archived = replace(stage, archived=True)
            session.uow.journeys.change_stage(archived)
            others = [other for other in session.journey.stages if other.id != stage.id]
            for position, other in enumerate(others):
                session.uow.journeys.change_stage(replace(other, position=position))
            version = session.record_change(ChangeType.ARCHIVED, Subject.STAGE, stage, archived)
        return SavedChange(session.journey, stage.name, ChangeType.ARCHIVED, version)

    def restore(
        self, workspace: WorkspaceId, user: str, journey_id: int, stage_id: int
    ) -> SavedChange:
        """Restore an archived stage as the last one; notes stay where they went. Idempotent."""
        with self.edit(workspace, user, journey_id) as session:
            stage = _get_stage(session, stage_id)
            if not stage.archived:
                return SavedChange(session.journey, stage.name, ChangeType.RESTORED, None)
            _check_room(session)
            restored = replace(stage, archived=False, position=len(session.journey.stages))
            session.uow.journeys.change_stage(restored)
            version = session.record_change(ChangeType.RESTORED, Subject.STAGE, stage, restored)
        return SavedChange(session.journey, stage.name, ChangeType.RESTORED, version)


def _get_stage(session: EditSession, stage_id: int) -> Stage:
    stage = session.parts.stage(stage_id)
    if stage is None:
        raise NotFoundError(GONE)
    return stage


def _check_room(session: EditSession) -> None:
    if len(session.journey.stages) >= MAX_STAGES:
        raise BadInputError(f"A journey has at most {MAX_STAGES} stages.")


def _build_stage(session: EditSession, values: FormValues, before: Stage | None) -> Stage:
    stages = (*session.journey.stages, *session.journey.archived_stages)
    taken = {stage.key: stage.name for stage in stages if before is None or stage.id != before.id}
    key, name = validate_name(values.get("name"), taken)
    old = before or Stage(id=0, key=key, name=name, position=len(session.journey.stages))
    fields = parse_fields(STAGE_FIELDS, values)
    if fields["position"] is None or old.archived:
        fields["position"] = old.position
    new = replace(old, key=key, name=name, **fields)
    return replace(new, milestone_since=_milestone_since(session.today, old, new))


def _milestone_since(today: date, old: Stage, new: Stage) -> date | None:
    if new.milestone_since and new.milestone_since > today:
        raise BadFieldError("milestone_since", f"{new.milestone_since} is in the future.")
    if new.milestone_state is old.milestone_state:
        return new.milestone_since
    return today if new.milestone_since in (None, old.milestone_since) else new.milestone_since


def _insert_in_order(stages: Sequence[Stage], changed: Stage) -> list[Stage]:
    """Return the stages in use with the changed one at its position, numbered from 0."""
    if changed.archived:
        return [changed]
    ordered = [stage for stage in stages if stage.id != changed.id]
    ordered.insert(max(0, min(changed.position, len(ordered))), changed)
    return [replace(stage, position=position) for position, stage in enumerate(ordered)]


class PersonaService(MapPartService[Persona]):
    """Changes personas."""

    subject = Subject.PERSONA

    def _find(self, session: EditSession, part_id: int) -> Persona | None:
        return session.parts.persona(part_id)

    def _build(self, session: EditSession, values: FormValues, before: Persona | None) -> Persona:
        others = (part for part in session.parts.personas if before is None or part.id != before.id)
        key, name = validate_name(values.get("name"), {part.key: part.name for part in others})
        persona = before or Persona(id=0, key=key, name=name)
        return replace(persona, key=key, name=name, **parse_fields(PERSONA_FIELDS, values))

    def _store(self, session: EditSession, part: Persona) -> int:
        return session.uow.parts.save_persona(session.journey.id, part)

    def _rename_in_notes(self, session: EditSession, before: Persona, after: Persona) -> None:
        session.uow.notes.rename_persona(session.journey.id, before.key, after.key)


class TouchpointService(MapPartService[Touchpoint]):
    """Changes touchpoints."""

    subject = Subject.TOUCHPOINT

    def _find(self, session: EditSession, part_id: int) -> Touchpoint | None:
        return session.parts.touchpoint(part_id)

    def _build(
        self, session: EditSession, values: FormValues, before: Touchpoint | None
    ) -> Touchpoint:
        stage, channel = values.get("stage"), values.get("channel")
        if stage is None or session.journey.stage(stage) is None:
            raise BadFieldError("stage", "Choose the stage it happens in.")
        if channel not in CHANNELS:
            raise BadFieldError("channel", "Choose the channel it happens on.")
        others = (
            part
            for part in session.parts.touchpoints
            if part.stage == stage and (before is None or part.id != before.id)
        )
        key, name = validate_name(values.get("name"), {part.key: part.name for part in others})
        fields = parse_fields(TOUCHPOINT_FIELDS, values)
        if fields["physical"] is None:
            fields["physical"] = is_usually_physical(channel)
        archived = before.archived if before else False
        return Touchpoint(before.id if before else 0, key, name, archived=archived, **fields)

    def _store(self, session: EditSession, part: Touchpoint) -> int:
        stage_id = session.stage(part.stage).id
        return session.uow.parts.save_touchpoint(session.journey.id, stage_id, part)

    def _rename_in_notes(self, session: EditSession, before: Touchpoint, after: Touchpoint) -> None:
        stage_id = session.stage(before.stage).id
        session.uow.notes.rename_touchpoint(stage_id, before.key, after.key)
