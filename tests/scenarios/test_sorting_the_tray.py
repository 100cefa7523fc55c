"""Unsorted notes are placed from the list, from the Home, and many at once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.bench import Bench, running
from tests.scenarios.hands import Hands, exported
from tests.scenarios.waiting import until

SPAM = "the invite email lands in spam"


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[Bench]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as made:
        yield made


@pytest.fixture
def mara(bench: Bench) -> Hands:
    """Somebody with a tray to sort: two notes, one of them like sorted ones."""
    hands = Hands(bench, "mara")
    hands.types(f"/painpoint onboarding: {SPAM} at outlook")
    hands.types("/painpoint onboarding: every invite email we send lands in spam")
    for text in (SPAM, "hold music for an hour"):
        hands.types(f"/painpoint {text}")
    return hands


def stages(bench: Bench) -> dict[str, str | None]:
    """Where the notes are, by their texts."""
    return {row["text"]: row["stage"] for row in exported(bench)}


def ids(bench: Bench) -> dict[str, str]:
    """The notes' ids by their texts."""
    return {row["text"]: str(row["id"]) for row in exported(bench)}


def test_the_suggested_ones_are_ticked_and_go_where_they_are_suggested(
    bench: Bench, mara: Hands
) -> None:
    mara.opens("/journey notes unsorted", "Place many")
    words = shown(mara.form()["blocks"])
    assert "2 notes to place in Buyer journey." in words
    assert "→ Onboarding?" in str(mara.form()["blocks"])
    assert "1 note placed in Buyer journey." in mara.saves()
    assert stages(bench)[SPAM] == "onboarding"
    assert stages(bench)["hold music for an hour"] is None


def test_all_that_are_ticked_go_to_the_stage_that_is_chosen(bench: Bench, mara: Hands) -> None:
    mara.opens("/journey notes unsorted", "Place many")
    both = [ids(bench)[SPAM], ids(bench)["hold music for an hour"]]
    told = mara.saves(**{"notes.0": both, "stage": "retention"})
    assert "2 notes placed in Buyer journey." in told
    assert stages(bench)[SPAM] == stages(bench)["hold music for an hour"] == "retention"


def test_what_is_not_said_keeps_the_form(bench: Bench, mara: Hands) -> None:
    mara.opens("/journey notes unsorted", "Place many")
    assert "Tick the notes" in mara.submits(**{"notes.0": []})["notes.0"]
    both = [ids(bench)[SPAM], ids(bench)["hold music for an hour"]]
    assert "no suggestion" in mara.submits(**{"notes.0": both, "stage": "*"})["stage"]
    assert None in stages(bench).values()


def test_a_stage_archived_meanwhile_keeps_the_form_and_places_nothing(
    bench: Bench, mara: Hands
) -> None:
    mara.opens("/journey notes unsorted", "Place many")
    with bench.waymark.storage.read(bench.workspace) as uow:
        journey = uow.journeys.by_key("buyer")
    stage = journey.stage("onboarding") if journey else None
    assert journey is not None
    assert stage is not None
    bench.waymark.use.stages.archive(bench.workspace, "U0MARA", journey.id, stage.id, None)
    assert "no stage “onboarding” any more" in mara.submits()["stage"]
    assert stages(bench)[SPAM] is None


def test_one_is_placed_by_the_menu_in_the_list_which_stays(bench: Bench, mara: Hands) -> None:
    mara.types("/journey notes unsorted")
    listed = mara.seen()[-1]
    menus = [
        element
        for block in listed["blocks"]
        for element in block.get("elements", ())
        if element.get("type") == "static_select"
    ]
    wanted = f"{ids(bench)['hold music for an hour']}:retention"
    menu = next(m for m in menus if wanted in [o["value"] for o in m["options"]])
    mara.person.click(mara.channel, listed["ts"], menu["action_id"], value=wanted)
    until(lambda: stages(bench)["hold music for an hour"] == "retention")
    until(lambda: [m for m in mara.seen() if m["text"].startswith("Filed under Retention")])
    assert [m for m in mara.seen() if m["ts"] == listed["ts"]]


def test_the_home_leads_to_the_form(bench: Bench, mara: Hands) -> None:
    assert "2 notes to place" in mara.home("to place")
    mara.person.click_in_home("sort_tray.0")
    assert "2 notes to place in Buyer journey." in shown(mara.form()["blocks"])
    assert mara.submits() == {}
    until(lambda: [m for m in mara.direct() if "1 note placed" in m["text"]])
    mara.home_shows("1 note to place")
