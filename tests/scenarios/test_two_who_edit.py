"""Two people change the same part of a map at once, and neither loses a word."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, parts, stage


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 15)) as made:
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """The one who is slower."""
    return SlackUser(bench, "mara")


@pytest.fixture
def tomas(bench: RunningPair) -> SlackUser:
    """The one who is faster."""
    return SlackUser(bench, "tomas")


def named(hands: SlackUser) -> list[str]:
    """Who is named in the form in front of somebody."""
    return [live["raw"] for live in hands.form()["live"]]


def test_the_second_sees_what_the_first_changed_and_keeps_their_own_words(
    bench: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.opens("/journey stages", "Edit", of="Decision")
    tomas.opens("/journey stages", "Edit", of="Decision")
    tomas.saves(objective="Tomas' objective & <more>", owner="U0PRIYA")

    assert mara.submits(objective="Mara's objective", milestone="Mara's milestone") == {}
    form = mara.form()
    said = shown(form["blocks"])
    assert "Someone changed this while you were writing." in said
    assert "objective: “Tomas' objective & <more>”" in said
    assert named(mara) == ["U0TOMAS"]
    held = mara.held()
    assert (held["objective"], held["milestone"]) == ("Mara's objective", "Mara's milestone")
    assert stage(bench, "Decision").objective == "Tomas' objective & <more>"

    mara.saves()
    kept = stage(bench, "Decision")
    assert (kept.objective, kept.milestone) == ("Mara's objective", "Mara's milestone")
    told = mara.reads("/journey history")
    assert "objective: Tomas' objective & <more> → Mara's objective" in told


def test_whoever_changes_it_once_more_is_shown_too(mara: SlackUser, tomas: SlackUser) -> None:
    mara.opens("/journey stages", "Edit", of="Decision")
    for objective in ("Once", "Twice"):
        tomas.opens("/journey stages", "Edit", of="Decision")
        tomas.saves(objective=objective)
        assert mara.submits(objective="Mine") == {}
        assert f"objective: “{objective}”" in shown(mara.form()["blocks"])
    mara.saves()


def test_what_another_changed_elsewhere_is_in_nobodys_way(
    bench: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.opens("/journey stages", "Edit", of="Decision")
    tomas.opens("/journey stages", "Edit", of="Loyalty")
    tomas.saves(objective="Elsewhere")
    mara.saves(objective="Here")
    assert stage(bench, "Decision").objective == "Here"
    assert stage(bench, "Loyalty").objective == "Elsewhere"


def test_saving_a_card_leaves_the_stage_where_somebody_else_has_moved_others(
    bench: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.opens("/journey stages", "Edit", of="Decision")
    tomas.opens("/journey stages", "Edit", of="Loyalty")
    tomas.saves(position="0")
    order = [stage.name for stage in parts(bench).journey.stages]
    assert order[:4] == ["Loyalty", "Awareness", "Consideration", "Decision"]
    assert "place" not in mara.saves(objective="Sign within a week")
    assert [stage.name for stage in parts(bench).journey.stages] == order


def test_a_place_that_was_chosen_is_still_chosen_where_the_stage_went_there_meanwhile(
    bench: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.opens("/journey stages", "Edit", of="Decision")
    tomas.opens("/journey stages", "Edit", of="Decision")
    tomas.saves(position="0")
    assert mara.submits(objective="Mine", position="0") == {}
    assert mara.held()["position"] == "0"
    mara.saves()
    assert parts(bench).journey.stages[0].objective == "Mine"


def test_a_stage_that_is_added_comes_last_though_another_was_added_meanwhile(
    bench: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.opens("/journey stages", "Add one")
    tomas.opens("/journey stages", "Add one")
    tomas.saves(name="Renewal")
    mara.saves(name="Farewell")
    assert [stage.name for stage in parts(bench).journey.stages][-2:] == ["Renewal", "Farewell"]


def test_a_form_that_showed_other_fields_meanwhile_still_notices(
    mara: SlackUser, tomas: SlackUser
) -> None:
    mara.opens("/journey stages", "Edit", of="Decision")
    tomas.opens("/journey stages", "Edit", of="Decision")
    tomas.saves(objective="Theirs")
    mara.chooses("milestone_state", "reached", shows="milestone_since")
    assert mara.submits(objective="Mine") == {}
    assert "objective: “Theirs”" in shown(mara.form()["blocks"])
    assert mara.held()["objective"] == "Mine"
    assert mara.held()["milestone_state"] == "reached"


def test_a_part_somebody_archived_meanwhile_is_said_to_be(
    bench: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.opens("/journey personas", "Add one")
    mara.saves(name="Clinic owner")
    mara.opens("/journey personas", "Edit", of="Clinic owner")
    tomas.opens("/journey personas", "Edit", of="Clinic owner")
    tomas.person.click_in_modal("archive_part.0")
    assert "is archived, not deleted" in tomas.refused_form()
    assert mara.submits(goals="Mine") == {}
    assert "archived it" in shown(mara.form()["blocks"])
    assert mara.held()["goals"] == "Mine"
    assert [persona.goals for persona in parts(bench).personas] == [None]
