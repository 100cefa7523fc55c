"""Corrected moods teach the workspace they were made in; they are listed and taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.audience import UNREAD, Audience
from bot.domain.errors import NotAllowedError
from bot.domain.notes import Message
from bot.domain.roles import Role
from bot.usecases.change_note import By
from bot.usecases.correct_mood import CorrectMood, MoodCorrected
from bot.usecases.import_notes import ImportNotes
from bot.usecases.list_lessons import PAGE, LessonsListed, ListLessons
from bot.usecases.rescore_notes import Rescored, RescoreNotes
from tests.bot.usecases.house import SCORER, House
from tests.bot.usecases.living import by, changing, form, listed, note_of, save, sweep
from tests.bot.usecases.test_correct_mood import correct
from tests.bot.usecases.test_import_notes import rows

ODD = "onboarding: quotes play ping-pong between legal and sales"
LIKE_IT = "loyalty: the quote played ping-pong between legal and sales again"


def take_back(house: House, note: int, user: str = "U2") -> MoodCorrected:
    """Somebody undoes a correction."""
    return CorrectMood(house.storage, house.clock, house.people).take_back(By(house.ws, user), note)


def lessons(house: House, user: str = "U1", channel: str = "C1", page: int = 0) -> LessonsListed:
    """The corrections somebody sees."""
    return ListLessons(house.storage)(house.ws, user, channel, page)


def rescore(house: House) -> Rescored:
    """What the command line does."""
    return RescoreNotes(house.storage, SCORER)(house.ws, "buyer", lambda done: None)


def score_of(house: House, note: int) -> float:
    """What its words came to."""
    return note_of(house, note).heard.value


def scorer_of(house: House, note: int) -> str:
    """Who scored it."""
    return note_of(house, note).scorer


def test_the_next_note_alike_is_heard_as_the_corrected_one(house: House) -> None:
    untaught = house.capture(LIKE_IT, workspace=house.other)
    first = house.capture(ODD).note_id
    correct(house, first, -2)
    later = house.capture(LIKE_IT)
    assert later.note.mood is not None
    assert later.note.mood < -0.6 < (untaught.note.mood or 0)
    words, weight = note_of(house, later.note_id).why[0]
    assert words.startswith("corrected before: ")
    assert {"ping", "pong", "legal"} & set(words.removeprefix("corrected before: ").split(", "))
    assert weight < 0
    assert house.capture("onboarding: the invoice has two pages").note.mood == pytest.approx(
        SCORER.score("the invoice has two pages", kind=later.note.kind).value
    )


def test_no_other_workspace_learns_from_it(house: House) -> None:
    before = house.capture(LIKE_IT, workspace=house.other).note.mood
    correct(house, house.capture(ODD).note_id, -2)
    assert house.capture(LIKE_IT, workspace=house.other).note.mood == before


def test_edits_and_imports_are_heard_so_too(house: House) -> None:
    correct(house, house.capture(ODD).note_id, -2)
    edited = house.capture("onboarding: nothing to see here").note_id
    changing(house).edit(by(house), edited, note_of(house, edited).kind, form(ODD[12:]))
    list(
        ImportNotes(house.storage, SCORER, house.clock)(
            house.ws, "buyer", rows([{"text": ODD[12:]}])
        )
    )
    assert score_of(house, edited) == -1.0
    assert [row["score"] for row in house.rows()][-1] == -1.0


def test_it_is_taken_back_to_what_was_declared_before(house: House) -> None:
    note = house.capture(f"{ODD} feeling:happy").note_id
    assert correct(house, note, -2).note.mood == -1.0
    assert correct(house, note, -1).note.mood == -0.5
    assert [one.feeling for one in lessons(house).lessons] == [-1]
    assert take_back(house, note).note.mood == 0.5
    assert lessons(house).total == 0
    assert take_back(house, note).note.mood == 0.5
    assert scorer_of(house, house.capture(LIKE_IT).note_id) == SCORER.version


def test_letting_the_words_speak_again_forgets_it(house: House) -> None:
    note = house.capture(ODD).note_id
    correct(house, note, -2)
    correct(house, note, None)
    assert lessons(house).total == 0


def test_they_are_listed_the_newest_first_in_pages(house: House) -> None:
    for number in range(PAGE + 2):
        correct(house, house.capture(f"onboarding: word{number} alone").note_id, -1)
        house.clock.advance(timedelta(seconds=1))
    first, second = lessons(house), lessons(house, page=1)
    assert (first.total, first.pages, len(first.lessons), len(second.lessons)) == (10, 2, PAGE, 2)
    assert first.lessons[0].text == f"word{PAGE + 1} alone"
    assert lessons(house, page=99).page == 1


def test_a_private_note_teaches_and_is_not_quoted(house: House) -> None:
    house.channels.private.add("G1")
    secret = Message("G1", "1787000000.000200")
    note = save(house, ODD[12:], message=secret, channel="G1").note_id
    correct(house, note, -2, user="U2")
    # U1 saved it; who corrects what they cannot read does not read it by that.
    for user, channel, said in (
        *(("U1", "C1", ODD[12:]), ("U3", "G1", ODD[12:])),
        *(("U2", "C1", UNREAD), ("U3", "C1", UNREAD)),
    ):
        assert [one.text for one in lessons(house, user, channel).lessons] == [said]


def test_what_came_of_correcting_a_private_note_does_not_quote_it(house: House) -> None:
    house.channels.private.add("G1")
    secret = Message("G1", "1787000000.000200")
    note = save(house, "a horrible, embarrassing mess", message=secret, channel="G1").note_id
    for done in (correct(house, note, 1, user="U3"), take_back(house, note, "U3")):
        seen = done.seen_by(Audience("C1", "U3")).note
        assert (seen.text, seen.why) == (UNREAD, ())
        assert done.seen_by(Audience("G1", "U3")).note.why
    (shown,) = listed(house, "", "U3", channel="C1").notes
    assert (shown.text, shown.why) == (UNREAD, ())
    assert listed(house, "", "U3", channel="G1").notes[0].why


def test_a_note_that_is_not_read_is_corrected_listed_and_taken_back(house: House) -> None:
    foreign = "onboarding: le support ne répond jamais au téléphone depuis lundi"
    note = house.capture(foreign).note_id
    assert correct(house, note, -2).note.mood == -1.0
    (known,) = lessons(house).lessons
    assert (known.score, known.feeling) == (None, -2)
    # What was not read teaches nothing of words.
    assert house.capture(foreign).note.mood is None
    assert take_back(house, note).note.mood is None
    assert lessons(house).total == 0


def test_guests_teach_nothing_of_others(house: House) -> None:
    note = house.capture(ODD).note_id
    house.people.roles["UG"] = Role.GUEST
    with pytest.raises(NotAllowedError):
        take_back(house, note, "UG")
    assert lessons(house).total == 0


def test_a_deleted_note_teaches_nothing_and_is_gone_with_it(lone_house: House) -> None:
    house = lone_house
    note = house.capture(ODD).note_id
    correct(house, note, -2)
    changing(house).delete(by(house), note)
    assert lessons(house).total == 0
    assert scorer_of(house, house.capture(LIKE_IT).note_id) == SCORER.version
    house.at("2026-10-01T00:00:00+00:00")
    assert sweep(house) == 1


def test_all_of_a_journey_is_scored_anew(house: House) -> None:
    old = house.capture(LIKE_IT).note_id
    declared = house.capture(f"{LIKE_IT} feeling:delighted").note_id
    foreign = house.capture("onboarding: Der Export hängt seit Tagen und niemand antwortet").note_id
    correct(house, house.capture(ODD).note_id, -2)
    before = score_of(house, old)
    assert rescore(house) == Rescored(4, 1)
    assert score_of(house, old) < before
    assert note_of(house, declared).mood == 1.0
    assert note_of(house, foreign).mood is None
    assert rescore(house) == Rescored(4, 0)


def test_what_was_scored_by_an_older_scorer_is_heard_by_this_one(house: House) -> None:
    note = house.capture("onboarding: the export keeps timing out").note_id
    with house.storage._engine.begin() as connection:
        # As an earlier version of Waymark left it.
        connection.execute(
            text("UPDATE notes SET score = 0, mood = 0, label = 'neutral', scorer = 'textblob-1'")
        )
    assert rescore(house).changed == 1
    found = note_of(house, note)
    assert (found.scorer, found.label.value) == (SCORER.version, "negative")
    assert found.why
