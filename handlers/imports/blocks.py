"""The messages about a file to import, and the values of their buttons."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.imports.batches import ImportTotal
from bot.imports.imports import ImportTarget
from domain.errors import BadInputError
from domain.import_columns import NOTE_FIELDS, READING_FIELDS, Columns, ImportType
from domain.import_rows import RowProblem
from domain.text import clean_text, shorten
from handlers.imports.table_files import TableFile
from handlers.presentation.tables import Table
from handlers.slack import kit
from handlers.slack.forms import select
from handlers.slack.ids import Action, numbered

Message = dict[str, Any]

STEPS = (
    "Drop a CSV or JSON Lines file (.csv, .tsv, .jsonl) into a direct message to Waymark.",
    "Waymark answers with what it understood and what it would add. Nothing is saved yet.",
    "Press Import. Importing the same file again adds nothing twice.",
)

COLUMNS_HINT = "If a column is misread, press *Columns…* there and say what it means."

UNREADABLE = "This can no longer be read. Send the file again. Nothing was imported."

TEXT_NOT_SAVED = (
    "The text with your file was not saved as a note. To save it, send it without the file."
)

RESUME_HINT = "If this stops, send the file again: Waymark adds the rest, and nothing twice."

MAX_NAME = 100

MAX_COLUMNS_SHOWN = 10

MAX_NAMES_SHOWN = 20

# So that twenty of them fit into one line of a message.
MAX_CREATED_NAME = 90

MAX_PROBLEM_TEXT = 300

# A preview shows a few examples of what is wrong; the import shows more.
MAX_PREVIEW_PROBLEMS = 5

# Slack limits the text of a menu: a hundred long names must share this many characters.
MAX_MENU_TEXT = 4_000

FORMAT_NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
}

BUTTON_LABELS = {
    Action.IMPORT_FILE: "Import",
    Action.NAME_COLUMNS: "Columns…",
    Action.CANCEL_IMPORT: "Cancel",
}


@dataclass(frozen=True)
class FileOffer:
    """A file by its Slack id and name, and the key of the journey it would be imported into.

    `journey` is None for the default one. `fields` maps each field to its column (from 0), None if
    the headers decide.
    """

    file: str
    name: str
    journey: str | None = None
    fields: Mapping[str, int] | None = None

    def for_journey(self, journey: str) -> "FileOffer":
        """Return the offer for another journey."""
        return replace(self, journey=journey)

    def with_fields(self, fields: Mapping[str, int]) -> "FileOffer":
        """Return the offer with other columns."""
        return replace(self, fields=dict(fields))

    def to_value(self) -> str:
        """Return the offer as the value of a button, about 600 characters at most."""
        values = {"f": self.file, "n": self.name[:MAX_NAME], "j": self.journey, "c": self.fields}
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def from_value(cls, value: str) -> "FileOffer":
        """Return the offer in the value of a button; raise BadInputError for another value."""
        try:
            values = json.loads(value)
            return cls(values["f"], values["n"], values["j"], values["c"])
        except (ValueError, KeyError, TypeError):
            raise BadInputError(UNREADABLE) from None


@dataclass(frozen=True)
class MessageRef:
    """The message that shows what happens with a file."""

    channel: str
    ts: str


def read_offer(message: Mapping[str, Any]) -> FileOffer:
    """Return the offer in the buttons of a message; raise BadInputError if there is none."""
    rows = (block for block in message.get("blocks") or [] if block["type"] == "actions")
    values = (button.get("value") for row in rows for button in row["elements"])
    return FileOffer.from_value(next((value for value in values if value), ""))


def form_metadata(offer: FileOffer, message: MessageRef) -> str:
    """Return the private metadata of the columns form."""
    return json.dumps({"offer": offer.to_value(), "channel": message.channel, "ts": message.ts})


def read_form_metadata(metadata: str) -> tuple[FileOffer, MessageRef]:
    """Return the offer and the message of a columns form; raise BadInputError for other text."""
    try:
        values = json.loads(metadata)
        offer = FileOffer.from_value(values["offer"])
        return offer, MessageRef(values["channel"], values["ts"])
    except (ValueError, KeyError, TypeError):
        raise BadInputError(UNREADABLE) from None


def import_help_message() -> Message:
    """Build the answer to `/journey import`: the steps, and the columns that need no help."""
    blocks = [
        kit.rich(kit.bullets(kit.line(step) for step in STEPS)),
        kit.context(COLUMNS_HINT),
        _column_help("Notes", ("text",), NOTE_FIELDS),
        _column_help("KPI readings", ("kpi", "value", "day"), READING_FIELDS),
    ]
    return kit.ephemeral(" ".join(STEPS), blocks)


def checking_message(name: str, done: str = "") -> Message:
    """Build the message while a file is being checked; `done` says how far it is."""
    line = kit.line("Checking ", kit.span(name, bold=True), f" … {done}".rstrip())
    return kit.message(f"Checking {name} …", [kit.rich(line)])


def preview_message(
    offer: FileOffer, table: TableFile, columns: Columns, target: ImportTarget, total: ImportTotal
) -> Message:
    """Build the preview of an import, with its buttons. `total` is of a dry run."""
    heading = describe_table(table, columns.content)
    counts, *more = summary_lines(total, columns.content, dry_run=True)
    rows = [
        (short_header(table.columns[index]) or f"column {index + 1}", name)
        for name, index in sorted(columns.fields.items(), key=lambda field: field[1])
    ]
    blocks = [
        kit.rich(kit.line(kit.span(heading, bold=True))),
        kit.text_table(Table(("Column", "means"), tuple(rows))),
        *(
            kit.context(kit.escape(line[:1].upper() + line[1:]))
            for line in unused_columns_lines(columns)
        ),
        kit.rich(kit.line("Into ", kit.span(target.journey[1], bold=True), f" — {counts}")),
        *(kit.context(kit.escape(line)) for line in more),
        *problem_blocks(total.problems[:MAX_PREVIEW_PROBLEMS], total.failed),
    ]
    if not total.added:
        blocks.append(kit.rich(kit.line(_describe_nothing_new(total))))
    buttons = [Action.NAME_COLUMNS, Action.CANCEL_IMPORT]
    if total.added:
        buttons.insert(0, Action.IMPORT_FILE)
    blocks += _action_row(offer, target, buttons)
    return kit.message(f"{heading}. {counts}", blocks)


def unclear_columns_message(offer: FileOffer, table: TableFile, target: ImportTarget) -> Message:
    """Build the message that asks a person to say what the columns mean."""
    heading = describe_table(table, None)
    sentence = (
        "No column is called text, or kpi, value and day. Press Columns… to say what they mean. "
        "Nothing was imported."
    )
    shown = ", ".join(short_header(header) for header in table.columns[:8] if header)
    more = f" and {len(table.columns) - 8:,} more" if len(table.columns) > 8 else ""
    blocks = [
        kit.rich(kit.line(kit.span(heading, bold=True))),
        kit.rich(kit.line(f"⚠️ {sentence}")),
        kit.context(kit.escape(f"The columns: {shown}{more}")),
        *_action_row(offer, target, [Action.NAME_COLUMNS, Action.CANCEL_IMPORT]),
    ]
    return kit.message(f"{heading}. {sentence}", blocks)


def refused_message(offer: FileOffer, target: ImportTarget) -> Message:
    """Build the message that the person may not import into this journey, with the others."""
    sentence = f"⚠️ {target.refusal}"
    blocks = [kit.rich(kit.line(kit.span(offer.name, bold=True))), kit.rich(kit.line(sentence))]
    if len(target.journeys) > 1:
        blocks += _action_row(offer, target, [Action.CANCEL_IMPORT])
    return kit.message(sentence, blocks)


def importing_message(name: str, read: int = 0, of: int | None = None) -> Message:
    """Build the message during an import; `of` is None before the rows are counted."""
    done = "" if of is None else f" … {read:,} of {of:,} rows"
    line = kit.line("Importing ", kit.span(name, bold=True), done or " …")
    return kit.message(
        f"Importing {name}{done or ' …'}", [kit.rich(line), kit.context(RESUME_HINT)]
    )


def imported_message(name: str, columns: Columns, journey: str, total: ImportTotal) -> Message:
    """Build the result of an import, with the problems by their lines."""
    counts, *more = summary_lines(total, columns.content, dry_run=False)
    blocks = [
        kit.rich(
            kit.line(
                "✅ Imported ",
                kit.span(name, bold=True),
                " into ",
                kit.span(journey, bold=True),
                f". {counts}",
            )
        ),
        *(kit.context(kit.escape(line)) for line in more),
        *problem_blocks(total.problems, total.failed),
    ]
    if total.failed:
        blocks.append(
            kit.context("Correct these rows and send the file again. No row is added twice.")
        )
    return kit.message(f"Imported {name}. {counts}", blocks)


def stopped_message(offer: FileOffer, sentence: str) -> Message:
    """Build the message of an import that stopped and can go on."""
    buttons = [_button(action, offer) for action in (Action.IMPORT_FILE, Action.CANCEL_IMPORT)]
    blocks = [
        kit.rich(kit.line(kit.span(offer.name, bold=True))),
        kit.rich(kit.line(f"⚠️ {sentence}")),
        kit.actions(buttons),
    ]
    return kit.message(f"⚠️ {sentence}", blocks)


def failed_message(name: str, sentence: str) -> Message:
    """Build the message of a file that cannot be imported."""
    blocks = [kit.rich(kit.line(kit.span(name, bold=True))), kit.rich(kit.line(f"⚠️ {sentence}"))]
    return kit.message(f"⚠️ {sentence}", blocks)


def cancelled_message(name: str) -> Message:
    """Build the message of a cancelled import."""
    text = f"Nothing was imported from {name}."
    return kit.message(text, [kit.rich(kit.line(text))])


def describe_table(table: TableFile, content: ImportType | None) -> str:
    """Describe a file: name, number of rows, format. `content` is None while unclear."""
    split = f", split at {FORMAT_NAMES[table.delimiter]}" if table.delimiter else ""
    rows = "row" if table.count == 1 else "rows"
    of_content = f" of {content}" if content else ""
    format_ = f"{FORMAT_NAMES[table.encoding]}{split}"
    return f"{table.path.name}: {table.count:,} {rows}{of_content} ({format_})"


def short_header(header: str) -> str:
    """Return a header on one short line."""
    return shorten(clean_text(header), 40)


def unused_columns_lines(columns: Columns) -> list[str]:
    """Return the line that names the unused columns; no line if all are used."""
    if not columns.unused:
        return []
    shown = ", ".join(map(short_header, columns.unused[:MAX_COLUMNS_SHOWN]))
    more = len(columns.unused) - MAX_COLUMNS_SHOWN
    return [f"not used: {shown}{f' and {more:,} more' if more > 0 else ''}"]


def summary_lines(total: ImportTotal, content: ImportType, *, dry_run: bool) -> list[str]:
    """Return the counts of an import, or of a dry run, and the KPIs and themes it created."""
    added = "would be added" if dry_run else "added"
    unsorted = f" ({total.unsorted:,} of them unsorted)" if total.unsorted else ""
    counts = (
        f"{content.capitalize()}: {total.added:,} {added}{unsorted}, "
        f"{total.existed:,} already imported, {total.failed:,} could not be read."
    )
    created = (("KPIs", total.kpis), ("Themes", total.themes))
    lines = [
        counts,
        *(_describe_created(kind, names, dry_run=dry_run) for kind, names in created if names),
    ]
    if total.undirected:
        names = ", ".join(total.undirected[:MAX_NAMES_SHOWN])
        lines.append(
            f"Higher counts as better for {names}. Change it in /journey kpis if lower is better."
        )
    return lines


def _describe_created(kind: str, names: Sequence[str], *, dry_run: bool) -> str:
    created = "that would be created" if dry_run else "created"
    more = len(names) - MAX_NAMES_SHOWN
    shown = ", ".join(shorten(name, MAX_CREATED_NAME) for name in names[:MAX_NAMES_SHOWN])
    return f"{kind} {created}: {shown}{f' and {more:,} more' if more > 0 else ''}."


def problem_blocks(shown: Sequence[RowProblem], count: int) -> list[kit.Block]:
    """Build the list of problems by their lines; `count` is the number of all problems."""
    if not shown:
        return []
    lines = [
        kit.line(
            kit.span(f"line {problem.line:,}", bold=True),
            f": {shorten(problem.sentence, MAX_PROBLEM_TEXT)}",
        )
        for problem in shown
    ]
    more = count - len(shown)
    rest = [kit.context(f"… and {more:,} more like these.")] if more else []
    return [kit.rich(kit.bullets(lines)), *rest]


def _column_help(
    content: str, required: tuple[str, ...], fields: dict[str, tuple[str, ...]]
) -> kit.Block:
    others = ", ".join(field for field in fields if field not in required)
    return kit.rich(
        kit.line(
            kit.span(content, bold=True),
            f" need {', '.join(required)}. They may have {others}.",
        )
    )


def _describe_nothing_new(total: ImportTotal) -> str:
    if not total.read:
        return "There are no rows in it."
    if total.failed < total.read:
        return "There is nothing new in it: every row that can be read was added before."
    return "None of its rows can be read. Press Columns… to change what its columns mean."


def _action_row(
    offer: FileOffer, target: ImportTarget, buttons: Sequence[Action]
) -> list[kit.Block]:
    """Build the buttons, and a menu of journeys if there are several."""
    row = [_button(action, offer) for action in buttons]
    if len(target.journeys) > 1:
        width = MAX_MENU_TEXT // len(target.journeys)
        names = [(key, kit.cut(name, max(width, 20))) for key, name in target.journeys]
        menu = select(numbered(Action.IMPORT_INTO, 0), "Another journey", names)
        chosen = [o for o in menu["options"] if o["value"] == target.journey[0]]
        row.append({**menu, "initial_option": chosen[0]} if chosen else menu)
    return [kit.actions(row)]


def _button(action: Action, offer: FileOffer) -> kit.Element:
    button = kit.button(BUTTON_LABELS[action], numbered(action, 0), offer.to_value())
    return {**button, "style": "primary"} if action is Action.IMPORT_FILE else button
