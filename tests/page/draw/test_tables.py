"""Tables: what they show, sorting, paging and filtering by clicks."""

import pytest
from playwright.sync_api import Locator, expect

from tests.page.draw import showcase
from tests.page.draw.showcase import KPIS, rows
from tests.page.draw.stage import Stage

pytestmark = pytest.mark.browser


def column(stage: Stage, number: int) -> list[str]:
    cells = stage.page.locator(f".data-table tbody tr > :nth-child({number})")
    return cells.all_text_contents()


def header(stage: Stage, name: str) -> Locator:
    return stage.page.get_by_role("columnheader", name=name)


def sort_by(stage: Stage, name: str) -> None:
    header(stage, name).get_by_role("button").click()


def test_numbers_sort_as_numbers_and_a_third_click_undoes_it(stage: Stage) -> None:
    stage.blocks([{**KPIS, "page_size": 10}])
    as_sent = ["71.4", "9", "41", "2.1", "12,000"]
    assert column(stage, 3) == as_sent
    sort_by(stage, "Reading")
    assert column(stage, 3) == ["2.1", "9", "41", "71.4", "12,000"]
    expect(header(stage, "Reading")).to_have_attribute("aria-sort", "ascending")
    sort_by(stage, "Reading")
    assert column(stage, 3) == ["12,000", "71.4", "41", "9", "2.1"]
    expect(header(stage, "Reading")).to_have_attribute("aria-sort", "descending")
    sort_by(stage, "Reading")
    assert column(stage, 3) == as_sent


def test_text_sorts_by_letters_and_the_numbers_in_it(stage: Stage) -> None:
    mixed = rows(["What"], ["10 days"], ["é"], ["9 days"], ["Zebra"], ["apple"], [3])
    stage.blocks([{**KPIS, "rows": mixed, "row_header_column_index": 0, "page_size": 10}])
    sort_by(stage, "What")
    assert column(stage, 1) == ["3", "9 days", "10 days", "apple", "é", "Zebra"]


def test_pages_turn_and_sorting_goes_back_to_the_first(stage: Stage) -> None:
    stage.blocks([KPIS])
    page = stage.page
    back, on = page.get_by_label("Previous page"), page.get_by_label("Next page")
    assert column(stage, 1) == ["1", "2", "3"]
    assert back.is_disabled()
    on.click()
    assert column(stage, 1) == ["4", "5"]
    assert page.get_by_text("4–5 of 5").is_visible()
    assert on.is_disabled()
    sort_by(stage, "#")
    sort_by(stage, "#")
    assert column(stage, 1) == ["5", "4", "3"]


def test_pages_hold_five_rows_unless_told(stage: Stage) -> None:
    stage.blocks([{**KPIS, "page_size": None, "rows": rows(["n"], *[[n] for n in range(12)])}])
    assert column(stage, 1) == ["0", "1", "2", "3", "4"]


def test_a_filter_leaves_the_rows_that_hold_it(stage: Stage) -> None:
    stage.blocks([KPIS])
    stage.page.get_by_label("Filter KPIs of the quarter").fill("re")
    assert column(stage, 2) == ["First reply"]
    stage.page.get_by_label("Filter KPIs of the quarter").fill("nothing like it")
    assert stage.page.get_by_text("No rows").is_visible()


def test_caption_headers_and_row_headers_are_there_for_screen_readers(stage: Stage) -> None:
    stage.blocks([KPIS])
    page = stage.page
    assert page.get_by_role("table", name="KPIs of the quarter").is_visible()
    assert page.get_by_role("rowheader").all_text_contents() == ["Completion", "First reply", "NPS"]
    assert page.locator("tbody td.align-right").count() == 9


def test_a_table_scrolls_inside_itself_on_a_phone(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 800})
    wide = rows([f"Column {n}" for n in range(20)], [f"A cell {n}" for n in range(20)])
    stage.blocks([{"type": "table", "rows": wide}, {**KPIS, "rows": wide}])
    width = "() => document.documentElement.scrollWidth"
    assert stage.page.evaluate(width) == 390
    strip = stage.page.locator(".table-scroll").first
    assert strip.evaluate("e => e.scrollWidth > e.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_on_a_phone(stage: Stage, scheme: str) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 800})
    stage.page.evaluate(f"() => document.documentElement.dataset.theme = '{scheme}'")
    stage.blocks([*showcase.MESSAGE, *showcase.ELEMENTS])
    stage.modal(showcase.MODAL)
    assert stage.page.evaluate("() => document.documentElement.scrollWidth") == 390


def test_a_plain_table_keeps_its_columns_settings(stage: Stage) -> None:
    stage.blocks([showcase.TABLE])
    cells = stage.page.locator("tbody tr").first.locator("td")
    assert cells.all_text_contents() == ["Checkout", "12", "@Mara Lindqvist"]
    assert cells.nth(1).evaluate("e => getComputedStyle(e).textAlign") == "right"
    assert stage.page.get_by_role("columnheader").count() == 3
