"""A review as HTML in a real browser: nothing overflows on paper and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from handlers.pages.review_page import render_review
from tests.handlers import review_sample
from tests.handlers.pictures import extreme
from tests.handlers.pictures import sample as maps
from tests.page.browser import PageMonitor

pytestmark = pytest.mark.browser


# A4 without its margins, at 96 pixels an inch.
PAPER = {"width": 687, "height": 970}


PHONE = {"width": 360, "height": 800}


OVERFLOWING_ELEMENTS = """() => [...document.querySelectorAll('body *')]
    .filter(it => !it.closest('svg') || it.tagName === 'svg')
    .filter(it => it.getBoundingClientRect().right > innerWidth + 1)
    .filter(it => matchMedia('print').matches || !it.closest('.scroll'))
    .map(it => `${it.tagName} ${it.className} ${it.textContent.slice(0, 40)}`)"""


OVERFLOWING_CELLS = """() => [...document.querySelectorAll('td, th')]
    .filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.textContent)"""


@pytest.fixture(scope="module", params=["sample", "hostile"])
def review(request: pytest.FixtureRequest) -> str:
    """A review as HTML."""
    if request.param == "sample":
        return render_review(review_sample.sample_review(), maps.sample_map(), maps.NAMES)
    return render_review(review_sample.hostile_review(), extreme.extreme_map(), extreme.NAMES)


def test_nothing_overflows_on_paper_or_on_a_phone(page: Page, review: str) -> None:
    page.set_content(review)
    expect(page.get_by_role("heading", name="The journey map")).to_be_visible()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate(OVERFLOWING_ELEMENTS) == []
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    assert page.evaluate(OVERFLOWING_ELEMENTS) == []
    assert page.evaluate(OVERFLOWING_CELLS) == []
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == (
        "table-header-group"
    )


def test_it_prints_and_runs_no_script(page: Page, review: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.set_content(review)
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert 3 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 40
    assert dialogs == []
    pictures = page.get_by_role("img")
    labels = pictures.evaluate_all("all => all.map(it => it.getAttribute('aria-label'))")
    assert len(labels) >= 3
    assert all(labels)


def test_a_picture_from_another_host_would_be_noticed(monitor: PageMonitor) -> None:
    addresses = ["https://example.com/a.png", "http://192.0.2.1/a.png"]
    monitor.page.set_content("".join(f'<img src="{address}">' for address in addresses))
    with pytest.raises(AssertionError) as error:
        monitor.check()
    for address in addresses:
        assert f"request leaves the machine: {address}" in str(error.value)
