"""Mood corrections: similar notes are scored like them; they are listed and undone."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.notes.moods import (
    CORRECTIONS_PAGE,
    CorrectedMood,
    MoodCorrectionsPage,
    Rescored,
)
from domain.access import PRIVATE_TEXT, Actor, Audience, Role
from domain.errors import NotAllowedError
from domain.notes import Message
from tests.bot.env import SCORER, Env
from tests.bot.imports.test_import_notes import rows
from tests.bot.note_steps import by, changing, form, listed, note_of, save, sweep
from tests.bot.test_correct_mood import correct

ODD = "onboarding: quotes play ping-pong between legal and sales"


LIKE_IT = "loyalty: the quote played ping-pong between legal and sales again"


def undo_correction(env: Env, note: int, user: str = "U2") -> CorrectedMood:
    """Undo the correction of a note."""
    return env.services.moods.undo_correction(Actor(env.ws, user), note)


def list_corrections(
    env: Env, user: str = "U1", channel: str = "C1", page: int = 0
) -> MoodCorrectionsPage:
    """Return a page of the corrections that a user may see."""
    return env.services.moods.list_corrections(env.ws, user, channel, page)


def rescore(env: Env) -> Rescored:
    """Score all notes again, as the command line does."""
    return env.services.moods.rescore(env.ws, "buyer", lambda done: None)


def score_of(env: Env, note: int) -> float:
    """Return the sentiment score of a note."""
    return note_of(env, note).sentiment_score.value


def scorer_of(env: Env, note: int) -> str:
    """Return the version of the scorer of a note."""
    return note_of(env, note).scorer


def test_next_similar_note_is_scored_like_the_corrected_one(env: Env) -> None:
    uncorrected = env.capture(LIKE_IT, workspace=env.other)
    first = env.capture(ODD).note_id
    correct(env, first, -2)
    later = env.capture(LIKE_IT)
    assert later.note.mood is not None
    assert later.note.mood < -0.6 < (uncorrected.note.mood or 0)
    words, weight = note_of(env, later.note_id).why[0]
    assert words.startswith("corrected before: ")
    assert {"ping", "pong", "legal"} & set(words.removeprefix("corrected before: ").split(", "))
    assert weight < 0
    assert env.capture("onboarding: the invoice has two pages").note.mood == pytest.approx(
        SCORER.score("the invoice has two pages", kind=later.note.kind).value
    )


def test_correction_applies_to_its_workspace_only(env: Env) -> None:
    before = env.capture(LIKE_IT, workspace=env.other).note.mood
    correct(env, env.capture(ODD).note_id, -2)
    assert env.capture(LIKE_IT, workspace=env.other).note.mood == before


def test_edits_and_imports_are_scored_with_corrections(env: Env) -> None:
    correct(env, env.capture(ODD).note_id, -2)
    edited = env.capture("onboarding: nothing to see here").note_id
    changing(env).edit(by(env), edited, note_of(env, edited).kind, form(ODD[12:]))
    list(env.services.imports.import_notes(env.ws, "buyer", rows([{"text": ODD[12:]}])))
    assert score_of(env, edited) == -1.0
    assert [row["score"] for row in env.rows()][-1] == -1.0


def test_undo_restores_the_feeling_declared_before(env: Env) -> None:
    note = env.capture(f"{ODD} feeling:happy").note_id
    assert correct(env, note, -2).note.mood == -1.0
    assert correct(env, note, -1).note.mood == -0.5
    assert [one.feeling for one in list_corrections(env).corrections] == [-1]
    assert undo_correction(env, note).note.mood == 0.5
    assert list_corrections(env).total == 0
    assert undo_correction(env, note).note.mood == 0.5
    assert scorer_of(env, env.capture(LIKE_IT).note_id) == SCORER.version


def test_correcting_to_no_feeling_deletes_the_correction(env: Env) -> None:
    note = env.capture(ODD).note_id
    correct(env, note, -2)
    correct(env, note, None)
    assert list_corrections(env).total == 0


def test_corrections_are_listed_newest_first_in_pages(env: Env) -> None:
    for number in range(CORRECTIONS_PAGE + 2):
        correct(env, env.capture(f"onboarding: word{number} alone").note_id, -1)
        env.clock.advance(timedelta(seconds=1))
    first, second = list_corrections(env), list_corrections(env, page=1)
    assert (first.total, first.pages, len(first.corrections), len(second.corrections)) == (
        10,
        2,
        CORRECTIONS_PAGE,
        2,
    )
    assert first.corrections[0].text == f"word{CORRECTIONS_PAGE + 1} alone"
    assert list_corrections(env, page=99).page == 1


def test_correction_of_a_private_note_applies_without_its_text(env: Env) -> None:
    env.channels.private.add("G1")
    secret = Message("G1", "1787000000.000200")
    note = save(env, ODD[12:], message=secret, channel="G1").note_id
    correct(env, note, -2, user="U2")
    # U1 saved it; who corrects what they cannot read does not read it by that.
    for user, channel, said in (
        *(("U1", "C1", ODD[12:]), ("U3", "G1", ODD[12:])),
        *(("U2", "C1", PRIVATE_TEXT), ("U3", "C1", PRIVATE_TEXT)),
    ):
        assert [one.text for one in list_corrections(env, user, channel).corrections] == [said]


def test_result_of_correcting_a_private_note_hides_its_text(env: Env) -> None:
    env.channels.private.add("G1")
    secret = Message("G1", "1787000000.000200")
    note = save(env, "a horrible, embarrassing mess", message=secret, channel="G1").note_id
    for done in (correct(env, note, 1, user="U3"), undo_correction(env, note, "U3")):
        seen = done.seen_by(Audience("C1", "U3")).note
        assert (seen.text, seen.why) == (PRIVATE_TEXT, ())
        assert done.seen_by(Audience("G1", "U3")).note.why
    (shown,) = listed(env, "", "U3", channel="C1").notes
    assert (shown.text, shown.why) == (PRIVATE_TEXT, ())
    assert listed(env, "", "U3", channel="G1").notes[0].why


def test_note_in_an_unsupported_language_can_be_corrected_and_undone(env: Env) -> None:
    foreign = "onboarding: le support ne répond jamais au téléphone depuis lundi"
    note = env.capture(foreign).note_id
    assert correct(env, note, -2).note.mood == -1.0
    (known,) = list_corrections(env).corrections
    assert (known.score, known.feeling) == (None, -2)
    # What was not read teaches nothing of words.
    assert env.capture(foreign).note.mood is None
    assert undo_correction(env, note).note.mood is None
    assert list_corrections(env).total == 0


def test_guests_cannot_correct_notes_of_others(env: Env) -> None:
    note = env.capture(ODD).note_id
    env.people.roles["UG"] = Role.GUEST
    with pytest.raises(NotAllowedError):
        undo_correction(env, note, "UG")
    assert list_corrections(env).total == 0


def test_correction_of_a_deleted_note_does_not_apply(lone_env: Env) -> None:
    env = lone_env
    note = env.capture(ODD).note_id
    correct(env, note, -2)
    changing(env).delete(by(env), note)
    assert list_corrections(env).total == 0
    assert scorer_of(env, env.capture(LIKE_IT).note_id) == SCORER.version
    env.at("2026-10-01T00:00:00+00:00")
    assert sweep(env) == 1


@pytest.mark.slow
def test_all_notes_of_a_journey_are_scored_again(env: Env) -> None:
    old = env.capture(LIKE_IT).note_id
    declared = env.capture(f"{LIKE_IT} feeling:delighted").note_id
    foreign = env.capture("onboarding: Der Export hängt seit Tagen und niemand antwortet").note_id
    correct(env, env.capture(ODD).note_id, -2)
    before = score_of(env, old)
    # The German note has a mood now, too.
    assert rescore(env) == Rescored(4, 2)
    assert score_of(env, old) < before
    assert note_of(env, declared).mood == 1.0
    assert note_of(env, foreign).label.value == "negative"
    assert note_of(env, foreign).language == "de"
    assert rescore(env) == Rescored(4, 0)


def test_notes_of_an_older_scorer_are_scored_again(env: Env) -> None:
    note = env.capture("onboarding: the export keeps timing out").note_id
    with env.storage._engine.begin() as connection:
        # As an earlier version of Waymark left it.
        connection.execute(
            text("UPDATE notes SET score = 0, mood = 0, label = 'neutral', scorer = 'textblob-1'")
        )
    assert rescore(env).changed == 1
    found = note_of(env, note)
    assert (found.scorer, found.label.value) == (SCORER.version, "negative")
    assert found.why
