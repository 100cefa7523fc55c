"""The unsorted inbox: one by one from the list, many at once from a form, with suggestions."""

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
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark where two sorted notes tell where invites belong, and three notes are unsorted."""
    calm = Settings(rate_limit=False)
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=calm) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/painpoint onboarding: the invite mail lands in spam")
        mara.type_command("/painpoint onboarding: invite mails never arrive")
        mara.type_command("/painpoint nowhere: my invite mail is in spam")
        mara.type_command("/painpoint nowhere: parking & <b>fees</b>")
        mara.type_command("/painpoint nowhere: the coffee is cold")
        yield pair


def stages(pair: RunningPair) -> dict[str, str | None]:
    """The stage of each note that was unsorted, by its first word."""
    return {
        row["text"].removeprefix("nowhere: ").split()[0]: row["stage"]
        for row in exported(pair)
        if row["text"].startswith("nowhere")
    }


def newest(user: SlackUser, has: str) -> dict[str, Any]:
    """Waymark's newest message to them that says this."""
    return until(
        lambda: next(
            (m for m in reversed(user.visible_messages()) if has in shown(m["blocks"])), None
        )
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
    pair: RunningPair, mara: SlackUser
) -> None:
    assert "3 notes in Buyer journey" in mara.read_answer("/journey notes unsorted")
    listed = newest(mara, "3 notes in Buyer journey")
    menu = menus(listed)[0]
    before = len(mara.visible_messages())
    loyalty = next(o for o in menu["options"] if o["text"]["text"] == "Loyalty")
    mara.person.click(CHANNEL, listed["ts"], menu["action_id"], loyalty["value"])
    again = newest(mara, "2 notes in Buyer journey")
    assert "Filed under Loyalty of Buyer journey." in shown(again["blocks"])
    assert (len(mara.visible_messages()), len(menus(again))) == (before, 2)
    assert stages(pair) == {"my": None, "parking": None, "the": "loyalty"}


def test_the_suggestion_is_the_first_button_and_marked_in_the_menu(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command("/journey notes unsorted")
    listed = newest(mara, "3 notes in Buyer journey")
    firsts = [menu["options"][0]["text"]["text"] for menu in menus(listed)]
    assert firsts == ["Awareness", "Awareness", "Onboarding (suggested)"]
    mara.press_button(INVITE)
    newest(mara, "2 notes in Buyer journey")
    assert stages(pair) == {"my": "onboarding", "parking": None, "the": None}


def test_a_freshly_unsorted_note_is_suggested_its_stage_at_once(
    pair: RunningPair, mara: SlackUser
) -> None:
    message = mara.type_command("/painpoint an invite mail in spam again")
    (row,) = [b for b in message["blocks"] if b["type"] == "actions" and len(b["elements"]) == 6]
    assert row["elements"][0]["text"]["text"] == INVITE
    mara.press_button(INVITE)
    placed = newest(mara, "Filed under Onboarding of Buyer journey.")
    assert "Move" in json.dumps(placed["blocks"])


def test_in_the_home_the_suggestion_is_marked_and_many_can_be_placed(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_home(has="3 notes to place")
    view = mara.person.home()
    assert view is not None
    assert json.dumps(view).count("Onboarding (suggested)") == 1
    mara.person.click_in_home("place_many.0", menu_value(view))
    ticked = boxes(mara.form())
    assert set(ticked) == {"my", "parking", "the"}
    chosen = [ticked["parking"], ticked["the"]]
    assert mara.submit_form(**{"tray_notes.0": chosen, "tray_stage": "loyalty"}) == {}
    mara.read_home(has="1 note to place")
    assert stages(pair) == {"my": None, "parking": "loyalty", "the": "loyalty"}
    message = until(mara.direct_messages)[0]
    assert message["text"] == "In Buyer journey: 📌 2 notes filed under Loyalty."


def menu_value(view: dict[str, Any]) -> str:
    """The journey that the Home's button is about."""
    rows = (block["elements"] for block in view["blocks"] if block["type"] == "actions")
    return next(
        str(e["value"]) for row in rows for e in row if e["action_id"].startswith("place_many")
    )


def test_the_suggestions_are_taken_for_all_that_have_one(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey notes unsorted", "Place many")
    before = len(mara.visible_messages())
    assert mara.submit_form(tray_stage="*") == {}
    message = until(lambda: mara.visible_messages()[before:])[0]
    assert message["text"] == "In Buyer journey: 📌 1 note filed under Onboarding."
    assert stages(pair) == {"my": "onboarding", "parking": None, "the": None}


def test_a_selected_note_without_a_suggestion_stays_and_is_reported(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey notes unsorted", "Place many")
    ticked = boxes(mara.form())
    chosen = [ticked["my"], ticked["the"]]
    answer = mara.save_form(**{"tray_notes.0": chosen, "tray_stage": "*"})
    assert "1 note stays unsorted: the stage was not suggested." in answer
    assert stages(pair) == {"my": "onboarding", "parking": None, "the": None}


def test_nothing_ticked_and_a_stage_archived_meanwhile_keep_the_form(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey notes unsorted", "Place many")
    ticked = boxes(mara.form())
    errors = mara.submit_form(tray_stage="loyalty")
    assert errors == {"tray_notes.0": "Tick the notes that you want to place."}
    tomas = SlackUser(pair, "tomas")
    tomas.open_form("/journey stages", "Edit", of="Loyalty")
    tomas.person.click_in_modal("archive_part.0")
    until(lambda: "Where do its notes go?" in json.dumps(tomas.form()))
    tomas.save_form(to="-")
    errors = mara.submit_form(**{"tray_notes.0": [ticked["the"]], "tray_stage": "loyalty"})
    assert "There is no stage “loyalty” any more." in errors["tray_stage"]
    assert set(stages(pair).values()) == {None}
    assert mara.submit_form(tray_stage="retention") == {}
    until(lambda: stages(pair)["the"] == "retention")


def test_notes_removed_meanwhile_are_reported(pair: RunningPair, mara: SlackUser) -> None:
    mara.open_form("/journey notes unsorted", "Place many")
    ticked = boxes(mara.form())
    tomas = SlackUser(pair, "tomas")
    tomas.type_command("/journey notes unsorted")
    tomas.press_button(INVITE)
    until(lambda: stages(pair)["my"] == "onboarding")
    answer = mara.save_form(**{"tray_notes.0": list(ticked.values()), "tray_stage": "loyalty"})
    assert "2 notes filed under Loyalty." in answer
    assert "1 note was no longer unsorted." in answer
    assert stages(pair) == {"my": "onboarding", "parking": "loyalty", "the": "loyalty"}


def test_where_nothing_is_unsorted_the_form_says_so(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command("/journey notes unsorted")
    stale = newest(mara, "3 notes in Buyer journey")
    many = next(b for row in stale["blocks"] for b in row.get("elements", ())
                if b.get("action_id", "").startswith("place_many"))  # fmt: skip
    for says in ("2 notes in Buyer", "1 note in Buyer", "No notes match that."):
        listed = mara.visible_messages()[-1]
        menu = menus(listed)[0]
        mara.person.click(CHANNEL, listed["ts"], menu["action_id"], menu["options"][0]["value"])
        newest(mara, says)
    assert None not in stages(pair).values()
    tomas = SlackUser(pair, "tomas")
    tomas.type_command("/journey notes unsorted")
    assert "place_many" not in json.dumps(tomas.visible_messages()[-1])
    assert many["value"].isdigit()


def test_a_guest_places_notes_of_the_channels_journey(pair: RunningPair) -> None:
    gus = SlackUser(pair, "gus", "general")
    SlackUser(pair, "mara", "general").type_command("/journey use buyer")
    gus.open_form("/journey notes unsorted", "Place many")
    ticked = boxes(gus.form())
    answer = gus.save_form(**{"tray_notes.0": [ticked["the"]], "tray_stage": "loyalty"})
    assert "1 note filed under Loyalty." in answer
    gus.type_command("/journey notes unsorted")
    gus.press_button(INVITE)
    newest(gus, "1 note in Buyer journey")
    assert stages(pair) == {"my": "onboarding", "parking": None, "the": "loyalty"}
