"""The rate limit of posting, and planned faults."""

import time

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RateLimitErrorRetryHandler, RetryHandler

from sandbox.client import Client, ControlError
from sandbox.config import BOT_TOKEN
from sandbox.server import Sandbox

JOURNEY = "C0JOURNEY"


def test_posting_is_limited_in_each_channel_after_a_burst(api: WebClient, client: Client) -> None:
    client.settings(rate_burst=3)
    for _ in range(3):
        api.chat_postMessage(channel=JOURNEY, text="a")
    with pytest.raises(SlackApiError) as caught:
        api.chat_postMessage(channel=JOURNEY, text="a")
    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["Retry-After"] == "1"
    assert api.chat_postMessage(channel="C0GENERAL", text="a")["ok"]
    client.settings(rate_limit=False)
    for _ in range(5):
        api.chat_postMessage(channel=JOURNEY, text="a")


def test_the_limit_resets_with_time(api: WebClient, client: Client) -> None:
    client.settings(rate_burst=1, rate_per_second=20)
    api.chat_postMessage(channel=JOURNEY, text="a")
    time.sleep(0.1)
    assert api.chat_postMessage(channel=JOURNEY, text="a")["ok"]


def test_a_planned_429_is_obeyed_by_the_sdk(sandbox: Sandbox, client: Client) -> None:
    client.fault("chat.postMessage", "status", status=429, retry_after=1)
    handlers: list[RetryHandler] = [RateLimitErrorRetryHandler(max_retry_count=1)]
    retrying_client = WebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/", retry_handlers=handlers)
    assert retrying_client.chat_postMessage(channel=JOURNEY, text="a")["ok"]
    assert [call["status"] for call in client.calls("chat.postMessage")] == [429, 200]


@pytest.mark.parametrize(("when", "stored"), [("before", 0), ("after", 1)])
def test_a_server_error_before_or_after_storing(
    api: WebClient, client: Client, when: str, stored: int
) -> None:
    client.fault("chat.postMessage", "status", status=500, when=when)
    with pytest.raises(SlackApiError) as caught:
        api.chat_postMessage(channel=JOURNEY, text="a")
    assert caught.value.response.status_code == 500
    assert len(client.messages(JOURNEY, as_="mara")) == stored
    assert api.chat_postMessage(channel=JOURNEY, text="a")["ok"]


@pytest.mark.parametrize(("when", "stored"), [("before", 0), ("after", 1)])
def test_a_reset_before_or_after_storing(
    api: WebClient, client: Client, when: str, stored: int
) -> None:
    client.fault("chat.postMessage", "reset", when=when)
    with pytest.raises(OSError, match=r"(?i)reset|closed|remote"):
        api.chat_postMessage(channel=JOURNEY, text="a")
    assert len(client.messages(JOURNEY, as_="mara")) == stored


@pytest.mark.parametrize(("when", "stored"), [("before", 0), ("after", 1)])
def test_a_hang_before_or_after_storing(
    sandbox: Sandbox, client: Client, when: str, stored: int
) -> None:
    client.fault("chat.postMessage", "hang", seconds=1, when=when)
    short_timeout_client = WebClient(
        BOT_TOKEN, base_url=f"{sandbox.url}/api/", timeout=1, retry_handlers=[]
    )
    short_timeout_client.timeout = 0.1  # type: ignore[assignment]
    with pytest.raises(TimeoutError):
        short_timeout_client.chat_postMessage(channel=JOURNEY, text="a")
    assert len(client.messages(JOURNEY, as_="mara")) == stored


def test_an_error_repeats_as_often_as_planned(api: WebClient, client: Client) -> None:
    client.fault("*", "error", error="fatal_error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            api.auth_test()
    assert api.auth_test()["ok"]


def test_faults_can_be_listed_and_cleared(api: WebClient, client: Client) -> None:
    client.fault("auth.test", "error")
    assert len(client.get("faults")["faults"]) == 1
    client.request("DELETE", "faults")
    assert api.auth_test()["ok"]
    with pytest.raises(ControlError, match="invalid_fault"):
        client.fault("auth.test", "wonder")
