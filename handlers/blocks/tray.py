"""Sorting the tray: the form in which many notes are placed at once, and the ways into it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.journey import Journey
from bot.domain.notes import Note
from bot.domain.texts import shortened
from bot.usecases.sort_tray import Tray, TraySorted
from handlers.blocks import forms, kit, words
from handlers.ids import Action, View, numbered

TITLE = "Place notes"
STAGE, NOTES = "stage", "notes"
AS_SUGGESTED = "*"
MOST_BOXES = 10


@dataclass(frozen=True)
class Sorting:
    """What the form carries along: where to answer, the journey, and what was suggested."""

    channel: str | None
    journey: int
    suggested: Mapping[int, str]

    def metadata(self) -> str:
        """What the form holds."""
        return json.dumps([self.channel, self.journey, list(self.suggested.items())])

    @classmethod
    def held(cls, metadata: str) -> "Sorting":
        """What the form held."""
        channel, journey, suggested = json.loads(metadata)
        return cls(channel, journey, dict(suggested))


def tray_form(tray: Tray, channel: str | None) -> dict[str, Any]:
    """The form: boxes for the notes, and a menu for where the ticked ones go."""
    if not tray.notes:
        told = f"Nothing waits to be placed in {tray.journey.name}."
        return forms.refused(View.SORT_TRAY.value, TITLE, told)
    suggested = {note.id: stage for note, stage in tray.notes if stage}
    stages = [(stage.key, stage.name) for stage in tray.journey.stages]
    if suggested:
        stages.insert(0, (AS_SUGGESTED, "Each where it is suggested"))
    menu = forms.select(STAGE, "Choose a stage", stages)
    where = forms.Field(STAGE, "The ticked ones go to", menu, optional=False)
    told = f"{words.notes(tray.total)} to place in {tray.journey.name}"
    if tray.total > len(tray.notes):
        told += f"; these are the newest {len(tray.notes)}"
    blocks = [
        kit.context(kit.escape(f"{told}.")),
        *_boxes(tray),
        forms.filled(where, AS_SUGGESTED if suggested else None),
    ]
    metadata = Sorting(channel, tray.journey.id, suggested).metadata()
    return forms.modal(View.SORT_TRAY.value, TITLE, blocks, metadata=metadata, submit="Place")


def sorted_message(result: TraySorted) -> dict[str, Any]:
    """What became of it."""
    told = f"{words.notes(result.placed)} placed in {result.journey.name}."
    if result.gone:
        told += f" {words.notes(result.gone)} had been placed or removed in the meantime."
    return kit.ephemeral(told, [kit.rich(kit.line(f"📌 {told}"))])


def sort_button(journey: Journey, number: int = 0, *, named: bool = False) -> kit.Element:
    """The way into the form; `named` where there are several journeys."""
    label = f"Place many in {journey.name}" if named else "Place many"
    return kit.button(label, numbered(Action.SORT_TRAY, number), str(journey.id))


def place_menu(action: Action, note: Note, journey: Journey, number: int) -> kit.Element:
    """The menu that places one note."""
    choices = [(f"{note.id}:{stage.key}", stage.name) for stage in journey.stages]
    return forms.select(numbered(action, number), "Place it", choices)


def _boxes(tray: Tray) -> Iterator[kit.Block]:
    for start in range(0, len(tray.notes), MOST_BOXES):
        some = tray.notes[start : start + MOST_BOXES]
        options = [_option(tray.journey, note, stage) for note, stage in some]
        boxes = {"type": "checkboxes", "action_id": NOTES, "options": options}
        chosen = [one for one, (_, stage) in zip(options, some, strict=True) if stage]
        if chosen:
            boxes["initial_options"] = chosen
        label = "Notes" if start == 0 else "More notes"
        yield forms.input_block(label, f"{NOTES}.{start}", boxes)


def _option(journey: Journey, note: Note, suggested: str | None) -> kit.Element:
    about = f"{words.KIND_WORDS[note.kind]}, {words.day(note.occurred_at, journey)}"
    if suggested:
        about += f" → {words.stage_name(journey, suggested)}?"
    text = shortened(" ".join(note.text.split()), forms.MAX_OPTION_TEXT)
    return {
        **forms.option(str(note.id), text),
        "description": kit.plain(about, forms.MAX_OPTION_TEXT),
    }
