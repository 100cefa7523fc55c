"""Blocks to file unsorted notes: a menu for one note, a form for many, and the answer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.notes.inbox import Inbox, PlacedNotes
from domain.journeys import Journey, Stage
from domain.notes import Note
from domain.text import shorten
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import Action, InboxField, View, numbered

TITLE = "Place many notes"


# No key of a stage has a star in it.
SUGGESTIONS = "*"


MAX_STAGE_NAME = 60


@dataclass(frozen=True)
class InboxFormTarget:
    """The private metadata of the inbox form: journey, channel to answer in, and suggestions.

    `suggested` has pairs of a note's id and the key of a stage, as they were shown.
    """

    journey: int
    channel: str | None
    suggested: tuple[tuple[int, str], ...] = ()

    def to_metadata(self) -> str:
        """Return the private metadata of the form."""
        values = {"journey": self.journey, "at": self.channel, "suggested": self.suggested}
        return json.dumps(values, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_metadata(cls, metadata: str) -> "InboxFormTarget":
        """Parse the private metadata of a form."""
        values = json.loads(metadata)
        pairs = tuple((int(note), str(stage)) for note, stage in values["suggested"])
        return cls(values["journey"], values["at"], pairs)


def place_menu(journey: Journey, note: Note, suggested: Stage | None, number: int) -> kit.Element:
    """Return the menu of stages for an unsorted note, the suggested one first and marked."""
    stages = sorted(journey.stages, key=lambda stage: stage != suggested)
    choices = [
        (
            f"{note.id}:{stage.key}",
            f"{kit.cut(stage.name, MAX_STAGE_NAME)} (suggested)"
            if stage == suggested
            else stage.name,
        )
        for stage in stages
    ]
    return forms.select(numbered(Action.PLACE_NOTE, number), "Place it", choices)


def suggested_button(note_id: int, stage: Stage, number: int) -> kit.Element:
    """Return the button that accepts a suggestion."""
    return kit.button(
        f"→ {stage.name}", numbered(Action.PLACE_NOTE, number), f"{note_id}:{stage.key}"
    )


def place_many_button(journey: Journey, number: int = 0, *, named: bool = False) -> kit.Element:
    """Return the button that opens the form; `named`: its label names the journey."""
    label = f"Place many of {journey.name}" if named else "Place many"
    return kit.button(label, numbered(Action.PLACE_MANY, number), str(journey.id))


def inbox_form(inbox: Inbox, channel: str | None) -> dict[str, Any]:
    """Build the form that files many notes."""
    if not inbox.notes:
        text = f"Nothing is unsorted in {inbox.journey.name}."
        return forms.error_modal(View.PLACE_MANY.value, TITLE, text)
    count = words.notes(inbox.total)
    text = f"{count} to place in {inbox.journey.name}"
    if inbox.total > len(inbox.notes):
        text += f"; the newest {len(inbox.notes)} are here"
    groups = range(0, len(inbox.notes), forms.MAX_CHECKBOXES)
    blocks = [
        kit.context(kit.escape(f"{text}.")),
        # Above the notes: a person who has ticked twenty should not have to look for it.
        _stage_menu(inbox),
        *(_note_boxes(inbox, inbox.notes[at : at + forms.MAX_CHECKBOXES], at) for at in groups),
    ]
    suggested = tuple((note_id, stage.key) for note_id, stage in inbox.suggested.items())
    about = InboxFormTarget(inbox.journey.id, channel, suggested)
    return forms.modal(
        View.PLACE_MANY.value, TITLE, blocks, metadata=about.to_metadata(), submit="Place"
    )


def placed_notes_message(result: PlacedNotes, unsuggested: int = 0) -> dict[str, Any]:
    """Build the answer; `unsuggested` notes were ticked and had no suggestion to accept."""
    lines = [
        f"📌 {words.notes(count)} filed under {kit.cut(stage.name, MAX_STAGE_NAME)}."
        for stage, count in result.filed
    ]
    for count, what in (
        (result.already, "there already"),
        (result.missing, "no longer unsorted"),
    ):
        if count:
            lines.append(f"{words.notes(count)} {_was_or_were(count)} {what}.")
    for count, what in (
        (result.stayed, "suggested stage is gone"),
        (unsuggested, "stage was not suggested"),
    ):
        if count:
            stays = "stays" if count == 1 else "stay"
            lines.append(f"{words.notes(count)} {stays} unsorted: the {what}.")
    where = f"In {kit.cut(result.journey.name, MAX_STAGE_NAME)}: "
    return kit.ephemeral(
        where + " ".join(lines), [kit.rich(*(kit.line(f"{line}\n") for line in lines))]
    )


def _was_or_were(count: int) -> str:
    return "was" if count == 1 else "were"


def _note_boxes(inbox: Inbox, notes: Sequence[Note], first: int) -> kit.Block:
    choices = [(str(note.id), shorten(note.text, forms.MAX_OPTION_TEXT)) for note in notes]
    abouts = [_note_hint(inbox, note) for note in notes]
    block = note_boxes_id(first)
    label = "Notes" if first == 0 else "More notes"
    return forms.input_block(label, block, forms.checkboxes(block, choices, abouts))


def note_boxes_id(first: int) -> str:
    """Return the block and action id of the checkboxes that begin with that note."""
    return f"{InboxField.NOTES.value}.{first}"


def _note_hint(inbox: Inbox, note: Note) -> str:
    stage = inbox.suggested.get(note.id)
    parts = [f"→ {kit.cut(stage.name, 40)}"] if stage else []
    if note.stage_typed:
        parts.append(f"typed: {kit.cut(note.stage_typed, 20)}")
    return " · ".join([*parts, words.day(note.occurred_at, inbox.journey)])


def _stage_menu(inbox: Inbox) -> kit.Block:
    choices = [(stage.key, stage.name) for stage in inbox.journey.stages]
    hint = "Under which stage the ticked notes are filed."
    if inbox.suggested:
        count = words.notes(len(inbox.suggested))
        choices.insert(0, (SUGGESTIONS, f"Take the suggestions ({count})"))
        hint += " Suggestions are taken for the ticked notes, or for all when none is ticked."
    block = InboxField.STAGE.value
    field = forms.Field(
        block, "File under", forms.select(block, "Choose", choices), optional=False, hint=hint
    )
    return forms.build_input(field, None)
