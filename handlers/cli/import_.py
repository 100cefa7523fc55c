"""`app.py import`."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from bot.domain.errors import BadInputError, WaymarkError
from bot.domain.imported_columns import Columns, What, read_columns
from bot.domain.imported_row import Problem
from bot.domain.journey import WorkspaceId
from bot.domain.texts import clean, shortened
from bot.usecases.catalogue import UseCases
from bot.usecases.importing import Step
from handlers.cli.progress import Progress
from handlers.cli.table_files import TableFile, open_table

MAX_SHOWN = 20
MAX_COLUMNS_SHOWN = 10
NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", ",": "commas", ";": "semicolons", "\t": "tabs"}


@dataclass
class _Sum:
    """What all steps so far came to."""

    read: int = 0
    added: int = 0
    known: int = 0
    unsorted: int = 0
    wrong: int = 0
    problems: list[Problem] = field(default_factory=list)
    kpis: list[str] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Count a step in."""
        self.read += step.read
        self.added += step.added
        self.known += step.known
        self.unsorted += step.unsorted
        self.wrong += len(step.problems)
        self.problems += step.problems[: MAX_SHOWN - len(self.problems)]
        self.kpis += step.kpis


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
    sys.stdout.write(_summary(total, columns, dry_run=wanted.dry_run))
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


def _together(steps: Iterable[Step], progress: Progress, *, dry_run: bool) -> _Sum:
    total = _Sum()
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


def _tell(total: _Sum, out: TextIO) -> None:
    out.writelines(f"line {problem.line}: {problem.sentence}\n" for problem in total.problems)
    if total.wrong > len(total.problems):
        out.write(f"… and {total.wrong - len(total.problems):,} more like these.\n")


def _preview(table: TableFile, columns: Columns) -> str:
    split = f", split at {NAMES[table.delimiter]}" if table.delimiter else ""
    rows = "row" if table.count == 1 else "rows"
    kind = f"{NAMES[table.encoding]}{split}"
    told = [f"{table.path.name}: {table.count:,} {rows} of {columns.what} ({kind})"]
    names = {name: _short(table.columns[index]) for name, index in columns.fields.items()}
    wide = max(len(header) for header in names.values())
    told += [f"  {header:<{wide}} → {name}" for name, header in names.items()]
    if columns.unused:
        shown = ", ".join(map(_short, columns.unused[:MAX_COLUMNS_SHOWN]))
        more = len(columns.unused) - MAX_COLUMNS_SHOWN
        told.append(f"  not used: {shown}{f' and {more:,} more' if more > 0 else ''}")
    return "\n".join(told) + "\n"


def _short(header: str) -> str:
    return shortened(clean(header), 40)


def _summary(total: _Sum, columns: Columns, *, dry_run: bool) -> str:
    added = "would be added" if dry_run else "added"
    tray = f" ({total.unsorted:,} of them to the unsorted tray)" if total.unsorted else ""
    told = (
        f"{columns.what.capitalize()}: {total.added:,} {added}{tray}, {total.known:,} known before"
    )
    lines = [f"{told}, {total.wrong:,} could not be read."]
    if total.kpis:
        made = "KPIs that would be made" if dry_run else "KPIs made"
        more = len(total.kpis) - MAX_SHOWN
        listed = ", ".join(total.kpis[:MAX_SHOWN])
        lines.append(f"{made}: {listed}{f' and {more:,} more' if more > 0 else ''}.")
    return "\n".join(lines) + "\n"
