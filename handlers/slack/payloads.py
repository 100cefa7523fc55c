"""Read the payloads that Slack sends."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from domain.access import Actor
from domain.journeys import WorkspaceId
from domain.notes import Message
from handlers.slack.kit import unescape

SLACK_DOMAINS = ("slack.com", "slack-gov.com")


def workspace_of(payload: Mapping[str, Any]) -> WorkspaceId:
    """Return the workspace of a command, interaction or event."""
    team = payload.get("team")
    # A form of a user from another company names the workspace that has the app.
    view = payload.get("view") or {}
    found = (
        view.get("app_installed_team_id")
        or payload.get("team_id")
        or (team.get("id") if isinstance(team, Mapping) else team)
    )
    return WorkspaceId(str(found or payload["user"]["team_id"]))


def is_from_waymark(event_body: Mapping[str, Any]) -> bool:
    """Return whether Waymark caused the event, or wrote the message it is a reaction to."""
    ours = {one.get("user_id") for one in event_body.get("authorizations") or ()}
    event = event_body["event"]
    return event.get("user") in ours or event.get("item_user") in ours


def actor_of(interaction: Mapping[str, Any], *, pressed: bool = False) -> Actor:
    """Return who clicked or submitted; `pressed` means the button is under their own note."""
    return Actor(workspace_of(interaction), str(interaction["user"]["id"]), pressed)


def invocation_key(payload: Mapping[str, Any]) -> str | None:
    """Return the key of one click or command, the same however often it is delivered.

    A second click has another key. None if the payload has no trigger.
    """
    trigger = payload.get("trigger_id")
    return f"trigger:{trigger}" if trigger else None


def command_text(command: Mapping[str, Any]) -> str:
    """Return what was typed after the command; Slack sends & < > as entities."""
    return unescape(str(command.get("text") or "")).strip()


def readable_text(text: str) -> str:
    """Return a message's text as people see it: mentions by name, links with their address."""

    def replace(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target.startswith(("@", "#", "!")):
            return f"{target[0].replace('!', '@')}{label.lstrip('@') or target[1:]}"
        return f"{label} ({target})" if label and label not in target else target

    return unescape(re.sub(r"<([^<>]+)>", replace, text)).strip()


def is_slack_url(address: str, api_url: str) -> bool:
    """Return whether a URL may be followed: Slack's own hosts, or the host of the API."""
    try:
        url, api = urlsplit(address), urlsplit(api_url)
    except ValueError:
        return False
    if url.netloc and (url.scheme, url.netloc) == (api.scheme, api.netloc):
        return True
    host = url.hostname or ""
    return url.scheme == "https" and host.endswith(tuple(f".{domain}" for domain in SLACK_DOMAINS))


def strip_mention(text: str, body: Mapping[str, Any]) -> str:
    """Return a message to Waymark without the mention of Waymark at its start or end.

    `body` is that of the event; it says who Waymark is.
    """
    ours = [str(one["user_id"]) for one in body.get("authorizations") or () if one.get("user_id")]
    mention = rf"<@(?:{'|'.join(map(re.escape, ours)) or '[A-Z0-9]+'})(?:\|[^>]*)?>"
    without = re.sub(rf"^\s*(?:{mention}[\s:,]*)+", "", text)
    return re.sub(rf"(?:[\s,]*{mention})+\s*([.!?]*)\s*$", r"\1", without) if ours else without


def thread_parent(channel: str, message: Mapping[str, Any]) -> Message | None:
    """Return the first message of the thread that a message replies in, None if it is no reply."""
    first = message.get("thread_ts")
    return Message(channel, str(first)) if first and first != message.get("ts") else None


def channel_of(interaction: Mapping[str, Any]) -> str | None:
    """Return the channel of a click, None in a modal or the Home tab."""
    channel = interaction.get("channel")
    return str(channel["id"]) if isinstance(channel, Mapping) else None


def thread_of(interaction: Mapping[str, Any]) -> Message | None:
    """Return the first message of the thread a click was in, None outside of messages.

    A message that is in no thread begins its own.
    """
    channel, message = channel_of(interaction), interaction.get("message") or {}
    first = message.get("thread_ts") or message.get("ts")
    return Message(channel, str(first)) if channel and first else None


Part = Mapping[str, Any]


# Rich text elements that are lines of their own.
LINE_TYPES = ("rich_text_section", "rich_text_preformatted", "rich_text_quote")


ATTACHMENT_TEXTS = ("pretext", "title", "text")


# Previews of links, which Slack adds itself.
UNFURL_MARKS = ("from_url", "original_url", "is_msg_unfurl", "is_app_unfurl")


def message_words(message: Part) -> str:
    """Return a message's text as people see it; empty if it has only files or images."""
    text = readable_text(str(message.get("text") or "")) or _join_lines(_block_lines(message))
    attached = (_attachment_text(one) for one in message.get("attachments") or ())
    return _join_lines([text, *(words for words in attached if words not in text)])


def _join_lines(pieces: Any) -> str:
    return "\n".join(filter(None, (piece.strip() for piece in pieces)))


def _block_lines(holder: Part) -> Iterator[str]:
    for block in holder.get("blocks") or ():
        yield from _part_lines(block)


def _part_lines(part: Part) -> Iterator[str]:
    """Yield the lines of a block, text object or rich text element."""
    kind, text = part.get("type"), part.get("text")
    if kind in LINE_TYPES:
        yield "".join(_rich_text(element) for element in part.get("elements") or ())
    elif isinstance(text, str):
        # Only mrkdwn has markup.
        yield readable_text(text) if kind == "mrkdwn" else text
    elif kind not in ("actions", "input"):
        inner = [text, *(part.get("fields") or ()), *(part.get("elements") or ())]
        for one in inner:
            if isinstance(one, Mapping):
                yield from _part_lines(one)


def _rich_text(element: Part) -> str:
    if element.get("type") == "emoji":
        return f":{element.get('name')}:"
    if element.get("type") == "user":
        return f"@{element.get('user_id')}"
    return str(element.get("text") or element.get("url") or "")


def _attachment_text(attachment: Part) -> str:
    if any(attachment.get(mark) for mark in UNFURL_MARKS):
        return ""
    written = [readable_text(str(attachment.get(part) or "")) for part in ATTACHMENT_TEXTS]
    fields = [
        readable_text(f"{field.get('title') or ''}: {field.get('value') or ''}").strip(": ")
        for field in attachment.get("fields") or ()
    ]
    whole = _join_lines([*written, *fields, *_block_lines(attachment)])
    return whole or readable_text(str(attachment.get("fallback") or ""))
