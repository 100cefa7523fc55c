"""Modals: errors and success, push, update, clear, what is kept, the keyboard."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from sandbox.client import Client
from tests.page.shell.conftest import Visit

pytestmark = pytest.mark.browser
FIELD = "#conversation .composer textarea"


def opened(visit: Visit) -> Page:
    page = visit()
    page.locator(FIELD).fill("/modal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
    expect(what(page)).to_be_focused()
    return page


def what(page: Page) -> Locator:
    return page.get_by_role("textbox", name="What")


def test_an_error_then_success(visit: Visit) -> None:
    page = opened(visit)
    page.get_by_role("button", name="Save").click()
    dialog = page.locator("dialog.modal-window")
    expect(dialog).to_contain_text("Please complete this required field")
    what(page).fill("bad")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("not this")
    expect(what(page)).to_have_value("bad")
    expect(what(page)).to_be_focused()
    what(page).fill("good")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(FIELD)).to_be_focused()


def test_push_update_and_back(visit: Visit) -> None:
    page = opened(visit)
    what(page).fill("keep me")
    page.get_by_role("button", name="Deeper").click()
    expect(page.get_by_role("dialog", name="Deeper")).to_be_visible()
    page.get_by_role("button", name="Deeper").click()
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
    expect(what(page)).to_have_value("keep me")
    what(page).fill("next")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Second")).to_be_visible()
    what(page).fill("other")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Changed")).to_be_visible()
    what(page).fill("all")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_failed_submission_keeps_what_was_typed(visit: Visit) -> None:
    page = opened(visit)
    what(page).fill("broken")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.modal-window")
    expect(dialog).to_contain_text("We had some trouble connecting. Try again?")
    expect(what(page)).to_have_value("broken")


def test_a_slow_app_keeps_the_modal_busy(visit: Visit) -> None:
    page = opened(visit)
    what(page).fill("good")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/modal/submit", hold)
    with page.expect_request("**/modal/submit"):
        page.keyboard.press("Enter")
    expect(page.locator("dialog.modal-window")).to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_focus_stays_inside(visit: Visit) -> None:
    page = opened(visit)
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside


def test_an_external_menu_asks_the_app(visit: Visit, client: Client) -> None:
    page = opened(visit)
    what(page).fill("good")
    page.get_by_role("button", name="Which").click()
    page.get_by_role("searchbox").press_sequentially("abc")
    page.locator("dialog").get_by_text("abc", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    sent = client.deliveries("interactive")[-1]["payload"]["view"]["state"]["values"]
    assert sent["which"]["remote"]["selected_option"]["text"]["text"] == "abc"


def test_the_app_sees_what_is_typed_when_a_button_is_pressed(visit: Visit, client: Client) -> None:
    page = opened(visit)
    what(page).fill("half done")
    page.get_by_role("button", name="Deeper").click()
    expect(page.get_by_role("dialog", name="Deeper")).to_be_visible()
    sent = client.deliveries("interactive")[-1]["payload"]["view"]["state"]["values"]
    assert sent["what"]["text"]["value"] == "half done"


def test_a_modal_is_the_persons_own(visit: Visit, other: Page) -> None:
    opened(visit)
    tomas = visit("tomas", tab=other)
    expect(tomas.locator("dialog[open]")).to_have_count(0)


def test_an_open_modal_survives_a_reload(visit: Visit) -> None:
    page = opened(visit)
    page.reload()
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
