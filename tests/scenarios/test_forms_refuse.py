"""What a form cannot take is said beside the field, and nothing that was written is lost."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, journey, parts, stage

LONG = ("Customers want this & <that>. " * 70)[:2000].strip()


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 15)) as made:
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


@pytest.mark.parametrize("name", ["Decision", "  decision ", "DECISION!"])
def test_a_stage_needs_a_name_of_its_own_and_nothing_written_is_lost(
    bench: RunningPair, mara: SlackUser, name: str
) -> None:
    mara.opens("/journey stages", "Edit", of="Onboarding")
    errors = mara.submits(name=name, objective="First booking", owner="U0TOMAS")
    assert errors == {"name": "There is “Decision” already; choose another name."}
    held = mara.held()
    assert (held["name"], held["objective"], held["owner"]) == (name, "First booking", "U0TOMAS")
    mara.saves(name="Decision day")
    assert stage(bench, "Decision day").objective == "First booking"


@pytest.mark.parametrize(
    ("unit", "target", "error"),
    [
        ("percent", "3h", "target"),
        ("seconds", "22%", "target"),
        ("money", "lots", "target"),
        ("days", "5%", "target"),
        ("score", "nan", "target"),
    ],
)
def test_a_target_of_another_unit_is_refused_beside_the_target(
    bench: RunningPair, mara: SlackUser, unit: str, target: str, error: str
) -> None:
    mara.opens("/journey kpis", "Add one")
    filled: dict[str, Any] = {"name": "first reply", "stage": "retention", "baseline": "12"}
    errors = mara.submits(**filled, unit=unit, target=target)
    assert list(errors) == [error]
    assert errors[error]
    assert mara.held()["target"] == target
    assert parts(bench).kpis == ()
    mara.saves(target="10")
    assert [(kpi.key, kpi.target) for kpi in parts(bench).kpis] == [("first-reply", 10.0)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("\n".join(f"Stage {n}" for n in range(1, 41)), "at most 30 stages; these are 40"),
        ("\n  \n", "Write the stages here, one on each line"),
        ("First\nfirst!", "There is “First” already"),
        ("🙂", "needs at least one letter or digit"),
    ],
)
def test_stages_that_make_no_journey_are_refused_beside_the_stages(
    bench: RunningPair, mara: SlackUser, written: str, said: str
) -> None:
    mara.opens("/journey new")
    mara.chooses("start", "custom", shows="stages")
    errors = mara.submits(name="Partner journey", stages=written)
    assert list(errors) == ["stages"]
    assert said in errors["stages"]
    assert mara.held()["stages"] == written
    mara.saves(stages="Meet\nTrust\nSell")
    assert [s.name for s in journey(bench, "partner-journey").stages] == ["Meet", "Trust", "Sell"]


def test_without_any_stage_slack_itself_asks_for_them(mara: SlackUser) -> None:
    mara.opens("/journey new")
    mara.chooses("start", "custom", shows="stages")
    assert list(mara.submits(name="Partner journey")) == ["stages"]


def test_what_was_written_stays_when_the_form_shows_other_fields(mara: SlackUser) -> None:
    mara.opens("/journey new")
    mara.person.fill(name="Partner journey")
    mara.chooses("start", "custom", shows="stages")
    assert mara.held()["name"] == "Partner journey"


def test_an_objective_of_two_thousand_characters_is_kept_and_the_map_still_comes(
    bench: RunningPair, mara: SlackUser
) -> None:
    for name in ("Awareness", "Consideration", "Decision", "Onboarding", "Retention", "Loyalty"):
        mara.opens("/journey stages", "Edit", of=name)
        mara.saves(objective=LONG, milestone=LONG)
        assert stage(bench, name).objective == LONG
    before = len(mara.seen())
    assert "Objective: Customers want this & <that>." in mara.reads("/journey map")
    assert mara.picture(after=before)


@pytest.mark.parametrize(
    ("filled", "physical"), [({}, [False, True]), ({"physical": "digital"}, [False, False])]
)
def test_a_touchpoint_is_what_its_channel_usually_is_unless_somebody_says_otherwise(
    bench: RunningPair, mara: SlackUser, filled: dict[str, str], physical: list[bool]
) -> None:
    mara.opens("/journey touchpoints", "Add one")
    mara.saves(name="Invoice", stage="decision", channel="email")
    found = [touchpoint.physical for touchpoint in parts(bench).touchpoints]
    mara.opens("/journey touchpoints", "Edit", of="Invoice")
    mara.saves(channel="print", **filled)
    found += [touchpoint.physical for touchpoint in parts(bench).touchpoints]
    assert found == physical
    mara.opens("/journey touchpoints", "Edit", of="Invoice")
    assert mara.held()["physical"] == filled.get("physical")


def test_a_milestone_reached_tomorrow_is_refused_beside_its_day(mara: SlackUser) -> None:
    mara.opens("/journey stages", "Edit", of="Loyalty")
    mara.chooses("milestone_state", "reached", shows="milestone_since")
    errors = mara.submits(milestone_since="2026-08-16")
    assert errors == {"milestone_since": "2026-08-16 is in the future."}


def test_a_form_that_finds_the_database_locked_stays_open(
    bench: RunningPair, mara: SlackUser, sqlite_url: URL
) -> None:
    mara.opens("/journey personas", "Add one")
    other = sqlite3.connect(Path(str(sqlite_url.database)), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    errors = mara.submits(name="Clinic owner", goals="A quiet evening")
    other.execute("ROLLBACK")
    other.close()
    assert "did not answer in time" in errors["name"]
    assert mara.held()["goals"] == "A quiet evening"
    mara.saves()
    assert [persona.goals for persona in parts(bench).personas] == ["A quiet evening"]


def test_saving_what_is_there_already_says_that_nothing_was_different(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.opens("/journey stages", "Edit", of="Decision")
    assert mara.saves().startswith("Nothing was different: “Decision”")
    assert bench.waymark.services.map.history(bench.workspace, journey(bench)).versions == ()
