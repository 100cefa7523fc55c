"""Cells that a spreadsheet would run, made safe on the way out and themselves on the way in."""

from typing import Any

# A spreadsheet runs a cell that begins with one of these; some take the wide ones for them too.
LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe(value: Any) -> Any:
    """Text that would be a formula gets an apostrophe before it; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(LIVE) else value


def bare(cell: str) -> str:
    """The text without the apostrophe that `safe` put before it.

    One that somebody typed before such a sign goes too: in CSV the two look the same.
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(LIVE) else cell
