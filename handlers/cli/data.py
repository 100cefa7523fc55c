"""`app.py export`."""

import argparse
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TextIO

from bot.exports import COLUMNS_BY_CONTENT
from bot.imports import BatchResult, ImportTotal
from bot.ports import Scorer
from bot.services import Services
from domain.errors import BadInputError, WaymarkError
from domain.exports import ExportContent, ExportFormat
from domain.import_columns import Columns, ImportType, read_columns
from domain.journeys import WorkspaceId
from domain.notes import NoteKind
from domain.sentiment import Label
from handlers.cli.terminal import Progress
from handlers.exports.csv_files import Record, write_rows
from handlers.imports.blocks import (
    describe_table,
    short_header,
    summary_lines,
    unused_columns_lines,
)
from handlers.imports.table_files import TableFile, open_table


def export(use: Services, workspace: WorkspaceId, wanted: argparse.Namespace, out: TextIO) -> int:
    """Write all notes, readings or posted reviews as CSV or JSON Lines."""
    what = ExportContent(wanted.what)
    rows = use.exports.rows(workspace, what, wanted.journey)
    # The first row before any output: an unknown journey leaves none.
    first = list(islice(rows, 1))
    # Rows on the terminal itself are progress enough.
    progress = Progress(sys.stderr, shown=not out.isatty())
    counted = _counted(chain(first, rows), progress)
    write_rows(counted, COLUMNS_BY_CONTENT[what], what, ExportFormat(wanted.format), out)
    progress.end()
    out.flush()
    return 0


def _counted(rows: Iterable[Record], progress: Progress) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        yield row
        progress.at(number)


MAX_SHOWN = 20


def import_(use: Services, workspace: WorkspaceId, wanted: argparse.Namespace) -> int:
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
    use_case = use.import_notes if columns.what is ImportType.NOTES else use.import_readings
    rows = table.rows(columns.fields)
    steps = use_case(workspace, wanted.journey, rows, dry_run=wanted.dry_run)
    total = _together(steps, Progress(sys.stderr, table.count), dry_run=wanted.dry_run)
    lines = summary_lines(total, columns.what, dry_run=wanted.dry_run)
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


def _together(steps: Iterable[BatchResult], progress: Progress, *, dry_run: bool) -> ImportTotal:
    total = ImportTotal(MAX_SHOWN)
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


def _tell(total: ImportTotal, out: TextIO) -> None:
    out.writelines(f"line {problem.line}: {problem.sentence}\n" for problem in total.problems)
    if total.wrong > len(total.problems):
        out.write(f"… and {total.wrong - len(total.problems):,} more like these.\n")


def _preview(table: TableFile, columns: Columns) -> str:
    told = [describe_table(table, columns.what)]
    names = {name: short_header(table.columns[index]) for name, index in columns.fields.items()}
    wide = max(len(header) for header in names.values())
    told += [f"  {header:<{wide}} → {name}" for name, header in names.items()]
    told += [f"  {line}" for line in unused_columns_lines(columns)]
    return "\n".join(told) + "\n"


def rescore(use: Services, workspace: WorkspaceId, wanted: argparse.Namespace, out: TextIO) -> int:
    """Score all notes of a journey anew, with progress on a terminal."""
    progress = Progress(sys.stderr)
    done = use.moods.rescore(workspace, wanted.journey, progress.at)
    progress.end()
    out.write(
        f"{wanted.journey}: {done.notes:,} scored anew by {use.scorer.version}, "
        f"{done.changed:,} with another mood. Posted reviews stay as they are.\n"
    )
    return 0


def score(scorer: Scorer, lines: TextIO, out: TextIO) -> int:
    """Score `{"text": …, "kind": …}` per line; a line that cannot be read is named and skipped.

    A text in a language the scorer does not read is answered with `"label": "unread"` and
    `"score": null`.
    """
    if isinstance(lines, io.TextIOWrapper):
        # JSON is UTF-8 wherever it runs, and a broken letter costs its line at most.
        lines.reconfigure(encoding="utf-8-sig", errors="replace")
    failed = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            text, kind = _asked(line)
        except ValueError as error:
            sys.stderr.write(f"line {number}: {error}\n")
            failed = 1
            continue
        heard = scorer.score(text, kind=kind)
        answer = {
            "score": None if heard.label is Label.NONE else heard.value,
            "label": heard.label.value,
            "language": heard.language,
            "why": [{"words": words, "weight": weight} for words, weight in heard.why],
        }
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
    return failed


def _asked(line: str) -> tuple[str, NoteKind | None]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        msg = 'not JSON; write {"text": "…"}'
        raise ValueError(msg) from None
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str):
        msg = 'no text; write {"text": "…"}'
        raise ValueError(msg)
    kinds: dict[object, NoteKind] = {kind.value: kind for kind in NoteKind}
    kinds["painpoint"] = NoteKind.PAIN_POINT
    kind = value.get("kind")
    if kind is None:
        return text, None
    if not isinstance(kind, str) or kind not in kinds:
        msg = f"unknown kind; use one of {', '.join(kind.value for kind in NoteKind)}"
        raise ValueError(msg)
    return text, kinds[kind]
