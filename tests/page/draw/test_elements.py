"""Elements tell the app what a person did, with the value the sandbox takes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page.draw import showcase
from tests.page.draw.showcase import BOXES, CONFIRM, DATES, MENUS, TYPED, button, in_actions, plain
from tests.page.draw.stage import Stage

pytestmark = pytest.mark.browser


def acted(stage: Stage, count: int = 1) -> list[tuple[str, Any]]:
    """What was done, once it is that many."""
    stage.page.wait_for_function(f"() => window.harness.acts.length >= {count}")
    return [(action["type"], action.get("value")) for action in stage.acts()]


def test_a_button_says_who_it_is(stage: Stage) -> None:
    stage.blocks([{**in_actions(button("Save", "save")), "block_id": "b"}])
    stage.page.get_by_role("button", name="Save").click()
    acted(stage)
    assert stage.acts() == [
        {"action_id": "save", "block_id": "b", "type": "button", "value": "v"},
    ]


def test_a_question_is_asked_first(stage: Stage) -> None:
    stage.blocks([in_actions(button("Drop", "drop", confirm=CONFIRM))])
    page = stage.page
    page.get_by_role("button", name="Drop").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Delete this note?")
    assert dialog.locator("strong").text_content() == "cannot"
    dialog.get_by_role("button", name="Keep").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Drop").click()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert stage.acts() == []
    page.get_by_role("button", name="Drop").click()
    dialog.get_by_role("button", name="Delete").click()
    assert acted(stage) == [("button", "v")]


def test_a_menu_goes_back_when_the_question_is_denied(stage: Stage) -> None:
    stage.blocks([in_actions({**MENUS[1], "confirm": CONFIRM})])
    select = stage.page.locator("select")
    select.select_option("awareness")
    stage.page.get_by_role("button", name="Keep").click()
    expect(select).to_have_value("checkout")
    assert stage.acts() == []


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
    stage: Stage, menu: dict[str, Any], choice: str, value: str
) -> None:
    stage.blocks([in_actions(menu)])
    stage.page.locator("select").select_option(choice)
    assert acted(stage) == [(menu["type"], value)]


def test_menus_offer_what_slack_offers(stage: Stage) -> None:
    stage.blocks([in_actions(MENUS[1], *MENUS[3:6])])
    menus = stage.page.locator("select")
    labels = [menu.locator("option:not([hidden])").all_text_contents() for menu in menus.all()]
    assert labels == [
        ["Awareness", "Consideration", "Checkout"],
        ["Mara Lindqvist", "Tomas Berg", "Waymark"],
        ["#leads", "Mara Lindqvist"],
        ["#general", "#customer-journey"],
    ]
    assert menus.first.locator("optgroup").count() == 2


def test_several_are_chosen_and_reported_when_the_panel_closes(stage: Stage) -> None:
    stage.blocks([in_actions(MENUS[6])])
    page = stage.page
    opener = page.locator(".picker-open")
    opener.click()
    page.get_by_label("Checkout").check()
    assert page.get_by_label("Consideration").is_disabled()
    assert page.get_by_text("You can choose 2.").is_visible()
    assert stage.acts() == []
    page.keyboard.press("Escape")
    assert acted(stage) == [("multi_static_select", ["awareness", "checkout"])]
    page.get_by_label("Remove Awareness").click()
    assert acted(stage, 2)[1] == ("multi_static_select", ["checkout"])


def test_a_panel_closes_when_something_else_is_pressed(stage: Stage) -> None:
    stage.blocks([in_actions(button("Else", "else")), in_actions(MENUS[8])])
    stage.page.locator(".picker-open").click()
    stage.page.get_by_label("Tomas Berg", exact=True).uncheck()
    stage.page.get_by_role("button", name="Else").click()
    expect(stage.page.locator(".picker-panel")).to_be_hidden()
    assert acted(stage, 2)[0] == ("multi_users_select", ["U0MARA"])


def test_an_external_menu_asks_for_what_is_typed(stage: Stage) -> None:
    stage.blocks([{**in_actions(MENUS[2]), "block_id": "b"}])
    page = stage.page
    page.locator(".picker-open").click()
    expect(page.get_by_text("Type 2 or more characters")).to_be_visible()
    page.keyboard.type("ber")
    page.get_by_label("Bergen").check()
    ((kind, value),) = acted(stage)
    assert (kind, value["selected_option"]["value"]) == ("external_select", "bergen")
    expect(page.locator(".picker-open")).to_have_text("Bergen")
    asked = page.evaluate("() => window.harness.asked")
    request = {"action_id": "x0", "block_id": "b", "type": "external_select", "value": "ber"}
    assert asked == [request]


def test_boxes_and_radios(stage: Stage) -> None:
    stage.blocks([in_actions(*BOXES)])
    page = stage.page
    assert page.get_by_label("Plain box").is_checked()
    page.get_by_label("Bold box").check()
    page.get_by_label("Checkout").check()
    assert acted(stage, 2) == [("checkboxes", ["a", "b"]), ("radio_buttons", "checkout")]


def test_dates(stage: Stage) -> None:
    stage.blocks([in_actions(*DATES)])
    inputs = stage.page.locator("input")
    inputs.nth(0).fill("2026-11-02")
    inputs.nth(1).fill("10:45")
    inputs.nth(2).fill("2026-11-02T10:45")
    inputs.nth(2).blur()
    day, time, moment = acted(stage, 3)
    assert (day, time) == (("datepicker", "2026-11-02"), ("timepicker", "10:45"))
    local = stage.page.evaluate("() => new Date('2026-11-02T10:45').getTime() / 1000")
    assert moment == ("datetimepicker", local)


def test_an_overflow_menu_is_walked_with_the_keyboard(stage: Stage) -> None:
    stage.blocks([in_actions(showcase.BUTTONS[-1])])
    page = stage.page
    page.get_by_label("More actions").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()
    page.get_by_label("More actions").click()
    page.get_by_role("menuitem", name="Move").click()
    assert acted(stage) == [("overflow", "move")]


def test_feedback_stays_pressed(stage: Stage) -> None:
    stage.blocks([block for block in showcase.MESSAGE if block["type"] == "context_actions"])
    stage.page.get_by_label("Bad").click()
    assert acted(stage) == [("feedback_buttons", "negative")]
    expect(stage.page.get_by_label("Bad")).to_have_attribute("aria-pressed", "true")
    stage.page.get_by_label("Delete").click()
    assert acted(stage, 2)[1] == ("icon_button", "1")


def typing(page: Page, **more: Any) -> dict[str, Any]:
    block = {"type": "input", "block_id": "b", "label": plain("Say"), **more}
    return {**block, "element": {**TYPED[0], **more.pop("element", {}), "action_id": "a"}}


def test_an_input_that_dispatches_does_so_on_enter_or_on_every_character(stage: Stage) -> None:
    page = stage.page
    stage.modal({**showcase.MODAL, "blocks": [typing(page, dispatch_action=True)]})
    page.get_by_label("Say").fill("hello")
    assert stage.acts() == []
    page.get_by_label("Say").press("Enter")
    assert acted(stage) == [("plain_text_input", "hello")]
    stage.clear()
    every = {"trigger_actions_on": ["on_character_entered"]}
    block = typing(page, dispatch_action=True)
    block["element"]["dispatch_action_config"] = every
    stage.modal({**showcase.MODAL, "blocks": [block]})
    page.get_by_label("Say").press_sequentially("hi")
    assert acted(stage, 2)[-1] == ("plain_text_input", "hi")


def test_an_input_of_a_home_is_kept_at_once_and_of_a_modal_at_the_end(stage: Stage) -> None:
    page = stage.page
    stage.blocks([typing(page)], surface="home")
    page.get_by_label("Say").fill("hello")
    page.get_by_label("Say").blur()
    assert acted(stage) == [("plain_text_input", "hello")]
    stage.clear()
    stage.modal({**showcase.MODAL, "blocks": [typing(page)]})
    page.get_by_label("Say").fill("quiet")
    page.get_by_label("Say").blur()
    assert len(stage.acts()) == 1


def test_characters_are_counted(stage: Stage) -> None:
    stage.modal({**showcase.MODAL, "blocks": [typing(stage.page)]})
    stage.page.get_by_label("Say").fill("x" * 81)
    expect(stage.page.locator(".count")).to_have_text("81 / 80")
    expect(stage.page.locator(".count.over")).to_have_count(1)


def test_panels_stay_inside_the_window(stage: Stage) -> None:
    page = stage.page
    page.set_viewport_size({"width": 390, "height": 800})
    stage.blocks([in_actions(MENUS[6], showcase.BUTTONS[-1]), *showcase.beside(MENUS[8])])
    page.get_by_label("More actions").click()
    expect(page.get_by_role("menu")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    page.locator(".picker-open").last.click()
    expect(page.locator(".picker-panel").last).to_be_in_viewport(ratio=1)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
