"""The Home tab: somebody's journeys at a glance, and what waits for them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported, journey
from tests.scenarios.waiting import until


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter, not used yet."""
    with running(sqlite_url, StandingClock(2026, 8, 15)) as made:
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


def elements(hands: SlackUser, kind: str) -> list[dict[str, Any]]:
    """The elements of that type in somebody's Home."""
    view = hands.person.home()
    assert view is not None
    found = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    rows = (block["elements"] for block in view["blocks"] if block["type"] == "actions")
    return [e for e in (*found, *(e for row in rows for e in row)) if e["type"] == kind]


def clicks(hands: SlackUser, text: str) -> None:
    """Press a button of the Home."""
    button = next(b for b in elements(hands, "button") if b["text"]["text"] == text)
    hands.person.click_in_home(button["action_id"], button["value"])


def test_before_the_first_use_it_welcomes_and_makes_nothing(
    bench: RunningPair, mara: SlackUser
) -> None:
    said = mara.home()
    assert "Keep your customer journey map alive" in said
    assert "Create a journey" in said
    assert bench.waymark.storage.workspaces_with("buyer") == []


def test_the_first_note_can_be_written_from_there(bench: RunningPair, mara: SlackUser) -> None:
    mara.home()
    clicks(mara, "Pain point")
    until(lambda: "Retention" in json.dumps(mara.form()))
    assert mara.submits(text="the invite lands in spam", stage="onboarding") == {}
    assert "2026-Q3 so far: 1 note" in mara.home_shows(has="so far")
    assert until(mara.direct)[0]["text"].startswith("Saved a pain point in Onboarding")
    assert [note["stage"] for note in exported(bench)] == ["onboarding"]


def play(mara: SlackUser) -> None:
    """Notes in two stages, one KPI on target and one off, a stage that Mara owns."""
    mara.types("/touchpoint decision: a good demo feeling:happy")
    mara.types("/painpoint onboarding: the invite lands in spam feeling:frustrated")
    mara.types("/kpi decision.trial-to-paid 24% target:22%")
    mara.types("/kpi onboarding.activation 40% target:60%")
    mara.types("/kpi retention.churn 3% target:2% on:2026-05-02")
    mara.opens("/journey stages", "Edit", of="Onboarding")
    mara.saves(owner="U0MARA")


def test_it_shows_moods_kpis_blind_spots_ones_stages_and_the_next_review(mara: SlackUser) -> None:
    play(mara)
    said = mara.home(has="so far")
    assert "2026-Q3 so far: 2 notes · next review 1 Oct 2026" in said
    assert "Decision  +0.50 positive, 1 note" in said
    assert "Onboarding of Buyer journey: −1.00 negative, 1 note" in said
    assert said.index("Your stages") < said.index("2026-Q3 so far")
    assert "✅ 1 on target · 🔻 1 off target: Onboarding: activation" in said
    assert "❔ 1 without a reading this quarter" in said
    assert "no notes in Awareness, Consideration, Retention, Loyalty" in said
    assert "no owner for Awareness, Consideration, Decision, Retention, Loyalty" in said


def test_somebody_who_owns_nothing_has_no_stages_of_their_own(
    bench: RunningPair, mara: SlackUser
) -> None:
    play(mara)
    said = SlackUser(bench, "tomas").home(has="so far")
    assert "Your stages" not in said
    assert "Settings" in said


def test_unsorted_notes_are_placed_from_there_until_none_is_left(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types("/painpoint chekout: the coupon & <b>code</b> is refused")
    mara.types("/painpoint nosuchstage: nobody answers")
    said = mara.home(has="2 notes to place")
    assert "the coupon & <b>code</b> is refused" in said
    menus = elements(mara, "static_select")
    assert len(menus) == 2
    newest = menus[0]
    chosen = next(o for o in newest["options"] if o["text"]["text"] == "Retention")
    mara.person.click_in_home(newest["action_id"], chosen["value"])
    assert "nobody answers" not in mara.home_shows(has="1 note to place")
    (last,) = elements(mara, "static_select")
    mara.person.click_in_home(last["action_id"], last["options"][0]["value"])
    until(lambda: "to place" not in mara.home_shows(has="so far"))
    stages = {note["text"]: note["stage"] for note in exported(bench)}
    assert sorted(stage for stage in stages.values() if stage) == ["awareness", "retention"]


def test_a_note_that_cannot_be_placed_any_more_is_told_in_a_direct_message(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types("/painpoint chekout: the coupon is refused")
    mara.home(has="1 note to place")
    (menu,) = elements(mara, "static_select")
    tomas = SlackUser(bench, "tomas")
    tomas.opens("/journey stages", "Edit", of="Loyalty")
    tomas.saves(name="Advocacy")
    mara.person.click_in_home(menu["action_id"], menu["options"][-1]["value"])
    told = until(mara.direct)[0]
    assert "There is no stage “loyalty” any more. The note stays where it is" in told["text"]
    assert exported(bench)[0]["stage"] is None


def test_what_one_changes_shows_in_ones_own_home_at_once(mara: SlackUser) -> None:
    mara.types("/journey map")
    mara.home(has="Buyer journey")
    clicks(mara, "Edit")
    mara.form()
    assert mara.submits(name="Clinic journey") == {}
    mara.home_shows(has="Clinic journey")


def test_nobody_elses_home_is_published_for_it(bench: RunningPair, mara: SlackUser) -> None:
    play(mara)
    bench.slack.settle()
    assert bench.slack.calls("views.publish") == []


def test_the_map_is_shown_in_a_direct_message_with_its_picture(mara: SlackUser) -> None:
    mara.types("/touchpoint decision: a good demo")
    mara.home(has="Show the map")
    clicks(mara, "Show the map")
    words, image = until(lambda: mara.direct() if len(mara.direct()) == 2 else None)
    assert words["text"].startswith("Buyer journey, 2026-Q3 so far")
    assert [block["type"] for block in image["blocks"]] == ["image"]


def test_every_journey_of_the_workspace_is_there(bench: RunningPair, mara: SlackUser) -> None:
    mara.types("/journey map")
    mara.opens("/journey new")
    mara.saves(name="Care journey", start="customer-success")
    said = mara.home(has="Care journey")
    assert said.index("Buyer journey") < said.index("Care journey")
    assert len([b for b in elements(mara, "button") if b["text"]["text"] == "Show the map"]) == 2
    assert journey(bench, "care-journey").owner == "U0MARA"


def test_a_first_journey_of_ones_own_can_be_begun_from_there(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.home()
    clicks(mara, "Create a journey")
    mara.form()
    mara.person.close()
    assert bench.waymark.storage.workspaces_with("buyer") == []
    clicks(mara, "Create a journey")
    mara.form()
    assert mara.submits(name="Care journey", start="customer-success") == {}
    mara.home_shows(has="Care journey")
    assert journey(bench, "care-journey").is_default
