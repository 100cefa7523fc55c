"""Correcting the mood of a note by hand."""

import pytest

from bot.notes.moods import CorrectedMood
from domain.access import Actor, Audience, Role
from domain.errors import NotAllowedError, NotFoundError
from tests.bot.env import Env


def correct(env: Env, note: int, feeling: int | None, user: str = "U2") -> CorrectedMood:
    """Somebody chooses a feeling."""
    use_case = env.services.moods.correct
    return use_case(Actor(env.ws, user), note, feeling)


def test_correction_sets_the_mood_and_can_be_removed(env: Env) -> None:
    note = env.capture("onboarding: the invite mail is great at hiding", channel="C1").note_id
    scored = env.rows()[0]["mood"]
    assert scored > 0
    result = correct(env, note, -2)
    assert (result.before, result.note.mood) == (scored, -1.0)
    row = env.rows()[0]
    assert (row["mood"], row["feeling"], row["score"]) == (-1.0, -2, scored)
    assert env.figures()["stages"][3]["mean"] == -1.0
    assert correct(env, note, None).note.mood == scored


def test_correction_records_its_author_and_changes_nothing_else(env: Env) -> None:
    line = "onboarding: it is slow severity:high team:support via:web source:ticket on:2026-08-01"
    note = env.capture(line, author="U1").note_id
    before = env.rows()[0]
    correct(env, note, -1)
    after = env.rows()[0]
    assert {k: v for k, v in after.items() if before[k] != v}.keys() <= {"feeling", "mood", "label"}
    with env.storage.read(env.ws) as uow:
        (change,) = uow.note_history.changes(note)
    assert change.author == "U2"
    assert [(edit.field, edit.before, edit.after) for edit in change.edits] == [
        ("feeling", None, "-1")
    ]


def test_same_correction_twice_has_no_further_effect(env: Env) -> None:
    note = env.capture("onboarding: it is slow").note_id
    for _ in range(2):
        correct(env, note, -1)
    with env.storage.read(env.ws) as uow:
        assert len(uow.note_history.changes(note)) == 1


def test_guests_correct_only_their_own_notes(env: Env) -> None:
    env.people.roles["UG"] = Role.GUEST
    note = env.capture("onboarding: it is slow").note_id
    with pytest.raises(NotAllowedError):
        correct(env, note, 2, "UG")


@pytest.mark.parametrize("gone", ["deleted", "never there", "of another workspace"])
def test_missing_note_is_reported(env: Env, gone: str) -> None:
    elsewhere = env.other if gone == "of another workspace" else env.ws
    note = env.capture("onboarding: it is slow", workspace=elsewhere).note_id
    if gone == "deleted":
        change = env.services.note_edits
        change.delete(Actor(env.ws, "U1"), note)
    with pytest.raises(NotFoundError):
        correct(env, note + 10_000 if gone == "never there" else note, 1)
    with pytest.raises(NotFoundError):
        env.services.moods.explain(
            env.ws, note + 10_000 if gone == "never there" else note, Audience("C1", "U1")
        )
