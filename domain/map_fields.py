"""The fields of map parts, each declared once for forms, lists, history and storage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from domain.errors import BadFieldError
from domain.text import validate_text

# What a form holds: field name → text, a choice's value or an id; None where it is empty.
FormValues = Mapping[str, str | None]

# (value, label) of one entry of a menu.
Choice = tuple[str, str]

# The value of a ticked checkbox.
YES = "yes"

# A menu entry needs a value: this one means None.
NONE = "-"


class FieldKind(StrEnum):
    """The kind of input a form shows for a value."""

    NAME = "name"
    SHORT_TEXT = "short text"
    LONG_TEXT = "long text"
    CHOICE = "choice"
    CHECKBOX = "checkbox"
    DATE = "date"
    PERSON = "person"
    CHANNEL = "channel"
    TIME_ZONE = "time zone"
    COUNTRY = "country"


class ChoiceSource(StrEnum):
    """Menus whose entries depend on the map."""

    STAGES = "stages"
    STAGES_OR_JOURNEY = "stages or the whole journey"
    OTHER_STAGES = "other stages or unsorted"
    POSITIONS = "positions"
    TEAMS = "teams"


@dataclass(frozen=True)
class MapField:
    """One field of a map's part.

    `name` is the attribute of the part. `example` is shown while the input is empty, beside the
    box of a checkbox; `hint` below it. `parse` turns its text into a value (a text field's also
    when it is empty) and may raise BadFieldError; `format` turns the value back into text.
    `shown_if` is another field and its values for which this one is shown. `in_list` shows
    a long text as a line in the list of the parts.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.LONG_TEXT
    example: str = ""
    hint: str | None = None
    required: bool = False
    choices: tuple[Choice, ...] | ChoiceSource = ()
    parse: Callable[[str], Any] | None = None
    format: Callable[[Any], str] | None = None
    shown_if: tuple[str, frozenset[str]] | None = None
    in_list: bool = True


def key_choices(keys: Sequence[str]) -> tuple[Choice, ...]:
    """Return menu entries for keys, labelled as words."""
    return tuple((key, key.replace("-", " ").capitalize()) for key in keys)


def parse_fields(fields: Sequence[MapField], values: FormValues) -> dict[str, Any]:
    """Return the value of every field but the name, by field name.

    Raises BadFieldError for a choice that is missing or a text that cannot be used.
    """
    return {
        field.name: _parse(field, values.get(field.name))
        for field in fields
        if field.kind is not FieldKind.NAME
    }


def _parse(field: MapField, text: str | None) -> Any:
    match field.kind:
        case FieldKind.CHECKBOX:
            return bool(text)
        case FieldKind.SHORT_TEXT | FieldKind.LONG_TEXT if field.parse:
            return field.parse(text or "")
        case FieldKind.SHORT_TEXT:
            return text
        case FieldKind.LONG_TEXT:
            return validate_text(text, field.name)
    return None if text == NONE else _parse_choice(field, text)


def _parse_choice(field: MapField, chosen: str | None) -> Any:
    if not chosen:
        if field.required:
            raise BadFieldError(field.name, "Please choose one.")
        return None
    if field.kind is FieldKind.DATE:
        return date.fromisoformat(chosen)
    return field.parse(chosen) if field.parse else chosen


def format_fields(fields: Sequence[MapField], part: object) -> dict[str, str | None]:
    """Return what a form holds for a part, by field name."""
    return {field.name: _format(field, getattr(part, field.name)) for field in fields}


def _format(field: MapField, value: Any) -> str | None:
    if value is None:
        return None
    if field.format:
        return field.format(value)
    if isinstance(value, bool):
        return YES if value else None
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(plain_value(value))


def plain_value(value: Any) -> Any:
    """Return the value as JSON and database columns hold it, dates left as they are."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain_value(item) for item in value]
    return value


P = TypeVar("P")


def part_from_values(part_type: type[P], values: Mapping[str, Any]) -> P:
    """Build a part from plain values by attribute; those that are absent have their default.

    Enums are given by value, dates also as ISO text, tuples as lists; other keys are ignored.
    """
    convert: dict[str, Callable[[Any], Any]] = _converters(cast(Any, part_type))
    return part_type(**{name: convert[name](values[name]) for name in convert if name in values})


@cache
def _converters(part_type: Any) -> dict[str, Callable[[Any], Any]]:
    return {name: _converter(hint) for name, hint in get_type_hints(part_type).items()}


def _converter(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (each for each in get_args(hint) if each is not type(None))
        convert = _converter(hint)
        return lambda value: None if value is None else convert(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if is_dataclass(hint) and isinstance(hint, type):
        part_type = hint
        return lambda value: (
            part_from_values(part_type, value) if isinstance(value, Mapping) else value
        )
    if hint is date:
        return lambda value: date.fromisoformat(value) if isinstance(value, str) else value
    if get_origin(hint) is tuple:
        convert_item = _converter(get_args(hint)[0])
        return lambda value: tuple(convert_item(item) for item in value)
    return lambda value: value
