"""Look up whether a channel is private, and whether Waymark is in it."""

from collections.abc import Iterator

import pytest

from domain.journeys import WorkspaceId
from handlers.environment import read
from handlers.slack import app as slack_app
from handlers.slack.directory import CACHE_SECONDS, FAILED_SECONDS, SlackChannels
from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.handlers.processes import BOT_TOKEN, ROOT
from tests.handlers.slack.test_users import Ticks

HERE = WorkspaceId("T1")


PUBLIC, PRIVATE = "C0JOURNEY", "C0LEADS"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Config(manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN)) as started:
        yield started


@pytest.fixture
def slack(sandbox: Sandbox) -> Client:
    client = Client(sandbox.url)
    client.request("DELETE", "faults")
    client.request("DELETE", "log")
    return client


def channels_at(url: str, now: Ticks | None = None, token: str | None = BOT_TOKEN) -> SlackChannels:
    settings = read({"SLACK_API_URL": f"{url}/api/"})
    return SlackChannels(
        slack_app.web_client(settings, token, slack_app.FAST_FAIL_SECONDS), now or Ticks()
    )


def asked(slack: Client) -> int:
    return len(slack.calls("conversations.info"))


@pytest.mark.parametrize(
    ("channel", "private"), [(PUBLIC, False), (PRIVATE, True), ("C0NOWHERE", True), ("D0X", True)]
)
def test_a_channel_is_public_where_slack_says_so(
    slack: Client, channel: str, *, private: bool
) -> None:
    assert channels_at(slack.url).is_private(HERE, channel) is private


def test_the_answer_is_remembered_for_ten_minutes_the_refusal_too(slack: Client) -> None:
    now = Ticks()
    channels = channels_at(slack.url, now)
    for expected in (2, 4):
        for channel in (PUBLIC, PRIVATE) * 2:
            channels.is_private(HERE, channel)
        assert asked(slack) == expected
        now.seconds += CACHE_SECONDS


def test_a_channel_counts_as_private_until_slack_answers(slack: Client) -> None:
    now = Ticks()
    channels = channels_at(slack.url, now)
    slack.fault("conversations.info", "status", status=500)
    assert channels.is_private(HERE, PUBLIC)
    assert channels.is_private(HERE, PUBLIC)
    assert asked(slack) == 1
    now.seconds += FAILED_SECONDS
    assert not channels.is_private(HERE, PUBLIC)


def test_the_name_of_a_public_channel_is_known_and_of_no_other(slack: Client) -> None:
    channels = channels_at(slack.url)
    assert channels.name(HERE, PUBLIC) == "customer-journey"
    assert [channels.name(HERE, other) for other in (PRIVATE, "C0NOWHERE", "D0X")] == [None] * 3


def test_without_a_token_no_request_is_made(slack: Client) -> None:
    assert channels_at(slack.url, token=None).is_private(HERE, PUBLIC)
    assert asked(slack) == 0


@pytest.mark.parametrize(
    ("channel", "is_in"), [(PUBLIC, True), (PRIVATE, False), ("C0NOWHERE", False)]
)
def test_waymark_is_in_a_channel_where_slack_says_so(
    slack: Client, channel: str, *, is_in: bool
) -> None:
    assert channels_at(slack.url).has_waymark(HERE, channel) is is_in


def test_whether_waymark_is_in_a_channel_is_asked_each_time(slack: Client) -> None:
    channels = channels_at(slack.url)
    slack.remove("customer-journey")
    try:
        assert not channels.has_waymark(HERE, PUBLIC)
    finally:
        slack.invite("customer-journey")
    assert channels.has_waymark(HERE, PUBLIC)


def test_a_private_channel_with_waymark_is_known_by_its_messages(slack: Client) -> None:
    slack.invite("leads")
    try:
        assert channels_at(slack.url).has_waymark(HERE, PRIVATE)
    finally:
        slack.remove("leads")
    assert len(slack.calls("conversations.history")) == 1


def test_waymark_may_be_in_a_channel_that_slack_does_not_tell_of(slack: Client) -> None:
    slack.fault("conversations.info", "status", status=500)
    assert channels_at(slack.url).has_waymark(HERE, PRIVATE)
    assert channels_at(slack.url, token=None).has_waymark(HERE, PRIVATE)
