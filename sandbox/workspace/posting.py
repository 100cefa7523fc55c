"""Post, edit, delete and react to messages."""

from typing import Any

from sandbox.mrkdwn import live_references
from sandbox.objects import Object, SlackError
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.views import add_missing_ids
from sandbox.workspace.workspace import APP, BOT, BOT_USER, SLACKBOT, TEAM, Workspace

TOMBSTONE_FIELDS = (
    "type",
    "ts",
    "team",
    "thread_ts",
    "reply_count",
    "reply_users",
    "reply_users_count",
    "latest_reply",
)

COPIED_FIELDS = ("text", "attachments", "thread_ts", "subtype", "files", "parse", "link_names")


def post(
    workspace: Workspace,
    channel: Channel,
    author: str,
    content: Object,
    *,
    metadata: Object | None = None,
    only_for: str | None = None,
    notice: bool = False,
) -> Message:
    """Add a message to a channel; `content` holds text, blocks, thread_ts, files and so on."""
    body: Object = {"type": "message", "user": author, "ts": workspace.next_ts(), "team": TEAM}
    body |= {key: content[key] for key in COPIED_FIELDS if content.get(key) is not None}
    body.setdefault("text", "")
    if content.get("blocks"):
        body["blocks"] = [add_missing_ids(block) for block in content["blocks"]]
    if content.get("app"):
        body |= _other_app_fields(str(content["app"]))
    elif author == BOT_USER:
        body |= _app_fields(workspace, content)
    message = Message(channel.id, body, only_for, notice, metadata, live_references(body))
    channel.add(message)
    if only_for:
        workspace.changes.publish("ephemeral", channel=channel.id, ts=message.ts, user=only_for)
    else:
        _update_reply_count(channel, message)
        workspace.changes.publish("message", channel=channel.id, ts=message.ts, user=author)
    return message


def _app_fields(workspace: Workspace, content: Object) -> Object:
    name = workspace.manifest.name
    profile = {"id": BOT, "name": name, "app_id": APP, "team_id": TEAM, "deleted": False}
    fields: Object = {"bot_id": BOT, "app_id": APP, "bot_profile": profile}
    if content.get("username"):
        fields["username"] = content["username"]
    return fields


def _other_app_fields(name: str) -> Object:
    profile = {"id": "B0ANOTHER", "name": name, "app_id": "A0ANOTHER", "team_id": TEAM}
    return {"bot_id": "B0ANOTHER", "app_id": "A0ANOTHER", "bot_profile": profile, "username": name}


def _update_reply_count(channel: Channel, message: Message) -> None:
    """Update the reply fields of a message's parent, if it has one."""
    parent = channel.find(message.thread_ts) if message.thread_ts else None
    if parent is None:
        return
    replies = [m for m in channel.thread(parent.ts) if m.only_for is None]
    people = list(dict.fromkeys(reply.author for reply in replies))
    counts: Object = {
        "thread_ts": parent.ts,
        "reply_count": len(replies),
        "reply_users": people,
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts if replies else None,
    }
    for key, value in counts.items():
        if replies:
            parent.body[key] = value
        else:
            parent.body.pop(key, None)


def notify(workspace: Workspace, channel: Channel, user: str, text: str) -> Message:
    """Show one person a message from Slackbot in a channel."""
    return post(workspace, channel, SLACKBOT, {"text": text}, only_for=user, notice=True)


def edit(
    workspace: Workspace,
    channel: Channel,
    message: Message,
    content: Object,
    *,
    mark_edited: bool = True,
) -> None:
    """Replace text, blocks and attachments of a message; `mark_edited` shows it as edited."""
    before = dict(message.body)
    message.body["text"] = content.get("text") or ""
    for key in ("blocks", "attachments"):
        message.body.pop(key, None)
        if content.get(key):
            message.body[key] = content[key]
    if message.body.get("blocks"):
        message.body["blocks"] = [add_missing_ids(block) for block in message.body["blocks"]]
    if mark_edited:
        message.body["edited"] = {"user": message.author, "ts": workspace.next_ts()}
    message.live = live_references(message.body)
    workspace.changes.publish(
        "message_changed",
        channel=channel.id,
        ts=message.ts,
        before=before,
        only_for=message.only_for,
    )


def delete(workspace: Workspace, channel: Channel, message: Message) -> None:
    """Remove a message from its channel; one with replies leaves a tombstone in its place."""
    if any(reply.only_for is None for reply in channel.thread(message.ts)):
        _bury(workspace, channel, message)
        return
    channel.messages.remove(message)
    _update_reply_count(channel, message)
    workspace.changes.publish(
        "message_deleted",
        channel=channel.id,
        ts=message.ts,
        before=message.body,
        only_for=message.only_for,
    )


def _bury(workspace: Workspace, channel: Channel, message: Message) -> None:
    """Put a tombstone in the place of a deleted message, which tells the app of a change."""
    before = dict(message.body)
    kept = {key: before[key] for key in TOMBSTONE_FIELDS if key in before}
    message.body = {
        **kept,
        "subtype": "tombstone",
        "user": SLACKBOT,
        "text": "This message was deleted.",
        "hidden": True,
    }
    message.reactions.clear()
    message.metadata = None
    message.live = []
    workspace.changes.publish(
        "message_changed",
        channel=channel.id,
        ts=message.ts,
        before=before,
        only_for=message.only_for,
    )


def forwarded(channel: Channel, message: Message, author: str, url: str) -> Object:
    """Return the attachment that forwards a message, which `author` wrote, to another channel."""
    text = str(message.body.get("text") or "")
    attachment: Object = {
        "id": 1,
        "ts": message.ts,
        "author_id": message.author,
        "author_name": author,
        "author_subname": author,
        "channel_id": channel.id,
        "channel_team": TEAM,
        "is_msg_unfurl": True,
        "is_share": True,
        "text": text,
        "fallback": f"{author}: {text}",
        "from_url": url,
        "footer": "Direct message" if channel.kind == "im" else f"Posted in #{channel.name}",
        "mrkdwn_in": ["text"],
    }
    if message.body.get("blocks"):
        inner = {"blocks": message.body["blocks"]}
        attachment["message_blocks"] = [
            {"team": TEAM, "channel": channel.id, "ts": message.ts, "message": inner}
        ]
    return attachment


def find_message(channel: Channel, ts: Any) -> Message:
    """Return a message everyone sees, by its ts.

    Raises:
        SlackError: message_not_found.
    """
    message = channel.find(str(ts))
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    return message


def react(workspace: Workspace, channel: Channel, message: Message, user: str, name: str) -> None:
    """Add a reaction.

    Raises:
        SlackError: already_reacted.
    """
    users = message.reactions.setdefault(name, [])
    if user in users:
        raise SlackError("already_reacted")
    users.append(user)
    _publish_reaction(workspace, "reaction_added", channel, message, user, name)


def unreact(workspace: Workspace, channel: Channel, message: Message, user: str, name: str) -> None:
    """Remove a reaction.

    Raises:
        SlackError: no_reaction.
    """
    if user not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    message.reactions[name].remove(user)
    if not message.reactions[name]:
        del message.reactions[name]
    _publish_reaction(workspace, "reaction_removed", channel, message, user, name)


def _publish_reaction(
    workspace: Workspace, kind: str, channel: Channel, message: Message, user: str, name: str
) -> None:
    workspace.changes.publish(
        kind,
        channel=channel.id,
        ts=message.ts,
        user=user,
        reaction=name,
        author=message.author,
    )
