"""Which column of a file means which part of a note or of a reading."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import BadInputError
from domain.text import clean_text, fold_name, shorten

IGNORE = "ignore"


# Each field with the other words people head such a column with.
NOTE_FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("note", "comment", "feedback", "description", "verbatim", "quote", "message", "body"),
    "kind": ("type", "note type", "category"),
    "stage": ("journey stage", "phase", "step"),
    "touchpoint": ("touch point",),
    "persona": ("segment", "customer segment", "customer type"),
    "channel": ("via",),
    "team": ("department",),
    "source": ("origin",),
    "severity": ("priority", "impact"),
    "feeling": ("emotion",),
    "score": (),
    "mood": (),
    # What a label says follows from the mood; it is a column of an export all the same.
    "label": (),
    "language": ("lang",),
    "author": ("slack user", "user", "reporter"),
    "occurred_at": ("date", "day", "when", "on", "occurred", "happened", "happened at", "time"),
    "created_at": ("created", "noted", "noted at"),
    "permalink": ("link", "url"),
    "supporters": ("seen by",),
}


READING_FIELDS: dict[str, tuple[str, ...]] = {
    "kpi": ("metric", "measure", "indicator"),
    "value": ("reading", "result"),
    "day": ("date", "on", "when", "occurred at"),
    "stage": ("journey stage", "phase", "step"),
    "unit": (),
    "direction": ("better",),
    "target": ("goal",),
    "currency": (),
    "source": ("origin",),
    "author": ("slack user", "user", "reporter"),
    "created_at": ("created", "noted", "noted at"),
}


REQUIRED_READING_FIELDS = ("kpi", "value", "day")


class UnclearColumnsError(BadInputError):
    """No column says what the rows are; somebody has to give the columns their meanings."""


class ImportType(StrEnum):
    """What the rows of a file are."""

    NOTES = "notes"
    READINGS = "readings"


@dataclass(frozen=True)
class Columns:
    """What was understood of a header: `fields` gives the column (from 0) of each field."""

    what: ImportType
    fields: Mapping[str, int]
    unused: tuple[str, ...]


def count_known_headers(headers: Sequence[str]) -> int:
    """How many of these headers mean something: tells a header from a wrongly split one."""
    return len(guess_columns(headers))


def guess_columns(headers: Sequence[str]) -> dict[str, int]:
    """The column (from 0) of each field that a header names, enough of them or not."""
    names = _index_headers(headers)
    return max(
        (_match_fields(names, fields, {}) for fields in (NOTE_FIELDS, READING_FIELDS)), key=len
    )


def read_columns(headers: Sequence[str], meant: Mapping[str, str] | None = None) -> Columns:
    """Find the fields among the headers; `meant` says which header means which field.

    A file with a KPI, a value and a day holds readings, any other one notes, which need a text.
    Raises UnclearColumnsError where there is none, BadInputError where `meant` names what is not
    there.
    """
    names = _index_headers(headers)
    told = {
        _find_header(names, theirs): _parse_field(ours) for theirs, ours in (meant or {}).items()
    }
    readings = _match_fields(names, READING_FIELDS, told)
    if all(need in readings for need in REQUIRED_READING_FIELDS):
        return _build_columns(ImportType.READINGS, headers, readings)
    notes = _match_fields(names, NOTE_FIELDS, told)
    if "text" not in notes:
        shown = ", ".join(shorten(clean_text(name), 40) for name in headers[:8] if name)
        more = f" and {len(headers) - 8} more" if len(headers) > 8 else ""
        raise UnclearColumnsError(
            f"No column is headed text, or kpi, value and day. There are: {shown}{more}. "
            "Say which one it is, for example --map Summary=text; nothing was imported."
        )
    return _build_columns(ImportType.NOTES, headers, notes)


def resolve_columns(headers: Sequence[str], fields: Mapping[str, int]) -> Columns:
    """The columns as somebody has chosen them: `fields` gives the column (from 0) of each field.

    Raises UnclearColumnsError as `what_is_meant`, BadInputError for a column that is not there.
    """
    if any(index >= len(headers) for index in fields.values()):
        raise BadInputError("The file has other columns now; send it again. Nothing was imported.")
    return _build_columns(detect_import_type(fields), headers, fields)


def detect_import_type(fields: Collection[str]) -> ImportType:
    """What rows with just these fields are; raises UnclearColumnsError where they are neither."""
    if all(need in fields for need in REQUIRED_READING_FIELDS):
        what, known = ImportType.READINGS, READING_FIELDS
    elif "text" in fields:
        what, known = ImportType.NOTES, NOTE_FIELDS
    else:
        raise UnclearColumnsError(
            "Notes need a column that means text; readings need kpi, value and day."
        )
    strange = [field for field in fields if field not in known]
    if strange:
        raise UnclearColumnsError(f"These columns make {what}, which have no {strange[0]}.")
    return what


def _index_headers(headers: Sequence[str]) -> dict[str, int]:
    """Where each name is; of two columns of one name the first."""
    names: dict[str, int] = {}
    for index, header in enumerate(headers):
        names.setdefault(fold_name(header), index)
    names.pop("", None)
    return names


def _match_fields(
    names: Mapping[str, int], known: Mapping[str, tuple[str, ...]], told: Mapping[int, str]
) -> dict[str, int]:
    fields = {field: index for index, field in told.items() if field in known}
    for field, also in known.items():
        words = (fold_name(word) for word in (field, *also))
        free = (names[word] for word in words if word in names and names[word] not in told)
        index = next(free, None)
        if field not in fields and index is not None:
            fields[field] = index
    return fields


def _build_columns(what: ImportType, headers: Sequence[str], fields: Mapping[str, int]) -> Columns:
    used = set(fields.values())
    left = (name for index, name in enumerate(headers) if index not in used)
    return Columns(what, fields, tuple(name for name in left if name.strip()))


def _find_header(names: Mapping[str, int], theirs: str) -> int:
    index = names.get(fold_name(theirs))
    if index is None:
        raise BadInputError(
            f"The file has no column “{shorten(clean_text(theirs), 40)}”, which --map names."
        )
    return index


def _parse_field(ours: str) -> str:
    field = fold_name(ours).replace("-", "_")
    if field not in (*NOTE_FIELDS, *READING_FIELDS, IGNORE):
        raise BadInputError(
            f"--map cannot give a column the meaning “{shorten(clean_text(ours), 40)}”. Of a note: "
            f"{', '.join(NOTE_FIELDS)}; of a reading: {', '.join(READING_FIELDS)}; or {IGNORE}."
        )
    return field
