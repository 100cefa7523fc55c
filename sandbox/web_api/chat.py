"""chat.*, reactions.* and assistant.threads.*"""

from sandbox.objects import Object, SlackError
from sandbox.validation import check_pictures, checked_message, refusal
from sandbox.web_api.call import Call, Method, RateLimitError
from sandbox.workspace import Workspace
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.posting import delete, edit, find, post, react, unreact
from sandbox.workspace.workspace import BOT_USER

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


def _limit_rate(call: Call, channel: Channel) -> None:
    seconds = call.slack.pace.retry_after(channel.id)
    if seconds is not None:
        raise RateLimitError(seconds)


def post_message(call: Call) -> Object:
    """chat.postMessage"""
    channel = _target(call)
    content = _content(call, channel)
    metadata = _metadata(call)
    _limit_rate(call, channel)
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
    _limit_rate(call, channel)
    message = post(call.workspace, channel, BOT_USER, content, only_for=user)
    return {"ok": True, "message_ts": message.ts}


def _own_message(call: Call, refusal: str) -> tuple[Channel, Message]:
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    message = find(channel, call.need("ts"))
    if message.author != BOT_USER:
        raise SlackError(refusal)
    return channel, message


def update_message(call: Call) -> Object:
    """chat.update: text without blocks takes the blocks away; blocks leave no "edited" mark."""
    channel, message = _own_message(call, "cant_update_message")
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


def delete_message(call: Call) -> Object:
    """chat.delete"""
    channel, message = _own_message(call, "cant_delete_message")
    delete(call.workspace, channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Object:
    """chat.getPermalink"""
    channel = call.channel()
    message = find(channel, call.need("message_ts"))
    link = f"{call.slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def add_reaction(call: Call) -> Object:
    """The app reacts to a message."""
    name = call.need("name")
    channel = call.channel_of_member()
    react(call.workspace, channel, find(channel, call.need("timestamp")), BOT_USER, name)
    return {"ok": True}


def remove_reaction(call: Call) -> Object:
    """The app takes its reaction back."""
    name = call.need("name")
    channel = call.channel_of_member()
    unreact(call.workspace, channel, find(channel, call.need("timestamp")), BOT_USER, name)
    return {"ok": True}


def get_reactions(call: Call) -> Object:
    """The reactions to a message."""
    channel = call.channel_of_member()
    message = find(channel, call.need("timestamp"))
    shown = message.message_object()
    return {"ok": True, "type": "message", "channel": channel.id, "message": shown}


PROMPTS = 4


def set_status(call: Call) -> Object:
    """What the app says it is doing in a thread; empty clears it."""
    channel = call.channel("channel_id")
    thread = call.need("thread_ts")
    status = call.get("status")
    call.workspace.changes.tell("status", channel=channel.id, thread_ts=thread, status=status)
    return {"ok": True}


def set_suggested_prompts(call: Call) -> Object:
    """Up to four prompts a person may pick."""
    channel = call.channel("channel_id")
    prompts = call.objects("prompts", PROMPTS)
    if any(not p.get("title") or not p.get("message") for p in prompts):
        raise refusal("invalid_arguments", ["missing required field: title, message"])
    call.workspace.changes.tell("prompts", channel=channel.id, prompts=prompts)
    return {"ok": True}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update_message, ("chat:write",)),
    "chat.delete": Method(delete_message, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink),
    "reactions.add": Method(add_reaction, ("reactions:write",)),
    "reactions.remove": Method(remove_reaction, ("reactions:write",)),
    "reactions.get": Method(get_reactions, ("reactions:read",)),
    "assistant.threads.setStatus": Method(set_status, ("chat:write",)),
    "assistant.threads.setSuggestedPrompts": Method(set_suggested_prompts, ("chat:write",)),
}
