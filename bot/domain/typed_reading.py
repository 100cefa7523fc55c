"""What a person typed after `/kpi`, read."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from bot.domain.errors import BadInputError
from bot.domain.kpis import Direction, Unit
from bot.domain.names import KEY_LENGTH, folded
from bot.domain.notes import source_named
from bot.domain.typed import Reader, first_word, read_day, read_words

USAGE = (
    "A KPI reading is typed as `/kpi stage.kpi value`, "
    "for example `/kpi decision.trial-to-paid 18.4%` or `/kpi nps 41`."
)


@dataclass(frozen=True)
class TypedReading:
    """`[journey/][stage.]kpi value …`: names as typed, `value` and `target` still text.

    `kpi` is a key; `new` says that a KPI like another is meant to be a new one.
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


def read_reading(line: str, today: date) -> TypedReading:
    """Read a `/kpi` line; `today` is the local date of the journey.

    Raises BadInputError when the KPI or the value is missing, or a `key:value` means nothing: a
    reading filed under the wrong day or unit would be a false figure.
    """
    readers: dict[str, Reader] = {
        "on": read_day(today),
        "source": source_named,
        "target": lambda value: value or None,
        "better": _direction,
        "unit": _unit,
        "new": _yes,
    }
    words = read_words(line.strip(), readers)
    if words.refused:
        raise BadInputError(_refusal(words.refused[0]))
    if words.repeated:
        raise BadInputError(
            f"“{words.repeated[0][:60]}” comes second. Nothing was saved: say it once."
        )
    name, value = first_word(words.text)
    journey, _, path = name.rpartition("/")
    stage, dot, kpi = path.partition(".")
    if not dot:
        stage, kpi = "", path
    key = folded(kpi)
    if not key or not value.strip():
        raise BadInputError(f"{USAGE} Nothing was saved.")
    if len(key) > KEY_LENGTH:
        raise BadInputError(
            f"“{kpi[:40]}…” is too long for a KPI: {KEY_LENGTH} characters are the most. "
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
        target=cast(str | None, found.get("target")),
        direction=cast(Direction | None, found.get("better")),
        unit=cast(Unit | None, found.get("unit")),
        new=bool(found.get("new")),
    )


def _refusal(word: str) -> str:
    hints = {
        "on": "a real day up to today, like on:2026-09-14",
        "source": "interview, survey, ticket, analytics, sales-call, social or observation",
        "better": "better:higher or better:lower",
        "unit": "percent, score, seconds, days, count or money",
        "new": "new:yes",
    }
    key = word.partition(":")[0].casefold()
    hint = hints[key]
    return f"“{word[:60]}” means nothing to Waymark: expected {hint}. Nothing was saved."
