"""What a file holds and what its import came to, in the words of the terminal and of Slack."""

from bot.domain.imported_columns import Columns, What
from bot.domain.texts import clean, shortened
from bot.usecases.importing import Total
from handlers.tables.table_files import TableFile

MAX_COLUMNS_SHOWN = 10
MAX_KPIS_SHOWN = 20
NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", ",": "commas", ";": "semicolons", "\t": "tabs"}


def named(table: TableFile, what: What | None) -> str:
    """The file, how many rows of what it holds, and how it was read; `what` null while unclear."""
    split = f", split at {NAMES[table.delimiter]}" if table.delimiter else ""
    rows = "row" if table.count == 1 else "rows"
    kind = f"{NAMES[table.encoding]}{split}"
    return f"{table.path.name}: {table.count:,} {rows}{f' of {what}' if what else ''} ({kind})"


def short(header: str) -> str:
    """A column's name in one line."""
    return shortened(clean(header), 40)


def unused(columns: Columns) -> list[str]:
    """The line that names the columns without a meaning, none where all have one."""
    if not columns.unused:
        return []
    shown = ", ".join(map(short, columns.unused[:MAX_COLUMNS_SHOWN]))
    more = len(columns.unused) - MAX_COLUMNS_SHOWN
    return [f"not used: {shown}{f' and {more:,} more' if more > 0 else ''}"]


def summary(total: Total, what: What, *, dry_run: bool) -> list[str]:
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
