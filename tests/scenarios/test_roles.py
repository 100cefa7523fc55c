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
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace whose buyer journey nobody owns yet."""
    calm = Settings(rate_limit=False)
    with running(sqlite_url, StandingClock(2026, 8, 15), sandbox=calm) as made:
        SlackUser(made, "mara").types("/touchpoint decision: a good demo")
        yield made


@pytest.fixture
def owned(bench: RunningPair) -> RunningPair:
    """The same, once Priya owns the journey."""
    mara = SlackUser(bench, "mara")
    mara.opens("/journey edit")
    mara.saves(owner="U0PRIYA")
    assert journey(bench).owner == "U0PRIYA"
    return bench


@pytest.mark.parametrize("who", ["mara", "tomas"])
def test_what_nobody_owns_every_member_may_change(bench: RunningPair, who: str) -> None:
    hands = SlackUser(bench, who)
    hands.opens("/journey stages", "Edit", of="Decision")
    hands.saves(objective=f"by {who}")
    assert stage(bench, "Decision").objective == f"by {who}"


@pytest.mark.parametrize("who", ["mara", "priya"])
def test_admins_and_the_owner_may_change_what_is_owned(owned: RunningPair, who: str) -> None:
    hands = SlackUser(owned, who)
    hands.opens("/journey stages", "Edit", of="Decision")
    hands.saves(objective=f"by {who}")
    assert stage(owned, "Decision").objective == f"by {who}"


def test_other_members_see_the_map_but_no_button_to_change_it(owned: RunningPair) -> None:
    tomas = SlackUser(owned, "tomas")
    for what in ("stages", "personas", "touchpoints", "kpis"):
        blocks = tomas.types(f"/journey {what}")["blocks"]
        assert "Edit" not in json.dumps(blocks)
        assert "Add one" not in json.dumps(blocks)


@pytest.mark.parametrize("command", ["/journey edit", "/journey settings"])
def test_a_form_says_so_instead_of_asking_for_anything(owned: RunningPair, command: str) -> None:
    tomas = SlackUser(owned, "tomas")
    tomas.types(command)
    assert OWNERS_ONLY in tomas.refused_form()


def test_a_button_that_was_there_before_somebody_owned_it_opens_a_refusal(
    bench: RunningPair,
) -> None:
    tomas, mara = SlackUser(bench, "tomas"), SlackUser(bench, "mara")
    tomas.types("/journey stages")
    mara.opens("/journey edit")
    mara.saves(owner="U0PRIYA")
    tomas.presses("Edit", of="Decision")
    assert OWNERS_ONLY in tomas.refused_form()


def test_a_form_that_was_open_before_is_refused_and_keeps_what_was_written(
    bench: RunningPair,
) -> None:
    tomas, mara = SlackUser(bench, "tomas"), SlackUser(bench, "mara")
    tomas.opens("/journey stages", "Edit", of="Decision")
    mara.opens("/journey edit")
    mara.saves(owner="U0PRIYA")
    assert OWNERS_ONLY in tomas.submits(objective="mine")["name"]
    assert tomas.held()["objective"] == "mine"
    assert stage(bench, "Decision").objective is None


def test_members_may_again_where_the_settings_say_so(owned: RunningPair) -> None:
    priya, tomas = SlackUser(owned, "priya"), SlackUser(owned, "tomas")
    priya.opens("/journey settings")
    priya.saves(editors="members")
    tomas.opens("/journey stages", "Edit", of="Decision")
    tomas.saves(objective="by tomas")


def test_other_members_still_add_notes_and_readings_but_set_no_target(owned: RunningPair) -> None:
    tomas = SlackUser(owned, "tomas")
    assert "Saved a pain point" in tomas.reads("/painpoint decision: the quote took days")
    assert "18.4%" in tomas.reads("/kpi decision.trial-to-paid 18.4%")
    assert OWNERS_ONLY in tomas.reads("/kpi decision.trial-to-paid 19% target:22%")
    assert [kpi.target for kpi in parts(owned).kpis] == [None]


def test_the_home_offers_other_members_only_the_map(owned: RunningPair) -> None:
    tomas = SlackUser(owned, "tomas")
    tomas.home(has="Buyer journey")
    assert "Settings" not in json.dumps(tomas.person.home())
    assert "Show the map" in json.dumps(tomas.person.home())


# Guests


@pytest.fixture
def guest(bench: RunningPair) -> SlackUser:
    """A guest, who is in #general alone; the journey's home is another channel."""
    return SlackUser(bench, "gus", "general")


@pytest.mark.parametrize(
    "typed",
    ["/painpoint decision: x", "/journey map", "/journey notes", "/kpi nps 4", "/journey stages"],
)
def test_a_guest_reaches_nothing_from_a_channel_of_no_journey(
    bench: RunningPair, guest: SlackUser, typed: str
) -> None:
    assert "Guests can use Waymark in channels that belong to a journey" in guest.reads(typed)
    assert len(exported(bench)) == 1


def test_a_guest_adds_notes_in_a_channel_that_belongs_to_a_journey(
    bench: RunningPair, guest: SlackUser
) -> None:
    SlackUser(bench, "mara", "general").types("/journey use buyer")
    assert "Saved a pain point in Decision" in guest.reads("/painpoint decision: no answer")
    assert guest.reads("/journey map").startswith("Buyer journey")
    assert len(exported(bench)) == 2


def test_a_guest_changes_no_map_even_there(bench: RunningPair, guest: SlackUser) -> None:
    SlackUser(bench, "mara", "general").types("/journey use buyer")
    assert "Edit" not in json.dumps(guest.types("/journey stages")["blocks"])
    guest.types("/journey edit")
    assert "Guests can add notes, but not change the map" in guest.refused_form()
    assert "Guests cannot choose" in guest.reads("/journey use buyer")
    assert "Guests can" in guest.reads("/journey list")


def test_a_guest_is_not_asked_for_a_new_journey_nor_shown_the_others(
    bench: RunningPair, guest: SlackUser
) -> None:
    SlackUser(bench, "mara", "general").types("/journey use buyer")
    guest.types("/journey new")
    assert "Guests cannot create journeys" in guest.refused_form()
    assert "Copy of" not in json.dumps(guest.person.modals())


def test_a_guest_reaches_no_other_journey_than_the_channels(
    bench: RunningPair, guest: SlackUser
) -> None:
    mara = SlackUser(bench, "mara")
    SlackUser(bench, "mara", "general").types("/journey use buyer")
    mara.opens("/journey new")
    mara.saves(name="Secret journey")
    for typed in ("/journey stages secret-journey", "/journey history secret-journey"):
        assert "Guests can use Waymark in channels" in guest.reads(typed)
    shown_map = guest.reads("/journey map secret-journey")
    assert "is not a journey, persona" in shown_map
    told = guest.reads("/painpoint secret-journey/purchase: let me in")
    assert "Secret journey" not in told
    assert exported(bench, "secret-journey") == []


def test_the_home_of_a_guest_says_what_a_guest_can_do_and_no_more(
    bench: RunningPair, guest: SlackUser
) -> None:
    assert "You are a guest here" in guest.home()
    assert "Buyer journey" not in guest.home()


# Slack does not say who somebody is


FAULTS: list[dict[str, Any]] = [
    {"kind": "error", "error": "missing_scope", "times": 20},
    {"kind": "status", "status": 500, "times": 20},
    {"kind": "hang", "seconds": 5.0, "times": 20},
]


@pytest.mark.parametrize("fault", FAULTS, ids=["scope", "broken", "slow"])
def test_notes_are_saved_and_edits_refused_with_what_to_do(
    bench: RunningPair, fault: dict[str, Any]
) -> None:
    bench.slack.fault("users.info", **fault)
    tomas = SlackUser(bench, "tomas")
    assert "Saved a pain point in Decision" in tomas.reads("/painpoint decision: too slow")
    assert "18%" in tomas.reads("/kpi decision.trial-to-paid 18%")
    assert tomas.reads("/journey map").startswith("Buyer journey")
    tomas.types("/journey edit")
    said = tomas.refused_form()
    assert "Slack did not say whether you may change this map" in said
    assert "users:read" in said
    assert len(exported(bench)) == 2


def test_the_owner_needs_no_word_of_slack(owned: RunningPair) -> None:
    owned.slack.fault("users.info", "error", error="missing_scope", times=20)
    priya = SlackUser(owned, "priya")
    priya.opens("/journey stages", "Edit", of="Decision")
    priya.saves(objective="by priya")
    assert stage(owned, "Decision").objective == "by priya"


def test_the_home_comes_all_the_same(bench: RunningPair) -> None:
    bench.slack.fault("users.info", "error", error="missing_scope", times=20)
    tomas = SlackUser(bench, "tomas")
    assert "2026-Q3 so far: 1 note" in tomas.home(has="so far")
    until(lambda: "Show the map" in shown(tomas.person.home()["blocks"]))  # type: ignore[index]
