"""Readings that may mean something else: asked, and saved once when a meaning is chosen."""

import pytest

from bot.kpis.readings import ReadingQuestion, RecordedReading
from domain.access import Actor
from domain.errors import NotAllowedError
from domain.kpis import Direction, Kpi, Unit
from tests.bot.env import Env, all_at_once


def choose(env: Env, asked: ReadingQuestion, number: int = 0, user: str = "U1") -> RecordedReading:
    """A person presses one of the buttons."""
    return env.services.readings.choose(
        Actor(env.ws, user), asked.line, asked.meanings[number], None
    )


def values(env: Env) -> list[float]:
    """The values of all readings."""
    if env.journey() is None:
        return []
    return [row["value"] for row in env.services.exports.readings(env.ws, "buyer")
            if row["value"] is not None]  # fmt: skip


def labels(asked: ReadingQuestion) -> list[str]:
    """What the buttons say."""
    return [meaning.label(asked.kpi.currency) for meaning in asked.meanings]


@pytest.mark.parametrize(
    ("first", "line", "asked"),
    [
        ("onboarding.completion 71.4%", "onboarding.completion 0.719", ["71.9%", "0.719%"]),
        ("onboarding.completion 71.4%", "onboarding.completion 210%", ["210%"]),
        ("onboarding.completion 71.4%", "onboarding.completion 72 min", ["72%"]),
        ("retention.first-reply 3h20m", "retention.first-reply 2", ["2h", "2d"]),
        ("retention.first-reply 3h20m", "retention.first-reply 3.5", ["3h 30m", "3d 12h"]),
        ("onboarding.basket €41.50", "onboarding.basket $50", ["€50.00"]),
        ("visits 1180 unit:count", "visits 1.234", ["1,234", "1.234"]),
        ("visits 41", "visits 4100", ["4,100"]),
        ("nps 41", "nps 120", ["120"]),
        ("csat 8.1", "csat 4.5/5", ["4.5", "9"]),
    ],
)
def test_a_doubtful_value_is_asked_and_not_saved(
    env: Env, first: str, line: str, asked: list[str]
) -> None:
    env.record(first)
    before = values(env)
    question = env.ask(line)
    assert labels(question) == asked
    assert question.why
    assert values(env) == before
    saved = choose(env, question)
    assert saved.reading.value == question.meanings[0].value
    assert values(env) == [*before, saved.reading.value]


@pytest.mark.parametrize(
    ("line", "asked", "unit"),
    [
        ("visits 1.234 unit:count", ["1.234", "1,234"], Unit.COUNT),
        ("growth 1,890%", ["1,890%", "1.89%"], Unit.PERCENT),
        ("handling 1:30", ["1h 30m", "1m 30s"], Unit.SECONDS),
        ("nps 120", ["120"], Unit.SCORE),
    ],
)
def test_nothing_is_there_before_a_first_value_is_chosen(
    env: Env, line: str, asked: list[str], unit: Unit
) -> None:
    question = env.ask(line)
    assert labels(question) == asked
    assert env.journey() is None
    saved = choose(env, question, len(asked) - 1)
    assert (saved.is_new, saved.kpi.unit) == (True, unit)
    assert values(env) == [question.meanings[-1].value]


@pytest.mark.each_database
def test_a_press_that_comes_twice_saves_once(env: Env) -> None:
    env.record("onboarding.completion 71.4% on:2026-07-01")
    question = env.ask("onboarding.completion 0.719")
    results = all_at_once([lambda: choose(env, question)] * 4)
    assert [result.reading.value for result in results] == [71.9] * 4
    assert choose(env, question, 1).reading.value == 71.9
    assert values(env) == [71.4, 71.9]
    again = choose(env, env.ask("onboarding.completion 3.1"))
    assert again.reading.value == 3.1


def test_a_first_value_that_comes_twice_stays_a_new_kpi(env: Env) -> None:
    question = env.ask("visits 1.234")
    assert [choose(env, question).asks_direction for _ in range(2)] == [True, True]


def test_what_was_typed_along_is_saved_with_the_choice(env: Env) -> None:
    env.record("onboarding.completion 71.4%")
    line = "onboarding.completion 0.719 on:2026-07-03 source:survey target:80% better:lower"
    saved = choose(env, env.ask(line))
    assert (saved.reading.day.isoformat(), saved.reading.source) == ("2026-07-03", "survey")
    assert (saved.kpi.target, saved.kpi.direction) == (80, Direction.LOWER)


def test_a_choice_is_saved_on_the_day_it_was_typed(env: Env) -> None:
    env.record("onboarding.completion 71.4%")
    question = env.ask("onboarding.completion 0.719")
    typed_on = env.record("other 4").reading.day
    env.at("2026-12-24T12:00:00+00:00")
    assert choose(env, question).reading.day == typed_on


def test_a_value_is_compared_with_a_target_typed_along(env: Env) -> None:
    question = env.ask("visits 3 target:4,000 unit:count")
    assert "target is 4,000" in question.why


def test_of_two_targets_the_later_counts(env: Env) -> None:
    assert env.record("onboarding.completion 71% target:75% target:80%").kpi.target == 80


def the_kpi(env: Env) -> Kpi:
    """The only KPI."""
    (kpi,) = env.parts().kpis
    return kpi


@pytest.mark.parametrize(
    "name", ["uptime", "on-time", "returning", "sentiment", "lifetime-value", "detractors",
             "latency", "incidents", "retention-rate", "churned"],
)  # fmt: skip
def test_a_direction_is_asked_once_and_higher_until_then(env: Env, name: str) -> None:
    recorded = env.record(f"{name} 40")
    assert (recorded.asks_direction, recorded.kpi.direction) == (True, Direction.HIGHER)
    answer = env.services.readings.answer_direction
    for _ in range(2):
        assert answer(Actor(env.ws, "U1"), recorded.kpi.id, Direction.LOWER).kpi == the_kpi(env)
        assert the_kpi(env).direction is Direction.LOWER
    assert not env.record(f"{name} 41").asks_direction


@pytest.mark.parametrize("line", ["churn 4%", "cac €40", "nps 41", "latency 40 better:lower"])
def test_a_direction_that_is_known_or_typed_is_not_asked(env: Env, line: str) -> None:
    assert not env.record(line).asks_direction


def test_a_direction_is_answered_by_who_created_the_kpi_and_by_who_may_change_it(
    env: Env,
) -> None:
    env.record("nps 41")
    env.change_journey(owner="ULEAD")
    kpi = env.record("latency 40", author="UMAKER").kpi
    answer = env.services.readings.answer_direction
    with pytest.raises(NotAllowedError):
        answer(Actor(env.ws, "UOTHER"), kpi.id, Direction.LOWER)
    answer(Actor(env.ws, "UMAKER"), kpi.id, Direction.LOWER)
    with pytest.raises(NotAllowedError):
        answer(Actor(env.ws, "UMAKER"), kpi.id, Direction.HIGHER)
    answer(Actor(env.ws, "ULEAD"), kpi.id, Direction.HIGHER)
