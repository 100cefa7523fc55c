"""What the control API provides for the page: unread counts, paging, files, stream, permalinks."""

import base64
import urllib.error

import pytest
from slack_sdk import WebClient

from sandbox.client import Client, ControlError
from sandbox.server import Sandbox
from tests.sandbox.bot_server import fetch

JOURNEY = "customer-journey"


def read_state(client: Client, person: str, channel: str = JOURNEY) -> tuple[int, int]:
    """Return unread messages, and those that mention the person."""
    content = client.get("messages", user=person, channel=channel)["channel"]
    return content["unread"], content["mentions"]


def test_mentions_are_counted_separately(client: Client) -> None:
    mara = client.person("mara")
    ts = mara.say(JOURNEY, "for nobody")
    mara.say(JOURNEY, "for @tomas")
    mara.say(JOURNEY, "for @here")
    assert read_state(client, "tomas") == (3, 2)
    assert read_state(client, "priya") == (3, 1)
    assert read_state(client, "mara") == (0, 0)
    mara.say(JOURNEY, "@priya?", thread_ts=ts)
    assert read_state(client, "priya") == (3, 2)
    client.post("read", user="priya", channel=JOURNEY)
    assert read_state(client, "priya") == (0, 0)
    mara.say("@priya", "psst")
    assert read_state(client, "priya", "@mara") == (1, 1)


def test_mentions_in_blocks_count(client: Client, api: WebClient) -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0TOMAS"}]}
    blocks = [{"type": "rich_text", "elements": [section]}]
    api.chat_postMessage(channel="C0JOURNEY", text="a", blocks=blocks)
    assert read_state(client, "tomas") == (1, 1)
    assert read_state(client, "mara") == (1, 0)


def test_ephemeral_messages_are_not_unread(client: Client, api: WebClient) -> None:
    api.chat_postEphemeral(channel="C0JOURNEY", user="U0TOMAS", text="psst")
    assert read_state(client, "tomas") == (0, 0)


def test_messages_are_paged(client: Client) -> None:
    stamps = [client.person("mara").say(JOURNEY, str(number)) for number in range(5)]

    def texts(**query: object) -> tuple[list[str], bool]:
        answer = client.get("messages", user="mara", channel=JOURNEY, **query)
        return [message["text"] for message in answer["messages"]], answer["earlier"]

    assert texts() == (["0", "1", "2", "3", "4"], False)
    assert texts(limit=2) == (["3", "4"], True)
    assert texts(limit=2, before=stamps[3]) == (["1", "2"], True)
    assert texts(limit=9, before=stamps[1]) == (["0"], False)
    assert texts(limit=0) == ([], True)
    assert texts(ts=stamps[2]) == (["2"], False)
    with pytest.raises(ControlError, match="invalid_number"):
        texts(limit="many")


def test_a_parent_counts_its_remaining_replies(client: Client) -> None:
    mara = client.person("mara")
    parent = mara.say(JOURNEY, "parent")
    first = mara.say(JOURNEY, "one", thread_ts=parent)
    second = mara.say(JOURNEY, "two", thread_ts=parent)
    mara.delete(JOURNEY, second)
    content = mara.messages(JOURNEY)[0]
    assert (content["reply_count"], content["latest_reply"]) == (1, first)
    mara.delete(JOURNEY, first)
    assert "reply_count" not in mara.messages(JOURNEY)[0]


def test_a_file_is_uploaded_for_a_modal(client: Client, sandbox: Sandbox) -> None:
    content = base64.b64encode(b"\x00map").decode()
    file = client.post("file", user="mara", name="map.bin", base64=content)["file"]
    assert (file["name"], file["size"]) == ("map.bin", 4)
    assert fetch(f"{sandbox.url}/sandbox/files/{file['id']}") == b"\x00map"


def test_the_log_returns_its_last_entries(client: Client, api: WebClient) -> None:
    for text in ("a", "b", "c"):
        api.chat_postMessage(channel="C0JOURNEY", text=text)
    last = client.get("log", kind="call", last=2)["log"]
    assert [entry["arguments"]["text"] for entry in last] == ["b", "c"]
    assert len(client.get("log", kind="call", last=99)["log"]) == 3


def test_the_workspace_describes_the_app(client: Client) -> None:
    about = client.get("")
    assert about["messages_tab"] is True
    assert about["messages_read_only"] is False
    assert (about["app"]["description"], about["app"]["color"]) == ("", "")


def test_a_permalink_redirects_to_the_page(client: Client, sandbox: Sandbox) -> None:
    ts = client.person("mara").say(JOURNEY, "a")
    page = fetch(f"{sandbox.url}/archives/C0JOURNEY/p{ts.replace('.', '')}")
    assert b"<!doctype html>" in page.lower()
    with pytest.raises(urllib.error.HTTPError) as missing:
        fetch(f"{sandbox.url}/archives/C0JOURNEY/nothing")
    missing.value.close()


def test_streams_are_cut(client: Client) -> None:
    assert client.post("stream/cut") == {"ok": True, "cut": 0}
