"""The unsorted tray: one by one from the list, many at once from a form, with suggestions."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import URL

from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported
from tests.scenarios.waiting import until

INVITE = "→ Onboarding"


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark where two sorted notes tell where invites belong, and three notes are unsorted."""
    calm = Settings(rate_limit=False)
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=calm) as made:
        mara = SlackUser(made, "mara")
        mara.types("/painpoint onboarding: the invite mail lands in spam")
        mara.types("/painpoint onboarding: invite mails never arrive")
        mara.types("/painpoint nowhere: my invite mail is in spam")
        mara.types("/painpoint nowhere: parking & <b>fees</b>")
        mara.types("/painpoint nowhere: the coffee is cold")
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """Who sorts."""
    return SlackUser(bench, "mara")


def stages(bench: RunningPair) -> dict[str, str | None]:
    """The stage of each note that was unsorted, by its first word."""
    return {
        row["text"].removeprefix("nowhere: ").split()[0]: row["stage"]
        for row in exported(bench)
        if row["text"].startswith("nowhere")
    }


def newest(hands: SlackUser, has: str) -> dict[str, Any]:
    """Waymark's newest message to them that says this."""
    return until(
        lambda: next((m for m in reversed(hands.seen()) if has in shown(m["blocks"])), None)
    )


def menus(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The stage menus in a message."""
    rows = (block["elements"] for block in message["blocks"] if block["type"] == "actions")
    return [one for row in rows for one in row if one["action_id"].startswith("place_note.")
            and one["type"] == "static_select"]  # fmt: skip


def boxes(form: dict[str, Any]) -> dict[str, str]:
    """The boxes of a form by their texts: values."""
    groups = (block["element"] for block in form["blocks"] if block["type"] == "input")
    return {
        option["text"]["text"].removeprefix("nowhere: ").split()[0]: option["value"]
        for group in groups
        if group["type"] == "checkboxes"
        for option in group["options"]
    }


def test_a_note_is_placed_by_the_menu_and_the_list_is_shown_anew(
    bench: RunningPair, mara: SlackUser
) -> None:
    assert "3 notes in Buyer journey" in mara.reads("/journey notes unsorted")
    listed = newest(mara, "3 notes in Buyer journey")
    menu = menus(listed)[0]
    before = len(mara.seen())
    loyalty = next(o for o in menu["options"] if o["text"]["text"] == "Loyalty")
    mara.person.click(CHANNEL, listed["ts"], menu["action_id"], loyalty["value"])
    again = newest(mara, "2 notes in Buyer journey")
    assert "Filed under Loyalty of Buyer journey." in shown(again["blocks"])
    assert (len(mara.seen()), len(menus(again))) == (before, 2)
    assert stages(bench) == {"my": None, "parking": None, "the": "loyalty"}


def test_the_suggestion_is_the_first_button_and_marked_in_the_menu(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types("/journey notes unsorted")
    listed = newest(mara, "3 notes in Buyer journey")
    firsts = [menu["options"][0]["text"]["text"] for menu in menus(listed)]
    assert firsts == ["Awareness", "Awareness", "Onboarding (suggested)"]
    mara.presses(INVITE)
    newest(mara, "2 notes in Buyer journey")
    assert stages(bench) == {"my": "onboarding", "parking": None, "the": None}


def test_a_freshly_unsorted_note_is_suggested_its_stage_at_once(
    bench: RunningPair, mara: SlackUser
) -> None:
    said = mara.types("/painpoint an invite mail in spam again")
    (row,) = [b for b in said["blocks"] if b["type"] == "actions" and len(b["elements"]) == 6]
    assert row["elements"][0]["text"]["text"] == INVITE
    mara.presses(INVITE)
    placed = newest(mara, "Filed under Onboarding of Buyer journey.")
    assert "Move" in json.dumps(placed["blocks"])


def test_in_the_home_the_suggestion_is_marked_and_many_can_be_placed(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.home(has="3 notes to place")
    view = mara.person.home()
    assert view is not None
    assert json.dumps(view).count("Onboarding (suggested)") == 1
    mara.person.click_in_home("place_many.0", menu_value(view))
    ticked = boxes(mara.form())
    assert set(ticked) == {"my", "parking", "the"}
    chosen = [ticked["parking"], ticked["the"]]
    assert mara.submits(**{"tray_notes.0": chosen, "tray_stage": "loyalty"}) == {}
    mara.home_shows(has="1 note to place")
    assert stages(bench) == {"my": None, "parking": "loyalty", "the": "loyalty"}
    told = until(mara.direct)[0]
    assert told["text"] == "In Buyer journey: 📌 2 notes filed under Loyalty."


def menu_value(view: dict[str, Any]) -> str:
    """The journey that the Home's button is about."""
    rows = (block["elements"] for block in view["blocks"] if block["type"] == "actions")
    return next(
        str(e["value"]) for row in rows for e in row if e["action_id"].startswith("place_many")
    )


def test_the_suggestions_are_taken_for_all_that_have_one(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.opens("/journey notes unsorted", "Place many")
    before = len(mara.seen())
    assert mara.submits(tray_stage="*") == {}
    told = until(lambda: mara.seen()[before:])[0]
    assert told["text"] == "In Buyer journey: 📌 1 note filed under Onboarding."
    assert stages(bench) == {"my": "onboarding", "parking": None, "the": None}


def test_a_ticked_note_without_a_suggestion_stays_and_it_is_said(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.opens("/journey notes unsorted", "Place many")
    ticked = boxes(mara.form())
    chosen = [ticked["my"], ticked["the"]]
    said = mara.saves(**{"tray_notes.0": chosen, "tray_stage": "*"})
    assert "1 note stays unsorted: the stage was not suggested." in said
    assert stages(bench) == {"my": "onboarding", "parking": None, "the": None}


def test_nothing_ticked_and_a_stage_archived_meanwhile_keep_the_form(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.opens("/journey notes unsorted", "Place many")
    ticked = boxes(mara.form())
    errors = mara.submits(tray_stage="loyalty")
    assert errors == {"tray_notes.0": "Tick the notes that you want to place."}
    tomas = SlackUser(bench, "tomas")
    tomas.opens("/journey stages", "Edit", of="Loyalty")
    tomas.person.click_in_modal("archive_part.0")
    until(lambda: "Where do its notes go?" in json.dumps(tomas.form()))
    tomas.saves(to="-")
    errors = mara.submits(**{"tray_notes.0": [ticked["the"]], "tray_stage": "loyalty"})
    assert "There is no stage “loyalty” any more." in errors["tray_stage"]
    assert set(stages(bench).values()) == {None}
    assert mara.submits(tray_stage="retention") == {}
    until(lambda: stages(bench)["the"] == "retention")


def test_notes_that_went_away_meanwhile_are_told(bench: RunningPair, mara: SlackUser) -> None:
    mara.opens("/journey notes unsorted", "Place many")
    ticked = boxes(mara.form())
    tomas = SlackUser(bench, "tomas")
    tomas.types("/journey notes unsorted")
    tomas.presses(INVITE)
    until(lambda: stages(bench)["my"] == "onboarding")
    said = mara.saves(**{"tray_notes.0": list(ticked.values()), "tray_stage": "loyalty"})
    assert "2 notes filed under Loyalty." in said
    assert "1 note was no longer in the tray." in said
    assert stages(bench) == {"my": "onboarding", "parking": "loyalty", "the": "loyalty"}


def test_where_nothing_is_unsorted_the_form_says_so(bench: RunningPair, mara: SlackUser) -> None:
    mara.types("/journey notes unsorted")
    stale = newest(mara, "3 notes in Buyer journey")
    many = next(b for row in stale["blocks"] for b in row.get("elements", ())
                if b.get("action_id", "").startswith("place_many"))  # fmt: skip
    for says in ("2 notes in Buyer", "1 note in Buyer", "No notes match that."):
        listed = mara.seen()[-1]
        menu = menus(listed)[0]
        mara.person.click(CHANNEL, listed["ts"], menu["action_id"], menu["options"][0]["value"])
        newest(mara, says)
    assert None not in stages(bench).values()
    tomas = SlackUser(bench, "tomas")
    tomas.types("/journey notes unsorted")
    assert "place_many" not in json.dumps(tomas.seen()[-1])
    assert many["value"].isdigit()


def test_a_guest_places_notes_of_the_channels_journey(bench: RunningPair) -> None:
    gus = SlackUser(bench, "gus", "general")
    SlackUser(bench, "mara", "general").types("/journey use buyer")
    gus.opens("/journey notes unsorted", "Place many")
    ticked = boxes(gus.form())
    said = gus.saves(**{"tray_notes.0": [ticked["the"]], "tray_stage": "loyalty"})
    assert "1 note filed under Loyalty." in said
    gus.types("/journey notes unsorted")
    gus.presses(INVITE)
    newest(gus, "1 note in Buyer journey")
    assert stages(bench) == {"my": "onboarding", "parking": None, "the": "loyalty"}
