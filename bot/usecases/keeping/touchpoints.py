"""Add, edit, archive and restore the touchpoints of a journey's stages."""

from dataclasses import dataclass

from bot.domain.errors import BadFieldError
from bot.domain.forms import checked_name
from bot.domain.history import Subject
from bot.domain.notes import CHANNELS
from bot.domain.touchpoints import Touchpoint, usually_physical
from bot.usecases.keeping.desk import Desk
from bot.usecases.keeping.parts import KeepParts


@dataclass(frozen=True)
class TouchpointDraft:
    """A touchpoint as somebody filled it in. `physical` null means what the channel usually is."""

    name: str | None
    stage: str | None
    channel: str | None
    physical: bool | None = None
    team: str | None = None


class KeepTouchpoints(KeepParts[Touchpoint, TouchpointDraft]):
    """Changes touchpoints. Every method raises NotAllowedError for who may not."""

    subject = Subject.TOUCHPOINT

    def _found(self, desk: Desk, part_id: int) -> Touchpoint | None:
        return desk.parts.touchpoint(part_id)

    def _saved(self, desk: Desk, part: Touchpoint) -> int:
        stage_id = desk.stage(part.stage).id
        return desk.uow.parts.save_touchpoint(desk.journey.id, stage_id, part)

    def _renamed(self, desk: Desk, before: Touchpoint, after: Touchpoint) -> None:
        stage_id = desk.stage(before.stage).id
        desk.uow.notes.rename_touchpoint(stage_id, before.key, after.key)

    def _drafted(self, desk: Desk, draft: TouchpointDraft, before: Touchpoint | None) -> Touchpoint:
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
