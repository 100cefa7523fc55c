"""Tables: content, sorting, paging and filtering."""

import pytest
from playwright.sync_api import Locator, expect

from tests.page.draw import showcase
from tests.page.draw.drawing_page import DrawingPage
from tests.page.draw.showcase import KPIS, rows

pytestmark = pytest.mark.browser


def column(drawing: DrawingPage, number: int) -> list[str]:
    cells = drawing.page.locator(f".data-table tbody tr > :nth-child({number})")
    return cells.all_text_contents()


def header(drawing: DrawingPage, name: str) -> Locator:
    return drawing.page.get_by_role("columnheader", name=name)


def sort_by(drawing: DrawingPage, name: str) -> None:
    header(drawing, name).get_by_role("button").click()


def test_numbers_sort_by_value_and_a_third_click_resets(drawing: DrawingPage) -> None:
    drawing.blocks([{**KPIS, "page_size": 10}])
    as_sent = ["71.4", "9", "41", "2.1", "12,000"]
    assert column(drawing, 3) == as_sent
    sort_by(drawing, "Reading")
    assert column(drawing, 3) == ["2.1", "9", "41", "71.4", "12,000"]
    expect(header(drawing, "Reading")).to_have_attribute("aria-sort", "ascending")
    sort_by(drawing, "Reading")
    assert column(drawing, 3) == ["12,000", "71.4", "41", "9", "2.1"]
    expect(header(drawing, "Reading")).to_have_attribute("aria-sort", "descending")
    sort_by(drawing, "Reading")
    assert column(drawing, 3) == as_sent


def test_text_sorts_naturally(drawing: DrawingPage) -> None:
    mixed = rows(["What"], ["10 days"], ["é"], ["9 days"], ["Zebra"], ["apple"], [3])
    drawing.blocks([{**KPIS, "rows": mixed, "row_header_column_index": 0, "page_size": 10}])
    sort_by(drawing, "What")
    assert column(drawing, 1) == ["3", "9 days", "10 days", "apple", "é", "Zebra"]


def test_paging_and_sorting_returns_to_the_first_page(drawing: DrawingPage) -> None:
    drawing.blocks([KPIS])
    page = drawing.page
    back, on = page.get_by_label("Previous page"), page.get_by_label("Next page")
    assert column(drawing, 1) == ["1", "2", "3"]
    assert back.is_disabled()
    on.click()
    assert column(drawing, 1) == ["4", "5"]
    assert page.get_by_text("4–5 of 5").is_visible()
    assert on.is_disabled()
    sort_by(drawing, "#")
    sort_by(drawing, "#")
    assert column(drawing, 1) == ["5", "4", "3"]


def test_pages_have_five_rows_by_default(drawing: DrawingPage) -> None:
    drawing.blocks([{**KPIS, "page_size": None, "rows": rows(["n"], *[[n] for n in range(12)])}])
    assert column(drawing, 1) == ["0", "1", "2", "3", "4"]


def test_a_filter_shows_matching_rows(drawing: DrawingPage) -> None:
    drawing.blocks([KPIS])
    drawing.page.get_by_label("Filter KPIs of the quarter").fill("re")
    assert column(drawing, 2) == ["First reply"]
    drawing.page.get_by_label("Filter KPIs of the quarter").fill("nothing like it")
    assert drawing.page.get_by_text("No rows").is_visible()


def test_captions_and_headers_for_screen_readers(drawing: DrawingPage) -> None:
    drawing.blocks([KPIS])
    page = drawing.page
    assert page.get_by_role("table", name="KPIs of the quarter").is_visible()
    assert page.get_by_role("rowheader").all_text_contents() == ["Completion", "First reply", "NPS"]
    assert page.locator("tbody td.align-right").count() == 9


def test_a_table_scrolls_inside_itself_on_a_phone(drawing: DrawingPage) -> None:
    drawing.page.set_viewport_size({"width": 390, "height": 800})
    wide = rows([f"Column {n}" for n in range(20)], [f"A cell {n}" for n in range(20)])
    drawing.blocks([{"type": "table", "rows": wide}, {**KPIS, "rows": wide}])
    width = "() => document.documentElement.scrollWidth"
    assert drawing.page.evaluate(width) == 390
    strip = drawing.page.locator(".table-scroll").first
    assert strip.evaluate("e => e.scrollWidth > e.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_on_a_phone(drawing: DrawingPage, scheme: str) -> None:
    drawing.page.set_viewport_size({"width": 390, "height": 800})
    drawing.page.evaluate(f"() => document.documentElement.dataset.theme = '{scheme}'")
    drawing.blocks([*showcase.MESSAGE, *showcase.ELEMENTS])
    drawing.modal(showcase.MODAL)
    assert drawing.page.evaluate("() => document.documentElement.scrollWidth") == 390


def test_a_plain_table_keeps_its_columns_settings(drawing: DrawingPage) -> None:
    drawing.blocks([showcase.TABLE])
    cells = drawing.page.locator("tbody tr").first.locator("td")
    assert cells.all_text_contents() == ["Checkout", "12", "@Mara Lindqvist"]
    assert cells.nth(1).evaluate("e => getComputedStyle(e).textAlign") == "right"
    assert drawing.page.get_by_role("columnheader").count() == 3
