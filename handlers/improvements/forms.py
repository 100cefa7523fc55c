"""The form of an action."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.improvements import ImprovementFormData
from domain.improvements import MAX_TEXT, MAX_TITLE, ImprovementDraft
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import ActionField, View

TITLE = "Action"


EXAMPLE = "Send the invite from our own domain"


# A form holds 3,000 characters unseen.
MAX_NOTES = 200


IMPACTS = (("5", "5, changes the journey"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1, little"))


EASES = (("5", "5, a day"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1, quarters of work"))


@dataclass(frozen=True)
class ImprovementFormTarget:
    """What the form carries along unseen; `action` null for a new one."""

    journey: int
    action: int | None
    channel: str | None
    notes: tuple[int, ...] = ()

    def metadata(self) -> str:
        """As the form holds it."""
        return json.dumps([self.journey, self.action, self.channel, self.notes[:MAX_NOTES]])

    @classmethod
    def held(cls, metadata: str) -> "ImprovementFormTarget":
        """What a form held."""
        journey, action, channel, notes = json.loads(metadata)
        return cls(journey, action, channel, tuple(notes))


def improvement_form(
    desk: ImprovementFormData, draft: ImprovementDraft, channel: str | None
) -> dict[str, Any]:
    """The form, holding a draft."""
    action = desk.action.id if desk.action else None
    view = View.EDIT_ACTION if action else View.NEW_ACTION
    held = _initial_values(draft)
    blocks = [
        *([_source_note(draft)] if draft.note_ids else []),
        *(forms.build_input(field, held.get(field.id)) for field in _fields(desk)),
    ]
    about = ImprovementFormTarget(desk.journey.id, action, channel, draft.note_ids)
    return forms.modal(view.value, TITLE, blocks, metadata=about.metadata())


def read_improvement(state: Mapping[str, Any], about: ImprovementFormTarget) -> ImprovementDraft:
    """What was filled in."""
    given = forms.read_inputs(state)

    def number(field: ActionField) -> int | None:
        value = given.get(field)
        return int(value) if value else None

    due = given.get(ActionField.DUE)
    return ImprovementDraft(
        title=given.get(ActionField.TITLE) or "",
        why=given.get(ActionField.WHY),
        stage=given.get(ActionField.STAGE),
        owner=given.get(ActionField.OWNER),
        impact=number(ActionField.IMPACT),
        ease=number(ActionField.EASE),
        resources=given.get(ActionField.RESOURCES),
        expected_return=given.get(ActionField.EXPECTED_RETURN),
        kpi_id=number(ActionField.KPI),
        due=date.fromisoformat(due) if due else None,
        note_ids=about.notes,
    )


def _source_note(draft: ImprovementDraft) -> kit.Block:
    return kit.context(f"From {words.notes(len(draft.note_ids))}.")


def _fields(desk: ImprovementFormData) -> list[forms.Field]:
    stages = [(stage.key, stage.name) for stage in desk.journey.stages]
    kpis = [(str(kpi.id), kpi.path) for kpi in desk.kpis]
    field = forms.Field
    found = [
        field(
            ActionField.TITLE.value,
            "What is to be done?",
            forms.text_input(ActionField.TITLE.value, EXAMPLE, max_length=MAX_TITLE),
            optional=False,
        ),
        field(ActionField.WHY.value, "Why?", _long_text(ActionField.WHY)),
        field(ActionField.OWNER.value, "Owner", forms.user_select(ActionField.OWNER.value)),
        field(ActionField.DUE.value, "Due", forms.date_picker(ActionField.DUE.value)),
    ]
    if stages:
        menu = forms.select(ActionField.STAGE.value, "The whole journey", stages)
        found.append(field(ActionField.STAGE.value, "Stage", menu))
    if kpis:
        menu = forms.select(ActionField.KPI.value, "None", kpis)
        found.append(field(ActionField.KPI.value, "KPI it should move", menu))
    return [
        *found,
        field(ActionField.IMPACT.value, "Impact", _rating_menu(ActionField.IMPACT, IMPACTS)),
        field(ActionField.EASE.value, "Ease", _rating_menu(ActionField.EASE, EASES)),
        field(ActionField.RESOURCES.value, "Resources", _long_text(ActionField.RESOURCES)),
        field(
            ActionField.EXPECTED_RETURN.value,
            "Expected return",
            _long_text(ActionField.EXPECTED_RETURN),
        ),
    ]


def _long_text(field: ActionField) -> kit.Element:
    return forms.text_input(field.value, lines=True, max_length=MAX_TEXT)


def _rating_menu(field: ActionField, choices: tuple[tuple[str, str], ...]) -> kit.Element:
    return forms.select(field.value, "1 to 5", choices)


def _initial_values(draft: ImprovementDraft) -> dict[str, str | None]:
    def text(value: object) -> str | None:
        return None if value is None else str(value)

    return {
        ActionField.TITLE: draft.title[:MAX_TITLE],
        ActionField.WHY: draft.why,
        ActionField.STAGE: draft.stage,
        ActionField.OWNER: draft.owner,
        ActionField.IMPACT: text(draft.impact),
        ActionField.EASE: text(draft.ease),
        ActionField.RESOURCES: draft.resources,
        ActionField.EXPECTED_RETURN: draft.expected_return,
        ActionField.KPI: text(draft.kpi_id),
        ActionField.DUE: draft.due.isoformat() if draft.due else None,
    }
