"""The page holds the figures of the JSON, and every text in it is nothing but text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from domain.review_answers import Question, ReviewAnswer
from domain.review_json import review_as_json
from domain.reviews import Review
from domain.themes import Theme
from handlers.pages.review_page import (
    MAX_THEME_CARDS,
    build_review_page,
    render_page,
    render_review,
)
from handlers.pictures.glyphs import normalize_line
from handlers.presentation import words
from tests.handlers import name_strategies, strategies
from tests.handlers import review_sample as sample
from tests.handlers.pictures import extreme
from tests.handlers.pictures import sample as maps
from tests.handlers.strategies import few
from tests.selection import examples

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2", "h3",
    "p", "ul", "ol", "li", "div", "figure", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "blockquote", "span", "bdi", "a", "svg", "rect", "path", "g", "text", "circle",
}  # fmt: skip


VOID = {"meta", "rect", "path", "circle"}


Attributes = dict[str, str]


@dataclass
class Seen(HTMLParser):
    """What a parser makes of a page: its elements, its tables by caption, its links and texts."""

    html: str
    tags: list[tuple[str, Attributes]] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _caption: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "tr":
            self.tables[self._caption].append([])
        if tag in ("th", "td"):
            self.tables[self._caption][-1].append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        inside = self._open[-1] if self._open else ""
        if inside == "caption":
            self._caption = data
            self.tables[data] = []
        elif inside in ("th", "td"):
            self.tables[self._caption][-1][-1] += data

    def table(self, caption: str) -> list[list[str]]:
        """The rows of a table below its headline row."""
        found = [rows for name, rows in self.tables.items() if name.startswith(caption)]
        return found[0][1:] if found else []

    def each(self, tag: str) -> Iterator[Attributes]:
        """The attributes of each element of that name."""
        return (attributes for name, attributes in self.tags if name == tag)


def page_of(review: Review) -> Seen:
    """The page of a review without a map."""
    return Seen(render_review(review, None, {}))


@pytest.fixture(scope="module")
def whole() -> Seen:
    return Seen(render_review(sample.sample_review(), maps.sample_map(), maps.NAMES))


@pytest.fixture(scope="module")
def hostile() -> Seen:
    return Seen(render_review(sample.hostile_review(), extreme.extreme_map(), extreme.NAMES))


@pytest.mark.slow
@given(strategies.reviews(most_stages=6))
@few
def test_the_figures_are_those_of_the_json(figures: Review) -> None:
    expected = review_as_json(figures)
    page = page_of(figures)
    moods = page.table("Net mood is")
    assert [(row[0], row[1], row[5], row[6]) for row in moods] == [
        (
            normalize_line(stage["name"]),
            f"{stage['n']:,}",
            words.signed(stage["net"], 0),
            words.signed(stage["mean"]),
        )
        for stage in expected["stages"]
    ]
    assert [row[10].split(" (")[0].split(" last")[0] for row in moods] == [
        stage["change"]["verdict"] for stage in expected["stages"]
    ]
    assert [row[4] for row in page.table("The last reading of the period")] == [
        kpi["status"] for kpi in expected["kpis"]
    ]
    titles = [normalize_line(pain["title"]) for pain in expected["pains"]]
    assert {text for text in titles if text} <= {text.strip("“”") for text in page.texts}


@pytest.mark.slow
def test_the_page_holds_every_part(whole: Seen) -> None:
    text = " ".join(whole.texts)
    for part in (
        "Subscription journey: review of 2026-Q3", "1 Jul 2026 to 1 Oct 2026 (not included)",
        "83 notes, 3 unsorted", "Decision & purchase got worse: 100% unhappy, 0% happy",
        "Customers liked: “the trainer stayed an hour longer, for free” (one of 23 happy notes).",
        "falling (−0.34, 95% −0.45 to −0.23)", "+0.34 to +0.50", "22.1%", "Gone quiet",
        "3 more were said once", "“No dark mode on Linux”", "2 pains are not sorted yet.",
        "Prices are shown without tax", "Channels nobody wrote about",
        *[one.sentence for one in Question],
    ):  # fmt: skip
        assert part in text
    assert [row[:2] for row in whole.table("Stage owners sign")][:2] == [
        ["Awareness", "Amara Okafor"],
        ["Consideration", "Amara Okafor"],
    ]
    periods = whole.tables["The last reading of each period, the oldest first"][0]
    assert periods == ["KPI", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert {link["href"] for link in whole.each("a")} == {sample.MESSAGE}
    labels = [svg["aria-label"].split(":")[0] for svg in whole.each("svg")]
    assert labels[:-1] == ["Dot chart", "Bar chart", "Line chart", "Line chart"]
    assert labels[-1].startswith("Journey map Subscription journey")


@pytest.mark.slow
def test_no_text_is_more_than_text(hostile: Seen) -> None:
    assert {tag for tag, _ in hostile.tags} <= ALLOWED
    names = {name for _, attributes in hostile.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")} | (names & {"src", "srcdoc"})
    assert list(hostile.each("a")) == []
    text = " ".join(hostile.texts)
    assert {"<script>alert(1)</script>", "{{ 7 * 7 }} {% raw %}"} <= set(hostile.texts)
    assert not re.search("[\x00\x07\u202e\ud800]", text)
    assert hostile.html.encode()


@pytest.mark.slow
@given(name_strategies.names)
@settings(max_examples=examples(12))  # An example takes a tenth of a second.
def test_no_name_leaves_its_place(name: str) -> None:
    review = sample.hostile_review([name] * len(sample.HOSTILE))
    page = Seen(render_review(review, None, {}))
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert {row[0] for row in page.table("Net mood is")} == {normalize_line(name)}


def test_the_page_needs_nothing_else_and_runs_nothing(whole: Seen) -> None:
    policy = next(meta["content"] for meta in whole.each("meta") if "http-equiv" in meta)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert not {"script", "link", "img", "iframe", "form"} & {tag for tag, _ in whole.tags}
    assert "url(" not in whole.html
    assert "@import" not in whole.html


def test_screen_readers_can_read_it(whole: Seen) -> None:
    assert next(whole.each("html"))["lang"] == "en"
    assert len(list(whole.each("main"))) == len(list(whole.each("h1"))) == 1
    assert {th["scope"] for th in whole.each("th")} == {"col", "row"}
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in whole.each("svg"))
    ids = [attributes["id"] for _, attributes in whole.tags if "id" in attributes]
    named = [section["aria-labelledby"] for section in whole.each("section")]
    assert len(set(ids)) == len(ids)
    assert set(named) <= set(ids)
    assert len(list(whole.each("caption"))) == len(list(whole.each("table")))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://", "http://[", "a b", "",
     "https://a.example/\u202e", "JavaScript:alert(1)//https://a.example"],
)  # fmt: skip
def test_an_address_that_is_none_is_no_link(address: str) -> None:
    review = sample.sample_review()
    quoted = [
        replace(pain, quote=replace(pain.quote, permalink=address))
        for pain in review.current_pains
        if pain.quote
    ]
    assert list(page_of(replace(review, pains=tuple(quoted))).each("a")) == []


def test_an_empty_period_is_a_page_too() -> None:
    page = page_of(strategies.review_of(sample.sample_review().journey, {}, {}))
    assert "No pain points were noted." in page.texts
    assert any("No notes this quarter" in text for text in page.texts)
    assert list(page.each("svg")) == []


def test_many_pains_are_all_there_and_take_little_room() -> None:
    review = sample.sample_review()
    heavy, *_ = review.current_pains
    many = tuple(replace(heavy, theme=Theme(number + 1, f"Pain {number}")) for number in range(40))
    page = page_of(replace(review, pains=many))
    cards = [item for item in page.each("li") if item.get("class") == "pain"]
    assert len(cards) == MAX_THEME_CARDS
    assert [row[0] for row in page.table("The other pains")] == [
        f"Pain {number}" for number in range(MAX_THEME_CARDS, 40)
    ]
    assert {f"Pain {number}" for number in range(40)} <= set(page.texts)


def test_actions_have_their_place_where_there_are_any() -> None:
    review = sample.sample_review()
    assert (
        "Actions"
        not in Seen(
            render_page(build_review_page(replace(review, improvements=()), None, {}))
        ).texts
    )
    page = Seen(render_page(build_review_page(review, None, {"U1": "Mei"})))
    done, late = page.table("What came of")
    assert done[:5] == [
        *("Say why a card fails", "Decision & purchase", "Mei", "implemented, due 1 Aug 2026"),
        "4 × 2",
    ]
    assert done[5].startswith("Net mood −67 (9 notes) → +12 (8 notes): rising.")
    assert done[5].endswith("activation: 41% → 52.5%, one reading each, no judgement.")
    assert late == [
        *("Send invites from our own domain", "Onboarding", "–"),
        *("planned, due 1 Sep 2026, overdue", "–", "to move activation"),
    ]


def test_answers_stand_below_their_questions_and_open_ones_have_room_to_write() -> None:
    when = datetime(2026, 10, 14, tzinfo=UTC)
    now = ReviewAnswer(Question.HABITS, "U1", "By <b>phone</b>.", when, "C1")
    before = ReviewAnswer(Question.MARKET, "U2", "A rival left.", when, "C1")
    review = replace(strategies.empty_review(1), answers=(now,), previous_answers=(before,))
    seen = Seen(render_review(review, None, {"U1": "Mara", "U2": "Tomas"}))
    text = " ".join("".join(seen.texts).split())
    assert "Have buying habits changed? “By <b>phone</b>.” Mara" in text
    assert "What moved in the market? Last quarter: “A rival left.” Tomas" in text
    assert {tag for tag, _ in seen.tags} <= ALLOWED
    rooms = [attributes for tag, attributes in seen.tags if attributes.get("class") == "answer"]
    assert len(rooms) == len(Question) - 1
