"""Slack accepts every message and form of a review, whatever its size and content."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reviews.sign_off import SignableReview, SignOffResult
from domain.journeys import Journey
from domain.posted_reviews import (
    MAX_COMMENT,
    CorrectedFigure,
    DuePostedReview,
    PostedReviewCorrection,
    ReviewPartName,
    Signature,
    SignOff,
    SignOffStatus,
    find_corrections,
    sign_off_status,
)
from domain.review_json import review_as_json
from domain.reviews import PeriodFigures, Review, compare_periods
from domain.themes import RankedPains, SaidOnce
from handlers.reviews.comparison import comparison_message
from handlers.reviews.corrections import corrections_message, lists_same_corrections
from handlers.reviews.review_message import SIGN_OFFS_BLOCK, with_sign_offs
from handlers.reviews.sign_off import (
    sign_off_comment,
    sign_off_form,
    sign_off_message,
    sign_off_reminder,
)
from handlers.reviews.thread import build_review_post
from tests.bot import factories
from tests.handlers import name_strategies, review_sample, strategies
from tests.handlers.slack_says import NATIVE_DATA, assert_modal_taken, assert_taken, kinds, shown
from tests.handlers.strategies import few

KEY = "0123456789abcdef0123456789abcdef"


NOW = datetime(2026, 10, 14, tzinfo=UTC)


@st.composite
def standings(draw: st.DrawFn, journey: Journey) -> SignOffStatus:
    """Generate a review with some stages signed off and some not."""
    signed = [
        SignOff(stage.id, "U1", draw(st.sampled_from(list(Signature))), None, NOW)
        for stage in journey.stages
        if draw(st.booleans())
    ]
    return sign_off_status(journey.stages, signed)


@pytest.mark.slow
@few
@given(st.data(), strategies.reviews())
def test_every_message_of_a_review_is_accepted(data: st.DataObject, review: Review) -> None:
    post = build_review_post(review, KEY)
    assert_taken(post.parent)
    assert not kinds(post.parent["blocks"]) & NATIVE_DATA
    assert len(post.parent["blocks"]) <= 5
    for name, payload in post.parts:
        if name is not ReviewPartName.MAP:
            assert_part_is_taken(name, payload)
    assert_sign_offs_are_taken(post.parent, data.draw(standings(review.journey)))


def assert_part_is_taken(name: ReviewPartName, payload: dict[str, Any]) -> None:
    """Slack accepts the part with and without native data."""
    assert_taken(
        {"text": payload["text"], "blocks": payload["blocks"]},
        {*name_strategies.GOOD_LINKS, "U1"},
    )
    charts = [b for b in payload["blocks"] if b["type"] == "data_visualization"]
    assert len(charts) <= 2
    native = bool(kinds(payload["blocks"]) & NATIVE_DATA)
    assert native == ("plain_blocks" in payload), name
    if native:
        assert_taken({"text": payload["text"], "blocks": payload["plain_blocks"]})
        assert not kinds(payload["plain_blocks"]) & NATIVE_DATA


def assert_sign_offs_are_taken(message: dict[str, Any], now: SignOffStatus) -> None:
    """Slack accepts the message with these sign-offs; nothing else in it changes."""
    signed = with_sign_offs(message, now)
    assert_taken(signed, naming={"U1"})
    others = [block for block in signed["blocks"] if block.get("block_id") != SIGN_OFFS_BLOCK]
    assert others == [b for b in message["blocks"] if b.get("block_id") != SIGN_OFFS_BLOCK]


@pytest.mark.slow
@few
@given(st.data(), strategies.reviews(), strategies.reviews(), name_strategies.names)
def test_comparisons_corrections_and_sign_offs_are_accepted(
    data: st.DataObject, review: Review, other: Review, comment: str
) -> None:
    earlier, later = (
        PeriodFigures(
            one.period, one.complete, {mood.stage.id: mood.now for mood in one.stages}, one.kpis
        )
        for one in (review, other)
    )
    pains = RankedPains(other.pains, others=review.pains)
    answer = comparison_message(compare_periods(other.journey, earlier, later, pains))
    assert_taken(answer)
    assert not kinds(answer["blocks"]) & NATIVE_DATA
    journey = review.journey
    corrections = find_corrections(review_as_json(review), review_as_json(other))
    assert_taken(corrections_message(journey, corrections))
    if not journey.stages:
        return
    stages = tuple(data.draw(st.lists(st.sampled_from(journey.stages), min_size=1, unique=True)))
    assert_taken(sign_off_reminder(journey, stages, KEY))
    one = SignOff(stages[0].id, "U1", Signature.ANOTHER_LOOK, comment[:MAX_COMMENT], NOW)
    assert_taken(sign_off_comment(one, stages), naming={"U1"})
    posted = factories.posted_review(KEY)
    now = data.draw(standings(journey))
    assert_modal_taken(sign_off_form(SignableReview(journey, posted, now, stages, stages[:1])))
    done = SignOffResult(
        DuePostedReview(strategies.WORKSPACE, 1), "2026-Q3", stages, Signature.SIGNED, now.state
    )
    assert_taken(sign_off_message(done))


def test_corrections_of_an_older_version_are_compared_in_the_words_of_now() -> None:
    before = {"title": "Invites in spam", "n": 1, "score": 2}
    after = {**before, "n": 4, "score": 9}
    pain, journey = CorrectedFigure.PAIN, review_sample.sample_review().journey
    found = [
        PostedReviewCorrection(pain, None, after),
        PostedReviewCorrection(pain, before, after),
    ]
    message = corrections_message(journey, found)
    lines = [
        "Pain not posted: “Invites in spam” (4 notes, weight 9).",
        "Pain “Invites in spam” (4 notes, weight 9); posted with 1 note, 2.",
    ]
    assert "(4 notes, total severity 9)" in shown(message["blocks"])
    assert "posted with 1 note, total severity 2." in shown(message["blocks"])
    assert lists_same_corrections(message, {"told": "\n".join(lines)})
    assert lists_same_corrections(message, corrections_message(journey, found))
    assert not lists_same_corrections(message, {"told": lines[0]})
    assert not lists_same_corrections(message, corrections_message(journey, found[:1]))


@pytest.mark.parametrize("stages", [0, 6])
def test_a_period_without_notes_has_no_charts(stages: int) -> None:
    rendered = build_review_post(strategies.empty_review(stages), KEY)
    assert "No notes this quarter" in rendered.parent["text"]
    assert [name for name, _ in rendered.parts] == [ReviewPartName.GAPS, ReviewPartName.MAP]
    assert_taken(rendered.parent)


def action_ids(message: dict[str, Any]) -> list[str]:
    """Return the action ids of a message's buttons and menus."""
    return [
        element["action_id"]
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_menus_lead_to_the_notes_behind_every_count() -> None:
    journey = strategies.empty_review(6).journey
    felt = {stage.id: strategies.sums_of([5000, -2000, 0]) for stage in journey.stages}
    rendered = build_review_post(strategies.review_of(journey, felt, felt), KEY)
    parts = dict(rendered.parts)
    assert any(action.startswith("show_behind") for action in action_ids(rendered.parent))
    (menu,) = (
        element
        for block in parts[ReviewPartName.MOOD]["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    )
    assert [option["value"] for option in menu["options"]] == [
        "1|2026-Q3|all",
        *(f"1|2026-Q3|stage:{stage.key}" for stage in journey.stages),
    ]


def pains_shown(review: Review) -> str:
    """Return the words of the thread part about pains."""
    parts = dict(build_review_post(review, KEY).parts)
    return shown(parts[ReviewPartName.PAINS]["blocks"])


def test_the_pains_are_listed_in_plain_words() -> None:
    review = review_sample.sample_review()
    words = pains_shown(review)
    assert (
        "Card was declined and nobody told us why · 8 times, 4 last quarter · 2 quarters running"
        in words
    )
    assert "3 more were said once, for example:" in words
    assert "“No dark mode on Linux”" in words
    assert "2 pains are not sorted yet, about a minute." in words
    assert "Gone quiet: “Prices are shown without tax”." in words
    assert words.index("Card was") < words.index("said once") < words.index("not sorted")
    for word in ("weight", "n=", "persisting", "resolved"):
        assert word not in words.casefold()
    blocks = dict(build_review_post(review, KEY).parts)[ReviewPartName.PAINS]["blocks"]
    sort = blocks[-1]["accessory"]
    assert (sort["text"]["text"], sort["style"], sort["value"]) == ("Sort them", "primary", "1")


def test_pains_without_a_theme_are_listed_too() -> None:
    alone = replace(review_sample.sample_review(), pains=())
    assert "3 were said once, for example:" in pains_shown(alone)
    sorted_all = replace(alone, said_once=replace(alone.said_once, to_sort=0))
    assert "not sorted" not in pains_shown(sorted_all)
    none = replace(alone, said_once=SaidOnce())
    assert ReviewPartName.PAINS not in dict(build_review_post(none, KEY).parts)
