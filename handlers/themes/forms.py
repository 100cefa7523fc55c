"""The forms that rename, merge and track themes and move their notes."""

from collections.abc import Sequence
from typing import Any

from bot.themes.themes import ThemeDetails
from domain.notes import Note
from domain.text import shorten
from domain.themes import MAX_THEME_NAME, PeriodTheme, ThemeRef
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import ThemeField, View
from handlers.themes.values import ThemeFormTarget

TITLES = {
    View.RENAME_THEME: "Rename a theme",
    View.MERGE_THEMES: "Merge themes",
    View.MOVE_THEME_NOTES: "Move notes",
    View.TRACK_THEME: "Tracked words",
}

MAX_HEADING = 300

MAX_STAGE_NAME = 40

MAX_WORDS_TEXT = 1000

# As many as a form is easy to read with.
MAX_MERGE_CHOICES = 100

NAME_EXAMPLE = "Price increase"

# In place of a theme: the note belongs to none.
ONCE = "once"

SAID_ONCE = "Said once"


def rename_form(details: ThemeDetails, target: ThemeFormTarget) -> dict[str, Any]:
    """Build the form with the name of a theme."""
    field = forms.Field(
        ThemeField.NAME.value,
        "Name",
        name_input(ThemeField.NAME.value),
        optional=False,
        hint="It has this name in every period.",
    )
    blocks = [forms.build_input(field, details.theme.title)]
    return _build_form(View.RENAME_THEME, details, target, blocks, submit="Rename")


def merge_form(details: ThemeDetails, target: ThemeFormTarget) -> dict[str, Any]:
    """Build the form with the other themes to tick."""
    others = details.others[:MAX_MERGE_CHOICES]
    if not others:
        return _refusal_form(View.MERGE_THEMES, "There is no other theme to merge it with.")
    help_text = f"Tick all that are the same. They become “{details.theme.title}” in every period."
    choices = [(str(one.theme.id), one.title) for one in others]
    descriptions = [_theme_figures(one, details) for one in others]
    boxes = _checkboxes(ThemeField.OTHERS, "Themes", choices, descriptions)
    blocks = [kit.context(kit.escape(help_text)), *boxes]
    return _build_form(View.MERGE_THEMES, details, target, blocks, submit="Merge")


def move_form(details: ThemeDetails, target: ThemeFormTarget) -> dict[str, Any]:
    """Build the form with the notes to tick, and where they go."""
    if not details.notes:
        sentence = f"“{shorten(details.theme.title, 100)}” has no notes in {details.period}."
        return _refusal_form(View.MOVE_THEME_NOTES, sentence)
    help_text = "Tick the notes, then say where they belong."
    if details.theme.n > len(details.notes):
        help_text += (
            f" These are the newest {len(details.notes)} of {words.notes(details.theme.n)}."
        )
    choices = [(str(note.id), note.text) for note in details.notes]
    descriptions = [_describe_note(note, details) for note in details.notes]
    themes = [(ONCE, SAID_ONCE), *((str(one.theme.id), one.title) for one in details.others)]
    menu = forms.select(ThemeField.OTHER.value, "Choose a theme", themes)
    where = forms.Field(ThemeField.OTHER.value, "To this theme", menu)
    name = forms.Field(
        ThemeField.NAME.value, "Or to a new theme", name_input(ThemeField.NAME.value)
    )
    blocks = [
        kit.context(help_text),
        *_checkboxes(ThemeField.NOTES, "Notes", choices, descriptions),
        forms.build_input(where, None),
        forms.build_input(name, None),
    ]
    return _build_form(View.MOVE_THEME_NOTES, details, target, blocks, submit="Move")


def track_form(details: ThemeDetails, target: ThemeFormTarget) -> dict[str, Any]:
    """Build the form with the tracked words of a theme."""
    field = forms.Field(
        ThemeField.WORDS.value,
        "Words or phrases",
        forms.text_input(
            ThemeField.WORDS.value, "price letter, increase", max_length=MAX_WORDS_TEXT
        ),
        hint="With commas between them. When a new note has one of them, this theme is suggested "
        "first. Leave empty to track no words.",
    )
    value = ", ".join(details.theme.theme.tracked)
    blocks = [forms.build_input(field, value)]
    return _build_form(View.TRACK_THEME, details, target, blocks, submit="Save")


def name_input(action_id: str) -> kit.Element:
    """Return the input of a theme's name."""
    return forms.text_input(action_id, NAME_EXAMPLE, max_length=MAX_THEME_NAME)


def checkboxes_id(field: ThemeField, first: int) -> str:
    """Return the block and action id of the checkboxes that start with that choice."""
    return f"{field.value}.{first}"


def _refusal_form(view: View, sentence: str) -> dict[str, Any]:
    return forms.error_modal(view.value, TITLES[view], sentence)


def _build_form(
    view: View,
    details: ThemeDetails,
    target: ThemeFormTarget,
    blocks: Sequence[kit.Block],
    *,
    submit: str,
) -> dict[str, Any]:
    # The period the person saw the theme in, whichever is current when they submit.
    ref = ThemeRef(details.theme.theme.id, details.period)
    heading = kit.rich(
        kit.line(kit.span(shorten(details.theme.title, MAX_HEADING), bold=True)),
    )
    about = f"{details.journey.name}, {details.period}: {_theme_figures(details.theme, details)}"
    return forms.modal(
        view.value,
        TITLES[view],
        [heading, kit.context(kit.escape(about)), *blocks],
        metadata=ThemeFormTarget(ref, target.channel).to_metadata(),
        submit=submit,
    )


def _theme_figures(theme: PeriodTheme, details: ThemeDetails) -> str:
    muted = ", muted" if theme.is_muted else ""
    return f"{words.notes(theme.n)} in {details.period}{muted}"


def _describe_note(note: Note, details: ThemeDetails) -> str:
    stage = kit.cut(words.stage_name(details.journey, note.stage), MAX_STAGE_NAME)
    return f"{stage} · {words.day(note.occurred_at, details.journey)}"


def _checkboxes(
    field: ThemeField,
    label: str,
    choices: Sequence[forms.Choice],
    descriptions: Sequence[str],
) -> list[kit.Block]:
    """Build as many inputs as it takes: each has at most MAX_CHECKBOXES boxes."""
    blocks = []
    for first in range(0, len(choices), forms.MAX_CHECKBOXES):
        some = slice(first, first + forms.MAX_CHECKBOXES)
        block_id = checkboxes_id(field, first)
        shown = [(value, shorten(text, forms.MAX_OPTION_TEXT)) for value, text in choices[some]]
        element = forms.checkboxes(block_id, shown, descriptions[some])
        # Ticked in any of them: whether one is ticked at all is checked when it is submitted.
        heading = label if first == 0 else f"More {label.lower()}"
        blocks.append(forms.input_block(heading, block_id, element))
    return blocks
