"""A form shows errors beside their fields and keeps everything that was written."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import SlackUser, journey, parts, stage

LONG = ("Customers want this & <that>. " * 70)[:2000].strip()


@pytest.mark.parametrize("name", ["Decision", "  decision ", "DECISION!"])
def test_a_stage_needs_a_name_of_its_own_and_nothing_written_is_lost(
    pair: RunningPair, mara: SlackUser, name: str
) -> None:
    mara.open_form("/journey stages", "Edit", of="Onboarding")
    errors = mara.submit_form(name=name, objective="First booking", owner="U0TOMAS")
    assert errors == {"name": "There is “Decision” already; choose another name."}
    values = mara.form_values()
    assert (values["name"], values["objective"], values["owner"]) == (
        name,
        "First booking",
        "U0TOMAS",
    )
    mara.save_form(name="Decision day")
    assert stage(pair, "Decision day").objective == "First booking"


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
    pair: RunningPair, mara: SlackUser, unit: str, target: str, error: str
) -> None:
    mara.open_form("/journey kpis", "Add one")
    # A duration needs its unit.
    suffix = "s" if unit == "seconds" else ""
    filled: dict[str, Any] = {"name": "first reply", "stage": "retention"}
    filled["baseline"] = f"12{suffix}"
    errors = mara.submit_form(**filled, unit=unit, target=target)
    assert list(errors) == [error]
    assert errors[error]
    assert mara.form_values()["target"] == target
    assert parts(pair).kpis == ()
    mara.save_form(target=f"10{suffix}")
    assert [(kpi.key, kpi.target) for kpi in parts(pair).kpis] == [("first-reply", 10.0)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("\n".join(f"Stage {n}" for n in range(1, 41)), "at most 30 stages; these are 40"),
        ("\n  \n", "Write the stages here, one on each line"),
        ("First\nfirst!", "There is “First” already"),
        ("🙂", "needs at least one letter or digit"),
    ],
)
def test_stages_that_make_no_journey_are_refused_beside_the_stages(
    pair: RunningPair, mara: SlackUser, written: str, expected: str
) -> None:
    mara.open_form("/journey new")
    mara.choose_value("start", "custom", shows="stages")
    errors = mara.submit_form(name="Partner journey", stages=written)
    assert list(errors) == ["stages"]
    assert expected in errors["stages"]
    assert mara.form_values()["stages"] == written
    mara.save_form(stages="Meet\nTrust\nSell")
    assert [s.name for s in journey(pair, "partner-journey").stages] == ["Meet", "Trust", "Sell"]


def test_without_any_stage_slack_itself_asks_for_them(mara: SlackUser) -> None:
    mara.open_form("/journey new")
    mara.choose_value("start", "custom", shows="stages")
    assert list(mara.submit_form(name="Partner journey")) == ["stages"]


def test_what_was_written_stays_when_the_form_shows_other_fields(mara: SlackUser) -> None:
    mara.open_form("/journey new")
    mara.person.fill(name="Partner journey")
    mara.choose_value("start", "custom", shows="stages")
    assert mara.form_values()["name"] == "Partner journey"


def test_an_objective_of_two_thousand_characters_is_saved_and_the_map_is_shown(
    pair: RunningPair, mara: SlackUser
) -> None:
    for name in ("Awareness", "Consideration", "Decision", "Onboarding", "Retention", "Loyalty"):
        mara.open_form("/journey stages", "Edit", of=name)
        mara.save_form(objective=LONG, milestone=LONG)
        assert stage(pair, name).objective == LONG
    before = len(mara.visible_messages())
    assert "Objective: Customers want this & <that>." in mara.read_answer("/journey map")
    assert mara.newest_picture(after=before)


@pytest.mark.parametrize(
    ("filled", "physical"), [({}, [False, True]), ({"physical": "digital"}, [False, False])]
)
def test_a_touchpoint_is_what_its_channel_usually_is_unless_somebody_says_otherwise(
    pair: RunningPair, mara: SlackUser, filled: dict[str, str], physical: list[bool]
) -> None:
    mara.open_form("/journey touchpoints", "Add one")
    mara.save_form(name="Invoice", stage="decision", channel="email")
    found = [touchpoint.physical for touchpoint in parts(pair).touchpoints]
    mara.open_form("/journey touchpoints", "Edit", of="Invoice")
    mara.save_form(channel="print", **filled)
    found += [touchpoint.physical for touchpoint in parts(pair).touchpoints]
    assert found == physical
    mara.open_form("/journey touchpoints", "Edit", of="Invoice")
    assert mara.form_values()["physical"] == filled.get("physical")


def test_a_milestone_reached_tomorrow_is_refused_beside_its_day(mara: SlackUser) -> None:
    mara.open_form("/journey stages", "Edit", of="Loyalty")
    mara.choose_value("milestone_state", "reached", shows="milestone_since")
    errors = mara.submit_form(milestone_since="2026-08-16")
    assert errors == {"milestone_since": "2026-08-16 is in the future."}


def test_a_form_that_finds_the_database_locked_stays_open(
    pair: RunningPair, mara: SlackUser, sqlite_url: URL
) -> None:
    mara.open_form("/journey personas", "Add one")
    other = sqlite3.connect(Path(str(sqlite_url.database)), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    errors = mara.submit_form(name="Clinic owner", goals="A quiet evening")
    other.execute("ROLLBACK")
    other.close()
    assert "did not answer in time" in errors["name"]
    assert mara.form_values()["goals"] == "A quiet evening"
    mara.save_form()
    assert [persona.goals for persona in parts(pair).personas] == ["A quiet evening"]


def test_saving_what_is_there_already_says_that_nothing_was_different(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    assert mara.save_form().startswith("Nothing was different: “Decision”")
    assert pair.waymark.services.map.history(pair.workspace, journey(pair)).versions == ()
