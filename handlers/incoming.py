"""Reading what Slack sends."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.domain.journey import WorkspaceId
from bot.domain.notes import Message
from bot.usecases.change_note import By
from handlers.blocks.kit import unescape

SLACK_DOMAINS = ("slack.com", "slack-gov.com")


def workspace_of(payload: Mapping[str, Any]) -> WorkspaceId:
    """The workspace a command, interaction or event belongs to."""
    team = payload.get("team")
    # A form of somebody of another company names the workspace that has the app.
    view = payload.get("view") or {}
    found = (
        view.get("app_installed_team_id")
        or payload.get("team_id")
        or (team.get("id") if isinstance(team, Mapping) else team)
    )
    return WorkspaceId(str(found or payload["user"]["team_id"]))


def is_ourselves(event_body: Mapping[str, Any]) -> bool:
    """Whether Waymark did what an event tells of, or said what somebody reacted to."""
    ours = {one.get("user_id") for one in event_body.get("authorizations") or ()}
    event = event_body["event"]
    return event.get("user") in ours or event.get("item_user") in ours


def by_of(interaction: Mapping[str, Any], *, pressed: bool = False) -> By:
    """Who clicked or submitted; `pressed` says that the button is under their own note."""
    return By(workspace_of(interaction), str(interaction["user"]["id"]), pressed)


def invocation(payload: Mapping[str, Any]) -> str | None:
    """What names one press or one command, however often it is delivered.

    Typed or pressed once more by a person it has another name.
    """
    trigger = payload.get("trigger_id")
    return f"trigger:{trigger}" if trigger else None


def typed_text(command: Mapping[str, Any]) -> str:
    """What followed the command, as the person typed it: Slack sends & < > as entities."""
    return unescape(str(command.get("text") or "")).strip()


def message_text(text: str) -> str:
    """A message's words as people see them: mentions by name, links with their address."""

    def shown(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target.startswith(("@", "#", "!")):
            return f"{target[0].replace('!', '@')}{label.lstrip('@') or target[1:]}"
        return f"{label} ({target})" if label and label not in target else target

    return unescape(re.sub(r"<([^<>]+)>", shown, text)).strip()


def is_slacks(address: str, api_url: str) -> bool:
    """Whether an address may be followed: Slack's own hosts, or the host of the API."""
    try:
        url, api = urlsplit(address), urlsplit(api_url)
    except ValueError:
        return False
    if url.netloc and (url.scheme, url.netloc) == (api.scheme, api.netloc):
        return True
    host = url.hostname or ""
    return url.scheme == "https" and host.endswith(tuple(f".{domain}" for domain in SLACK_DOMAINS))


def without_mention(text: str) -> str:
    """What somebody said to Waymark, without its name before it."""
    return re.sub(r"^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[\s:,]*", "", text)


def thread_of(channel: str, said: Mapping[str, Any]) -> Message | None:
    """The first message of the thread a message is a reply in, null where it is none."""
    first = said.get("thread_ts")
    return Message(channel, str(first)) if first and first != said.get("ts") else None


def channel_of(interaction: Mapping[str, Any]) -> str | None:
    """The channel somebody clicked in, null in a modal or the Home."""
    channel = interaction.get("channel")
    return str(channel["id"]) if isinstance(channel, Mapping) else None
