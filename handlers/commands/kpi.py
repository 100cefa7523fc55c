"""`/kpi`."""

from typing import Any

from slack_bolt import Ack, App

from bot.usecases.record_reading import RecordReading
from handlers.blocks.reading import recorded
from handlers.ids import Command
from handlers.incoming import typed_text, workspace_of


def register(app: App, record_reading: RecordReading) -> None:
    """Listen to `/kpi`."""

    @app.command(Command.KPI.value)
    def kpi(ack: Ack, command: dict[str, Any]) -> None:
        result = record_reading(
            workspace_of(command),
            command["user_id"],
            typed_text(command),
            command["channel_id"],
        )
        ack(recorded(result))
