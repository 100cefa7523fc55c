"""The form that sorts pain points into themes, a screen at a time."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.themes.changes import ThemeResult
from bot.themes.sorting import NoteToSort, SortAnswer, SortScreen
from domain.errors import BadFieldError
from domain.journeys import Journey
from domain.notes import Note
from domain.text import shorten
from domain.themes import Theme, validate_theme_name
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import Action, View, numbered
from handlers.themes.blocks import describe_effort
from handlers.themes.forms import ONCE, SAID_ONCE, name_input

TITLE = "Sort pains"

MAX_NOTE_TEXT = 500

MAX_SUGGESTED = 3

# Slack's limit of a form's private metadata, and what its themes may take of it.
MAX_METADATA = 3000
MAX_THEMES_KEPT = 100

# Values of the menu of a note, besides the ids of themes; a name follows the last.
LATER, NEW, NAMED = "later", "new", "named:"

NEW_THEME = "New theme …"


@dataclass(frozen=True)
class SortProgress:
    """What was sorted on the screens so far, and the channel where it began.

    `skipped` are the notes left for later, `done` how many were sorted and `once` how many of them
    as said once; `themes` are the ids of themes they were sorted into. `by_others` counts those
    that somebody else had sorted meanwhile.
    """

    journey: int | None
    channel: str | None
    skipped: tuple[int, ...] = ()
    done: int = 0
    once: int = 0
    by_others: int = 0
    themes: tuple[int, ...] = ()

    def to_metadata(self) -> str:
        """Return it as the private metadata of a form, without the first skipped if too long."""
        values = [self.journey, self.channel, self.done, self.once, self.by_others]
        whole = json.dumps([*values, self.themes[-MAX_THEMES_KEPT:], ()])
        newest: list[int] = []
        room = MAX_METADATA - len(whole)
        for note_id in reversed(self.skipped):
            room -= len(f"{note_id}, ")
            if room < 0:
                break
            newest.insert(0, note_id)
        return json.dumps([*values, self.themes[-MAX_THEMES_KEPT:], newest])

    @classmethod
    def from_metadata(cls, metadata: str) -> "SortProgress":
        """Return the progress in the private metadata of a form."""
        journey, channel, done, once, by_others, themes, skipped = json.loads(metadata)
        return cls(journey, channel, tuple(skipped), done, once, by_others, tuple(themes))

    def after(self, answers: "SortAnswers", result: ThemeResult | None) -> "SortProgress":
        """Return the progress after a screen was saved; `result` is None if all were skipped."""
        count = result.count if result else 0
        themes = [theme.id for theme in result.others] if result else []
        said_once = sum(answer is None for answer in answers.answers.values())
        return replace(
            self,
            skipped=tuple(dict.fromkeys((*self.skipped, *answers.skipped))),
            done=self.done + count,
            once=self.once + min(said_once, count),
            by_others=self.by_others + len(answers.answers) - count,
            themes=tuple(dict.fromkeys((*self.themes, *themes))),
        )


@dataclass(frozen=True)
class SortAnswers:
    """What a submitted screen says: answers by note id, and the notes left for later.

    `is_complete` is False where a new theme was chosen before the input for its name was there.
    """

    answers: Mapping[int, SortAnswer] = field(default_factory=dict)
    skipped: tuple[int, ...] = ()
    is_complete: bool = True


def sort_form(screen: SortScreen, progress: SortProgress) -> dict[str, Any]:
    """Build the screen of the next notes, or the last one, which says what was done."""
    progress = replace(progress, journey=screen.journey.id)
    if not screen.notes:
        return _last_screen(screen, progress)
    names = tuple(dict.fromkeys(one.new_name for one in screen.notes if one.new_name))
    count = "1 pain" if screen.left == 1 else f"{screen.left:,} pains"
    about = [f"{count} to sort, {describe_effort(screen.left)}.", *_describe_others(progress)]
    blocks = [
        kit.header(screen.stage.name if screen.stage else "Unsorted notes"),
        kit.context(" ".join(about)),
    ]
    for one in screen.notes:
        blocks += _note_blocks(one, screen, names)
    return _build_modal(blocks, progress.to_metadata())


def with_name_inputs(view: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the form as it was filled in, with an input below each note that needs a new name.

    The names typed so far are offered for the other notes too. None if nothing changes.
    """
    state = view["state"]["values"]
    values = forms.read_inputs(state)
    names = [name for note_id in _note_ids(state) if (name := values.get(name_id(note_id)))]
    blocks: list[kit.Block] = []
    for block in view["blocks"]:
        block_id = str(block.get("block_id") or "")
        if block_id.startswith(f"{Action.NAME_SORTED.value}."):
            continue
        note_id = _note_id(block_id)
        if note_id is None:
            blocks.append(block)
            continue
        blocks.append(_refilled(block, names, values.get(block_id)))
        if values.get(block_id) == NEW:
            blocks.append(_name_input(note_id, values.get(name_id(note_id))))
    if _choices_of(blocks) == _choices_of(view["blocks"]):
        return None
    return _build_modal(blocks, str(view["private_metadata"]))


def read_answers(view: Mapping[str, Any]) -> SortAnswers:
    """Return what a submitted screen says.

    Raises BadFieldError at the input of a name that is too long or empty.
    """
    state = view["state"]["values"]
    values = forms.read_inputs(state)
    answers: dict[int, SortAnswer] = {}
    skipped: list[int] = []
    is_complete = True
    for note_id in _note_ids(state):
        chosen = values.get(choice_id(note_id)) or LATER
        if chosen == LATER:
            skipped.append(note_id)
        elif chosen == NEW and name_id(note_id) not in state:
            is_complete = False
        else:
            typed = values.get(name_id(note_id)) or ""
            answers[note_id] = _answer(chosen, typed, name_id(note_id))
    return SortAnswers(answers, tuple(skipped), is_complete)


def choice_id(note_id: int) -> str:
    """Return the block and action id of the menu of a note."""
    return numbered(Action.SORT_NOTE, note_id)


def name_id(note_id: int) -> str:
    """Return the block and action id of the input for the name of a note's new theme."""
    return numbered(Action.NAME_SORTED, note_id)


def _answer(chosen: str, typed: str, block_id: str) -> SortAnswer:
    if chosen == ONCE:
        return None
    if chosen.startswith(NAMED):
        return chosen.removeprefix(NAMED)
    if chosen != NEW:
        return int(chosen)
    try:
        return validate_theme_name(typed)
    except BadFieldError as error:
        raise BadFieldError(block_id, error.sentence) from None


def _build_modal(blocks: Sequence[kit.Block], metadata: str) -> dict[str, Any]:
    return forms.modal(
        View.SORT_PAINS.value, TITLE, blocks, metadata=metadata, submit="Save and next"
    )


def _note_blocks(one: NoteToSort, screen: SortScreen, names: Sequence[str]) -> list[kit.Block]:
    """Build the text of a note and its menu, with the suggestion chosen."""
    suggestions = one.suggestions[:MAX_SUGGESTED]
    own_first = [name for name in (one.new_name,) if name]
    choices = _choices(suggestions, [*own_first, *names], screen.themes)
    suggested = str(suggestions[0].id) if suggestions else None
    named = _named_value(one.new_name) if one.new_name else None
    menu = forms.Field(
        choice_id(one.note.id),
        "Theme",
        forms.select(choice_id(one.note.id), "Choose a theme", choices),
        optional=False,
        hint=_describe_note(one.note, screen.journey),
        dispatches=True,
    )
    return [
        kit.rich(kit.quote(shorten(one.note.text, MAX_NOTE_TEXT))),
        forms.build_input(menu, suggested or named or LATER),
    ]


def _choices(
    suggestions: Sequence[Theme], names: Sequence[str], themes: Sequence[Theme]
) -> list[forms.Choice]:
    """Return the choices of a note: suggestions, new names, what is no theme, the other themes."""
    shown = {theme.id for theme in suggestions}
    others = [theme for theme in themes if theme.id not in shown]
    new = {_named_value(name): f"New: {name}" for name in names}
    return [
        *((str(theme.id), theme.name) for theme in suggestions),
        *new.items(),
        (ONCE, SAID_ONCE),
        (NEW, NEW_THEME),
        (LATER, "Leave for later"),
        *((str(theme.id), theme.name) for theme in others),
    ]


def _named_value(name: str) -> str:
    """Return the value that stands for a new theme of that name, cut to what Slack accepts."""
    value = f"{NAMED}{name}"
    while len(kit.escape(value).encode("utf-16-le", "replace")) // 2 > forms.MAX_OPTION_VALUE:
        value = value[:-1]
    return value.rstrip()


def _describe_note(note: Note, journey: Journey) -> str:
    team = f", {note.details.team}" if note.details.team else ""
    return f"{words.day(note.occurred_at, journey)}{team}"


def _name_input(note_id: int, typed: str | None) -> kit.Block:
    name = forms.Field(
        name_id(note_id),
        "Name of the new theme",
        name_input(name_id(note_id)),
        optional=False,
        dispatches=True,
    )
    return forms.build_input(name, typed)


def _refilled(block: kit.Block, names: Sequence[str], value: str | None) -> kit.Block:
    """Return a note's menu with what was chosen in it, and the names typed for other notes."""
    element = block["element"]
    options = list(element["options"])
    known = {one["value"] for one in options}
    at = next(place for place, one in enumerate(options) if one["value"] == ONCE)
    added = {_named_value(name): f"New: {name}" for name in names}
    options[at:at] = [
        forms.option(value, text) for value, text in added.items() if value not in known
    ]
    chosen = [one for one in options if one["value"] == value]
    # What is chosen may be the last of too many.
    options = options[: forms.MAX_OPTIONS]
    if chosen and chosen[0] not in options:
        options[-1] = chosen[0]
    initial = {"initial_option": chosen[0]} if chosen else {}
    return {**block, "element": {**element, "options": options, **initial}}


def _choices_of(blocks: Sequence[kit.Block]) -> list[object]:
    """Return what tells two states of the form apart: its inputs, and what each offers."""
    inputs = (block for block in blocks if block["type"] == "input")
    return [(one["block_id"], len(one["element"].get("options") or ())) for one in inputs]


def _note_ids(state: Mapping[str, Any]) -> Iterator[int]:
    return (note_id for block_id in state if (note_id := _note_id(block_id)) is not None)


def _note_id(block_id: str) -> int | None:
    """Return the note of a menu, None for another block."""
    prefix = f"{Action.SORT_NOTE.value}."
    return int(block_id.removeprefix(prefix)) if block_id.startswith(prefix) else None


def _last_screen(screen: SortScreen, progress: SortProgress) -> dict[str, Any]:
    waiting = min(len(progress.skipped), screen.left)
    hidden = screen.left - waiting
    lines = [*_describe_done(progress), *_describe_others(progress)]
    if waiting:
        lines.append(f"{waiting:,} {'is' if waiting == 1 else 'are'} left for later.")
    if hidden:
        were = "1 more was" if hidden == 1 else f"{hidden:,} more were"
        lines.append(f"{were} noted in private channels. People there can sort them.")
    if not lines:
        lines = ["All pains are sorted."]
    blocks = [kit.rich(kit.line(" ".join(lines)))]
    if progress.done:
        blocks.append(kit.context("To undo it, press *Undo* in `/journey themes`."))
    return forms.modal(View.SORT_PAINS.value, TITLE, blocks, submit=None)


def _describe_done(progress: SortProgress) -> list[str]:
    if not progress.done:
        return []
    count = "1 pain" if progress.done == 1 else f"{progress.done:,} pains"
    themes = len(progress.themes)
    if not themes:
        return [f"Sorted {count} as said once."]
    into = "1 theme" if themes == 1 else f"{themes:,} themes"
    done = f"Sorted {count} into {into}"
    return [f"{done}, {progress.once:,} of them said once." if progress.once else f"{done}."]


def _describe_others(progress: SortProgress) -> list[str]:
    if not progress.by_others:
        return []
    were = "1 was" if progress.by_others == 1 else f"{progress.by_others:,} were"
    return [f"{were} sorted by others meanwhile."]
