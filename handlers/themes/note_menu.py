"""The menu under a saved pain point that says which theme it belongs to, and its forms."""

from collections.abc import Sequence
from typing import Any

from bot.themes.sorting import NoteThemes
from domain.text import shorten
from domain.themes import Theme
from handlers.slack import forms, kit
from handlers.slack.ids import Action, ThemeField, View, numbered
from handlers.themes.forms import ONCE, SAID_ONCE, name_input
from handlers.themes.values import NoteThemeTarget

TITLES = {
    View.NAME_NOTE_THEME: "New theme",
    View.CHOOSE_NOTE_THEME: "Choose a theme",
}

# Values of the menu, besides the ids of themes; each follows the id of the note.
NEW, OTHER = "new", "other"

# Before the suggested name of a new theme.
NAMED = "name="

MAX_SUGGESTED = 3

MAX_NOTE_TEXT = 300

# In characters, so that the value of its option is no longer than Slack allows.
MAX_SUGGESTED_NAME = 60


def note_theme_menu(
    note_id: int, suggested: Sequence[Theme], new_name: str | None = None
) -> kit.Element:
    """Build the menu of a note that nobody has sorted; `new_name` is one for a new theme."""
    choices = [(str(theme.id), theme.name) for theme in suggested[:MAX_SUGGESTED]]
    if new_name and len(new_name) <= MAX_SUGGESTED_NAME:
        choices.append((f"{NAMED}{new_name}", f"New theme “{new_name}”"))
    choices += [(ONCE, SAID_ONCE), (NEW, "New theme …"), (OTHER, "Another theme …")]
    return forms.select(
        numbered(Action.NOTE_THEME, 0),
        "Theme …",
        [(f"{note_id}:{value}", text) for value, text in choices],
    )


def new_theme_form(target: NoteThemeTarget) -> dict[str, Any]:
    """Build the form with the name of a note's new theme."""
    name = forms.Field(
        ThemeField.NAME.value,
        "Name",
        name_input(ThemeField.NAME.value),
        optional=False,
        hint="Short, in the customer's words.",
    )
    view = View.NAME_NOTE_THEME
    blocks = [forms.build_input(name, None)]
    return forms.modal(view.value, TITLES[view], blocks, metadata=target.to_metadata())


def choose_theme_form(found: NoteThemes, target: NoteThemeTarget) -> dict[str, Any]:
    """Build the form with all themes of a note's journey, the suggested ones first."""
    view = View.CHOOSE_NOTE_THEME
    if not found.themes:
        sentence = "There are no themes yet. Choose “New theme …” to add the first."
        return forms.error_modal(view.value, TITLES[view], sentence)
    ordered = dict.fromkeys((*found.note.suggestions, *found.themes))
    choices = [(str(theme.id), theme.name) for theme in ordered]
    field = forms.Field(
        ThemeField.OTHER.value,
        "Theme",
        forms.select(ThemeField.OTHER.value, "Choose a theme", choices),
        optional=False,
    )
    blocks = [
        kit.rich(kit.quote(shorten(found.note.note.text, MAX_NOTE_TEXT))),
        forms.build_input(field, None),
    ]
    more = len(choices) - forms.MAX_OPTIONS
    if more > 0:
        blocks.append(
            kit.context(f"{more:,} more themes do not fit here: type the name as a new theme.")
        )
    return forms.modal(view.value, TITLES[view], blocks, metadata=target.to_metadata())
