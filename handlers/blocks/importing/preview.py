"""The message about a file somebody dropped: what is in it, what becomes of it, what became."""

from collections.abc import Sequence
from typing import Any

from bot.domain.imported_columns import Columns
from bot.domain.imported_row import Problem
from bot.domain.texts import shortened
from bot.usecases.importing import Total
from bot.usecases.offer_import import ImportPlace
from handlers.blocks import kit
from handlers.blocks.forms import select
from handlers.blocks.importing.offer import Offer
from handlers.blocks.importing.told import named, short, summary, unused
from handlers.ids import Action, numbered
from handlers.tables.table_files import TableFile

Message = dict[str, Any]

MAX_PROBLEM = 300
# Of these a person sees what kind of thing is wrong; all of them come with the import.
FEW_PROBLEMS = 5
# Slack counts the names in a menu too: with all of a hundred long ones there is no room for more.
MENU_TEXT = 4_000
NO_NOTE = "The words beside your file were not saved as a note: send them by themselves for that."
GOES_ON = (
    "If this stops, send the file again: what was added is not added twice, and the rest follows."
)


def looking(name: str, done: str = "") -> Message:
    """A file is being looked through; `done` says how far."""
    line = kit.line("Looking through ", kit.span(name, bold=True), f" … {done}".rstrip())
    return kit.message(f"Looking through {name} …", [kit.rich(line)])


def preview(
    offer: Offer, table: TableFile, columns: Columns, place: ImportPlace, total: Total
) -> Message:
    """What an import would do, with the ways on from here. `total` is of a dry run."""
    told, *more = summary(total, columns.what, dry_run=True)
    rows = [
        (short(table.columns[index]) or f"column {index + 1}", name)
        for name, index in sorted(columns.fields.items(), key=lambda field: field[1])
    ]
    blocks = [
        kit.rich(kit.line(kit.span(named(table, columns.what), bold=True))),
        kit.text_table(("Column", "means"), rows),
        *(kit.context(kit.escape(line[:1].upper() + line[1:])) for line in unused(columns)),
        kit.rich(kit.line("Into ", kit.span(place.journey[1], bold=True), f" — {told}")),
        *(kit.context(kit.escape(line)) for line in more),
        *problems(total.problems[:FEW_PROBLEMS], total.wrong),
    ]
    if not total.added:
        blocks.append(kit.rich(kit.line(_nothing_new(total))))
    ways = [Action.NAME_COLUMNS, Action.CANCEL_IMPORT]
    if total.added:
        ways.insert(0, Action.IMPORT_FILE)
    blocks += _ways_on(offer, place, ways)
    return kit.message(f"{named(table, columns.what)}. {told}", blocks)


def unclear(offer: Offer, table: TableFile, place: ImportPlace) -> Message:
    """The columns do not say what the rows are: a person has to."""
    sentence = (
        "No column is headed text, or kpi, value and day, so somebody has to say what they mean. "
        "Press Columns… to do so; nothing was imported."
    )
    shown = ", ".join(short(header) for header in table.columns[:8] if header)
    more = f" and {len(table.columns) - 8:,} more" if len(table.columns) > 8 else ""
    blocks = [
        kit.rich(kit.line(kit.span(named(table, None), bold=True))),
        kit.rich(kit.line(f"⚠️ {sentence}")),
        kit.context(kit.escape(f"The columns: {shown}{more}")),
        *_ways_on(offer, place, [Action.NAME_COLUMNS, Action.CANCEL_IMPORT]),
    ]
    return kit.message(f"{named(table, None)}. {sentence}", blocks)


def refused(offer: Offer, place: ImportPlace) -> Message:
    """They may not import into that journey; into another perhaps."""
    sentence = f"⚠️ {place.refusal}"
    blocks = [kit.rich(kit.line(kit.span(offer.name, bold=True))), kit.rich(kit.line(sentence))]
    if len(place.journeys) > 1:
        blocks += _ways_on(offer, place, [Action.CANCEL_IMPORT])
    return kit.message(sentence, blocks)


def importing(name: str, read: int = 0, of: int | None = None) -> Message:
    """An import is under way; `of` null before its rows are counted."""
    done = "" if of is None else f" … {read:,} of {of:,} rows"
    line = kit.line("Importing ", kit.span(name, bold=True), done or " …")
    return kit.message(f"Importing {name}{done or ' …'}", [kit.rich(line), kit.context(GOES_ON)])


def done(name: str, columns: Columns, journey: str, total: Total) -> Message:
    """What an import came to, with what is wrong by its line."""
    told, *more = summary(total, columns.what, dry_run=False)
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
        *problems(total.problems, total.wrong),
    ]
    if total.wrong:
        blocks.append(
            kit.context(
                "Put these right in the file and send it again: the rows that "
                "are here already are not added twice."
            )
        )
    return kit.message(f"Imported {name}. {told}", blocks)


def stopped(offer: Offer, sentence: str) -> Message:
    """An import that can go on where it stopped."""
    blocks = [
        kit.rich(kit.line(kit.span(offer.name, bold=True))),
        kit.rich(kit.line(f"⚠️ {sentence}")),
        kit.actions(
            [_button(action, offer) for action in (Action.IMPORT_FILE, Action.CANCEL_IMPORT)]
        ),
    ]
    return kit.message(f"⚠️ {sentence}", blocks)


def failed(name: str, sentence: str) -> Message:
    """A file that nothing can be done with."""
    blocks = [kit.rich(kit.line(kit.span(name, bold=True))), kit.rich(kit.line(f"⚠️ {sentence}"))]
    return kit.message(f"⚠️ {sentence}", blocks)


def cancelled(name: str) -> Message:
    """Nothing more becomes of a file."""
    told = f"Nothing was imported of {name}."
    return kit.message(told, [kit.rich(kit.line(told))])


def problems(shown: Sequence[Problem], wrong: int) -> list[kit.Block]:
    """What is wrong with rows, by their line; `wrong` counts them all."""
    if not shown:
        return []
    lines = [
        kit.line(
            kit.span(f"line {one.line:,}", bold=True), f": {shortened(one.sentence, MAX_PROBLEM)}"
        )
        for one in shown
    ]
    more = wrong - len(shown)
    after = [kit.context(f"… and {more:,} more like these.")] if more else []
    return [kit.rich(kit.bullets(lines)), *after]


def _nothing_new(total: Total) -> str:
    if not total.read:
        return "There are no rows in it."
    if total.wrong < total.read:
        return "There is nothing new in it: every row that can be read is here already."
    return "None of its rows can be read. Columns… changes what its columns mean."


def _ways_on(offer: Offer, place: ImportPlace, ways: Sequence[Action]) -> list[kit.Block]:
    row = [_button(way, offer) for way in ways]
    if len(place.journeys) > 1:
        width = MENU_TEXT // len(place.journeys)
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


def _button(action: Action, offer: Offer) -> kit.Element:
    made = kit.button(LABELS[action], numbered(action, 0), offer.value)
    return {**made, "style": "primary"} if action is Action.IMPORT_FILE else made
