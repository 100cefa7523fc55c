"""Telling one person something after the fact: where they are, or in their direct messages."""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.errors import WaymarkError
from handlers.blocks.problem import problem

# The app is not in the channel, or cannot be: a direct message still reaches the person.
ELSEWHERE = {
    "not_in_channel",
    "channel_not_found",
    "user_not_in_channel",
    "is_archived",
    "messages_tab_disabled",
}


def tell(client: WebClient, channel: str | None, user: str, message: dict[str, Any]) -> None:
    """Show them a message only they see; raises SlackApiError where Slack refuses it anywhere."""
    said = {key: message[key] for key in ("text", "blocks") if key in message}
    if channel:
        try:
            client.chat_postEphemeral(channel=channel, user=user, **said)
        except SlackApiError as error:
            if error.response.get("error") not in ELSEWHERE:
                raise
        else:
            return
    client.chat_postMessage(channel=user, **said)


def or_problem(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What came of it, or the sentence that says why nothing did."""
    try:
        return work()
    except WaymarkError as error:
        return problem(error.sentence)
