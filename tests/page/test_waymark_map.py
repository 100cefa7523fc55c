"""Edit a map in the browser: forms, the image, the Home, the settings.

The note to place is placed after the test that shows it on a phone.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from playwright.sync_api import Locator, Page, expect

from storage.engine import database_url
from tests.clocks import StandingClock
from tests.page.browser import PageMonitor
from tests.page.test_waymark import type_and_send
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, exported, journey, stage
from tests.scenarios.waiting import until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pair(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPair]:
    """Waymark in a workspace with a sorted and an unsorted note, for all tests of the file."""
    path = tmp_path_factory.mktemp("page") / "waymark.db"
    copy(sqlite_template, path)
    with running(database_url(f"sqlite:///{path}"), StandingClock(2026, 9, 15)) as pair:
        mara = pair.slack.person("mara")
        mara.command(CHANNEL, "/touchpoint decision: a good demo feeling:happy")
        mara.command(CHANNEL, "/painpoint chekout: the coupon is refused")
        yield pair


@pytest.fixture
def page(pair: RunningPair, monitor: PageMonitor) -> Page:
    """The workspace as Mara sees it."""
    monitor.page.goto(f"{pair.slack.url}/#/mara/{CHANNEL}")
    monitor.page.locator("#place-name").wait_for()
    return monitor.page


def open_home(page: Page, pair: RunningPair) -> None:
    """Open Mara's Home in a new page load, and wait until it is published anew and drawn.

    The menus of the Home before it are no longer known.
    """
    mara = pair.slack.person("mara")
    before = mara.home()
    page.goto("about:blank")
    page.goto(f"{pair.slack.url}/#/mara/app/home")
    view = until(lambda: home if (home := mara.home()) != before else None)
    page.locator(f"[data-block-id='{view['blocks'][0]['block_id']}']").wait_for()


def dialog(page: Page) -> Locator:
    """Return the open form."""
    return page.locator("dialog[open]")


def messages(page: Page) -> Locator:
    """Return the message list of the channel."""
    return page.get_by_role("list", name="Messages")


def assert_fits_window(page: Page) -> None:
    """Check that the page does not scroll horizontally."""
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0


def map_image(page: Page) -> Locator:
    """Return the map image, once it is loaded."""
    image = messages(page).locator("img[alt^='Journey map']").last
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    until(lambda: image.evaluate("it => it.complete && it.naturalWidth > 0"))
    return image


def test_a_stage_is_edited_after_an_error(page: Page, pair: RunningPair) -> None:
    type_and_send(page, "/journey stages")
    messages(page).get_by_role("button", name="Edit").nth(3).click()
    form = dialog(page)
    name = form.get_by_role("textbox", name="Name")
    expect(name).to_have_value("Onboarding")
    objective = form.get_by_role("textbox", name="Objective")
    objective.fill("First booking & <b>no calls</b>")
    form.get_by_label("Milestone is").select_option("Reached")
    expect(form.get_by_label("Since")).to_be_visible()
    expect(objective).to_have_value("First booking & <b>no calls</b>")
    name.fill("Decision")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("There is “Decision” already; choose another name.")
    expect(objective).to_have_value("First booking & <b>no calls</b>")
    name.fill("First weeks")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    expect(messages(page)).to_contain_text("Saved First weeks in Buyer journey.")
    assert stage(pair, "First weeks").objective == "First booking & <b>no calls</b>"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_image_is_shown(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    type_and_send(page, "/journey map")
    expect(messages(page)).to_contain_text("Buyer journey, 2026-Q3 so far")
    image = map_image(page)
    assert image.evaluate("it => it.clientWidth") > 200
    assert "Decision" in str(image.get_attribute("alt"))
    assert_fits_window(page)


def test_the_map_fits_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    type_and_send(page, "/journey map")
    image = map_image(page)
    assert image.evaluate("it => it.getBoundingClientRect().right") <= 390
    assert_fits_window(page)


def test_the_map_is_shared_to_the_channel(page: Page, pair: RunningPair) -> None:
    type_and_send(page, "/journey map")
    map_image(page)
    messages(page).get_by_role("button", name="Show it to the channel").click()
    post = until(lambda: pair.posts(CHANNEL, "tomas"))[0]
    assert [block["type"] for block in post["blocks"]] == ["header", "image"]


def test_the_home_fits_on_a_phone(page: Page, pair: RunningPair) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_home(page, pair)
    expect(page.get_by_text("1 note to place")).to_be_visible()
    assert_fits_window(page)


def test_a_note_is_sorted_from_the_home(page: Page, pair: RunningPair) -> None:
    open_home(page, pair)
    expect(page.get_by_text("1 note to place")).to_be_visible()
    expect(page.get_by_text("2026-Q3 so far: 2 notes")).to_be_visible()
    note = page.get_by_text("the coupon is refused")
    expect(note).to_be_visible()
    page.locator("#app-view").get_by_role("combobox").select_option("Retention")
    expect(note).to_be_hidden()
    expect(page.get_by_text("1 note to place")).to_be_hidden()
    assert {row["stage"] for row in exported(pair)} == {"decision", "retention"}


def test_settings_are_changed_with_a_time_zone_search(page: Page, pair: RunningPair) -> None:
    type_and_send(page, "/journey settings")
    form = dialog(page)
    form.get_by_role("button", name="Time zone: UTC").click()
    page.keyboard.type("berl")
    form.get_by_label("Europe/Berlin").check()
    expect(form.get_by_role("button", name="Time zone: Europe/Berlin")).to_be_visible()
    form.get_by_label("Review on").select_option("First Monday after the period")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    expect(messages(page)).to_contain_text("time zone: UTC → Europe/Berlin")
    assert journey(pair).time_zone == "Europe/Berlin"
    assert journey(pair).review_day.value == "monday"
