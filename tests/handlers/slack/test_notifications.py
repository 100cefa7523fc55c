"""Notify a user in the channel, or by direct message where that is impossible."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.environment import read
from handlers.slack import app as slack_app
from handlers.slack.errors import error_message
from handlers.slack.notifications import NOT_IN_CHANNEL, notify_user
from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.handlers.processes import BOT_TOKEN, ROOT

MESSAGE = error_message("That did not work.")

CHANNEL, GENERAL, PRIVATE = "C0JOURNEY", "C0GENERAL", "C0LEADS"


@pytest.fixture
def slack() -> Iterator[Client]:
    config = Config(manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN, bot_in=("customer-journey",))
    with Sandbox(config) as started:
        yield Client(started.url)


@pytest.fixture
def client(slack: Client) -> WebClient:
    return slack_app.web_client(read({"SLACK_API_URL": f"{slack.url}/api/"}), BOT_TOKEN)


def seen(slack: Client, place: str, who: str = "mara") -> list[dict[str, Any]]:
    return [message for message in slack.messages(place, who) if message.get("bot_id")]


def test_it_is_said_in_the_channel_to_one_person_alone(slack: Client, client: WebClient) -> None:
    notify_user(client, CHANNEL, "U0MARA", MESSAGE)
    (message,) = seen(slack, CHANNEL)
    assert message["ephemeral"]
    assert message["text"] == MESSAGE["text"]
    assert seen(slack, CHANNEL, "tomas") == []
    assert seen(slack, "bot") == []


def test_without_a_channel_it_is_a_direct_message(slack: Client, client: WebClient) -> None:
    notify_user(client, None, "U0MARA", MESSAGE)
    (message,) = seen(slack, "bot")
    assert not message["ephemeral"]
    assert message["blocks"]


@pytest.mark.parametrize("channel", [GENERAL, PRIVATE, "C0NOSUCH"])
def test_where_the_app_is_not_it_is_a_direct_message(
    slack: Client, client: WebClient, channel: str
) -> None:
    notify_user(client, channel, "U0MARA", MESSAGE)
    assert len(seen(slack, "bot")) == 1


def test_in_an_archived_channel_it_is_a_direct_message(slack: Client, client: WebClient) -> None:
    slack.post("channel/archive", channel="customer-journey")
    notify_user(client, CHANNEL, "U0MARA", MESSAGE)
    assert len(seen(slack, "bot")) == 1


def test_a_user_who_left_the_channel_gets_a_direct_message(
    slack: Client, client: WebClient
) -> None:
    slack.remove("customer-journey", "tomas")
    notify_user(client, CHANNEL, "U0TOMAS", MESSAGE)
    assert len(seen(slack, "bot", "tomas")) == 1


@pytest.mark.parametrize("error", ["invalid_blocks", "ratelimited", "invalid_auth"])
def test_any_other_refusal_is_an_error_and_no_second_message(
    slack: Client, client: WebClient, error: str
) -> None:
    assert error not in NOT_IN_CHANNEL
    slack.fault("chat.postEphemeral", "error", error=error)
    with pytest.raises(SlackApiError):
        notify_user(client, CHANNEL, "U0MARA", MESSAGE)
    assert seen(slack, "bot") == []


def test_a_person_slack_takes_nothing_for_is_an_error(slack: Client, client: WebClient) -> None:
    slack.fault("chat.postMessage", "error", error="messages_tab_disabled")
    with pytest.raises(SlackApiError):
        notify_user(client, None, "U0MARA", MESSAGE)
    assert len(slack.calls("chat.postMessage")) == 1


def test_only_what_slack_knows_of_a_message_is_sent(slack: Client, client: WebClient) -> None:
    assert "response_type" in MESSAGE
    notify_user(client, CHANNEL, "U0MARA", MESSAGE)
    (call,) = slack.calls("chat.postEphemeral")
    assert "response_type" not in call["arguments"]


@pytest.mark.parametrize("channel", [CHANNEL, None])
def test_a_pause_slack_asks_for_is_waited_for(
    slack: Client, client: WebClient, channel: str | None
) -> None:
    method = "chat.postEphemeral" if channel else "chat.postMessage"
    slack.fault(method, "status", status=429, retry_after=1, times=1)
    notify_user(client, channel, "U0MARA", MESSAGE)
    assert len(seen(slack, CHANNEL if channel else "bot")) == 1
    assert len(slack.calls(method)) == 2


@pytest.mark.parametrize(("pause", "times", "tries"), [(0, 9, 6), (3600, 9, 1)])
def test_a_long_pause_or_many_are_not(
    slack: Client, client: WebClient, pause: int, times: int, tries: int
) -> None:
    slack.fault("chat.postEphemeral", "status", status=429, retry_after=pause, times=times)
    with pytest.raises(SlackApiError):
        notify_user(client, CHANNEL, "U0MARA", MESSAGE)
    assert len(slack.calls("chat.postEphemeral")) == tries
