"""The forms in which themes are named, merged and split."""

from collections.abc import Sequence
from typing import Any

from bot.domain.notes import Note
from bot.domain.texts import shortened
from bot.domain.themes import Theme
from bot.usecases.correct_themes import LONGEST_NAME
from bot.usecases.list_themes import ThemeShown
from bot.usecases.theme_lookup import ThemeRef
from handlers.blocks import forms, kit, words
from handlers.blocks.theme_refs import AboutTheme
from handlers.ids import ThemeField, View

TITLES = {
    View.RENAME_THEME: "Rename a theme",
    View.MERGE_THEMES: "Merge themes",
    View.SPLIT_THEME: "Split a theme",
}
HEADING = 300
CHOICE = 60
ABOUT_STAGE = 40


def rename_form(shown: ThemeShown, about: AboutTheme) -> dict[str, Any]:
    """Its name; left empty it has none of its own."""
    field = forms.Field(
        ThemeField.NAME.value,
        "Name",
        forms.words(ThemeField.NAME.value, "Invites are taken for spam", most=LONGEST_NAME),
        hint="It keeps the name when more is noted. Empty, its notes speak for themselves.",
    )
    held = forms.filled(field, shown.theme.title if shown.theme.named_by else None)
    return _form(View.RENAME_THEME, shown, about, [held], "Rename")


def merge_form(shown: ThemeShown, about: AboutTheme) -> dict[str, Any]:
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


def split_form(shown: ThemeShown, about: AboutTheme) -> dict[str, Any]:
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
    view: View, shown: ThemeShown, about: AboutTheme, blocks: Sequence[kit.Block], submit: str
) -> dict[str, Any]:
    # What is seen in a period is meant in it.
    there = ThemeRef(about.theme.journey, about.theme.note, shown.period)
    heading = kit.rich(kit.line(shortened(shown.theme.title, HEADING)))
    about_it = f"{shown.journey.name}, {shown.period}: {words.notes(shown.theme.n)}"
    return forms.modal(
        view.value,
        TITLES[view],
        [heading, kit.context(kit.escape(about_it)), *blocks],
        metadata=AboutTheme(there, about.channel).metadata(),
        submit=submit,
    )


def _choice(theme: Theme) -> str:
    return f"{shortened(theme.title, CHOICE)} ({theme.n})"


def _boxes(shown: ThemeShown, notes: Sequence[Note], first: int) -> kit.Block:
    block = boxes_field(first)
    choices = [(str(note.id), shortened(note.text, forms.MAX_OPTION_TEXT)) for note in notes]
    abouts = [
        f"{kit.cut(words.stage_name(shown.journey, note.stage), ABOUT_STAGE)} · "
        f"{words.day(note.occurred_at, shown.journey)}"
        for note in notes
    ]
    label = "Notes" if first == 0 else "More notes"
    return forms.input_block(label, block, forms.boxes(block, choices, abouts))
