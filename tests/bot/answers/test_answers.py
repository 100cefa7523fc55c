"""Answers about notes, people, names and the map: what is said, and what is not."""

import pytest

from bot.journeys.lookup import NOT_FOR_GUESTS
from bot.notes.capture import CaptureRequest
from domain.errors import NotAllowedError
from domain.notes import Message, NoteKind
from domain.questions.answers import Answer, AuthorFinding, CountFinding, MoodFinding, OwnerFinding
from domain.questions.values import Part, Subject, UnknownName
from handlers.answers.blocks import answer_message
from handlers.answers.sentences import as_text, write_sentences
from tests.bot.answers.asking import ask, ask_alone
from tests.bot.env import Env, guests

pytestmark = pytest.mark.each_database


def said(answer: Answer) -> str:
    """Return the sentences of an answer."""
    names = dict(answer.names.of(Part.AUTHOR))
    return " ".join(as_text(sentence, names) for sentence in write_sentences(answer))


@pytest.fixture
def journey(env: Env) -> Env:
    """A journey with notes of two people."""
    env.people.known_names.update({"U1": "Anna Berger", "U2": "Tomás Ruiz"})
    env.capture("onboarding: the invite lands in spam feeling:-2 team:support")
    env.capture("onboarding: the invoice is wrong feeling:-1 team:sales", author="U2")
    env.capture("retention: two invoices came as a zip feeling:-1", author="U2")
    env.capture("retention: a friendly call feeling:2", kind=NoteKind.TOUCHPOINT)
    env.capture("loyalty: they ask for a referral link", kind=NoteKind.OPPORTUNITY)
    return env


def test_without_a_journey_there_is_nothing_to_ask(env: Env) -> None:
    answer = ask(env, "what hurts most?")
    assert (answer.journey, answer.question) == (None, None)
    assert "first note" in answer_message(answer)["text"]


def test_who_reported_something_by_first_name(journey: Env) -> None:
    answer = ask(journey, "What did Anna report this week?")
    assert answer.question is not None
    assert answer.question.authors == ("U1",)
    assert answer.n == 3
    assert answer.behind is not None
    assert "by:U1" in answer.behind.words
    assert ask(journey, "and Tomás?").n == 2
    assert "Nobody called “zoe”" in said(ask(journey, "what did Zoe report?"))


def test_who_said_it_and_who_writes_most(journey: Env) -> None:
    answer = ask(journey, "who mentioned invoices?")
    assert answer.of_type(AuthorFinding) == [AuthorFinding("U2", 2)]
    assert "Tomás Ruiz: 2 notes." in said(answer)
    assert ask(journey, "who files the most notes?").findings[0] == AuthorFinding("U1", 3)
    teams = ask_alone(journey, "which team writes the most notes?")
    assert [(one["team"], one["n"]) for one in teams["figures"][:2]] == [
        ("sales", 1),
        ("support", 1),
    ]


def test_words_are_found_in_their_forms_and_missing_ones_are_said(journey: Env) -> None:
    assert ask(journey, "how many notes mention invoices?").n == 2
    assert ask(journey, "do we have anything about invoicing?").n == 2
    some = ask(journey, "what do they say about invoices and dragons?")
    assert (some.n, some.partly) == (2, True)
    assert "No note has all your words" in said(some)
    none = ask(journey, "what do they say about dragons?")
    assert none.n == 0
    assert said(none) == "No note mentions “dragons”."


def test_a_mood_by_words_of_notes_says_so_and_so_does_one_without_such_notes(journey: Env) -> None:
    some = ask(journey, "how do they feel about invoices?")
    assert said(some).startswith("Notes with “invoices”: 100% unhappy, 0% happy")
    none = ask(journey, "how was the welcome box?")
    assert said(none).startswith("No note mentions “welcome” or “box”, so this is the mood")
    assert none.of_type(MoodFinding)[0].sums == ask(journey, "mood?").of_type(MoodFinding)[0].sums


def test_unknown_names_are_said_with_those_there_are(journey: Env) -> None:
    answer = ask(journey, "what hurts in checkout?")
    assert answer.question is not None
    assert answer.question.unknown == UnknownName("checkout", Part.STAGE)
    assert said(answer).startswith("I don't know a stage “checkout”. Stages are Awareness,")
    assert "I don't know a KPI “csat”" in said(ask(journey, "is csat improving?"))
    assert "1 note mentions it" in said(ask(journey, "how is the mood in spam?"))
    # It does not count as the last question.
    assert ask(journey, "mood in onboarding").question is not None
    ask(journey, "what hurts in checkout?")
    follow_up = ask(journey, "and in retention?")
    assert follow_up.question is not None
    assert follow_up.question.subject is Subject.MOOD


def test_what_cannot_be_known_is_not_invented(journey: Env) -> None:
    journey.record("nps 41 target:45")
    text = said(ask(journey, "what will nps be next quarter?"))
    assert text.startswith("I can't tell the future.")
    assert "nps is at 41" in text
    assert ask(journey, "zzz").question is not None
    assert ask(journey, "???").question is None
    assert "not kept here" in said(ask(journey, "how is nps calculated?"))
    future = said(ask(journey, "how many notes will we have in 2027-Q1?"))
    assert "can't tell the future" in future or "has not begun" in future


def test_few_notes_are_called_few_and_no_notes_none(journey: Env) -> None:
    assert "That is few" in said(ask(journey, "mood in onboarding"))
    assert "no notes, so there is no mood" in said(ask(journey, "mood in decision"))
    assert "there are 2" in said(ask(journey, "how sure are you about onboarding?"))


def test_an_empty_period_falls_back_to_the_one_before_and_says_so(journey: Env) -> None:
    journey.at("2026-10-02T09:00:00+00:00")
    answer = ask(journey, "mood in onboarding")
    assert (answer.fell_back, answer.n) == (True, 2)
    assert "Nothing yet this quarter" in said(answer)
    named = ask(journey, "mood in onboarding this quarter")
    assert (named.fell_back, named.n) == (False, 0)


def test_a_change_is_told_from_the_newest_reading_there_is(journey: Env) -> None:
    journey.record("nps 49 target:45 on:2026-03-10")
    journey.record("nps 38 on:2026-05-20")
    for question, was in (
        ("how has nps changed since March?", "It was 49 in March 2026"),
        ("did nps change since last quarter?", "It was 49 before"),
        ("did nps change since the last review?", "It was 49 before"),
    ):
        text = said(ask(journey, question))
        assert "Nothing yet this quarter" in text
        assert f"nps is at 38, off target (45). {was}" in text, question


def test_owners(journey: Env) -> None:
    assert ask(journey, "who owns onboarding?").findings == (OwnerFinding("Onboarding", None),)
    assert "Nobody owns Onboarding yet." in said(ask(journey, "who is responsible for onboarding?"))


PRIVATE = "the board wants to leave"


@pytest.fixture
def private(journey: Env) -> Env:
    """The same with a note from a private channel."""
    journey.channels.private.add("CSECRET")
    journey.services.notes.capture(
        CaptureRequest(
            journey.ws,
            "CSECRET",
            "U2",
            NoteKind.PAIN_POINT,
            f"retention: {PRIVATE} feeling:-2",
            is_free=True,
            message=Message("CSECRET", "1.1"),
            speaker="U9",
        )
    )
    return journey


def test_private_words_are_for_those_who_may_read_them(private: Env) -> None:
    questions = (
        "why is retention so bad?",
        "what did they say about the board?",
        "who mentioned the board?",
        "what is new in retention?",
        "any pains in retention?",
    )
    for question in questions:
        for answer in (
            ask(private, question, user="U1"),
            ask(private, question, user="U2", channel="C1", thread="9.9", is_public=True),
            ask(private, question, user=None, channel=None),
        ):
            assert PRIVATE not in str(answer_message(answer)), question
            assert not answer.of_type(AuthorFinding) or "board" not in question
    assert PRIVATE in str(answer_message(ask(private, questions[1], user="U2", channel="C1")))
    assert PRIVATE in str(answer_message(ask(private, questions[1], user="U1", channel="CSECRET")))
    # It counts all the same.
    mood = ask(private, "mood in retention").of_type(MoodFinding)[0]
    assert mood.sums.n == 3


def test_guests_ask_only_where_a_journey_is(journey: Env) -> None:
    guests(journey, "UGUEST")
    with pytest.raises(NotAllowedError, match="Guests can use"):
        ask(journey, "what hurts most?", user="UGUEST", channel="CELSE")
    assert "Guests can use" in NOT_FOR_GUESTS
    assert ask(journey, "how many notes?", user="UGUEST", channel="C1").of_type(CountFinding)
