"""`/kpi`: record a KPI reading, ask what a doubtful value means, show it against its target."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, Respond

from bot.kpis.readings import (
    DirectionAnswer,
    ReadingQuestion,
    ReadingService,
    RecordedReading,
    TypedLine,
)
from domain.kpi_values import Meaning
from domain.kpis import Direction, Kpi, Unit, exact_precision, format_value, precision_beside
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.background import Background
from handlers.slack.ids import Action, Command, any_numbered, numbered
from handlers.slack.payloads import actor_of, channel_of, command_text, workspace_of

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
    if not result.asks_direction:
        return kit.ephemeral(text, blocks)
    question = (
        f"Is higher or lower better for {kpi.key}? Until you answer, {kpi.direction.value} counts "
        "as better."
    )
    buttons = [
        kit.button(label, numbered(Action.CHOOSE_DIRECTION, number), f"{kpi.id}:{direction.value}")
        for number, (direction, label) in enumerate(DIRECTION_LABELS.items())
    ]
    blocks += [kit.rich(kit.line(question)), kit.actions(buttons)]
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


def register(app: App, readings: ReadingService, background: Background) -> None:
    """Register `/kpi` and the buttons of its answers."""

    @app.command(Command.KPI.value)
    def kpi(ack: Ack, command: dict[str, Any]) -> None:
        result = readings.record(
            workspace_of(command),
            command["user_id"],
            command_text(command),
            command["channel_id"],
        )
        ack(build_answer(result))

    @app.action(any_numbered(Action.CHOOSE_READING))
    def choose(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        line, meaning = read_choice(str(action["value"]))
        saved = readings.choose(actor_of(body), line, meaning, channel_of(body))
        ack()
        _replace(background, respond, build_reading_message(saved))

    @app.action(any_numbered(Action.DROP_READING))
    def drop(ack: Ack, respond: Respond) -> None:
        ack()
        _replace(background, respond, build_dropped_message())

    @app.action(any_numbered(Action.CHOOSE_DIRECTION))
    def direct(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        kpi_id, _, direction = str(action["value"]).partition(":")
        answer = readings.answer_direction(actor_of(body), int(kpi_id), Direction(direction))
        ack()
        _replace(background, respond, build_direction_message(answer))


def _replace(background: Background, respond: Respond, message: dict[str, Any]) -> None:
    background.run(lambda: respond({**message, "replace_original": True}))
