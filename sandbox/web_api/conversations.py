"""conversations.* methods."""

from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call, Method, paginate
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.workspace import BOT_USER, TEAM

TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
SCOPES = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


def channels_of_types(call: Call) -> list[Channel]:
    """Return the channels of the requested `types` that the app can see.

    Raises:
        SlackError: invalid_types or missing_scope.
    """
    types = [t.strip() for t in (call.get("types") or "public_channel").split(",")]
    if any(t not in TYPES for t in types):
        raise SlackError("invalid_types")
    kinds = [TYPES[t] for t in types]
    call.require_scopes(*(f"{SCOPES[kind]}:read" for kind in kinds))
    matching = [c for c in call.workspace.channels.values() if c.kind in kinds]
    matching = [c for c in matching if not c.private or BOT_USER in c.members]
    return [c for c in matching if not (call.boolean("exclude_archived") and c.archived)]


def list_conversations(call: Call) -> Object:
    """conversations.list: return the channels the app can see."""
    return paginate(
        call, [c.conversation_object(BOT_USER, TEAM) for c in channels_of_types(call)], "channels"
    )


def conversations_info(call: Call) -> Object:
    """conversations.info: return one channel."""
    channel = call.channel()
    call.require_scopes(f"{channel.scope_family}:read")
    conversation = channel.conversation_object(BOT_USER, TEAM)
    if not call.boolean("include_num_members"):
        conversation.pop("num_members", None)
    return {"ok": True, "channel": conversation}


def members(call: Call) -> Object:
    """conversations.members: return the ids of the members."""
    channel = call.channel()
    call.require_scopes(f"{channel.scope_family}:read")
    answer = paginate(call, [{"id": member} for member in channel.members], "members")
    return {**answer, "members": [member["id"] for member in answer["members"]]}


def _timestamp(call: Call, name: str, default: str) -> float:
    try:
        return float(call.get(name) or default)
    except ValueError:
        code = f"invalid_ts_{name}"
        raise SlackError(code) from None


def _in_range(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _timestamp(call, "oldest", "0"), _timestamp(call, "latest", "inf")
    inclusive = call.boolean("inclusive")
    return [
        m
        for m in messages
        if oldest < float(m.ts) < latest or (inclusive and float(m.ts) in (oldest, latest))
    ]


def history(call: Call) -> Object:
    """conversations.history: return a channel's messages, newest first, without ephemeral ones."""
    channel = call.channel()
    call.require_scopes(f"{channel.scope_family}:history")
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    visible = [m for m in channel.messages if m.only_for is None and m.in_channel]
    matching = list(reversed(_in_range(call, visible)))
    answer = _page_of_messages(call, matching)
    return {**answer, "pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}


def replies(call: Call) -> Object:
    """conversations.replies: return a message and its thread, oldest first."""
    channel = call.channel()
    call.require_scopes(f"{channel.scope_family}:history")
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    parent = channel.find(call.require("ts"))
    if parent is None or parent.only_for is not None:
        raise SlackError("thread_not_found")
    replies_in_thread = [
        m for m in channel.thread(parent.thread_ts or parent.ts) if m.only_for is None
    ]
    return _page_of_messages(call, [parent, *_in_range(call, replies_in_thread)])


def _page_of_messages(call: Call, matching: list[Message]) -> Object:
    with_metadata = call.boolean("include_all_metadata")
    items = [m.message_object(with_metadata=with_metadata) for m in matching]
    answer = paginate(call, items, "messages", max_limit=999)
    return {**answer, "has_more": bool(answer["response_metadata"]["next_cursor"])}


def open_direct_message(call: Call) -> Object:
    """conversations.open: open the direct message with one person."""
    users = [u for u in call.get("users").split(",") if u]
    if call.get("channel"):
        channel = call.channel()
    elif len(users) != 1:
        raise SlackError("users_list_not_supplied" if not users else "method_not_supported")
    elif users[0] not in call.workspace.people:
        raise SlackError("user_not_found")
    else:
        channel = call.workspace.direct_message(users[0], BOT_USER)
    conversation = channel.conversation_object(BOT_USER, TEAM)
    return {
        "ok": True,
        "channel": conversation if call.boolean("return_im") else {"id": channel.id},
    }


def join(call: Call) -> Object:
    """conversations.join: add the app to a public channel."""
    channel = call.channel()
    if channel.private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    call.workspace.invite(channel, BOT_USER)
    return {"ok": True, "channel": channel.conversation_object(BOT_USER, TEAM)}


METHODS = {
    "conversations.list": Method(list_conversations),
    "conversations.info": Method(conversations_info),
    "conversations.members": Method(members),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.open": Method(open_direct_message, ("im:write",)),
    "conversations.join": Method(join, ("channels:join",)),
}
