"""What people type after `/kpi`: names, a value as text, and `key:value` words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

from domain.errors import BadInputError
from domain.kpis import MONEY_SIGNS, Direction, Unit
from domain.notes import SOURCES, find_source
from domain.text import MAX_KEY_LENGTH, fold_name, list_words
from domain.typed_options import OptionReader, ParsedOptions, parse_options
from domain.written_days import day_problem, day_reader
from domain.written_values import CURRENCY_CODES

# A value begins with a digit, a sign, or what money is written with.
_VALUE_START = re.compile(
    rf"(?:[+~≈(]|[-\u2010-\u2015\u2212])*(?:\d|[.,]\d|(?:[a-z]{{1,2}})?[{MONEY_SIGNS}]|[½¼¾])"
    rf"|(?:{CURRENCY_CODES})\.?\d*$|minus$",
    re.IGNORECASE,
)

# Between a name and its value.
_JOINTS = ("is", "=", ":", "-", "–", "—", "was")

USAGE = (
    "A KPI reading is typed as `/kpi stage.kpi value`, "
    "for example `/kpi decision.trial-to-paid 18.4%` or `/kpi nps 41`."
)


@dataclass(frozen=True)
class TypedReading:
    """`[journey/][stage.]kpi value …`: names as typed, `value` and `target` still text.

    `kpi` is a key; `new`: a KPI similar to another is to be created.
    """

    journey: str | None
    stage: str | None
    kpi: str
    value: str
    day: date | None
    source: str | None
    target: str | None
    direction: Direction | None
    unit: Unit | None
    new: bool


def _direction(value: str) -> Direction | None:
    word = value.casefold()
    return {"higher": Direction.HIGHER, "lower": Direction.LOWER}.get(word)


def _unit(value: str) -> Unit | None:
    word = value.casefold()
    return next((unit for unit in Unit if unit.value == word), None)


def _yes(value: str) -> bool | None:
    return True if value.casefold() in ("yes", "true") else None


def parse_kpi_name(
    line: str, is_stage: Callable[[str], bool] = lambda _: False
) -> TypedReading | None:
    """Read a line that only names a KPI, None where it has more; `value` is empty."""
    words = line.split()
    if not words or ":" in line or any(_VALUE_START.match(word) for word in words):
        return None
    journey, stage, kpi = _split_path(words, is_stage)
    key = fold_name(kpi)
    if not 0 < len(key) <= MAX_KEY_LENGTH:
        return None
    return TypedReading(
        journey or None, stage or None, key, "", None, None, None, None, None, new=False
    )


def _split_name(text: str, is_stage: Callable[[str], bool]) -> tuple[tuple[str, str, str], str]:
    """Return journey, stage and KPI as typed, and the value after them.

    The value begins with the first word after the name that may be one.
    """
    words = text.split()
    starts = [at for at, word in enumerate(words) if at and _VALUE_START.match(word)]
    end = starts[0] if starts else 1
    value = text.split(maxsplit=end)[end] if len(words) > end else ""
    return _split_path(words[:end], is_stage), value.strip()


def _split_path(words: list[str], is_stage: Callable[[str], bool]) -> tuple[str, str, str]:
    """Return journey, stage and KPI of `[journey/][stage.]kpi`; a space does for the dot."""
    journey, _, path = (words[0] if words else "").rpartition("/")
    stage, dot, kpi = path.partition(".")
    rest = [word for word in words[1:] if word not in _JOINTS]
    if not dot:
        is_named = bool(rest) and is_stage(path)
        stage, kpi = (path, "") if is_named else ("", path)
    return journey, stage, "-".join(filter(None, [kpi, *rest])).rstrip(":=")


def parse_reading(
    line: str, today: date, is_stage: Callable[[str], bool] = lambda _: False
) -> TypedReading:
    """Read a `/kpi` line; `today` is the local date of the journey, `is_stage` knows its stages.

    Raises BadInputError when the KPI or the value is missing, or a `key:value` means nothing: a
    reading filed under the wrong day or unit would be a false figure.
    """
    readers: dict[str, OptionReader] = {
        "on": day_reader(today),
        "source": find_source,
        "target": lambda value: value or None,
        "better": _direction,
        "unit": _unit,
        "new": _yes,
    }
    words = parse_options(line.strip(), readers)
    if words.refused:
        raise BadInputError(_refusal(words.refused[0], today))
    if words.misspelt:
        word, key = words.misspelt[0]
        meant = f"{key}:{word.partition(':')[2]}"
        raise BadInputError(
            f"I don't know “{word[:60]}”. Did you mean `{meant[:60]}`? Nothing was saved."
        )
    target, text = _take_later_targets(words)
    repeated = [word for word in words.repeated if not _is_target(word)]
    if repeated:
        raise BadInputError(
            f"“{repeated[0][:60]}” is there twice. Nothing was saved: type it once."
        )
    (journey, stage, kpi), value = _split_name(text, is_stage)
    key = fold_name(kpi)
    if not key or not value.strip():
        raise BadInputError(f"{USAGE} Nothing was saved.")
    if len(key) > MAX_KEY_LENGTH:
        raise BadInputError(
            f"“{kpi[:40]}…” is too long for a KPI: {MAX_KEY_LENGTH} characters are the most. "
            "Nothing was saved."
        )
    found = words.found
    return TypedReading(
        journey=journey or None,
        stage=stage or None,
        kpi=key,
        value=value.strip(),
        day=cast(date | None, found.get("on")),
        source=cast(str | None, found.get("source")),
        target=target,
        direction=cast(Direction | None, found.get("better")),
        unit=cast(Unit | None, found.get("unit")),
        new=bool(found.get("new")),
    )


def _take_later_targets(words: ParsedOptions) -> tuple[str | None, str]:
    """Return the last of the targets, None without one, and the text without them."""
    target, text = cast(str | None, words.found.get("target")), words.text
    for word in filter(_is_target, words.repeated):
        target = word.partition(":")[2].strip('"“”,;.') or target
        text = text.replace(word, "", 1)
    return target, text


def _is_target(word: str) -> bool:
    return word.partition(":")[0].casefold() == "target"


def _refusal(word: str, today: date) -> str:
    hints = {
        "on": "a real day up to today, like on:2026-09-14",
        "source": list_words(SOURCES),
        "better": "better:higher or better:lower",
        "unit": list_words(Unit),
        "new": "new:yes",
    }
    key, _, value = word.partition(":")
    problem = day_problem(value, today) if key.casefold() == "on" else None
    if problem:
        return f"{problem} Nothing was saved."
    hint = hints[key.casefold()]
    return f"I don't understand “{word[:60]}”. Type {hint}. Nothing was saved."
