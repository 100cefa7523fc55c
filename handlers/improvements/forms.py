"""The form of an improvement ("action" to people)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.improvements import ImprovementFormData
from domain.improvements import (
    MAX_TEXT,
    MAX_TITLE,
    NO_SOURCE,
    ImprovementDraft,
    ImprovementSource,
)
from domain.notes import Message
from domain.text import shorten
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import ImprovementField, View

TITLE = "Action"


WHAT_TO_DO = "What should be done?"

WHAT_WILL_YOU_DO = "What will you do?"


EXAMPLE = "Send the invite from our own domain"


# The private metadata of a form has at most 3,000 characters.
MAX_NOTES = 200


IMPACTS = (("5", "5, changes the journey"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1, little"))


EASES = (("5", "5, a day"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1, quarters of work"))


# Ends the value of a button that creates an improvement of no theme; a journey begins it.
_OF_NO_THEME = ":0:"


def new_improvement_value(journey_id: int) -> str:
    """Return the value of a button that creates an improvement of a journey: `12:0:`."""
    return f"{journey_id}{_OF_NO_THEME}"


def parse_new_improvement_value(value: str) -> int | None:
    """Return the id of the journey in such a value, None if it is another's, such as a theme's."""
    return int(value.removesuffix(_OF_NO_THEME)) if value.endswith(_OF_NO_THEME) else None


@dataclass(frozen=True)
class ImprovementFormTarget:
    """What the form is about: the journey, the improvement (None for a new one), its notes.

    `channel` is where to answer, None for direct messages; `source` what a new one is made from.
    """

    journey: int
    improvement: int | None
    channel: str | None
    notes: tuple[int, ...] = ()
    source: ImprovementSource = NO_SOURCE

    def to_metadata(self) -> str:
        """Return it as the private metadata of a form."""
        thread = self.source.thread
        whole = [self.journey, self.improvement, self.channel, self.notes[:MAX_NOTES]]
        place = [thread.channel, thread.ts] if thread else None
        return json.dumps([*whole, self.source.theme, place])

    @classmethod
    def from_metadata(cls, metadata: str) -> "ImprovementFormTarget":
        """Return the target in the private metadata of a form, also of an older version's."""
        journey, improvement, channel, notes, *rest = json.loads(metadata)
        theme, place = rest or (None, None)
        source = ImprovementSource(theme, Message(*place) if place else None)
        return cls(journey, improvement, channel, tuple(notes), source)


def improvement_form(
    data: ImprovementFormData,
    draft: ImprovementDraft,
    channel: str | None,
    source: ImprovementSource = NO_SOURCE,
    pain: str | None = None,
) -> dict[str, Any]:
    """Build the form with the values of a draft; `pain` is the name of what it is about."""
    improvement_id = data.improvement.id if data.improvement else None
    view = View.EDIT_IMPROVEMENT if improvement_id else View.NEW_IMPROVEMENT
    values = _initial_values(draft)
    question = WHAT_WILL_YOU_DO if draft.note_ids and not improvement_id else WHAT_TO_DO
    blocks = [
        *([_source_note(draft, pain)] if pain or draft.note_ids else []),
        *(forms.build_input(field, values.get(field.id)) for field in _fields(data, question)),
    ]
    target = ImprovementFormTarget(data.journey.id, improvement_id, channel, draft.note_ids, source)
    return forms.modal(view.value, TITLE, blocks, metadata=target.to_metadata())


def read_improvement(state: Mapping[str, Any], target: ImprovementFormTarget) -> ImprovementDraft:
    """Return the draft that was filled in."""
    values = forms.read_inputs(state)

    def number(field: ImprovementField) -> int | None:
        value = values.get(field)
        return int(value) if value else None

    due = values.get(ImprovementField.DUE)
    return ImprovementDraft(
        title=values.get(ImprovementField.TITLE) or "",
        why=values.get(ImprovementField.WHY),
        stage=values.get(ImprovementField.STAGE),
        owner=values.get(ImprovementField.OWNER),
        impact=number(ImprovementField.IMPACT),
        ease=number(ImprovementField.EASE),
        resources=values.get(ImprovementField.RESOURCES),
        expected_return=values.get(ImprovementField.EXPECTED_RETURN),
        kpi_id=number(ImprovementField.KPI),
        due=date.fromisoformat(due) if due else None,
        note_ids=target.notes,
    )


def _source_note(draft: ImprovementDraft, pain: str | None) -> kit.Block:
    count = f"From {words.notes(len(draft.note_ids))}."
    if pain is None:
        return kit.context(count)
    name = kit.span(shorten(pain, MAX_TITLE), bold=True)
    return kit.rich(kit.line("About ", name, f". {count}"))


def _fields(data: ImprovementFormData, question: str) -> list[forms.Field]:
    stages = [(stage.key, stage.name) for stage in data.journey.stages]
    kpis = [(str(kpi.id), kpi.path) for kpi in data.kpis]
    field = forms.Field
    found = [
        field(
            ImprovementField.TITLE.value,
            question,
            forms.text_input(ImprovementField.TITLE.value, EXAMPLE, max_length=MAX_TITLE),
            optional=False,
        ),
        field(ImprovementField.WHY.value, "Why?", _long_text(ImprovementField.WHY)),
        field(
            ImprovementField.OWNER.value, "Owner", forms.user_select(ImprovementField.OWNER.value)
        ),
        field(ImprovementField.DUE.value, "Due", forms.date_picker(ImprovementField.DUE.value)),
    ]
    if stages:
        menu = forms.select(ImprovementField.STAGE.value, "The whole journey", stages)
        found.append(field(ImprovementField.STAGE.value, "Stage", menu))
    if kpis:
        menu = forms.select(ImprovementField.KPI.value, "None", kpis)
        found.append(field(ImprovementField.KPI.value, "KPI it should move", menu))
    return [
        *found,
        field(
            ImprovementField.IMPACT.value, "Impact", _rating_menu(ImprovementField.IMPACT, IMPACTS)
        ),
        field(ImprovementField.EASE.value, "Ease", _rating_menu(ImprovementField.EASE, EASES)),
        field(
            ImprovementField.RESOURCES.value, "Resources", _long_text(ImprovementField.RESOURCES)
        ),
        field(
            ImprovementField.EXPECTED_RETURN.value,
            "Expected return",
            _long_text(ImprovementField.EXPECTED_RETURN),
        ),
    ]


def _long_text(field: ImprovementField) -> kit.Element:
    return forms.text_input(field.value, lines=True, max_length=MAX_TEXT)


def _rating_menu(field: ImprovementField, choices: tuple[tuple[str, str], ...]) -> kit.Element:
    return forms.select(field.value, "1 to 5", choices)


def _initial_values(draft: ImprovementDraft) -> dict[str, str | None]:
    def text(value: object) -> str | None:
        return None if value is None else str(value)

    return {
        ImprovementField.TITLE: draft.title[:MAX_TITLE],
        ImprovementField.WHY: draft.why,
        ImprovementField.STAGE: draft.stage,
        ImprovementField.OWNER: draft.owner,
        ImprovementField.IMPACT: text(draft.impact),
        ImprovementField.EASE: text(draft.ease),
        ImprovementField.RESOURCES: draft.resources,
        ImprovementField.EXPECTED_RETURN: draft.expected_return,
        ImprovementField.KPI: text(draft.kpi_id),
        ImprovementField.DUE: draft.due.isoformat() if draft.due else None,
    }
