"""The words of messages as Slack sends them: names, links, dates, rich text, tables, forwards."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.message_words import message_words, readable_text, strip_mention

BOT = "U0BOT"

NAMES = {"U0MARA": "Mara Okafor", "W0TOMAS": "Tomas Novak", "C0JOURNEY": "customer-journey"}


def words(message: dict[str, Any]) -> str:
    """The words of a message where Slack's directory knows NAMES."""
    return message_words(message, NAMES.get, {BOT})


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    """A rich text block of these elements."""
    return {"type": "rich_text", "elements": list(elements)}


def line(*elements: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    """A line of rich text."""
    return {"type": kind, "elements": list(elements)}


def text(words: str) -> dict[str, Any]:
    """A piece of text in rich text."""
    return {"type": "text", "text": words}


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("<@U0MARA> waited", "@Mara Okafor waited"),
        ("<@W0TOMAS|tomas> waited", "@Tomas Novak waited"),
        ("<@U0GONE|pat> waited", "@pat waited"),
        ("<@U0GONE> waited", "@someone waited"),
        ("in <#C0JOURNEY>", "in #customer-journey"),
        ("in <#C0JOURNEY|>", "in #customer-journey"),
        ("in <#C0OTHER|sales>", "in #sales"),
        ("in <#C0PRIVATE>", "in #channel"),
        ("<!subteam^S012|@support> knows", "@support knows"),
        ("<!subteam^S012> knows", "@group knows"),
        ("<!here> look", "@here look"),
        ("<!channel|channel> look", "@channel look"),
        ("<!everyone>: look", "@everyone: look"),
        ("since <!date^1789466400^{date_short}|Sep 15, 2026> slow", "since Sep 15, 2026 slow"),
        (
            "since <!date^1789466400^{date}^https://x.example/|Sep 15, 2026> slow",
            "since Sep 15, 2026 slow",
        ),
        ("since <!date^1789466400^{date}> slow", "since 2026-09-15 slow"),
        ("write to <mailto:a@b.example|a@b.example>", "write to a@b.example"),
        ("write to <mailto:a@b.example|Ana>", "write to Ana (a@b.example)"),
        ("call <tel:+123|+123>", "call +123"),
        ("see <https://x.example/a>", "see https://x.example/a"),
        ("see <https://x.example/a|the page>", "see the page (https://x.example/a)"),
        ("see <https://x.example/return|return>", "see return (https://x.example/return)"),
        ("see <http://x.example|x.example>", "see x.example"),
        ("see <http://x.example/|x.example>", "see x.example"),
        ("see <https://x.example|https://x.example>", "see https://x.example"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("`&lt;@U0MARA&gt;` and ```&lt;!here&gt;```", "`<@U0MARA>` and ```<!here>```"),
        ("• one\n• two", "• one\n• two"),
    ],
)  # fmt: skip
def test_markup_is_read_as_people_see_it(sent: str, seen: str) -> None:
    assert readable_text(sent, NAMES.get) == seen
    assert words({"text": sent, "user": "U0MARA"}) == seen


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ("<@U0BOT> the queue is endless", "the queue is endless"),
        ("<@U0BOT>: the queue is endless", "the queue is endless"),
        ("<@U0BOT>, the queue is endless", "the queue is endless"),
        ("<@U0BOT|waymark>\nthe queue is endless", "the queue is endless"),
        ("hey <@U0BOT> the queue is endless", "the queue is endless"),
        ("Hello there <@U0BOT>! the queue is endless", "the queue is endless"),
        ("the queue is endless <@U0BOT>", "the queue is endless"),
        ("the queue, <@U0BOT>, is endless", "the queue, is endless"),
        ("the queue is endless, <@U0BOT>", "the queue is endless"),
        ("thanks <@U0BOT>, it works", "thanks, it works"),
        ("the <@U0BOT> queue <@U0BOT> is endless", "the queue is endless"),
        ("<@U0BOT> <@U0MARA> says the queue is endless", "<@U0MARA> says the queue is endless"),
        ("<@U0MARA> says the queue is endless", "<@U0MARA> says the queue is endless"),
        ("<@U0BOT> -3 is what they gave us", "-3 is what they gave us"),
        ("<@U0BOT>", ""),
    ],
)
def test_the_mention_of_waymark_is_left_out(sent: str, left: str) -> None:
    assert strip_mention(sent, {BOT}) == left


LIST = {
    "type": "rich_text_list",
    "style": "ordered",
    "elements": [line(text("first")), line(text("second"))],
}

DEEPER = {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [line(text("in"))]}


@pytest.mark.parametrize(
    ("block", "seen"),
    [
        (rich(line(text("by "), {"type": "user", "user_id": "U0MARA"})), "by @Mara Okafor"),
        (rich(line({"type": "user", "user_id": "U0GONE"})), "@someone"),
        (rich(line({"type": "channel", "channel_id": "C0JOURNEY"})), "#customer-journey"),
        (rich(line({"type": "usergroup", "usergroup_id": "S1"})), "@group"),
        (rich(line({"type": "broadcast", "range": "here"})), "@here"),
        (rich(line({"type": "emoji", "name": "+1", "skin_tone": 2})), ":+1::skin-tone-2:"),
        (
            rich(line({"type": "date", "timestamp": 1789466400, "fallback": "15 Sep"})),
            "15 Sep",
        ),
        (rich(line({"type": "date", "timestamp": 1789466400})), "2026-09-15"),
        (rich(line({"type": "color", "value": "#F405B3"})), "#F405B3"),
        (
            rich(line({"type": "link", "url": "https://x.example/t/7", "text": "Ticket 7"})),
            "Ticket 7 (https://x.example/t/7)",
        ),
        (rich(line({"type": "link", "url": "https://x.example"})), "https://x.example"),
        (
            rich(line({"type": "link", "url": "mailto:a@b.example", "text": "a@b.example"})),
            "a@b.example",
        ),
        (rich(LIST, DEEPER), "1. first\n2. second\n    • in"),
        (rich(line(text("a < b"), kind="rich_text_preformatted")), "a < b"),
        (rich(line(text("he said"), kind="rich_text_quote")), "he said"),
        (
            {
                "type": "table",
                "rows": [
                    [{"type": "raw_text", "text": "Plan"}, {"type": "raw_text", "text": "Left"}],
                    [
                        {"type": "rich_text", "elements": [line(text("Gold"))]},
                        {"type": "raw_number", "value": 12, "text": "12"},
                    ],
                ],
            },
            "Plan | Left\nGold | 12",
        ),
        (
            {
                "type": "data_table",
                "caption": "Churn",
                "rows": [
                    [{"type": "raw_text", "text": "Gold"}, {"type": "raw_number", "value": 3}]
                ],
            },
            "Churn\nGold | 3",
        ),
        ({"type": "markdown", "text": "**All** is slow"}, "**All** is slow"),
        (
            {
                "type": "context",
                "elements": [
                    {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "logo"},
                    {"type": "mrkdwn", "text": "from <@U0MARA>"},
                ],
            },
            "from @Mara Okafor",
        ),
        (
            {
                "type": "card",
                "title": {"type": "plain_text", "text": "Ticket 7"},
                "body": {"type": "mrkdwn", "text": "It &amp; that"},
                "actions": [{"type": "button", "text": {"type": "plain_text", "text": "Open"}}],
            },
            "Ticket 7\nIt & that",
        ),
        (
            {
                "type": "image",
                "title": {"type": "plain_text", "text": "A chart"},
                "image_url": "https://x.example/a.png",
                "alt_text": "bars",
            },
            "A chart",
        ),
        ({"type": "video", "title": {"type": "plain_text", "text": "How to"}}, "How to"),
        ({"type": "header", "text": {"type": "plain_text", "text": "Hi"}}, "Hi"),
        ({"type": "section", "fields": [{"type": "mrkdwn", "text": "*A* b"}]}, "*A* b"),
        ({"type": "a_block_of_next_year", "text": {"type": "plain_text", "text": "New"}}, "New"),
        ({"type": "actions", "elements": [{"type": "button", "text": {"text": "Go"}}]}, ""),
        ({"type": "divider"}, ""),
    ],
)
def test_blocks_of_other_apps_are_kept_whole(block: dict[str, Any], seen: str) -> None:
    app = {"bot_id": "B0ANOTHER", "blocks": [block]}
    assert words({**app, "text": ""}) == seen
    assert words({**app, "text": "what a phone shows"}) == (seen or "what a phone shows")


def test_a_table_in_a_persons_message_is_kept_beside_the_text() -> None:
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "Gold"}]]}
    said = {"user": "U0MARA", "text": "look", "blocks": [rich(line(text("look"))), table]}
    assert words(said) == "look\nGold"


SHARED = {"is_share": True, "is_msg_unfurl": True, "from_url": "https://x.slack.com/archives/C/p1"}


@pytest.mark.parametrize(
    ("attachment", "seen"),
    [
        ({**SHARED, "text": "the &lt;wizard&gt; closes"}, "the <wizard> closes"),
        (
            {
                **SHARED,
                "message_blocks": [
                    {"message": {"blocks": [rich(line(text("the wizard closes")), LIST)]}}
                ],
            },
            "the wizard closes\n1. first\n2. second",
        ),
        ({**SHARED, "text": "", "fallback": "mara: the wizard closes"}, "mara: the wizard closes"),
        ({"is_msg_unfurl": True, "from_url": "https://x.slack.com", "text": "a preview"}, ""),
        ({"from_url": "https://x.example", "title": "A page", "text": "a preview"}, ""),
        ({"title": "Ticket 8", "text": "It crashes"}, "Ticket 8\nIt crashes"),
    ],
)
def test_forwarded_messages_are_words_and_previews_are_not(
    attachment: dict[str, Any], seen: str
) -> None:
    said = {"user": "U0MARA", "text": "", "attachments": [attachment]}
    assert words(said) == seen
    assert words({**said, "text": "look:"}) == "\n".join(filter(None, ["look:", seen]))


def test_a_deleted_message_has_no_words() -> None:
    assert words({"subtype": "tombstone", "text": "This message was deleted."}) == ""


kinds = st.sampled_from(["rich_text", "rich_text_section", "rich_text_list", "section", "mrkdwn"])

anything = st.recursive(
    st.none() | st.text(max_size=5),
    lambda inner: st.fixed_dictionaries(
        {"type": kinds},
        optional={
            "text": inner,
            "title": inner,
            "elements": inner | st.lists(inner, max_size=3),
            "fields": st.lists(inner, max_size=3),
            "rows": st.lists(st.lists(inner, max_size=2), max_size=2),
        },
    ),
    max_leaves=10,
)


@given(st.lists(anything, max_size=3), st.text(max_size=30))
def test_no_message_makes_it_stumble(blocks: list[Any], said: str) -> None:
    assert isinstance(words({"text": said, "blocks": blocks, "bot_id": "B1"}), str)
    assert isinstance(strip_mention(f"{said}<@U0BOT>{said}", {BOT}), str)
