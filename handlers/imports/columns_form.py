"""The form that assigns fields to the columns of a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.errors import BadFieldError, BadInputError
from domain.import_columns import IGNORE, NOTE_FIELDS, READING_FIELDS, detect_import_type
from handlers.imports.blocks import FileOffer, MessageRef, form_metadata, short_header
from handlers.slack import kit
from handlers.slack.forms import Choice, Field, Values, build_input, modal, select
from handlers.slack.ids import View

TITLE = "What the columns mean"

# Slack takes a form of 250,000 bytes, and each of these menus has about 3,000.
MAX_COLUMNS = 50

BLOCK_PREFIX = "column."

HELP = (
    "Notes need a column that means *text*. Readings need *kpi*, *value* and *day*. "
    "Columns you ignore are left out."
)

MEANINGS: tuple[Choice, ...] = (
    (IGNORE, "– ignore –"),
    *((name, name.replace("_", " ")) for name in NOTE_FIELDS),
    *((name, f"{name} (of a reading)") for name in READING_FIELDS if name not in NOTE_FIELDS),
)


def columns_form(
    offer: FileOffer, message: MessageRef, headers: Sequence[str], fields: Mapping[str, int]
) -> dict[str, Any]:
    """Build the form with a menu for each column, and its current field."""
    blocks = [kit.context(HELP)]
    field_of = {index: name for name, index in fields.items()}
    for index in choose_columns(len(headers), fields):
        label = short_header(headers[index]) or f"column {index + 1}"
        menu = select(f"{BLOCK_PREFIX}{index}", "What it means", MEANINGS)
        field = Field(f"{BLOCK_PREFIX}{index}", label, menu, optional=False)
        blocks.append(build_input(field, field_of.get(index, IGNORE)))
    more = len(headers) - MAX_COLUMNS
    if more > 0:
        blocks.append(
            kit.context(
                f"The file has {more:,} more columns than fit into this form ({MAX_COLUMNS}). "
                "They are left out. Put the columns you need first, or give them names that "
                "Waymark knows."
            )
        )
    return modal(
        View.IMPORT_COLUMNS.value,
        TITLE,
        blocks,
        metadata=form_metadata(offer, message),
        submit="Preview again",
    )


def choose_columns(count: int, fields: Mapping[str, int]) -> list[int]:
    """Return the columns for the form, in order; if there are too many, those with a field."""
    used = set(fields.values())
    used_first = sorted(range(count), key=lambda index: (index not in used, index))
    return sorted(used_first[:MAX_COLUMNS])


def read_columns_form(values: Values) -> dict[str, int]:
    """Return the column of each field as chosen in the form; raise BadFieldError."""
    fields: dict[str, int] = {}
    for block, field in values.items():
        if not field or field == IGNORE:
            continue
        if field in fields:
            raise BadFieldError(block, f"Two columns mean {field}, but only one can.")
        fields[field] = int(block.removeprefix(BLOCK_PREFIX))
    try:
        detect_import_type(fields)
    except BadInputError as error:
        raise BadFieldError(next(iter(values), ""), error.sentence) from error
    return fields
