"""`app.py export` and `app.py import`."""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TextIO

from bot.exports import COLUMNS_BY_CONTENT
from bot.imports.batches import BatchResult, ImportTotal
from domain.errors import BadInputError, WaymarkError
from domain.export_command import ExportContent, ExportFormat
from domain.import_columns import Columns, ImportType, read_columns
from handlers.cli.context import CommandLineContext
from handlers.cli.terminal import Progress
from handlers.exports.csv_files import Record, write_rows
from handlers.imports.blocks import (
    describe_table,
    short_header,
    summary_lines,
    unused_columns_lines,
)
from handlers.imports.table_files import TableFile, open_table

MAX_PROBLEMS = 20


def export_rows(context: CommandLineContext, arguments: argparse.Namespace) -> int:
    """Write all notes, readings or posted reviews of a journey as CSV or JSON Lines."""
    workspace, out = context.workspace(arguments), sys.stdout
    content = ExportContent(arguments.what)
    rows = context.services.exports.rows(workspace, content, arguments.journey)
    # Read the first row before any output: an unknown journey writes nothing.
    first = list(islice(rows, 1))
    # Rows shown on the terminal are progress enough.
    progress = Progress(sys.stderr, shown=not out.isatty())
    counted = _count_rows(chain(first, rows), progress)
    file_format = ExportFormat(arguments.format)
    write_rows(counted, COLUMNS_BY_CONTENT[content], content, file_format, out)
    progress.clear()
    out.flush()
    return 0


def _count_rows(rows: Iterable[Record], progress: Progress) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        yield row
        progress.show(number)


def import_rows(context: CommandLineContext, arguments: argparse.Namespace) -> int:
    """Import the rows of a file, or with --dry-run only say what would be imported.

    Wrong rows are named by line on standard error and the others are imported; the exit code is
    then 1. Raises BadInputError or WaymarkError if the file has no readable rows.
    """
    workspace = context.workspace(arguments)
    if not re.fullmatch(r"[TE][A-Z0-9]{1,30}", workspace):
        raise BadInputError(f"“{workspace[:40]}” is no workspace; a Slack team's id begins with T.")
    table = open_table(arguments.file)
    if not table.columns:
        sys.stdout.write(f"{table.path.name} has no rows. Nothing was imported.\n")
        return 0
    columns = read_columns(table.columns, _parse_mapping(arguments.map))
    dry_run: bool = arguments.dry_run
    if dry_run:
        sys.stdout.write(_describe_columns(table, columns))
    batches = context.services.imports.import_rows(
        workspace,
        arguments.journey,
        table.rows(columns.fields),
        columns.content,
        dry_run=dry_run,
    )
    progress = Progress(sys.stderr, table.count)

    def read_notes() -> int:
        if dry_run or columns.content is not ImportType.NOTES:
            return 0
        progress.say("reading other languages …")
        context.services.other_languages.update(workspace, arguments.journey)
        progress.say("suggesting themes …")
        return context.services.theme_batches.suggest_new(workspace, arguments.journey)

    total, joined = _add_up(batches, progress, read_notes, dry_run=dry_run)
    lines = summary_lines(total, columns.content, dry_run=dry_run)
    lines += joined_lines(joined, arguments.journey)
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if total.failed else 0


def joined_lines(count: int, journey_key: str) -> list[str]:
    """Return the line about notes that joined a theme unasked; no line if none did."""
    if not count:
        return []
    one = "1 note joined a theme by itself"
    joined = one if count == 1 else f"{count:,} notes joined themes by themselves"
    return [f"{joined}; see `app.py themes {journey_key}`."]


def _parse_mapping(pairs: Sequence[str]) -> dict[str, str]:
    """Return our column name by the file's, from `THEIRS=OURS`; a header may contain `=`."""
    mapping = {}
    for pair in pairs:
        theirs, sign, ours = pair.rpartition("=")
        if not sign or not theirs.strip() or not ours.strip():
            raise BadInputError(
                f"--map {pair[:40]} is not understood; write it like --map Summary=text."
            )
        mapping[theirs] = ours
    return mapping


def _add_up(
    batches: Iterable[BatchResult],
    progress: Progress,
    finish: Callable[[], int],
    *,
    dry_run: bool,
) -> tuple[ImportTotal, int]:
    """Import all batches, then `finish`; return their sum and what that returned."""
    total = ImportTotal(MAX_PROBLEMS)
    try:
        progress.show(0)
        for batch in batches:
            total.add(batch)
            progress.show(total.read)
        finished = finish()
    except WaymarkError as error:
        if not total.added or dry_run:
            raise
        raise WaymarkError(
            f"{error.sentence} Of the {total.read:,} rows before, {total.added:,} were added and "
            "stay: type the same command again to go on from there."
        ) from error
    finally:
        progress.clear()
        _write_problems(total, sys.stderr)
    return total, finished


def _write_problems(total: ImportTotal, out: TextIO) -> None:
    out.writelines(f"line {problem.line}: {problem.sentence}\n" for problem in total.problems)
    if total.failed > len(total.problems):
        out.write(f"… and {total.failed - len(total.problems):,} more like these.\n")


def _describe_columns(table: TableFile, columns: Columns) -> str:
    lines = [describe_table(table, columns.content)]
    names = {name: short_header(table.columns[index]) for name, index in columns.fields.items()}
    width = max(len(header) for header in names.values())
    lines += [f"  {header:<{width}} → {name}" for name, header in names.items()]
    lines += [f"  {line}" for line in unused_columns_lines(columns)]
    return "\n".join(lines) + "\n"
