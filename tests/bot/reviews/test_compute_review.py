"""Reviews recomputed from nothing but an export, the slow and plain way.

See docs/ARCHITECTURE.md, “Figures of a review”.
"""

import random
import re
import statistics
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.errors import BadInputError, NotFoundError
from storage.session import Database
from tests import reference
from tests.bot.env import Env, make_env
from tests.bot.imports.test_import_notes import imported
from tests.bot.note_steps import by

STAGES = ["awareness", "consideration", "decision", "onboarding", "retention", "loyalty"]


TEXTS = [
    "The invite e-mail is late", "the invite E-MAIL is late!", "Coupons with spaces are rejected",
    "a truly wonderful and excellent call", "the worst, most awful page", "they opened the page",
    "not good at all", "it is fine", "prices are confusing and the page is slow", "nice people",
]  # fmt: skip


Row = dict[str, Any]


def random_cells(draw: random.Random, first: date, days: int) -> dict[str, str]:
    """Generate a note as a row of a file, of a day in that span."""
    cells = {
        "kind": draw.choice(["pain point", "touchpoint", "opportunity"]),
        "stage": draw.choice([*STAGES[:5], ""]),
        "text": draw.choice(TEXTS),
        "occurred_at": str(first + timedelta(days=draw.randrange(days))),
    }
    for key, values, share in (
        ("severity", ["low", "medium", "high", "critical"], 0.6),
        ("feeling", ["-2", "-1", "0", "1", "2"], 0.5),
        ("team", ["support", "sales", "labs"], 0.4),
        ("persona", ["shopper", "admin"], 0.4),
        ("channel", ["web", "email", "phone"], 0.4),
    ):
        if draw.random() < share:
            cells[key] = draw.choice(values)
    return cells


@pytest.fixture(scope="module")
def filled(shared_storage: Database) -> Env:
    """A few hundred random notes from 1 December 2025 to 13 August 2026, and one persona of old.

    The journey is in New York and its fiscal year begins in November: 2026-Q3 is May to July.
    """
    env = make_env(shared_storage)
    env.capture("onboarding: an old one persona:veteran on:2025-01-01")
    env.change_journey(time_zone="America/New_York", fiscal_start_month=11)
    draw = random.Random(20260814)
    # Imported: to save them one by one takes ten times as long.
    cells = [random_cells(draw, date(2025, 12, 1), 256) for _ in range(300)]
    added, _, _, wrong = imported(env, cells)
    assert (added, wrong) == (300, 0)
    pains = [row for row in env.rows() if row["kind"] == "pain point"]
    # One in seven nobody has sorted.
    answers = {row["id"]: theme_of(row["id"], row) for row in pains if row["id"] % 7}
    env.services.theme_sorting.save(by(env), env.journey_by_key().id, answers)
    return env


def theme_of(number: int, row: Row) -> str | None:
    """The theme that people sorted a note into: one in five was said once."""
    words = " ".join(re.findall(r"\w+", row["text"].lower()))
    return f"About {words}"[:18].strip() if number % 5 and number % 7 else None


@pytest.fixture(scope="module")
def rows(filled: Env) -> list[Row]:
    """All its notes as an export has them."""
    return filled.rows()


@pytest.fixture(scope="module")
def figures(filled: Env) -> dict[str, Any]:
    """The review of May to July."""
    return filled.figures("2026-Q3")


def within(rows: list[Row], first: str, end: str) -> list[Row]:
    """The rows that happened in New York on or after the first day and before the end."""
    zone = ZoneInfo("America/New_York")
    local = [(datetime.fromisoformat(row["occurred_at"]).astimezone(zone), row) for row in rows]
    return [row for when, row in local if first <= when.date().isoformat() < end]


def this_quarter(rows: list[Row]) -> list[Row]:
    """May to July."""
    return within(rows, "2026-05-01", "2026-08-01")


def last_quarter(rows: list[Row]) -> list[Row]:
    """February to April."""
    return within(rows, "2026-02-01", "2026-05-01")


def moods(rows: list[Row], stage: str) -> list[float]:
    """The moods of a stage's rows; an opportunity has one only where it was declared."""
    return [
        row["mood"]
        for row in rows
        if row["stage"] == stage and (row["kind"] != "opportunity" or row["feeling"] is not None)
    ]


@pytest.mark.slow
def test_there_is_enough_to_compare(rows: list[Row]) -> None:
    assert min(len(this_quarter(rows)), len(last_quarter(rows))) > 50


def test_the_period_is_that_of_the_journeys_fiscal_year(figures: dict[str, Any]) -> None:
    assert figures["period"] == {
        "label": "2026-Q3",
        "start": "2026-05-01T00:00:00-04:00",
        "end": "2026-08-01T00:00:00-04:00",
    }
    assert figures["complete"] is True


def test_the_stages_are_those_of_the_journey(figures: dict[str, Any]) -> None:
    assert [stage["key"] for stage in figures["stages"]] == STAGES


@pytest.mark.parametrize("number", range(6), ids=STAGES)
@pytest.mark.each_database
def test_a_stages_mood_is_that_of_its_exported_notes(
    figures: dict[str, Any], rows: list[Row], number: int
) -> None:
    stage, values = figures["stages"][number], moods(this_quarter(rows), STAGES[number])
    n = len(values)
    assert stage["n"] == n
    assert stage["mean"] == (pytest.approx(statistics.fmean(values)) if n else None)
    assert stage["sd"] == (pytest.approx(statistics.stdev(values)) if n > 1 else None)
    interval = reference.mean_interval(values)
    assert stage["ci95"] == (pytest.approx(interval) if interval else None)


@pytest.mark.parametrize("number", range(6), ids=STAGES)
@pytest.mark.each_database
def test_a_stages_shares_are_those_of_its_exported_notes(
    figures: dict[str, Any], rows: list[Row], number: int
) -> None:
    stage, values = figures["stages"][number], moods(this_quarter(rows), STAGES[number])
    n = len(values) or 1
    assert stage["negative"] == sum(value <= -0.05 for value in values) / n
    assert stage["neutral"] == sum(-0.05 < value < 0.05 for value in values) / n
    assert stage["positive"] == sum(value >= 0.05 for value in values) / n
    net = 100 * (stage["positive"] - stage["negative"])
    assert stage["net"] == (pytest.approx(net) if values else None)


@pytest.mark.parametrize("number", range(6), ids=STAGES)
@pytest.mark.each_database
def test_a_stages_change_is_that_of_its_exported_notes(
    figures: dict[str, Any], rows: list[Row], number: int
) -> None:
    change = figures["stages"][number]["change"]
    now = moods(this_quarter(rows), STAGES[number])
    before = moods(last_quarter(rows), STAGES[number])
    interval = reference.welch_interval(before, now)
    assert change["ci95"] == (pytest.approx(interval) if interval else None)
    pairs = [(moods(last_quarter(rows), key), moods(this_quarter(rows), key)) for key in STAGES]
    if change["verdict"] in ("rising", "falling"):
        # What filing explains may take a verdict away, and gives none.
        assert change["verdict"] == reference.verdicts(pairs)[number]
    assert figures["stages"][number]["previous"]["n"] == len(before)


@pytest.mark.each_database
def test_pains_are_ranked_by_the_severities_of_the_exported_notes(
    figures: dict[str, Any], rows: list[Row]
) -> None:
    hurting = {row["id"]: row for row in this_quarter(rows) if row["kind"] == "pain point"}
    before = {row["id"]: row for row in last_quarter(rows) if row["kind"] == "pain point"}
    found = figures["pains"]
    # Each pain point is in one theme, or among those said once.
    listed = [note for pain in found for note in pain["note_ids"]]
    assert sorted([*listed, *figures["said_once"]["note_ids"]]) == sorted(hurting)
    assert figures["said_once"]["n"] == len(hurting) - len(listed)
    assert figures["said_once"]["to_sort"] == sum(number % 7 == 0 for number in hurting)
    for pain in found:
        said = [hurting[note] for note in pain["note_ids"]]
        assert {theme_of(row["id"], row) for row in said} <= {pain["title"]}
        assert pain["score"] == sum(row["severity"] or 2 for row in said)
        assert pain["n"] == len(said)
        assert pain["supporters"] == sum(row["supporters"] - 1 for row in said)
        assert pain["teams"] == sorted({row["team"] for row in said if row["team"]})
        assert pain["previous_n"] == sum(
            theme_of(number, row) == pain["title"] for number, row in before.items()
        )
    scores = [pain["score"] for pain in found]
    assert scores == sorted(scores, reverse=True)
    assert any(pain["n"] > 1 for pain in found)


@pytest.mark.each_database
def test_blind_spots_are_what_the_exported_notes_do_not_name(
    figures: dict[str, Any], rows: list[Row]
) -> None:
    now = this_quarter(rows)
    named = {field: {row[field] for row in now} for field in ("stage", "team", "persona")}
    spots = figures["blind_spots"]
    assert spots["stages"] == [stage for stage in STAGES if stage not in named["stage"]]
    teams = {"marketing", "sales", "support", "product", "management", "labs"}
    assert set(spots["teams"]) == teams - named["team"]
    assert set(spots["personas"]) == {"shopper", "admin", "veteran"} - named["persona"]


@pytest.mark.each_database
def test_totals_are_those_of_the_exported_notes(figures: dict[str, Any], rows: list[Row]) -> None:
    now = this_quarter(rows)
    assert (figures["notes"]["total"], figures["notes"]["unsorted"]) == (
        len(now),
        sum(row["stage"] is None for row in now),
    )


@pytest.mark.each_database
def test_every_pain_is_in_the_stage_of_most_of_its_notes(
    figures: dict[str, Any], rows: list[Row]
) -> None:
    by_id = {row["id"]: row for row in rows}
    for pain in figures["pains"]:
        places = Counter(by_id[note_id]["stage"] for note_id in pain["note_ids"])
        if pain["n"]:
            assert set(pain["stages"]) == set(places)
            assert places[pain["stage"]] == max(places.values())


@pytest.mark.parametrize(
    ("instant", "label"),
    [("2026-07-01T03:59:59.999999+00:00", "2026-Q2"), ("2026-07-01T04:00:00+00:00", "2026-Q3")],
)
@pytest.mark.each_database
def test_a_note_at_midnight_belongs_to_the_quarter_that_begins(
    env: Env, instant: str, label: str
) -> None:
    env.record("nps 1 on:2026-01-01")
    env.change_journey(time_zone="America/New_York")
    env.at(instant)
    env.capture("onboarding: at the turn")
    env.at("2026-08-01T00:00:00+00:00")
    totals = {q: env.figures(q)["notes"]["total"] for q in ("2026-Q2", "2026-Q3")}
    assert totals == {"2026-Q2": 0, "2026-Q3": 0, label: 1}


def test_an_empty_quarter_has_figures_too(env: Env) -> None:
    env.capture("onboarding: it broke")
    figures = env.figures("2024-Q1")
    assert {stage["n"] for stage in figures["stages"]} == {0}
    assert (figures["pains"], figures["notes"]["total"]) == ([], 0)


def test_without_a_period_it_is_the_running_quarter(env: Env) -> None:
    env.capture("onboarding: it broke")
    figures = env.figures()
    assert (figures["period"]["label"], figures["complete"]) == ("2026-Q3", False)


def test_a_review_before_first_use_creates_the_journey(env: Env) -> None:
    review = env.services.reviews.compute(env.ws)
    assert review.journey == env.journey()
    assert review.notes.total == 0


def test_an_unknown_journey_raises_and_creates_none(env: Env) -> None:
    with pytest.raises(NotFoundError, match="shop"):
        env.services.reviews.compute(env.ws, "shop")
    assert env.journey() is None


def test_an_unknown_period_raises(env: Env) -> None:
    with pytest.raises(BadInputError, match="2026-Q5"):
        env.figures("2026-Q5")


def test_a_later_quarter_changes_nothing_in_an_earlier_ones_review(env: Env) -> None:
    env.capture("onboarding: slow persona:shopper via:web team:labs on:2026-05-05")
    before = env.figures("2026-Q2")
    env.capture("retention: late persona:admin via:email team:legal on:2026-08-01")
    assert env.figures("2026-Q2") == before


def test_a_persona_of_an_earlier_quarter_is_a_blind_spot_now(env: Env) -> None:
    env.capture("onboarding: slow persona:shopper via:web team:labs on:2026-05-05")
    spots = env.figures("2026-Q3")["blind_spots"]
    assert (spots["personas"], spots["channels"]) == (["shopper"], ["website"])
    assert "labs" in spots["teams"]


def test_notes_of_another_workspace_are_in_no_figure(env: Env) -> None:
    env.capture("onboarding: ours")
    alone = env.figures()
    env.capture("onboarding: theirs persona:them severity:critical", workspace=env.other)
    env.record("nps 5", env.other)
    assert env.figures() == alone


@pytest.mark.each_database
def test_a_review_can_be_read_during_a_write(env: Env) -> None:
    journey = env.capture("onboarding: it broke").journey
    with env.storage.write(env.ws) as uow:
        uow.journeys.set_review_due(journey.id, datetime(2030, 1, 1, tzinfo=UTC))
        assert env.figures()["notes"]["total"] == 1
