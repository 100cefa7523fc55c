"""The form that records a KPI's value: the KPI chosen or named, value, day and source."""

import json
from dataclasses import dataclass
from typing import Any

from bot.kpis.course import KpiChoices
from domain.map_fields import key_choices
from domain.notes import SOURCES
from domain.text import MAX_KEY_LENGTH
from handlers.slack import forms
from handlers.slack.forms import Field, Values
from handlers.slack.ids import ReadingField as F
from handlers.slack.ids import View


@dataclass(frozen=True)
class ReadingFormTarget:
    """The private metadata of the form: the channel to answer in and the KPI chosen first."""

    channel: str | None = None
    kpi: int = 0

    def to_metadata(self) -> str:
        """Return the private metadata of the form."""
        return json.dumps({"at": self.channel, "kpi": self.kpi})

    @classmethod
    def from_metadata(cls, metadata: str) -> "ReadingFormTarget":
        """Read the private metadata of a form."""
        values = json.loads(metadata)
        return cls(values["at"], values["kpi"])


def reading_form(choices: KpiChoices, target: ReadingFormTarget, title: str) -> dict[str, Any]:
    """Build the form; the KPIs of the channel's journey are chosen from, new ones are named."""
    paths = [(f"{choices.journey}/{kpi.path}", kpi.path) for kpi in choices.kpis]
    chosen = next((kpi.path for kpi in choices.kpis if kpi.id == target.kpi), None)
    fields: list[tuple[Field, str | None]] = []
    if paths:
        menu = forms.select(F.KPI, "Choose", paths)
        fields.append((Field(F.KPI, "KPI", menu), chosen and f"{choices.journey}/{chosen}"))
    example = "For example: decision.trial-to-paid, or nps"
    name = forms.text_input(F.NEW, example, max_length=2 * MAX_KEY_LENGTH)
    hint = "Only to start a KPI. Write the stage before a dot; without one it is of the journey."
    fields += [
        (Field(F.NEW, "Or a new KPI", name, hint=hint, optional=bool(paths)), None),
        (
            Field(
                F.VALUE,
                "Value",
                forms.text_input(F.VALUE, "71.4%, 41, 3h20m, 9d or €41.50", max_length=60),
                optional=False,
            ),
            None,
        ),
        (Field(F.DAY, "When, if not today", forms.date_picker(F.DAY)), None),
        (
            Field(
                F.SOURCE, "Source", forms.select(F.SOURCE, "Choose", key_choices(tuple(SOURCES)))
            ),
            None,
        ),
    ]
    blocks = [forms.build_input(field, value) for field, value in fields]
    return forms.modal(View.READING.value, title, blocks, metadata=target.to_metadata())


def form_line(values: Values) -> str:
    """Return the line that people would type instead of filling in the form."""
    new = (values.get(F.NEW) or "").strip()
    words = [new or values.get(F.KPI) or "", (values.get(F.VALUE) or "").strip()]
    for key, field in (("on", F.DAY), ("source", F.SOURCE)):
        if values.get(field):
            words.append(f"{key}:{values[field]}")
    return " ".join(words)


def problem_field(values: Values) -> str:
    """Return the field beside which an error of the line is shown."""
    is_unnamed = not values.get(F.NEW) and not values.get(F.KPI)
    return F.NEW.value if is_unnamed else F.VALUE.value
