"""The Home tab: somebody's journeys at a glance, and what waits for them."""

import json
from typing import Any

from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import SlackUser, exported, journey
from tests.scenarios.waiting import until


def elements(user: SlackUser, kind: str) -> list[dict[str, Any]]:
    """The elements of that type in somebody's Home."""
    view = user.person.home()
    assert view is not None
    found = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    rows = (block["elements"] for block in view["blocks"] if block["type"] == "actions")
    return [e for e in (*found, *(e for row in rows for e in row)) if e["type"] == kind]


def click(user: SlackUser, text: str) -> None:
    """Click a button of the Home tab."""
    button = next(b for b in elements(user, "button") if b["text"]["text"] == text)
    user.person.click_in_home(button["action_id"], button["value"])


def test_before_the_first_use_it_welcomes_and_makes_nothing(
    pair: RunningPair, mara: SlackUser
) -> None:
    answer = mara.open_home()
    assert "I keep your customer journey map up to date" in answer
    assert "Create a journey" in answer
    assert pair.waymark.storage.workspaces_with("buyer") == []


def test_the_first_note_can_be_written_from_there(pair: RunningPair, mara: SlackUser) -> None:
    mara.open_home()
    click(mara, "Write a note")
    until(lambda: "Retention" in json.dumps(mara.form()))
    assert mara.submit_form(text="the invite lands in spam", stage="onboarding") == {}
    assert "2026-Q3 so far: 1 note" in mara.read_home(has="so far")
    assert until(mara.direct_messages)[0]["text"].startswith("Saved a pain point in Onboarding")
    assert [note["stage"] for note in exported(pair)] == ["onboarding"]


def fill_journey(mara: SlackUser) -> None:
    """Save notes in two stages, a KPI on target and one off, and a stage that Mara owns."""
    mara.type_command("/touchpoint decision: a good demo feeling:happy")
    mara.type_command("/painpoint onboarding: the invite lands in spam feeling:frustrated")
    mara.type_command("/kpi decision.trial-to-paid 24% target:22%")
    mara.type_command("/kpi onboarding.activation 40% target:60%")
    mara.type_command("/kpi retention.churn 3% target:2% on:2026-05-02")
    mara.open_form("/journey stages", "Edit", of="Onboarding")
    mara.save_form(owner="U0MARA")


def test_it_shows_moods_kpis_blind_spots_ones_stages_and_the_next_review(mara: SlackUser) -> None:
    fill_journey(mara)
    answer = mara.open_home(has="so far")
    assert "2026-Q3 so far: 2 notes · next review 1 Oct 2026" in answer
    assert "Decision  net mood +100, 1 note" in answer
    assert "Onboarding of Buyer journey: net mood −100, 1 note" in answer
    assert answer.index("Your stages") < answer.index("2026-Q3 so far")
    assert "✅ 1 on target · 🔻 1 off target: Onboarding: activation" in answer
    assert "❔ 1 without a reading this quarter" in answer
    assert "no notes in Awareness, Consideration, Retention, Loyalty" in answer
    assert "no owner for Awareness, Consideration, Decision, Retention, Loyalty" in answer


def test_somebody_who_owns_nothing_has_no_stages_of_their_own(
    pair: RunningPair, mara: SlackUser
) -> None:
    fill_journey(mara)
    answer = SlackUser(pair, "tomas").open_home(has="so far")
    assert "Your stages" not in answer
    assert "Settings" in answer


def test_unsorted_notes_are_placed_from_there_until_none_is_left(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command("/painpoint chekout: the coupon & <b>code</b> is refused")
    mara.type_command("/painpoint nosuchstage: nobody answers")
    answer = mara.open_home(has="2 notes to place")
    assert "the coupon & <b>code</b> is refused" in answer
    menus = elements(mara, "static_select")
    assert len(menus) == 2
    newest = menus[0]
    chosen = next(o for o in newest["options"] if o["text"]["text"] == "Retention")
    mara.person.click_in_home(newest["action_id"], chosen["value"])
    assert "nobody answers" not in mara.read_home(has="1 note to place")
    (last,) = elements(mara, "static_select")
    mara.person.click_in_home(last["action_id"], last["options"][0]["value"])
    until(lambda: "to place" not in mara.read_home(has="so far"))
    stages = {note["text"]: note["stage"] for note in exported(pair)}
    assert sorted(stage for stage in stages.values() if stage) == ["awareness", "retention"]


def test_a_note_that_can_no_longer_be_sorted_is_reported_directly(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command("/painpoint chekout: the coupon is refused")
    mara.open_home(has="1 note to place")
    (menu,) = elements(mara, "static_select")
    tomas = SlackUser(pair, "tomas")
    tomas.open_form("/journey stages", "Edit", of="Loyalty")
    tomas.save_form(name="Advocacy")
    mara.person.click_in_home(menu["action_id"], menu["options"][-1]["value"])
    message = until(mara.direct_messages)[0]
    assert "There is no stage “loyalty” any more. The note stays where it is" in message["text"]
    assert exported(pair)[0]["stage"] is None


def test_what_one_changes_shows_in_ones_own_home_at_once(mara: SlackUser) -> None:
    mara.type_command("/journey map")
    mara.open_home(has="Buyer journey")
    click(mara, "Edit")
    mara.form()
    assert mara.submit_form(name="Clinic journey") == {}
    mara.read_home(has="Clinic journey")


def test_nobody_elses_home_is_published_for_it(pair: RunningPair, mara: SlackUser) -> None:
    fill_journey(mara)
    pair.slack.settle()
    assert pair.slack.calls("views.publish") == []


def test_the_map_is_shown_in_a_direct_message_with_its_picture(mara: SlackUser) -> None:
    mara.type_command("/touchpoint decision: a good demo")
    mara.open_home(has="Show the map")
    click(mara, "Show the map")
    words, image = until(
        lambda: mara.direct_messages() if len(mara.direct_messages()) == 2 else None
    )
    assert words["text"].startswith("Buyer journey, 2026-Q3 so far")
    assert [block["type"] for block in image["blocks"]] == ["image"]


def test_every_journey_of_the_workspace_is_there(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command("/journey map")
    mara.open_form("/journey new")
    mara.save_form(name="Care journey", start="customer-success")
    answer = mara.open_home(has="Care journey")
    assert answer.index("Buyer journey") < answer.index("Care journey")
    assert len([b for b in elements(mara, "button") if b["text"]["text"] == "Show the map"]) == 2
    assert journey(pair, "care-journey").owner == "U0MARA"


def test_a_first_journey_of_ones_own_can_be_begun_from_there(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_home()
    click(mara, "Create a journey")
    mara.form()
    mara.person.close()
    assert pair.waymark.storage.workspaces_with("buyer") == []
    click(mara, "Create a journey")
    mara.form()
    assert mara.submit_form(name="Care journey", start="customer-success") == {}
    mara.read_home(has="Care journey")
    assert journey(pair, "care-journey").is_default
