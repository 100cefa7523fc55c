"""Tests of ratings in texts."""

import pytest

from bot.sentiment.ratings import find_ratings


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("4.6 of 5", 1),
        ("rated 4,8/5 on the marketplace", 1),
        ("9 out of 10 from the clinic", 1),
        ("five stars", 1),
        ("5-star service", 1),
        ("3/5", 0),
        ("7/10 for the app", 0),
        ("2/5", -1),
        ("-5 stars if i could", -1),
        ("one star", -1),
        ("zero stars", -1),
        ("a 3/10, sorry", -1),
    ],
)
def test_a_rating_has_a_mood(text: str, mood: int) -> None:
    assert [found for found, _, _ in find_ratings(text)] == [mood]


@pytest.mark.parametrize(
    "text",
    [
        "due on 2/5",
        "open 24/7",
        "2 of 5 customers could not log in",
        "step 2/5",
        "12/10",
        "2/5/2026",
        "a five star hotel in lyon",
        "rows 1/100000",
        "ratio 1:5",
    ],
)
def test_dates_and_counts_are_no_ratings(text: str) -> None:
    assert list(find_ratings(text)) == []


def test_a_rating_has_its_position_in_the_text() -> None:
    ((_, start, end),) = find_ratings("they gave 4.5/5 stars again")
    assert (start, end) == (10, 21)
