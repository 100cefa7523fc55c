"""Actions on a saved note, in the browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.page.shared_workspace import (
    Visit,
    fill_note_form,
    message_with,
    note,
    notes,
    open_form,
    shared,
    submit,
    type_and_send,
    visit,
)
from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import SlackUser
from tests.scenarios.waiting import until

pytestmark = pytest.mark.browser
__all__ = ["shared", "visit"]


def save_note(page: Page, text: str) -> None:
    """Save a note in Onboarding, and wait for the answer."""
    type_and_send(page, f"/painpoint onboarding: {text}")
    expect(message_with(page, text)).to_contain_text("Saved a pain point in Onboarding")


def test_edit(visit: Visit, shared: RunningPair) -> None:
    page = visit()
    save_note(page, "import loses phone & fax")
    message_with(page, "import loses phone & fax").get_by_role("button", name="Edit").click()
    dialog = open_form(page)
    text_field = dialog.get_by_role("textbox", name="What happened?")
    expect(text_field).to_have_value("import loses phone & fax")
    dialog.get_by_label("How bad is it?").select_option("critical")
    dialog.get_by_label("When, if not today").fill("2026-08-15")
    text_field.fill("import loses <mobiles>")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("is in the future")
    expect(text_field).to_have_value("import loses <mobiles>")
    dialog.get_by_label("When, if not today").fill("2026-08-03")
    submit(dialog)
    expect(message_with(page, "import loses <mobiles>")).to_contain_text(
        "Saved: it is in Onboarding"
    )
    saved_note = note(shared, "import loses <mobiles>")
    assert (saved_note["severity"], saved_note["occurred_at"][:10]) == (4, "2026-08-03")
    assert notes(shared, "import loses phone & fax") == []


def test_undo_and_restore(visit: Visit, shared: RunningPair) -> None:
    page = visit()
    save_note(page, "typed in the wrong window")
    answer = message_with(page, "typed in the wrong window")
    answer.get_by_role("button", name="Undo").click()
    expect(answer).to_contain_text("Removed. You can put it back for 30 days.")
    assert notes(shared, "typed in the wrong window") == []
    answer.get_by_role("button", name="Put it back").click()
    expect(answer).to_contain_text("Put back: it is in Onboarding of Buyer journey.")
    assert note(shared, "typed in the wrong window")["stage"] == "onboarding"


def test_move_to_another_journey(visit: Visit, shared: RunningPair) -> None:
    mara = SlackUser(shared, "mara")
    mara.open_form("/journey new")
    mara.save_form(name="Partners", start="customer-success")
    page = visit()
    save_note(page, "the partner asked twice")
    message_with(page, "the partner asked twice").get_by_role("button", name="Move").click()
    dialog = open_form(page, "Journey")
    expect(dialog.get_by_label("Stage").locator("option:checked")).to_have_text("Onboarding")
    dialog.get_by_label("Journey").select_option("Partners")
    expect(dialog.get_by_label("Stage").locator("option", has_text="Adoption")).to_have_count(1)
    dialog.get_by_label("Stage").select_option("Adoption")
    submit(dialog, "Move")
    expect(message_with(page, "Moved")).to_contain_text("Moved: it is in Adoption of Partners.")
    assert notes(shared, "the partner asked twice") == []
    assert note(shared, "the partner asked twice", "partners")["stage"] == "adoption"


def test_support_a_note(visit: Visit, shared: RunningPair) -> None:
    SlackUser(shared, "tomas").type_command("/painpoint retention: nobody answers the phone")
    page = visit()
    type_and_send(page, "/journey search nobody answers")
    message_with(page, "1 note in Buyer journey").get_by_role(
        "button", name="+1, seen it too"
    ).click()
    message_with(page, "Counted: 2 people have seen it.")
    message_with(page, "1 note in Buyer journey").get_by_role(
        "button", name="+1, seen it too"
    ).click()
    message_with(page, "You were counted already: 2 people have seen it.")
    assert note(shared, "nobody answers the phone")["supporters"] == 2


def test_lists_and_their_pages(visit: Visit, shared: RunningPair) -> None:
    priya = SlackUser(shared, "priya")
    for number in range(1, 12):
        priya.type_command(f"/opportunity loyalty: gift idea {number:02} team:marketing")
    page = visit("priya")
    type_and_send(page, "/journey notes loyalty team:marketing")
    answer = message_with(page, "11 notes in Buyer journey, newest first, page 1 of 2")
    expect(answer).to_contain_text("gift idea 11")
    expect(answer.get_by_role("button", name="Newer")).to_have_count(0)
    answer.get_by_role("button", name="Older").click()
    answer = message_with(page, "11 notes in Buyer journey, newest first, page 2 of 2")
    expect(answer).to_contain_text("gift idea 01")
    expect(answer).not_to_contain_text("gift idea 11")
    answer.get_by_role("button", name="Newer").click()
    message_with(page, "page 1 of 2")
    # Notes in a list can be edited too.
    type_and_send(page, "/journey search idea 07")
    answer = message_with(page, "1 note in Buyer journey")
    answer.get_by_role("button", name="Edit").click()
    fill_note_form(open_form(page), "gift idea seven")
    note(shared, "gift idea seven")
    type_and_send(page, "/journey search idea 07")
    message_with(page, "No notes match that.")


def test_an_unsorted_mention_is_sorted(visit: Visit, shared: RunningPair) -> None:
    page = visit("tomas")
    type_and_send(page, "@Waymark the box was dented")
    answer = message_with(page, "Where does it belong?")
    expect(answer).to_contain_text("the box was dented")
    answer.get_by_role("button", name="Loyalty").click()
    message_with(page, "Filed under Loyalty of Buyer journey.")
    until(lambda: note(shared, "the box was dented")["stage"] == "loyalty")
