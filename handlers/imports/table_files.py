"""Cells that a spreadsheet would run, made safe on the way out and themselves on the way in."""

import codecs
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import BadInputError, WaymarkError
from domain.import_columns import count_known_headers
from domain.import_rows import Row
from domain.text import clean_text

# A spreadsheet runs a cell that begins with one of these; some take the wide ones for them too.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def escape_formula(value: Any) -> Any:
    """Text that would be a formula gets an apostrophe before it; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def unescape_formula(cell: str) -> str:
    """The text without the apostrophe that `safe` put before it.

    One that somebody typed before such a sign goes too: in CSV the two look the same.
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell


# Above what any text may have, so that one too long is a wrong text and not a torn file.
MAX_CELL = 10_000_000


# What stands in the lines of a row: its cells, or the sentence why they cannot be read.
RecordContent = Sequence[str] | Mapping[str, Any] | str


def read_records(
    path: Path, encoding: str, delimiter: str | None
) -> Iterator[tuple[int, RecordContent]]:
    """What stands in the file, row by row, each with its first line; blank ones are left out."""
    if delimiter is None:
        yield from _read_json_records(path, encoding)
        return
    records = read_csv_records(path, encoding, delimiter)
    next(records, None)
    yield from records


def read_csv_records(
    path: Path, encoding: str, delimiter: str
) -> Iterator[tuple[int, list[str] | str]]:
    with path.open(encoding=encoding, newline="") as file:
        csv.field_size_limit(MAX_CELL)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            first = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield first, _quote_error(first, reader.line_num)
                continue
            if any(cells):
                yield first, cells


def _quote_error(first: int, last: int) -> str:
    where = f"lines {first} to {last} were not read" if last > first else "it was not read"
    return f"a quotation mark is out of place or never closed; {where}."


def _read_json_records(path: Path, encoding: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    with path.open(encoding=encoding) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _parse_object(line)


def _parse_object(line: str) -> Mapping[str, Any] | str:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return 'it is not JSON; write one object a line, like {"text": "…"}.'
    return value if isinstance(value, dict) else 'it is no object; write {"text": "…"}.'


CSV, JSON_LINES = (".csv", ".tsv"), (".jsonl", ".ndjson")


DELIMITERS = (",", ";", "\t")


CHUNK_SIZE = 1 << 20


@dataclass(frozen=True)
class TableFile:
    """A file that is text all through. `columns` are its headers, or the names its objects use.

    `delimiter` is null for JSON Lines; `count` is how many rows there are, unreadable ones too.
    """

    path: Path
    encoding: str
    delimiter: str | None
    columns: tuple[str, ...]
    count: int

    def rows(self, fields: Mapping[str, int]) -> Iterator[Row]:
        """The rows from the first on, with the cells of the columns that mean a field."""
        for line, cells in read_records(self.path, self.encoding, self.delimiter):
            if isinstance(cells, str):
                yield Row(line, {}, cells)
            elif isinstance(cells, Mapping):
                yield _row_from_object(self, line, cells, fields)
            else:
                yield _row_from_cells(self, line, cells, fields)


def open_table(name: str) -> TableFile:
    """Look through a file before anything of it is used.

    Raises BadInputError for a file that cannot be opened or is of another kind, WaymarkError for
    one that holds no table.
    """
    path = Path(name)
    if path.suffix.lower() not in CSV + JSON_LINES:
        raise BadInputError(f"{name} is neither a .csv nor a .jsonl file; save it as one of them.")
    try:
        encoding = _detect_encoding(path)
        _check_text(path, encoding)
        if path.suffix.lower() in JSON_LINES:
            return _open_json_lines(path, encoding)
        return _open_csv(path, encoding)
    except OSError as error:
        raise BadInputError(f"{name} cannot be read: {error.strerror}.") from error


def _detect_encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def _check_text(path: Path, encoding: str) -> None:
    """Raise WaymarkError for what is no text in that encoding, before a row of it is imported."""
    line = 1
    try:
        with path.open(encoding=encoding, newline="") as file:
            while chunk := file.read(CHUNK_SIZE):
                if "\0" in chunk:
                    line += chunk[: chunk.index("\0")].count("\n")
                    raise WaymarkError(
                        f"{path.name} is not text, see line {line}. Save it as “CSV UTF-8” or JSON "
                        "Lines; nothing was imported."
                    )
                line += chunk.count("\n")
    except UnicodeError:
        raise WaymarkError(
            f"{path.name} is neither in UTF-8 nor in UTF-16 with its mark, see line "
            f"{_first_line_not_utf8(path)}. Save it as “CSV UTF-8”; nothing was imported."
        ) from None


def _first_line_not_utf8(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def _open_csv(path: Path, encoding: str) -> TableFile:
    headers = {mark: _read_header(path, encoding, mark) for mark in DELIMITERS}
    # The right way to split a header gives most words that mean something, then most words.
    mark = max(headers, key=lambda mark: (count_known_headers(headers[mark]), len(headers[mark])))
    if not headers[mark]:
        raise WaymarkError(
            f"{path.name} has no line that names its columns, like text,stage,date. Nothing was "
            "imported."
        )
    count = sum(1 for _ in read_records(path, encoding, mark))
    return TableFile(path, encoding, mark, tuple(headers[mark]), count)


def _read_header(path: Path, encoding: str, delimiter: str) -> list[str]:
    """The names in the first line, none where they cannot be read when split like that."""
    _, cells = next(read_csv_records(path, encoding, delimiter), (0, ""))
    return [] if isinstance(cells, str) else [clean_text(cell) for cell in cells]


def _open_json_lines(path: Path, encoding: str) -> TableFile:
    count = 0
    names: dict[str, None] = {}
    problem = ""
    for line, cells in read_records(path, encoding, None):
        count += 1
        if isinstance(cells, Mapping):
            names.update(dict.fromkeys(cells))
        elif isinstance(cells, str):
            problem = problem or f"line {line}: {cells}"
    if problem and not names:
        raise WaymarkError(f"{path.name} holds no JSON Lines; {problem} Nothing was imported.")
    return TableFile(path, encoding, None, tuple(names), count)


def _row_from_cells(
    table: TableFile, line: int, cells: Sequence[str], fields: Mapping[str, int]
) -> Row:
    width = len(table.columns)
    if any(cells[width:]):
        return Row(
            line,
            {},
            f"it has {len(cells)} cells and the header {width}; put texts that hold a "
            f"“{table.delimiter}” between quotation marks.",
        )
    found = {field: cells[index] for field, index in fields.items() if index < len(cells)}
    return Row(line, _clean_cells({field: unescape_formula(cell) for field, cell in found.items()}))


def _row_from_object(
    table: TableFile, line: int, cells: Mapping[str, Any], fields: Mapping[str, int]
) -> Row:
    found: dict[str, str] = {}
    for field, index in fields.items():
        value = cells.get(table.columns[index])
        if isinstance(value, (list, dict)):
            return Row(line, {}, f"{field} holds a list or an object; write a text or a number.")
        if value is not None:
            found[field] = value if isinstance(value, str) else json.dumps(value)
    return Row(line, _clean_cells(found))


def _clean_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells that hold something, without what no database or screen can hold."""
    # Most cells are in order, and asking that is far quicker than cleaning them.
    tidy = {
        field: cell.strip() if cell.isprintable() else clean_text(cell)
        for field, cell in cells.items()
    }
    return {field: cell for field, cell in tidy.items() if cell}
