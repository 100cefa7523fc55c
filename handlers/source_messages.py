"""Looking up the messages that notes are made of."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.notes import Message
from handlers.refusals import word_of

GONE = {"thread_not_found", "message_not_found"}


def look_up(client: WebClient, message: Message) -> dict[str, Any] | None:
    """A message as Slack has it, null where it is gone.

    Raises SlackApiError where the app may not read it, and whatever keeps Slack out of reach.
    """
    try:
        found: list[dict[str, Any]] = client.conversations_replies(
            channel=message.channel, ts=message.ts, latest=message.ts, inclusive=True, limit=1
        )["messages"]
    except SlackApiError as error:
        if word_of(error) in GONE:
            return None
        raise
    return next((one for one in found if one["ts"] == message.ts), None)
