"""Lists of themes, the forms that change them, and the answers to them."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from bot.themes.changes import ThemeResult, ThemeUndo
from bot.themes.themes import THEMES_PAGE, ThemeDetails, ThemesPage
from domain.errors import BadInputError
from domain.themes import PeriodTheme, Theme, ThemeChangeKind, ThemeRef, ThemeStatus
from handlers.notes.list_blocks import NoteListQuery
from handlers.slack.ids import Action
from handlers.themes import blocks as theme_blocks
from handlers.themes import forms as theme_forms
from handlers.themes.values import ThemeFormTarget, parse_theme_value, theme_value
from tests.bot import factories
from tests.handlers.slack_says import assert_modal_taken, assert_taken, shown
from tests.handlers.strategies import sized
from tests.handlers.themes import strategies as theme_strategies

REF = ThemeRef(2**63 - 1, "2026-Q3")


NAMED = ("<@U1>", "<@U2>")

SLOW = PeriodTheme(
    Theme(1, "Slow"), None, 4, 18, previous_n=4, status=ThemeStatus.PERSISTING, periods=3
)


def listed(*themes: PeriodTheme, period: str = "2026-Q3", to_sort: int = 0) -> ThemesPage:
    """Build a page of these themes."""
    return ThemesPage(
        factories.journey(),
        period,
        complete=True,
        themes=themes,
        total=len(themes),
        muted=0,
        to_sort=to_sort,
    )


@pytest.mark.slow
@sized
@given(theme_strategies.listed())
def test_a_list_is_taken_and_every_theme_in_it_has_its_menu(result: ThemesPage) -> None:
    message = theme_blocks.theme_list_message(result)
    assert_taken(message, NAMED)
    drawn = json.dumps(message["blocks"])
    if "do not fit" not in drawn:
        assert drawn.count(f'"{Action.THEME_MENU.value}.') == len(result.themes) <= THEMES_PAGE
        assert drawn.count(f'"{Action.SHOW_THEME.value}.') == len(result.themes)
        assert drawn.count('"unmute:') == sum(theme.is_muted for theme in result.themes)
    assert (Action.TURN_THEMES.value in drawn) is (result.pages > 1)
    assert (Action.SORT_PAINS.value in drawn) is (result.to_sort > 0)


@pytest.mark.slow
@sized
@given(theme_strategies.shown())
def test_the_forms_are_taken_and_carry_the_theme(details: ThemeDetails) -> None:
    about = ThemeFormTarget(ThemeRef(details.theme.theme.id), "C1")
    for build in (
        theme_forms.rename_form,
        theme_forms.merge_form,
        theme_forms.move_form,
        theme_forms.track_form,
    ):
        form = build(details, about)
        assert_modal_taken(form)
        if "submit" in form:
            carried = ThemeFormTarget.from_metadata(form["private_metadata"])
            assert carried == replace(about, theme=ThemeRef(details.theme.theme.id, "2026-Q3"))


@pytest.mark.slow
@sized
@given(theme_strategies.results(), theme_strategies.undone())
def test_what_came_of_it_is_taken(done: ThemeResult, undo: ThemeUndo) -> None:
    for message in (
        theme_blocks.theme_changed_message(done),
        theme_blocks.note_sorted_message(done),
        theme_blocks.note_sorted_message(replace(done, theme=None)),
    ):
        assert_taken(message)
        assert (Action.UNDO_THEME_CHANGE.value in json.dumps(message["blocks"])) is done.is_new
    message = theme_blocks.change_undone_message(undo)
    assert_taken(message)
    assert ("Already" in shown(message["blocks"])) is not undo.is_new


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026-Q3", "18 times, 4 last quarter · 3 quarters running"),
        ("2026-H1", "18 times, 4 last half-year · 3 half-years running"),
        ("2026-09", "18 times, 4 last month · 3 months running"),
    ],
)
def test_periods_are_called_what_they_are(period: str, expected: str) -> None:
    message = theme_blocks.theme_list_message(listed(SLOW, period=period))
    assert expected in shown(message["blocks"])


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"status": ThemeStatus.NEW, "previous_n": 0}, "18 times · new"),
        ({"status": ThemeStatus.RETURNED, "previous_n": 0}, "18 times · back again"),
        ({"status": ThemeStatus.GONE_QUIET, "n": 0}, "gone quiet, 4 last quarter"),
        ({"status": ThemeStatus.GONE_QUIET, "n": 0, "previous_n": 0}, "not noted this quarter"),
        ({"status": ThemeStatus.NEW, "n": 1, "previous_n": 0}, "once"),
    ],
)
def test_a_theme_is_described_in_plain_words(changed: dict[str, object], expected: str) -> None:
    theme = replace(SLOW, **changed)  # type: ignore[arg-type]
    message = theme_blocks.theme_list_message(listed(theme))
    words = shown(message["blocks"])
    assert expected in words
    # A pain that was said once has no course: new and gone quiet are for themes.
    assert ("new" in words) is (theme.n > 1 and theme.status is ThemeStatus.NEW)


def test_the_list_says_how_long_sorting_takes() -> None:
    words = shown(theme_blocks.theme_list_message(listed(SLOW, to_sort=14))["blocks"])
    assert "14 pains are not sorted yet, about 3 minutes" in words
    assert "Sort them" in json.dumps(theme_blocks.theme_list_message(listed(to_sort=1))["blocks"])


def test_a_note_is_filed_in_one_line() -> None:
    result = ThemeResult(
        factories.journey(), Theme(3, "Price <increase>"), ThemeChangeKind.SORTED, change_id=7
    )
    message = theme_blocks.note_sorted_message(result)
    assert shown(message["blocks"][:1]).strip() == "Filed under Price <increase>."
    once = theme_blocks.note_sorted_message(replace(result, theme=None))
    assert shown(once["blocks"][:1]).strip() == "Noted as said once."


def test_a_theme_is_known_again_by_its_menu() -> None:
    button, menu = theme_blocks.theme_elements(Theme(12, "Slow"), "2026-Q3", 3)
    assert button["value"] == "12:2026-Q3"
    assert [option["value"] for option in menu["options"]] == [
        f"{operation}:12:2026-Q3" for operation in ("rename", "merge", "move", "track", "mute")
    ]
    for ref in (REF, ThemeRef(1)):
        assert parse_theme_value(theme_value(ref)) == ref


@pytest.mark.parametrize("value", ["1:3456:2026-Q3", "1:3456:", "", "x:2026-Q3", "12"])
def test_the_value_of_an_older_button_is_a_sentence(value: str) -> None:
    with pytest.raises(BadInputError) as refused:
        parse_theme_value(value)
    assert refused.value.sentence.startswith("That button is from an older version of Waymark.")


def test_a_list_of_a_themes_notes_is_known_again() -> None:
    listing = NoteListQuery("", 3, theme=REF)
    assert NoteListQuery.from_value(listing.to_value()) == listing
    assert NoteListQuery.from_block_id(listing.block_id(7)) == listing
