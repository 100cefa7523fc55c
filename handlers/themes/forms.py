"""A theme as buttons, menus and forms hold it: by one of its notes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.themes import MAX_THEME_NAME, ThemeDetails
from domain.notes import Note
from domain.text import shorten
from domain.themes import Theme, ThemeRef
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import ThemeField, View


def theme_value(ref: ThemeRef) -> str:
    """`12:3456:2026-Q3`."""
    return f"{ref.journey}:{ref.note}:{ref.period or ''}"


def parse_theme_value(value: str) -> ThemeRef:
    """The theme a value holds."""
    journey, note, period = value.split(":", 2)
    return ThemeRef(int(journey), int(note), period or None)


@dataclass(frozen=True)
class ThemeFormTarget:
    """What a form carries along unseen: the theme, and where to answer."""

    theme: ThemeRef
    channel: str | None

    def metadata(self) -> str:
        """As the form holds it."""
        return json.dumps({"theme": theme_value(self.theme), "at": self.channel})

    @classmethod
    def held(cls, metadata: str) -> "ThemeFormTarget":
        """What a form held."""
        kept = json.loads(metadata)
        return cls(parse_theme_value(kept["theme"]), kept["at"])


TITLES = {
    View.RENAME_THEME: "Rename a theme",
    View.MERGE_THEMES: "Merge themes",
    View.SPLIT_THEME: "Split a theme",
}


MAX_HEADING = 300


MAX_CHOICE = 60


MAX_STAGE_NAME = 40


def rename_form(shown: ThemeDetails, about: ThemeFormTarget) -> dict[str, Any]:
    """Its name; left empty it has none of its own."""
    field = forms.Field(
        ThemeField.NAME.value,
        "Name",
        forms.text_input(
            ThemeField.NAME.value, "Invites are taken for spam", max_length=MAX_THEME_NAME
        ),
        hint="It keeps the name when more is noted. Empty, its notes speak for themselves.",
    )
    held = forms.build_input(field, shown.theme.title if shown.theme.named_by else None)
    return _build_form(View.RENAME_THEME, shown, about, [held], "Rename")


def merge_form(shown: ThemeDetails, about: ThemeFormTarget) -> dict[str, Any]:
    """With which other theme it is one; a muted one only with others that are."""
    others = [one for one in shown.others if one.muted is shown.theme.muted]
    if not others:
        return _refusal_form(View.MERGE_THEMES, "There is no other theme to merge it with.")
    choices = [(str(other.anchors[0]), _choice_label(other)) for other in others]
    field = forms.Field(
        ThemeField.OTHER.value,
        "Says the same as",
        forms.select(ThemeField.OTHER.value, "Choose a theme", choices),
        optional=False,
        hint="They are one theme from now on, in every period.",
    )
    return _build_form(View.MERGE_THEMES, shown, about, [forms.build_input(field, None)], "Merge")


def split_form(shown: ThemeDetails, about: ThemeFormTarget) -> dict[str, Any]:
    """Which of its notes are a theme of their own; of many the newest are offered."""
    if len(shown.notes) < 2:
        return _refusal_form(
            View.SPLIT_THEME, "That theme is a single note: there is nothing to split."
        )
    told = "Tick what is a theme of its own. Later notes go where their words are."
    if shown.theme.n > len(shown.notes):
        told += f" The newest {len(shown.notes)} of {words.notes(shown.theme.n)} are here."
    groups = range(0, len(shown.notes), forms.MAX_CHECKBOXES)
    boxes = [_checkboxes(shown, shown.notes[at : at + forms.MAX_CHECKBOXES], at) for at in groups]
    return _build_form(View.SPLIT_THEME, shown, about, [kit.context(told), *boxes], "Split")


def checkboxes_id(first: int) -> str:
    """The block and action id of the boxes that begin with that note."""
    return f"{ThemeField.NOTES.value}.{first}"


def _refusal_form(view: View, sentence: str) -> dict[str, Any]:
    """Why there is nothing to fill in."""
    return forms.error_modal(view.value, TITLES[view], sentence)


def _build_form(
    view: View,
    shown: ThemeDetails,
    about: ThemeFormTarget,
    blocks: Sequence[kit.Block],
    submit: str,
) -> dict[str, Any]:
    # What is seen in a period is meant in it.
    there = ThemeRef(about.theme.journey, about.theme.note, shown.period)
    heading = kit.rich(kit.line(shorten(shown.theme.title, MAX_HEADING)))
    about_it = f"{shown.journey.name}, {shown.period}: {words.notes(shown.theme.n)}"
    return forms.modal(
        view.value,
        TITLES[view],
        [heading, kit.context(kit.escape(about_it)), *blocks],
        metadata=ThemeFormTarget(there, about.channel).metadata(),
        submit=submit,
    )


def _choice_label(theme: Theme) -> str:
    return f"{shorten(theme.title, MAX_CHOICE)} ({theme.n})"


def _checkboxes(shown: ThemeDetails, notes: Sequence[Note], first: int) -> kit.Block:
    block = checkboxes_id(first)
    choices = [(str(note.id), shorten(note.text, forms.MAX_OPTION_TEXT)) for note in notes]
    abouts = [
        f"{kit.cut(words.stage_name(shown.journey, note.stage), MAX_STAGE_NAME)} · "
        f"{words.day(note.occurred_at, shown.journey)}"
        for note in notes
    ]
    label = "Notes" if first == 0 else "More notes"
    return forms.input_block(label, block, forms.checkboxes(block, choices, abouts))
