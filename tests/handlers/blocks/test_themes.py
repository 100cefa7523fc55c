"""Lists of themes, the forms that correct them, and what is said after."""

import json

import pytest
from hypothesis import given

from bot.domain.themes import Theme, ThemeStatus
from bot.usecases.correct_themes import Corrected, TakenBack
from bot.usecases.list_themes import THEMES_PAGE, ThemeShown, ThemesListed
from bot.usecases.theme_lookup import ThemeRef
from handlers.blocks import theme_forms, themes
from handlers.blocks.note_list import Listing
from handlers.blocks.theme_refs import AboutTheme, held, ref_of
from handlers.ids import Action
from tests.bot import made
from tests.handlers import made_themes
from tests.handlers.made import sized
from tests.handlers.slack_says import assert_modal_taken, assert_taken, shown

REF = ThemeRef(2**63 - 1, 2**63 - 1, "2026-Q3")
NAMED = ("<@U1>", "<@U2>")


@sized
@given(made_themes.listed())
def test_a_list_is_taken_and_every_theme_in_it_has_its_menu(result: ThemesListed) -> None:
    message = themes.themes(result)
    assert_taken(message, NAMED)
    drawn = json.dumps(message["blocks"])
    if "do not fit" not in drawn:
        menus = drawn.count(f'"{Action.THEME_MENU.value}.')
        unmute = drawn.count(f'"{Action.UNMUTE_THEME.value}.')
        assert menus + unmute == len(result.themes) <= THEMES_PAGE
        assert unmute == sum(theme.muted for theme in result.themes)
    assert (Action.TURN_THEMES.value in drawn) is (result.pages > 1)


@sized
@given(made_themes.shown())
def test_the_forms_are_taken_and_carry_the_theme(given_theme: ThemeShown) -> None:
    about = AboutTheme(ThemeRef(REF.journey, REF.note), "C1")
    for build in (theme_forms.rename_form, theme_forms.merge_form, theme_forms.split_form):
        form = build(given_theme, about)
        assert_modal_taken(form)
        if "submit" in form:
            assert AboutTheme.held(form["private_metadata"]) == AboutTheme(REF, "C1")


@sized
@given(made_themes.corrected(), made_themes.taken_back())
def test_what_came_of_it_is_taken(done: Corrected, undone: TakenBack) -> None:
    message = themes.corrected(done)
    assert_taken(message)
    back = done.correction is not None and done.different
    assert (Action.UNDO_CORRECTION.value in json.dumps(message["blocks"])) is back
    assert_taken(themes.unmuted(done))
    assert_taken(themes.taken_back(undone))
    assert ("already" in shown(themes.taken_back(undone)["blocks"])) is not undone.different


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026-Q3", "3 quarters running"),
        ("2026-H1", "3 half-years running"),
        ("2026-09", "3 months running"),
    ],
)
def test_periods_are_called_what_they_are(period: str, said: str) -> None:
    theme = Theme("Slow", None, 4, (1, 2), (), status=ThemeStatus.PERSISTING, periods=3)
    listed = ThemesListed(made.journey(), period, complete=True, themes=(theme,), total=1, muted=0)
    assert said in shown(themes.themes(listed)["blocks"])


def test_a_theme_is_known_again_by_its_menu() -> None:
    menu = themes.theme_menu(REF, 3)
    assert [option["value"] for option in menu["options"]] == [
        f"{deed}:{held(REF)}" for deed in ("notes", "rename", "merge", "split", "mute")
    ]
    for ref in (REF, ThemeRef(1, 2)):
        assert ref_of(held(ref)) == ref


def test_a_list_of_a_themes_notes_is_known_again() -> None:
    listing = Listing("", 3, theme=REF)
    assert Listing.read(listing.value) == listing
    assert Listing.held(listing.block_id(7)) == listing
