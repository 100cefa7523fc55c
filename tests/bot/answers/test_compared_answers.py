"""Comparisons, days, reviews, owners of KPIs, and what is no filter although it looks like one."""

from datetime import timedelta

import pytest

from bot.reviews.publish import PublishReview
from domain.notes import NoteKind
from domain.questions.answers import CountFinding, DatesFinding, MoodFinding, ThemeFinding
from domain.questions.values import Aspect, Subject
from handlers.answers.understood import describe_question
from tests.bot.answers.asking import ask, ask_alone, figures
from tests.bot.answers.test_answers import said
from tests.bot.env import Env
from tests.bot.fake_slack import FakeSlack
from tests.periods import quarter


def test_two_that_are_compared_differ_by_so_many_points(sample: Env) -> None:
    answer = ask(sample, "are clinic owners happier than receptionists last quarter?")
    owner, receptionist = answer.of_type(MoodFinding)
    points = round(receptionist.sums.net or 0) - round(owner.sums.net or 0)
    assert f"Receptionist: {points} points happier than Clinic owner." in said(answer)
    assert "before" not in said(answer)


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("how does decision compare to the rest of the journey last quarter?", "stages"),
        ("how does the receptionist mood compare with everybody else's last quarter?", "personas"),
        ("difference between decision and the others last quarter", "stages"),
        ("are receptionists happier than all other personas last quarter?", "personas"),
    ],
)
def test_one_is_compared_with_all_others(sample: Env, question: str, others: str) -> None:
    found = figures(ask_alone(sample, question), "mood")
    assert [one["name"] for one in found][1:] == [f"All other {others}"]
    ranked = f"which {others.removesuffix('s')} is worst last quarter?"
    every = figures(ask_alone(sample, ranked), "mood")
    assert sum(one["n"] for one in found) == sum(one["n"] for one in every)
    assert "points happier than" in said(ask(sample, question))


def test_two_kinds_and_two_moods_are_both_counted(sample: Env) -> None:
    rows = [row for row in sample.rows() if "2026-04" <= row["occurred_at"][:7] < "2026-07"]
    kinds = ask(sample, "more ideas or more complaints in onboarding last quarter?")
    mine = [row["kind"] for row in rows if row["stage"] == "onboarding"]
    found = {one.name: one.n for one in kinds.of_type(CountFinding)}
    assert found == {kind: mine.count(kind) for kind in found}
    assert set(found) >= {"pain point", "opportunity"}
    moods = ask(sample, "how many positive notes vs negative notes in retention last quarter?")
    assert said(moods) == "31 negative notes. 1 positive note. 1 neutral note."


@pytest.fixture
def spam(env: Env) -> Env:
    """Three notes about invitations, from May on, and praise of an earlier quarter."""
    env.capture("onboarding: the invite lands in spam on:2026-05-04")
    env.capture("onboarding: no invite came on:2026-06-09")
    praise = "onboarding: the invite came in a minute feeling:2 on:2026-07-01"
    env.capture(praise, kind=NoteKind.TOUCHPOINT)
    return env


@pytest.mark.parametrize(
    "question",
    ["when did people start mentioning the invite?", "earliest note about the invite",
     "when was the invite first mentioned?", "since when do they talk about the invite?"],
)  # fmt: skip
def test_the_first_note_has_a_date_and_is_shown(spam: Env, question: str) -> None:
    answer = ask(spam, question)
    (dates,) = answer.of_type(DatesFinding)
    assert (dates.first.day, dates.last.month) == (4, 7)
    assert "First noted on 4 May 2026, last on 1 Jul 2026." in said(answer)
    assert [note.text for note in answer.quotes] == ["the invite lands in spam"]


def test_the_last_note_has_a_date_and_complaints_are_pain_points(spam: Env) -> None:
    last = ask(spam, "when did anyone last mention the invite?")
    assert "last on 1 Jul 2026" in said(last)
    assert last.quotes[0].text == "the invite came in a minute"
    complaints = ask(spam, "when did people start complaining about the invite?")
    assert (complaints.n, "last on 9 Jun 2026" in said(complaints)) == (2, True)


def test_the_last_reading_has_its_day(env: Env) -> None:
    env.record("nps 49 target:45 on:2026-03-10")
    env.record("nps 38 on:2026-05-20")
    text = said(ask(env, "on which day was nps last entered?"))
    assert text.startswith("The last reading of nps is of 20 May 2026: 38; of 2 readings")


def test_whether_anyone_ever_said_so_is_asked_of_any_time(spam: Env) -> None:
    answer = ask(spam, "has anyone praised the onboarding?")
    assert answer.question is not None
    assert (answer.question.all_time, answer.n) == (True, 1)


@pytest.mark.parametrize(
    "question",
    ["I'd be happy to know what receptionists say about onboarding",
     "I would like to see what receptionists wrote about onboarding",
     "we'd really love to hear what receptionists say about onboarding"],
)  # fmt: skip
def test_politeness_is_no_filter(sample: Env, question: str) -> None:
    plain = ask_alone(sample, "what do receptionists say about onboarding")
    asked = ask_alone(sample, question)
    assert asked["question"] == plain["question"]
    assert asked["n"] == plain["n"] > 0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("was there a review in the spring?", "No review has been posted for March to May 2026."),
        ("has the retention review been done?", "There is one review for all stages. No review"),
        ("when was the last review?", "No review has been posted yet."),
        ("which reviews are planed for October?", "The next review, of July to September 2026"),
    ],
)
def test_reviews_that_were_not_posted_are_said_not_to_be(
    sample: Env, question: str, text: str
) -> None:
    assert text in said(ask(sample, question))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "how many demo-requests above the goal were we last quarter?",
            "That is 69 below the target",
        ),
        ("gap between first-reply and its target last quarter", "That is 1h 50m above the target."),
        ("how far is trial-to-paid from its target last quarter?", "percentage points below"),
    ],
)
def test_the_distance_to_a_target_is_told(sample: Env, question: str, text: str) -> None:
    assert text in said(ask(sample, question))


def test_a_posted_review_is_found_by_its_period(ready: Env) -> None:
    journey = ready.journey_by_key()
    post = PublishReview(ready.storage, FakeSlack(ready.clock), ready.clock, timedelta(seconds=60))
    post(ready.ws, journey.id, journey.calendar.period(quarter(2026, 3)))
    for question in ("was there a review of Q3?", "has the review of 2026-Q3 been posted?"):
        assert "The review of July to September 2026 was posted on" in said(ask(ready, question))
    text = said(ask(ready, "was there a review of 2025-Q3?"))
    assert text.startswith("No review has been posted for July to September 2025.")


def test_a_kpi_has_no_owner_of_its_own(sample: Env) -> None:
    stage = said(ask(sample, "who answers for demo-requests?"))
    assert stage.startswith("KPIs have no owner of their own; the owner of their stage")
    assert "Awareness is owned by" in stage
    assert "the owner of the journey answers" in said(ask(sample, "who owns nps?"))


def test_words_for_unhappy_ask_for_stages_and_personas(sample: Env) -> None:
    stages = ask(sample, "in which phase are receptionists most annoyed?").question
    personas = ask(sample, "who struggles most, by persona?").question
    for asked, ranked in ((stages, "stages"), (personas, "personas")):
        assert asked is not None
        assert (asked.subject, asked.ranked) == (Subject.RANKING, ranked)


@pytest.mark.parametrize("name", ["Price letter", "price letters", "two-factor login"])
def test_a_theme_is_counted_by_its_name(sample: Env, name: str) -> None:
    review = {pain["title"].casefold(): pain for pain in sample.figures("2026-Q2")["pains"]}
    answer = ask(sample, f"how often was {name} noted last quarter?")
    (theme,) = answer.of_type(ThemeFinding)
    assert theme.theme.n == review[name.casefold().removesuffix("s")]["n"] == answer.n


def test_terse_questions(sample: Env) -> None:
    assert "Stages without an owner: Loyalty." in said(ask(sample, "stages without an owner?"))
    months = ask(sample, "mood by month for retention")
    assert months.question is not None
    assert months.question.aspect is Aspect.BY_MONTH
    assert [one.name for one in months.of_type(MoodFinding)][-1] == "Retention, August 2026"
    assert len(months.of_type(MoodFinding)) == 6
    assert describe_question(months).startswith("Mood by month of Retention")
    may = figures(ask_alone(sample, "mood of retention in May"), "mood")[0]
    assert months.of_type(MoodFinding)[2].sums.n == may["n"]
