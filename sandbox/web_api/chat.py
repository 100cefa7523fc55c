"""chat.*, reactions.* and assistant.threads.* methods."""

from sandbox.objects import Object, SlackError
from sandbox.validation import check_image_files, validate_message, validation_error
from sandbox.web_api.call import Call, Method, RateLimitError
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.posting import delete, edit, find_message, post, react, unreact
from sandbox.workspace.workspace import BOT_USER, Workspace

MAX_PROMPTS = 4

POST_FIELDS = ("text", "markdown_text", "blocks", "attachments", "thread_ts", "parse", "username")

UPDATE_FIELDS = ("text", "markdown_text", "blocks", "attachments")

MAX_METADATA_BYTES = 8_000


def _target_channel(call: Call) -> Channel:
    """Return the channel to post to: by id, a public channel's name, or a person's id.

    Raises:
        SlackError: channel_not_found, messages_tab_disabled, not_in_channel or is_archived.
    """
    workspace = call.workspace
    channel = _named_channel(workspace, call.require("channel"))
    if channel is None or (channel.private and BOT_USER not in channel.members):
        raise SlackError("channel_not_found")
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind == "im" and not workspace.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    if BOT_USER not in channel.members and "chat:write.public" not in workspace.manifest.bot_scopes:
        raise SlackError("not_in_channel")
    return channel


def _named_channel(workspace: Workspace, name: str) -> Channel | None:
    if name in workspace.channels:
        return workspace.channels[name]
    if name in workspace.people:
        return workspace.direct_message(name, BOT_USER)
    name = name.removeprefix("#")
    public = (c for c in workspace.channels.values() if c.kind == "public")
    return next((c for c in public if c.name == name), None)


def _metadata(call: Call) -> Object | None:
    metadata = call.json("metadata")
    if metadata is None:
        return None
    is_valid = isinstance(metadata, dict) and isinstance(metadata.get("event_payload"), dict)
    if not is_valid or not metadata.get("event_type"):
        raise SlackError("invalid_metadata_format")
    if len(str(metadata)) > MAX_METADATA_BYTES:
        raise SlackError("metadata_too_large")
    valid: Object = metadata
    return valid


def _message_content(call: Call, channel: Channel) -> Object:
    content: Object = {key: call.arguments.get(key) for key in POST_FIELDS}
    content["link_names"] = call.boolean("link_names") or None
    content["thread_ts"] = content["thread_ts"] or None
    message = validate_message(content, call.slack.settings)
    check_image_files(call.workspace, message["blocks"])
    if message["thread_ts"] and channel.find(str(message["thread_ts"])) is None:
        raise SlackError("thread_not_found")
    if message["thread_ts"] and call.boolean("reply_broadcast"):
        message["subtype"] = "thread_broadcast"
    return message


def _limit_rate(call: Call, channel: Channel) -> None:
    seconds = call.slack.rate_limiter.retry_after(channel.id)
    if seconds is not None:
        raise RateLimitError(seconds)


def post_message(call: Call) -> Object:
    """chat.postMessage: post a message."""
    channel = _target_channel(call)
    content = _message_content(call, channel)
    metadata = _metadata(call)
    _limit_rate(call, channel)
    message = post(call.workspace, channel, BOT_USER, content, metadata=metadata)
    message_json = message.message_object(with_metadata=True)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": message_json}


def post_ephemeral(call: Call) -> Object:
    """chat.postEphemeral: post a message only one person sees."""
    channel = _target_channel(call)
    user = call.require("user")
    if user not in call.workspace.people or user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = _message_content(call, channel)
    _limit_rate(call, channel)
    message = post(call.workspace, channel, BOT_USER, content, only_for=user)
    return {"ok": True, "message_ts": message.ts}


def _own_message(call: Call, validation_error: str) -> tuple[Channel, Message]:
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    message = find_message(channel, call.require("ts"))
    if message.author != BOT_USER:
        raise SlackError(validation_error)
    return channel, message


def update_message(call: Call) -> Object:
    """chat.update: text without blocks removes the blocks; blocks leave no "edited" mark."""
    channel, message = _own_message(call, "cant_update_message")
    changes: Object = {key: call.arguments.get(key) for key in UPDATE_FIELDS}
    metadata = _metadata(call)
    if metadata is not None:
        message.metadata = metadata
    if metadata is None or any(changes.values()):
        content = validate_message(changes, call.slack.settings)
        check_image_files(call.workspace, content["blocks"])
        edit(call.workspace, channel, message, content, mark_edited=not content["blocks"])
    message_json = message.message_object(with_metadata=True)
    text = message.body["text"]
    return {
        "ok": True,
        "channel": channel.id,
        "ts": message.ts,
        "text": text,
        "message": message_json,
    }


def delete_message(call: Call) -> Object:
    """chat.delete: delete one of the app's messages."""
    channel, message = _own_message(call, "cant_delete_message")
    delete(call.workspace, channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Object:
    """chat.getPermalink: return the URL of a message."""
    channel = call.channel()
    message = find_message(channel, call.require("message_ts"))
    link = f"{call.slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def add_reaction(call: Call) -> Object:
    """reactions.add: react to a message as the app."""
    name = call.require("name")
    channel = call.joined_channel()
    react(call.workspace, channel, find_message(channel, call.require("timestamp")), BOT_USER, name)
    return {"ok": True}


def remove_reaction(call: Call) -> Object:
    """reactions.remove: remove the app's reaction."""
    name = call.require("name")
    channel = call.joined_channel()
    unreact(
        call.workspace, channel, find_message(channel, call.require("timestamp")), BOT_USER, name
    )
    return {"ok": True}


def get_reactions(call: Call) -> Object:
    """reactions.get: return the reactions to a message."""
    channel = call.joined_channel()
    message = find_message(channel, call.require("timestamp"))
    message_json = message.message_object()
    return {"ok": True, "type": "message", "channel": channel.id, "message": message_json}


def set_status(call: Call) -> Object:
    """assistant.threads.setStatus: show what the app is doing in a thread; empty clears it."""
    channel = call.channel("channel_id")
    thread = call.require("thread_ts")
    status = call.get("status")
    call.workspace.changes.publish("status", channel=channel.id, thread_ts=thread, status=status)
    return {"ok": True}


def set_suggested_prompts(call: Call) -> Object:
    """assistant.threads.setSuggestedPrompts: offer up to four prompts."""
    channel = call.channel("channel_id")
    prompts = call.objects("prompts", MAX_PROMPTS)
    if any(not p.get("title") or not p.get("message") for p in prompts):
        raise validation_error("invalid_arguments", ["missing required field: title, message"])
    call.workspace.changes.publish("prompts", channel=channel.id, prompts=prompts)
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
