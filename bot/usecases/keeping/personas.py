"""Add, edit, archive and restore the personas of a journey."""

from dataclasses import dataclass, replace

from bot.domain.errors import NotFoundError
from bot.domain.forms import checked_name, checked_text
from bot.domain.history import Deed, Subject
from bot.domain.journey import WorkspaceId
from bot.domain.personas import Persona
from bot.usecases.keeping.desk import GONE, Desk, Keeper, Kept


@dataclass(frozen=True)
class PersonaDraft:
    """A persona's profile as somebody filled it in."""

    name: str | None
    demographics: str | None = None
    goals: str | None = None
    pain_points: str | None = None
    behaviours: str | None = None
    preferences: str | None = None


class KeepPersonas(Keeper):
    """Changes personas. Every method raises NotAllowedError for who may not."""

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        draft: PersonaDraft,
        persona_id: int | None = None,
        seen: int = 0,
    ) -> Kept:
        """Add a persona, or keep an edited one that was opened at version `seen`.

        Raises BadFieldError, NotFoundError, or ChangedMeanwhileError.
        """
        with self.desk(workspace, user, journey_id) as desk:
            before = _found(desk, persona_id) if persona_id else None
            if before:
                desk.check_unchanged(Subject.PERSONA, before.id, seen)
            after = _drafted(desk, draft, before)
            after = replace(after, id=desk.uow.parts.save_persona(journey_id, after))
            deed = Deed.EDITED if before else Deed.CREATED
            version = desk.remember(deed, Subject.PERSONA, before, after)
        return Kept(desk.journey, after.name, deed, version)

    def put_away(
        self, workspace: WorkspaceId, user: str, journey_id: int, persona_id: int, *, away: bool
    ) -> Kept:
        """Archive a persona, or restore one; notes keep its name."""
        with self.desk(workspace, user, journey_id) as desk:
            before = _found(desk, persona_id)
            deed = Deed.ARCHIVED if away else Deed.RESTORED
            if before.archived is away:
                return Kept(desk.journey, before.name, deed, None)
            after = replace(before, archived=away)
            desk.uow.parts.save_persona(journey_id, after)
            version = desk.remember(deed, Subject.PERSONA, before, after)
        return Kept(desk.journey, before.name, deed, version)


def _found(desk: Desk, persona_id: int) -> Persona:
    persona = desk.parts.persona(persona_id)
    if persona is None:
        raise NotFoundError(GONE)
    return persona


def _drafted(desk: Desk, draft: PersonaDraft, before: Persona | None) -> Persona:
    others = (part for part in desk.parts.personas if before is None or part.id != before.id)
    key, name = checked_name(draft.name, {part.key: part.name for part in others})
    return Persona(
        id=before.id if before else 0,
        key=key,
        name=name,
        demographics=checked_text(draft.demographics, "demographics"),
        goals=checked_text(draft.goals, "goals"),
        pain_points=checked_text(draft.pain_points, "pain_points"),
        behaviours=checked_text(draft.behaviours, "behaviours"),
        preferences=checked_text(draft.preferences, "preferences"),
        archived=before.archived if before else False,
    )
