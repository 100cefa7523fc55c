"""The answers to commands spelled out in ordinary words: a button, or the command to type."""

from types import MappingProxyType
from typing import Any

from domain.intents import SpelledCommand
from domain.notes import Note
from domain.text import shorten
from handlers.notes.blocks import own_buttons
from handlers.slack import kit
from handlers.slack.ids import Action, numbered

MAX_QUOTED = 300

# What to say, and what to type.
_HINTS = MappingProxyType(
    {
        SpelledCommand.MAP: ("Here is the map:", ("/journey map",)),
        SpelledCommand.REVIEW: (
            "Reviews have a command of their own:",
            ("/journey review", "/journey review next", "/journey review now"),
        ),
        SpelledCommand.SIGN_OFF: (
            "You sign off with the button under a posted review. This shows the last one:",
            ("/journey review",),
        ),
        SpelledCommand.EXPORT: (
            "I send files when you type:",
            ("/journey export notes csv", "/journey export review"),
        ),
        SpelledCommand.IMPORT: ("This explains how to import a file:", ("/journey import",)),
        SpelledCommand.TARGET: (
            "You set a target with a value, or in the list of KPIs:",
            ("/kpi decision.trial-to-paid 18.4% target:22%", "/journey kpis"),
        ),
        SpelledCommand.READING: (
            "You record a KPI with:",
            ("/kpi decision.trial-to-paid 18.4%",),
        ),
        SpelledCommand.REMINDERS: (
            "I remind people before a period ends. You turn that on and off with:",
            ("/journey reminders on", "/journey reminders off"),
        ),
        SpelledCommand.MAP_PART: (
            "You change the map in its lists:",
            (
                "/journey stages",
                "/journey personas",
                "/journey touchpoints",
                "/journey kpis",
                "/journey themes",
                "/journey actions",
                "/journey new",
                "/journey settings",
            ),
        ),
        SpelledCommand.SORT: (
            "You sort notes with:",
            ("/journey themes sort", "/journey notes unsorted"),
        ),
    }
)

_OF_A_NOTE = frozenset({SpelledCommand.UNDO, SpelledCommand.MOVE, SpelledCommand.CHANGE_NOTE})


def is_about_last_note(command: SpelledCommand) -> bool:
    """Return whether a command is about the person's last note."""
    return command in _OF_A_NOTE


def last_note_message(command: SpelledCommand, note: Note | None) -> dict[str, Any]:
    """Build the answer to “undo that”: the person's last note and its buttons."""
    if note is None:
        text = "You have no notes here yet."
        return kit.ephemeral(text, [kit.rich(kit.line(text))])
    what = {
        SpelledCommand.UNDO: "Press Undo to remove it.",
        SpelledCommand.MOVE: "Press Move to file it elsewhere.",
    }.get(command, "Press Edit to change it.")
    text = f"This is your last note. {what}"
    quoted = kit.quote(shorten(note.text, MAX_QUOTED))
    return kit.ephemeral(text, [kit.rich(kit.line(text), quoted), own_buttons(note.id)])


def command_hint_message(command: SpelledCommand, journey: str | None) -> dict[str, Any]:
    """Build the answer that says what to type; `journey` is the key of one whose map is shown."""
    text, typed = _HINTS[command]
    blocks = [
        kit.rich(kit.line(text), kit.bullets([kit.line(kit.span(one, code=True)) for one in typed]))
    ]
    if command is SpelledCommand.MAP and journey:
        button = kit.button("Show the map", numbered(Action.SHOW_MAP, 0), journey)
        blocks.append(kit.actions([button]))
    return kit.ephemeral(f"{text} {', '.join(typed)}", blocks)
