"""What stands in a file of rows, line by line, and what is wrong with a line."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

# Above what any text may have, so that one too long is a wrong text and not a torn file.
MAX_CELL = 10_000_000

# What stands in the lines of a row: its cells, or the sentence why they cannot be read.
Cells = Sequence[str] | Mapping[str, Any] | str


def records(path: Path, encoding: str, delimiter: str | None) -> Iterator[tuple[int, Cells]]:
    """What stands in the file, row by row, each with its first line; blank ones are left out."""
    if delimiter is None:
        yield from _json_records(path, encoding)
        return
    records = csv_records(path, encoding, delimiter)
    next(records, None)
    yield from records


def csv_records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
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
                yield first, _torn(first, reader.line_num)
                continue
            if any(cells):
                yield first, cells


def _torn(first: int, last: int) -> str:
    where = f"lines {first} to {last} were not read" if last > first else "it was not read"
    return f"a quotation mark is out of place or never closed; {where}."


def _json_records(path: Path, encoding: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    with path.open(encoding=encoding) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _object(line)


def _object(line: str) -> Mapping[str, Any] | str:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return 'it is not JSON; write one object a line, like {"text": "…"}.'
    return value if isinstance(value, dict) else 'it is no object; write {"text": "…"}.'
