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
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with a buyer journey, whose home is another channel."""
    with running(sqlite_url, StandingClock(2026, 8, 15)) as pair:
        SlackUser(pair, "mara", "leads").type_command("/journey map")
        yield pair


@pytest.fixture(scope="module")
def shared_pair(shared_sqlite_url: URL) -> Iterator[RunningPair]:
    """The same for all tests that at most begin a journey of their own."""
    with running(shared_sqlite_url, StandingClock(2026, 8, 15)) as pair:
        SlackUser(pair, "mara", "leads").type_command("/journey map")
        yield pair


@pytest.fixture
def shared_mara(shared_pair: RunningPair) -> Iterator[SlackUser]:
    """An admin of the shared workspace, with no form open."""
    user = SlackUser(shared_pair, "mara")
    yield user
    while user.person.modals():
        user.person.close()


def begin(user: SlackUser, name: str, start: str = "customer-success", stages: str = "") -> str:
    """Begin a journey by its form."""
    user.open_form("/journey new")
    if start == "custom":
        user.choose_value("start", "custom", shows="stages")
        return user.save_form(name=name, stages=stages)
    return user.save_form(name=name, start=start)


def test_a_journey_begins_from_a_template(shared_pair: RunningPair, shared_mara: SlackUser) -> None:
    answer = begin(shared_mara, "Care journey")
    assert answer.startswith("Created “Care journey”.")
    saved = journey(shared_pair, "care-journey")
    assert [s.name for s in saved.stages][:2] == ["Purchase", "Onboarding"]
    assert (saved.owner, saved.home_channel, saved.is_default) == ("U0MARA", "C0JOURNEY", False)


def test_a_journey_begins_from_ones_own_stages(
    shared_pair: RunningPair, shared_mara: SlackUser
) -> None:
    begin(shared_mara, "Partner journey", "custom", "Meet\n\n  Trust & <care>  \nSell")
    names = [s.name for s in journey(shared_pair, "partner-journey").stages]
    assert names == ["Meet", "Trust & <care>", "Sell"]


def test_a_journey_begins_as_a_copy_with_the_cards_but_without_the_notes(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command("/painpoint decision: the quote took days")
    mara.open_form("/journey stages", "Edit", of="Decision")
    mara.save_form(
        objective="Sign within a week", milestone="One contract", milestone_state="reached"
    )
    mara.open_form("/journey personas", "Add one")
    mara.save_form(name="Clinic owner")
    begin(mara, "Group journey", "copy:buyer")
    copied = stage(pair, "Decision", "group-journey")
    assert (copied.objective, copied.milestone) == ("Sign within a week", "One contract")
    assert copied.milestone_state.value == "not yet"
    assert [persona.name for persona in parts(pair, "group-journey").personas] == ["Clinic owner"]
    assert exported(pair, "group-journey") == []


@pytest.mark.parametrize("name", ["Buyer journey", "buyer"])
def test_a_journey_needs_a_name_of_its_own(shared_mara: SlackUser, name: str) -> None:
    shared_mara.open_form("/journey new")
    assert "There is “Buyer journey” already" in shared_mara.submit_form(name=name)["name"]


def test_in_a_channel_that_means_a_journey_everything_goes_to_it(
    pair: RunningPair, mara: SlackUser
) -> None:
    begin(mara, "Care journey")
    general = SlackUser(pair, "tomas", "general")
    assert "This channel now uses Care journey" in general.read_answer("/journey use CARE-JOURNEY")
    assert "in Adoption of Care journey" in general.read_answer(
        "/painpoint adoption: nobody logs in"
    )
    general.type_command("/kpi adoption.weekly-users 40%")
    assert general.read_answer("/journey map").startswith("Care journey, 2026-Q3 so far")
    assert "nobody logs in" in general.read_answer("/journey notes")
    assert [note["stage"] for note in exported(pair, "care-journey")] == ["adoption"]
    assert [kpi.path for kpi in parts(pair, "care-journey").kpis] == ["adoption.weekly-users"]

    assert mara.read_answer("/journey map").startswith("Buyer journey, 2026-Q3 so far")
    mara.type_command("/painpoint care-journey/advocacy: nobody asked them to refer us")
    assert len(exported(pair, "care-journey")) == 2
    assert exported(pair) == []


def test_the_list_shows_them_all_and_which_is_the_default(
    pair: RunningPair, mara: SlackUser
) -> None:
    begin(mara, "Care journey")
    SlackUser(pair, "tomas", "general").type_command("/journey use care-journey")
    listed = mara.read_answer("/journey list")
    assert "Key buyer, 6 stages, the default journey" in listed
    assert "Key care-journey, 6 stages, used by one channel" in listed


@pytest.mark.parametrize(
    ("key", "expected"), [("nosuch", "no journey “nosuch”"), ("", "Which journ")]
)
def test_a_journey_that_does_not_exist_cannot_be_meant(
    shared_mara: SlackUser, key: str, expected: str
) -> None:
    assert expected in shared_mara.read_answer(f"/journey use {key}")


def test_the_default_journey_offers_no_way_to_be_archived(shared_mara: SlackUser) -> None:
    shared_mara.open_form("/journey edit")
    assert "actions" not in {block["type"] for block in shared_mara.form()["blocks"]}
    assert (
        "One journey is always the default" in shared_mara.submit_form(is_default=[])["is_default"]
    )


def test_another_journey_is_archived_with_its_notes_and_comes_back_with_them(
    pair: RunningPair, mara: SlackUser
) -> None:
    begin(mara, "Care journey")
    general = SlackUser(pair, "mara", "general")
    general.type_command("/journey use care-journey")
    general.type_command("/painpoint adoption: nobody logs in")
    mara.open_form("/journey edit care-journey")
    mara.person.click_in_modal(ARCHIVE)
    assert "“Care journey” is archived, not deleted" in mara.form_refusal()
    mara.person.close()

    refused = mara.read_answer("/journey stages care-journey")
    assert "is archived; `/journey list` can restore it" in refused
    assert general.read_answer("/journey map").startswith("Buyer journey")
    assert "Care journey" not in shown(mara.type_command("/journey list")["blocks"]).replace(
        "Restore Care journey", ""
    )
    before = len(mara.visible_messages())
    mara.press_button("Restore Care journey")
    until(lambda: [m for m in mara.visible_messages()[before:] if m["text"].startswith("Restored")])
    assert general.read_answer("/journey map").startswith("Care journey")
    assert [note["text"] for note in exported(pair, "care-journey")] == ["nobody logs in"]


def test_a_journey_that_was_made_the_default_is_meant_everywhere_else(
    pair: RunningPair, mara: SlackUser
) -> None:
    begin(mara, "Care journey")
    mara.open_form("/journey edit care-journey")
    mara.save_form(is_default=["yes"], goal="They stay")
    assert not journey(pair, "buyer").is_default
    assert (
        SlackUser(pair, "tomas", "general").read_answer("/journey map").startswith("Care journey")
    )
    mara.open_form("/journey edit buyer")
    mara.person.click_in_modal(ARCHIVE)
    assert "“Buyer journey” is archived" in mara.form_refusal()


def test_the_map_of_each_can_be_asked_for_by_its_key(mara: SlackUser) -> None:
    begin(mara, "Partner journey", "custom", "Meet\nSell")
    shown_there = mara.read_answer("/journey map partner-journey")
    assert shown_there.startswith("Partner journey, 2026-Q3 so far")
    assert "Meet" in shown_there
    assert mara.newest_picture()["blocks"][0]["title"]["text"] == "Partner journey, 2026-Q3 so far"
