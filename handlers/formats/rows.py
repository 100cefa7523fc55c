"""Rows of an export as CSV or JSON Lines, with no cell that a spreadsheet would run."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from bot.domain.typed_export import Exported, ExportForm
from handlers.tables.live_cells import safe

Record = Mapping[str, Any]


def write_rows(
    rows: Iterable[Record], fields: Sequence[str], what: Exported, form: ExportForm, out: TextIO
) -> None:
    """Write the rows one by one, so that any number of them fits through.

    A review is a line of its figures with when and as which message it was posted; as CSV its
    figures are one cell of JSON.
    """
    if form is ExportForm.JSON_LINES:
        lines = (_flat(row) if what is Exported.REVIEWS else row for row in rows)
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in lines)
        return
    writer = csv.DictWriter(out, fields, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({field: _cell(value) for field, value in row.items()})


def _flat(review: Record) -> Record:
    posted = {key: review[key] for key in ("published_at", "message_ts")}
    return {**review["figures"], **posted}


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else safe(value)
