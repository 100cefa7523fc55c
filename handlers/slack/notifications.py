"""Notify one person: in the channel they are in, or in their direct messages."""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from domain.errors import WaymarkError
from domain.journeys import is_direct_message
from handlers.slack.errors import error_message, retry_after

# The app is not in the channel, or cannot be: a direct message still reaches the person.
NOT_IN_CHANNEL = {
    "not_in_channel",
    "channel_not_found",
    "user_not_in_channel",
    "is_archived",
    "messages_tab_disabled",
}

MAX_ATTEMPTS = 6

# The few threads that notify people have others to notify.
MAX_WAIT_SECONDS = 20.0


def notify_user(
    client: WebClient,
    channel: str | None,
    user: str,
    message: dict[str, Any],
    thread_ts: str | None = None,
) -> None:
    """Post a message only `user` sees: in `channel` or a thread there, else as a direct message.

    In direct messages it stays; elsewhere Slack forgets it. Waits if Slack asks for a short pause.
    Raises SlackApiError if Slack refuses both.
    """
    content = {key: message[key] for key in ("text", "blocks") if key in message}
    if channel:
        place = {"channel": channel, **({"thread_ts": thread_ts} if thread_ts else {})}
        try:
            if is_direct_message(channel):
                post_message(client, channel, message, thread_ts)
            else:
                _RETRYING(client.chat_postEphemeral, **place, user=user, **content)
        except SlackApiError as error:
            if error.response.get("error") not in NOT_IN_CHANNEL:
                raise
        else:
            return
    post_message(client, user, message)


def post_message(
    client: WebClient, channel: str, message: dict[str, Any], thread_ts: str | None = None
) -> None:
    """Post a message that everybody in a channel or thread sees.

    Waits if Slack asks for a short pause. Raises SlackApiError if Slack refuses it.
    """
    content = {key: message[key] for key in ("text", "blocks") if key in message}
    place = {"channel": channel, **({"thread_ts": thread_ts} if thread_ts else {})}
    _RETRYING(client.chat_postMessage, **place, **content)


def _wait_seconds(error: BaseException | None) -> float | None:
    """Seconds Slack asked to wait, None if it did not or asked for longer than we wait."""
    wait = retry_after(error) if isinstance(error, SlackApiError) else None
    # A pause of no seconds is one too: Slack has not taken the message.
    seconds = None if wait is None else wait.total_seconds()
    return seconds if seconds is not None and seconds <= MAX_WAIT_SECONDS else None


def _wait(state: RetryCallState) -> float:
    return _wait_seconds(state.outcome.exception() if state.outcome else None) or 0.0


# Only a refusal for going too fast is repeated: Slack has certainly not taken the message then.
_RETRYING = Retrying(
    retry=retry_if_exception(lambda error: _wait_seconds(error) is not None),
    wait=_wait,
    stop=stop_after_attempt(MAX_ATTEMPTS),
    reraise=True,
)


def message_or_error(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return the message `work` builds, or one that says why it could not."""
    try:
        return work()
    except WaymarkError as error:
        return error_message(error.sentence)
