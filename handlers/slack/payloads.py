"""Read the payloads that Slack sends."""

from collections.abc import Mapping
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
    ours = waymark_users(event_body)
    event = event_body["event"]
    return event.get("user") in ours or event.get("item_user") in ours


def waymark_users(event_body: Mapping[str, Any]) -> set[str]:
    """Return the user ids that Waymark has where the event happened."""
    found = event_body.get("authorizations")
    listed = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    return {str(one["user_id"]) for one in listed if one.get("user_id")}


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
