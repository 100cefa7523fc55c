"""Telling one person something after the fact: where they are, or in their direct messages."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from domain.errors import WaymarkError
from handlers.slack.errors import error_message, retry_after

# The app is not in the channel, or cannot be: a direct message still reaches the person.
ELSEWHERE = {
    "not_in_channel",
    "channel_not_found",
    "user_not_in_channel",
    "is_archived",
    "messages_tab_disabled",
}


TRIES = 6

# Others are told by the same few threads.
MAX_WAIT = timedelta(seconds=20)


def notify_user(client: WebClient, channel: str | None, user: str, message: dict[str, Any]) -> None:
    """Show them a message only they see; raises SlackApiError where Slack refuses it anywhere.

    A pause Slack asks for is waited for, if it is short.
    """
    said = {key: message[key] for key in ("text", "blocks") if key in message}
    if channel:
        try:
            _patiently(lambda: client.chat_postEphemeral(channel=channel, user=user, **said))
        except SlackApiError as error:
            if error.response.get("error") not in ELSEWHERE:
                raise
        else:
            return
    _patiently(lambda: client.chat_postMessage(channel=user, **said))


def _patiently(send: Callable[[], object]) -> None:
    for tries_left in reversed(range(TRIES)):
        try:
            send()
        except SlackApiError as error:
            wait = retry_after(error)
            if wait is None or wait > MAX_WAIT or not tries_left:
                raise
            time.sleep(wait.total_seconds())
        else:
            return


def or_problem(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What came of it, or the sentence that says why nothing did."""
    try:
        return work()
    except WaymarkError as error:
        return error_message(error.sentence)
