"""Recording KPI readings: nothing is guessed that would make a false figure."""

from typing import Any

import pytest

from domain.errors import BadInputError, NotFoundError
from domain.journeys import Template
from domain.kpis import Direction, Kpi, KpiStatus, Unit
from tests.bot.env import Env


def kpis(env: Env) -> list[Kpi]:
    """The KPIs that are stored."""
    journey = env.journey()
    if journey is None:
        return []
    with env.storage.read(env.ws) as uow:
        return list(uow.kpis.of_journey(journey.id))


def figure(env: Env, period: str | None = None) -> dict[str, Any]:
    """The review's figures of the only KPI."""
    (only,) = env.figures(period)["kpis"]
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
    env: Env, line: str, value: float, unit: Unit, direction: Direction
) -> None:
    recorded = env.record(line)
    assert recorded.is_new
    assert (recorded.reading.value, recorded.kpi.unit, recorded.kpi.direction) == (
        value,
        unit,
        direction,
    )
    assert kpis(env) == [recorded.kpi]


def test_the_first_reading_makes_the_buyer_journey(env: Env) -> None:
    assert env.record("nps 41").journey.key == "buyer"


def test_a_second_reading_is_of_the_same_kpi(env: Env) -> None:
    env.record("onboarding.completion 71%")
    assert not env.record("onb.Completion 72%").is_new
    assert len(kpis(env)) == 1


def test_a_kpi_is_found_without_its_stage_where_only_one_has_its_name(env: Env) -> None:
    env.record("onboarding.completion 71%")
    recorded = env.record("completion 72%")
    assert (recorded.is_new, recorded.kpi.path) == (False, "onboarding.completion")


def test_a_name_that_two_kpis_have_is_refused(env: Env) -> None:
    env.record("onboarding.completion 71%")
    env.record("decision.completion 40%")
    with pytest.raises(BadInputError, match=r"onboarding\.completion"):
        env.record("completion 72%")


@pytest.mark.each_database
def test_the_last_reading_of_a_quarter_is_that_of_the_latest_day(env: Env) -> None:
    env.record("nps 10 on:2026-08-10")
    env.record("nps 30 on:2026-08-12")
    env.record("nps 20 on:2026-08-11")
    assert figure(env)["last"] == 30


@pytest.mark.each_database
def test_a_second_reading_of_a_day_corrects_the_first(env: Env) -> None:
    env.record("nps 90 on:2026-08-12")
    env.record("nps 40 on:2026-08-12")
    assert figure(env)["last"] == 40


def test_the_quarter_before_is_shown_with_the_reading(env: Env) -> None:
    env.record("nps 30 on:2026-05-01")
    env.record("nps 35 on:2026-06-30")
    assert env.record("nps 41").previous == 35
    assert (figure(env)["last"], figure(env)["previous_last"]) == (41, 35)


def test_a_quarter_without_reading_is_said(env: Env) -> None:
    env.record("nps 35 on:2026-06-30")
    assert (figure(env)["last"], figure(env)["status"]) == (None, "no reading this quarter")


def test_a_target_typed_along_is_saved(env: Env) -> None:
    env.record("onboarding.completion 71% target:80%")
    assert env.record("onboarding.completion 79%").status is KpiStatus.OFF_TARGET
    assert env.record("onboarding.completion 80%").status is KpiStatus.ON_TARGET
    assert figure(env)["target"] == 80


def test_a_target_and_direction_may_be_set_later(env: Env) -> None:
    env.record("onboarding.load 4")
    recorded = env.record("onboarding.load 3 target:3.5 better:lower")
    assert (recorded.status, kpis(env)) == (KpiStatus.ON_TARGET, [recorded.kpi])
    assert (recorded.kpi.direction, recorded.kpi.target) == (Direction.LOWER, 3.5)


def test_a_target_is_read_in_the_kpis_unit(env: Env) -> None:
    recorded = env.record("onboarding.first-reply 3h target:2h30m")
    assert (recorded.kpi.target, recorded.status) == (9_000, KpiStatus.OFF_TARGET)


@pytest.mark.parametrize(
    "line",
    [
        "onboarding.completion 3h20m",
        "onboarding.completion lots",
        "onboarding.completion 72% target:2h",
        "onboarding.completion 72% target:€2",
        "onboarding.completion 72% target:0.8",
        "onboarding.completion 72% on:2026-08-15",
        "onboarding.completion 72% source:hearsay",
        "onboarding.completion 72 unit:seconds",
        "onboarding.completion 72% 73%",
    ],
)
def test_a_reading_that_would_be_a_false_figure_is_refused(env: Env, line: str) -> None:
    env.record("onboarding.completion 71%")
    with pytest.raises(BadInputError, match=r"(?i)nothing was saved"):
        env.record(line)
    assert figure(env)["last"] == 71


def test_a_target_in_another_currency_is_refused(env: Env) -> None:
    env.record("onboarding.basket €41.50")
    with pytest.raises(BadInputError, match=r"(?i)nothing was saved"):
        env.record("onboarding.basket €50 target:$60")
    assert figure(env)["last"] == 41.5


@pytest.mark.parametrize(
    "line", ["onboarding.basket 50", "onboarding.basket €50", "onboarding.basket 50 eur"]
)
def test_an_amount_may_be_typed_with_its_own_currency_or_none(env: Env, line: str) -> None:
    env.record("onboarding.basket €41.50")
    assert env.record(line).reading.value == 50


@pytest.mark.parametrize("line", ["onboarding.complention 72%", "onboarding.completions 72%"])
def test_nearly_the_name_of_another_kpi_is_refused(env: Env, line: str) -> None:
    env.record("onboarding.completion 71%")
    with pytest.raises(BadInputError, match=r"there is “completion”.*new:yes"):
        env.record(line)
    assert len(kpis(env)) == 1


def test_nearly_the_name_of_another_kpi_may_be_meant(env: Env) -> None:
    env.record("onboarding.completion 71%")
    assert env.record("onboarding.completions 900 new:yes").is_new


def test_the_name_of_a_kpi_in_another_stage_is_no_slip(env: Env) -> None:
    env.record("onboarding.completion 71%")
    assert env.record("decision.completion 40%").is_new


def test_a_stage_alone_is_no_kpi(env: Env) -> None:
    with pytest.raises(BadInputError, match="is a stage"):
        env.record("onboarding 71%")
    assert env.journey() is None


def test_an_unknown_stage_is_refused_with_the_stages(env: Env) -> None:
    with pytest.raises(BadInputError, match=r"`awareness`.*`loyalty`"):
        env.record("delivery.on-time 71%")
    assert kpis(env) == []


def test_a_stage_that_could_be_two_is_refused(env: Env) -> None:
    env.create_journey(Template("buyer", "Buyer journey", ("Plan A", "Plan B")))
    with pytest.raises(BadInputError):
        env.record("plan.on-time 71%")
    assert kpis(env) == []


def test_an_unknown_journey_is_refused(env: Env) -> None:
    with pytest.raises(NotFoundError, match="shop"):
        env.record("shop/nps 41")
    assert env.journey() is None


@pytest.mark.parametrize("journey", ["buyer", "Buyer", "BUYER"])
def test_a_journey_may_be_named_in_capitals(env: Env, journey: str) -> None:
    assert env.record(f"{journey}/onboarding.completion 71%").journey.key == "buyer"


def test_a_reading_without_a_day_is_of_today_where_the_journey_is(env: Env) -> None:
    env.record("nps 41")
    env.change_journey(time_zone="Pacific/Auckland")
    env.at("2026-09-30T12:00:00+00:00")
    assert env.record("nps 50").reading.day.isoformat() == "2026-10-01"
    assert [figure(env, label)["last"] for label in ("2026-Q3", "2026-Q4")] == [41, 50]


def test_kpis_of_another_workspace_are_not_seen(env: Env) -> None:
    env.record("onboarding.completion 71%", env.other)
    assert env.record("onboarding.completion 60").kpi.unit is Unit.SCORE
