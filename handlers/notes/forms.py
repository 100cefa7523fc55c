"""The modals to write, edit and move a note."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.notes.choices import NoteChoices
from bot.notes.edit import KeptRest
from domain.map_fields import key_choices
from domain.notes import CHANNELS, FEELING_WORDS, SEVERITY_WORDS, SOURCES, Note, NoteKind
from domain.text import MAX_KEY_LENGTH, slug, split_for_form
from handlers.slack import forms, kit
from handlers.slack.forms import Field, Values
from handlers.slack.ids import CaptureField as F
from handlers.slack.ids import View

FEELING_FACES = {-2: "😡", -1: "🙁", 0: "😐", 1: "🙂", 2: "😍"}


HINTS = {
    NoteKind.TOUCHPOINT: "For example: demo call with a clinic's owner, she booked at once",
    NoteKind.PAIN_POINT: "For example: the invite email lands in spam",
    NoteKind.OPPORTUNITY: "For example: customers ask for a referral link",
}


TITLES = {View.CAPTURE: "Add a note", View.EDIT_NOTE: "Edit a note", View.MOVE_NOTE: "Move a note"}


@dataclass(frozen=True)
class NoteFormTarget:
    """The private metadata of a note's form: the channel to answer in and the id of an edited note.

    `start` has the initial values of a new note, used also if the form is submitted before it shows
    them. `kept` is what of an edited note's text the form has no room for.
    """

    channel: str | None = None
    note: int = 0
    start: Values = field(default_factory=dict)
    kept: KeptRest | None = None

    def to_metadata(self) -> str:
        """Return the private metadata of the form."""
        kept = [self.kept.start, self.kept.length] if self.kept else None
        return json.dumps(
            {"at": self.channel, "note": self.note, "start": dict(self.start), "kept": kept}
        )

    @classmethod
    def from_metadata(cls, metadata: str) -> "NoteFormTarget":
        """Parse the private metadata of a form."""
        values = json.loads(metadata)
        kept = values.get("kept")
        return cls(
            values["at"],
            values["note"],
            values.get("start") or {},
            KeptRest(*kept) if kept else None,
        )


def light_form(view: View, kind: NoteKind, about: NoteFormTarget) -> dict[str, Any]:
    """Build the modal that opens at once and is filled in later; a note can already be written."""
    blocks = [_text_field(kind, None)] if view is View.CAPTURE else []
    wait = kit.context("Loading the stages …")
    submit = "Save" if view is View.CAPTURE else None
    return forms.modal(
        view.value, TITLES[view], [*blocks, wait], metadata=about.to_metadata(), submit=submit
    )


def note_form(
    view: View, choices: NoteChoices, values: Values, about: NoteFormTarget
) -> dict[str, Any]:
    """Build the full form with its values; stages depend on the journey, touchpoints on the stage.

    Without any stages a new note goes to the inbox, and the form says so.
    """
    personas = choices.personas.get(values.get(F.JOURNEY) or choices.journey, ())
    fields = _detail_fields(choices, personas)
    blocks = [
        _text_field(NoteKind(values.get(F.KIND) or NoteKind.PAIN_POINT), values.get(F.TEXT)),
        *([_kept_hint(about.kept)] if about.kept else []),
        forms.build_input(_kind_field(), values.get(F.KIND)),
        *_place_fields(choices, values),
        *(forms.build_input(field, values.get(field.id)) for field in fields),
    ]
    if view is View.CAPTURE:
        blocks.append(forms.build_input(_anonymous_field(), values.get(F.ANONYMOUS)))
    return forms.modal(view.value, TITLES[view], blocks, metadata=about.to_metadata())


def move_form(choices: NoteChoices, values: Values, about: NoteFormTarget) -> dict[str, Any]:
    """Build the form that moves a note."""
    return forms.modal(
        View.MOVE_NOTE.value,
        TITLES[View.MOVE_NOTE],
        _place_fields(choices, values, touchpoints=False),
        metadata=about.to_metadata(),
        submit="Move",
    )


def kept_rest(note: Note) -> KeptRest | None:
    """Return what of a note's text a form has no room for, None if it has."""
    beginning, rest = split_for_form(note.text)
    return KeptRest(len(beginning), len(note.text)) if rest else None


def note_values(note: Note, journey: str) -> Values:
    """Return the values of a submitted note form, of a long text the beginning."""
    details = note.details
    return {
        F.KIND: note.kind.value,
        F.TEXT: split_for_form(note.text)[0],
        F.JOURNEY: journey,
        F.STAGE: note.stage,
        F.TOUCHPOINT: details.touchpoint,
        F.PERSONA_CHOICE: details.persona,
        F.FEELING: None if details.feeling is None else str(details.feeling),
        F.SEVERITY: None if details.severity is None else str(details.severity),
        F.TEAM: details.team,
        F.VIA: details.channel,
        F.SOURCE: details.source,
    }


def _text_field(kind: NoteKind, value: str | None) -> kit.Block:
    element = {**forms.text_input(F.TEXT, HINTS[kind], lines=True), "focus_on_load": True}
    field = Field(F.TEXT, "What happened?", element, optional=False)
    return forms.build_input(field, value)


def _kept_hint(kept: KeptRest) -> kit.Block:
    return kit.context(
        f"Your note has {kept.length:,} characters, more than a form holds. You edit the first "
        f"{kept.start:,} here; the rest stays as it is."
    )


def _kind_field() -> Field:
    choices = tuple((kind.value, kind.value.capitalize()) for kind in NoteKind)
    return Field(F.KIND, "Kind", forms.select(F.KIND, "Kind", choices), optional=False)


def _place_fields(
    choices: NoteChoices, values: Values, *, touchpoints: bool = True
) -> list[kit.Block]:
    journey = values.get(F.JOURNEY) or choices.journey
    stages = choices.stages.get(journey, ())
    if not stages:
        return [
            kit.context("I can't load the stages right now. The note will be saved as unsorted.")
        ]
    fields = []
    if len(choices.journeys) > 1:
        menu = forms.select(F.JOURNEY, "Journey", choices.journeys)
        fields.append(Field(F.JOURNEY, "Journey", menu, optional=False, dispatches=True))
    menu = forms.select(F.STAGE, "Not sure: leave it unsorted", stages)
    fields.append(
        Field(F.STAGE, "Stage", menu, dispatches=touchpoints and bool(choices.touchpoints))
    )
    known = {key for key, _ in stages}
    stage = values.get(F.STAGE) if values.get(F.STAGE) in known else None
    values = {**values, F.JOURNEY: journey, F.STAGE: stage}
    if touchpoints:
        points = choices.touchpoints.get((journey, stage or ""), ())
        if points or values.get(F.NEW_TOUCHPOINT):
            fields += _named_fields(_TOUCHPOINT, points)
    return [forms.build_input(field, values.get(field.id)) for field in fields]


@dataclass(frozen=True)
class _NamedPart:
    """A part of the map that a note names: chosen from those of the map, or written."""

    label: str
    choice: F
    name: F


_TOUCHPOINT = _NamedPart("Touchpoint", F.TOUCHPOINT, F.NEW_TOUCHPOINT)

_PERSONA = _NamedPart("Persona", F.PERSONA_CHOICE, F.PERSONA)


def _named_fields(part: _NamedPart, choices: Sequence[forms.Choice]) -> list[Field]:
    """Return a menu of what the map has, and an input for another name."""
    label = "Or one that is not listed" if choices else part.label
    name = Field(part.name, label, forms.text_input(part.name, max_length=MAX_KEY_LENGTH))
    return [_menu_field(part.choice, part.label, choices), name] if choices else [name]


def _split_name(part: _NamedPart, choices: Sequence[forms.Choice], values: Values) -> Values:
    """Return the values with a name that is not on the map as a written one."""
    chosen = values.get(part.choice)
    if not chosen or chosen in {key for key, _ in choices}:
        return values
    return {**values, part.choice: None, part.name: values.get(part.name) or chosen}


def spell_out_names(choices: NoteChoices, values: Values) -> Values:
    """Return the values of a note that is edited, with names that are not on the map written."""
    journey = values.get(F.JOURNEY) or choices.journey
    points = choices.touchpoints.get((journey, values.get(F.STAGE) or ""), ())
    values = _split_name(_TOUCHPOINT, points, values)
    return _split_name(_PERSONA, choices.personas.get(journey, ()), values)


def named_part(values: Values, choice: F, name: F) -> str | None:
    """Return the key of what was written, else of what was chosen."""
    return slug(values.get(name) or "") or values.get(choice)


def _detail_fields(choices: NoteChoices, personas: Sequence[forms.Choice]) -> list[Field]:
    feelings = [
        (str(value), f"{FEELING_FACES[value]} {word}") for value, word in FEELING_WORDS.items()
    ]
    severities = [(str(value), word) for value, word in SEVERITY_WORDS.items()]
    return [
        _menu_field(F.FEELING, "How did the customer feel?", feelings),
        _menu_field(F.SEVERITY, "How bad is it?", severities),
        _menu_field(F.TEAM, "Your team", key_choices(choices.teams)),
        *_named_fields(_PERSONA, personas),
        _menu_field(F.VIA, "Channel", key_choices(tuple(CHANNELS))),
        _menu_field(F.SOURCE, "Source", key_choices(tuple(SOURCES))),
        Field(F.DAY, "When, if not today", forms.date_picker(F.DAY)),
    ]


def _anonymous_field() -> Field:
    return Field(
        F.ANONYMOUS, "Anonymous", forms.single_checkbox(F.ANONYMOUS, "Keep nobody's name with it")
    )


def _menu_field(field: str, label: str, choices: Any) -> Field:
    return Field(field, label, forms.select(field, "Choose", tuple(choices)))
