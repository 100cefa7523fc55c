"""Live mentions and links of messages and Homes."""

from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.client import Client
from sandbox.mrkdwn import live_references, live_references_in_blocks


def kinds(body: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in live_references(body)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!channel>", ["broadcast"]),
        ("<!here|here> <!everyone>", ["broadcast", "broadcast"]),
        ("<@U0MARA>", ["user"]),
        ("<#C0JOURNEY|customer-journey>", ["channel"]),
        ("<!subteam^S1>", ["usergroup"]),
        ("<https://x.test|here>", ["link"]),
        ("<mailto:a@x.test>", ["link"]),
        ("see https://x.test/a?b=c", ["link"]),
        ("<!date^1^{date}|then>", ["date"]),
        ("&lt;!channel&gt; &lt;@U0MARA&gt;", []),
        ("a < b > c", []),
        ("@channel @mara #general", []),
        ("plain", []),
    ],
)
def test_text(text: str, expected: list[str]) -> None:
    assert kinds({"text": text}) == expected
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    assert [entry["kind"] for entry in live_references_in_blocks([section])] == expected
    plain = {"type": "section", "text": {"type": "plain_text", "text": text}}
    assert live_references_in_blocks([plain]) == []


def test_bare_urls_can_be_turned_off() -> None:
    assert kinds({"text": "https://x.test", "parse": "none"}) == []
    verbatim = {"type": "mrkdwn", "text": "https://x.test", "verbatim": True}
    assert live_references_in_blocks([{"type": "section", "text": verbatim}]) == []


def test_names_are_live_with_link_names() -> None:
    text = "@mara @channel #general"
    assert kinds({"text": text, "link_names": True}) == ["user", "broadcast", "channel"]
    assert kinds({"text": text, "parse": "full"}) == ["user", "broadcast", "channel"]


def test_rich_text() -> None:
    leaves = [
        {"type": "text", "text": "<!channel> https://x.test"},
        {"type": "user", "user_id": "U0MARA"},
        {"type": "broadcast", "range": "here"},
        {"type": "link", "url": "https://x.test"},
    ]
    parts = [{"type": "rich_text_section", "elements": leaves}]
    blocks = [{"type": "rich_text", "elements": parts}]
    live = live_references_in_blocks(blocks)
    assert [entry["kind"] for entry in live] == ["user", "broadcast", "link"]
    assert live[0]["where"] == "/blocks/0/elements/0/elements/1"


def test_other_blocks_and_attachments() -> None:
    cells = [[{"type": "raw_text", "text": "<!channel>"}]]
    blocks = [
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "<@U1>"}]},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "<@U2>"}]},
        {"type": "markdown", "text": "[a](https://x.test) <@U3>"},
        {"type": "header", "text": {"type": "plain_text", "text": "<@U4>"}},
        {"type": "data_table", "rows": cells},
        {"type": "image", "alt_text": "<@U5>", "image_url": "https://x.test"},
    ]
    assert [entry["raw"] for entry in live_references_in_blocks(blocks)] == [
        "<@U1>",
        "<@U2>",
        "[a](https://x.test)",
        "<@U3>",
    ]
    assert kinds({"attachments": [{"text": "<!here>"}]}) == ["broadcast"]


def test_messages_and_homes_list_live_references(api: WebClient, client: Client) -> None:
    api.chat_postMessage(channel="C0JOURNEY", text="&lt;!channel&gt; quoted")
    api.chat_postMessage(channel="C0JOURNEY", text="<!channel> for real")
    quoted, real = client.messages("customer-journey", as_="mara")
    assert quoted["live"] == []
    assert real["live"] == [{"kind": "broadcast", "raw": "<!channel>", "where": "/text"}]
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "<@U0MARA>"}}
    api.views_publish(user_id="U0MARA", view={"type": "home", "blocks": [section]})
    home = client.person("mara").home()
    assert home
    assert [entry["kind"] for entry in home["live"]] == ["user"]
