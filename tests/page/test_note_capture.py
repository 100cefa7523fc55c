"""Every way to save a note, in the browser."""

from datetime import timedelta

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
from tests.scenarios.deliveries import wait_for_service
from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import CHANNEL, SlackUser

pytestmark = pytest.mark.browser
__all__ = ["shared", "visit"]
KINDS = {"Pain point": "pain point", "Touchpoint": "touchpoint", "Opportunity": "opportunity"}


def wait_for_home(page: Page, pair: RunningPair) -> None:
    """Wait until the page shows the Home published after it was opened."""
    pair.slack.settle()
    wait_for_service(pair.service)
    view = pair.slack.person("mara").home() or {"blocks": []}
    newest = next(block["block_id"] for block in view["blocks"] if block["type"] == "actions")
    page.locator(f'#app-view [data-block-id="{newest}"]').first.wait_for()


def test_by_the_global_shortcut(visit: Visit, shared: RunningPair) -> None:
    page = visit()
    page.get_by_role("button", name="Shortcuts").first.click()
    page.get_by_role("menuitem", name="Add a note").click()
    dialog = open_form(page)
    dialog.get_by_label("Stage").select_option("Retention")
    dialog.get_by_label("How did the customer feel?").select_option("😍 delighted")
    fill_note_form(dialog, "the printer hums")
    saved_note = note(shared, "the printer hums")
    assert (saved_note["stage"], saved_note["feeling"], saved_note["author"]) == (
        "retention",
        2,
        "U0MARA",
    )
    page = visit(place="app/messages")
    expect(message_with(page, "the printer hums")).to_contain_text(
        "Saved a pain point in Retention"
    )


@pytest.mark.parametrize("button", KINDS)
def test_by_the_buttons_of_the_home(visit: Visit, shared: RunningPair, button: str) -> None:
    page = visit(place="app/home")
    wait_for_home(page, shared)
    page.locator("#app-view").get_by_role("button", name=button, exact=True).click()
    dialog = open_form(page)
    expect(dialog.get_by_label("Kind").locator("option:checked")).to_have_text(button)
    text = f"noted in the Home: {button}"
    fill_note_form(dialog, text)
    assert note(shared, text)["kind"] == KINDS[button]
    # The Home shows the unsorted note at once.
    expect(page.locator("#app-view")).to_contain_text(text)


@pytest.mark.parametrize(
    ("command", "kind"), [("/touchpoint", "touchpoint"), ("/opportunity", "opportunity")]
)
def test_by_a_command_without_text(
    visit: Visit, shared: RunningPair, command: str, kind: str
) -> None:
    page = visit()
    type_and_send(page, command)
    dialog = open_form(page)
    dialog.get_by_label("Stage").select_option("Loyalty")
    text = f"written after {command}"
    fill_note_form(dialog, text)
    expect(message_with(page, text)).to_contain_text(kind)
    saved_note = note(shared, text)
    assert (saved_note["kind"], saved_note["stage"]) == (kind, "loyalty")


@pytest.mark.parametrize(("seconds", "remaining"), [(30, 0), (90, 1)])
def test_by_a_reaction_and_its_removal(
    visit: Visit, shared: RunningPair, seconds: int, remaining: int
) -> None:
    text = f"a terrible queue, {seconds} long"
    shared.slack.person("tomas").say(CHANNEL, text)
    page = visit()
    message_with(page, text).focus()
    page.keyboard.press("r")
    page.keyboard.type("warning")
    page.keyboard.press("Enter")
    expect(message_with(page, "Only visible to you")).to_contain_text(text)
    assert note(shared, text)["kind"] == "pain point"
    shared.set_time(shared.clock.now() + timedelta(seconds=seconds))
    message = (
        page.locator(".message").filter(has=page.locator(".reaction.mine")).filter(has_text=text)
    )
    message.locator(".reaction.mine").click()
    expect(message.locator(".reaction.mine")).to_have_count(0)
    assert shared.slack.settle()
    assert len(notes(shared, text)) == remaining


def test_by_a_mention(visit: Visit, shared: RunningPair) -> None:
    page = visit()
    type_and_send(page, "@Waymark pain point in retention: hold music for an hour team:sales")
    expect(message_with(page, "Only visible to you")).to_contain_text(
        "Saved a pain point in Retention"
    )
    saved_note = note(shared, "hold music for an hour")
    assert (saved_note["stage"], saved_note["team"], saved_note["author"]) == (
        "retention",
        "sales",
        "U0MARA",
    )


def test_by_a_direct_message_and_its_edits(visit: Visit, shared: RunningPair) -> None:
    page = visit("tomas", "app/messages")
    type_and_send(page, "people love the new box")
    expect(message_with(page, "Where does it belong?")).to_contain_text("people love the new box")
    assert note(shared, "people love the new box")["stage"] is None
    tomas = shared.slack.person("tomas")
    (own_message,) = [m for m in tomas.messages("bot") if m["text"] == "people love the new box"]
    tomas.edit("bot", own_message["ts"], "people hate the new box")
    expect(message_with(page, "people hate the new box")).to_contain_text("edited")
    assert note(shared, "people hate the new box")["mood"] < 0
    assert notes(shared, "people love the new box") == []


def test_form_menus_depend_on_each_other_and_remember_the_last_choice(
    visit: Visit, shared: RunningPair
) -> None:
    tomas = SlackUser(shared, "tomas")
    tomas.open_form("/journey touchpoints", "Add one")
    tomas.save_form(name="Demo call", stage="decision", channel="phone")
    tomas.open_form("/journey new")
    tomas.save_form(name="Partners", start="customer-success")
    page = visit("tomas")
    type_and_send(page, "/touchpoint")
    dialog = open_form(page, "Journey")
    text_field = dialog.get_by_role("textbox", name="What happened?")
    text_field.fill("the partner signed")
    stages, journeys = dialog.get_by_label("Stage"), dialog.get_by_label("Journey")
    expect(dialog.get_by_label("Touchpoint")).to_have_count(0)
    stages.select_option("Decision")
    dialog.get_by_label("Touchpoint").select_option("Demo call")
    journeys.select_option("Partners")
    expect(stages.locator("option", has_text="Adoption")).to_have_count(1)
    expect(dialog.get_by_label("Touchpoint")).to_have_count(0)
    expect(text_field).to_have_value("the partner signed")
    stages.select_option("Adoption")
    dialog.get_by_label("Your team").select_option("sales")
    submit(dialog)
    saved_note = note(shared, "the partner signed", "partners")
    assert (saved_note["stage"], saved_note["touchpoint"], saved_note["team"]) == (
        "adoption",
        None,
        "sales",
    )
    type_and_send(page, "/painpoint")
    dialog = open_form(page, "Journey")
    expect(dialog.get_by_label("Journey").locator("option:checked")).to_have_text("Partners")
    expect(dialog.get_by_label("Your team").locator("option:checked")).to_have_text("Sales")
    dialog.get_by_role("button", name="Cancel").click()


def test_anonymously(visit: Visit, shared: RunningPair) -> None:
    page = visit("priya")
    type_and_send(page, "/painpoint")
    dialog = open_form(page)
    dialog.get_by_label("Keep nobody's name with it").check()
    fill_note_form(dialog, "my manager hides the numbers")
    message_with(page, "my manager hides the numbers")
    assert note(shared, "my manager hides the numbers")["author"] is None
    assert shared.slack.settle()
    everybody = str(shared.slack.messages(CHANNEL, "tomas"))
    assert "hides the numbers" not in everybody
