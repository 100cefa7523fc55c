"""Who may change a map: admins, its owner, members where it is nobody's; guests never."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import URL

from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported, journey, parts, stage
from tests.scenarios.waiting import until

OWNERS_ONLY = "Only its owner and the workspace's admins change the map of Buyer journey."


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace whose buyer journey nobody owns yet."""
    calm = Settings(rate_limit=False)
    with running(sqlite_url, StandingClock(2026, 8, 15), sandbox=calm) as pair:
        SlackUser(pair, "mara").type_command("/touchpoint decision: a good demo")
        yield pair


@pytest.fixture
def owned_pair(pair: RunningPair) -> RunningPair:
    """The same, with Priya as owner of the journey."""
    mara = SlackUser(pair, "mara")
    mara.open_form("/journey edit")
    mara.save_form(owner="U0PRIYA")
    assert journey(pair).owner == "U0PRIYA"
    return pair


@pytest.mark.parametrize("who", ["mara", "tomas"])
def test_what_nobody_owns_every_member_may_change(pair: RunningPair, who: str) -> None:
    user = SlackUser(pair, who)
    user.open_form("/journey stages", "Edit", of="Decision")
    user.save_form(objective=f"by {who}")
    assert stage(pair, "Decision").objective == f"by {who}"


@pytest.mark.parametrize("who", ["mara", "priya"])
def test_admins_and_the_owner_may_change_what_is_owned(owned_pair: RunningPair, who: str) -> None:
    user = SlackUser(owned_pair, who)
    user.open_form("/journey stages", "Edit", of="Decision")
    user.save_form(objective=f"by {who}")
    assert stage(owned_pair, "Decision").objective == f"by {who}"


def test_other_members_see_the_map_but_no_button_to_change_it(owned_pair: RunningPair) -> None:
    tomas = SlackUser(owned_pair, "tomas")
    for what in ("stages", "personas", "touchpoints", "kpis"):
        blocks = tomas.type_command(f"/journey {what}")["blocks"]
        assert "Edit" not in json.dumps(blocks)
        assert "Add one" not in json.dumps(blocks)


@pytest.mark.parametrize("command", ["/journey edit", "/journey settings"])
def test_a_form_says_so_instead_of_asking_for_anything(
    owned_pair: RunningPair, command: str
) -> None:
    tomas = SlackUser(owned_pair, "tomas")
    tomas.type_command(command)
    assert OWNERS_ONLY in tomas.form_refusal()


def test_a_button_that_was_there_before_somebody_owned_it_opens_a_refusal(
    pair: RunningPair,
) -> None:
    tomas, mara = SlackUser(pair, "tomas"), SlackUser(pair, "mara")
    tomas.type_command("/journey stages")
    mara.open_form("/journey edit")
    mara.save_form(owner="U0PRIYA")
    tomas.press_button("Edit", of="Decision")
    assert OWNERS_ONLY in tomas.form_refusal()


def test_a_form_that_was_open_before_is_refused_and_keeps_what_was_written(
    pair: RunningPair,
) -> None:
    tomas, mara = SlackUser(pair, "tomas"), SlackUser(pair, "mara")
    tomas.open_form("/journey stages", "Edit", of="Decision")
    mara.open_form("/journey edit")
    mara.save_form(owner="U0PRIYA")
    assert OWNERS_ONLY in tomas.submit_form(objective="mine")["name"]
    assert tomas.form_values()["objective"] == "mine"
    assert stage(pair, "Decision").objective is None


def test_members_may_again_where_the_settings_say_so(owned_pair: RunningPair) -> None:
    priya, tomas = SlackUser(owned_pair, "priya"), SlackUser(owned_pair, "tomas")
    priya.open_form("/journey settings")
    priya.save_form(editors="members")
    tomas.open_form("/journey stages", "Edit", of="Decision")
    tomas.save_form(objective="by tomas")


def test_other_members_still_add_notes_and_readings_but_set_no_target(
    owned_pair: RunningPair,
) -> None:
    tomas = SlackUser(owned_pair, "tomas")
    assert "Saved a pain point" in tomas.read_answer("/painpoint decision: the quote took days")
    assert "18.4%" in tomas.read_answer("/kpi decision.trial-to-paid 18.4%")
    assert OWNERS_ONLY in tomas.read_answer("/kpi decision.trial-to-paid 19% target:22%")
    assert [kpi.target for kpi in parts(owned_pair).kpis] == [None]


def test_the_home_offers_other_members_only_the_map(owned_pair: RunningPair) -> None:
    tomas = SlackUser(owned_pair, "tomas")
    tomas.open_home(has="Buyer journey")
    assert "Settings" not in json.dumps(tomas.person.home())
    assert "Show the map" in json.dumps(tomas.person.home())


# Guests


@pytest.fixture
def guest(pair: RunningPair) -> SlackUser:
    """A guest, who is in #general alone; the journey's home is another channel."""
    return SlackUser(pair, "gus", "general")


@pytest.mark.parametrize(
    "typed",
    ["/painpoint decision: x", "/journey map", "/journey notes", "/kpi nps 4", "/journey stages"],
)
def test_a_guest_reaches_nothing_from_a_channel_of_no_journey(
    pair: RunningPair, guest: SlackUser, typed: str
) -> None:
    assert "Guests can use Waymark in channels that belong to a journey" in guest.read_answer(typed)
    assert len(exported(pair)) == 1


def test_a_guest_adds_notes_in_a_channel_that_belongs_to_a_journey(
    pair: RunningPair, guest: SlackUser
) -> None:
    SlackUser(pair, "mara", "general").type_command("/journey use buyer")
    assert "Saved a pain point in Decision" in guest.read_answer("/painpoint decision: no answer")
    assert guest.read_answer("/journey map").startswith("Buyer journey")
    assert len(exported(pair)) == 2


def test_a_guest_changes_no_map_even_there(pair: RunningPair, guest: SlackUser) -> None:
    SlackUser(pair, "mara", "general").type_command("/journey use buyer")
    assert "Edit" not in json.dumps(guest.type_command("/journey stages")["blocks"])
    guest.type_command("/journey edit")
    assert "Guests can add notes, but not change the map" in guest.form_refusal()
    assert "Guests cannot choose" in guest.read_answer("/journey use buyer")
    assert "Guests can" in guest.read_answer("/journey list")


def test_a_guest_is_not_asked_for_a_new_journey_nor_shown_the_others(
    pair: RunningPair, guest: SlackUser
) -> None:
    SlackUser(pair, "mara", "general").type_command("/journey use buyer")
    guest.type_command("/journey new")
    assert "Guests cannot create journeys" in guest.form_refusal()
    assert "Copy of" not in json.dumps(guest.person.modals())


def test_a_guest_reaches_no_other_journey_than_the_channels(
    pair: RunningPair, guest: SlackUser
) -> None:
    mara = SlackUser(pair, "mara")
    SlackUser(pair, "mara", "general").type_command("/journey use buyer")
    mara.open_form("/journey new")
    mara.save_form(name="Secret journey")
    for typed in ("/journey stages secret-journey", "/journey history secret-journey"):
        assert "Guests can use Waymark in channels" in guest.read_answer(typed)
    shown_map = guest.read_answer("/journey map secret-journey")
    assert "is not a journey, persona" in shown_map
    answer = guest.read_answer("/painpoint secret-journey/purchase: let me in")
    assert "Secret journey" not in answer
    assert exported(pair, "secret-journey") == []


def test_the_home_of_a_guest_says_what_a_guest_can_do_and_no_more(
    pair: RunningPair, guest: SlackUser
) -> None:
    assert "You are a guest here" in guest.open_home()
    assert "Buyer journey" not in guest.open_home()


# Slack does not say who somebody is


FAULTS: list[dict[str, Any]] = [
    {"kind": "error", "error": "missing_scope", "times": 20},
    {"kind": "status", "status": 500, "times": 20},
    {"kind": "hang", "seconds": 5.0, "times": 20},
]


@pytest.mark.parametrize("fault", FAULTS, ids=["scope", "broken", "slow"])
def test_notes_are_saved_and_edits_refused_with_what_to_do(
    pair: RunningPair, fault: dict[str, Any]
) -> None:
    pair.slack.fault("users.info", **fault)
    tomas = SlackUser(pair, "tomas")
    assert "Saved a pain point in Decision" in tomas.read_answer("/painpoint decision: too slow")
    assert "18%" in tomas.read_answer("/kpi decision.trial-to-paid 18%")
    assert tomas.read_answer("/journey map").startswith("Buyer journey")
    tomas.type_command("/journey edit")
    answer = tomas.form_refusal()
    assert "Slack did not say whether you may change this map" in answer
    assert "users:read" in answer
    assert len(exported(pair)) == 2


def test_the_owner_needs_no_word_of_slack(owned_pair: RunningPair) -> None:
    owned_pair.slack.fault("users.info", "error", error="missing_scope", times=20)
    priya = SlackUser(owned_pair, "priya")
    priya.open_form("/journey stages", "Edit", of="Decision")
    priya.save_form(objective="by priya")
    assert stage(owned_pair, "Decision").objective == "by priya"


def test_the_home_comes_all_the_same(pair: RunningPair) -> None:
    pair.slack.fault("users.info", "error", error="missing_scope", times=20)
    tomas = SlackUser(pair, "tomas")
    assert "2026-Q3 so far: 1 note" in tomas.open_home(has="so far")
    until(lambda: "Show the map" in shown(tomas.person.home()["blocks"]))  # type: ignore[index]
