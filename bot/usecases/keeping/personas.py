"""Add, edit, archive and restore the personas of a journey."""

from dataclasses import dataclass

from bot.domain.forms import checked_name, checked_text
from bot.domain.history import Subject
from bot.domain.personas import Persona
from bot.usecases.keeping.desk import Desk
from bot.usecases.keeping.parts import KeepParts


@dataclass(frozen=True)
class PersonaDraft:
    """A persona's profile as somebody filled it in."""

    name: str | None
    demographics: str | None = None
    goals: str | None = None
    pain_points: str | None = None
    behaviours: str | None = None
    preferences: str | None = None


class KeepPersonas(KeepParts[Persona, PersonaDraft]):
    """Changes personas. Every method raises NotAllowedError for who may not."""

    subject = Subject.PERSONA

    def _found(self, desk: Desk, part_id: int) -> Persona | None:
        return desk.parts.persona(part_id)

    def _saved(self, desk: Desk, part: Persona) -> int:
        return desk.uow.parts.save_persona(desk.journey.id, part)

    def _renamed(self, desk: Desk, before: Persona, after: Persona) -> None:
        desk.uow.notes.rename_persona(desk.journey.id, before.key, after.key)

    def _drafted(self, desk: Desk, draft: PersonaDraft, before: Persona | None) -> Persona:
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
