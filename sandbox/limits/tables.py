"""`table` and `data_table`."""

from sandbox.limits.rich_text import rich_text
from sandbox.limits.spot import (
    Check,
    Spot,
    choice,
    flag,
    integer,
    items,
    number,
    shape,
    string,
    tagged,
)
from sandbox.limits.text import ID

COLUMNS = 20
CELL_CHARACTERS = 10_000
raw_text = shape(("text",), text=string())
raw_number = shape(("value",), value=number, text=string())
CELLS: dict[str, Check] = {"raw_text": raw_text, "raw_number": raw_number, "rich_text": rich_text}
HEADER_CELLS: dict[str, Check] = {"raw_text": raw_text, "raw_number": raw_number}


def same_width(spot: Spot) -> None:
    """Every row as wide as the first."""
    rows = [row for row in spot.at("rows").each() if isinstance(row.value, list)]
    for row in rows[1:]:
        if len(row.value) != len(rows[0].value):
            row.refuse(f"must have {len(rows[0].value)} cells like the first row")


def cell_characters(table: object) -> int:
    """The characters of all cells of a table, formatted ones included."""
    if isinstance(table, dict):
        own = table.get("text")
        inner = sum(cell_characters(v) for v in table.values() if isinstance(v, dict | list))
        return inner + (len(own) if isinstance(own, str) else 0)
    return sum(cell_characters(item) for item in table) if isinstance(table, list) else 0


def cells_fit(spot: Spot) -> None:
    """All cells of one table together."""
    if cell_characters(spot.get("rows")) > CELL_CHARACTERS:
        spot.at("rows").refuse(f"must be less than {CELL_CHARACTERS + 1} characters in all cells")


def _column_setting(spot: Spot) -> None:
    # null skips a column.
    if spot.value is not None:
        shape((), align=choice("left", "center", "right"), is_wrapped=flag)(spot)


def _data_rows(spot: Spot) -> None:
    row = items(tagged(CELLS), least=1, most=COLUMNS)
    header = items(tagged(HEADER_CELLS), least=1, most=COLUMNS)
    items(lambda _: None, least=2, most=101)(spot)
    for index, line in enumerate(spot.each()):
        (row if index else header)(line)


def _row_header_exists(spot: Spot) -> None:
    index, rows = spot.get("row_header_column_index"), spot.get("rows")
    width = len(rows[0]) if isinstance(rows, list) and rows and isinstance(rows[0], list) else 0
    if isinstance(index, int) and index >= width:
        spot.at("row_header_column_index").refuse(f"must be less than {width}")


table = shape(
    ("rows",),
    same_width,
    cells_fit,
    block_id=ID,
    rows=items(items(tagged(CELLS), least=1, most=COLUMNS), least=1, most=100),
    column_settings=items(_column_setting, least=0, most=COLUMNS),
)
data_table = shape(
    ("rows", "caption"),
    same_width,
    cells_fit,
    _row_header_exists,
    block_id=ID,
    caption=string(),
    rows=_data_rows,
    page_size=integer(1, 100),
    row_header_column_index=integer(0),
)
