"""Add, edit, reorder, archive and restore the stages of a journey."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.errors import BadFieldError, BadInputError, NotFoundError
from bot.domain.forms import checked_name, checked_text
from bot.domain.history import Deed, Subject
from bot.domain.journey import MAX_STAGES, Milestone, Stage, WorkspaceId
from bot.usecases.keeping.desk import GONE, Desk, Keeper, Kept


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


class KeepStages(Keeper):
    """Changes stages. Every method raises NotAllowedError for who may not."""

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        draft: StageDraft,
        stage_id: int | None = None,
        seen: int = 0,
    ) -> Kept:
        """Add a stage, or keep an edited one that was opened at version `seen`.

        Raises BadFieldError, NotFoundError, or ChangedMeanwhileError.
        """
        with self.desk(workspace, user, journey_id) as desk:
            before = _found(desk, stage_id) if stage_id else None
            if before:
                desk.check_unchanged(Subject.STAGE, before.id, seen)
            after = _drafted(desk, draft, before)
            if not before:
                if len(desk.journey.stages) >= MAX_STAGES:
                    raise BadInputError(f"A journey has at most {MAX_STAGES} stages.")
                after = replace(after, id=desk.uow.journeys.add_stage(journey_id, after))
            moved = _ordered(desk.journey.stages, after, draft.position)
            for stage in moved:
                desk.uow.journeys.change_stage(stage)
            after = next(stage for stage in moved if stage.id == after.id)
            deed = Deed.EDITED if before else Deed.CREATED
            version = desk.remember(deed, Subject.STAGE, before, after)
        return Kept(desk.journey, after.name, deed, version)

    def archive(
        self, workspace: WorkspaceId, user: str, journey_id: int, stage_id: int, to: str | None
    ) -> Kept:
        """Take a stage out of use; its notes go to the stage `to`, or to the tray.

        Its touchpoints and KPIs rest with it. Raises BadInputError for the last stage.
        """
        with self.desk(workspace, user, journey_id) as desk:
            stage = _found(desk, stage_id)
            if stage.archived:
                return Kept(desk.journey, stage.name, Deed.ARCHIVED, None)
            if len(desk.journey.stages) == 1:
                raise BadInputError(
                    "This is the journey's last stage; a journey needs one. Add another first, or "
                    "archive the whole journey."
                )
            target = desk.stage(to) if to else None
            if target == stage:
                raise BadFieldError("to", "Its notes need another place: choose another stage.")
            desk.uow.notes.move_all(stage.id, target.id if target else None)
            rest = replace(stage, archived=True)
            desk.uow.journeys.change_stage(rest)
            others = [other for other in desk.journey.stages if other.id != stage.id]
            for position, other in enumerate(others):
                desk.uow.journeys.change_stage(replace(other, position=position))
            version = desk.remember(Deed.ARCHIVED, Subject.STAGE, stage, rest)
        return Kept(desk.journey, stage.name, Deed.ARCHIVED, version)

    def restore(self, workspace: WorkspaceId, user: str, journey_id: int, stage_id: int) -> Kept:
        """Put an archived stage back, at the end; notes stay where they went."""
        with self.desk(workspace, user, journey_id) as desk:
            stage = _found(desk, stage_id)
            if not stage.archived:
                return Kept(desk.journey, stage.name, Deed.RESTORED, None)
            if len(desk.journey.stages) >= MAX_STAGES:
                raise BadInputError(f"A journey has at most {MAX_STAGES} stages.")
            back = replace(stage, archived=False, position=len(desk.journey.stages))
            desk.uow.journeys.change_stage(back)
            version = desk.remember(Deed.RESTORED, Subject.STAGE, stage, back)
        return Kept(desk.journey, stage.name, Deed.RESTORED, version)


def _found(desk: Desk, stage_id: int) -> Stage:
    stage = desk.parts.stage(stage_id)
    if stage is None:
        raise NotFoundError(GONE)
    return stage


def _drafted(desk: Desk, draft: StageDraft, before: Stage | None) -> Stage:
    every = (*desk.journey.stages, *desk.journey.archived_stages)
    taken = {stage.key: stage.name for stage in every if before is None or stage.id != before.id}
    key, name = checked_name(draft.name, taken)
    return Stage(
        id=before.id if before else 0,
        key=key,
        name=name,
        position=before.position if before else len(desk.journey.stages),
        objective=checked_text(draft.objective, "objective"),
        milestone=checked_text(draft.milestone, "milestone"),
        milestone_state=draft.milestone_state,
        milestone_since=_since(desk.today, draft, before),
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
