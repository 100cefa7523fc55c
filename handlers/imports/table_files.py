"""Read CSV and JSON Lines files row by row; escape cells that a spreadsheet would run."""

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

# A spreadsheet runs a cell that starts with one of these; some also accept the wide signs.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def escape_formula(value: Any) -> Any:
    """Put an apostrophe before text that would be a formula; numbers stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def unescape_formula(cell: str) -> str:
    """Remove the apostrophe that `escape_formula` added.

    One that a person typed before such a sign is removed too: in CSV the two look the same.
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell


# Longer than any valid text, so that one too long is an error of its row and not of the file.
MAX_CELL = 10_000_000


# The content of a row: its cells, or the sentence why they cannot be read.
RecordContent = Sequence[str] | Mapping[str, Any] | str


def read_records(
    path: Path, encoding: str, delimiter: str | None
) -> Iterator[tuple[int, RecordContent]]:
    """Yield the rows of a file, each with its first line; blank ones are skipped."""
    if delimiter is None:
        yield from _read_json_records(path, encoding)
        return
    rows = read_csv_records(path, encoding, delimiter)
    next(rows, None)
    yield from rows


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
    return value if isinstance(value, dict) else 'it is not an object; write {"text": "…"}.'


CSV, JSON_LINES = (".csv", ".tsv"), (".jsonl", ".ndjson")


DELIMITERS = (",", ";", "\t")


CHUNK_SIZE = 1 << 20


@dataclass(frozen=True)
class TableFile:
    """A checked text file. `columns` are its headers, or the names its objects use.

    `delimiter` is None for JSON Lines; `count` is the number of rows, unreadable ones included.
    """

    path: Path
    encoding: str
    delimiter: str | None
    columns: tuple[str, ...]
    count: int

    def rows(self, fields: Mapping[str, int]) -> Iterator[Row]:
        """Yield the rows with the cells of these fields, given with their columns from 0."""
        for line, cells in read_records(self.path, self.encoding, self.delimiter):
            if isinstance(cells, str):
                yield Row(line, {}, cells)
            elif isinstance(cells, Mapping):
                yield _row_from_object(self, line, cells, fields)
            else:
                yield _row_from_cells(self, line, cells, fields)


def open_table(name: str) -> TableFile:
    """Check a whole file before any of it is used.

    Raises BadInputError for a file that cannot be opened or has another extension, WaymarkError
    for one that is not a table.
    """
    path = Path(name)
    if path.suffix.lower() not in CSV + JSON_LINES:
        raise BadInputError(f"{name} is neither a .csv nor a .jsonl file. Save it as one of them.")
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
    """Raise WaymarkError for a file that is not text in that encoding."""
    line = 1
    try:
        with path.open(encoding=encoding, newline="") as file:
            while chunk := file.read(CHUNK_SIZE):
                if "\0" in chunk:
                    line += chunk[: chunk.index("\0")].count("\n")
                    raise WaymarkError(
                        f"{path.name} is not text, see line {line}. Save it as “CSV UTF-8” or JSON "
                        "Lines. Nothing was imported."
                    )
                line += chunk.count("\n")
    except UnicodeError:
        raise WaymarkError(
            f"{path.name} is neither UTF-8 nor UTF-16 with a byte order mark, see line "
            f"{_first_line_not_utf8(path)}. Save it as “CSV UTF-8”. Nothing was imported."
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
    # The right delimiter gives the most known headers, then the most headers.
    mark = max(headers, key=lambda mark: (count_known_headers(headers[mark]), len(headers[mark])))
    if not headers[mark]:
        raise WaymarkError(
            f"{path.name} has no line that names its columns, like text,stage,date. Nothing was "
            "imported."
        )
    count = sum(1 for _ in read_records(path, encoding, mark))
    return TableFile(path, encoding, mark, tuple(headers[mark]), count)


def _read_header(path: Path, encoding: str, delimiter: str) -> list[str]:
    """Return the headers split by a delimiter; none if the line cannot be read like that."""
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
        raise WaymarkError(f"{path.name} is not JSON Lines; {problem} Nothing was imported.")
    return TableFile(path, encoding, None, tuple(names), count)


def _row_from_cells(
    table: TableFile, line: int, cells: Sequence[str], fields: Mapping[str, int]
) -> Row:
    width = len(table.columns)
    if any(cells[width:]):
        return Row(
            line,
            {},
            f"it has {len(cells)} cells and the header has {width}; put texts with a "
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
            return Row(line, {}, f"{field} is a list or an object; write a text or a number.")
        if value is not None:
            found[field] = value if isinstance(value, str) else json.dumps(value)
    return Row(line, _clean_cells(found))


def _clean_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that are not empty, without characters that cannot be stored or shown."""
    # Most cells are clean, and checking that is far quicker than cleaning them.
    cleaned = {
        field: cell.strip() if cell.isprintable() else clean_text(cell)
        for field, cell in cells.items()
    }
    return {field: cell for field, cell in cleaned.items() if cell}
