"""A list of notes, one page at a time."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.notes.listing import NotePage
from domain.journeys import Journey
from domain.notes import Note
from domain.text import shorten
from domain.themes import ThemeRef
from handlers.notes.blocks import own_buttons, reply_excerpt, support_button
from handlers.notes.inbox_blocks import place_many_button, place_menu, suggested_button
from handlers.notes.mood_blocks import mood_menu, mood_text, why_buttons
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, numbered
from handlers.themes.values import parse_theme_value, theme_value

MAX_NOTE_TEXT = 300


MAX_THEME_TITLE = 100


MAX_LISTED_REPLY = 120


MAX_BLOCK_ID = 255


class _Source(StrEnum):
    """How a list of notes was requested."""

    NOTES = "notes"
    SEARCH = "search"
    THEME = "theme"


@dataclass(frozen=True)
class NoteListQuery:
    """The query of a list, as its buttons and menus store it."""

    asked: str
    page: int
    search: bool = False
    theme: ThemeRef | None = None

    @classmethod
    def of(cls, result: NotePage, page: int | None = None) -> "NoteListQuery":
        """Return the query of a list, or of another page of it."""
        number = result.page if page is None else page
        return cls(result.asked, number, result.search, result.theme)

    def to_value(self) -> str:
        """Return the value of a button."""
        if self.theme is not None:
            return f"{_Source.THEME.value}:{self.page}:{theme_value(self.theme)}"
        way = _Source.SEARCH if self.search else _Source.NOTES
        return f"{way.value}:{self.page}:{self.asked}"

    @classmethod
    def from_value(cls, value: str) -> "NoteListQuery":
        """Parse the value of a button."""
        way, page, asked = value.split(":", 2)
        if way == _Source.THEME:
            return cls("", int(page), theme=parse_theme_value(asked))
        return cls(asked, int(page), way == _Source.SEARCH)

    def block_id(self, number: int) -> str:
        """Return the id of a row of menus; if it were too long, that of all unsorted notes."""
        block_id = f"list:{number}:{self.to_value()}"
        return block_id if len(block_id) <= MAX_BLOCK_ID else f"list:{number}:notes:0:unsorted"

    @classmethod
    def from_block_id(cls, block_id: str) -> "NoteListQuery | None":
        """Read a block id; None where it belongs to no list."""
        if not block_id.startswith("list:"):
            return None
        return cls.from_value(block_id.split(":", 2)[2])


def note_list_message(result: NotePage, done: str = "") -> dict[str, Any]:
    """Build a page of notes with their actions, and the total number.

    `done` says what was just done to one of them.
    """
    journey = result.journey
    before = [kit.rich(kit.line(f"📌 {done}"))] if done else []
    if journey is None or not result.notes:
        text = "No notes match that. /journey notes alone lists the newest."
        return kit.ephemeral(f"{done} {text}", [*before, kit.rich(kit.line(text))])
    text = f"{words.notes(result.total)} in {journey.name}"
    if result.theme is not None:
        text += f", {result.theme.period}, “{shorten(result.title, MAX_THEME_TITLE)}”"
    if result.pages > 1:
        text += f", newest first, page {result.page + 1} of {result.pages}"
    blocks = [*before, kit.rich(kit.line(kit.span(text, bold=True)))]
    # Above the notes: what does not fit is cut off at the end.
    if result.pages > 1:
        blocks.append(_page_buttons(result))
    if sum(note.stage is None for note in result.notes) > 1:
        blocks.append(kit.actions([place_many_button(journey)]))
    for number, note in enumerate(result.notes, start=1):
        blocks.append(kit.rich(kit.line(shorten(note.text, MAX_NOTE_TEXT))))
        about = kit.escape(_note_line(note, journey))
        blocks.append(kit.context(about, *reply_excerpt(note.reply_to, MAX_LISTED_REPLY)))
        own = note.author == result.user
        row = (
            own_buttons(note.id, number) if own else kit.actions([support_button(note.id, number)])
        )
        row["elements"] += [*why_buttons(note.id, note, number), mood_menu(note.id, number)]
        if note.stage is None and journey.stages:
            row = _unsorted_row(result, journey, note, number, row["elements"])
        blocks.append(row)
    return kit.ephemeral(text, blocks)


def _unsorted_row(
    result: NotePage, journey: Journey, note: Note, number: int, others: list[kit.Element]
) -> kit.Block:
    suggested = result.suggested.get(note.id)
    menu = place_menu(journey, note, suggested, 2 * number)
    button = [suggested_button(note.id, suggested, 2 * number + 1)] if suggested else []
    block = kit.actions([*button, menu, *others])
    return {**block, "block_id": NoteListQuery.of(result).block_id(number)}


def _page_buttons(result: NotePage) -> kit.Block:
    """Return the buttons of the neighbouring pages; their values hold page and query."""
    pages = (("Newer", result.page - 1), ("Older", result.page + 1))
    buttons = [
        kit.button(
            label, numbered(Action.TURN_PAGE, number), NoteListQuery.of(result, page).to_value()
        )
        for number, (label, page) in enumerate(pages)
        if 0 <= page < result.pages
    ]
    if not all(kit.holds(button["value"]) for button in buttons):
        return kit.context("To see the others too, ask again in fewer words.")
    return kit.actions(buttons)


def _note_line(note: Note, journey: Journey) -> str:
    stage = words.stage_name(journey, note.stage)
    if note.stage_typed and note.stage is None:
        stage += f" (typed: {note.stage_typed})"
    parts = [note.kind.value, stage, mood_text(note)]
    parts += [part for part in (note.details.team, note.details.persona) if part]
    if note.supporters:
        parts.append(f"seen by {1 + note.supporters}")
    edited = " (edited)" if note.edited_at else ""
    return " · ".join([*parts, words.day(note.occurred_at, journey), f"note {note.id}{edited}"])
