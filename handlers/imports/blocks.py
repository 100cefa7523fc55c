"""How a file is imported."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.imports import ImportTarget, ImportTotal
from domain.errors import BadInputError
from domain.import_columns import NOTE_FIELDS, READING_FIELDS, Columns, ImportType
from domain.import_rows import RowProblem
from domain.text import clean_text, shorten
from handlers.imports.table_files import TableFile
from handlers.presentation.tables import Table
from handlers.slack import kit
from handlers.slack.forms import select
from handlers.slack.ids import Action, numbered

STEPS = (
    "Drop a CSV or JSON Lines file (.csv, .tsv, .jsonl) into a direct message to Waymark.",
    "Waymark answers with what it understood and what would be added. Nothing is saved yet.",
    "Press Import. The same file twice adds nothing the second time.",
)


COLUMNS_HINT = "If a column is misread, press *Columns…* there and say what it means."


def import_help_message() -> dict[str, Any]:
    """The steps, and the names of columns that need no explaining."""
    blocks = [
        kit.rich(kit.bullets(kit.line(step) for step in STEPS)),
        kit.context(COLUMNS_HINT),
        _column_help("Notes", ("text",), NOTE_FIELDS),
        _column_help("KPI readings", ("kpi", "value", "day"), READING_FIELDS),
    ]
    return kit.ephemeral(" ".join(STEPS), blocks)


def _column_help(of: str, needed: tuple[str, ...], fields: dict[str, tuple[str, ...]]) -> kit.Block:
    others = ", ".join(field for field in fields if field not in needed)
    return kit.rich(
        kit.line(
            kit.span(of, bold=True),
            f" need {', '.join(needed)}. They may have {others}.",
        )
    )


MAX_NAME = 100


UNREADABLE = "This can no longer be read; send the file again. Nothing was imported."


@dataclass(frozen=True)
class FileOffer:
    """A file by its Slack id and name, and the journey (key) it would go to, null for the usual.

    `fields` gives the column (from 0) of each field, null while the headers decide.
    """

    file: str
    name: str
    journey: str | None = None
    fields: Mapping[str, int] | None = None

    def into(self, journey: str) -> "FileOffer":
        """The same for that journey."""
        return replace(self, journey=journey)

    def read_as(self, fields: Mapping[str, int]) -> "FileOffer":
        """The same with those columns."""
        return replace(self, fields=dict(fields))

    @property
    def value(self) -> str:
        """What a button holds: at most some 600 characters."""
        held = {"f": self.file, "n": self.name[:MAX_NAME], "j": self.journey, "c": self.fields}
        return json.dumps(held, ensure_ascii=False)

    @classmethod
    def of(cls, value: str) -> "FileOffer":
        """What a button held; raises BadInputError for what is no offer."""
        try:
            held = json.loads(value)
            return cls(held["f"], held["n"], held["j"], held["c"])
        except (ValueError, KeyError, TypeError):
            raise BadInputError(UNREADABLE) from None


def read_offer(message: Mapping[str, Any]) -> FileOffer:
    """The offer that a message's buttons hold; raises BadInputError where there is none."""
    rows = (block for block in message.get("blocks") or [] if block["type"] == "actions")
    values = (button.get("value") for row in rows for button in row["elements"])
    return FileOffer.of(next((value for value in values if value), ""))


@dataclass(frozen=True)
class MessageRef:
    """The message a person and Waymark talk about a file in."""

    channel: str
    ts: str


def form_metadata(offer: FileOffer, spot: MessageRef) -> str:
    """What the form of the columns holds."""
    return json.dumps({"offer": offer.value, "channel": spot.channel, "ts": spot.ts})


def read_form_metadata(text: str) -> tuple[FileOffer, MessageRef]:
    """What the form held; raises BadInputError for what is none."""
    try:
        kept = json.loads(text)
        return FileOffer.of(kept["offer"]), MessageRef(kept["channel"], kept["ts"])
    except (ValueError, KeyError, TypeError):
        raise BadInputError(UNREADABLE) from None


MAX_COLUMNS_SHOWN = 10


MAX_KPIS_SHOWN = 20


FORMAT_NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
}


def describe_table(table: TableFile, what: ImportType | None) -> str:
    """The file, how many rows of what it holds, and how it was read; `what` null while unclear."""
    split = f", split at {FORMAT_NAMES[table.delimiter]}" if table.delimiter else ""
    rows = "row" if table.count == 1 else "rows"
    kind = f"{FORMAT_NAMES[table.encoding]}{split}"
    return f"{table.path.name}: {table.count:,} {rows}{f' of {what}' if what else ''} ({kind})"


def short_header(header: str) -> str:
    """A column's name in one line."""
    return shorten(clean_text(header), 40)


def unused_columns_lines(columns: Columns) -> list[str]:
    """The line that names the columns without a meaning, none where all have one."""
    if not columns.unused:
        return []
    shown = ", ".join(map(short_header, columns.unused[:MAX_COLUMNS_SHOWN]))
    more = len(columns.unused) - MAX_COLUMNS_SHOWN
    return [f"not used: {shown}{f' and {more:,} more' if more > 0 else ''}"]


def summary_lines(total: ImportTotal, what: ImportType, *, dry_run: bool) -> list[str]:
    """What became of the rows, or would in a dry run, and which KPIs were made."""
    added = "would be added" if dry_run else "added"
    tray = f" ({total.unsorted:,} of them to the unsorted tray)" if total.unsorted else ""
    told = f"{what.capitalize()}: {total.added:,} {added}{tray}, {total.known:,} known before"
    lines = [f"{told}, {total.wrong:,} could not be read."]
    if total.kpis:
        made = "KPIs that would be made" if dry_run else "KPIs made"
        more = len(total.kpis) - MAX_KPIS_SHOWN
        listed = ", ".join(total.kpis[:MAX_KPIS_SHOWN])
        lines.append(f"{made}: {listed}{f' and {more:,} more' if more > 0 else ''}.")
    return lines


Message = dict[str, Any]


MAX_PROBLEM_TEXT = 300


# Of these a person sees what kind of thing is wrong; all of them come with the import.
MAX_PREVIEW_PROBLEMS = 5


# Slack counts the names in a menu too: with all of a hundred long ones there is no room for more.
MAX_MENU_TEXT = 4_000


TEXT_NOT_SAVED = (
    "The words beside your file were not saved as a note: send them by themselves for that."
)


RESUME_HINT = (
    "If this stops, send the file again: what was added is not added twice, and the rest follows."
)


def checking_message(name: str, done: str = "") -> Message:
    """A file is being looked through; `done` says how far."""
    line = kit.line("Looking through ", kit.span(name, bold=True), f" … {done}".rstrip())
    return kit.message(f"Looking through {name} …", [kit.rich(line)])


def preview_message(
    offer: FileOffer, table: TableFile, columns: Columns, place: ImportTarget, total: ImportTotal
) -> Message:
    """What an import would do, with the ways on from here. `total` is of a dry run."""
    told, *more = summary_lines(total, columns.what, dry_run=True)
    rows = [
        (short_header(table.columns[index]) or f"column {index + 1}", name)
        for name, index in sorted(columns.fields.items(), key=lambda field: field[1])
    ]
    blocks = [
        kit.rich(kit.line(kit.span(describe_table(table, columns.what), bold=True))),
        kit.text_table(Table(("Column", "means"), tuple(rows))),
        *(
            kit.context(kit.escape(line[:1].upper() + line[1:]))
            for line in unused_columns_lines(columns)
        ),
        kit.rich(kit.line("Into ", kit.span(place.journey[1], bold=True), f" — {told}")),
        *(kit.context(kit.escape(line)) for line in more),
        *problem_blocks(total.problems[:MAX_PREVIEW_PROBLEMS], total.wrong),
    ]
    if not total.added:
        blocks.append(kit.rich(kit.line(_nothing_new(total))))
    ways = [Action.NAME_COLUMNS, Action.CANCEL_IMPORT]
    if total.added:
        ways.insert(0, Action.IMPORT_FILE)
    blocks += _action_row(offer, place, ways)
    return kit.message(f"{describe_table(table, columns.what)}. {told}", blocks)


def unclear_columns_message(offer: FileOffer, table: TableFile, place: ImportTarget) -> Message:
    """The columns do not say what the rows are: a person has to."""
    sentence = (
        "No column is headed text, or kpi, value and day, so somebody has to say what they mean. "
        "Press Columns… to do so; nothing was imported."
    )
    shown = ", ".join(short_header(header) for header in table.columns[:8] if header)
    more = f" and {len(table.columns) - 8:,} more" if len(table.columns) > 8 else ""
    blocks = [
        kit.rich(kit.line(kit.span(describe_table(table, None), bold=True))),
        kit.rich(kit.line(f"⚠️ {sentence}")),
        kit.context(kit.escape(f"The columns: {shown}{more}")),
        *_action_row(offer, place, [Action.NAME_COLUMNS, Action.CANCEL_IMPORT]),
    ]
    return kit.message(f"{describe_table(table, None)}. {sentence}", blocks)


def refused_message(offer: FileOffer, place: ImportTarget) -> Message:
    """They may not import into that journey; into another perhaps."""
    sentence = f"⚠️ {place.refusal}"
    blocks = [kit.rich(kit.line(kit.span(offer.name, bold=True))), kit.rich(kit.line(sentence))]
    if len(place.journeys) > 1:
        blocks += _action_row(offer, place, [Action.CANCEL_IMPORT])
    return kit.message(sentence, blocks)


def importing_message(name: str, read: int = 0, of: int | None = None) -> Message:
    """An import is under way; `of` null before its rows are counted."""
    done = "" if of is None else f" … {read:,} of {of:,} rows"
    line = kit.line("Importing ", kit.span(name, bold=True), done or " …")
    return kit.message(
        f"Importing {name}{done or ' …'}", [kit.rich(line), kit.context(RESUME_HINT)]
    )


def imported_message(name: str, columns: Columns, journey: str, total: ImportTotal) -> Message:
    """What an import came to, with what is wrong by its line."""
    told, *more = summary_lines(total, columns.what, dry_run=False)
    blocks = [
        kit.rich(
            kit.line(
                "✅ Imported ",
                kit.span(name, bold=True),
                " into ",
                kit.span(journey, bold=True),
                f". {told}",
            )
        ),
        *(kit.context(kit.escape(line)) for line in more),
        *problem_blocks(total.problems, total.wrong),
    ]
    if total.wrong:
        blocks.append(
            kit.context(
                "Put these right in the file and send it again: the rows that "
                "are here already are not added twice."
            )
        )
    return kit.message(f"Imported {name}. {told}", blocks)


def stopped_message(offer: FileOffer, sentence: str) -> Message:
    """An import that can go on where it stopped."""
    blocks = [
        kit.rich(kit.line(kit.span(offer.name, bold=True))),
        kit.rich(kit.line(f"⚠️ {sentence}")),
        kit.actions(
            [_button(action, offer) for action in (Action.IMPORT_FILE, Action.CANCEL_IMPORT)]
        ),
    ]
    return kit.message(f"⚠️ {sentence}", blocks)


def failed_message(name: str, sentence: str) -> Message:
    """A file that nothing can be done with."""
    blocks = [kit.rich(kit.line(kit.span(name, bold=True))), kit.rich(kit.line(f"⚠️ {sentence}"))]
    return kit.message(f"⚠️ {sentence}", blocks)


def cancelled_message(name: str) -> Message:
    """Nothing more becomes of a file."""
    told = f"Nothing was imported of {name}."
    return kit.message(told, [kit.rich(kit.line(told))])


def problem_blocks(shown: Sequence[RowProblem], wrong: int) -> list[kit.Block]:
    """What is wrong with rows, by their line; `wrong` counts them all."""
    if not shown:
        return []
    lines = [
        kit.line(
            kit.span(f"line {one.line:,}", bold=True),
            f": {shorten(one.sentence, MAX_PROBLEM_TEXT)}",
        )
        for one in shown
    ]
    more = wrong - len(shown)
    after = [kit.context(f"… and {more:,} more like these.")] if more else []
    return [kit.rich(kit.bullets(lines)), *after]


def _nothing_new(total: ImportTotal) -> str:
    if not total.read:
        return "There are no rows in it."
    if total.wrong < total.read:
        return "There is nothing new in it: every row that can be read is here already."
    return "None of its rows can be read. Columns… changes what its columns mean."


def _action_row(offer: FileOffer, place: ImportTarget, ways: Sequence[Action]) -> list[kit.Block]:
    row = [_button(way, offer) for way in ways]
    if len(place.journeys) > 1:
        width = MAX_MENU_TEXT // len(place.journeys)
        names = [(key, kit.cut(name, max(width, 20))) for key, name in place.journeys]
        menu = select(numbered(Action.IMPORT_INTO, 0), "Another journey", names)
        chosen = [o for o in menu["options"] if o["value"] == place.journey[0]]
        row.append({**menu, "initial_option": chosen[0]} if chosen else menu)
    return [kit.actions(row)]


LABELS = {
    Action.IMPORT_FILE: "Import",
    Action.NAME_COLUMNS: "Columns…",
    Action.CANCEL_IMPORT: "Cancel",
}


def _button(action: Action, offer: FileOffer) -> kit.Element:
    made = kit.button(LABELS[action], numbered(action, 0), offer.value)
    return {**made, "style": "primary"} if action is Action.IMPORT_FILE else made
