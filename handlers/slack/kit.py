"""Build Block Kit within Slack's limits. Note text is data: it becomes rich text or is escaped."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from domain.text import truncate
from handlers.presentation.charts import Chart
from handlers.presentation.tables import Cell, Row, Table

Block = dict[str, Any]

Element = dict[str, Any]


MAX_BLOCKS = 50

MAX_VIEW_BLOCKS = 100

MAX_SECTION = 3000

MAX_HEADER = 150

MAX_BUTTONS = 25

MAX_BUTTON_TEXT = 75

MAX_BUTTON_VALUE = 2000

MAX_CONTEXT = 10

MAX_ALT_TEXT = 2000

MAX_MESSAGE_TEXT = 4000

# Not in Slack's reference; beyond about 13,200 it answers msg_blocks_too_long.
MAX_ALL_TEXT = 12_000

# What a block counts besides its text: 9,597 characters in 50 blocks pass, 11,341 in 45 do not.
BLOCK_OVERHEAD = 60

MAX_TABLE_ROWS = 100

MAX_TABLE_COLUMNS = 20

MAX_TABLE_TEXT = 10_000

# Tried in order until all cells fit into one table; the last always does.
CELL_WIDTHS = (MAX_TABLE_TEXT, 300, 150, 80, 40, 20, 10, 4)


cut = truncate


_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

# Slack links bare URLs in a message's `text`; an invisible word joiner prevents that.
_ADDRESS = re.compile(r":(?=//)|www(?=\.)", re.IGNORECASE)

_WORD_JOINER = "\u2060"

# Slack refuses longer URLs.
_PAGE = re.compile(r"https?://[^\s<>|]{1,2900}", re.IGNORECASE)


def escape(text: str) -> str:
    """Escape text for mrkdwn: no mention, link or entity in it works."""
    # "&" comes first: the entities of the others begin with it.
    for char, entity in _ENTITIES.items():
        text = text.replace(char, entity)
    return text


def unescape(text: str) -> str:
    """Return what a person typed, from what Slack sent."""
    for char, entity in reversed(_ENTITIES.items()):
        text = text.replace(entity, char)
    return text


def escaped_pieces(text: str, limit: int = MAX_SECTION) -> Iterator[str]:
    """Yield the escaped text in pieces of at most `limit` characters, no entity cut in two."""
    whole = escape(text)
    if len(whole) <= limit:
        if whole:
            yield whole
        return
    piece: list[str] = []
    size = 0
    for char in text:
        escaped = _ENTITIES.get(char, char)
        if size + len(escaped) > limit:
            yield "".join(piece)
            piece, size = [], 0
        piece.append(escaped)
        size += len(escaped)
    if piece:
        yield "".join(piece)


def cut_escaped(text: str, limit: int) -> str:
    """Like `cut`, for text that is already escaped: no entity is cut in two."""
    if len(text) <= limit:
        return text
    return re.sub(r"&[a-z]*\Z", "", text[: limit - 1]).rstrip() + "…"


def plain(text: str, limit: int) -> Element:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": cut(text, limit) or "–", "emoji": True}


def mrkdwn(text: str) -> Element:
    """Return a mrkdwn object of escaped text; bare URLs are not linked."""
    return {"type": "mrkdwn", "text": cut_escaped(text, MAX_SECTION), "verbatim": True}


def section(text: str) -> Block:
    """Return a section of escaped mrkdwn."""
    return {"type": "section", "text": mrkdwn(text)}


def header(text: str) -> Block:
    """Return a header block."""
    return {"type": "header", "text": plain(text, MAX_HEADER)}


def context(*texts: str | Element) -> Block:
    """Return a context block of escaped mrkdwn or of elements."""
    elements = [mrkdwn(one) if isinstance(one, str) else one for one in texts[:MAX_CONTEXT]]
    return {"type": "context", "elements": elements}


def divider() -> Block:
    """Return a divider."""
    return {"type": "divider"}


def button(text: str, action_id: str, value: str) -> Element:
    """Return a button; Slack sends `value` when it is clicked."""
    return {
        "type": "button",
        "text": plain(text, MAX_BUTTON_TEXT),
        "action_id": action_id,
        "value": value,
    }


def holds(value: str) -> bool:
    """Return whether a value fits a button, counted as UTF-16 of the escaped text."""
    return len(escape(value).encode("utf-16-le", "replace")) // 2 <= MAX_BUTTON_VALUE


def feedback(action_id: str, positive: str, negative: str) -> Block:
    """Return two buttons that say whether a message helped; Slack sends the value pressed.

    Slack shows them under messages, not in forms or the Home tab.
    """

    def one(text: str, value: str, label: str) -> Element:
        return {
            "text": plain(text, MAX_BUTTON_TEXT),
            "value": value,
            "accessibility_label": label,
        }

    element = {
        "type": "feedback_buttons",
        "action_id": action_id,
        "positive_button": one("👍", positive, "This helped"),
        "negative_button": one("👎", negative, "This did not help"),
    }
    return {"type": "context_actions", "elements": [element]}


def actions(buttons: Sequence[Element]) -> Block:
    """Return an actions block of at most 25 buttons."""
    return {"type": "actions", "elements": list(buttons[:MAX_BUTTONS])}


def span(text: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Element:
    """Return a text element of rich text, shown exactly as it is."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("code", code)) if on}
    element: Element = {"type": "text", "text": text}
    if style:
        element["style"] = style
    return element


def user(user_id: str) -> Element:
    """Return a user's name as an element of rich text."""
    return {"type": "user", "user_id": user_id}


def link(url: str | None, text: str) -> Element | None:
    """Return a link as an element of rich text, None if it is no http(s) URL."""
    if url is None or not _PAGE.fullmatch(url):
        return None
    return {"type": "link", "url": url, "text": text}


def _spans(spans: Iterable[Element | str]) -> list[Element]:
    elements = [span(item) if isinstance(item, str) else item for item in spans]
    return [element for element in elements if element.get("text", True)] or [span("–")]


def line(*spans: Element | str) -> Element:
    """Return a rich text section, to be put into `rich`."""
    return {"type": "rich_text_section", "elements": _spans(spans)}


def quote(text: str) -> Element:
    """Return a rich text quote, cut to what one block holds."""
    return {"type": "rich_text_quote", "elements": _spans([cut(text, MAX_SECTION)])}


def bullets(lines: Iterable[Element]) -> Element:
    """Return a bulleted list of lines."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def preformatted(text: str) -> Element:
    """Return preformatted rich text."""
    return {"type": "rich_text_preformatted", "elements": _spans([cut(text, MAX_SECTION)])}


def rich(*elements: Element) -> Block:
    """Return a rich text block."""
    return {"type": "rich_text", "elements": list(elements)}


def chart_block(chart: Chart) -> Block:
    """Return a native chart, without the points that have no value."""
    return {
        "type": "data_visualization",
        "title": chart.title,
        "chart": {
            "type": chart.kind.value,
            "series": [
                {
                    "name": series.name,
                    "data": [
                        {"label": label, "value": value}
                        for label, value in zip(chart.categories, series.values, strict=True)
                        if value is not None
                    ],
                }
                for series in chart.series
            ],
            "axis_config": {
                "categories": list(chart.categories),
                "x_label": chart.x_label,
                "y_label": chart.y_label,
            },
        },
    }


def table_block(table: Table) -> Block:
    """Return a native table of the headings and 1 to 100 rows."""
    shown = [row[:MAX_TABLE_COLUMNS] for row in (table.head, *table.rows[:MAX_TABLE_ROWS])]
    width = _cell_width(shown)
    return {
        "type": "data_table",
        "caption": table.caption,
        "page_size": 20,
        "rows": [[_cell(cell, width) for cell in row] for row in shown],
    }


def text_table(table: Table) -> Block:
    """Return the table as preformatted text, where Slack accepts no native tables."""
    lines = [[" ".join(str(cell).split()) for cell in row] for row in (table.head, *table.rows)]
    widths = [min(24, max(map(len, column))) for column in zip(*lines, strict=True)]

    def format_row(cells: Sequence[str]) -> str:
        return "  ".join(
            cut(cell, width).ljust(width) for cell, width in zip(cells, widths, strict=True)
        ).rstrip()

    return rich(preformatted("\n".join(map(format_row, lines))))


def _cell(value: Cell, width: int) -> Element:
    if isinstance(value, str):
        return {"type": "raw_text", "text": cut(value, width) or "–"}
    return {"type": "raw_number", "value": value}


def _cell_width(rows: Sequence[Row]) -> int:
    lengths = [len(cell) or 1 for row in rows for cell in row if isinstance(cell, str)]
    fitting = (w for w in CELL_WIDTHS if sum(min(n, w) for n in lengths) <= MAX_TABLE_TEXT)
    return next(fitting, CELL_WIDTHS[-1])


def fitted(blocks: Sequence[Block], limit: int = MAX_BLOCKS) -> list[Block]:
    """Return the blocks that fit into one message, and a line that says how many are missing.

    At most `limit` blocks and MAX_ALL_TEXT characters.
    """
    fitting = list(blocks)
    # Written out, blocks are longer than their texts: most messages need not be measured exactly.
    most = len(repr(fitting)) + BLOCK_OVERHEAD * len(fitting)
    if len(fitting) <= limit and most <= MAX_ALL_TEXT:
        return fitting
    fitting, size = [], 0
    for block in blocks:
        size += text_size(block) + BLOCK_OVERHEAD
        if size > MAX_ALL_TEXT:
            break
        fitting.append(block)
    if len(fitting) == len(blocks) <= limit:
        return fitting
    fitting = fitting[: limit - 1]
    return [
        *fitting,
        context(f"… and {len(blocks) - len(fitting)} more parts that do not fit here."),
    ]


def text_size(part: Any) -> int:
    """Return the number of characters of text in a block, at any depth."""
    size = 0
    parts = [part]
    for inner in parts:  # grows meanwhile
        if isinstance(inner, dict):
            own = inner.get("text")
            size += len(own) if isinstance(own, str) else 0
            parts += inner.values()
        elif isinstance(inner, list):
            parts += inner
    return size


def message(text: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """Return a message. `text` is plain, for notifications and screen readers."""
    unlinked = _ADDRESS.sub(rf"\g<0>{_WORD_JOINER}", text.strip())
    return {"text": next(escaped_pieces(unlinked, MAX_MESSAGE_TEXT), "–"), "blocks": fitted(blocks)}


def ephemeral(text: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """Return an answer that only the person who asked sees."""
    return {"response_type": "ephemeral", **message(text, blocks)}
