"""A person says how the customer felt where the words' score is wrong."""

import pytest

from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.roles import Role
from bot.usecases.change_note import By, ChangeNote
from bot.usecases.correct_mood import CorrectMood, MoodCorrected
from tests.bot.usecases.house import SCORER, House


def correct(house: House, note: int, feeling: int | None, user: str = "U2") -> MoodCorrected:
    """Somebody chooses a feeling."""
    use_case = CorrectMood(house.storage, house.clock, house.people)
    return use_case(By(house.ws, user), note, feeling)


def test_what_is_said_counts_and_the_words_can_speak_again(house: House) -> None:
    note = house.capture("onboarding: the invite mail is great at hiding", channel="C1").note_id
    scored = house.rows()[0]["mood"]
    assert scored > 0
    result = correct(house, note, -2)
    assert (result.before, result.note.mood) == (scored, -1.0)
    row = house.rows()[0]
    assert (row["mood"], row["feeling"], row["score"]) == (-1.0, -2, scored)
    assert house.figures()["stages"][3]["mean"] == -1.0
    assert correct(house, note, None).note.mood == scored


def test_who_said_it_is_kept_and_nothing_else_changes(house: House) -> None:
    line = "onboarding: it is slow severity:high team:support via:web source:ticket on:2026-08-01"
    note = house.capture(line, author="U1").note_id
    before = house.rows()[0]
    correct(house, note, -1)
    after = house.rows()[0]
    assert {k: v for k, v in after.items() if before[k] != v}.keys() <= {"feeling", "mood", "label"}
    with house.storage.read(house.ws) as uow:
        (change,) = uow.note_life.changes(note)
    assert change.author == "U2"
    assert [(edit.field, edit.before, edit.after) for edit in change.edits] == [
        ("feeling", None, "-1")
    ]


def test_saying_the_same_twice_changes_nothing_more(house: House) -> None:
    note = house.capture("onboarding: it is slow").note_id
    for _ in range(2):
        correct(house, note, -1)
    with house.storage.read(house.ws) as uow:
        assert len(uow.note_life.changes(note)) == 1


def test_guests_correct_their_own_alone(house: House) -> None:
    house.people.roles["UG"] = Role.GUEST
    note = house.capture("onboarding: it is slow").note_id
    with pytest.raises(NotAllowedError):
        correct(house, note, 2, "UG")


@pytest.mark.parametrize("gone", ["deleted", "never there", "of another workspace"])
def test_a_note_that_is_not_there_is_told(house: House, gone: str) -> None:
    elsewhere = house.other if gone == "of another workspace" else house.ws
    note = house.capture("onboarding: it is slow", workspace=elsewhere).note_id
    if gone == "deleted":
        change = ChangeNote(house.storage, SCORER, house.clock, house.people)
        change.delete(By(house.ws, "U1"), note)
    with pytest.raises(NotFoundError):
        correct(house, note + 10_000 if gone == "never there" else note, 1)
