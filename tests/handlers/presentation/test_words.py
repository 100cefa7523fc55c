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
