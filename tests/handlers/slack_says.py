"""What Slack would say of a message or a Home: the sandbox's validators are the judge."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from sandbox.config import Settings
from sandbox.mrkdwn import live_references, live_references_in_blocks
from sandbox.validation import validate_message, validate_view

# Every & of escaped text begins one of Slack's three entities.
BROKEN_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
NATIVE_DATA = {"data_visualization", "data_table"}


def strict() -> Settings:
    """The strictest workspace: action_ids unique in the whole message."""
    return Settings(action_ids_unique_in="surface")


def assert_taken(message: dict[str, Any], naming: Collection[str] = ()) -> None:
    """Slack takes the message; it says something without its blocks, and nothing in it is live.

    Nothing but the people who are meant to be named, by user id, and addresses meant to be links.
    """
    validate_message(message, strict())
    assert message["text"].strip()
    assert _alive(live_references(message), naming) == []
    assert_whole(message)


def assert_home_taken(view: dict[str, Any]) -> None:
    """Slack takes the view as a Home, and nothing in it is live."""
    validate_view(view, strict(), "home")
    assert live_references_in_blocks(view["blocks"]) == []
    assert_whole(view)


def assert_modal_taken(view: dict[str, Any], naming: Collection[str] = ()) -> None:
    """Slack takes the view as a modal, and nothing in it is live but people meant to be named."""
    validate_view(view, strict(), "modal")
    assert _alive(live_references_in_blocks(view["blocks"]), naming) == []
    assert_whole(view)


def _alive(found: list[dict[str, Any]], naming: Collection[str]) -> list[dict[str, Any]]:
    meant = {"user", "link"}
    return [one for one in found if one["kind"] not in meant or one["raw"] not in naming]


def assert_whole(made: dict[str, Any]) -> None:
    """It is JSON without NaN, and no entity of its escaped texts is cut in two."""
    json.dumps(made, allow_nan=False)
    for text in escaped_texts(made):
        assert not BROKEN_ENTITY.search(text), text[-40:]


def escaped_texts(part: Any) -> Iterator[str]:
    """The texts that Slack reads as mrkdwn: `text` of a message and of mrkdwn objects."""
    if isinstance(part, dict):
        own = part.get("text")
        if isinstance(own, str) and (part.get("type") == "mrkdwn" or "blocks" in part):
            yield own
        for value in part.values():
            yield from escaped_texts(value)
    elif isinstance(part, list):
        for item in part:
            yield from escaped_texts(item)


def kinds(blocks: list[dict[str, Any]]) -> set[str]:
    """The types of the blocks."""
    return {block["type"] for block in blocks}


def shown(part: Any) -> str:
    """All words of blocks as a person reads them, pieces of one line joined."""
    if isinstance(part, dict):
        own = part.get("text")
        if isinstance(own, str):
            return _read(own) if part.get("type") == "mrkdwn" else own
        if part.get("type") == "raw_number":
            return f"{part['value']:g}"
        joint = "" if part.get("type") == "rich_text_section" else "\n"
        inner = (part.get(key) for key in ("text", "elements", "rows"))
        return joint.join(
            shown(item)
            for value in inner
            for item in (value if isinstance(value, list) else [value])
        )
    if isinstance(part, list):
        return "\n".join(shown(item) for item in part)
    return ""


def _read(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
