"""The Markdown review holds the figures of the JSON one, in tables that no name can break."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from domain.journeys import Journey, Stage
from domain.review_answers import Question, ReviewAnswer
from domain.review_json import review_as_json
from domain.reviews import Review
from handlers.exports.markdown import review_markdown
from handlers.presentation import words
from tests.handlers import name_strategies, strategies
from tests.handlers import review_sample as sample
from tests.handlers.strategies import few

# Pieces of text are read back out of what a real Markdown parser made of them.
PARSER = MarkdownIt("commonmark").enable("table")


Table = list[list[str]]


def words_of(token: Token) -> str:
    """The text of a line; anything that is not plain text in it is a failure."""
    children = token.children or []
    assert {child.type for child in children} <= {"text", "text_special"}, token.content
    return "".join(child.content for child in children)


@cache
def tables(markdown: str) -> dict[str, Table]:
    """Tables by the heading above them, the headline row first."""
    found: dict[str, Table] = {}
    heading, previous = "", ""
    for token in PARSER.parse(markdown):
        if token.type == "inline":
            if previous == "heading_open":
                heading = words_of(token)
            elif previous in ("th_open", "td_open"):
                found[heading][-1].append(words_of(token))
        elif token.type == "table_open":
            found[heading] = []
        elif token.type == "tr_open":
            found[heading].append([])
        previous = token.type
    return found


def rows(markdown: str, heading: str) -> Table:
    """The rows below the headline row of the table under a heading."""
    _, mark, after = markdown.partition(f"\n## {heading}\n")
    section = after.partition("\n\n## ")[0]
    return tables(mark + section).get(heading, [[]])[1:]


def number(text: str) -> float | None:
    """A number as it is written for people; a dash is none."""
    return None if text == "–" else float(text.replace("−", "-").replace(",", ""))


def one_line(name: str) -> str:
    """A name without what a line cannot have; NUL is not a character in Markdown."""
    return " ".join(name.split()).replace("\x00", "\ufffd")


def close(written: float | None, meant: float | None) -> bool:
    """Whether they are the same to the four digits written."""
    if written is None or meant is None:
        return written is None and meant is None
    return abs(written - meant) <= 0.000_050_001


def whole(written: float | None, meant: float | None) -> bool:
    """Whether they are the same to the whole number written."""
    if written is None or meant is None:
        return written is None and meant is None
    return abs(written - meant) <= 0.500_001


def assert_moods_match(markdown: str, figures: Review) -> None:
    expected = review_as_json(figures)["stages"]
    found = rows(markdown, "Mood by stage")
    assert len(found) == len(expected)
    for row, stage in zip(found, expected, strict=True):
        name, n, negative, neutral, positive, net, *others = row
        mean, sd, interval, before, change, net_interval = others
        assert name == one_line(stage["name"])
        assert number(n) == stage["n"]
        assert close(number(mean), stage["mean"])
        assert close(number(sd), stage["sd"])
        assert interval_matches(interval, stage["ci95"])
        shares = {"negative": negative, "neutral": neutral, "positive": positive}
        assert all(share_matches(text, stage, name) for name, text in shares.items())
        assert whole(number(net), stage["net"])
        low, _, high = net_interval.partition(" to ")
        bounds = stage["net_ci95"] or (None, None)
        assert whole(number(low), bounds[0])
        assert whole(number(high or "–"), bounds[1])
        last = re.fullmatch(r"(\S+) \(([\d,]+) notes?\)", before)
        assert last is not None
        assert whole(number(last[1]), stage["previous_net"])
        assert number(last[2]) == stage["previous"]["n"]
        assert change.startswith(stage["change"]["verdict"])


def share_matches(written: str, stage: dict[str, Any], name: str) -> bool:
    if not stage["n"]:
        return written == "–"
    meant: float = stage[name]
    return abs(float(written.removesuffix("%")) / 100 - meant) <= 0.00501


def interval_matches(written: str, meant: list[float] | None) -> bool:
    if meant is None:
        return written == "–"
    low, _, high = written.partition(" to ")
    return close(number(low), meant[0]) and close(number(high), meant[1])


def assert_pains_match(markdown: str, figures: Review) -> None:
    expected = review_as_json(figures)["pains"]
    found = rows(markdown, "Pains, heaviest first")
    names = {stage.key: stage.name for stage in figures.journey.stages}
    assert [
        [one_line(pain["title"]), one_line(names.get(pain["stage"], "Unsorted")), str(pain["n"])]
        for pain in expected
    ] == [row[:3] for row in found]
    assert [(p["score"], p["note_ids"]) for p in expected] == [
        (int(row[3]), [int(note) for note in row[6].split(", ") if note]) for row in found
    ]


def assert_kpis_match(markdown: str, figures: Review) -> None:
    expected = review_as_json(figures)["kpis"]
    found = rows(markdown, "KPIs")
    assert len(found) == len(expected)
    for row, kpi, trend in zip(found, expected, figures.kpis, strict=True):
        shown = [
            words.kpi_value(trend, v) for v in (trend.last, kpi["target"], trend.previous_last)
        ]
        assert row[0].endswith(kpi["key"])
        assert row[1:4] == shown
        assert row[4] == kpi["status"]
        assert row[5] == movement(kpi)


def movement(kpi: dict[str, Any]) -> str:
    """Return how a KPI with one reading a quarter moved.

    See docs/ARCHITECTURE.md, “Figures of a review”.
    """
    now, before = kpi["last"], kpi["previous_last"]
    if now is None or before is None:
        return "no comparison"
    return "unchanged" if now == before else "one reading each, no judgement"


def assert_counts_and_period_match(text: str, figures: Review) -> None:
    expected = review_as_json(figures)
    notes = expected["notes"]
    unread = notes["unread_language"]
    unread_text = f", {unread} in a language Waymark cannot read" if unread else ""
    assert f"- Notes: {notes['total']} in all, {notes['unsorted']} unsorted{unread_text}\n" in text
    assert f"{expected['period']['start']} to {expected['period']['end']} (not included)" in text
    assert expected["period"]["label"] in text.splitlines()[0]
    assert text.endswith(f"5. {Question.MARKET.sentence}\n")


@pytest.mark.slow
@few
@given(strategies.reviews())
def test_every_figure_is_that_of_the_json(figures: Review) -> None:
    markdown = review_markdown(figures)
    assert_counts_and_period_match(markdown, figures)
    assert_moods_match(markdown, figures)
    assert_pains_match(markdown, figures)
    assert_kpis_match(markdown, figures)


@given(name_strategies.names)
def test_a_name_is_shown_exactly_and_makes_no_markup(name: str) -> None:
    stage = Stage(1, "s", name, 0)
    journey = Journey(1, "buyer", name, "UTC", 1, 9, None, (stage,))
    text = review_markdown(strategies.review_of(journey, {1: strategies.sums_of([1, 2])}, {}))
    ((shown, *_),) = rows(text, "Mood by stage")
    assert shown == one_line(name)
    heading = next(t for t in PARSER.parse(text) if t.type == "inline")
    assert words_of(heading) == one_line(f"{name}: review of 2026-Q3")


@given(
    st.sampled_from(["a|b", "a\\|b", "a\nb", "a\r\n| b |", "a`|`b", "<b>a</b>", "&lt;a|", "a\\"])
)
def test_a_name_cannot_break_a_table(name: str) -> None:
    stages = (Stage(1, "s", name, 0), Stage(2, "t", "After", 1))
    journey = Journey(1, "buyer", "Buyer", "UTC", 1, 9, None, stages)
    found = rows(
        review_markdown(strategies.review_of(journey, {2: strategies.sums_of([10_000])}, {})),
        "Mood by stage",
    )
    assert [row[0] for row in found] == [" ".join(name.split()), "After"]
    assert found[1][1:7] == ["1", "0%", "0%", "100%", "+100", "+1.0000"]


def test_nothing_of_the_review_is_missing() -> None:
    text = review_markdown(sample.sample_review(), names={"U1": "Mara"})
    periods = tables(text)["KPIs over the last periods"]
    assert periods[0][1:] == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert ["Consideration: visit-to-trial", "4.16%", "4.42%"] in [row[:3] for row in periods]
    assert (
        f"- “Card was declined and nobody told us why” ([the message](<{sample.MESSAGE}>))" in text
    )
    actions = rows(text, "Actions")
    assert [row[0] for row in actions] == [one.improvement.draft.title for one in sample.ACTIONS][
        ::-1
    ]
    assert actions[0][2:4] == ["Mara", "implemented, due 1 Aug 2026"]
    assert "- Channels nobody wrote about: packaging, print\n" in text
    assert rows(text, "Pains, heaviest first")[-1][:5] == [
        "Prices are shown without tax", "Awareness", "0", "0", "gone quiet"
    ]  # fmt: skip
    assert "3 more were said once, for example:\n\n- “The app icon is hard to find”\n" in text
    assert "2 pains are not sorted yet.\n" in text


def test_no_address_in_a_text_comes_alive() -> None:
    markdown = review_markdown(sample.hostile_review(["see https://evil.example www.evil.example"]))
    assert "javascript" not in markdown
    # What viewers look for when they make links of bare addresses and names.
    assert not re.search(r"(?<!\\)://|www(?<!\\)\.|(?<!\\)@", markdown)
    shown = {row[0] for row in rows(markdown, "Mood by stage")}
    assert shown == {"see https://evil.example www.evil.example"}


@pytest.mark.parametrize("most", [40, 300])
def test_a_table_is_cut_where_it_may_have_only_so_many_cells(most: int) -> None:
    stages = tuple(Stage(n, f"s{n}", f"Stage {n}", n) for n in range(40))
    journey = Journey(1, "buyer", "Buyer", "UTC", 1, 9, None, stages)
    text = review_markdown(strategies.review_of(journey, {}, {}), most)
    opened = [token for token in PARSER.parse(text) if token.type == "table_open"]
    assert len(opened) > 1
    sizes = [line.count("|") - 1 for line in text.splitlines() if line.startswith("|")]
    assert sum(sizes) <= (most + 10) * len(opened)
    assert [f"| Stage {number} | 0 |" in text for number in range(40)] == [True] * 40


def test_answers_stand_below_their_questions_with_the_names_of_people() -> None:
    when = datetime(2026, 10, 14, tzinfo=UTC)
    now = ReviewAnswer(Question.HABITS, "U1", "By *phone*.\nMore than before.", when, "C1")
    before = ReviewAnswer(Question.HABITS, "U2", "By letter.", when, "C1")
    figures = replace(strategies.empty_review(1), answers=(now,), previous_answers=(before,))
    text = review_markdown(figures, names={"U1": "Mara"})
    assert (
        "2. Have buying habits changed?\n"
        "   - “By \\*phone\\*. More than before.” (Mara)\n"
        "   - Last quarter: “By letter.” (someone who left)\n"
        "3. " in text
    )
