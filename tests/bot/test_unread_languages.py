"""A note in a language that is not read counts, and is in no mood until somebody says one."""

import pytest

from domain.notes import NoteKind
from tests.bot.env import Env
from tests.bot.note_steps import listed, note_of
from tests.bot.test_correct_mood import correct

GERMAN = "Der Export hängt seit Tagen und niemand antwortet auf unsere Fragen"

FRENCH = "Le client attend une réponse du support depuis neuf jours"


def test_it_is_counted_and_never_averaged(env: Env) -> None:
    env.capture("onboarding: the export keeps timing out")
    alone = env.figures()["stages"][3]
    for text in (GERMAN, FRENCH):
        env.capture(f"onboarding: {text}")
    env.capture(f"loyalty: {GERMAN}")
    figures = env.figures()
    assert figures["stages"][3] == alone
    assert figures["stages"][3]["n"] == 1
    assert (figures["stages"][5]["n"], figures["stages"][5]["mean"]) == (0, None)
    assert figures["notes"] == {"total": 4, "unsorted": 0, "unread_language": 3}
    # Somebody did write about loyalty.
    assert "loyalty" not in figures["blind_spots"]["stages"]


def test_it_says_what_it_could_not_read(env: Env) -> None:
    note = note_of(env, env.capture(f"onboarding: {GERMAN}").note_id)
    assert (note.score, note.mood, note.label.value, note.language) == (None, None, "unread", "de")
    row = env.rows()[0]
    assert (row["score"], row["mood"], row["label"], row["language"]) == (
        None,
        None,
        "unread",
        "de",
    )


@pytest.mark.parametrize(("mood", "texts"), [("unread", {GERMAN}), ("neutral", set())])
def test_it_is_listed_as_unread_and_as_nothing_else(env: Env, mood: str, texts: set[str]) -> None:
    env.capture(f"onboarding: {GERMAN}")
    assert {note.text for note in listed(env, mood, "U1").notes} == texts
    for other in ("negative", "positive"):
        assert listed(env, other, "U1").notes == ()


def test_a_declared_feeling_is_its_mood(env: Env) -> None:
    declared = env.capture(f"onboarding: {GERMAN} feeling:frustrated")
    assert declared.note.mood == -1.0
    note = env.capture(f"onboarding: {FRENCH}").note_id
    assert correct(env, note, -1).note.mood == -0.5
    assert env.figures()["stages"][3]["n"] == 2
    after = correct(env, note, None).note
    assert (after.mood, after.language) == (None, "fr")
    assert env.figures()["notes"]["unread_language"] == 1


def test_a_pain_point_stays_one(env: Env) -> None:
    note = env.capture(f"onboarding: {GERMAN}", kind=NoteKind.PAIN_POINT).note_id
    assert env.figures()["said_once"]["note_ids"] == [note]
