"""`app.py export`."""

import argparse
import csv
import json
from itertools import chain, islice
from typing import Any, TextIO

from bot.domain.journey import WorkspaceId
from bot.usecases.export_notes import FIELDS, ExportNotes

# A spreadsheet runs a cell that begins with one of these.
LIVE = ("=", "+", "-", "@", "\t", "\r")


def export(
    export_notes: ExportNotes, workspace: WorkspaceId, wanted: argparse.Namespace, out: TextIO
) -> int:
    """Write all notes as CSV or JSON Lines."""
    rows = export_notes(workspace, wanted.journey)
    # The first row before any output: an unknown journey leaves none.
    first = list(islice(rows, 1))
    if wanted.format == "jsonl":
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in chain(first, rows))
        out.flush()
        return 0
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    for row in chain(first, rows):
        writer.writerow({field: _cell(value) for field, value in row.items()})
    out.flush()
    return 0


def _cell(value: Any) -> Any:
    """Text that would be a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(LIVE) else value
