"""The form that sorts pains: what it offers, what is read from it, what it carries along."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.themes.changes import ThemeResult
from bot.themes.sorting import NoteThemes, NoteToSort, SortScreen
from domain.errors import BadFieldError
from domain.themes import Theme, ThemeChangeKind
from handlers.themes import sort_form as sorting
from handlers.themes.note_menu import choose_theme_form, new_theme_form, note_theme_menu
from handlers.themes.sort_form import SortAnswers, SortProgress
from handlers.themes.values import NoteThemeTarget
from sandbox.delivery.elements import state_values
from tests.bot import factories
from tests.handlers.slack_says import assert_modal_taken, assert_taken, shown
from tests.handlers.strategies import sized
from tests.handlers.themes import strategies as theme_strategies

START = SortProgress(1, "C1")

PRICES, SPAM = Theme(5, "Price increase"), Theme(6, "Invites in spam")

BIG = 2**63 - 1


def screen(*notes: NoteToSort, themes: tuple[Theme, ...] = (PRICES, SPAM)) -> SortScreen:
    """Build a screen of these notes."""
    return SortScreen(factories.journey(), None, notes, len(notes), themes)


def note(number: int, *suggestions: Theme, new_name: str | None = None) -> NoteToSort:
    """Build a note to sort."""
    return NoteToSort(factories.note(number), suggestions, new_name)


def sent(form: dict[str, Any], **chosen: str) -> dict[str, Any]:
    """Return the form as Slack sends it, with what was chosen in it by block id."""
    state = state_values(form["blocks"], {})
    for block_id, value in chosen.items():
        (given_to,) = state.setdefault(block_id, {block_id: {}}).values()
        if block_id.startswith("name"):
            given_to["value"] = value
        else:
            given_to["selected_option"] = {"value": value}
    return {**form, "state": {"values": state}}


def choices(form: dict[str, Any], number: int) -> list[str]:
    """Return the values that the menu of a note offers."""
    block = next(b for b in form["blocks"] if b.get("block_id") == sorting.choice_id(number))
    return [option["value"] for option in block["element"]["options"]]


@sized
@given(theme_strategies.screens(), st.integers(0, 400))
def test_every_screen_is_taken_as_it_is_filled_in(shown_now: SortScreen, skipped: int) -> None:
    progress = replace(START, skipped=tuple(range(BIG - skipped, BIG)), done=3, by_others=1)
    form = sorting.sort_form(shown_now, progress)
    assert_modal_taken(form)
    if not shown_now.notes:
        return
    every_new = {sorting.choice_id(one.note.id): sorting.NEW for one in shown_now.notes}
    filled = sorting.with_name_inputs(sent(form, **every_new))
    assert filled is not None
    assert_modal_taken(filled)
    # A name for the first is offered to the others.
    first = shown_now.notes[0].note.id
    named = sent(filled, **every_new, **{sorting.name_id(first): "<Price & more>" * 9})
    again = sorting.with_name_inputs(named)
    if again is not None:
        assert_modal_taken(again)


@sized
@given(theme_strategies.note_themes())
def test_the_menu_of_a_note_and_its_forms_are_taken(found: NoteThemes) -> None:
    target = NoteThemeTarget(found.note.note.id, "C1")
    for form in (choose_theme_form(found, target), new_theme_form(target)):
        assert_modal_taken(form)
        if "submit" in form:
            assert NoteThemeTarget.from_metadata(form["private_metadata"]) == target
    menu = note_theme_menu(found.note.note.id, found.themes)
    assert_taken({"text": "Saved", "blocks": [{"type": "actions", "elements": [menu]}]})


def test_suggestions_come_first_and_the_best_is_chosen() -> None:
    form = sorting.sort_form(screen(note(1, SPAM), note(2), note(3, new_name="Invoice")), START)
    assert choices(form, 1) == ["6", "named:Invoice", "once", "new", "later", "5"]
    assert choices(form, 2) == ["named:Invoice", "once", "new", "later", "5", "6"]
    answers = sorting.read_answers(sent(form))
    assert answers == SortAnswers({1: 6, 3: "Invoice"}, (2,))


def test_what_is_chosen_is_read() -> None:
    form = sorting.sort_form(screen(note(1), note(2), note(3), note(4)), START)
    chosen = {
        "sort_note.1": "5",
        "sort_note.2": "once",
        "sort_note.3": "new",
        "sort_note.4": "later",
    }
    # Submitted before the input for the name was there.
    early = sorting.read_answers(sent(form, **chosen))
    assert not early.is_complete
    with_input = sorting.with_name_inputs(sent(form, **chosen))
    assert with_input is not None
    filled = sent(with_input, **chosen, **{"name_sorted.3": " VAT  number "})
    assert sorting.read_answers(filled) == SortAnswers({1: 5, 2: None, 3: "VAT number"}, (4,))
    with pytest.raises(BadFieldError) as refused:
        sorting.read_answers(sent(with_input, **chosen, **{"name_sorted.3": " \u200b "}))
    assert refused.value.field == "name_sorted.3"


def test_an_input_for_a_name_comes_and_goes() -> None:
    form = sorting.sort_form(screen(note(1), note(2)), START)
    assert sorting.with_name_inputs(sent(form, **{"sort_note.1": "5"})) is None
    new = sorting.with_name_inputs(sent(form, **{"sort_note.1": "new"}))
    assert new is not None
    ids = [block["block_id"] for block in new["blocks"] if block["type"] == "input"]
    assert ids == ["sort_note.1", "name_sorted.1", "sort_note.2"]
    assert new["private_metadata"] == form["private_metadata"]
    back = sorting.with_name_inputs(sent(new, **{"sort_note.1": "once"}))
    assert back is not None
    ids = [block["block_id"] for block in back["blocks"] if block["type"] == "input"]
    assert ids == ["sort_note.1", "sort_note.2"]


def test_a_name_typed_for_one_note_is_offered_for_the_others() -> None:
    form = sorting.sort_form(screen(note(1), note(2)), START)
    both = {"sort_note.1": "new", "sort_note.2": "5"}
    new = sorting.with_name_inputs(sent(form, **both))
    assert new is not None
    named = sorting.with_name_inputs(sent(new, **both, **{"name_sorted.1": "VAT"}))
    assert named is not None
    assert choices(named, 2)[0] == "named:VAT"
    chosen = {"sort_note.1": "new", "sort_note.2": "named:VAT", "name_sorted.1": "VAT"}
    assert sorting.read_answers(sent(named, **chosen)).answers == {1: "VAT", 2: "VAT"}


def test_progress_is_carried_along_whatever_its_size() -> None:
    few = replace(START, skipped=(1, 2, 3), done=9, once=1, by_others=1, themes=(5, 6))
    assert SortProgress.from_metadata(few.to_metadata()) == few
    many = replace(few, skipped=tuple(range(BIG - 9_000, BIG)), themes=tuple(range(BIG - 300, BIG)))
    metadata = many.to_metadata()
    assert len(metadata) <= sorting.MAX_METADATA
    stored = SortProgress.from_metadata(metadata)
    # The newest stay, so that what was just left for later does not come right back.
    assert stored.skipped == many.skipped[-len(stored.skipped) :]
    assert len(stored.skipped) > 20
    assert stored.done == 9


def test_the_last_screen_says_what_was_done() -> None:
    result = ThemeResult(
        factories.journey(), None, ThemeChangeKind.SORTED, 1, others=(PRICES, SPAM), count=4
    )
    answers = SortAnswers({1: 5, 2: None, 3: "Spam", 4: 5, 7: 6}, (8,))
    done = START.after(answers, result)
    words = shown(sorting.sort_form(replace(screen(), left=3), done)["blocks"]).strip()
    assert words.startswith(
        "Sorted 4 pains into 2 themes, 1 of them said once. 1 was sorted by others meanwhile. "
        "1 is left for later. 2 more were noted in private channels."
    )
    assert "Undo" in words
    nothing = shown(sorting.sort_form(screen(), START)["blocks"]).strip()
    assert nothing == "All pains are sorted."
