"""A past review computed again says the same; a KPI's movement and figures hold."""

from typing import Any

import pytest

from bot.improvements import ImprovementService
from domain.access import Actor
from domain.improvements import ImprovementDraft, ImprovementState
from handlers.presentation import words
from tests.bot.env import Env

LEAD = "ULEAD"


def make(env: Env, title: str, kpi_id: int | None = None) -> int:
    """An action of Onboarding."""
    draft = ImprovementDraft(title, stage="onboarding", owner=LEAD, kpi_id=kpi_id)
    journey = env.buyer_journey()
    made = actions(env).create(Actor(env.ws, LEAD), journey.id, draft, f"view:{title}")
    return made.snapshot.improvement.id


def actions(env: Env) -> ImprovementService:
    """The service of actions."""
    return env.services.improvements


def move(env: Env, action: int, *states: ImprovementState) -> None:
    """Somebody moves an action on."""
    for state in states:
        actions(env).change_state(Actor(env.ws, LEAD), action, state)


def kpi(figures: dict[str, Any], key: str) -> dict[str, Any]:
    """The figures of one KPI."""
    return next(one for one in figures["kpis"] if one["key"] == key)


@pytest.mark.slow
@pytest.mark.each_database
def test_a_review_computed_again_in_december_is_the_one_of_october(env: Env) -> None:
    env.at("2026-08-20T12:00:00+00:00")
    for day in range(1, 7):
        env.capture(f"onboarding: it fails {day} feeling:-2 on:2026-08-0{day}")
    env.record("onboarding.activation 50% on:2026-08-01 target:60%")
    kpi_id = env.record("onboarding.activation 52% on:2026-08-19").kpi.id
    states = ImprovementState
    done, taken_back, dropped, opened, again = (
        make(env, title, kpi_id) for title in ("done", "back", "dropped", "open", "again")
    )
    move(env, done, states.IMPLEMENTED)
    move(env, taken_back, states.IMPLEMENTED)
    move(env, dropped, states.DROPPED)
    move(env, again, states.IMPLEMENTED)
    env.at("2026-09-20T12:00:00+00:00")
    env.record("onboarding.activation 55%")
    env.at("2026-10-01T06:00:00+00:00")
    then = env.figures("2026-Q3")
    env.record("onboarding.activation 71%")
    env.at("2026-10-05T06:00:00+00:00")
    move(env, done, states.MEASURED)
    move(env, taken_back, states.IN_PROGRESS)
    move(env, dropped, states.PROPOSED)
    move(env, opened, states.IMPLEMENTED)
    move(env, again, states.IN_PROGRESS, states.IMPLEMENTED)
    env.at("2026-12-10T06:00:00+00:00")
    for day in range(1, 7):
        env.capture(f"onboarding: it works {day} feeling:2 on:2026-12-0{day}")
    env.record("onboarding.activation 90%")
    env.record("onboarding.latency 4s")
    move(env, make(env, "new", kpi_id), states.IMPLEMENTED)
    assert env.figures("2026-Q3") == then
    effect = next(one["effect"] for one in then["actions"] if one["title"] == "done")
    assert effect["kpi"]["after"] == 55
    states_then = {one["title"]: one["state"] for one in then["actions"]}
    assert states_then == {
        "done": "implemented",
        "back": "implemented",
        "dropped": "dropped",
        "open": "proposed",
        "again": "implemented",
    }


def test_an_effect_ends_at_its_window(env: Env) -> None:
    env.at("2026-02-01T12:00:00+00:00")
    kpi_id = env.record("onboarding.activation 50%").kpi.id
    action = make(env, "done", kpi_id)
    env.at("2026-02-02T12:00:00+00:00")
    move(env, action, ImprovementState.IMPLEMENTED)
    env.at("2026-08-02T12:00:00+00:00")
    env.record("onboarding.activation 60% on:2026-04-30")
    env.record("onboarding.activation 90% on:2026-05-03")
    (only,) = env.figures("2026-Q3")["actions"]
    assert only["effect"]["kpi"]["after"] == 60
    assert only["effect"]["movement"] == {
        "verdict": "too few readings",
        "delta": 10.0,
        "ci95": None,
        "n": 1,
        "previous_n": 1,
    }


@pytest.mark.each_database
def test_a_kpi_moves_by_its_readings_of_both_periods(env: Env) -> None:
    for day, value in enumerate((50, 52, 51, 90, 49), start=1):
        env.record(f"activation {value} on:2026-05-{day:02}")
    # The later of two on one day counts.
    env.record("activation 50 on:2026-05-04")
    for day, value in enumerate((60, 62, 61), start=1):
        env.record(f"activation {value} on:2026-07-{day:02}")
    found = kpi(env.figures("2026-Q3"), "activation")
    movement = found["movement"]
    assert (movement["verdict"], movement["n"], movement["previous_n"]) == ("rising", 3, 5)
    assert movement["delta"] == pytest.approx(10.6)
    assert 0 < movement["ci95"][0] < 10.6 < movement["ci95"][1]
    assert (found["last"], found["previous_last"]) == (61, 49)


def test_one_reading_each_is_no_judgement_unless_its_step_is_unusual(env: Env) -> None:
    env.record("activation 50 on:2026-05-01")
    env.record("activation 60 on:2026-07-01")
    (trend,) = env.services.reviews.compute(env.ws, "buyer", "2026-Q3").kpis
    assert words.kpi_movement(trend) == "one reading each, no judgement"
    for month, value in (("2025-02", 50), ("2025-05", 51), ("2025-08", 50), ("2025-11", 49)):
        env.record(f"activation {value} on:{month}-01")
    env.record("activation 50 on:2026-02-01")
    assert kpi(env.figures("2026-Q3"), "activation")["movement"]["verdict"] == "rising"


def test_a_figure_beside_its_target_shows_why_it_is_off(env: Env) -> None:
    env.record("trial 21.996% target:22%")
    (trend,) = env.services.reviews.compute(env.ws, "buyer", "2026-Q3").kpis
    assert words.kpi_value(trend, trend.last) == "21.996%"
    assert words.kpi_value(trend, trend.kpi.target) == "22%"
    assert words.kpi_latest(trend) == "21.996%"
