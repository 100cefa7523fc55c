"""Events: which are sent, their signature, acknowledgement, retries, and which are withheld."""

import json
import time
from typing import Any

from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from sandbox.client import Client
from sandbox.config import SIGNING_SECRET, Config
from sandbox.server import Sandbox
from tests.sandbox.bolt_app import MANIFEST
from tests.sandbox.bot_server import BotServer, Headers

JOURNEY = "customer-journey"


def events(client: Client) -> list[dict[str, Any]]:
    assert client.settle()
    return [entry["payload"]["event"] for entry in client.deliveries("events_api")]


def test_a_delivery_is_a_signed_event_callback(bot: BotServer, client: Client) -> None:
    client.person("mara").say(JOURNEY, "hello")
    assert client.settle()
    body, headers = bot.requests[0]
    flat = {name: str(values[0]) for name, values in headers.items()}
    assert SignatureVerifier(SIGNING_SECRET).is_valid_request(body, flat)
    assert not SignatureVerifier("other").is_valid_request(body, flat)
    envelope = json.loads(body)
    assert envelope["type"] == "event_callback"
    assert envelope["authorizations"][0]["user_id"] == "U0BOT"
    assert envelope["event"]["channel_type"] == "channel"
    assert "x-slack-retry-num" not in headers


def test_the_event_time_follows_the_clock_and_the_signature_does_not(
    bot: BotServer, client: Client
) -> None:
    client.clock("2027-01-01T00:00:00+00:00")
    client.person("mara").say(JOURNEY, "hello")
    assert client.settle()
    body, headers = bot.requests[0]
    assert 0 <= json.loads(body)["event_time"] - 1798761600 < 5
    assert abs(int(headers["x-slack-request-timestamp"][0]) - time.time()) < 60


def test_kinds_of_messages(client: Client) -> None:
    mara = client.person("mara")
    client.invite("leads")
    mara.say(JOURNEY, "public")
    mara.say("leads", "private")
    mara.say("bot", "direct")
    mara.say(JOURNEY, "hey @parrot")
    handled = [(e["type"], e.get("channel_type")) for e in events(client)]
    assert handled == [
        ("member_joined_channel", "G"),
        ("message", "channel"),
        ("message", "group"),
        ("message", "im"),
        ("message", "channel"),
        ("app_mention", None),
    ]


def test_edits_and_deletions(client: Client) -> None:
    mara = client.person("mara")
    ts = mara.say(JOURNEY, "one")
    mara.edit(JOURNEY, ts, "two")
    mara.delete(JOURNEY, ts)
    _, changed, deleted = events(client)
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "two")
    assert changed["previous_message"]["text"] == "one"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)


def test_a_deleted_message_with_replies_leaves_a_tombstone(client: Client) -> None:
    mara = client.person("mara")
    ts = mara.say(JOURNEY, "one")
    mara.say(JOURNEY, "a reply", thread_ts=ts)
    mara.delete(JOURNEY, ts)
    changed = events(client)[-1]
    assert (changed["subtype"], changed["previous_message"]["text"]) == ("message_changed", "one")
    tombstone = changed["message"]
    assert (tombstone["subtype"], tombstone["ts"]) == ("tombstone", ts)
    assert tombstone["text"] == "This message was deleted."
    assert [m["text"] for m in mara.messages(JOURNEY, thread_ts=ts)] == [
        "This message was deleted.",
        "a reply",
    ]


def test_a_forwarded_message_is_an_attachment(client: Client) -> None:
    mara = client.person("mara")
    ts = mara.say(JOURNEY, "one & two")
    mara.say("bot", "look:", forward={"channel": JOURNEY, "ts": ts})
    event = events(client)[-1]
    (attachment,) = event["attachments"]
    assert (event["text"], attachment["text"]) == ("look:", "one &amp; two")
    assert attachment["is_share"]
    assert attachment["is_msg_unfurl"]
    assert attachment["from_url"].endswith(f"/archives/C0JOURNEY/p{ts.replace('.', '')}")


def test_a_message_after_me_says_so(client: Client) -> None:
    client.person("mara").say("bot", "is waiting", me=True)
    assert events(client)[-1]["subtype"] == "me_message"


def test_reactions_files_members_and_home(client: Client) -> None:
    mara = client.person("mara")
    ts = mara.say(JOURNEY, "a", files=[{"name": "a.txt", "content": "a"}])
    mara.react(JOURNEY, ts, "map")
    client.invite(JOURNEY, "gus")
    mara.open_home()
    found = {event["type"]: event for event in events(client)}
    assert found["file_shared"]["user_id"] == "U0MARA"
    assert found["reaction_added"]["item"] == {"type": "message", "channel": "C0JOURNEY", "ts": ts}
    assert found["member_joined_channel"]["user"] == "U0GUEST"
    assert found["app_home_opened"]["tab"] == "home"


def test_unacknowledged_events_are_retried_with_the_same_id(bot: BotServer, client: Client) -> None:
    answers = iter([500, 404, 200])
    bot.listener = lambda body, headers: (next(answers), {}, "")
    client.person("mara").say(JOURNEY, "hello")
    assert client.settle()
    assert len({json.loads(body)["event_id"] for body, _ in bot.requests}) == 1
    retries = [headers.get("x-slack-retry-num", ["-"])[0] for _, headers in bot.requests]
    assert retries == ["-", "1", "2"]
    assert bot.requests[1][1]["x-slack-retry-reason"] == ["http_error"]


def test_a_timed_out_event_is_retried_three_times(bot: BotServer, client: Client) -> None:
    client.settings(ack_seconds=0.05)

    def slow(body: str, headers: Headers) -> tuple[int, dict[str, str], str]:
        time.sleep(0.15)
        return 200, {}, ""

    bot.listener = slow
    client.person("mara").say(JOURNEY, "hello")
    assert client.settle()
    attempts = client.deliveries("events_api")[0]["attempts"]
    assert [attempt["error"] for attempt in attempts] == ["operation_timeout"] * 4
    assert attempts[0]["reason"] == "http_timeout"


def test_no_retry_is_honoured(bot: BotServer, client: Client) -> None:
    bot.listener = lambda body, headers: (500, {"X-Slack-No-Retry": "1"}, "")
    client.person("mara").say(JOURNEY, "hello")
    assert client.settle()
    assert len(bot.requests) == 1


def test_an_event_can_be_redelivered(bot: BotServer, client: Client) -> None:
    event_id = client.post("event", event={"type": "team_join", "user": "U0NEW"})["event_id"]
    assert client.settle()
    client.post("redeliver", event_id=event_id)
    assert client.settle()
    assert [json.loads(body)["event_id"] for body, _ in bot.requests] == [event_id] * 2


def test_withheld_events_are_logged_with_the_reason(api: WebClient, client: Client) -> None:
    mara = client.person("mara")
    ts = mara.say("leads", "the app is not here")
    mara.react("leads", ts, "map")
    mara.unreact("leads", ts, "map")
    assert events(client) == []
    why = [entry["why"] for entry in client.get("log", kind="withheld")["log"]]
    assert why == ["the app is not in the channel"] * 2 + ["not subscribed to reaction_removed"]


def test_an_event_without_its_scope_is_withheld(bot: BotServer) -> None:
    manifest = {**MANIFEST, "oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    with Sandbox(Config(manifest=manifest, request_url=bot.url)) as sandbox:
        client = Client(sandbox.url)
        client.person("mara").say(JOURNEY, "hello")
        assert events(client) == []
        assert "missing scope channels:history" in client.get("log")["log"][0]["why"]


def test_ephemeral_messages_cause_no_events(api: WebClient, client: Client) -> None:
    api.chat_postEphemeral(channel="C0JOURNEY", user="U0MARA", text="psst")
    assert events(client) == []


def test_uninstalling_sends_both_events_in_either_order(client: Client) -> None:
    client.post("uninstall", first="tokens_revoked")
    assert [e["type"] for e in events(client)] == ["tokens_revoked", "app_uninstalled"]
    client.person("mara").say(JOURNEY, "anyone?")
    assert len(events(client)) == 2
    assert client.person("mara").command(JOURNEY, "/echo x")["error"] == "invalid_command"


def test_url_verification(bot: BotServer, client: Client) -> None:
    assert not client.post("verify_url")["delivered"]
    bot.listener = lambda body, headers: (200, {}, json.loads(body)["challenge"])
    assert client.post("verify_url")["delivered"]
