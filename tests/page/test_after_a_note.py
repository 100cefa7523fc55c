"""What a person does with a note once it is saved, in the browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.page.sharing import Visit, form, note, notes, said, shared, submit, types, visit, write
from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import SlackUser
from tests.scenarios.waiting import until

pytestmark = pytest.mark.browser

__all__ = ["shared", "visit"]


def saved(page: Page, text: str) -> None:
    """Save a note in Onboarding, and wait for the answer."""
    types(page, f"/painpoint onboarding: {text}")
    expect(said(page, text)).to_contain_text("Saved a pain point in Onboarding")


def test_edit(visit: Visit, shared: RunningPair) -> None:
    page = visit()
    saved(page, "import loses phone & fax")
    said(page, "import loses phone & fax").get_by_role("button", name="Edit").click()
    dialog = form(page)
    what = dialog.get_by_role("textbox", name="What happened?")
    expect(what).to_have_value("import loses phone & fax")
    dialog.get_by_label("How bad is it?").select_option("critical")
    dialog.get_by_label("When, if not today").fill("2026-08-15")
    what.fill("import loses <mobiles>")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("has not come yet")
    expect(what).to_have_value("import loses <mobiles>")
    dialog.get_by_label("When, if not today").fill("2026-08-03")
    submit(dialog)
    expect(said(page, "import loses <mobiles>")).to_contain_text("Saved: it is in Onboarding")
    kept = note(shared, "import loses <mobiles>")
    assert (kept["severity"], kept["occurred_at"][:10]) == (4, "2026-08-03")
    assert notes(shared, "import loses phone & fax") == []


def test_undo_and_put_it_back(visit: Visit, shared: RunningPair) -> None:
    page = visit()
    saved(page, "typed in the wrong window")
    answer = said(page, "typed in the wrong window")
    answer.get_by_role("button", name="Undo").click()
    expect(answer).to_contain_text("Removed. It can be put back for 30 days.")
    assert notes(shared, "typed in the wrong window") == []
    answer.get_by_role("button", name="Put it back").click()
    expect(answer).to_contain_text("Put back: it is in Onboarding of Buyer journey.")
    assert note(shared, "typed in the wrong window")["stage"] == "onboarding"


def test_move_to_another_journey(visit: Visit, shared: RunningPair) -> None:
    mara = SlackUser(shared, "mara")
    mara.opens("/journey new")
    mara.saves(name="Partners", start="customer-success")
    page = visit()
    saved(page, "the partner asked twice")
    said(page, "the partner asked twice").get_by_role("button", name="Move").click()
    dialog = form(page, "Journey")
    expect(dialog.get_by_label("Stage").locator("option:checked")).to_have_text("Onboarding")
    dialog.get_by_label("Journey").select_option("Partners")
    expect(dialog.get_by_label("Stage").locator("option", has_text="Adoption")).to_have_count(1)
    dialog.get_by_label("Stage").select_option("Adoption")
    submit(dialog, "Move")
    expect(said(page, "Moved")).to_contain_text("Moved: it is in Adoption of Partners.")
    assert notes(shared, "the partner asked twice") == []
    assert note(shared, "the partner asked twice", "partners")["stage"] == "adoption"


def test_seen_it_too(visit: Visit, shared: RunningPair) -> None:
    SlackUser(shared, "tomas").types("/painpoint retention: nobody answers the phone")
    page = visit()
    types(page, "/journey search nobody answers")
    said(page, "1 note in Buyer journey").get_by_role("button", name="+1, seen it too").click()
    said(page, "Counted: 2 people have seen it.")
    said(page, "1 note in Buyer journey").get_by_role("button", name="+1, seen it too").click()
    said(page, "You were counted already: 2 people have seen it.")
    assert note(shared, "nobody answers the phone")["supporters"] == 2


def test_lists_and_their_pages(visit: Visit, shared: RunningPair) -> None:
    priya = SlackUser(shared, "priya")
    for number in range(1, 12):
        priya.types(f"/opportunity loyalty: gift idea {number:02} team:marketing")
    page = visit("priya")
    types(page, "/journey notes loyalty team:marketing")
    told = said(page, "11 notes in Buyer journey, newest first, page 1 of 2")
    expect(told).to_contain_text("gift idea 11")
    expect(told.get_by_role("button", name="Newer")).to_have_count(0)
    told.get_by_role("button", name="Older").click()
    told = said(page, "11 notes in Buyer journey, newest first, page 2 of 2")
    expect(told).to_contain_text("gift idea 01")
    expect(told).not_to_contain_text("gift idea 11")
    told.get_by_role("button", name="Newer").click()
    said(page, "page 1 of 2")
    # From a list a note is changed like anywhere else.
    types(page, "/journey search idea 07")
    told = said(page, "1 note in Buyer journey")
    told.get_by_role("button", name="Edit").click()
    write(form(page), "gift idea seven")
    note(shared, "gift idea seven")
    types(page, "/journey search idea 07")
    said(page, "No notes match that.")


def test_an_unsorted_note_said_to_waymark_is_placed(visit: Visit, shared: RunningPair) -> None:
    page = visit("tomas")
    types(page, "@Waymark the box was dented")
    answer = said(page, "Where does it belong?")
    expect(answer).to_contain_text("the box was dented")
    answer.get_by_role("button", name="Loyalty").click()
    said(page, "Filed under Loyalty of Buyer journey.")
    until(lambda: note(shared, "the box was dented")["stage"] == "loyalty")
