"""Lists of themes, the forms that correct them, and the answers to them."""

import json

import pytest
from hypothesis import given

from bot.themes.themes import THEMES_PAGE, ThemeChange, ThemeDetails, ThemesPage, ThemeUndo
from domain.themes import Theme, ThemeRef, ThemeStatus
from handlers.notes.list_blocks import NoteListQuery
from handlers.slack.ids import Action
from handlers.themes import blocks as theme_blocks
from handlers.themes import forms as theme_forms
from handlers.themes.forms import ThemeFormTarget, parse_theme_value, theme_value
from tests.bot import factories
from tests.handlers.slack_says import assert_modal_taken, assert_taken, shown
from tests.handlers.strategies import sized
from tests.handlers.themes import strategies as theme_strategies

REF = ThemeRef(2**63 - 1, 2**63 - 1, "2026-Q3")


NAMED = ("<@U1>", "<@U2>")


@sized
@given(theme_strategies.listed())
def test_a_list_is_taken_and_every_theme_in_it_has_its_menu(result: ThemesPage) -> None:
    message = theme_blocks.theme_list_message(result)
    assert_taken(message, NAMED)
    drawn = json.dumps(message["blocks"])
    if "do not fit" not in drawn:
        menus = drawn.count(f'"{Action.THEME_MENU.value}.')
        unmute = drawn.count(f'"{Action.UNMUTE_THEME.value}.')
        assert menus + unmute == len(result.themes) <= THEMES_PAGE
        assert unmute == sum(theme.is_muted for theme in result.themes)
    assert (Action.TURN_THEMES.value in drawn) is (result.pages > 1)


@sized
@given(theme_strategies.shown())
def test_the_forms_are_taken_and_carry_the_theme(given_theme: ThemeDetails) -> None:
    about = ThemeFormTarget(ThemeRef(REF.journey, REF.note), "C1")
    for build in (theme_forms.rename_form, theme_forms.merge_form, theme_forms.split_form):
        form = build(given_theme, about)
        assert_modal_taken(form)
        if "submit" in form:
            assert ThemeFormTarget.from_metadata(form["private_metadata"]) == ThemeFormTarget(
                REF, "C1"
            )


@sized
@given(theme_strategies.corrected(), theme_strategies.taken_back())
def test_what_came_of_it_is_taken(done: ThemeChange, undone: ThemeUndo) -> None:
    message = theme_blocks.theme_changed_message(done)
    assert_taken(message)
    back = done.correction_id is not None and done.is_new
    assert (Action.UNDO_CORRECTION.value in json.dumps(message["blocks"])) is back
    assert_taken(theme_blocks.theme_unmuted_message(done))
    assert_taken(theme_blocks.correction_undone_message(undone))
    assert (
        "already" in shown(theme_blocks.correction_undone_message(undone)["blocks"])
    ) is not undone.is_new


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026-Q3", "3 quarters running"),
        ("2026-H1", "3 half-years running"),
        ("2026-09", "3 months running"),
    ],
)
def test_periods_are_called_what_they_are(period: str, expected: str) -> None:
    theme = Theme("Slow", None, 4, (1, 2), (), status=ThemeStatus.PERSISTING, periods=3)
    listed = ThemesPage(
        factories.journey(), period, complete=True, themes=(theme,), total=1, muted=0
    )
    assert expected in shown(theme_blocks.theme_list_message(listed)["blocks"])


def test_a_theme_is_known_again_by_its_menu() -> None:
    menu = theme_blocks.theme_menu(REF, 3)
    assert [option["value"] for option in menu["options"]] == [
        f"{operation}:{theme_value(REF)}"
        for operation in ("notes", "rename", "merge", "split", "mute")
    ]
    for ref in (REF, ThemeRef(1, 2)):
        assert parse_theme_value(theme_value(ref)) == ref


def test_a_list_of_a_themes_notes_is_known_again() -> None:
    listing = NoteListQuery("", 3, theme=REF)
    assert NoteListQuery.from_value(listing.to_value()) == listing
    assert NoteListQuery.from_block_id(listing.block_id(7)) == listing
