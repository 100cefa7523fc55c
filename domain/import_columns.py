"""Match the columns of a file to the fields of a note or of a reading."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import BadInputError
from domain.text import clean_text, fold_name, shorten

IGNORE = "ignore"


# Each field with other words people use as the header of such a column.
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
    # Exports have a label; it is ignored, because it follows from the mood.
    "label": (),
    "language": ("lang",),
    "author": ("slack user", "user", "reporter"),
    "occurred_at": ("date", "day", "when", "on", "occurred", "happened", "happened at", "time"),
    "created_at": ("created", "noted", "noted at"),
    "permalink": ("link", "url"),
    "supporters": ("seen by",),
    "theme": ("themes", "theme name", "theme label", "label of theme", "topic", "topics"),
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
    """The headers are not enough to identify the rows; a person has to assign the fields."""


class ImportType(StrEnum):
    """What the rows of a file are: notes or readings."""

    NOTES = "notes"
    READINGS = "readings"


@dataclass(frozen=True)
class Columns:
    """What the rows contain; `fields` maps each field to its column, counted from 0.

    `unused` are the headers that no field was found for.
    """

    content: ImportType
    fields: Mapping[str, int]
    unused: tuple[str, ...]


def count_known_headers(headers: Sequence[str]) -> int:
    """Count the headers with a meaning, to tell which delimiter splits them rightly."""
    return len(guess_columns(headers))


def guess_columns(headers: Sequence[str]) -> dict[str, int]:
    """Return the column (from 0) of each named field, even if a required one is missing."""
    names = _index_headers(headers)
    return max(
        (_match_fields(names, fields, {}) for fields in (NOTE_FIELDS, READING_FIELDS)), key=len
    )


def read_columns(headers: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """Find the fields among the headers; `mapping` assigns fields to headers by hand.

    A file with a KPI, a value and a day contains readings, any other one notes, which need a text.
    Raises UnclearColumnsError if there is none, BadInputError if `mapping` names an unknown header
    or field.
    """
    names = _index_headers(headers)
    assigned = {
        _find_header(names, header): _parse_field(field)
        for header, field in (mapping or {}).items()
    }
    readings = _match_fields(names, READING_FIELDS, assigned)
    if all(field in readings for field in REQUIRED_READING_FIELDS):
        return _build_columns(ImportType.READINGS, headers, readings)
    notes = _match_fields(names, NOTE_FIELDS, assigned)
    if "text" not in notes:
        shown = ", ".join(shorten(clean_text(name), 40) for name in headers[:8] if name)
        more = f" and {len(headers) - 8} more" if len(headers) > 8 else ""
        raise UnclearColumnsError(
            f"No column is called text, or kpi, value and day. The columns: {shown}{more}. "
            "Say which one it is, for example --map Summary=text. Nothing was imported."
        )
    return _build_columns(ImportType.NOTES, headers, notes)


def resolve_columns(headers: Sequence[str], fields: Mapping[str, int]) -> Columns:
    """Build the columns a person chose: `fields` maps each field to its column, from 0.

    Raises UnclearColumnsError as `detect_import_type`, BadInputError for a missing column.
    """
    if any(index >= len(headers) for index in fields.values()):
        raise BadInputError(
            "The file has different columns now. Send it again. Nothing was imported."
        )
    return _build_columns(detect_import_type(fields), headers, fields)


def detect_import_type(fields: Collection[str]) -> ImportType:
    """Return what rows with these fields are; raise UnclearColumnsError if they are neither."""
    if all(field in fields for field in REQUIRED_READING_FIELDS):
        content, known = ImportType.READINGS, READING_FIELDS
    elif "text" in fields:
        content, known = ImportType.NOTES, NOTE_FIELDS
    else:
        raise UnclearColumnsError("Notes need a text column. Readings need kpi, value and day.")
    unknown = [field for field in fields if field not in known]
    if unknown:
        raise UnclearColumnsError(f"These columns make {content}, which have no {unknown[0]}.")
    return content


def _index_headers(headers: Sequence[str]) -> dict[str, int]:
    """Map each header to its column; if two are the same, to the first."""
    names: dict[str, int] = {}
    for index, header in enumerate(headers):
        names.setdefault(fold_name(header), index)
    names.pop("", None)
    return names


def _match_fields(
    names: Mapping[str, int], known: Mapping[str, tuple[str, ...]], assigned: Mapping[int, str]
) -> dict[str, int]:
    fields = {field: index for index, field in assigned.items() if field in known}
    for field, synonyms in known.items():
        words = (fold_name(word) for word in (field, *synonyms))
        free = (names[word] for word in words if word in names and names[word] not in assigned)
        index = next(free, None)
        if field not in fields and index is not None:
            fields[field] = index
    return fields


def _build_columns(
    content: ImportType, headers: Sequence[str], fields: Mapping[str, int]
) -> Columns:
    used = set(fields.values())
    left = (name for index, name in enumerate(headers) if index not in used)
    return Columns(content, fields, tuple(name for name in left if name.strip()))


def _find_header(names: Mapping[str, int], header: str) -> int:
    index = names.get(fold_name(header))
    if index is None:
        raise BadInputError(
            f"The file has no column “{shorten(clean_text(header), 40)}”, which --map names."
        )
    return index


def _parse_field(typed: str) -> str:
    field = fold_name(typed).replace("-", "_")
    if field not in (*NOTE_FIELDS, *READING_FIELDS, IGNORE):
        raise BadInputError(
            f"--map cannot assign the field “{shorten(clean_text(typed), 40)}”. Of a note: "
            f"{', '.join(NOTE_FIELDS)}; of a reading: {', '.join(READING_FIELDS)}; or {IGNORE}."
        )
    return field
