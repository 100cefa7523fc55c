"""A workspace with several journeys: begun, meant in channels, archived and restored."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported, journey, parts, stage
from tests.scenarios.waiting import until

ARCHIVE = "archive_part.0"


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with a buyer journey, whose home is another channel."""
    with running(sqlite_url, StandingClock(2026, 8, 15)) as made:
        SlackUser(made, "mara", "leads").types("/journey map")
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


def begin(hands: SlackUser, name: str, start: str = "customer-success", stages: str = "") -> str:
    """Begin a journey by its form."""
    hands.opens("/journey new")
    if start == "custom":
        hands.chooses("start", "custom", shows="stages")
        return hands.saves(name=name, stages=stages)
    return hands.saves(name=name, start=start)


def test_a_journey_begins_from_a_template(bench: RunningPair, mara: SlackUser) -> None:
    told = begin(mara, "Care journey")
    assert told.startswith("Created “Care journey”.")
    kept = journey(bench, "care-journey")
    assert [s.name for s in kept.stages][:2] == ["Purchase", "Onboarding"]
    assert (kept.owner, kept.home_channel, kept.is_default) == ("U0MARA", "C0JOURNEY", False)


def test_a_journey_begins_from_ones_own_stages(bench: RunningPair, mara: SlackUser) -> None:
    begin(mara, "Partner journey", "custom", "Meet\n\n  Trust & <care>  \nSell")
    names = [s.name for s in journey(bench, "partner-journey").stages]
    assert names == ["Meet", "Trust & <care>", "Sell"]


def test_a_journey_begins_as_a_copy_with_the_cards_but_without_the_notes(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types("/painpoint decision: the quote took days")
    mara.opens("/journey stages", "Edit", of="Decision")
    mara.saves(objective="Sign within a week", milestone="One contract", milestone_state="reached")
    mara.opens("/journey personas", "Add one")
    mara.saves(name="Clinic owner")
    begin(mara, "Group journey", "copy:buyer")
    copied = stage(bench, "Decision", "group-journey")
    assert (copied.objective, copied.milestone) == ("Sign within a week", "One contract")
    assert copied.milestone_state.value == "not yet"
    assert [persona.name for persona in parts(bench, "group-journey").personas] == ["Clinic owner"]
    assert exported(bench, "group-journey") == []


@pytest.mark.parametrize("name", ["Buyer journey", "buyer"])
def test_a_journey_needs_a_name_of_its_own(mara: SlackUser, name: str) -> None:
    mara.opens("/journey new")
    assert "There is “Buyer journey” already" in mara.submits(name=name)["name"]


def test_in_a_channel_that_means_a_journey_everything_goes_to_it(
    bench: RunningPair, mara: SlackUser
) -> None:
    begin(mara, "Care journey")
    general = SlackUser(bench, "tomas", "general")
    assert "This channel now uses Care journey" in general.reads("/journey use CARE-JOURNEY")
    assert "in Adoption of Care journey" in general.reads("/painpoint adoption: nobody logs in")
    general.types("/kpi adoption.weekly-users 40%")
    assert general.reads("/journey map").startswith("Care journey, 2026-Q3 so far")
    assert "nobody logs in" in general.reads("/journey notes")
    assert [note["stage"] for note in exported(bench, "care-journey")] == ["adoption"]
    assert [kpi.path for kpi in parts(bench, "care-journey").kpis] == ["adoption.weekly-users"]

    assert mara.reads("/journey map").startswith("Buyer journey, 2026-Q3 so far")
    mara.types("/painpoint care-journey/advocacy: nobody asked them to refer us")
    assert len(exported(bench, "care-journey")) == 2
    assert exported(bench) == []


def test_the_list_shows_them_all_and_which_is_the_default(
    bench: RunningPair, mara: SlackUser
) -> None:
    begin(mara, "Care journey")
    SlackUser(bench, "tomas", "general").types("/journey use care-journey")
    listed = mara.reads("/journey list")
    assert "Key buyer, 6 stages, the default journey" in listed
    assert "Key care-journey, 6 stages, used by one channel" in listed


@pytest.mark.parametrize(("key", "said"), [("nosuch", "no journey “nosuch”"), ("", "Which journ")])
def test_a_journey_that_does_not_exist_cannot_be_meant(
    mara: SlackUser, key: str, said: str
) -> None:
    assert said in mara.reads(f"/journey use {key}")


def test_the_default_journey_offers_no_way_to_be_archived(mara: SlackUser) -> None:
    mara.opens("/journey edit")
    assert "actions" not in {block["type"] for block in mara.form()["blocks"]}
    assert "One journey is always the default" in mara.submits(is_default=[])["is_default"]


def test_another_journey_is_archived_with_its_notes_and_comes_back_with_them(
    bench: RunningPair, mara: SlackUser
) -> None:
    begin(mara, "Care journey")
    general = SlackUser(bench, "mara", "general")
    general.types("/journey use care-journey")
    general.types("/painpoint adoption: nobody logs in")
    mara.opens("/journey edit care-journey")
    mara.person.click_in_modal(ARCHIVE)
    assert "“Care journey” is archived, not deleted" in mara.refused_form()
    mara.person.close()

    refused = mara.reads("/journey stages care-journey")
    assert "is archived; `/journey list` can restore it" in refused
    assert general.reads("/journey map").startswith("Buyer journey")
    assert "Care journey" not in shown(mara.types("/journey list")["blocks"]).replace(
        "Restore Care journey", ""
    )
    before = len(mara.seen())
    mara.presses("Restore Care journey")
    until(lambda: [m for m in mara.seen()[before:] if m["text"].startswith("Restored")])
    assert general.reads("/journey map").startswith("Care journey")
    assert [note["text"] for note in exported(bench, "care-journey")] == ["nobody logs in"]


def test_a_journey_that_was_made_the_default_is_meant_everywhere_else(
    bench: RunningPair, mara: SlackUser
) -> None:
    begin(mara, "Care journey")
    mara.opens("/journey edit care-journey")
    mara.saves(is_default=["yes"], goal="They stay")
    assert not journey(bench, "buyer").is_default
    assert SlackUser(bench, "tomas", "general").reads("/journey map").startswith("Care journey")
    mara.opens("/journey edit buyer")
    mara.person.click_in_modal(ARCHIVE)
    assert "“Buyer journey” is archived" in mara.refused_form()


def test_the_map_of_each_can_be_asked_for_by_its_key(mara: SlackUser) -> None:
    begin(mara, "Partner journey", "custom", "Meet\nSell")
    shown_there = mara.reads("/journey map partner-journey")
    assert shown_there.startswith("Partner journey, 2026-Q3 so far")
    assert "Meet" in shown_there
    assert mara.picture()["blocks"][0]["title"]["text"] == "Partner journey, 2026-Q3 so far"
