"""A list of notes, a page at a time."""

from typing import Any

from bot.domain.journey import Journey
from bot.domain.notes import Note
from bot.domain.texts import shortened
from bot.usecases.list_notes import NotesListed
from handlers.blocks import kit, words
from handlers.blocks.in_reply_to import in_reply_to
from handlers.blocks.note_buttons import own_buttons, support_button
from handlers.ids import Action, numbered

TEXT = 300
REPLY_TO = 120


def listed(result: NotesListed) -> dict[str, Any]:
    """The notes of a page, each with what may be done to it, and how many there are."""
    journey = result.journey
    if journey is None or not result.notes:
        told = "No notes match that. /journey notes alone lists the newest."
        return kit.ephemeral(told, [kit.rich(kit.line(told))])
    told = f"{words.notes(result.total)} in {journey.name}"
    if result.pages > 1:
        told += f", newest first, page {result.page + 1} of {result.pages}"
    blocks = [kit.rich(kit.line(kit.span(told, bold=True)))]
    if result.pages > 1:
        # Above the notes: what does not fit is cut off at the end.
        blocks.append(_turning(result))
    for number, note in enumerate(result.notes, start=1):
        blocks.append(kit.rich(kit.line(shortened(note.text, TEXT))))
        about = kit.escape(_about(note, journey))
        blocks.append(kit.context(about, *in_reply_to(note.reply_to, REPLY_TO)))
        own = note.author == result.user
        blocks.append(
            own_buttons(note.id, number) if own else kit.actions([support_button(note.id, number)])
        )
    return kit.ephemeral(told, blocks)


def _turning(result: NotesListed) -> kit.Block:
    """Buttons to the pages beside this one; they hold the page and what was asked for."""
    way = "search" if result.search else "notes"
    pages = (("Newer", result.page - 1), ("Older", result.page + 1))
    buttons = [
        kit.button(label, numbered(Action.TURN_PAGE, number), f"{way}:{page}:{result.asked}")
        for number, (label, page) in enumerate(pages)
        if 0 <= page < result.pages
    ]
    if not all(kit.holds(button["value"]) for button in buttons):
        return kit.context("To see the others too, ask again in fewer words.")
    return kit.actions(buttons)


def _about(note: Note, journey: Journey) -> str:
    stage = words.stage_name(journey, note.stage)
    if note.stage_typed and note.stage is None:
        stage += f" (typed: {note.stage_typed})"
    parts = [words.KIND_WORDS[note.kind], stage, f"mood {words.mood(note.mood)}"]
    parts += [part for part in (note.details.team, note.details.persona) if part]
    if note.supporters:
        parts.append(f"seen by {1 + note.supporters}")
    edited = " (edited)" if note.edited_at else ""
    return " · ".join([*parts, words.day(note.occurred_at, journey), f"note {note.id}{edited}"])
