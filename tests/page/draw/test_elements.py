"""Elements report what a person did, with the value the control API expects."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page.draw import showcase
from tests.page.draw.drawing_page import DrawingPage
from tests.page.draw.showcase import BOXES, CONFIRM, DATES, MENUS, TYPED, button, in_actions, plain

pytestmark = pytest.mark.browser


def reported_actions(drawing: DrawingPage, count: int = 1) -> list[tuple[str, Any]]:
    """Return the reported actions once there are `count`."""
    drawing.page.wait_for_function(f"() => window.harness.actions.length >= {count}")
    return [(action["type"], action.get("value")) for action in drawing.actions()]


def test_a_button_reports_its_ids(drawing: DrawingPage) -> None:
    drawing.blocks([{**in_actions(button("Save", "save")), "block_id": "b"}])
    drawing.page.get_by_role("button", name="Save").click()
    reported_actions(drawing)
    assert drawing.actions() == [
        {"action_id": "save", "block_id": "b", "type": "button", "value": "v"},
    ]


def test_confirmation_before_an_action(drawing: DrawingPage) -> None:
    drawing.blocks([in_actions(button("Drop", "drop", confirm=CONFIRM))])
    page = drawing.page
    page.get_by_role("button", name="Drop").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Delete this note?")
    assert dialog.locator("strong").text_content() == "cannot"
    dialog.get_by_role("button", name="Keep").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Drop").click()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert drawing.actions() == []
    page.get_by_role("button", name="Drop").click()
    dialog.get_by_role("button", name="Delete").click()
    assert reported_actions(drawing) == [("button", "v")]


def test_a_menu_reverts_when_confirmation_is_denied(drawing: DrawingPage) -> None:
    drawing.blocks([in_actions({**MENUS[1], "confirm": CONFIRM})])
    select = drawing.page.locator("select")
    select.select_option("awareness")
    drawing.page.get_by_role("button", name="Keep").click()
    expect(select).to_have_value("checkout")
    assert drawing.actions() == []


@pytest.mark.parametrize(
    ("menu", "choice", "value"),
    [
        (MENUS[0], "checkout", "checkout"),
        (MENUS[1], "awareness", "awareness"),
        (MENUS[3], "U0TOMAS", "U0TOMAS"),
        (MENUS[4], "C0LEADS", "C0LEADS"),
        (MENUS[5], "C0JOURNEY", "C0JOURNEY"),
    ],
    ids=lambda value: value if isinstance(value, str) else value["type"],
)
def test_a_menu_reports_its_choice(
    drawing: DrawingPage, menu: dict[str, Any], choice: str, value: str
) -> None:
    drawing.blocks([in_actions(menu)])
    drawing.page.locator("select").select_option(choice)
    assert reported_actions(drawing) == [(menu["type"], value)]


def test_menus_list_slacks_choices(drawing: DrawingPage) -> None:
    drawing.blocks([in_actions(MENUS[1], *MENUS[3:6])])
    menus = drawing.page.locator("select")
    labels = [menu.locator("option:not([hidden])").all_text_contents() for menu in menus.all()]
    assert labels == [
        ["Awareness", "Consideration", "Checkout"],
        ["Mara Lindqvist", "Tomas Berg", "Waymark"],
        ["#leads", "Mara Lindqvist"],
        ["#general", "#customer-journey"],
    ]
    assert menus.first.locator("optgroup").count() == 2


def test_a_multi_select_reports_when_its_panel_closes(drawing: DrawingPage) -> None:
    drawing.blocks([in_actions(MENUS[6])])
    page = drawing.page
    opener = page.locator(".picker-open")
    opener.click()
    page.get_by_label("Checkout").check()
    assert page.get_by_label("Consideration").is_disabled()
    assert page.get_by_text("You can choose 2.").is_visible()
    assert drawing.actions() == []
    page.keyboard.press("Escape")
    assert reported_actions(drawing) == [("multi_static_select", ["awareness", "checkout"])]
    page.get_by_label("Remove Awareness").click()
    assert reported_actions(drawing, 2)[1] == ("multi_static_select", ["checkout"])


def test_a_panel_closes_on_a_click_outside(drawing: DrawingPage) -> None:
    drawing.blocks([in_actions(button("Else", "else")), in_actions(MENUS[8])])
    drawing.page.locator(".picker-open").click()
    drawing.page.get_by_label("Tomas Berg", exact=True).uncheck()
    drawing.page.get_by_role("button", name="Else").click()
    expect(drawing.page.locator(".picker-panel")).to_be_hidden()
    assert reported_actions(drawing, 2)[0] == ("multi_users_select", ["U0MARA"])


def test_an_external_menu_requests_options_for_typed_text(drawing: DrawingPage) -> None:
    drawing.blocks([{**in_actions(MENUS[2]), "block_id": "b"}])
    page = drawing.page
    page.locator(".picker-open").click()
    expect(page.get_by_text("Type 2 or more characters")).to_be_visible()
    page.keyboard.type("ber")
    page.get_by_label("Bergen").check()
    ((kind, value),) = reported_actions(drawing)
    assert (kind, value["selected_option"]["value"]) == ("external_select", "bergen")
    expect(page.locator(".picker-open")).to_have_text("Bergen")
    asked = page.evaluate("() => window.harness.requests")
    request = {"action_id": "x0", "block_id": "b", "type": "external_select", "value": "ber"}
    assert asked == [request]


def test_boxes_and_radios(drawing: DrawingPage) -> None:
    drawing.blocks([in_actions(*BOXES)])
    page = drawing.page
    assert page.get_by_label("Plain box").is_checked()
    page.get_by_label("Bold box").check()
    page.get_by_label("Checkout").check()
    assert reported_actions(drawing, 2) == [
        ("checkboxes", ["a", "b"]),
        ("radio_buttons", "checkout"),
    ]


def test_dates(drawing: DrawingPage) -> None:
    drawing.blocks([in_actions(*DATES)])
    inputs = drawing.page.locator("input")
    inputs.nth(0).fill("2026-11-02")
    inputs.nth(1).fill("10:45")
    inputs.nth(2).fill("2026-11-02T10:45")
    inputs.nth(2).blur()
    day, time, moment = reported_actions(drawing, 3)
    assert (day, time) == (("datepicker", "2026-11-02"), ("timepicker", "10:45"))
    local = drawing.page.evaluate("() => new Date('2026-11-02T10:45').getTime() / 1000")
    assert moment == ("datetimepicker", local)


def test_an_overflow_menu_by_keyboard(drawing: DrawingPage) -> None:
    drawing.blocks([in_actions(showcase.BUTTONS[-1])])
    page = drawing.page
    page.get_by_label("More actions").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()
    page.get_by_label("More actions").click()
    page.get_by_role("menuitem", name="Move").click()
    assert reported_actions(drawing) == [("overflow", "move")]


def test_feedback_stays_pressed(drawing: DrawingPage) -> None:
    drawing.blocks([block for block in showcase.MESSAGE if block["type"] == "context_actions"])
    drawing.page.get_by_label("Bad").click()
    assert reported_actions(drawing) == [("feedback_buttons", "negative")]
    expect(drawing.page.get_by_label("Bad")).to_have_attribute("aria-pressed", "true")
    drawing.page.get_by_label("Delete").click()
    assert reported_actions(drawing, 2)[1] == ("icon_button", "1")


def typing(page: Page, **more: Any) -> dict[str, Any]:
    block = {"type": "input", "block_id": "b", "label": plain("Say"), **more}
    return {**block, "element": {**TYPED[0], **more.pop("element", {}), "action_id": "a"}}


def test_an_input_dispatches_on_enter_or_on_every_character(drawing: DrawingPage) -> None:
    page = drawing.page
    drawing.modal({**showcase.MODAL, "blocks": [typing(page, dispatch_action=True)]})
    page.get_by_label("Say").fill("hello")
    assert drawing.actions() == []
    page.get_by_label("Say").press("Enter")
    assert reported_actions(drawing) == [("plain_text_input", "hello")]
    drawing.clear()
    every = {"trigger_actions_on": ["on_character_entered"]}
    block = typing(page, dispatch_action=True)
    block["element"]["dispatch_action_config"] = every
    drawing.modal({**showcase.MODAL, "blocks": [block]})
    page.get_by_label("Say").press_sequentially("hi")
    assert reported_actions(drawing, 2)[-1] == ("plain_text_input", "hi")


def test_an_input_reports_at_once_in_a_home_and_on_submit_in_a_modal(drawing: DrawingPage) -> None:
    page = drawing.page
    drawing.blocks([typing(page)], surface="home")
    page.get_by_label("Say").fill("hello")
    page.get_by_label("Say").blur()
    assert reported_actions(drawing) == [("plain_text_input", "hello")]
    drawing.clear()
    drawing.modal({**showcase.MODAL, "blocks": [typing(page)]})
    page.get_by_label("Say").fill("quiet")
    page.get_by_label("Say").blur()
    assert len(drawing.actions()) == 1


def test_characters_are_counted(drawing: DrawingPage) -> None:
    drawing.modal({**showcase.MODAL, "blocks": [typing(drawing.page)]})
    drawing.page.get_by_label("Say").fill("x" * 81)
    expect(drawing.page.locator(".count")).to_have_text("81 / 80")
    expect(drawing.page.locator(".count.over")).to_have_count(1)


def test_panels_fit_in_the_window(drawing: DrawingPage) -> None:
    page = drawing.page
    page.set_viewport_size({"width": 390, "height": 800})
    drawing.blocks([in_actions(MENUS[6], showcase.BUTTONS[-1]), *showcase.beside(MENUS[8])])
    page.get_by_label("More actions").click()
    expect(page.get_by_role("menu")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    page.locator(".picker-open").last.click()
    expect(page.locator(".picker-panel").last).to_be_in_viewport(ratio=1)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
