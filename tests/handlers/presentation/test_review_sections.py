"""Thread, preview and every file of a review have the same sections, in one order."""

import csv
import html
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.highlights import MovedMilestone, NamedMood
from domain.journeys import Milestone
from domain.kpis import Direction
from domain.review_answers import Question, ReviewAnswer
from domain.review_json import review_as_json
from domain.reviews import Review, find_call_outs
from domain.trends import Verdict
from handlers.exports.csv_files import review_csv
from handlers.exports.markdown import review_markdown
from handlers.pages.review_page import render_review
from handlers.presentation.review_sections import JSON_KEYS, ReviewSection, list_items
from handlers.reviews.section_blocks import MAX_LISTED
from handlers.reviews.thread import build_review_post, preview_message
from tests.handlers import review_sample, strategies
from tests.handlers.slack_says import assert_taken, shown

# What says which review it is, or, in the posted message, which were not posted.
KEYS_OF_NO_SECTION = {"journey", "period", "complete", "missed", "skipped"}

CSV_SECTIONS = {
    ReviewSection.MOOD: "mood",
    ReviewSection.KPIS: "kpi",
    ReviewSection.CALL_OUTS: "call-out",
    ReviewSection.PAINS: "pain",
    ReviewSection.DELIGHTS: "delight",
    ReviewSection.OPPORTUNITIES: "opportunity",
    ReviewSection.MILESTONES: "milestone",
    ReviewSection.RISING_WORDS: "rising word",
    ReviewSection.PERSONAS: "persona",
    ReviewSection.TOUCHPOINTS: "touchpoint",
    ReviewSection.ACTIONS: "action",
    ReviewSection.BLIND_SPOTS: "blind spot",
    ReviewSection.QUESTIONS: "answer",
}


@pytest.fixture(scope="module")
def review() -> Review:
    """A review with something to say in every section."""
    sample = review_sample.sample_review()
    falling = next(
        mood.stage.key for mood in sample.stages if mood.change.verdict is Verdict.FALLING
    )
    first, *others = sample.kpis
    easy = replace(first.kpi, stage=falling, direction=Direction.HIGHER, target=0.0)
    stage = replace(
        sample.journey.stages[0], milestone="A first order", milestone_state=Milestone.REACHED
    )
    return replace(
        sample,
        kpis=(replace(first, kpi=easy), *others),
        highlights=replace(
            sample.highlights, milestones=(MovedMilestone(stage, date(2026, 8, 3)),)
        ),
        muted=(sample.pains[0],),
        answers=(
            ReviewAnswer(
                Question.MARKET, "U1", "A rival left.", datetime(2026, 10, 2, tzinfo=UTC), "C1"
            ),
        ),
    )


def test_every_figure_of_the_json_has_a_section(review: Review) -> None:
    in_sections = [key for keys in JSON_KEYS.values() for key in keys]
    assert sorted(in_sections) == sorted(set(review_as_json(review)) - KEYS_OF_NO_SECTION)
    assert set(JSON_KEYS) == set(ReviewSection)


def headings_in(texts: list[str]) -> list[str]:
    """The headings of sections among the texts, in their order there."""
    headings = {section.heading for section in ReviewSection}
    return [text for text in texts if text in headings]


def lines(message: dict[str, Any]) -> list[str]:
    return shown(message["blocks"]).split("\n")


def headings_of_markdown(review: Review) -> list[str]:
    return re.findall(r"^## (.*)$", review_markdown(review), re.MULTILINE)


def headings_of_page(review: Review) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", render_review(review, None, {}))


def test_every_format_has_every_section_in_one_order(review: Review) -> None:
    expected = [section.heading for section in ReviewSection]
    post, preview = build_review_post(review, "key"), preview_message(review)
    posted = [
        line
        for _, part in post.parts
        for line in lines({"blocks": part.get("plain_blocks") or part.get("blocks", [])})
    ]
    assert headings_in(headings_of_markdown(review)) == expected
    assert headings_in(headings_of_page(review)) == expected
    assert headings_in(posted) == expected
    assert headings_in(lines(preview)) == expected
    assert_taken(preview, {review_sample.MESSAGE, "U1"})


def test_the_csv_has_every_section_in_the_same_order(review: Review) -> None:
    rows = csv.DictReader(io.StringIO(review_csv(review)))
    sections = dict.fromkeys(row["section"] for row in rows)
    assert [one for one in sections if one in CSV_SECTIONS.values()] == list(CSV_SECTIONS.values())
    assert list(CSV_SECTIONS) == list(ReviewSection)


def test_the_lists_are_the_same_words_everywhere(review: Review) -> None:
    post = build_review_post(review, "key")
    texts = {
        "thread": "\n".join(shown(part.get("blocks", [])) for _, part in post.parts),
        "preview": shown(preview_message(review)["blocks"]),
        "markdown": re.sub(r"\\(.)|\*\*", r"\1", review_markdown(review)),
        "page": html.unescape(re.sub(r"<[^>]*>", "", render_review(review, None, {}))),
    }
    assert find_call_outs(review.kpis, review.stages)
    for section in ReviewSection:
        for item in list_items(review, section) if section.is_list else ():
            for name, text in texts.items():
                where = (section, name)
                assert item.name in text, where
                assert item.text in text, where
                assert item.quote in text, where


def test_an_empty_review_has_no_empty_lists() -> None:
    empty = strategies.empty_review(2)
    assert not [one for one in ReviewSection if one.is_list and list_items(empty, one)]
    mood, pains, spots, questions = (
        ReviewSection(name).heading for name in ("mood", "pains", "blind_spots", "questions")
    )
    assert headings_in(lines(preview_message(empty))) == [mood, questions]
    # A file also counts the notes there; a page says that there were no pains.
    assert headings_in(headings_of_markdown(empty)) == [mood, spots, questions]
    assert headings_in(headings_of_page(empty)) == [mood, pains, spots, questions]


def test_slack_lists_the_first_and_counts_the_rest_and_a_file_lists_all(review: Review) -> None:
    mood = review.highlights.personas[0]
    many = tuple(NamedMood(f"person {number}", mood.sums) for number in range(MAX_LISTED + 3))
    review = replace(review, highlights=replace(review.highlights, personas=many))
    preview = shown(preview_message(review)["blocks"])
    assert f"person {MAX_LISTED - 1} ·" in preview
    assert f"person {MAX_LISTED} ·" not in preview
    assert "… and 3 more" in preview
    text = review_markdown(review)
    assert all(f"**{one.key}** · " in text for one in many)
