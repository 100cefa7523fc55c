"""A list of notes."""

from typing import Any

from bot.domain.journey import Journey
from bot.domain.notes import Note
from bot.domain.texts import shortened
from bot.usecases.list_notes import NotesListed
from handlers.blocks import kit, words

TEXT = 300


def listed(result: NotesListed) -> dict[str, Any]:
    """The newest matching notes, and how many there are."""
    journey = result.journey
    if journey is None or not result.notes:
        told = "No notes match that. /journey notes alone lists the newest."
        return kit.ephemeral(told, [kit.rich(kit.line(told))])
    told = f"{words.notes(result.total)} in {journey.name}"
    if result.total > len(result.notes):
        told += f", the newest {len(result.notes)} of them"
    blocks = [kit.rich(kit.line(kit.span(told, bold=True)))]
    for note in result.notes:
        blocks.append(kit.rich(kit.line(shortened(note.text, TEXT))))
        blocks.append(kit.context(kit.escape(_about(note, journey))))
    return kit.ephemeral(told, blocks)


def _about(note: Note, journey: Journey) -> str:
    stage = words.stage_name(journey, note.stage)
    if note.stage_typed:
        stage += f" (typed: {note.stage_typed})"
    parts = [words.KIND_WORDS[note.kind], stage, f"mood {words.mood(note.mood)}"]
    parts += [part for part in (note.details.team, note.details.persona) if part]
    return " · ".join([*parts, words.day(note.occurred_at, journey), f"note {note.id}"])
