"""`app.py export`."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, TextIO

from bot.domain.journey import WorkspaceId
from bot.usecases.catalogue import UseCases
from bot.usecases.export_notes import FIELDS
from bot.usecases.export_readings import READING_FIELDS
from bot.usecases.export_reviews import REVIEW_FIELDS
from handlers.cli.progress import Progress
from handlers.tables.live_cells import safe

Record = Mapping[str, Any]


def export(use: UseCases, workspace: WorkspaceId, wanted: argparse.Namespace, out: TextIO) -> int:
    """Write all notes, readings or posted reviews as CSV or JSON Lines.

    A review is a line of its figures with when and as which message it was posted; as CSV its
    figures are one cell of JSON.
    """
    rows, fields = _asked_for(use, workspace, wanted)
    # The first row before any output: an unknown journey leaves none.
    first = list(islice(rows, 1))
    # Rows on the terminal itself are progress enough.
    progress = Progress(sys.stderr, shown=not out.isatty())
    counted = _counted(chain(first, rows), progress)
    if wanted.format == "jsonl":
        lines = (_flat(row) if wanted.what == "reviews" else row for row in counted)
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in lines)
    else:
        writer = csv.DictWriter(out, fields, lineterminator="\n")
        writer.writeheader()
        for row in counted:
            writer.writerow({field: _cell(value) for field, value in row.items()})
    progress.end()
    out.flush()
    return 0


def _asked_for(
    use: UseCases, workspace: WorkspaceId, wanted: argparse.Namespace
) -> tuple[Iterator[dict[str, Any]], Sequence[str]]:
    if wanted.what == "readings":
        return use.export_readings(workspace, wanted.journey), READING_FIELDS
    if wanted.what == "reviews":
        return use.export_reviews(workspace, wanted.journey), REVIEW_FIELDS
    return use.export_notes(workspace, wanted.journey), FIELDS


def _counted(rows: Iterable[Record], progress: Progress) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        yield row
        progress.at(number)


def _flat(review: Record) -> Record:
    posted = {key: review[key] for key in ("published_at", "message_ts")}
    return {**review["figures"], **posted}


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else safe(value)
