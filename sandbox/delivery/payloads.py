"""The parts every interaction payload has."""

from sandbox.objects import Object
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message
from sandbox.workspace.people import Person
from sandbox.workspace.views import View
from sandbox.workspace.workspace import APP, TEAM


def interaction(slack: Slack, kind: str, user: Person) -> Object:
    """An interaction payload of this `type` by this person, without what it is about."""
    return {
        "type": kind,
        "token": "sandbox-verification-token",
        "api_app_id": APP,
        "team": {"id": TEAM, "domain": slack.workspace.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.home(TEAM),
        },
        "enterprise": None,
        "is_enterprise_install": False,
    }


def in_message(channel: Channel, message: Message) -> Object:
    """The part that says which message was acted upon."""
    ephemeral = message.only_for is not None
    container: Object = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    placed: Object = {"container": container, "channel": channel_part(channel)}
    if not ephemeral:
        placed["message"] = message.message_object()
    return placed


def in_view(view: View, state: Object) -> Object:
    """The part that says which view was acted upon."""
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": view.view_object(state),
    }


def channel_part(channel: Channel) -> Object:
    """`{"id", "name"}` as interactions show a channel."""
    names = {"private": "privategroup", "im": "directmessage"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}
