"""Listing notes by words."""

import pytest

from bot.domain.errors import BadInputError
from bot.domain.notes import NoteKind
from bot.usecases.list_notes import ListNotes, NotesListed
from tests.bot.usecases.house import House


def listed(house: House, words: str = "", author: str = "U1") -> NotesListed:
    """What `/journey notes` lists for that person."""
    return ListNotes(house.storage, house.clock)(house.ws, author, words)


def texts(found: NotesListed) -> set[str]:
    """The notes' texts."""
    return {note.text for note in found.notes}


@pytest.fixture
def filled(house: House) -> House:
    """A journey with four different notes."""
    house.capture("onboarding: a", author="U1")
    house.capture("onboarding: b on:2026-06-30", kind=NoteKind.TOUCHPOINT, author="U2")
    house.capture("retention: c", kind=NoteKind.OPPORTUNITY, author="U2")
    house.capture("d", author="U2")
    return house


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "abcd"),
        ("onboarding", "ab"),
        ("ONB", "ab"),
        ("onbaording", "ab"),
        ("mine", "a"),
        ("unsorted", "d"),
        ("pains", "ad"),
        ("painpoints", "ad"),
        ("pain-point", "ad"),
        ("touchpoint", "b"),
        ("opportunities", "c"),
        ("2026-Q2", "b"),
        ("2026q3", "acd"),
        ("2025-Q1", ""),
        ("onboarding 2026-Q3", "a"),
        ("unsorted mine", ""),
        ("retention opportunity 2026-Q3", "c"),
    ],
)
def test_notes_are_narrowed_by_every_word(filled: House, words: str, expected: str) -> None:
    found = listed(filled, words)
    assert texts(found) == set(expected)
    assert found.total == len(expected)


def test_the_words_of_the_tray_and_a_stage_match_nothing_together(filled: House) -> None:
    assert listed(filled, "unsorted onboarding").total == 0


@pytest.mark.parametrize("words", ["delivery", "2026-Q7", "priority:high", "onboarding xyz"])
def test_a_word_that_is_no_filter_is_refused(filled: House, words: str) -> None:
    with pytest.raises(BadInputError):
        listed(filled, words)


def test_notes_of_one_instant_are_listed_last_noted_first(house: House) -> None:
    for text in "abc":
        house.capture(text)
    assert [note.text for note in listed(house).notes] == ["c", "b", "a"]


def test_before_the_first_use_there_is_nothing_to_list(house: House) -> None:
    assert listed(house) == NotesListed(None, (), 0)


def test_notes_of_another_workspace_are_not_listed(house: House) -> None:
    house.capture("ours")
    house.capture("theirs", workspace=house.other)
    assert (texts(listed(house)), listed(house).total) == ({"ours"}, 1)
