"""chat.*"""

from sandbox.content import checked_message
from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call, Method, RateLimitError
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message
from sandbox.workspace.pictures import check_pictures
from sandbox.workspace.posting import delete, edit, find, post
from sandbox.workspace.workspace import BOT_USER, Workspace

POSTED = ("text", "markdown_text", "blocks", "attachments", "thread_ts", "parse", "username")

UPDATED = ("text", "markdown_text", "blocks", "attachments")

METADATA_BYTES = 8_000


def _target(call: Call) -> Channel:
    """The channel a message goes to: an id, a public channel's name, or a person.

    Raises:
        SlackError: channel_not_found, messages_tab_disabled, not_in_channel or is_archived.
    """
    workspace = call.workspace
    channel = _named_channel(workspace, call.need("channel"))
    if channel is None or (channel.private and BOT_USER not in channel.members):
        raise SlackError("channel_not_found")
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind == "im" and not workspace.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    if BOT_USER not in channel.members and "chat:write.public" not in workspace.manifest.bot_scopes:
        raise SlackError("not_in_channel")
    return channel


def _named_channel(workspace: Workspace, named: str) -> Channel | None:
    if named in workspace.channels:
        return workspace.channels[named]
    if named in workspace.people:
        return workspace.direct_message(named, BOT_USER)
    name = named.removeprefix("#")
    public = (c for c in workspace.channels.values() if c.kind == "public")
    return next((c for c in public if c.name == name), None)


def _metadata(call: Call) -> Object | None:
    metadata = call.json("metadata")
    if metadata is None:
        return None
    right = isinstance(metadata, dict) and isinstance(metadata.get("event_payload"), dict)
    if not right or not metadata.get("event_type"):
        raise SlackError("invalid_metadata_format")
    if len(str(metadata)) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    kept: Object = metadata
    return kept


def _content(call: Call, channel: Channel) -> Object:
    content: Object = {key: call.arguments.get(key) for key in POSTED}
    content["link_names"] = call.flag("link_names") or None
    content["thread_ts"] = content["thread_ts"] or None
    message = checked_message(content, call.slack.settings)
    check_pictures(call.workspace, message["blocks"])
    if message["thread_ts"] and channel.find(str(message["thread_ts"])) is None:
        raise SlackError("thread_not_found")
    if message["thread_ts"] and call.flag("reply_broadcast"):
        message["subtype"] = "thread_broadcast"
    return message


def _pace(call: Call, channel: Channel) -> None:
    seconds = call.slack.pace.retry_after(channel.id)
    if seconds is not None:
        raise RateLimitError(seconds)


def post_message(call: Call) -> Object:
    """chat.postMessage"""
    channel = _target(call)
    content = _content(call, channel)
    metadata = _metadata(call)
    _pace(call, channel)
    message = post(call.workspace, channel, BOT_USER, content, metadata=metadata)
    shown = message.message_object(with_metadata=True)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> Object:
    """chat.postEphemeral"""
    channel = _target(call)
    user = call.need("user")
    if user not in call.workspace.people or user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = _content(call, channel)
    _pace(call, channel)
    message = post(call.workspace, channel, BOT_USER, content, only_for=user)
    return {"ok": True, "message_ts": message.ts}


def _own(call: Call, refusal: str) -> tuple[Channel, Message]:
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    message = find(channel, call.need("ts"))
    if message.author != BOT_USER:
        raise SlackError(refusal)
    return channel, message


def update(call: Call) -> Object:
    """chat.update: text without blocks takes the blocks away; blocks leave no "edited" mark."""
    channel, message = _own(call, "cant_update_message")
    given: Object = {key: call.arguments.get(key) for key in UPDATED}
    metadata = _metadata(call)
    if metadata is not None:
        message.metadata = metadata
    if metadata is None or any(given.values()):
        content = checked_message(given, call.slack.settings)
        check_pictures(call.workspace, content["blocks"])
        edit(call.workspace, channel, message, content, marked=not content["blocks"])
    shown = message.message_object(with_metadata=True)
    text = message.body["text"]
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": text, "message": shown}


def remove(call: Call) -> Object:
    """chat.delete"""
    channel, message = _own(call, "cant_delete_message")
    delete(call.workspace, channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Object:
    """chat.getPermalink"""
    channel = call.channel()
    message = find(channel, call.need("message_ts"))
    link = f"{call.slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"ok": True, "channel": channel.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(remove, ("chat:write",)),
    "chat.getPermalink": Method(permalink),
}
