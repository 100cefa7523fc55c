"""A theme as buttons, menus and forms hold it: by one of its notes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.themes import MAX_NAME, ThemeShown
from domain.notes import Note
from domain.text import shorten
from domain.themes import Theme, ThemeRef
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import ThemeField, View


def theme_value(ref: ThemeRef) -> str:
    """`12:3456:2026-Q3`."""
    return f"{ref.journey}:{ref.note}:{ref.period or ''}"


def ref_of(value: str) -> ThemeRef:
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
        return cls(ref_of(kept["theme"]), kept["at"])


TITLES = {
    View.RENAME_THEME: "Rename a theme",
    View.MERGE_THEMES: "Merge themes",
    View.SPLIT_THEME: "Split a theme",
}


HEADING = 300


CHOICE = 60


ABOUT_STAGE = 40


def rename_form(shown: ThemeShown, about: ThemeFormTarget) -> dict[str, Any]:
    """Its name; left empty it has none of its own."""
    field = forms.Field(
        ThemeField.NAME.value,
        "Name",
        forms.words(ThemeField.NAME.value, "Invites are taken for spam", most=MAX_NAME),
        hint="It keeps the name when more is noted. Empty, its notes speak for themselves.",
    )
    held = forms.filled(field, shown.theme.title if shown.theme.named_by else None)
    return _form(View.RENAME_THEME, shown, about, [held], "Rename")


def merge_form(shown: ThemeShown, about: ThemeFormTarget) -> dict[str, Any]:
    """With which other theme it is one; a muted one only with others that are."""
    others = [one for one in shown.others if one.muted is shown.theme.muted]
    if not others:
        return _refused(View.MERGE_THEMES, "There is no other theme to merge it with.")
    choices = [(str(other.anchors[0]), _choice(other)) for other in others]
    field = forms.Field(
        ThemeField.OTHER.value,
        "Says the same as",
        forms.select(ThemeField.OTHER.value, "Choose a theme", choices),
        optional=False,
        hint="They are one theme from now on, in every period.",
    )
    return _form(View.MERGE_THEMES, shown, about, [forms.filled(field, None)], "Merge")


def split_form(shown: ThemeShown, about: ThemeFormTarget) -> dict[str, Any]:
    """Which of its notes are a theme of their own; of many the newest are offered."""
    if len(shown.notes) < 2:
        return _refused(View.SPLIT_THEME, "That theme is a single note: there is nothing to split.")
    told = "Tick what is a theme of its own. Later notes go where their words are."
    if shown.theme.n > len(shown.notes):
        told += f" The newest {len(shown.notes)} of {words.notes(shown.theme.n)} are here."
    groups = range(0, len(shown.notes), forms.MAX_BOXES)
    boxes = [_boxes(shown, shown.notes[at : at + forms.MAX_BOXES], at) for at in groups]
    return _form(View.SPLIT_THEME, shown, about, [kit.context(told), *boxes], "Split")


def boxes_field(first: int) -> str:
    """The block and action id of the boxes that begin with that note."""
    return f"{ThemeField.NOTES.value}.{first}"


def _refused(view: View, sentence: str) -> dict[str, Any]:
    """Why there is nothing to fill in."""
    return forms.refused(view.value, TITLES[view], sentence)


def _form(
    view: View, shown: ThemeShown, about: ThemeFormTarget, blocks: Sequence[kit.Block], submit: str
) -> dict[str, Any]:
    # What is seen in a period is meant in it.
    there = ThemeRef(about.theme.journey, about.theme.note, shown.period)
    heading = kit.rich(kit.line(shorten(shown.theme.title, HEADING)))
    about_it = f"{shown.journey.name}, {shown.period}: {words.notes(shown.theme.n)}"
    return forms.modal(
        view.value,
        TITLES[view],
        [heading, kit.context(kit.escape(about_it)), *blocks],
        metadata=ThemeFormTarget(there, about.channel).metadata(),
        submit=submit,
    )


def _choice(theme: Theme) -> str:
    return f"{shorten(theme.title, CHOICE)} ({theme.n})"


def _boxes(shown: ThemeShown, notes: Sequence[Note], first: int) -> kit.Block:
    block = boxes_field(first)
    choices = [(str(note.id), shorten(note.text, forms.MAX_OPTION_TEXT)) for note in notes]
    abouts = [
        f"{kit.cut(words.stage_name(shown.journey, note.stage), ABOUT_STAGE)} · "
        f"{words.day(note.occurred_at, shown.journey)}"
        for note in notes
    ]
    label = "Notes" if first == 0 else "More notes"
    return forms.input_block(label, block, forms.boxes(block, choices, abouts))
