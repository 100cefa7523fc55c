"""What an event looks like, from what happened in the workspace."""

from sandbox.changes import Change
from sandbox.objects import Object
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message
from sandbox.workspace.workspace import APP, BOT_USER, TEAM, Workspace

Named = tuple[str, Object]


def events_of(workspace: Workspace, change: Change) -> list[Named]:
    """The events a change gives rise to, each with the name it is subscribed under."""
    maker = _MAKERS.get(change.kind)
    return maker(workspace, change) if maker else []


def _message(workspace: Workspace, change: Change) -> list[Named]:
    channel = workspace.channels[change.data["channel"]]
    message = channel.find(change.data["ts"])
    if message is None:
        return []
    event = {**_posted(channel, message), "type": "message"}
    named: list[Named] = [(f"message.{_family(channel)}", event)]
    mentioned = f"<@{BOT_USER}>" in str(message.body.get("text"))
    if mentioned and channel.kind != "im" and message.author != BOT_USER:
        mention = {k: v for k, v in event.items() if k not in ("channel_type", "subtype")}
        named.append(("app_mention", {**mention, "type": "app_mention"}))
    return named + _shared_files(workspace, channel, message)


def _posted(channel: Channel, message: Message) -> Object:
    left_out = ("team", "reply_count", "reply_users", "reply_users_count", "latest_reply")
    shown = {k: v for k, v in message.message_object().items() if k not in left_out}
    placed = {"channel": channel.id, "channel_type": channel.channel_type, "team": TEAM}
    return {**shown, **placed, "event_ts": message.ts}


def _shared_files(workspace: Workspace, channel: Channel, message: Message) -> list[Named]:
    return [
        (
            "file_shared",
            {
                "type": "file_shared",
                "file_id": file["id"],
                "user_id": message.author,
                "file": {"id": file["id"]},
                "channel_id": channel.id,
                "event_ts": workspace.next_ts(),
            },
        )
        for file in message.body.get("files") or []
    ]


def _changed(workspace: Workspace, change: Change) -> list[Named]:
    channel = workspace.channels[change.data["channel"]]
    if change.data["only_for"]:
        return []
    deleted = change.kind == "message_deleted"
    ts = workspace.next_ts()
    event: Object = {
        "type": "message",
        "subtype": change.kind,
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.channel_type,
        "previous_message": change.data["before"],
        "ts": ts,
        "event_ts": ts,
    }
    if deleted:
        event["deleted_ts"] = change.data["ts"]
    else:
        message = channel.find(change.data["ts"])
        event["message"] = message.message_object() if message else {}
    return [(f"message.{_family(channel)}", event)]


def _reaction(workspace: Workspace, change: Change) -> list[Named]:
    data = change.data
    event = {
        "type": change.kind,
        "user": data["user"],
        "reaction": data["reaction"],
        "item": {"type": "message", "channel": data["channel"], "ts": data["ts"]},
        "item_user": data["author"],
        "event_ts": workspace.next_ts(),
    }
    return [(change.kind, event)]


def _member(workspace: Workspace, change: Change) -> list[Named]:
    kind = "member_joined_channel" if change.kind == "member_joined" else "member_left_channel"
    channel = workspace.channels[change.data["channel"]]
    event: Object = {
        "type": kind,
        "user": change.data["user"],
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": TEAM,
        "event_ts": workspace.next_ts(),
    }
    if change.data.get("inviter"):
        event["inviter"] = change.data["inviter"]
    return [(kind, event)]


def _home_opened(workspace: Workspace, change: Change) -> list[Named]:
    user = change.data["user"]
    event: Object = {
        "type": "app_home_opened",
        "user": user,
        "channel": workspace.direct_message(user, BOT_USER).id,
        "tab": change.data.get("tab", "home"),
        "event_ts": workspace.next_ts(),
    }
    if user in workspace.views.homes:
        event["view"] = workspace.views.homes[user].view_object()
    return [("app_home_opened", event)]


def _channel(workspace: Workspace, change: Change) -> list[Named]:
    if "archived" not in change.data:
        return []
    channel = workspace.channels[change.data["channel"]]
    noun = "group" if channel.kind == "private" else "channel"
    kind = f"{noun}_archive" if change.data["archived"] else f"{noun}_unarchive"
    event = {"type": kind, "channel": channel.id, "event_ts": workspace.next_ts()}
    return [(kind, event)]


def _uninstalled(workspace: Workspace, _: Change) -> list[Named]:
    return [("app_uninstalled", {"type": "app_uninstalled", "event_ts": workspace.next_ts()})]


def _revoked(workspace: Workspace, _: Change) -> list[Named]:
    tokens = {"oauth": [], "bot": [BOT_USER]}
    event = {"type": "tokens_revoked", "tokens": tokens, "event_ts": workspace.next_ts()}
    return [("tokens_revoked", event)]


def _family(channel: Channel) -> str:
    return channel.scope_family


_MAKERS = {
    "message": _message,
    "message_changed": _changed,
    "message_deleted": _changed,
    "reaction_added": _reaction,
    "reaction_removed": _reaction,
    "member_joined": _member,
    "member_left": _member,
    "home_opened": _home_opened,
    "channel": _channel,
    "uninstalled": _uninstalled,
    "revoked": _revoked,
}


def envelope(workspace: Workspace, event: Object) -> Object:
    """The event_callback around an event."""
    authorization = {
        "enterprise_id": None,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": "sandbox-verification-token",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.next_id("Ev"),
        "event_time": int(workspace.clock.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{workspace.next_id('EC')}",
    }
