"""Importing KPI readings: each once, and missing KPIs are created."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from bot.exports import READING_COLUMNS
from bot.imports.batches import BATCH_SIZE, BatchResult
from domain.errors import NotFoundError
from domain.kpis import Direction, Kpi, Unit
from domain.map_history import ChangeType
from tests.bot.env import Env, all_at_once, part
from tests.bot.imports.test_import_notes import rows

NPS = {"kpi": "nps", "value": "41", "day": "2026-08-01"}


TRIAL = {"kpi": "decision.trial-to-paid", "value": "18.4%", "day": "2026-05-02", "target": "22"}


def imported(env: Env, *cells: Mapping[str, str], dry_run: bool = False) -> list[BatchResult]:
    """What importing these came to."""
    import_readings = env.services.imports.import_readings
    return list(import_readings(env.ws, "buyer", rows(cells), dry_run=dry_run))


def counts(steps: Iterable[BatchResult]) -> tuple[int, int, int]:
    """Readings added, existing, and wrong."""
    results = list(steps)
    return (
        sum(result.added for result in results),
        sum(result.existed for result in results),
        sum(len(result.problems) for result in results),
    )


def exported(env: Env) -> list[dict[str, Any]]:
    """The readings of the buyer journey."""
    return list(env.services.exports.readings(env.ws, "buyer"))


def problems(*steps: BatchResult) -> list[tuple[int, str]]:
    """What was wrong in which line."""
    return [(problem.line, problem.sentence) for result in steps for problem in result.problems]


def test_rows_become_readings_and_their_kpis_are_made(env: Env) -> None:
    (result,) = imported(env, NPS, TRIAL, NPS | {"day": "2026-08-02", "value": "43"})
    assert (result.added, result.existed, result.kpis) == (3, 0, ("nps", "decision.trial-to-paid"))
    kpis = {kpi.path: kpi for kpi in env.parts().kpis}
    assert kpis["nps"] == Kpi(kpis["nps"].id, "nps", None, Unit.SCORE, Direction.HIGHER, None)
    trial = kpis["decision.trial-to-paid"]
    assert (trial.unit, trial.target) == (Unit.PERCENT, 22.0)
    assert [part(row, "kpi", "value", "day") for row in exported(env)] == [
        ("nps", 41.0, "2026-08-01"),
        ("nps", 43.0, "2026-08-02"),
        ("trial-to-paid", 18.4, "2026-05-02"),
    ]
    last = {kpi["key"]: kpi["last"] for kpi in env.figures("2026-Q3")["kpis"]}
    assert last == {"trial-to-paid": None, "nps": 43.0}


def test_a_kpi_made_on_the_way_is_in_the_maps_history(env: Env) -> None:
    imported(env, NPS)
    newest = env.versions()[0]
    assert (newest.change_type, newest.subject_name, newest.author) == (
        ChangeType.CREATED,
        "nps",
        None,
    )


def test_the_same_rows_again_add_nothing(env: Env) -> None:
    twice = (NPS, TRIAL, NPS)
    assert counts(imported(env, *twice)) == (3, 0, 0)
    assert counts(imported(env, *twice)) == (0, 3, 0)
    assert counts(imported(env, *twice, NPS)) == (1, 3, 0)


def test_a_typed_reading_is_not_added_again(env: Env) -> None:
    env.record("nps 41 on:2026-08-01")
    assert counts(imported(env, NPS | {"author": "U1"})) == (0, 1, 0)
    assert counts(imported(env, NPS | {"author": "U2"})) == (1, 0, 0)


def test_rows_alike_in_different_batches_are_two_readings_once(env: Env) -> None:
    many = [NPS, *(NPS | {"value": str(n / 10)} for n in range(BATCH_SIZE)), NPS]
    assert counts(imported(env, *many)) == (BATCH_SIZE + 2, 0, 0)
    assert counts(imported(env, *many)) == (0, BATCH_SIZE + 2, 0)


@pytest.mark.each_database
def test_two_who_import_the_same_at_once_add_it_once(env: Env) -> None:
    env.buyer_journey()
    sums = all_at_once([lambda: counts(imported(env, NPS, TRIAL))] * 4)
    assert sorted(sums) == [(0, 2, 0)] * 3 + [(2, 0, 0)]


def test_a_dry_run_says_the_same_and_writes_nothing(env: Env) -> None:
    many = [NPS | {"value": str(n / 10)} for n in range(BATCH_SIZE + 1)]
    steps = imported(env, *many, dry_run=True)
    assert counts(steps) == (BATCH_SIZE + 1, 0, 0)
    assert [result.kpis for result in steps] == [("nps",), ()]
    assert env.journey() is None


def test_what_would_be_a_false_figure_is_refused_with_its_line(env: Env) -> None:
    env.record("decision.trial-to-paid 18.4%")
    env.record("price €5")
    found = problems(
        *imported(
            env,
            NPS | {"kpi": "billing.nps"},
            {"kpi": "decision.trial-to-paid", "value": "5", "unit": "score", "day": "2026-08-01"},
            {"kpi": "price", "value": "$5", "day": "2026-08-01"},
            NPS | {"value": "much"},
            NPS,
            {"kpi": "x"},
        )
    )
    assert [line for line, _ in found] == [2, 3, 4, 5, 7]
    for (_, sentence), words in zip(
        found, ("billing", "percent", "€", "much", "value"), strict=True
    ):
        assert words in sentence
    assert {row["kpi"] for row in exported(env)} == {"trial-to-paid", "price", "nps"}


def test_an_archived_kpi_takes_no_readings(env: Env) -> None:
    env.record("nps 1")
    with env.storage.write(env.ws) as uow:
        journey = env.journey_by_key()
        (kpi,) = uow.kpis.of_journey(journey.id)
        uow.kpis.save(journey.id, None, Kpi(**{**kpi.__dict__, "archived": True}))
        uow.commit()
    ((_, sentence),) = problems(*imported(env, NPS))
    assert "archived" in sentence
    assert exported(env) == []


def test_a_kpi_without_readings_is_exported_and_comes_back(env: Env) -> None:
    bare = {"kpi": "nps", "unit": "score", "direction": "lower", "target": "5"}
    assert counts(imported(env, bare)) == (1, 0, 0)
    assert counts(imported(env, bare)) == (0, 1, 0)
    (row,) = exported(env)
    assert row == dict.fromkeys(READING_COLUMNS) | {
        "kpi": "nps",
        "unit": "score",
        "direction": "lower",
        "target": 5.0,
    }


def test_an_existing_kpi_keeps_its_target_and_direction(env: Env) -> None:
    env.record("nps 40 target:50 better:lower")
    imported(env, NPS | {"target": "60", "direction": "higher"})
    (kpi,) = env.parts().kpis
    assert (kpi.target, kpi.direction) == (50.0, Direction.LOWER)


def test_an_unknown_journey_is_refused(env: Env) -> None:
    with pytest.raises(NotFoundError, match="shop"):
        list(env.services.imports.import_readings(env.ws, "shop", rows([NPS])))
    with pytest.raises(NotFoundError, match="buyer"):
        exported(env)


LOAD = {"kpi": "load", "day": "2026-08-01", "direction": "lower"}


@pytest.mark.parametrize(
    ("before", "cells", "sentence"),
    [
        ("load 71.4%", {"value": "0.719"}, "Write 71.9% or 0.719%."),
        ("load 1180 unit:count", {"value": "1.234"}, "Write 1234 or 1.2340."),
        ("load 3h20m", {"value": "2"}, "Write 2h or 2d."),
        ("load 41", {"value": "4100"}, "The last reading is 41. If it is right, type it"),
        ("load 71.4%", {"value": "210%"}, "was never above 100% before"),
        ("load 71.4%", {"value": "72 min"}, "is a percentage"),
        (None, {"value": "1.234", "unit": "count"}, "Write 1.2340 or 1234."),
        (None, {"value": "0.719", "unit": "percent"}, "Write 0.719% or 71.9%."),
        (None, {"value": "5m"}, "Write 5m or 5000000."),
        (None, {"value": "1,890%"}, "Write 1890% or 1.89%."),
        (None, {"kpi": "nps", "value": "120"}, "An NPS is between −100 and 100."),
    ],
)
def test_a_value_that_may_mean_two_things_is_an_error_of_its_row(
    env: Env, before: str | None, cells: dict[str, str], sentence: str
) -> None:
    if before:
        env.record(f"{before} on:2026-07-01 better:lower")
    (result,) = imported(env, LOAD | cells)
    ((_, problem),) = problems(result)
    assert sentence in problem
    assert result.added == 0


def test_a_value_is_compared_with_the_one_before_it_in_the_file(env: Env) -> None:
    days = [
        LOAD | {"unit": "percent", "value": value, "day": f"2026-08-{day:02}"}
        for day, value in enumerate(("71.4", "0.719", "72"), start=1)
    ]
    (result,) = imported(env, *days)
    assert [line for line, _ in problems(result)] == [3]
    assert result.added == 2
    # A file that is imported again, newest row first, is compared with itself.
    (again,) = imported(env, *reversed(days))
    assert (again.added, again.existed) == (0, 2)


def test_seconds_need_no_unit_where_the_row_names_it(env: Env) -> None:
    (result,) = imported(env, LOAD | {"value": "12000", "unit": "seconds"})
    assert (result.added, problems(result)) == (1, [])


def test_a_leap_that_was_confirmed_survives_an_export(env: Env) -> None:
    env.record("load 71.4% on:2026-07-01")
    env.record_as_typed("load 0.719% on:2026-07-02")
    rows_of_export = [
        {name: str(value) for name, value in row.items() if value is not None}
        for row in exported(env)
    ]
    importer = env.services.imports
    (result,) = importer.import_readings(env.other, "buyer", rows(rows_of_export))
    assert (result.added, result.problems) == (2, ())


def test_kpis_whose_direction_nothing_says_are_named(env: Env) -> None:
    (result,) = imported(env, NPS, NPS | {"kpi": "latency"}, NPS | {"kpi": "churn"}, LOAD | {
        "value": "4"
    })  # fmt: skip
    assert result.undirected == ("latency",)
