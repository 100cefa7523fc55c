"""Each way in which a person saves a note, in the browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.page.sharing import Visit, form, note, notes, said, shared, submit, types, visit, write
from tests.scenarios.deliveries import rest
from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import CHANNEL, SlackUser

pytestmark = pytest.mark.browser

__all__ = ["shared", "visit"]

KINDS = {"Pain point": "pain point", "Touchpoint": "touchpoint", "Opportunity": "opportunity"}


def home_stands(page: Page, bench: RunningPair) -> None:
    """Wait until the page shows the Home that was published for its being opened."""
    bench.slack.settle()
    rest(bench.service)
    view = bench.slack.person("mara").home() or {"blocks": []}
    newest = next(block["block_id"] for block in view["blocks"] if block["type"] == "actions")
    page.locator(f'#app-view [data-block-id="{newest}"]').first.wait_for()


def test_by_the_global_shortcut(visit: Visit, shared: RunningPair) -> None:
    page = visit()
    page.get_by_role("button", name="Shortcuts").first.click()
    page.get_by_role("menuitem", name="Add a note").click()
    dialog = form(page)
    dialog.get_by_label("Stage").select_option("Retention")
    dialog.get_by_label("How did the customer feel?").select_option("😍 delighted")
    write(dialog, "the printer hums")
    kept = note(shared, "the printer hums")
    assert (kept["stage"], kept["feeling"], kept["author"]) == ("retention", 2, "U0MARA")
    page = visit(place="app/messages")
    expect(said(page, "the printer hums")).to_contain_text("Saved a pain point in Retention")


@pytest.mark.parametrize("button", KINDS)
def test_by_the_buttons_of_the_home(visit: Visit, shared: RunningPair, button: str) -> None:
    page = visit(place="app/home")
    home_stands(page, shared)
    page.locator("#app-view").get_by_role("button", name=button, exact=True).click()
    dialog = form(page)
    expect(dialog.get_by_label("Kind").locator("option:checked")).to_have_text(button)
    text = f"noted in the Home: {button}"
    write(dialog, text)
    assert note(shared, text)["kind"] == KINDS[button]
    # The Home shows at once what is to be placed.
    expect(page.locator("#app-view")).to_contain_text(text)


@pytest.mark.parametrize(
    ("command", "kind"), [("/touchpoint", "touchpoint"), ("/opportunity", "opportunity")]
)
def test_by_a_command_alone(visit: Visit, shared: RunningPair, command: str, kind: str) -> None:
    page = visit()
    types(page, command)
    dialog = form(page)
    dialog.get_by_label("Stage").select_option("Loyalty")
    text = f"written after {command}"
    write(dialog, text)
    expect(said(page, text)).to_contain_text(kind)
    kept = note(shared, text)
    assert (kept["kind"], kept["stage"]) == (kind, "loyalty")


@pytest.mark.parametrize(("seconds", "left"), [(30, 0), (90, 1)])
def test_by_a_reaction_and_taking_it_back(
    visit: Visit, shared: RunningPair, seconds: int, left: int
) -> None:
    text = f"a terrible queue, {seconds} long"
    shared.slack.person("tomas").say(CHANNEL, text)
    page = visit()
    said(page, text).focus()
    page.keyboard.press("r")
    page.keyboard.type("warning")
    page.keyboard.press("Enter")
    expect(said(page, "Only visible to you")).to_contain_text(text)
    assert note(shared, text)["kind"] == "pain point"
    shared.time_is(shared.clock.now() + timedelta(seconds=seconds))
    message = (
        page.locator(".message").filter(has=page.locator(".reaction.mine")).filter(has_text=text)
    )
    message.locator(".reaction.mine").click()
    expect(message.locator(".reaction.mine")).to_have_count(0)
    assert shared.slack.settle()
    assert len(notes(shared, text)) == left


def test_by_saying_it_to_waymark(visit: Visit, shared: RunningPair) -> None:
    page = visit()
    types(page, "@Waymark pain point in retention: hold music for an hour team:sales")
    expect(said(page, "Only visible to you")).to_contain_text("Saved a pain point in Retention")
    kept = note(shared, "hold music for an hour")
    assert (kept["stage"], kept["team"], kept["author"]) == ("retention", "sales", "U0MARA")


def test_by_a_direct_message_whose_edits_are_followed(visit: Visit, shared: RunningPair) -> None:
    page = visit("tomas", "app/messages")
    types(page, "people love the new box")
    expect(said(page, "Where does it belong?")).to_contain_text("people love the new box")
    assert note(shared, "people love the new box")["stage"] is None
    tomas = shared.slack.person("tomas")
    (mine,) = [m for m in tomas.messages("bot") if m["text"] == "people love the new box"]
    tomas.edit("bot", mine["ts"], "people hate the new box")
    expect(said(page, "people hate the new box")).to_contain_text("edited")
    assert note(shared, "people hate the new box")["mood"] < 0
    assert notes(shared, "people love the new box") == []


def test_stages_follow_the_journey_touchpoints_the_stage_and_the_last_choice_is_kept(
    visit: Visit, shared: RunningPair
) -> None:
    tomas = SlackUser(shared, "tomas")
    tomas.opens("/journey touchpoints", "Add one")
    tomas.saves(name="Demo call", stage="decision", channel="phone")
    tomas.opens("/journey new")
    tomas.saves(name="Partners", start="customer-success")
    page = visit("tomas")
    types(page, "/touchpoint")
    dialog = form(page, "Journey")
    what = dialog.get_by_role("textbox", name="What happened?")
    what.fill("the partner signed")
    stages, journeys = dialog.get_by_label("Stage"), dialog.get_by_label("Journey")
    expect(dialog.get_by_label("Touchpoint")).to_have_count(0)
    stages.select_option("Decision")
    dialog.get_by_label("Touchpoint").select_option("Demo call")
    journeys.select_option("Partners")
    expect(stages.locator("option", has_text="Adoption")).to_have_count(1)
    expect(dialog.get_by_label("Touchpoint")).to_have_count(0)
    expect(what).to_have_value("the partner signed")
    stages.select_option("Adoption")
    dialog.get_by_label("Your team").select_option("sales")
    submit(dialog)
    kept = note(shared, "the partner signed", "partners")
    assert (kept["stage"], kept["touchpoint"], kept["team"]) == ("adoption", None, "sales")
    types(page, "/painpoint")
    dialog = form(page, "Journey")
    expect(dialog.get_by_label("Journey").locator("option:checked")).to_have_text("Partners")
    expect(dialog.get_by_label("Your team").locator("option:checked")).to_have_text("Sales")
    dialog.get_by_role("button", name="Cancel").click()


def test_with_nobodys_name(visit: Visit, shared: RunningPair) -> None:
    page = visit("priya")
    types(page, "/painpoint")
    dialog = form(page)
    dialog.get_by_label("Keep nobody's name with it").check()
    write(dialog, "my manager hides the numbers")
    said(page, "my manager hides the numbers")
    assert note(shared, "my manager hides the numbers")["author"] is None
    assert shared.slack.settle()
    everybody = str(shared.slack.messages(CHANNEL, "tomas"))
    assert "hides the numbers" not in everybody
