"""`app.py export`."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TextIO

from bot.domain.journey import WorkspaceId
from bot.domain.typed_export import Exported, ExportForm
from bot.usecases.catalogue import UseCases
from bot.usecases.exporting import FIELDS_OF
from handlers.cli.progress import Progress
from handlers.formats.rows import Record, write_rows


def export(use: UseCases, workspace: WorkspaceId, wanted: argparse.Namespace, out: TextIO) -> int:
    """Write all notes, readings or posted reviews as CSV or JSON Lines."""
    what = Exported(wanted.what)
    rows = use.exports.rows(workspace, what, wanted.journey)
    # The first row before any output: an unknown journey leaves none.
    first = list(islice(rows, 1))
    # Rows on the terminal itself are progress enough.
    progress = Progress(sys.stderr, shown=not out.isatty())
    counted = _counted(chain(first, rows), progress)
    write_rows(counted, FIELDS_OF[what], what, ExportForm(wanted.format), out)
    progress.end()
    out.flush()
    return 0


def _counted(rows: Iterable[Record], progress: Progress) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        yield row
        progress.at(number)
