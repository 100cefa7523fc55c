"""Short texts for figures, as people read them."""

import pytest

from domain.journeys import Stage
from domain.kpis import Direction, Kpi, Unit
from domain.reviews import KpiTrend, compute_stage_moods
from handlers.presentation import words
from tests.bot.factories import sums


def test_a_change_between_moods_all_alike_has_no_interval() -> None:
    stage = Stage(1, "onboarding", "Onboarding", 0)
    (mood,) = compute_stage_moods([stage], {1: sums([1.0] * 5)}, {1: sums([-1.0] * 5)})
    assert words.verdict(mood) == "rising (+2.00, each time all the same)"


@pytest.mark.parametrize(
    ("last", "target", "shown"),
    [(21.996, 22.0, "21.996%"), (18.4, 22.0, "18.4%"), (22.0, None, "22%"), (None, 22.0, "–")],
)
def test_a_value_beside_its_target_shows_why_it_is_off(
    last: float | None, target: float | None, shown: str
) -> None:
    kpi = Kpi(1, "trial", "decision", Unit.PERCENT, Direction.HIGHER, target)
    trend = KpiTrend(kpi, (20.0, last))
    assert words.kpi_value(trend, trend.last) == shown


def test_an_older_value_beside_its_target_shows_why_it_is_off() -> None:
    kpi = Kpi(1, "trial", "decision", Unit.PERCENT, Direction.HIGHER, 22.0)
    assert words.kpi_latest(KpiTrend(kpi, (21.996, None))) == "21.996% (last quarter)"


@pytest.mark.parametrize(
    ("mood", "shown"),
    [
        (-0.5, "−0.50 negative"),
        (-0.03, "−0.03 unclear"),
        (-0.01, "−0.01 neutral"),
        (0.0, "0.00 neutral"),
        (0.04, "+0.04 unclear"),
        (0.05, "+0.05 positive"),
        (None, "no mood"),
    ],
)
def test_the_mood_of_a_note_that_leans_to_a_side_is_unclear(mood: float | None, shown: str) -> None:
    assert words.note_mood(mood) == shown


def test_a_note_in_another_language_has_no_mood() -> None:
    assert words.note_mood(None, "de") == "no mood (German)"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("de", "read as German"), ("th", "read as Thai"), ("en", ""), (None, "")],
)
def test_a_mood_says_in_which_language_it_was_read(language: str | None, shown: str) -> None:
    assert words.read_as(language) == shown


def test_the_mean_of_many_notes_near_zero_is_neutral() -> None:
    assert words.mood(0.03) == "+0.03 neutral"
