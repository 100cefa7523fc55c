"""Add, edit, archive and restore the touchpoints of a journey's stages."""

from dataclasses import dataclass, replace

from bot.domain.errors import BadFieldError, NotFoundError
from bot.domain.forms import checked_name
from bot.domain.history import Deed, Subject
from bot.domain.journey import WorkspaceId
from bot.domain.notes import CHANNELS
from bot.domain.touchpoints import Touchpoint, usually_physical
from bot.usecases.keeping.desk import GONE, Desk, Keeper, Kept


@dataclass(frozen=True)
class TouchpointDraft:
    """A touchpoint as somebody filled it in. `physical` null means what the channel usually is."""

    name: str | None
    stage: str | None
    channel: str | None
    physical: bool | None = None
    team: str | None = None


class KeepTouchpoints(Keeper):
    """Changes touchpoints. Every method raises NotAllowedError for who may not."""

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        draft: TouchpointDraft,
        touchpoint_id: int | None = None,
        seen: int = 0,
    ) -> Kept:
        """Add a touchpoint, or keep an edited one that was opened at version `seen`.

        Raises BadFieldError, NotFoundError, or ChangedMeanwhileError.
        """
        with self.desk(workspace, user, journey_id) as desk:
            before = _found(desk, touchpoint_id) if touchpoint_id else None
            if before:
                desk.check_unchanged(Subject.TOUCHPOINT, before.id, seen)
            after = _drafted(desk, draft, before)
            stage_id = desk.stage(after.stage).id
            saved = desk.uow.parts.save_touchpoint(journey_id, stage_id, after)
            after = replace(after, id=saved)
            deed = Deed.EDITED if before else Deed.CREATED
            version = desk.remember(deed, Subject.TOUCHPOINT, before, after)
        return Kept(desk.journey, after.name, deed, version)

    def put_away(
        self, workspace: WorkspaceId, user: str, journey_id: int, touchpoint_id: int, *, away: bool
    ) -> Kept:
        """Archive a touchpoint, or restore one whose stage is in use."""
        with self.desk(workspace, user, journey_id) as desk:
            before = _found(desk, touchpoint_id)
            deed = Deed.ARCHIVED if away else Deed.RESTORED
            if before.archived is away:
                return Kept(desk.journey, before.name, deed, None)
            after = replace(before, archived=away)
            stage_id = desk.stage(before.stage).id
            desk.uow.parts.save_touchpoint(journey_id, stage_id, after)
            version = desk.remember(deed, Subject.TOUCHPOINT, before, after)
        return Kept(desk.journey, before.name, deed, version)


def _found(desk: Desk, touchpoint_id: int) -> Touchpoint:
    touchpoint = desk.parts.touchpoint(touchpoint_id)
    if touchpoint is None:
        raise NotFoundError(GONE)
    return touchpoint


def _drafted(desk: Desk, draft: TouchpointDraft, before: Touchpoint | None) -> Touchpoint:
    if desk.journey.stage(draft.stage) is None:
        raise BadFieldError("stage", "Choose the stage it happens in.")
    if draft.channel not in CHANNELS:
        raise BadFieldError("channel", "Choose the channel it happens on.")
    others = (
        part
        for part in desk.parts.touchpoints
        if part.stage == draft.stage and (before is None or part.id != before.id)
    )
    key, name = checked_name(draft.name, {part.key: part.name for part in others})
    return Touchpoint(
        id=before.id if before else 0,
        key=key,
        name=name,
        stage=draft.stage or "",
        channel=draft.channel,
        physical=usually_physical(draft.channel) if draft.physical is None else draft.physical,
        team=draft.team,
        archived=before.archived if before else False,
    )
