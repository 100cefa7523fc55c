"""The questions of a posted review are answered; the answers stay and are shown next time."""

from datetime import timedelta
from typing import Any

import pytest

from bot.exports import ExportService
from bot.journeys.lookup import RequestScope
from bot.reviews.answers import AnswersResult, ReviewAnswerService
from bot.reviews.follow import FollowReviews
from domain.access import Audience
from domain.errors import BadFieldError, NotFoundError
from domain.review_answers import Question
from domain.review_json import review_as_json
from domain.reviews import Review
from tests.bot.env import Env, at_once, guests
from tests.bot.fake_slack import FailureMode, FakeSlack

SETTLE = timedelta(seconds=60)


@pytest.fixture
def env(lone_env: Env) -> Env:
    """A database of its own: what is due is looked for in all workspaces."""
    return lone_env


def service(env: Env, outside: FakeSlack) -> ReviewAnswerService:
    """What saves answers."""
    return ReviewAnswerService(env.storage, outside, env.clock, env.channels)


def review_key(outside: FakeSlack) -> str:
    """What the button of the review holds."""
    return str(outside.messages[0].payload["key"])


def answer(env: Env, outside: FakeSlack, user: str, **texts: str | None) -> AnswersResult:
    """Submit the form as `user`, and post what is to be posted."""
    answers = {Question(key): text for key, text in texts.items()}
    result = service(env, outside).answer(env.ws, user, review_key(outside), answers)
    FollowReviews(env.storage, outside, env.clock, SETTLE).check(result.posted_review)
    return result


def posted_answers(outside: FakeSlack) -> list[tuple[dict[str, str], list[str], str | None]]:
    """The answers that were posted, those of them that were edits, and the thread."""
    found = [m for m in outside.messages if "answers" in m.payload]
    return [(m.payload["answers"], m.payload["edited"], m.thread) for m in found]


def review(env: Env, period: str, channel: str | None = None) -> Review:
    """The review of a period as the people in a channel see it."""
    return env.services.reviews.compute(env.ws, None, period, RequestScope(channel))


def texts(env: Env, period: str, channel: str | None = None) -> list[str]:
    """The answers in the JSON of a period's review, as the people in a channel see it."""
    return [one["text"] for one in review_as_json(review(env, period, channel))["answers"]]


@pytest.mark.each_database
def test_answers_are_saved_posted_once_and_filled_in_again(env: Env, outside: FakeSlack) -> None:
    for _ in range(2):
        answer(env, outside, "UMARA", habits="They buy by phone.", market="  ", feedback=None)
    assert posted_answers(outside) == [
        ({"habits": "They buy by phone."}, [], outside.messages[0].ts)
    ]
    assert review_as_json(review(env, "2026-Q3"))["answers"] == [
        {
            "question": "Have buying habits changed?",
            "text": "They buy by phone.",
            "author": "UMARA",
            "at": "2026-10-01T09:00:00+00:00",
        }
    ]
    form = service(env, outside).load_form(env.ws, "UMARA", review_key(outside))
    assert {key: one.text for key, one in form.own.items()} == {
        Question.HABITS: "They buy by phone."
    }
    assert service(env, outside).load_form(env.ws, "UTOMAS", review_key(outside)).own == {}


@pytest.mark.each_database
def test_the_same_form_sent_several_times_at_once_is_one_answer(
    env: Env, outside: FakeSlack
) -> None:
    results = at_once(4, lambda: answer(env, outside, "UMARA", habits="By phone."))
    assert sum(len(one.saved) for one in results) == 1
    env.clock.advance(SETTLE)
    FollowReviews(env.storage, outside, env.clock, SETTLE)()
    assert [one[0] for one in posted_answers(outside)] == [{"habits": "By phone."}]
    assert texts(env, "2026-Q3") == ["By phone."]


@pytest.mark.each_database
def test_an_edit_replaces_and_an_emptied_answer_is_gone(env: Env, outside: FakeSlack) -> None:
    answer(env, outside, "UMARA", habits="By phone.", market="A rival left.")
    env.clock.advance(timedelta(minutes=1))
    answer(env, outside, "UMARA", habits="By phone, more than before.", market="A rival left.")
    answer(env, outside, "UMARA", market=None)
    assert texts(env, "2026-Q3") == ["By phone, more than before."]
    assert [one[:2] for one in posted_answers(outside)] == [
        ({"habits": "By phone.", "market": "A rival left."}, []),
        ({"habits": "By phone, more than before."}, ["habits"]),
    ]


def test_several_people_answer_one_question_the_newest_first(env: Env, outside: FakeSlack) -> None:
    guests(env, "UGUEST")
    answer(env, outside, "UMARA", habits="By phone.")
    env.clock.advance(timedelta(minutes=1))
    answer(env, outside, "UGUEST", habits="By letter.", platforms="A forum.")
    assert texts(env, "2026-Q3") == ["By letter.", "By phone.", "A forum."]


def test_the_next_review_has_last_periods_answers(env: Env, outside: FakeSlack) -> None:
    answer(env, outside, "UMARA", habits="By phone.")
    env.at("2027-01-01T09:00:00+00:00")
    following = review(env, "2026-Q4")
    assert [one.text for one in following.previous_answers] == ["By phone."]
    assert following.answers == ()
    assert review(env, "2026-Q2").answers == ()


@pytest.mark.each_database
def test_answers_in_a_private_channel_are_for_its_people(env: Env, outside: FakeSlack) -> None:
    env.channels.private.add("C1")
    answer(env, outside, "UMARA", habits="By phone.")
    assert texts(env, "2026-Q3", "C1") == ["By phone."]
    assert texts(env, "2026-Q3", "C2") == texts(env, "2026-Q3") == []
    env.at("2027-01-01T09:00:00+00:00")
    assert len(review(env, "2026-Q4", "C1").previous_answers) == 1
    assert review(env, "2026-Q4", "C2").previous_answers == ()


def exported(env: Env, audience: Audience | None) -> list[Any]:
    """The answers in the export of posted reviews."""
    rows = ExportService(env.storage, env.services.reviews).reviews(env.ws, "buyer", audience)
    return [[one["text"] for one in row["figures"]["answers"]] for row in rows]


def test_the_export_of_posted_reviews_has_the_answers_its_reader_may_read(
    env: Env, outside: FakeSlack
) -> None:
    answer(env, outside, "UMARA", habits="By phone.")
    env.channels.private.add("C1")
    answer(env, outside, "UTOMAS", market="A rival left.")
    assert exported(env, Audience("C2", "UMARA")) == [["By phone."]]
    everything = [["By phone.", "A rival left."]]
    assert exported(env, Audience("C1", "UMARA")) == everything
    assert exported(env, Audience("C2", "UTOMAS")) == exported(env, None) == everything


def test_too_long_an_answer_is_refused_at_its_question(env: Env, outside: FakeSlack) -> None:
    with pytest.raises(BadFieldError, match="3,001") as refused:
        answer(env, outside, "UMARA", habits="x" * 3001, market="A rival left.")
    assert refused.value.field == "habits"
    assert texts(env, "2026-Q3") == []
    answer(env, outside, "UMARA", habits="x" * 3000)
    assert texts(env, "2026-Q3") == ["x" * 3000]


def test_an_unknown_review_cannot_be_answered(env: Env, outside: FakeSlack) -> None:
    for workspace, key in ((env.ws, "0" * 32), (env.other, review_key(outside))):
        with pytest.raises(NotFoundError):
            service(env, outside).load_form(workspace, "UMARA", key)
        with pytest.raises(NotFoundError):
            service(env, outside).answer(workspace, "UMARA", key, {Question.HABITS: "x"})


def test_a_message_slack_refused_is_posted_later(env: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.REFUSED
    answer(env, outside, "UMARA", habits="By phone.")
    assert posted_answers(outside) == []
    outside.failure_mode = FailureMode.NONE
    env.clock.advance(timedelta(hours=2))
    FollowReviews(env.storage, outside, env.clock, SETTLE)()
    assert len(posted_answers(outside)) == 1


@pytest.mark.slow
def test_an_answer_to_a_review_that_is_no_longer_checked_is_posted(
    env: Env, outside: FakeSlack
) -> None:
    env.at("2027-03-01T09:00:00+00:00")
    FollowReviews(env.storage, outside, env.clock, SETTLE)()
    answer(env, outside, "UMARA", habits="By phone.")
    assert len(posted_answers(outside)) == 1
