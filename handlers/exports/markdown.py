"""A review as Markdown: the same figures as everywhere."""

import re
from collections.abc import Iterator

from domain.reviews import QUESTIONS, Review
from domain.themes import Theme
from handlers.pages.review_page import safe_link
from handlers.presentation import tables, words
from handlers.presentation.summary import summarize
from handlers.presentation.tables import Table

DIGITS = 4


# What viewers make links of by themselves, and mentions.
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.|@", re.IGNORECASE)


_MARKUP = "\\`*_[]<>#|~&"


def review_markdown(review: Review, most_cells: int | None = None) -> str:
    """The whole review; ends with a line break.

    `most_cells` is how many a table may have where it is shown; a longer one becomes several.
    """
    summary = summarize(review)
    parts = [
        f"# {_escape(summary.title)}",
        f"{review.period.start.isoformat()} to {review.period.end.isoformat()} (not included)",
        "\n".join(f"- {_escape(line)}" for line in summary.lines),
        "## Mood by stage",
        *_table_lines(tables.full_mood_table(review, DIGITS), most_cells),
        *_section("KPIs", tables.full_kpi_table(review), most_cells),
        *_section("KPIs over the last periods", tables.reading_table(review), most_cells),
        *_section("Pains", tables.pain_table(review), most_cells),
        *_muted_line(review),
        *_quotes(review),
        *_section("Actions", tables.improvement_table(review, {}), most_cells),
        "## Blind spots",
        _blind_spots(review),
        "## Questions for the team",
        "\n".join(f"{number}. {question}" for number, question in enumerate(QUESTIONS, 1)),
    ]
    return "\n\n".join(parts) + "\n"


def _escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line; no address in it comes alive."""
    marked = "".join(f"\\{char}" if char in _MARKUP else char for char in " ".join(text.split()))
    return _ADDRESS.sub(r"\\\g<0>", marked)


def _section(heading: str, table: Table, most_cells: int | None) -> Iterator[str]:
    if table.rows:
        yield f"## {heading}"
        yield from _table_lines(table, most_cells)


def _table_lines(table: Table, most_cells: int | None) -> Iterator[str]:
    for part in table.split(most_cells) if most_cells and table.rows else (table,):
        rows = [tuple(_escape(str(cell)) for cell in row) for row in part.rows]
        lines = [part.head, tuple("---" for _ in part.head), *rows]
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _muted_line(review: Review) -> Iterator[str]:
    noted = sum(bool(pain.n) for pain in review.muted)
    if noted:
        yield f"{words.muted_themes(noted)}."


def _quotes(review: Review) -> Iterator[str]:
    """What people wrote, where the title of a pain is another or the message can be opened."""
    said = [line for pain in review.current_pains if (line := _quote(pain))]
    if said:
        yield "## In their words"
        yield "\n".join(said)


def _quote(pain: Theme) -> str:
    if pain.quote is None:
        return ""
    link = safe_link(pain.quote.permalink)
    if not link and pain.quote.text == pain.title:
        return ""
    # In angle brackets an address may hold what else would end it; these two it may not.
    target = link.replace("<", "%3C").replace(">", "%3E")
    source = f" ([the message](<{target}>))" if link else ""
    return f"- “{_escape(pain.quote.text)}”{source}"


def _unread_count(review: Review) -> str:
    return (
        f", {review.notes.unsupported} in a language not supported"
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
