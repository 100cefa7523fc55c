"""Notes in other languages get a mood after they were saved, once, where nobody declared one."""

import pytest

from bot.notes.other_languages import BATCH, OtherLanguageService
from bot.themes.vectors import NoteVectors
from domain.errors import NotFoundError
from domain.notes import NoteKind
from handlers.notes.list_blocks import note_list_message
from tests.bot.env import SCORER, Env
from tests.bot.imports.test_import_notes import imported
from tests.bot.note_steps import by, changing, form, listed, note_of
from tests.bot.test_correct_mood import correct
from tests.handlers.slack_says import shown

pytestmark = pytest.mark.each_database

GERMAN = "Der Export bricht ständig ab und niemand antwortet auf unsere Fragen"

HAPPY_FRENCH = "Les clients adorent le nouveau tableau de bord"

SWEDISH = "Fakturan visar fel adress och ingen svarar på våra frågor"

CZECH = "Faktura má špatnou adresu a nikdo na naše dotazy neodpovídá"


def read(env: Env) -> int:
    """What the jobs do, in one workspace."""
    return env.services.other_languages.update(env.ws, "buyer")


def test_notes_of_every_kind_get_a_mood_that_counts(env: Env) -> None:
    pain = env.capture(f"onboarding: {GERMAN}").note_id
    idea = env.capture(f"onboarding: {GERMAN}!", kind=NoteKind.OPPORTUNITY).note_id
    praise = env.capture(f"loyalty: {HAPPY_FRENCH}", kind=NoteKind.TOUCHPOINT).note_id
    assert env.figures()["notes"]["unread_language"] == 2
    assert read(env) == 3
    found = [note_of(env, note) for note in (pain, idea, praise)]
    assert [(note.label.value, note.language) for note in found] == [
        ("negative", "de"),
        ("negative", "de"),
        ("positive", "fr"),
    ]
    assert {note.scorer.split(".")[0] for note in found} == {"languages-1"}
    assert all(note.mood == note.score and note.why == () for note in found)
    figures = env.figures()
    assert figures["notes"]["unread_language"] == 0
    assert (figures["stages"][3]["n"], figures["stages"][5]["n"]) == (1, 1)


def test_a_pain_point_is_lower_as_in_english(env: Env) -> None:
    line = f"loyalty: {HAPPY_FRENCH}"
    pain = env.capture(line).note_id
    touchpoint = env.capture(line, kind=NoteKind.TOUCHPOINT).note_id
    read(env)
    moods = [note_of(env, note).mood for note in (pain, touchpoint)]
    assert moods[0] is not None
    assert moods[1] is not None
    assert moods[1] - moods[0] == pytest.approx(0.1, abs=0.0002)


@pytest.mark.slow
def test_a_note_is_read_once(lone_env: Env) -> None:
    env = lone_env
    services = env.services
    for number in range(BATCH + 1):
        env.capture(f"onboarding: {GERMAN} {number}")
    assert services.other_languages.update_all() == BATCH + 1
    assert services.other_languages.update_all() == 0
    assert listed(env, "unread").notes == ()


def test_languages_that_are_not_known_stay_unread(env: Env) -> None:
    notes = [env.capture(f"onboarding: {text}").note_id for text in (SWEDISH, CZECH)]
    assert read(env) == 0
    assert [note_of(env, note).language for note in notes] == ["sv", "cs"]
    assert [note_of(env, note).mood for note in notes] == [None, None]


def test_a_declared_feeling_is_the_mood(env: Env) -> None:
    note = env.capture(f"onboarding: {GERMAN} feeling:delighted").note_id
    assert read(env) == 0
    assert (note_of(env, note).mood, note_of(env, note).score) == (1.0, None)
    correct(env, note, None)
    assert read(env) == 1
    assert note_of(env, note).label.value == "negative"


def test_a_feeling_declared_later_is_the_mood_too(env: Env) -> None:
    note = env.capture(f"onboarding: {GERMAN}").note_id
    read(env)
    score = note_of(env, note).score
    assert correct(env, note, 2).note.mood == 1.0
    assert read(env) == 0
    assert (note_of(env, note).mood, note_of(env, note).score) == (1.0, score)
    assert correct(env, note, None).note.mood == score


def test_notes_like_a_corrected_one_get_its_mood(env: Env) -> None:
    correct(env, env.capture(f"onboarding: {GERMAN}").note_id, 2)
    note = env.capture(f"onboarding: {GERMAN} mehr").note_id
    read(env)
    found = note_of(env, note)
    assert found.label.value == "positive"
    assert found.why[0][0].startswith("corrected before")


def test_an_edited_note_is_read_again(env: Env) -> None:
    note = env.capture(f"onboarding: {GERMAN}", kind=NoteKind.TOUCHPOINT).note_id
    read(env)
    changing(env).edit(by(env), note, NoteKind.TOUCHPOINT, form(HAPPY_FRENCH))
    assert note_of(env, note).mood is None
    assert read(env) == 1
    assert (note_of(env, note).label.value, note_of(env, note).language) == ("positive", "fr")


def test_english_notes_stay_as_they_are(env: Env) -> None:
    env.capture("onboarding: the export keeps timing out")
    env.capture("loyalty: 12345")
    before = env.rows()
    assert read(env) == 0
    assert env.rows() == before
    assert {note.scorer for note in listed(env).notes} == {SCORER.version}


def test_deleted_notes_are_not_read(env: Env) -> None:
    note = env.capture(f"onboarding: {GERMAN}").note_id
    changing(env).delete(by(env), note)
    assert read(env) == 0
    changing(env).restore(by(env), note)
    assert read(env) == 1


def test_imported_notes_are_read(env: Env) -> None:
    cells = [{"text": GERMAN, "stage": "onboarding", "occurred_at": "2026-08-01", "kind": "pain"}]
    assert imported(env, cells) == (1, 0, 0, 0)
    assert read(env) == 1
    assert [row["label"] for row in env.rows()] == ["negative"]


def test_other_workspaces_are_left_alone(env: Env) -> None:
    env.capture(f"onboarding: {GERMAN}", workspace=env.other)
    env.buyer_journey()
    assert read(env) == 0
    assert [row["label"] for row in env.rows(env.other)] == ["unread"]


def test_without_the_encoder_notes_stay_unread(lone_env: Env) -> None:
    env = lone_env
    note = env.capture(f"onboarding: {GERMAN}").note_id
    without = OtherLanguageService(env.storage, NoteVectors(env.storage, lambda: None))
    assert without.update_all() == 0
    assert without.update(env.ws, "buyer") == 0
    scored = [(note_of(env, note), SCORER.score(GERMAN))]
    assert without.read(env.ws, scored) == scored
    assert note_of(env, note).mood is None
    assert env.services.other_languages.update_all() == 1


def test_a_journey_that_does_not_exist_is_reported(env: Env) -> None:
    with pytest.raises(NotFoundError):
        env.services.other_languages.update(env.ws, "nope")


def test_lists_say_in_which_language_a_mood_was_read(env: Env) -> None:
    note = env.capture(f"onboarding: {GERMAN}").note_id
    env.capture("onboarding: the export keeps timing out")
    assert "no mood (German)" in shown(note_list_message(listed(env))["blocks"])
    read(env)
    texts = shown(note_list_message(listed(env))["blocks"])
    assert texts.count("negative (read as German)") == 1
    assert "read as English" not in texts
    correct(env, note, 1)
    assert "read as" not in shown(note_list_message(listed(env))["blocks"])
