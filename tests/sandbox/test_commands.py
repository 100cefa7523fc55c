"""Slash commands and the app's answers."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook import WebhookClient

from sandbox.client import Client, ControlError
from sandbox.config import SIGNING_SECRET
from sandbox.play import play, slow_answers_allowed
from tests.sandbox.bot_server import BotServer, Headers

JOURNEY = "customer-journey"
Json = dict[str, Any]


def sent(bot: BotServer, index: int = -1) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(bot.requests[index][0]).items()}


def test_a_command_is_a_signed_form(bot: BotServer, client: Client) -> None:
    report = client.person("mara").command(JOURNEY, "/echo  hello there ")
    assert (report["delivered"], report["status"], report["notice"]) == (True, 200, None)
    body, headers = bot.requests[0]
    flat = {name: str(values[0]) for name, values in headers.items()}
    assert flat["content-type"] == "application/x-www-form-urlencoded"
    assert SignatureVerifier(SIGNING_SECRET).is_valid_request(body, flat)
    form = sent(bot)
    assert (form["command"], form["text"]) == ("/echo", "hello there")
    assert (form["user_name"], form["channel_name"]) == ("mara", JOURNEY)
    assert form["response_url"].startswith(client.url)


def test_text_is_escaped_and_names_only_with_should_escape(bot: BotServer, client: Client) -> None:
    mara = client.person("mara")
    typed = "<b> & @tomas in #general https://x.test"
    mara.command(JOURNEY, f"/echo {typed}")
    assert sent(bot)["text"] == "&lt;b&gt; &amp; @tomas in #general https://x.test"
    mara.command(JOURNEY, f"/names {typed}")
    assert sent(bot)["text"] == (
        "&lt;b&gt; &amp; <@U0TOMAS|tomas> in <#C0GENERAL|general> <https://x.test>"
    )


def test_channel_names_of_private_channels(bot: BotServer, client: Client) -> None:
    mara = client.person("mara")
    mara.command("leads", "/echo")
    assert sent(bot)["channel_name"] == "privategroup"
    mara.command("bot", "/echo")
    assert sent(bot)["channel_name"] == "directmessage"


def test_unknown_commands_and_channels_without_membership(bot: BotServer, client: Client) -> None:
    report = client.person("mara").command(JOURNEY, "/foo bar")
    assert not report["delivered"]
    assert report["notice"] == "/foo is not a valid command"
    assert bot.requests == []
    with pytest.raises(ControlError, match="not_in_channel"):
        client.person("gus").command(JOURNEY, "/echo")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("plain words", ("plain words", True)),
        ('{"text": "mine"}', ("mine", True)),
        ('{"text": "all", "response_type": "in_channel"}', ("all", False)),
    ],
)
def test_the_answer_becomes_a_message(
    bot: BotServer, client: Client, answer: str, expected: tuple[str, bool]
) -> None:
    bot.listener = lambda body, headers: (200, {}, answer)
    report = client.person("mara").command(JOURNEY, "/echo")
    assert report["answer"] == answer
    message = client.messages(JOURNEY, as_="mara")[0]
    assert (message["text"], message["ephemeral"]) == expected
    assert len(client.messages(JOURNEY, as_="tomas")) == (0 if expected[1] else 1)


def test_rejected_blocks_become_a_notice(bot: BotServer, client: Client) -> None:
    rejected = json.dumps({"text": "a", "blocks": [{"type": "wonder"}]})
    bot.listener = lambda body, headers: (200, {}, rejected)
    report = client.person("mara").command(JOURNEY, "/echo")
    assert report["notice"] == '/echo failed with the error "invalid_blocks"'


def test_a_failing_app(bot: BotServer, client: Client) -> None:
    bot.listener = lambda body, headers: (500, {}, "")
    report = client.person("mara").command(JOURNEY, "/echo")
    assert (report["delivered"], report["status"]) == (False, 500)
    assert report["notice"] == '/echo failed with the error "dispatch_failed"'
    message = client.messages(JOURNEY, as_="mara")[0]
    assert (message["ephemeral"], message["notice"]) == (True, True)
    assert len(bot.requests) == 1


def test_a_timed_out_command_is_not_retried(bot: BotServer, client: Client) -> None:
    client.settings(ack_seconds=0.05)

    def slow(body: str, headers: Headers) -> tuple[int, dict[str, str], str]:
        time.sleep(0.2)
        return 200, {}, "too late"

    bot.listener = slow
    report = client.person("mara").command(JOURNEY, "/slow")
    assert report["notice"] == '/slow failed with the error "operation_timeout"'
    assert client.settle()
    assert len(bot.requests) == 1
    texts = [m["text"] for m in client.messages(JOURNEY, as_="mara")]
    assert texts == ['/slow failed with the error "operation_timeout"']


def test_the_sample_history_waits_for_a_slow_answer(
    bot: BotServer, client: Client, tmp_path: Path
) -> None:
    client.settings(ack_seconds=0.05)
    history = tmp_path / "history.jsonl"
    line = {"quarters_ago": 0, "day": 1, "who": "mara", "channel": JOURNEY}
    history.write_text(json.dumps({**line, "command": "/slow", "text": "hello"}))

    def slow(body: str, headers: Headers) -> tuple[int, dict[str, str], str]:
        time.sleep(0.2)
        return 200, {}, ""

    bot.listener = slow
    today = date(2026, 8, 14)
    with slow_answers_allowed(client):
        assert play(client, history, today) == 0
    assert client.settings()["ack_seconds"] == 0.05
    assert play(client, history, today) == 1


def test_an_unreachable_app(bot: BotServer, client: Client) -> None:
    bot.__exit__(None, None, None)
    report = client.person("mara").command(JOURNEY, "/echo")
    assert (report["status"], report["error"]) == (None, "dispatch_failed")
    bot.__init__()  # type: ignore[misc]
    bot.__enter__()


def test_no_commands_in_threads(client: Client) -> None:
    mara = client.person("mara")
    ts = mara.say(JOURNEY, "a")
    report = client.post("command", user="mara", channel=JOURNEY, text="/echo", thread_ts=ts)
    assert report["notice"] == "/echo is not supported in threads"


class TestResponseUrl:
    def hook(self, bot: BotServer, client: Client, channel: str = JOURNEY) -> WebhookClient:
        client.person("mara").command(channel, "/echo")
        return WebhookClient(sent(bot)["response_url"], retry_handlers=[])

    def test_is_ephemeral_unless_in_channel(self, bot: BotServer, client: Client) -> None:
        hook = self.hook(bot, client)
        hook.send(text="mine")
        hook.send(text="ours", response_type="in_channel")
        assert [m["text"] for m in client.messages(JOURNEY, as_="mara")] == ["mine", "ours"]
        assert [m["text"] for m in client.messages(JOURNEY, as_="tomas")] == ["ours"]

    def test_works_in_channels_without_the_app(self, bot: BotServer, client: Client) -> None:
        assert self.hook(bot, client, "leads").send(text="hello").status_code == 200
        assert client.messages("leads", as_="mara")[0]["text"] == "hello"

    def test_five_uses(self, bot: BotServer, client: Client) -> None:
        hook = self.hook(bot, client)
        assert [hook.send(text="a").status_code for _ in range(6)] == [200] * 5 + [404]

    def test_thirty_minutes(self, bot: BotServer, client: Client) -> None:
        hook = self.hook(bot, client)
        client.clock(advance_seconds=29 * 60)
        assert hook.send(text="a").status_code == 200
        client.clock(advance_seconds=61)
        late = hook.send(text="a")
        assert (late.status_code, json.loads(late.body)["error"]) == (404, "expired_url")

    def test_is_validated_like_any_message(self, bot: BotServer, client: Client) -> None:
        answer = self.hook(bot, client).send(text="a", blocks=[{"type": "wonder"}])
        assert json.loads(answer.body)["error"] == "invalid_blocks"
