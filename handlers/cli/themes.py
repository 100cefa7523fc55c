"""`app.py themes`: list the themes of a journey, print suggestions, sort notes by a file."""

import argparse
import json
import re
import sys
from typing import Any

from bot.imports.batches import parse_rows
from bot.themes.batch import JourneyThemes, ThemeNotes
from domain.access import Actor
from domain.errors import BadInputError
from domain.import_columns import read_columns
from domain.import_rows import Row
from domain.themes import SortedAs, parse_theme_cell
from handlers.cli.context import CommandLineContext
from handlers.cli.terminal import write_out
from handlers.imports.table_files import open_table

# The columns of a file to sort by.
SORT_FIELDS = ("text", "theme")


def show_themes(context: CommandLineContext, arguments: argparse.Namespace) -> int:
    """Write the themes of a journey; suggestions with --suggest; sort notes with --sort."""
    if arguments.sort:
        return _sort(context, arguments)
    workspace, key = context.workspace(arguments), arguments.journey
    batches = context.services.theme_batches
    if arguments.suggest:
        for one in batches.suggest_all(workspace, key, arguments.period):
            line = {"note_id": one.note_id, "suggestions": one.names, "joined": one.joined}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        return 0
    found = batches.list_all(workspace, key, arguments.period)
    if arguments.format == "json":
        text = json.dumps(themes_as_json(found), ensure_ascii=False, indent=2) + "\n"
    else:
        text = describe_themes(found)
    write_out(text.encode(), None)
    return 0


def themes_as_json(found: JourneyThemes) -> dict[str, Any]:
    """Return the themes of a journey as JSON values; `n` counts notes of every kind."""
    return {
        "journey": found.journey.key,
        "period": found.period,
        "themes": [
            {
                "id": one.theme.id,
                "name": one.theme.name,
                "n": len(one.note_ids),
                "stages": list(one.stages),
                "muted": one.theme.muted,
                "tracked": list(one.theme.tracked),
                "note_ids": list(one.note_ids),
            }
            for one in found.themes
        ],
        "said_once": _ids_as_json(found.said_once),
        "to_sort": _ids_as_json(found.to_sort),
    }


def describe_themes(found: JourneyThemes) -> str:
    """Return the themes of a journey as lines of text."""
    journey = found.journey
    names = {stage.key: stage.name for stage in (*journey.stages, *journey.archived_stages)}
    heading = f"{journey.name}, {found.period or 'all time'}: {_count(len(found.themes), 'theme')}"
    once, to_sort = len(found.said_once), len(found.to_sort)
    return "\n".join(
        [
            heading,
            *(_describe_theme(one, names) for one in found.themes),
            f"Said once: {_count(once, 'note')}. Not sorted yet: {_count(to_sort, 'pain point')}.",
            "",
        ]
    )


def _describe_theme(one: ThemeNotes, stage_names: dict[str, str]) -> str:
    stages = ", ".join(stage_names.get(stage or "", "unsorted") for stage in one.stages)
    more = [f"({stages})"] if stages else []
    more += ["muted"] if one.theme.muted else []
    more += [f"tracks {', '.join(one.theme.tracked)}"] if one.theme.tracked else []
    return " ".join([f"  {_count(len(one.note_ids), 'note'):>9}", one.theme.name, *more])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _ids_as_json(note_ids: tuple[int, ...]) -> dict[str, Any]:
    return {"n": len(note_ids), "note_ids": list(note_ids)}


def _sort(context: CommandLineContext, arguments: argparse.Namespace) -> int:
    """Sort notes by a file of texts and themes; return 1 if a row could not be read."""
    if not re.fullmatch(r"[UW][A-Z0-9]{1,30}", arguments.by or ""):
        raise BadInputError("--sort needs --by U…, the Slack user id of the person who sorted.")
    table = open_table(arguments.sort)
    fields = read_columns(table.columns).fields
    if any(field not in fields for field in SORT_FIELDS):
        raise BadInputError(
            f"{table.path.name} needs a column text and a column theme. Nothing was sorted."
        )
    rows = table.rows({field: fields[field] for field in SORT_FIELDS})
    parsed, problems = parse_rows(rows, _parse_row)
    answers = {text: name for _, (text, name, sorted_as) in parsed if text and sorted_as}
    by = Actor(context.workspace(arguments), arguments.by)
    result = context.services.theme_batches.sort_texts(by, arguments.journey, answers)
    sys.stderr.writelines(f"line {one.line}: {one.sentence}\n" for one in problems)
    themes = _count(len(result.others), "theme")
    sys.stdout.write(f"{_count(result.count, 'note')} sorted; {themes} named.\n")
    return 1 if problems else 0


def _parse_row(row: Row) -> tuple[str, str | None, SortedAs | None]:
    return row.cells.get("text", ""), *parse_theme_cell(row.cells.get("theme", ""))
