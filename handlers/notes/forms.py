"""The modals in which a note is written, edited and moved."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.notes.capture import NoteChoices
from domain.notes import CHANNELS, FEELING_WORDS, SEVERITY_WORDS, SOURCES, Note, NoteKind
from domain.text import MAX_KEY_LENGTH
from handlers.journeys.part_forms import named
from handlers.presentation import words
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
    """What a note's form carries along: where to answer, and the id of the note that is edited.

    `start` is what a new note begins with, also where its form is submitted before it shows that.
    """

    channel: str | None = None
    note: int = 0
    start: Values = field(default_factory=dict)

    def metadata(self) -> str:
        """What the form holds."""
        return json.dumps({"at": self.channel, "note": self.note, "start": dict(self.start)})

    @classmethod
    def held(cls, metadata: str) -> "NoteFormTarget":
        """What the form held."""
        kept = json.loads(metadata)
        return cls(kept["at"], kept["note"], kept.get("start") or {})


def light_form(view: View, kind: NoteKind, about: NoteFormTarget) -> dict[str, Any]:
    """The modal that opens at once, to be filled in after; a new note can already be written."""
    blocks = [_text_field(kind, None)] if view is View.CAPTURE else []
    wait = kit.context("One moment, the stages are coming …")
    submit = "Save" if view is View.CAPTURE else None
    return forms.modal(
        view.value, TITLES[view], [*blocks, wait], metadata=about.metadata(), submit=submit
    )


def note_form(
    view: View, offered: NoteChoices, held: Values, about: NoteFormTarget
) -> dict[str, Any]:
    """The whole form with what it holds; stages follow the journey, touchpoints the stage.

    Without any stages a new note goes to the tray, and the form says so.
    """
    blocks = [
        _text_field(NoteKind(held.get(F.KIND) or NoteKind.PAIN_POINT), held.get(F.TEXT)),
        forms.filled(_kind_field(), held.get(F.KIND)),
        *_place_fields(offered, held),
        *(forms.filled(field, held.get(field.id)) for field in _detail_fields(offered)),
    ]
    if view is View.CAPTURE:
        blocks.append(forms.filled(_anonymous_field(), held.get(F.ANONYMOUS)))
    return forms.modal(view.value, TITLES[view], blocks, metadata=about.metadata())


def move_form(offered: NoteChoices, held: Values, about: NoteFormTarget) -> dict[str, Any]:
    """Only where the note belongs."""
    return forms.modal(
        View.MOVE_NOTE.value,
        TITLES[View.MOVE_NOTE],
        _place_fields(offered, held, touchpoints=False),
        metadata=about.metadata(),
        submit="Move",
    )


def note_values(note: Note, journey: str) -> Values:
    """What the form of a note holds."""
    details = note.details
    return {
        F.KIND: note.kind.value,
        F.TEXT: note.text,
        F.JOURNEY: journey,
        F.STAGE: note.stage,
        F.TOUCHPOINT: details.touchpoint,
        F.PERSONA: details.persona,
        F.FEELING: None if details.feeling is None else str(details.feeling),
        F.SEVERITY: None if details.severity is None else str(details.severity),
        F.TEAM: details.team,
        F.VIA: details.channel,
        F.SOURCE: details.source,
    }


def _text_field(kind: NoteKind, value: str | None) -> kit.Block:
    element = {**forms.words(F.TEXT, HINTS[kind], lines=True), "focus_on_load": True}
    field = Field(F.TEXT, "What happened?", element, optional=False)
    return forms.filled(field, value)


def _kind_field() -> Field:
    choices = tuple((kind.value, words.KIND_WORDS[kind].capitalize()) for kind in NoteKind)
    return Field(F.KIND, "Kind", forms.select(F.KIND, "Kind", choices), optional=False)


def _place_fields(
    offered: NoteChoices, held: Values, *, touchpoints: bool = True
) -> list[kit.Block]:
    journey = held.get(F.JOURNEY) or offered.journey
    stages = offered.stages.get(journey, ())
    if not stages:
        return [kit.context("The stages cannot be read just now: the note will wait unsorted.")]
    fields = []
    if len(offered.journeys) > 1:
        menu = forms.select(F.JOURNEY, "Journey", offered.journeys)
        fields.append(Field(F.JOURNEY, "Journey", menu, optional=False, tells=True))
    menu = forms.select(F.STAGE, "Not sure: leave it unsorted", stages)
    fields.append(Field(F.STAGE, "Stage", menu, tells=touchpoints and bool(offered.touchpoints)))
    points = offered.touchpoints.get((journey, held.get(F.STAGE) or ""), ())
    if points and touchpoints:
        fields.append(_menu_field(F.TOUCHPOINT, "Touchpoint", points))
    known = {key for key, _ in stages}
    stage = held.get(F.STAGE) if held.get(F.STAGE) in known else None
    values = {**held, F.JOURNEY: journey, F.STAGE: stage}
    return [forms.filled(field, values.get(field.id)) for field in fields]


def _detail_fields(offered: NoteChoices) -> list[Field]:
    feelings = [
        (str(value), f"{FEELING_FACES[value]} {word}") for value, word in FEELING_WORDS.items()
    ]
    severities = [(str(value), word) for value, word in SEVERITY_WORDS.items()]
    return [
        _menu_field(F.FEELING, "How did the customer feel?", feelings),
        _menu_field(F.SEVERITY, "How bad is it?", severities),
        _menu_field(F.TEAM, "Your team", named(offered.teams)),
        Field(F.PERSONA, "Persona", forms.words(F.PERSONA, most=MAX_KEY_LENGTH)),
        _menu_field(F.VIA, "Channel", named(tuple(CHANNELS))),
        _menu_field(F.SOURCE, "Where do you know it from?", named(tuple(SOURCES))),
        Field(F.DAY, "When, if not today", forms.day(F.DAY)),
    ]


def _anonymous_field() -> Field:
    return Field(F.ANONYMOUS, "Anonymous", forms.tick(F.ANONYMOUS, "Keep nobody's name with it"))


def _menu_field(field: str, label: str, choices: Any) -> Field:
    return Field(field, label, forms.select(field, "Choose", tuple(choices)))
