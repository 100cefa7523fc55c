"""The forms to rename, merge and split themes; values of their buttons and menus."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.themes.themes import MAX_THEME_NAME, ThemeDetails
from domain.notes import Note
from domain.text import shorten
from domain.themes import Theme, ThemeRef
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import ThemeField, View

TITLES = {
    View.RENAME_THEME: "Rename a theme",
    View.MERGE_THEMES: "Merge themes",
    View.SPLIT_THEME: "Split a theme",
}

MAX_HEADING = 300

MAX_CHOICE = 60

MAX_STAGE_NAME = 40


def theme_value(ref: ThemeRef) -> str:
    """Return a theme as the value of a button or menu: `12:3456:2026-Q3`."""
    return f"{ref.journey}:{ref.note}:{ref.period or ''}"


def parse_theme_value(value: str) -> ThemeRef:
    """Return the theme in the value of a button or menu."""
    journey, note, period = value.split(":", 2)
    return ThemeRef(int(journey), int(note), period or None)


@dataclass(frozen=True)
class ThemeFormTarget:
    """What a form is about: the theme, and the channel to answer in, None for direct messages."""

    theme: ThemeRef
    channel: str | None

    def to_metadata(self) -> str:
        """Return it as the private metadata of a form."""
        return json.dumps({"theme": theme_value(self.theme), "at": self.channel})

    @classmethod
    def from_metadata(cls, metadata: str) -> "ThemeFormTarget":
        """Return the target in the private metadata of a form."""
        values = json.loads(metadata)
        return cls(parse_theme_value(values["theme"]), values["at"])


def rename_form(details: ThemeDetails, target: ThemeFormTarget) -> dict[str, Any]:
    """Build the form with the name of a theme."""
    field = forms.Field(
        ThemeField.NAME.value,
        "Name",
        forms.text_input(
            ThemeField.NAME.value, "Invites are taken for spam", max_length=MAX_THEME_NAME
        ),
        hint="It keeps this name in every period. Leave empty to use a note as the title.",
    )
    name = details.theme.title if details.theme.rename_ids else None
    return _build_form(
        View.RENAME_THEME, details, target, [forms.build_input(field, name)], submit="Rename"
    )


def merge_form(details: ThemeDetails, target: ThemeFormTarget) -> dict[str, Any]:
    """Build the form with the other themes; a muted one merges only with muted ones."""
    others = [other for other in details.others if other.is_muted is details.theme.is_muted]
    if not others:
        return _refusal_form(View.MERGE_THEMES, "There is no other theme to merge it with.")
    choices = [(str(other.all_note_ids[0]), _choice_label(other)) for other in others]
    field = forms.Field(
        ThemeField.OTHER.value,
        "Same as",
        forms.select(ThemeField.OTHER.value, "Choose a theme", choices),
        optional=False,
        hint="They become one theme in every period.",
    )
    return _build_form(
        View.MERGE_THEMES, details, target, [forms.build_input(field, None)], submit="Merge"
    )


def split_form(details: ThemeDetails, target: ThemeFormTarget) -> dict[str, Any]:
    """Build the form with the notes of a theme; only the newest of many are offered."""
    if len(details.notes) < 2:
        return _refusal_form(
            View.SPLIT_THEME, "That theme has a single note: there is nothing to split."
        )
    help_text = "Tick the notes that are a theme of their own. Later notes go where they fit best."
    if details.theme.n > len(details.notes):
        help_text += (
            f" These are the newest {len(details.notes)} of {words.notes(details.theme.n)}."
        )
    starts = range(0, len(details.notes), forms.MAX_CHECKBOXES)
    boxes = [
        _checkboxes(details, details.notes[start : start + forms.MAX_CHECKBOXES], start)
        for start in starts
    ]
    return _build_form(
        View.SPLIT_THEME, details, target, [kit.context(help_text), *boxes], submit="Split"
    )


def checkboxes_id(first: int) -> str:
    """Return the block and action id of the checkboxes that start with that note."""
    return f"{ThemeField.NOTES.value}.{first}"


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
    ref = ThemeRef(target.theme.journey, target.theme.note, details.period)
    heading = kit.rich(kit.line(shorten(details.theme.title, MAX_HEADING)))
    about = f"{details.journey.name}, {details.period}: {words.notes(details.theme.n)}"
    return forms.modal(
        view.value,
        TITLES[view],
        [heading, kit.context(kit.escape(about)), *blocks],
        metadata=ThemeFormTarget(ref, target.channel).to_metadata(),
        submit=submit,
    )


def _choice_label(theme: Theme) -> str:
    return f"{shorten(theme.title, MAX_CHOICE)} ({theme.n})"


def _checkboxes(details: ThemeDetails, notes: Sequence[Note], first: int) -> kit.Block:
    block_id = checkboxes_id(first)
    choices = [(str(note.id), shorten(note.text, forms.MAX_OPTION_TEXT)) for note in notes]
    descriptions = [
        f"{kit.cut(words.stage_name(details.journey, note.stage), MAX_STAGE_NAME)} · "
        f"{words.day(note.occurred_at, details.journey)}"
        for note in notes
    ]
    label = "Notes" if first == 0 else "More notes"
    return forms.input_block(label, block_id, forms.checkboxes(block_id, choices, descriptions))
