"""A review as Markdown."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.review_answers import Question, ReviewAnswer, answers_to
from domain.reviews import Review
from domain.themes import PeriodTheme
from handlers.pages.review_page import safe_link
from handlers.presentation import tables, words
from handlers.presentation.review_sections import ListItem, ReviewSection, list_items
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
    document = _Document(review, max_cells, names)
    parts = [
        f"# {_escape(summary.title)}",
        f"{review.period.start.isoformat()} to {review.period.end.isoformat()} (not included)",
        "\n".join(f"- {_escape(line)}" for line in summary.lines),
        *(part for section in ReviewSection for part in _section_parts(document, section)),
    ]
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True)
class _Document:
    """A review to write, the most cells of a table, and the names of people by Slack user id."""

    review: Review
    max_cells: int | None
    names: Mapping[str, str]


def _section_parts(document: _Document, section: ReviewSection) -> Iterator[str]:
    """Yield the heading and the paragraphs of a section, nothing if it has none."""
    parts = list(_PARTS[section](document) if section in _PARTS else _list(document, section))
    if parts:
        yield f"## {section.heading}"
        yield from parts


def _list(document: _Document, section: ReviewSection) -> Iterator[str]:
    lines = [f"- {_item(item)}" for item in list_items(document.review, section)]
    if lines:
        yield "\n".join(lines)


def _item(item: ListItem) -> str:
    if item.quote:
        return _quote_line(item.quote, item.permalink)
    name = f"**{_escape(item.name)}**" if item.name else ""
    return " · ".join(filter(None, (name, _escape(item.text))))


def _mood(document: _Document) -> Iterator[str]:
    table = tables.full_mood_table(document.review, DIGITS)
    return _table_lines(table, document.max_cells)


def _kpis(document: _Document) -> Iterator[str]:
    review, most = document.review, document.max_cells
    if review.kpis:
        yield from _table_lines(tables.full_kpi_table(review), most)
    yield from _subsection("KPIs over the last periods", tables.reading_table(review), most)


def _pains(document: _Document) -> Iterator[str]:
    table = tables.pain_table(document.review)
    if table.rows:
        yield from _table_lines(table, document.max_cells)
    yield from _said_once_lines(document.review)
    yield from _muted_line(document.review)
    yield from _quotes(document.review)


def _actions(document: _Document) -> Iterator[str]:
    table = tables.improvement_table(document.review, document.names)
    if table.rows:
        yield from _table_lines(table, document.max_cells)


def _escape(text: str) -> str:
    """Escape text for Markdown, on one line; addresses in it do not become links."""
    marked = "".join(f"\\{char}" if char in _MARKUP else char for char in " ".join(text.split()))
    return _ADDRESS.sub(r"\\\g<0>", marked)


def _subsection(heading: str, table: Table, max_cells: int | None) -> Iterator[str]:
    if table.rows:
        yield f"### {heading}"
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
        yield "### Other pains"
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
        yield "### In their words"
        yield "\n".join(quotes)


def _quote(theme: PeriodTheme) -> str:
    quote = theme.quote
    if quote is None or (quote.text == theme.title and not safe_link(quote.permalink)):
        return ""
    return f"- {_quote_line(quote.text, quote.permalink)}"


def _quote_line(text: str, permalink: str | None) -> str:
    """Return the text in quotation marks, and the link to its message if it is safe."""
    # In angle brackets an address may contain anything but these two.
    target = safe_link(permalink).replace("<", "%3C").replace(">", "%3E")
    source = f" ([the message](<{target}>))" if target else ""
    return f"“{_escape(text)}”{source}"


def _questions(document: _Document) -> Iterator[str]:
    yield "\n".join(_question_lines(document.review, document.names))


def _question_lines(review: Review, names: Mapping[str, str]) -> Iterator[str]:
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


def _blind_spots(document: _Document) -> Iterator[str]:
    review = document.review
    lines = [f"- {what}: {_escape(names)}" for what, names in tables.list_blind_spots(review)]
    lines.append(
        f"- Notes: {review.notes.total} in all, {review.notes.unsorted} unsorted"
        f"{_unread_count(review)}"
    )
    yield "\n".join(lines)


# Sections that are no plain lists.
_PARTS: Mapping[ReviewSection, Callable[[_Document], Iterator[str]]] = {
    ReviewSection.MOOD: _mood,
    ReviewSection.KPIS: _kpis,
    ReviewSection.PAINS: _pains,
    ReviewSection.ACTIONS: _actions,
    ReviewSection.BLIND_SPOTS: _blind_spots,
    ReviewSection.QUESTIONS: _questions,
}
