"""Modals: errors and success, push, update, clear, preserved inputs, the keyboard."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from sandbox.client import Client
from tests.page.shell.conftest import Visit

pytestmark = pytest.mark.browser
FIELD = "#conversation .composer textarea"


def open_modal(visit: Visit) -> Page:
    page = visit()
    page.locator(FIELD).fill("/modal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
    expect(text_field(page)).to_be_focused()
    return page


def text_field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="What")


def test_submission_after_an_error(visit: Visit) -> None:
    page = open_modal(visit)
    page.get_by_role("button", name="Save").click()
    dialog = page.locator("dialog.modal-window")
    expect(dialog).to_contain_text("Please complete this required field")
    text_field(page).fill("bad")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("not this")
    expect(text_field(page)).to_have_value("bad")
    expect(text_field(page)).to_be_focused()
    text_field(page).fill("good")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(FIELD)).to_be_focused()


def test_push_update_and_back(visit: Visit) -> None:
    page = open_modal(visit)
    text_field(page).fill("keep me")
    page.get_by_role("button", name="Deeper").click()
    expect(page.get_by_role("dialog", name="Deeper")).to_be_visible()
    page.get_by_role("button", name="Deeper").click()
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
    expect(text_field(page)).to_have_value("keep me")
    text_field(page).fill("next")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Second")).to_be_visible()
    text_field(page).fill("other")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Changed")).to_be_visible()
    text_field(page).fill("all")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_failed_submission_preserves_inputs(visit: Visit) -> None:
    page = open_modal(visit)
    text_field(page).fill("broken")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.modal-window")
    expect(dialog).to_contain_text("We had some trouble connecting. Try again?")
    expect(text_field(page)).to_have_value("broken")


def test_the_modal_is_busy_until_the_app_answers(visit: Visit) -> None:
    page = open_modal(visit)
    text_field(page).fill("good")
    routes: list[Route] = []

    def hold_route(route: Route) -> None:
        routes.append(route)

    page.route("**/modal/submit", hold_route)
    with page.expect_request("**/modal/submit"):
        page.keyboard.press("Enter")
    expect(page.locator("dialog.modal-window")).to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(50)
    routes[0].continue_()
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_focus_stays_inside(visit: Visit) -> None:
    page = open_modal(visit)
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside


def test_an_external_menu_requests_options(visit: Visit, client: Client) -> None:
    page = open_modal(visit)
    text_field(page).fill("good")
    page.get_by_role("button", name="Which").click()
    page.get_by_role("searchbox").press_sequentially("abc")
    page.locator("dialog").get_by_text("abc", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    sent = client.deliveries("interactive")[-1]["payload"]["view"]["state"]["values"]
    assert sent["which"]["remote"]["selected_option"]["text"]["text"] == "abc"


def test_a_button_sends_the_inputs(visit: Visit, client: Client) -> None:
    page = open_modal(visit)
    text_field(page).fill("half done")
    page.get_by_role("button", name="Deeper").click()
    expect(page.get_by_role("dialog", name="Deeper")).to_be_visible()
    sent = client.deliveries("interactive")[-1]["payload"]["view"]["state"]["values"]
    assert sent["what"]["text"]["value"] == "half done"


def test_a_modal_is_shown_to_one_person(visit: Visit, other: Page) -> None:
    open_modal(visit)
    tomas = visit("tomas", tab=other)
    expect(tomas.locator("dialog[open]")).to_have_count(0)


def test_an_open_modal_survives_a_reload(visit: Visit) -> None:
    page = open_modal(visit)
    page.reload()
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
