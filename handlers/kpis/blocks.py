"""Build the messages about readings: recorded, asked about, undone; and the course of a KPI."""

import json
from datetime import datetime
from typing import Any

from bot.kpis.course import KpiCourse, UndoneReading
from bot.kpis.readings import DirectionAnswer, ReadingQuestion, RecordedReading, TypedLine
from domain.kpi_value_meanings import Meaning
from domain.kpis import Direction, Kpi, Unit, exact_precision, format_value, precision_beside
from handlers.presentation import words
from handlers.presentation.tables import Table
from handlers.slack import kit
from handlers.slack.ids import Action, numbered

DIRECTION_LABELS = {
    Direction.HIGHER: "Higher is better",
    Direction.LOWER: "Lower is better",
}

TOO_LONG = "That line is too long to ask about. Nothing was saved: type it shorter."


def build_answer(result: RecordedReading | ReadingQuestion) -> dict[str, Any]:
    """Return the answer to a typed reading."""
    if isinstance(result, ReadingQuestion):
        return build_question_message(result)
    return build_reading_message(result)


def build_reading_message(result: RecordedReading) -> dict[str, Any]:
    """Return the answer: what was recorded, against target and the period before."""
    kpi = result.kpi
    value = format_value(result.reading.value, kpi.unit, kpi.currency, precision=_precision(result))
    where = result.stage.name if result.stage else result.journey.name
    text = f"Recorded {kpi.key} of {where}: {value}."
    line = kit.line(
        "✅ Recorded ", kit.span(kpi.key, bold=True), f" of {where}: ", kit.span(value, bold=True)
    )
    blocks = [kit.rich(line), kit.context(kit.escape(_details(result)))]
    undo = kit.button("Undo", numbered(Action.UNDO_READING, 0), str(result.reading_id))
    if not result.asks_direction:
        return kit.ephemeral(text, [*blocks, kit.actions([undo])])
    question = (
        f"Is higher or lower better for {kpi.key}? Until you answer, {kpi.direction.value} counts "
        "as better."
    )
    buttons = [
        kit.button(label, numbered(Action.CHOOSE_DIRECTION, number), f"{kpi.id}:{direction.value}")
        for number, (direction, label) in enumerate(DIRECTION_LABELS.items())
    ]
    blocks += [kit.rich(kit.line(question)), kit.actions([*buttons, undo])]
    return kit.ephemeral(f"{text} {question}", blocks)


def build_question_message(asked: ReadingQuestion) -> dict[str, Any]:
    """Return the question which value is meant, with a button for each."""
    kpi = asked.kpi
    labels = [meaning.label(kpi.currency) for meaning in asked.meanings]
    is_choice = len(labels) > 1
    question = f"{labels[0]} or {labels[1]}?" if is_choice else f"Save {labels[0]}?"
    text = f"{kpi.path}: did you mean {question}" if is_choice else f"{kpi.path}: {question}"
    line = kit.line(
        "❔ ", kit.span(kpi.path, bold=True), f": “{asked.typed[:60]}” – ",
        kit.span(question, bold=True),
    )  # fmt: skip
    values = [_choice_value(asked.line, meaning) for meaning in asked.meanings]
    if not all(map(kit.holds, values)):
        return kit.ephemeral(TOO_LONG, [kit.section(kit.escape(TOO_LONG))])
    buttons = [
        kit.button(
            label if is_choice else f"Save {label}",
            numbered(Action.CHOOSE_READING, number),
            value,
        )
        for number, (label, value) in enumerate(zip(labels, values, strict=True))
    ]
    if not is_choice:
        buttons.append(kit.button("Don't save", numbered(Action.DROP_READING, 0), "drop"))
    why = kit.context(kit.escape(f"{asked.why.replace('`', '')} Nothing is saved yet."))
    return kit.ephemeral(text, [kit.rich(line), why, kit.actions(buttons)])


def build_direction_message(answer: DirectionAnswer) -> dict[str, Any]:
    """Return the confirmation of a KPI's direction."""
    kpi = answer.kpi
    text = f"{kpi.path}: {DIRECTION_LABELS[kpi.direction].casefold()}."
    return kit.ephemeral(
        text, [kit.rich(kit.line("✅ ", kit.span(kpi.path, bold=True), text[len(kpi.path) :]))]
    )


def build_undone_message(undone: UndoneReading) -> dict[str, Any]:
    """Return the confirmation that a reading is gone."""
    kpi = undone.kpi
    value = words.value_of(kpi, undone.reading.value)
    text = f"Removed {value} of {undone.reading.day:%-d %b %Y} from {kpi.path}."
    if undone.is_empty:
        text += " The KPI has no values now; you can archive it with /journey kpis."
    return kit.ephemeral(text, [kit.rich(kit.line(f"🗑️ {text}"))])


def build_course_message(course: KpiCourse) -> dict[str, Any]:
    """Return a KPI's last readings, its target and how it moved, with buttons."""
    kpi = course.kpi
    name = words.kpi_name_from_keys(course.journey, kpi.stage, kpi.key)
    buttons = kit.actions(
        [kit.button("Add a value", numbered(Action.ADD_READING, 0), str(kpi.id))]
        + (
            [kit.button("Undo the last", numbered(Action.UNDO_READING, 0), str(course.last_id))]
            if course.may_undo
            else []
        )
    )
    if not course.readings:
        text = f"{name} has no values yet."
        return kit.ephemeral(text, [kit.rich(kit.line(text)), buttons])
    latest = words.value_of(kpi, course.readings[0].value)
    text = f"{name}: {latest} on {course.readings[0].day:%-d %b %Y}."
    rows = tuple(
        (f"{one.day:%-d %b %Y}", words.value_of(kpi, one.value), one.source or "–")
        for one in course.readings
    )
    return kit.ephemeral(
        text,
        [
            kit.rich(kit.line(kit.span(text, bold=True))),
            kit.context(kit.escape(_course_details(course))),
            kit.text_table(Table(("Day", "Value", "Source"), rows)),
            buttons,
        ],
    )


def _course_details(course: KpiCourse) -> str:
    kpi, trend = course.kpi, course.trend
    parts = [f"{kpi.direction.value} is better"]
    if kpi.target is None:
        parts.append("no target yet")
    else:
        sign = words.STATUS_SIGNS[course.status]
        parts.append(f"{sign} {course.status.value} ({words.value_of(kpi, kpi.target)})")
    noun = trend.noun
    if trend.last is None:
        parts.append(f"no value this {noun}")
    elif trend.previous_last is None:
        parts.append(f"no value last {noun} to compare with")
    else:
        before = words.value_of(kpi, trend.previous_last)
        parts.append(f"{words.kpi_movement(trend)} since last {noun} ({before})")
    if course.total > len(course.readings):
        parts.append(f"the last {len(course.readings)} of {course.total:,} values")
    return " · ".join(parts)


def build_dropped_message() -> dict[str, Any]:
    """Return the answer to a value that is not to be saved."""
    text = "Nothing was saved. Type the reading again when you know it."
    return kit.ephemeral(text, [kit.section(text)])


def _precision(result: RecordedReading) -> int:
    """Return how exactly to show the value: as typed, and beside its target."""
    kpi, value = result.kpi, result.reading.value
    return max(exact_precision(value, kpi.unit), precision_beside(value, kpi.target, kpi.unit))


def _details(result: RecordedReading) -> str:
    kpi = result.kpi
    parts = [f"{result.reading.day:%-d %b %Y}"]
    if kpi.target is None:
        parts.append("no target yet (add target:…)")
    else:
        precision = precision_beside(result.reading.value, kpi.target, kpi.unit)
        target = format_value(kpi.target, kpi.unit, kpi.currency, precision=precision)
        parts.append(f"{words.STATUS_SIGNS[result.status]} {result.status.value} ({target})")
    if result.previous is not None:
        before = format_value(result.previous, kpi.unit, kpi.currency)
        parts.append(f"last {result.journey.cadence.noun} {before}")
    if result.reading.source:
        parts.append(f"source {result.reading.source}")
    if result.is_new:
        parts.append(f"new KPI in {kpi.unit.value}{_direction_hint(kpi, result)}")
    return " · ".join(parts)


def _direction_hint(kpi: Kpi, result: RecordedReading) -> str:
    if result.asks_direction:
        return ""
    other = "lower" if kpi.direction is Direction.HIGHER else "higher"
    return f", {kpi.direction.value} is better (add better:{other} if {other} is better)"


def _choice_value(line: TypedLine, meaning: Meaning) -> str:
    return json.dumps(
        [
            line.text,
            line.journey,
            line.at.isoformat(),
            line.values,
            meaning.value,
            meaning.unit.value,
        ],
        ensure_ascii=False,
    )


def read_choice(value: str) -> tuple[TypedLine, Meaning]:
    """Return the line and the meaning that a button stands for."""
    text, journey, at, values, amount, unit = json.loads(value)
    line = TypedLine(text, journey, datetime.fromisoformat(at), tuple(values))
    return line, Meaning(amount, Unit(unit))
