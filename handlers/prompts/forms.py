"""The form that sets the prompt of a channel, and the form that answers one about a KPI."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.prompts import PromptChoices
from domain.prompts import (
    DEFAULT_HOUR,
    DEFAULT_QUESTION,
    HOURS,
    MAX_QUESTION,
    WEEKDAYS,
    Prompt,
    PromptDraft,
    build_draft,
)
from handlers.slack import forms, kit
from handlers.slack.forms import Choice
from handlers.slack.ids import Action, PromptField, View, numbered

TITLE = "Ask this channel"

# The weekday that is ticked at first: by then there is something to tell.
THURSDAY = 3

NOTHING, STAGE, KPI = "nothing", "stage:", "kpi:"

EVERY_WEEKS: tuple[Choice, ...] = (("1", "Every week"), ("2", "Every second week"))

IS_PAUSED = "Paused, because nobody answered the last three questions. Save to start again."


@dataclass(frozen=True)
class PromptTarget:
    """The private metadata of the form of a prompt: its channel and journey."""

    channel: str
    journey_id: int

    def to_metadata(self) -> str:
        """Return the private metadata of the form."""
        return json.dumps(asdict(self))

    @classmethod
    def from_metadata(cls, metadata: str) -> "PromptTarget":
        """Parse the private metadata of a form."""
        return cls(**json.loads(metadata))


def prompt_form(choices: PromptChoices, channel: str) -> dict[str, Any]:
    """Return the form, with the present prompt filled in and a button to turn it off."""
    prompt, journey = choices.prompt, choices.journey
    zone = (
        f"On weekends and holidays I wait for the next working day. Time zone: {journey.time_zone}."
    )
    weekdays = prompt.rule.weekdays if prompt else (THURSDAY,)
    days = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
    ticked = forms.multiple_choice(PromptField.WEEKDAYS.value, days, [str(day) for day in weekdays])
    hours = [(str(hour), f"{hour}:00") for hour in HOURS]
    about = _about_choices(choices)
    fields = [
        (
            _field(PromptField.QUESTION, "Question", forms.text_input(
                PromptField.QUESTION.value, max_length=MAX_QUESTION
            )),
            prompt.question if prompt else DEFAULT_QUESTION,
        ),
        (_field(PromptField.WEEKDAYS, "Days", ticked), None),
        (
            _menu(PromptField.HOUR, "Hour", hours, zone),
            str(prompt.rule.hour if prompt else DEFAULT_HOUR),
        ),
        (
            _menu(PromptField.EVERY_WEEKS, "How often", EVERY_WEEKS),
            str(prompt.rule.every_weeks if prompt else 1),
        ),
        (_menu(PromptField.ABOUT, "About", about), _about_value(prompt, about)),
    ]  # fmt: skip
    blocks = [forms.build_input(field, value) for field, value in fields]
    if prompt and prompt.due_at is None:
        blocks.insert(0, kit.context(IS_PAUSED))
    if prompt:
        end = kit.button("Turn off", numbered(Action.END_PROMPT, 0), "end")
        blocks.append(kit.actions([{**end, "style": "danger"}]))
    target = PromptTarget(channel, journey.id)
    return forms.modal(View.PROMPT.value, TITLE, blocks, metadata=target.to_metadata())


def read_draft(state: Mapping[str, Any]) -> PromptDraft:
    """Return what a submitted form holds; raises BadFieldError."""
    values = forms.read_inputs(state)
    about = values.get(PromptField.ABOUT) or NOTHING
    return build_draft(
        values.get(PromptField.QUESTION),
        [int(day) for day in forms.checked_values(state)],
        int(values.get(PromptField.HOUR) or DEFAULT_HOUR),
        int(values.get(PromptField.EVERY_WEEKS) or 1),
        stage_id=int(about.removeprefix(STAGE)) if about.startswith(STAGE) else None,
        kpi_id=int(about.removeprefix(KPI)) if about.startswith(KPI) else None,
    )


def ended_form(text: str) -> dict[str, Any]:
    """Return what is shown in place of the form once its prompt is turned off."""
    return forms.modal(View.PROMPT.value, TITLE, [kit.section(text)], submit=None)


@dataclass(frozen=True)
class KpiAnswerTarget:
    """The private metadata of the form that answers a prompt about a KPI."""

    channel: str | None
    prompt_id: int
    journey: str
    kpi: str

    def to_metadata(self) -> str:
        """Return the private metadata of the form."""
        return json.dumps(asdict(self))

    @classmethod
    def from_metadata(cls, metadata: str) -> "KpiAnswerTarget":
        """Parse the private metadata of a form."""
        return cls(**json.loads(metadata))

    def reading(self, value: str) -> str:
        """Return a value as a reading typed after `/kpi`."""
        return f"{self.journey}/{self.kpi} {value}"


def kpi_answer_form(target: KpiAnswerTarget) -> dict[str, Any]:
    """Return the form for a value of the KPI that a prompt is about."""
    element = forms.text_input(PromptField.VALUE.value, "For example: 18.4%", max_length=100)
    field = _field(PromptField.VALUE, kit.cut(f"The value of {target.kpi}", 200), element)
    block = forms.build_input(field, None)
    return forms.modal(
        View.ANSWER_PROMPT.value, "Record a KPI", [block], metadata=target.to_metadata()
    )


def _about_choices(choices: PromptChoices) -> list[Choice]:
    """Return the choices of what a question is about; KPIs beyond Slack's limit are left out."""
    stages = [(f"{STAGE}{one.id}", one.name) for one in choices.journey.stages]
    kpis = [(f"{KPI}{one.id}", f"KPI: {one.path}") for one in choices.kpis]
    return [(NOTHING, "Nothing special"), *stages, *kpis]


def _about_value(prompt: Prompt | None, about: Sequence[Choice]) -> str:
    value = NOTHING
    if prompt and prompt.stage_id is not None:
        value = f"{STAGE}{prompt.stage_id}"
    elif prompt and prompt.kpi_id is not None:
        value = f"{KPI}{prompt.kpi_id}"
    return value if value in dict(about) else NOTHING


def _field(
    field: PromptField, label: str, element: kit.Element, hint: str | None = None
) -> forms.Field:
    return forms.Field(field.value, label, element, optional=False, hint=hint)


def _menu(
    field: PromptField, label: str, choices: Sequence[Choice], hint: str | None = None
) -> forms.Field:
    return _field(field, label, forms.select(field.value, "Choose", choices), hint)
