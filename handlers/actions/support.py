"""The “+1, seen it too” button."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.usecases.support_note import SupportNote
from handlers.background import Background
from handlers.blocks.supported import supported_message
from handlers.ids import Action, any_numbered
from handlers.incoming import channel_of, workspace_of


def register(app: App, support_note: SupportNote, background: Background) -> None:
    """Listen to the button."""

    @app.action(any_numbered(Action.SUPPORT_NOTE))
    def support(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        user = str(body["user"]["id"])
        result = support_note(workspace_of(body), user, int(action["value"]), channel_of(body))
        ack()
        answer = {**supported_message(result), "replace_original": False}
        background.run(lambda: respond(answer))
