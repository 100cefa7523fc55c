"""Slack accepts the questions, their form and the news of answers, whatever people wrote."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reviews.answers import AnswerableReview
from domain.posted_reviews import ReviewPartName
from domain.review_answers import Question, ReviewAnswer
from domain.reviews import Review
from handlers.reviews.answers import answer_form, answers_message, question_blocks, read_answers
from handlers.reviews.thread import build_review_post, preview_message
from handlers.slack import kit
from tests.bot import factories
from tests.handlers import name_strategies, strategies
from tests.handlers.slack_says import assert_modal_taken, assert_taken, shown
from tests.handlers.strategies import few

KEY = "0123456789abcdef0123456789abcdef"

NOW = datetime(2026, 10, 14, tzinfo=UTC)

MENTIONS = {*name_strategies.GOOD_LINKS, "U1"}

# Up to the longest that can be saved.
texts = name_strategies.names.filter(bool).flatmap(
    lambda text: st.sampled_from([text, (text * 3000)[:3000]])
)

answers = st.builds(
    lambda question, text, minutes: ReviewAnswer(
        question, "U1", text, NOW + timedelta(minutes=minutes), "C1"
    ),
    st.sampled_from(list(Question)),
    texts,
    st.integers(0, 900),
)


def an_answer(text: str, minutes: int = 0, question: Question = Question.HABITS) -> ReviewAnswer:
    """An answer of U1's."""
    return ReviewAnswer(question, "U1", text, NOW + timedelta(minutes=minutes), "C1")


@pytest.mark.slow
@few
@given(strategies.reviews(), st.lists(answers, max_size=12), st.lists(answers, max_size=12))
def test_a_review_with_answers_is_taken(
    review: Review, now: list[ReviewAnswer], previous: list[ReviewAnswer]
) -> None:
    answered = replace(review, answers=tuple(now), previous_answers=tuple(previous))
    gaps = dict(build_review_post(answered, KEY).parts)[ReviewPartName.GAPS]
    assert_taken(gaps, MENTIONS)
    assert_taken(kit.message("Questions", question_blocks(answered, KEY)), MENTIONS)
    assert_taken(preview_message(answered), MENTIONS)


@few
@given(st.lists(answers, min_size=1, max_size=5, unique_by=lambda one: one.question))
def test_the_form_and_the_news_are_taken(given_answers: list[ReviewAnswer]) -> None:
    own = {one.question: one for one in given_answers}
    journey = strategies.empty_review(2).journey
    form = answer_form(AnswerableReview(journey, factories.posted_review(KEY), own))
    assert_modal_taken(form)
    assert form["private_metadata"] == KEY
    filled = {
        block["block_id"]: block["element"].get("initial_value")
        for block in form["blocks"]
        if block["type"] == "input"
    }
    assert filled == {one.value: own[one].text if one in own else None for one in Question}
    assert_taken(answers_message(given_answers, frozenset(own)), MENTIONS)


def test_a_question_shows_its_newest_answers_and_how_many_more_there_are() -> None:
    previous = tuple(an_answer(f"answer {number}", number) for number in range(5))
    review = replace(
        strategies.empty_review(1), answers=(an_answer("now"),), previous_answers=previous
    )
    words = shown(question_blocks(review, KEY))
    assert "Have buying habits changed?\n2026-Q3: “now” " in words
    assert "Last quarter: “answer 4” " in words
    assert "Last quarter: “answer 3” " in words
    assert "“answer 2”" not in words
    assert "Last quarter: 3 more answers" in words


def test_a_posted_review_has_the_button_and_a_preview_has_not() -> None:
    review = strategies.empty_review(1)
    assert "answer_questions.0" in str(question_blocks(review, KEY))
    assert "answer_questions" not in str(preview_message(review))


def test_an_edited_answer_is_marked_as_edited() -> None:
    message = answers_message(
        [an_answer("By phone."), an_answer("A rival left.", 0, Question.MARKET)], {Question.MARKET}
    )
    lines = [line for line in shown(message["blocks"]).splitlines() if line]
    assert lines[-4:] == [
        "Have buying habits changed?",
        "By phone.",
        "What moved in the market? (changed)",
        "A rival left.",
    ]
    assert message["text"].endswith("“By phone.” 1 more answer.")


def test_what_was_typed_is_read_by_question() -> None:
    state = {
        "habits": {"habits": {"type": "plain_text_input", "value": "By phone."}},
        "market": {"market": {"type": "plain_text_input", "value": None}},
    }
    assert read_answers(state) == {Question.HABITS: "By phone.", Question.MARKET: None}
