"""`/kpi`: record a KPI reading and show it against target and last period."""

from typing import Any

from slack_bolt import Ack, App

from bot.kpis import KpiService, RecordedReading
from domain.kpis import Direction, format_value
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Command
from handlers.slack.payloads import command_text, workspace_of


def build_reading_message(result: RecordedReading) -> dict[str, Any]:
    """Return the answer: what was recorded, against target and the period before."""
    kpi = result.kpi
    value = format_value(result.reading.value, kpi.unit, kpi.currency)
    where = result.stage.name if result.stage else result.journey.name
    text = f"Recorded {kpi.key} of {where}: {value}."
    line = kit.line(
        "✅ Recorded ", kit.span(kpi.key, bold=True), f" of {where}: ", kit.span(value, bold=True)
    )
    return kit.ephemeral(text, [kit.rich(line), kit.context(kit.escape(_details(result)))])


def _details(result: RecordedReading) -> str:
    kpi = result.kpi
    parts = [f"{result.reading.day:%-d %b %Y}"]
    if kpi.target is None:
        parts.append("no target yet (add target:…)")
    else:
        target = format_value(kpi.target, kpi.unit, kpi.currency)
        parts.append(f"{words.STATUS_SIGNS[result.status]} {result.status.value} ({target})")
    if result.previous is not None:
        before = format_value(result.previous, kpi.unit, kpi.currency)
        parts.append(f"last {result.journey.cadence.noun} {before}")
    if result.reading.source:
        parts.append(f"source {result.reading.source}")
    if result.is_new:
        other = "lower" if kpi.direction is Direction.HIGHER else "higher"
        parts.append(
            f"new KPI in {kpi.unit.value}, {kpi.direction.value} is better "
            f"(add better:{other} if {other} is better)"
        )
    return " · ".join(parts)


def register(app: App, kpis: KpiService) -> None:
    """Register `/kpi`."""

    @app.command(Command.KPI.value)
    def kpi(ack: Ack, command: dict[str, Any]) -> None:
        result = kpis.record(
            workspace_of(command),
            command["user_id"],
            command_text(command),
            command["channel_id"],
        )
        ack(build_reading_message(result))
