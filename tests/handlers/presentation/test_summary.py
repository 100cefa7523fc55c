"""The headlines of a review: different facts, what was liked, what nobody wrote about."""

from dataclasses import replace

import pytest
from hypothesis import given

from domain.highlights import NO_HIGHLIGHTS
from domain.kpis import KpiStatus
from domain.reviews import BlindSpots, Review
from domain.themes import NO_PAINS
from domain.trends import Verdict
from handlers.presentation.summary import summarize
from tests.handlers import strategies
from tests.handlers.review_sample import sample_review
from tests.handlers.strategies import few

HEAVIEST = (
    "Heaviest pain: Card was declined and nobody told us why, 8 times, 4 last quarter "
    "(2 quarters running), most in Decision & purchase."
)

OFF_TARGET = (
    "Decision & purchase: trial to paid is at 18.4%, off its target of 25%; "
    "it was 22.1% last quarter."
)


@pytest.fixture(scope="module")
def review() -> Review:
    """A review with something of everything."""
    return sample_review()


def test_three_facts_and_what_was_liked_and_not_said(review: Review) -> None:
    assert summarize(review).headlines == (
        HEAVIEST,
        "Decision & purchase got worse: 100% unhappy, 0% happy; last quarter 67% and 0%.",
        OFF_TARGET,
        "Customers liked: “the trainer stayed an hour longer, for free” (one of 23 happy notes).",
        "Nobody wrote about Everyday use.",
    )


@pytest.mark.slow
@given(strategies.reviews(6))
@few
def test_no_fact_is_said_twice(review: Review) -> None:
    found = summarize(review)
    assert len(found.facts) <= 3
    assert len(set(found.headlines)) == len(found.headlines)
    assert all(line.strip() for line in found.lines)


def test_without_a_theme_it_is_said_how_many_pains_are_to_sort(review: Review) -> None:
    facts = summarize(replace(review, pains=())).facts
    assert facts[0] == "2 pains are not sorted yet."
    assert len(summarize(replace(review, pains=(), said_once=NO_PAINS)).facts) == 2


def test_without_a_clear_change_the_lowest_stage_is_named(review: Review) -> None:
    calm = tuple(
        replace(mood, change=replace(mood.change, verdict=Verdict.NO_CLEAR_CHANGE))
        for mood in review.stages
    )
    facts = summarize(replace(review, stages=calm)).facts
    assert facts[1].startswith("No stage's mood changed clearly. The lowest is ")


def test_a_kpi_that_went_the_wrong_way_is_named_where_none_is_off_target(review: Review) -> None:
    on_target = [kpi for kpi in review.kpis if kpi.status is not KpiStatus.OFF_TARGET]
    (trend, *_) = review.kpis
    worse = replace(trend, kpi=replace(trend.kpi, target=None), last_by_period=(40.0, 20.0))
    facts = summarize(replace(review, kpis=(*on_target, worse))).facts
    assert facts[2] == "Awareness: newsletter sign ups is at 20; it was 40 last quarter."


def test_silent_teams_are_named_where_every_stage_has_notes(review: Review) -> None:
    spots = BlindSpots((), ("sales", "product", "support"), (), ())
    assert summarize(replace(review, blind_spots=spots)).silent == (
        "No note came from sales, product and 1 more."
    )
    nothing = replace(review, blind_spots=BlindSpots((), (), (), ()), highlights=NO_HIGHLIGHTS)
    assert (summarize(nothing).silent, summarize(nothing).liked) == ("", "")
