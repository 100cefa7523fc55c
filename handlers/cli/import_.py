"""`app.py import`."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from bot.domain.errors import BadInputError, WaymarkError
from bot.domain.imported_columns import Columns, What, read_columns
from bot.domain.journey import WorkspaceId
from bot.usecases.catalogue import UseCases
from bot.usecases.importing import Step, Total
from handlers.blocks.importing.told import named, short, summary, unused
from handlers.cli.progress import Progress
from handlers.tables.table_files import TableFile, open_table

MAX_SHOWN = 20


def import_(use: UseCases, workspace: WorkspaceId, wanted: argparse.Namespace) -> int:
    """Import the rows of a file, or tell with --dry-run what would become of them.

    Wrong rows are told on standard error by their line; the others are imported all the same, and
    the exit code is then 1. Raises BadInputError and WaymarkError for a file without rows to read.
    """
    if not re.fullmatch(r"[TE][A-Z0-9]{1,30}", workspace):
        raise BadInputError(f"“{workspace[:40]}” is no workspace; a Slack team's id begins with T.")
    table = open_table(wanted.file)
    if not table.columns:
        sys.stdout.write(f"{table.path.name} holds no rows; nothing was imported.\n")
        return 0
    columns = read_columns(table.columns, _meant(wanted.map))
    if wanted.dry_run:
        sys.stdout.write(_preview(table, columns))
    use_case = use.import_notes if columns.what is What.NOTES else use.import_readings
    rows = table.rows(columns.fields)
    steps = use_case(workspace, wanted.journey, rows, dry_run=wanted.dry_run)
    total = _together(steps, Progress(sys.stderr, table.count), dry_run=wanted.dry_run)
    lines = summary(total, columns.what, dry_run=wanted.dry_run)
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if total.wrong else 0


def _meant(told: Sequence[str]) -> dict[str, str]:
    """`theirs=ours` as pairs; a header may hold an equals sign itself."""
    meant = {}
    for pair in told:
        theirs, sign, ours = pair.rpartition("=")
        if not sign or not theirs.strip() or not ours.strip():
            raise BadInputError(
                f"--map {pair[:40]} is not understood; write it like --map Summary=text."
            )
        meant[theirs] = ours
    return meant


def _together(steps: Iterable[Step], progress: Progress, *, dry_run: bool) -> Total:
    total = Total(MAX_SHOWN)
    try:
        progress.at(0)
        for step in steps:
            total.add(step)
            progress.at(total.read)
    except WaymarkError as error:
        if not total.added or dry_run:
            raise
        raise WaymarkError(
            f"{error.sentence} Of the {total.read:,} rows before, {total.added:,} were added and "
            "stay: the same command goes on from there."
        ) from error
    finally:
        progress.end()
        _tell(total, sys.stderr)
    return total


def _tell(total: Total, out: TextIO) -> None:
    out.writelines(f"line {problem.line}: {problem.sentence}\n" for problem in total.problems)
    if total.wrong > len(total.problems):
        out.write(f"… and {total.wrong - len(total.problems):,} more like these.\n")


def _preview(table: TableFile, columns: Columns) -> str:
    told = [named(table, columns.what)]
    names = {name: short(table.columns[index]) for name, index in columns.fields.items()}
    wide = max(len(header) for header in names.values())
    told += [f"  {header:<{wide}} → {name}" for name, header in names.items()]
    told += [f"  {line}" for line in unused(columns)]
    return "\n".join(told) + "\n"
