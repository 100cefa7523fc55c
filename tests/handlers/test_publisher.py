"""Posting a review: once, and never sure of what cannot be known."""

import gc
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.ports import Payload, PostOutcome
from domain.journeys import BUYER, Journey, Stage, WorkspaceId
from domain.posted_reviews import ReviewPartName
from handlers.environment import read
from handlers.reviews import thread as review_thread
from handlers.reviews.publisher import SlackPublisher
from handlers.slack import app as slack_app
from handlers.slack.ids import REVIEW_METADATA
from sandbox.client import Client
from sandbox.config import Config, Settings
from sandbox.server import Sandbox
from tests.app_process import free_port
from tests.handlers import strategies
from tests.handlers.processes import BOT_TOKEN, ROOT, RawServer, no_map
from tests.handlers.slack_says import NATIVE_DATA, kinds

WORKSPACE = WorkspaceId("T0TEST")

CHANNEL, NAME = "C0JOURNEY", "customer-journey"

KEY = "0123456789abcdef"

SECOND = 1.0


def publisher_at(url: str, token: str = BOT_TOKEN) -> SlackPublisher:
    settings = read({"SLACK_BOT_TOKEN": token, "SLACK_API_URL": f"{url}/api/"})
    client = slack_app.web_client(settings, settings.bot_token)
    client.timeout = 1  # The ten seconds a real post may take are long for a test.
    return SlackPublisher(client, no_map)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    config = Config(
        manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN, settings=Settings(rate_limit=False)
    )
    with Sandbox(config) as started:
        yield started


@pytest.fixture
def slack(sandbox: Sandbox) -> Client:
    return Client(sandbox.url)


@pytest.fixture
def publisher(sandbox: Sandbox) -> SlackPublisher:
    return publisher_at(sandbox.url)


def payload() -> Payload:
    stages = tuple(Stage(n, key, name, n) for n, (key, name) in enumerate(BUYER.stage_keys()))
    journey = Journey(1, "buyer", "Buyer journey", "UTC", 1, 9, CHANNEL, stages)
    felt = {stage.id: strategies.sums_of([5000, -2000, 0]) for stage in stages}
    parts = dict(
        review_thread.build_review_post(strategies.review_of(journey, felt, felt), KEY).parts
    )
    return parts[ReviewPartName.MOOD]


def yes() -> bool:
    """The claim still holds."""
    return True


def post(publisher: SlackPublisher, channel: str = CHANNEL) -> PostOutcome:
    return publisher.post(WORKSPACE, channel, payload(), KEY, None, yes)


def find(publisher: SlackPublisher, key: str = KEY, channel: str = CHANNEL) -> PostOutcome:
    return publisher.find(WORKSPACE, channel, key, datetime.now(UTC), None)


def reviews(slack: Client, channel: str = NAME) -> list[dict[str, Any]]:
    return [m for m in slack.messages(channel, as_="mara") if "Mood by stage" in m["text"]]


# Posting


def test_a_review_is_posted_once_with_its_native_charts(
    publisher: SlackPublisher, slack: Client
) -> None:
    outcome = post(publisher)
    (message,) = reviews(slack)
    assert outcome == PostOutcome(ts=message["ts"], is_definitive=True)
    assert kinds(message["blocks"]) >= NATIVE_DATA
    assert message["live"] == []
    assert len(slack.calls("chat.postMessage")) == 1


def test_only_an_opaque_key_goes_into_the_metadata_and_nothing_is_unfurled(
    publisher: SlackPublisher, slack: Client
) -> None:
    post(publisher)
    (call,) = slack.calls("chat.postMessage")
    sent = call["arguments"]
    metadata = sent["metadata"]
    metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
    assert metadata["event_payload"] == {"key": KEY}
    assert [str(sent[name]).lower() in ("0", "false") for name in ("unfurl_links", "unfurl_media")]


def no_pictures(slack: Client) -> None:
    """Nothing can be uploaded."""
    slack.fault("files.getUploadURLExternal", "error", error="missing_scope", times=9)


def test_where_native_charts_are_refused_it_is_posted_with_pictures(
    publisher: SlackPublisher, slack: Client
) -> None:
    slack.settings(data_blocks=False)
    outcome = post(publisher)
    (message,) = reviews(slack)
    assert outcome == PostOutcome(ts=message["ts"], is_definitive=True)
    assert not kinds(message["blocks"]) & NATIVE_DATA
    (picture,) = [block for block in message["blocks"] if block["type"] == "image"]
    assert "Awareness" in picture["alt_text"]


def test_where_pictures_cannot_be_had_either_it_is_posted_as_text(
    publisher: SlackPublisher, slack: Client
) -> None:
    slack.settings(data_blocks=False)
    no_pictures(slack)
    outcome = post(publisher)
    (message,) = reviews(slack)
    assert outcome == PostOutcome(ts=message["ts"], is_definitive=True)
    assert not kinds(message["blocks"]) & {*NATIVE_DATA, "image"}
    refused, taken = slack.calls("chat.postMessage")
    assert refused["answer"]["error"] == "invalid_blocks"
    assert taken["answer"]["ok"]


@pytest.mark.parametrize("error", ["invalid_blocks", "invalid_blocks_format"])
def test_charts_and_plain_blocks_refused_is_certain(
    publisher: SlackPublisher, slack: Client, error: str
) -> None:
    no_pictures(slack)
    slack.fault("chat.postMessage", "error", error=error, times=2)
    assert post(publisher) == PostOutcome(ts=None, is_definitive=True, reason=error)
    assert reviews(slack) == []
    assert len(slack.calls("chat.postMessage")) == 2


def test_the_second_try_without_charts_may_be_unclear_too(
    publisher: SlackPublisher, slack: Client
) -> None:
    no_pictures(slack)
    slack.fault("chat.postMessage", "error", error="invalid_blocks")
    slack.fault("chat.postMessage", "status", status=500, when="after")
    outcome = post(publisher)
    assert (outcome.ts, outcome.is_definitive) == (None, False)
    assert len(reviews(slack)) == 1


UNCLEAR: list[dict[str, Any]] = [
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 503},
    {"kind": "reset"},
    {"kind": "error", "error": "internal_error"},
    {"kind": "error", "error": "fatal_error"},
    {"kind": "error", "error": "service_unavailable"},
    {"kind": "error", "error": "request_timeout"},
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fault", UNCLEAR, ids=str)
def test_what_may_have_been_taken_is_unclear_and_found_again(
    publisher: SlackPublisher, slack: Client, fault: dict[str, Any], when: str
) -> None:
    slack.fault("chat.postMessage", when=when, **fault)
    outcome = post(publisher)
    assert (outcome.ts, outcome.is_definitive) == (None, False)
    assert outcome.reason
    assert len(slack.calls("chat.postMessage")) == 1  # Not sent again by itself.
    there = reviews(slack)
    assert len(there) == (when == "after")
    seen = find(publisher)
    assert seen.is_definitive
    assert seen.ts == (there[0]["ts"] if there else None)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_that_does_not_come_is_unclear(
    publisher: SlackPublisher, slack: Client, when: str
) -> None:
    slack.fault("chat.postMessage", "hang", seconds=SECOND + 0.3, when=when)
    outcome = post(publisher)
    assert (outcome.ts, outcome.is_definitive) == (None, False)
    assert len(reviews(slack)) <= 1
    assert len(slack.calls("chat.postMessage")) <= 1


@pytest.mark.parametrize("status", [429])
def test_too_fast_is_certain(publisher: SlackPublisher, slack: Client, status: int) -> None:
    slack.fault("chat.postMessage", "status", status=status, retry_after=30)
    asked = timedelta(seconds=30)
    refused = PostOutcome(ts=None, is_definitive=True, reason="ratelimited", retry_after=asked)
    assert post(publisher) == refused
    assert reviews(slack) == []
    assert len(slack.calls("chat.postMessage")) == 1


def test_an_archived_channel_is_certain(publisher: SlackPublisher, slack: Client) -> None:
    slack.post("channel/archive", channel=NAME)
    assert post(publisher) == PostOutcome(ts=None, is_definitive=True, reason="is_archived")


def test_a_channel_it_is_not_in_is_certain(publisher: SlackPublisher, slack: Client) -> None:
    slack.remove(NAME)
    assert post(publisher) == PostOutcome(ts=None, is_definitive=True, reason="not_in_channel")


def test_an_unknown_channel_is_certain(publisher: SlackPublisher) -> None:
    reason = "channel_not_found"
    assert post(publisher, "C0NOWHERE") == PostOutcome(ts=None, is_definitive=True, reason=reason)


@pytest.mark.parametrize(
    ("done", "reason"), [("revoke", "token_revoked"), ("uninstall", "account_inactive")]
)
def test_a_token_that_is_no_longer_good_is_certain(
    publisher: SlackPublisher, slack: Client, done: str, reason: str
) -> None:
    slack.post(done)
    assert post(publisher) == PostOutcome(ts=None, is_definitive=True, reason=reason)


def test_a_wrong_token_is_certain(sandbox: Sandbox) -> None:
    other = publisher_at(sandbox.url, "xoxb-of-somebody-else")
    assert post(other) == PostOutcome(ts=None, is_definitive=True, reason="invalid_auth")


def test_nobody_listening_is_certain() -> None:
    outcome = post(publisher_at(f"http://127.0.0.1:{free_port()}"))
    assert (outcome.ts, outcome.is_definitive) == (None, True)


MARK = "what-somebody-wrote"

GARBLED = {
    "closed without an answer": b"",
    "no HTTP": b"SMTP ready\r\n\r\n",
    "cut off in its head": b"HTTP/1.1 200 OK\r\nContent-Type: appl",
    "cut off in its body": b'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"ok": tr',
    "cut off in a chunk": b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"ok"',
    "broken chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    "a proxy's page": b"HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n" + MARK.encode(),
    "a proxy's failure": b"HTTP/1.1 502 Bad\r\nContent-Length: 19\r\n\r\n" + MARK.encode(),
    "nothing in it": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "no object": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
    "no text": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\xff\xfe",
    "ok without a ts": b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"ok": true}',
}


# The SDK lets go of an answer that breaks off without closing it.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("answer", GARBLED.values(), ids=GARBLED.keys())
def test_an_answer_that_cannot_be_read_is_unclear(answer: bytes) -> None:
    with RawServer(answer) as server:
        outcome = post(publisher_at(server.url))
        assert (outcome.ts, outcome.is_definitive) == (None, False)
        assert outcome.reason
        assert MARK not in outcome.reason
        assert outcome.reason != "str"
        assert server.requests == 1
        seen = find(publisher_at(server.url))
        assert (seen.ts, seen.is_definitive) == (None, False)
        assert MARK not in seen.reason
    gc.collect()


# Finding


def test_a_post_is_found_by_its_key_alone(publisher: SlackPublisher, slack: Client) -> None:
    other = publisher.post(WORKSPACE, CHANNEL, payload(), "another-key", None, yes)
    ours = post(publisher)
    slack.person("mara").say(NAME, f"the key is {KEY}")
    assert find(publisher) == PostOutcome(ts=ours.ts, is_definitive=True)
    assert find(publisher, "another-key") == PostOutcome(ts=other.ts, is_definitive=True)


def test_a_post_that_is_not_there_is_certainly_not(
    publisher: SlackPublisher, slack: Client
) -> None:
    slack.person("mara").say(NAME, "nothing of the kind")
    seen = find(publisher)
    assert (seen.ts, seen.is_definitive) == (None, True)


def test_a_post_is_found_behind_many_other_messages(
    publisher: SlackPublisher, slack: Client
) -> None:
    ours = post(publisher)
    mara = slack.person("mara")
    for number in range(201):
        mara.say(NAME, f"message {number}")
    assert find(publisher) == PostOutcome(ts=ours.ts, is_definitive=True)
    assert len(slack.calls("conversations.history")) == 2


def test_a_post_is_found_though_the_clocks_are_hours_apart(
    publisher: SlackPublisher, slack: Client
) -> None:
    slack.clock(now=(datetime.now(UTC) - timedelta(hours=12)).isoformat())
    ours = post(publisher)
    assert find(publisher) == PostOutcome(ts=ours.ts, is_definitive=True)


def test_a_channel_it_may_not_read_leaves_it_unsure(
    publisher: SlackPublisher, slack: Client
) -> None:
    post(publisher)
    slack.remove(NAME)
    seen = find(publisher)
    assert (seen.ts, seen.is_definitive) == (None, False)
    assert seen.reason == "not_in_channel"


def test_a_post_in_a_private_channel_is_found_too(publisher: SlackPublisher, slack: Client) -> None:
    slack.invite("leads")
    posted = post(publisher, "C0LEADS")
    assert posted.ts
    assert find(publisher, channel="C0LEADS").ts == posted.ts


@pytest.mark.parametrize(
    "fault", [{"kind": "status", "status": 429, "retry_after": 1}, *UNCLEAR], ids=str
)
def test_a_look_that_fails_leaves_it_unsure(
    publisher: SlackPublisher, slack: Client, fault: dict[str, Any]
) -> None:
    post(publisher)
    slack.fault("conversations.history", **fault)
    seen = find(publisher)
    assert (seen.ts, seen.is_definitive) == (None, False)


def test_a_channel_without_end_leaves_it_unsure() -> None:
    page = json.dumps(
        {"ok": True, "messages": [{"ts": "1.0"}], "response_metadata": {"next_cursor": "more"}}
    )
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(page)}\r\n\r\n"
    with RawServer((head + page).encode()) as server:
        seen = find(publisher_at(server.url))
        assert (seen.ts, seen.is_definitive) == (None, False)
        assert 1 < server.requests < 50


def test_nothing_is_sent_once_the_claim_is_lost(publisher: SlackPublisher, slack: Client) -> None:
    outcome = publisher.post(WORKSPACE, CHANNEL, payload(), KEY, None, lambda: False)
    assert (outcome.ts, outcome.is_definitive) == (None, False)
    assert slack.calls("chat.postMessage") == []


def test_the_claim_is_asked_for_again_after_pictures_were_uploaded(
    publisher: SlackPublisher, slack: Client
) -> None:
    slack.settings(data_blocks=False)
    answers = iter([True, False])
    outcome = publisher.post(WORKSPACE, CHANNEL, payload(), KEY, None, lambda: next(answers))
    assert (outcome.ts, outcome.is_definitive) == (None, False)
    assert slack.calls("files.completeUploadExternal")
    assert reviews(slack) == []


@pytest.mark.parametrize(("bot", "expected"), [("B1", "1.0"), ("B2", None), (None, None)])
def test_a_message_of_somebody_else_under_the_key_is_not_ours(
    bot: str | None, expected: str | None
) -> None:
    metadata = {"event_type": REVIEW_METADATA, "event_payload": {"key": KEY}}
    message = {"ts": "1.0", "bot_id": bot, "metadata": metadata}
    page = json.dumps({"ok": True, "bot_id": "B1", "messages": [message]})
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(page)}\r\n\r\n"
    with RawServer((head + page).encode()) as server:
        seen = find(publisher_at(server.url))
    assert (seen.ts, seen.is_definitive) == (expected, True)
