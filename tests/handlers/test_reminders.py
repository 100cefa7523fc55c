"""Sending a reminder to a person: once, and looked for in their direct messages."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.ports import PostOutcome
from domain.journeys import WorkspaceId
from domain.reminders import Reminder, current_period
from handlers.environment import read
from handlers.reminders.messenger import SlackMessenger
from handlers.reviews.publisher import SlackPublisher
from handlers.slack import app as slack_app
from sandbox.client import Client
from sandbox.config import Config, Settings
from sandbox.server import Sandbox
from tests.bot import factories
from tests.handlers.processes import BOT_TOKEN, ROOT, no_map

WORKSPACE = WorkspaceId("T0TEST")

KEY = "0123456789abcdef"


@pytest.fixture
def slack() -> Iterator[Client]:
    config = Config(
        manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN, settings=Settings(rate_limit=False)
    )
    with Sandbox(config) as started:
        yield Client(started.url)


@pytest.fixture
def publisher(slack: Client) -> SlackPublisher:
    client = slack_app.web_client(read({"SLACK_API_URL": f"{slack.url}/api/"}), BOT_TOKEN)
    return SlackPublisher(client, no_map)


def send(publisher: SlackPublisher, to: str = "U0TOMAS") -> PostOutcome:
    journey = factories.journey()
    period = current_period(journey, factories.WHEN)
    payload = SlackMessenger().write_reminder(Reminder(journey, period, to, journey.stages[:1]))
    return publisher.post(WORKSPACE, to, payload, KEY, None, lambda: True)


def find(publisher: SlackPublisher, to: str = "U0TOMAS", key: str = KEY) -> PostOutcome:
    return publisher.find(WORKSPACE, to, key, datetime.now(UTC), None)


def got(slack: Client, who: str) -> list[str]:
    return [m["ts"] for m in slack.messages("bot", who) if m.get("bot_id")]


def test_it_comes_as_a_direct_message_to_one_person(
    publisher: SlackPublisher, slack: Client
) -> None:
    outcome = send(publisher)
    assert got(slack, "tomas") == [outcome.ts]
    assert got(slack, "mara") == []


def test_it_is_found_again_in_their_direct_messages(
    publisher: SlackPublisher, slack: Client
) -> None:
    slack.fault("chat.postMessage", "status", status=500, when="after")
    assert not send(publisher).is_definitive
    assert find(publisher) == PostOutcome(ts=got(slack, "tomas")[0], is_definitive=True)


@pytest.mark.parametrize(("to", "key"), [("U0TOMAS", "another"), ("U0MARA", KEY)])
def test_what_is_not_there_is_certainly_not_there(
    publisher: SlackPublisher, to: str, key: str
) -> None:
    send(publisher)
    assert find(publisher, to, key) == PostOutcome(ts=None, is_definitive=True, reason="not found")


def test_where_direct_messages_cannot_be_opened_nothing_is_certain(
    publisher: SlackPublisher, slack: Client
) -> None:
    slack.fault("conversations.open", "error", error="missing_scope")
    assert find(publisher) == PostOutcome(ts=None, is_definitive=False, reason="missing_scope")


def test_plain_blocks_that_are_refused_are_certainly_not_there(
    publisher: SlackPublisher, slack: Client
) -> None:
    slack.fault("chat.postMessage", "error", error="invalid_blocks")
    assert send(publisher) == PostOutcome(ts=None, is_definitive=True, reason="invalid_blocks")
