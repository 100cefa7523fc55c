"""Slack's mrkdwn: find mentions and links in it, and produce it from typed text."""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.objects import Object
from sandbox.workspace.workspace import Workspace

NAME = re.compile(r"(?<![\w<])@([\w.-]*\w)")

CHANNEL = re.compile(r"(?<![\w<&])#([\w-]+)")

BROADCASTS = ("here", "channel", "everyone")

TOKEN = re.compile(r"<([^<>\s][^<>]*)>")

BARE_URL = re.compile(r"(?<![\w<|/])(?:https?://|www\.)[^\s<>|]+")

BARE_NAME = re.compile(r"(?<![\w<@!^/|])(@[\w.-]+|#[\w-]+)")

MARKDOWN_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")

KINDS = {
    "!subteam": "usergroup",
    "!date": "date",
    "!": "broadcast",
    "@": "user",
    "#": "channel",
}

RICH_TEXT_KINDS = {
    "user": "user",
    "usergroup": "usergroup",
    "channel": "channel",
    "broadcast": "broadcast",
    "link": "link",
}

# Fields of a block that hold plain strings Slack never parses.
UNPARSED_FIELDS = frozenset({"alt_text", "value", "url", "image_url", "action_id", "block_id"})


def escape(text: str) -> str:
    """Escape the three characters Slack escapes in typed text."""
    return html.escape(text, quote=False)


def live_references(body: Object) -> list[Object]:
    """Return every live mention or link of a message: `[{"kind", "raw", "where"}]`.

    `kind` is user, channel, usergroup, broadcast, date or link. Escaped text, plain_text objects
    and rich_text `text` elements have none. `where` is a JSON pointer.
    """
    parse = body.get("parse")
    references = list(_in_text(body.get("text") or "", "/text", bare_urls=parse != "none"))
    if parse == "full" or body.get("link_names"):
        references += list(_bare_names(body.get("text") or "", "/text"))
    for key in ("blocks", "attachments"):
        references += list(_in_blocks(body.get(key), f"/{key}"))
    return references


def live_references_in_blocks(blocks: Any) -> list[Object]:
    """Return the live mentions and links in the blocks of a view."""
    return list(_in_blocks(blocks, "/blocks"))


def _in_text(text: str, pointer: str, *, bare_urls: bool) -> Iterator[Object]:
    for match in TOKEN.finditer(text):
        kind = _reference_kind(match.group(1))
        if kind:
            yield {"kind": kind, "raw": match.group(0), "where": pointer}
    if bare_urls:
        for match in BARE_URL.finditer(TOKEN.sub(" ", text)):
            yield {"kind": "link", "raw": match.group(0), "where": pointer}


def _reference_kind(inside: str) -> str | None:
    for prefix, kind in KINDS.items():
        if inside.startswith(prefix):
            return kind
    return "link" if re.match(r"[a-z][a-z0-9+.-]*:", inside, re.IGNORECASE) else None


def _bare_names(text: str, pointer: str) -> Iterator[Object]:
    for match in BARE_NAME.finditer(TOKEN.sub(" ", text)):
        raw = match.group(1)
        broadcast = raw in ("@here", "@channel", "@everyone")
        kind = "broadcast" if broadcast else "user" if raw[0] == "@" else "channel"
        yield {"kind": kind, "raw": raw, "where": pointer}


def _in_blocks(value: Any, pointer: str) -> Iterator[Object]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _in_blocks(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        yield from _in_object(value, pointer)


def _in_object(value: Object, pointer: str) -> Iterator[Object]:
    declared = value.get("type")
    kind = declared if isinstance(declared, str) else None
    text = value.get("text")
    if kind in RICH_TEXT_KINDS:
        yield {"kind": RICH_TEXT_KINDS[kind], "raw": _rich_text_raw(value), "where": pointer}
    elif kind == "mrkdwn" and isinstance(text, str):
        yield from _in_text(text, f"{pointer}/text", bare_urls=not value.get("verbatim"))
    elif kind == "markdown" and isinstance(text, str):
        yield from _in_markdown(text, f"{pointer}/text")
    elif kind is None and isinstance(text, str):
        # An attachment: its text is mrkdwn.
        yield from _in_text(text, f"{pointer}/text", bare_urls=True)
    for key, inner in value.items():
        if key not in UNPARSED_FIELDS:
            yield from _in_blocks(inner, f"{pointer}/{key}")


def _in_markdown(text: str, pointer: str) -> Iterator[Object]:
    for match in MARKDOWN_LINK.finditer(text):
        yield {"kind": "link", "raw": match.group(0), "where": pointer}
    yield from _in_text(MARKDOWN_LINK.sub(" ", text), pointer, bare_urls=True)


def _rich_text_raw(element: Object) -> str:
    names = ("url", "user_id", "usergroup_id", "channel_id", "range")
    return next((str(element[name]) for name in names if name in element), "")


def format_typed_message(workspace: Workspace, typed: str) -> str:
    """Return a typed message as Slack stores it: escaped, with live names, channels and links."""
    text = CHANNEL.sub(_channel_replacer(workspace), escape(typed))
    text = NAME.sub(_user_replacer(workspace, with_name=False), text)
    return BARE_URL.sub(lambda match: f"<{match.group(0)}>", text)


def format_command_text(workspace: Workspace, typed: str, *, should_escape: bool) -> str:
    """Return a command's text as Slack delivers it; names stay as typed unless should_escape."""
    text = escape(typed)
    if should_escape:
        text = CHANNEL.sub(_channel_replacer(workspace, with_name=True), text)
        text = NAME.sub(_user_replacer(workspace, with_name=True), text)
        text = BARE_URL.sub(lambda match: f"<{match.group(0)}>", text)
    return text


def _user_replacer(workspace: Workspace, *, with_name: bool) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in BROADCASTS:
            return f"<!{name}>"
        for person in workspace.people.values():
            if person.name.lower() == name.lower():
                return f"<@{person.id}|{person.name}>" if with_name else f"<@{person.id}>"
        return match.group(0)

    return replace


def _channel_replacer(
    workspace: Workspace, *, with_name: bool = True
) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        for channel in workspace.channels.values():
            if channel.name == match.group(1) and channel.kind != "im":
                label = f"|{channel.name}" if with_name else ""
                return f"<#{channel.id}{label}>"
        return match.group(0)

    return replace
