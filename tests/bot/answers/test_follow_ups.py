"""Follow-ups go on from the last question of their thread or person, in every replica."""

from datetime import timedelta

import pytest

from domain.journeys import CUSTOMER_SUCCESS
from domain.notes import NoteKind
from domain.questions.answers import Answer, AuthorFinding
from domain.questions.values import Aspect, Part, Subject, span_label
from handlers.answers.understood import describe_question
from tests.bot.answers.asking import ask
from tests.bot.env import Env

pytestmark = pytest.mark.each_database


def talk(env: Env, *texts: str) -> Answer:
    """Ask one question after the other; return the last answer."""
    return [ask(env, text) for text in texts][-1]


@pytest.fixture
def journey(env: Env) -> Env:
    """A journey with a few notes, and a persona that notes name."""
    env.people.known_names.update({"U1": "Anna Berger", "U2": "Tomás Ruiz"})
    env.capture("onboarding: the invite is lost feeling:-2 persona:receptionist")
    env.capture("onboarding: the invite came late feeling:-1", author="U2")
    env.capture("retention: invoices as a zip feeling:-1 persona:receptionist", author="U2")
    env.capture("retention: nice call feeling:2", kind=NoteKind.TOUCHPOINT)
    env.record("retention.nps 41 target:45")
    return env


def test_a_name_or_a_period_alone_changes_the_question_before(journey: Env) -> None:
    answer = talk(journey, "How do customers feel in onboarding?", "and in retention?")
    assert answer.question is not None
    assert (answer.question.subject, answer.question.stages) == (Subject.MOOD, ("retention",))
    assert answer.n == 2
    answer = talk(journey, "and last quarter?")
    assert answer.question is not None
    assert answer.span is not None
    assert (answer.question.stages, span_label(answer.span)) == (("retention",), "2026-Q2")
    assert describe_question(answer) == "Mood of Retention, April to June 2026"


def test_why_and_who_keep_what_was_asked_about(journey: Env) -> None:
    answer = talk(journey, "mood in retention", "why?")
    assert answer.question is not None
    assert (answer.question.subject, answer.question.stages) == (Subject.WHY, ("retention",))
    assert [note.text for note in answer.quotes] == ["invoices as a zip"]
    answer = talk(journey, "what did they say about invoices?", "who said that?")
    assert answer.findings == (AuthorFinding("U2", 1),)
    answer = talk(journey, "how is onboarding doing?", "how sure is that?")
    assert answer.question is not None
    assert answer.question.aspect is Aspect.CONFIDENCE


def test_a_kpi_then_a_stage_is_the_mood_of_the_stage(journey: Env) -> None:
    answer = talk(journey, "what is our nps?", "and onboarding?")
    assert answer.question is not None
    assert (answer.question.subject, answer.question.kpis) == (Subject.MOOD, ())


def test_threads_and_people_have_questions_of_their_own(journey: Env) -> None:
    ask(journey, "mood in onboarding", thread="1.1", is_public=True)
    ask(journey, "pains in retention")
    in_thread = ask(journey, "and last quarter?", user="U2", thread="1.1", is_public=True)
    assert in_thread.question is not None
    assert in_thread.question.of(Part.STAGE) == ("onboarding",)
    alone = ask(journey, "and in onboarding?")
    assert alone.question is not None
    assert alone.question.subject is Subject.PAINS
    other = ask(journey, "and in onboarding?", user="U2")
    assert other.question is not None
    assert other.question.subject is Subject.MOOD


def test_another_replica_knows_the_question_and_a_day_later_nobody_does(journey: Env) -> None:
    ask(journey, "pains in retention")
    # Each call of `services` wires them anew, as another process does.
    soon = ask(journey, "and in onboarding?")
    assert soon.question is not None
    assert soon.question.subject is Subject.PAINS
    journey.clock.advance(timedelta(days=2))
    later = ask(journey, "and in onboarding?")
    assert later.question is not None
    assert later.question.subject is Subject.MOOD


def test_old_questions_are_deleted(journey: Env) -> None:
    ask(journey, "pains in retention", channel="C9")
    journey.clock.advance(timedelta(days=31))
    ask(journey, "mood in retention")
    start = journey.clock.now() - timedelta(days=365)
    with journey.storage.read(journey.ws) as uow:
        assert uow.conversations.last("C9:U0MARA", start) is None
        assert uow.conversations.last("C0JOURNEY:U0MARA", start) is not None


def test_another_journey_can_be_named_and_stays(journey: Env) -> None:
    journey.create_journey(CUSTOMER_SUCCESS)
    journey.capture("customer-success/adoption: nobody uses it feeling:-2")
    answer = ask(journey, "how is the mood in the customer success journey?")
    assert answer.journey is not None
    assert (answer.journey.key, answer.n) == ("customer-success", 1)
    assert ask(journey, "and in adoption?").n == 1
