"""A review as Markdown."""

import re
from collections.abc import Iterator, Mapping, Sequence

from domain.review_answers import Question, ReviewAnswer, answers_to
from domain.reviews import Review
from domain.themes import PeriodTheme
from handlers.pages.review_page import safe_link
from handlers.presentation import tables, words
from handlers.presentation.summary import summarize
from handlers.presentation.tables import Table

DIGITS = 4


# What viewers turn into links by themselves, and mentions.
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.|@", re.IGNORECASE)


_MARKUP = "\\`*_[]<>#|~&"


NOBODY: Mapping[str, str] = {}


def review_markdown(
    review: Review, max_cells: int | None = None, names: Mapping[str, str] = NOBODY
) -> str:
    """Return the review as Markdown, ending with a line break.

    A table with more than `max_cells` cells is divided into several; None for no limit. `names`
    maps Slack user ids to display names; who is not in it has left.
    """
    summary = summarize(review)
    parts = [
        f"# {_escape(summary.title)}",
        f"{review.period.start.isoformat()} to {review.period.end.isoformat()} (not included)",
        "\n".join(f"- {_escape(line)}" for line in summary.lines),
        "## Mood by stage",
        *_table_lines(tables.full_mood_table(review, DIGITS), max_cells),
        *_section("KPIs", tables.full_kpi_table(review), max_cells),
        *_section("KPIs over the last periods", tables.reading_table(review), max_cells),
        *_section("Pains", tables.pain_table(review), max_cells),
        *_said_once_lines(review),
        *_muted_line(review),
        *_quotes(review),
        *_section("Actions", tables.improvement_table(review, names), max_cells),
        "## Blind spots",
        _blind_spots(review),
        "## Questions for the team",
        "\n".join(_questions(review, names)),
    ]
    return "\n\n".join(parts) + "\n"


def _escape(text: str) -> str:
    """Escape text for Markdown, on one line; addresses in it do not become links."""
    marked = "".join(f"\\{char}" if char in _MARKUP else char for char in " ".join(text.split()))
    return _ADDRESS.sub(r"\\\g<0>", marked)


def _section(heading: str, table: Table, max_cells: int | None) -> Iterator[str]:
    if table.rows:
        yield f"## {heading}"
        yield from _table_lines(table, max_cells)


def _table_lines(table: Table, max_cells: int | None) -> Iterator[str]:
    for part in table.split(max_cells) if max_cells and table.rows else (table,):
        rows = [tuple(_escape(str(cell)) for cell in row) for row in part.rows]
        lines = [part.head, tuple("---" for _ in part.head), *rows]
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _said_once_lines(review: Review) -> Iterator[str]:
    """Return the pains that are in no theme."""
    once = review.said_once
    count = words.said_once(review)
    if once.n:
        yield "## Other pains"
    if count:
        yield f"{count}, for example:" if once.quotes else f"{count}."
    if count and once.quotes:
        yield "\n".join(f"- “{_escape(quote.text)}”" for quote in once.quotes)
    if once.to_sort:
        yield f"{words.pains_to_sort(once.to_sort)}."


def _muted_line(review: Review) -> Iterator[str]:
    noted = sum(bool(pain.n) for pain in review.muted)
    if noted:
        yield f"{words.muted_themes(noted)}."


def _quotes(review: Review) -> Iterator[str]:
    """Return the quotes that differ from the title of their theme or have a link."""
    quotes = [line for theme in review.current_pains if (line := _quote(theme))]
    if quotes:
        yield "## In their words"
        yield "\n".join(quotes)


def _quote(theme: PeriodTheme) -> str:
    if theme.quote is None:
        return ""
    link = safe_link(theme.quote.permalink)
    if not link and theme.quote.text == theme.title:
        return ""
    # In angle brackets an address may contain anything but these two.
    target = link.replace("<", "%3C").replace(">", "%3E")
    source = f" ([the message](<{target}>))" if link else ""
    return f"- “{_escape(theme.quote.text)}”{source}"


def _questions(review: Review, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the numbered questions, each with its answers as a list below it."""
    last = f"Last {review.period.noun}: "
    for number, question in enumerate(Question, 1):
        yield f"{number}. {question.sentence}"
        yield from _answers("", answers_to(question, review.answers), names)
        yield from _answers(last, answers_to(question, review.previous_answers), names)


def _answers(
    label: str, answers: Sequence[ReviewAnswer], names: Mapping[str, str]
) -> Iterator[str]:
    for one in answers:
        yield f"   - {label}“{_escape(one.text)}” ({_escape(words.person(one.author, names))})"


def _unread_count(review: Review) -> str:
    return (
        f", {review.notes.unsupported} in a language Waymark cannot read"
        if review.notes.unsupported
        else ""
    )


def _blind_spots(review: Review) -> str:
    lines = [f"- {what}: {_escape(names)}" for what, names in tables.list_blind_spots(review)]
    lines.append(
        f"- Notes: {review.notes.total} in all, {review.notes.unsorted} unsorted"
        f"{_unread_count(review)}"
    )
    return "\n".join(lines)
