"""Recording KPI readings: nothing is guessed that would make a false figure."""

from typing import Any

import pytest

from bot.domain.errors import BadInputError, NotFoundError
from bot.domain.kpis import Direction, Kpi, KpiStatus, Unit
from bot.domain.templates import Template
from tests.bot.usecases.house import House


def kpis(house: House) -> list[Kpi]:
    """The KPIs that are kept."""
    journey = house.journey()
    if journey is None:
        return []
    with house.storage.read(house.ws) as uow:
        return list(uow.kpis.of_journey(journey.id))


def figure(house: House, period: str | None = None) -> dict[str, Any]:
    """The review's figures of the only KPI."""
    (only,) = house.figures(period)["kpis"]
    return dict(only)


@pytest.mark.parametrize(
    ("line", "value", "unit", "direction"),
    [
        ("onboarding.completion 71.4%", 71.4, Unit.PERCENT, Direction.HIGHER),
        ("onboarding.first-reply 3h20m", 12_000, Unit.SECONDS, Direction.LOWER),
        ("onboarding.time-to-value 9d", 9, Unit.DAYS, Direction.LOWER),
        ("nps 41", 41, Unit.SCORE, Direction.HIGHER),
        ("onboarding.visits 1,200 unit:count", 1_200, Unit.COUNT, Direction.HIGHER),
        ("onboarding.basket €41.50", 41.5, Unit.MONEY, Direction.HIGHER),
        ("onboarding.calls 4 better:lower", 4, Unit.SCORE, Direction.LOWER),
    ],
)
def test_a_new_kpi_takes_its_unit_from_its_first_reading(
    house: House, line: str, value: float, unit: Unit, direction: Direction
) -> None:
    recorded = house.record(line)
    assert recorded.is_new
    assert (recorded.reading.value, recorded.kpi.unit, recorded.kpi.direction) == (
        value,
        unit,
        direction,
    )
    assert kpis(house) == [recorded.kpi]


def test_the_first_reading_makes_the_buyer_journey(house: House) -> None:
    assert house.record("nps 41").journey.key == "buyer"


def test_a_second_reading_is_of_the_same_kpi(house: House) -> None:
    house.record("onboarding.completion 71%")
    assert not house.record("onb.Completion 72%").is_new
    assert len(kpis(house)) == 1


def test_a_kpi_is_found_without_its_stage_where_only_one_has_its_name(house: House) -> None:
    house.record("onboarding.completion 71%")
    recorded = house.record("completion 72%")
    assert (recorded.is_new, recorded.kpi.path) == (False, "onboarding.completion")


def test_a_name_that_two_kpis_have_is_refused(house: House) -> None:
    house.record("onboarding.completion 71%")
    house.record("decision.completion 40%")
    with pytest.raises(BadInputError, match=r"onboarding\.completion"):
        house.record("completion 72%")


def test_the_last_reading_of_a_quarter_is_that_of_the_latest_day(house: House) -> None:
    house.record("nps 10 on:2026-08-10")
    house.record("nps 30 on:2026-08-12")
    house.record("nps 20 on:2026-08-11")
    assert figure(house)["last"] == 30


def test_a_second_reading_of_a_day_corrects_the_first(house: House) -> None:
    house.record("nps 90 on:2026-08-12")
    house.record("nps 40 on:2026-08-12")
    assert figure(house)["last"] == 40


def test_the_quarter_before_is_told_with_the_reading(house: House) -> None:
    house.record("nps 30 on:2026-05-01")
    house.record("nps 35 on:2026-06-30")
    assert house.record("nps 41").previous == 35
    assert (figure(house)["last"], figure(house)["previous_last"]) == (41, 35)


def test_a_quarter_without_reading_is_said(house: House) -> None:
    house.record("nps 35 on:2026-06-30")
    assert (figure(house)["last"], figure(house)["status"]) == (None, "no reading this quarter")


def test_a_target_typed_along_is_kept(house: House) -> None:
    house.record("onboarding.completion 71% target:80%")
    assert house.record("onboarding.completion 79%").status is KpiStatus.OFF_TARGET
    assert house.record("onboarding.completion 80%").status is KpiStatus.ON_TARGET
    assert figure(house)["target"] == 80


def test_a_target_and_direction_may_be_set_later(house: House) -> None:
    house.record("onboarding.load 4")
    recorded = house.record("onboarding.load 3 target:3.5 better:lower")
    assert (recorded.status, kpis(house)) == (KpiStatus.ON_TARGET, [recorded.kpi])
    assert (recorded.kpi.direction, recorded.kpi.target) == (Direction.LOWER, 3.5)


def test_a_target_is_read_in_the_kpis_unit(house: House) -> None:
    recorded = house.record("onboarding.first-reply 3h target:2h30m")
    assert (recorded.kpi.target, recorded.status) == (9_000, KpiStatus.OFF_TARGET)


@pytest.mark.parametrize(
    "line",
    [
        "onboarding.completion 72 min",
        "onboarding.completion €72",
        "onboarding.completion lots",
        "onboarding.completion 72% target:2h",
        "onboarding.completion 72% on:2026-08-15",
        "onboarding.completion 72% source:hearsay",
        "onboarding.completion 72 unit:seconds",
        "onboarding.completion 72% 73%",
    ],
)
def test_a_reading_that_would_be_a_false_figure_is_refused(house: House, line: str) -> None:
    house.record("onboarding.completion 71%")
    with pytest.raises(BadInputError, match=r"(?i)nothing was saved"):
        house.record(line)
    assert figure(house)["last"] == 71


def test_an_amount_in_another_currency_is_refused(house: House) -> None:
    house.record("onboarding.basket €41.50")
    with pytest.raises(BadInputError, match=r"(?i)nothing was saved"):
        house.record("onboarding.basket $50")
    assert figure(house)["last"] == 41.5


@pytest.mark.parametrize(
    "line", ["onboarding.basket 50", "onboarding.basket €50", "onboarding.basket 50 eur"]
)
def test_an_amount_may_be_typed_with_its_own_currency_or_none(house: House, line: str) -> None:
    house.record("onboarding.basket €41.50")
    assert house.record(line).reading.value == 50


@pytest.mark.parametrize("line", ["onboarding.complention 72%", "onboarding.completions 72%"])
def test_nearly_the_name_of_another_kpi_is_refused(house: House, line: str) -> None:
    house.record("onboarding.completion 71%")
    with pytest.raises(BadInputError, match=r"there is “completion”.*new:yes"):
        house.record(line)
    assert len(kpis(house)) == 1


def test_nearly_the_name_of_another_kpi_may_be_meant(house: House) -> None:
    house.record("onboarding.completion 71%")
    assert house.record("onboarding.completions 900 new:yes").is_new


def test_the_name_of_a_kpi_in_another_stage_is_no_slip(house: House) -> None:
    house.record("onboarding.completion 71%")
    assert house.record("decision.completion 40%").is_new


def test_a_stage_alone_is_no_kpi(house: House) -> None:
    with pytest.raises(BadInputError, match="is a stage"):
        house.record("onboarding 71%")
    assert house.journey() is None


def test_an_unknown_stage_is_refused_with_the_stages(house: House) -> None:
    with pytest.raises(BadInputError, match=r"`awareness`.*`loyalty`"):
        house.record("delivery.on-time 71%")
    assert kpis(house) == []


def test_a_stage_that_could_be_two_is_refused(house: House) -> None:
    house.begin(Template("buyer", "Buyer journey", ("Plan A", "Plan B")))
    with pytest.raises(BadInputError):
        house.record("plan.on-time 71%")
    assert kpis(house) == []


def test_an_unknown_journey_is_refused(house: House) -> None:
    with pytest.raises(NotFoundError, match="shop"):
        house.record("shop/nps 41")
    assert house.journey() is None


@pytest.mark.parametrize("journey", ["buyer", "Buyer", "BUYER"])
def test_a_journey_may_be_named_in_capitals(house: House, journey: str) -> None:
    assert house.record(f"{journey}/onboarding.completion 71%").journey.key == "buyer"


def test_a_reading_without_a_day_is_of_today_where_the_journey_is(house: House) -> None:
    house.record("nps 41")
    house.change_journey(time_zone="Pacific/Auckland")
    house.at("2026-09-30T12:00:00+00:00")
    assert house.record("nps 50").reading.day.isoformat() == "2026-10-01"
    assert [figure(house, label)["last"] for label in ("2026-Q3", "2026-Q4")] == [41, 50]


def test_kpis_of_another_workspace_are_not_seen(house: House) -> None:
    house.record("onboarding.completion 71%", house.other)
    assert house.record("onboarding.completion 60").kpi.unit is Unit.SCORE
