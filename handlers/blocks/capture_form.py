"""The modal in which a note is written."""

from typing import Any

from bot.domain.names import KEY_LENGTH
from bot.domain.notes import (
    CHANNELS,
    FEELING_WORDS,
    SEVERITY_WORDS,
    SOURCES,
    NoteKind,
)
from bot.usecases.offer_stages import Offered
from handlers.blocks import forms, kit, words
from handlers.ids import CaptureField, View

FEELING_FACES = {-2: "😡", -1: "🙁", 0: "😐", 1: "🙂", 2: "😍"}
Choice = tuple[str, str]


def capture_form(kind: NoteKind, channel: str | None, offered: Offered | None) -> dict[str, Any]:
    """The modal. `offered` null makes the light one that opens at once, to be filled in after.

    Without any stages the note goes to the tray, and the modal says so.

    `channel` is where the answer goes, carried along unseen.
    """
    blocks = [_text(kind)]
    if offered is None:
        blocks.append(kit.context("One moment, the stages are coming …"))
    else:
        stage = _stage(offered.stages) if offered.stages else _no_stages()
        blocks += [_kind(kind), stage, *_details(offered.teams)]
    return {
        "type": "modal",
        "callback_id": View.CAPTURE.value,
        "private_metadata": channel or "",
        "title": kit.plain("Add a note", forms.MAX_TITLE),
        "submit": kit.plain("Save", forms.MAX_TITLE),
        "close": kit.plain("Cancel", forms.MAX_TITLE),
        "blocks": blocks,
    }


def _kind(kind: NoteKind) -> kit.Block:
    choices = {value: (value.value, words.KIND_WORDS[value].capitalize()) for value in NoteKind}
    element = forms.select(CaptureField.KIND.value, "Kind", tuple(choices.values()))
    chosen = next(o for o in element["options"] if o["value"] == kind.value)
    element["initial_option"] = chosen
    return forms.input_block("Kind", CaptureField.KIND.value, element, optional=False)


def _text(kind: NoteKind) -> kit.Block:
    hint = {
        NoteKind.TOUCHPOINT: "For example: demo call with a clinic's owner, she booked at once",
        NoteKind.PAIN_POINT: "For example: the invite email lands in spam",
        NoteKind.OPPORTUNITY: "For example: customers ask for a referral link",
    }[kind]
    element = {
        "type": "plain_text_input",
        "action_id": CaptureField.TEXT.value,
        "multiline": True,
        "max_length": forms.MAX_INPUT,
        "focus_on_load": True,
        "placeholder": kit.plain(hint, forms.MAX_PLACEHOLDER),
    }
    return forms.input_block("What happened?", CaptureField.TEXT.value, element, optional=False)


def _stage(stages: tuple[Choice, ...]) -> kit.Block:
    element = forms.select(CaptureField.STAGE.value, "Not sure: leave it unsorted", stages)
    return forms.input_block("Stage", CaptureField.STAGE.value, element)


def _no_stages() -> kit.Block:
    return kit.context("The stages cannot be read just now: the note will wait unsorted.")


def _details(teams: tuple[str, ...]) -> list[kit.Block]:
    feelings = tuple(
        (str(value), f"{FEELING_FACES[value]} {word}") for value, word in FEELING_WORDS.items()
    )
    severities = tuple((str(value), word) for value, word in SEVERITY_WORDS.items())
    fields: tuple[tuple[CaptureField, str, tuple[Choice, ...]], ...] = (
        (CaptureField.FEELING, "How did the customer feel?", feelings),
        (CaptureField.SEVERITY, "How bad is it?", severities),
        (CaptureField.TEAM, "Your team", _named(teams)),
        (CaptureField.VIA, "Channel", _named(tuple(CHANNELS))),
        (CaptureField.SOURCE, "Where do you know it from?", _named(tuple(SOURCES))),
    )
    blocks = [
        forms.input_block(label, field.value, forms.select(field.value, "Choose", choices))
        for field, label, choices in fields
    ]
    day = {"type": "datepicker", "action_id": CaptureField.DAY.value}
    persona = {
        "type": "plain_text_input",
        "action_id": CaptureField.PERSONA.value,
        "max_length": KEY_LENGTH,
    }
    blocks.insert(3, forms.input_block("Persona", CaptureField.PERSONA.value, persona))
    return [*blocks, forms.input_block("When, if not today", CaptureField.DAY.value, day)]


def _named(keys: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple((key, key.replace("-", " ").capitalize()) for key in keys)
