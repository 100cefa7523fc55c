"""Listing notes by words."""

import pytest

from bot.notes.listing import NotePage
from domain.errors import BadInputError
from domain.notes import NoteKind
from storage.session import Database
from tests.bot.env import Env, make_env


def listed(env: Env, words: str = "", author: str = "U1") -> NotePage:
    """What `/journey notes` lists for that person."""
    return env.services.note_lists.list_notes(env.ws, author, words)


def texts(found: NotePage) -> set[str]:
    """The notes' texts."""
    return {note.text for note in found.notes}


@pytest.fixture(scope="module")
def filled(shared_storage: Database) -> Env:
    """A journey with four different notes, which tests only list."""
    env = make_env(shared_storage)
    env.capture("onboarding: a", author="U1")
    env.capture("onboarding: b on:2026-06-30", kind=NoteKind.TOUCHPOINT, author="U2")
    env.capture("retention: c", kind=NoteKind.OPPORTUNITY, author="U2")
    env.capture("d", author="U2")
    return env


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
@pytest.mark.each_database
def test_notes_are_narrowed_by_every_word(filled: Env, words: str, expected: str) -> None:
    found = listed(filled, words)
    assert texts(found) == set(expected)
    assert found.total == len(expected)


def test_the_words_of_the_tray_and_a_stage_match_nothing_together(filled: Env) -> None:
    assert listed(filled, "unsorted onboarding").total == 0


@pytest.mark.parametrize("words", ["delivery", "2026-Q7", "priority:high", "onboarding xyz"])
def test_a_word_that_is_no_filter_is_refused(filled: Env, words: str) -> None:
    with pytest.raises(BadInputError):
        listed(filled, words)


@pytest.mark.each_database
def test_notes_of_one_instant_are_listed_last_noted_first(env: Env) -> None:
    for text in "abc":
        env.capture(text)
    assert [note.text for note in listed(env).notes] == ["c", "b", "a"]


def test_before_the_first_use_there_is_nothing_to_list(env: Env) -> None:
    assert listed(env) == NotePage(None, (), 0)


def test_notes_of_another_workspace_are_not_listed(env: Env) -> None:
    env.capture("ours")
    env.capture("theirs", workspace=env.other)
    assert (texts(listed(env)), listed(env).total) == ({"ours"}, 1)
