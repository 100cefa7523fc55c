"""The kit knows Slack's limits: at every one of them and past it, Slack takes what it makes."""

import html
import re
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.presentation.charts import ChartKind, build_chart
from handlers.presentation.tables import Table
from handlers.slack import kit
from sandbox.limits.surfaces import exceeds_text_limit, message_problems, view_problems
from tests.handlers.name_strategies import names
from tests.handlers.slack_says import assert_taken, shown
from tests.selection import examples

ENTITY_LENGTH = len("&amp;")

anything = st.text(st.characters(codec="utf-8"), max_size=200) | names

quick = settings(max_examples=examples(60))


def problems(*blocks: Any) -> list[str]:
    return message_problems(list(blocks))


# Escaping


@given(anything)
@example("&amp;lt;")
def test_what_is_escaped_comes_back_unescaped(text: str) -> None:
    assert kit.unescape(kit.escape(text)) == text


@given(anything)
def test_escaped_text_is_what_slack_documents(text: str) -> None:
    assert kit.escape(text) == html.escape(text, quote=False)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("&quot;", "&quot;"),
    ],
)
def test_only_slacks_three_entities_are_unescaped(sent: str, typed: str) -> None:
    assert kit.unescape(sent) == typed


@given(anything, st.integers(ENTITY_LENGTH, 60))
def test_escaped_pieces_are_lossless_and_within_the_limit(text: str, limit: int) -> None:
    pieces = list(kit.escaped_pieces(text, limit))
    assert "".join(pieces) == html.escape(text, quote=False)
    assert all(0 < len(piece) <= limit for piece in pieces)


@given(st.text("&<>ab", max_size=100), st.integers(ENTITY_LENGTH, 30))
def test_escaped_pieces_are_never_cut_inside_an_entity(text: str, limit: int) -> None:
    for piece in kit.escaped_pieces(text, limit):
        assert re.fullmatch(r"(?:&amp;|&lt;|&gt;|[ab])*", piece)


def test_three_thousand_ampersands_need_five_sections() -> None:
    pieces = list(kit.escaped_pieces("&" * 3000))
    assert [len(piece) for piece in pieces] == [3000] * 5
    assert problems(*(kit.section(piece) for piece in pieces)) == []


# Cutting


@given(anything, st.integers(1, 250))
def test_cut_text_is_within_the_limit_and_says_when_something_is_missing(
    text: str, limit: int
) -> None:
    cut = kit.cut(text, limit)
    assert len(cut) <= limit
    if len(text) <= limit:
        assert cut == text
    else:
        assert cut.endswith("…")
        assert text.startswith(cut[:-1])


@quick
@given(st.text("&<a ", min_size=590, max_size=620).map(lambda text: text * 5))
def test_mrkdwn_that_is_too_long_is_cut_between_entities(text: str) -> None:
    made = kit.mrkdwn(html.escape(text, quote=False))["text"]
    assert len(made) <= 3000
    assert re.fullmatch(r"(?:&amp;|&lt;|[a ])*…?", made)
    assert text.startswith(html.unescape(made.removesuffix("…")))


# Single blocks


@pytest.mark.parametrize("length", [0, 1, 149, 150, 151, 5000])
def test_a_header_of_any_length_is_taken(length: int) -> None:
    assert problems(kit.header("x" * length)) == []


@pytest.mark.parametrize("length", [1, 2999, 3000, 3001, 9000])
def test_a_section_of_any_length_is_taken(length: int) -> None:
    assert problems(kit.section("x" * length), kit.context("x" * length)) == []


@pytest.mark.parametrize("count", [1, 10, 11])
def test_a_context_of_any_number_of_texts_is_taken(count: int) -> None:
    assert problems(kit.context(*["x"] * count)) == []


@pytest.mark.parametrize("count", [1, 25, 26, 60])
def test_a_row_of_any_number_of_buttons_is_taken(count: int) -> None:
    row = kit.actions([kit.button("x" * 80, f"a.{n}", "v") for n in range(count)])
    assert problems(row) == []
    assert len(row["elements"]) == min(count, 25)


@quick
@given(st.lists(anything, max_size=4))
def test_rich_text_is_taken_and_shows_every_letter(texts: list[str]) -> None:
    block = kit.rich(
        kit.line(*texts), kit.bullets([kit.line(text) for text in texts] or [kit.line()])
    )
    assert problems(block) == []
    line, listed = block["elements"]
    assert "".join(e["text"] for e in line["elements"]) == ("".join(texts) or "–")
    for text, item in zip(texts, listed["elements"], strict=False):
        assert "".join(e["text"] for e in item["elements"]) == (text or "–")


@pytest.mark.parametrize("length", [0, 1, 3000, 3001])
def test_a_quote_and_columns_of_any_length_are_taken(length: int) -> None:
    block = kit.rich(kit.quote("x" * length), kit.preformatted("x" * length))
    assert problems(block) == []
    assert all(len(part["elements"][0]["text"]) <= 3000 for part in block["elements"])


# Charts


@pytest.mark.parametrize("kind", ["line", "bar", "area"])
def test_a_chart_of_any_size_is_taken(kind: str) -> None:
    for size in product([1, 20, 21], [1, 6, 7], [0, 50, 51]):
        points, lines, title = size
        series = [("s" * 25, [n / 3 for n in range(points)])] * lines
        axes = ("Stage", "Mood")
        chart = kit.chart_block(
            build_chart("x" * title, ["p" * 25] * points, series, axes, kind=ChartKind(kind))
        )
        assert problems(chart) == [], size
        assert len(chart["chart"]["series"]) == min(lines, 6), size
        assert len(chart["chart"]["series"][0]["data"]) == min(points, 20), size


def test_a_chart_holds_the_values_in_the_order_of_its_categories() -> None:
    values = build_chart("T", ["a", "b"], [("s", [0.25, -0.5])], ("x", "y"))
    chart = kit.chart_block(values)["chart"]
    assert chart["axis_config"] == {"categories": ["a", "b"], "x_label": "x", "y_label": "y"}
    points = [{"label": "a", "value": 0.25}, {"label": "b", "value": -0.5}]
    assert chart["series"] == [{"name": "s", "data": points}]


# Tables


@pytest.mark.parametrize("rows", [1, 100, 101, 400])
def test_a_native_table_of_any_size_is_taken(rows: int) -> None:
    for size in product([1, 20, 21], [0, 1, 5, 99, 101, 3000]):
        columns, length = size
        cells = (("x" * length,) * columns,) * rows
        table = kit.table_block(Table(("head",) * columns, cells, "Mood"))
        assert problems(table) == [], size
        assert len(table["rows"]) == 1 + min(rows, 100), size


def test_a_native_table_shows_numbers_as_numbers_and_short_texts_whole() -> None:
    rows = (("Awareness", 12.0), ("", 3.5))
    table = kit.table_block(Table(("Stage", "Notes"), rows, "Mood"))
    assert table["rows"][1:] == [
        [{"type": "raw_text", "text": "Awareness"}, {"type": "raw_number", "value": 12.0}],
        [{"type": "raw_text", "text": "–"}, {"type": "raw_number", "value": 3.5}],
    ]


@quick
@given(st.lists(st.tuples(names, names), max_size=40))
def test_a_table_as_text_is_taken_and_has_a_line_for_each_row(
    rows: list[tuple[str, str]],
) -> None:
    table = kit.text_table(Table(("Stage", "n"), tuple((a[:60], b[:60]) for a, b in rows)))
    assert problems(table) == []
    drawn = table["elements"][0]["elements"][0]["text"]
    assert len(drawn.split("\n")) == 1 + len(rows)


def test_a_text_table_is_aligned_in_columns() -> None:
    table = kit.text_table(Table(("Stage", "n"), (("Awareness", "12"), ("A", "3"))))
    assert table["elements"][0]["elements"][0]["text"] == "\n".join(
        ["Stage      n", "Awareness  12", "A          3"]
    )


# Whole messages


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 400])
def test_a_message_of_any_size_is_fitted(count: int) -> None:
    for length in (1, 100, 180, 239, 1000, 2999):
        blocks = [kit.section("x" * length) for _ in range(count)]
        fitted = kit.fitted(blocks)
        assert problems(*fitted) == [], length
        assert not exceeds_text_limit(fitted), length


@pytest.mark.parametrize("count", [0, 100, 101, 300])
def test_a_home_of_any_size_is_fitted(count: int) -> None:
    blocks = kit.fitted([kit.divider()] * count, kit.MAX_VIEW_BLOCKS)
    assert view_problems({"type": "home", "blocks": blocks}) == []
    assert len(blocks) == min(count, 100)


def test_what_fits_is_left_alone() -> None:
    blocks = [kit.section(f"{n}") for n in range(50)]
    assert kit.fitted(blocks) == blocks


@pytest.mark.parametrize(("count", "length"), [(51, 1), (90, 10), (7, 2900)])
def test_what_does_not_fit_is_counted(count: int, length: int) -> None:
    blocks = [kit.section(f"{n:03d}" + "x" * length) for n in range(count)]
    *shown_blocks, last = kit.fitted(blocks)
    assert shown_blocks == blocks[: len(shown_blocks)]
    assert f"{count - len(shown_blocks)} more parts" in shown(last)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_message_without_words_says_a_dash(text: str) -> None:
    assert kit.message(text, [])["text"] == "–"


@quick
@given(names)
def test_the_text_of_a_message_is_shown_and_not_live(name: str) -> None:
    made = kit.message(f"In {name}.", [])
    assert_taken(made)
    read = html.unescape(made["text"]).replace("\u2060", "")
    assert f"In {name}.".startswith(read)
    assert len(read) > 500 or read == f"In {name}."


def test_the_text_of_a_message_is_at_most_four_thousand_characters() -> None:
    assert len(kit.message("<" * 9000, [])["text"]) == 4000
