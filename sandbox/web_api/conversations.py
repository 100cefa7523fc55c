"""conversations.*"""

from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call, Method, page
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.workspace import BOT_USER, TEAM

TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
SCOPES = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


def of_types(call: Call) -> list[Channel]:
    """The channels of the wanted `types` that the app can know of.

    Raises:
        SlackError: invalid_types or missing_scope.
    """
    wanted = [t.strip() for t in (call.get("types") or "public_channel").split(",")]
    if any(t not in TYPES for t in wanted):
        raise SlackError("invalid_types")
    kinds = [TYPES[t] for t in wanted]
    call.need_scope(*(f"{SCOPES[kind]}:read" for kind in kinds))
    found = [c for c in call.workspace.channels.values() if c.kind in kinds]
    found = [c for c in found if not c.private or BOT_USER in c.members]
    return [c for c in found if not (call.flag("exclude_archived") and c.archived)]


def everything(call: Call) -> Object:
    """conversations.list"""
    return page(call, [c.conversation_object(BOT_USER, TEAM) for c in of_types(call)], "channels")


def info(call: Call) -> Object:
    """One channel."""
    channel = call.channel()
    call.need_scope(f"{channel.scope_family}:read")
    shown = channel.conversation_object(BOT_USER, TEAM)
    if not call.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"ok": True, "channel": shown}


def members(call: Call) -> Object:
    """The ids of the members."""
    channel = call.channel()
    call.need_scope(f"{channel.scope_family}:read")
    answer = page(call, [{"id": member} for member in channel.members], "members")
    return {**answer, "members": [member["id"] for member in answer["members"]]}


def _moment(call: Call, name: str, default: str) -> float:
    try:
        return float(call.get(name) or default)
    except ValueError:
        code = f"invalid_ts_{name}"
        raise SlackError(code) from None


def _in_range(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _moment(call, "oldest", "0"), _moment(call, "latest", "inf")
    inclusive = call.flag("inclusive")
    return [
        m
        for m in messages
        if oldest < float(m.ts) < latest or (inclusive and float(m.ts) in (oldest, latest))
    ]


def history(call: Call) -> Object:
    """The messages of a channel, the newest first; ephemeral ones are in no history."""
    channel = call.channel()
    call.need_scope(f"{channel.scope_family}:history")
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    standing = [m for m in channel.messages if m.only_for is None and m.in_channel]
    found = list(reversed(_in_range(call, standing)))
    answer = _page_of_messages(call, found)
    return {**answer, "pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}


def replies(call: Call) -> Object:
    """A message and the thread under it, the oldest first."""
    channel = call.channel()
    call.need_scope(f"{channel.scope_family}:history")
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    parent = channel.find(call.need("ts"))
    if parent is None or parent.only_for is not None:
        raise SlackError("thread_not_found")
    under = [m for m in channel.thread(parent.thread_ts or parent.ts) if m.only_for is None]
    return _page_of_messages(call, [parent, *_in_range(call, under)])


def _page_of_messages(call: Call, found: list[Message]) -> Object:
    with_metadata = call.flag("include_all_metadata")
    shown = [m.message_object(with_metadata=with_metadata) for m in found]
    answer = page(call, shown, "messages", most=999)
    return {**answer, "has_more": bool(answer["response_metadata"]["next_cursor"])}


def open_direct(call: Call) -> Object:
    """The direct message with one person."""
    users = [u for u in call.get("users").split(",") if u]
    if call.get("channel"):
        channel = call.channel()
    elif len(users) != 1:
        raise SlackError("users_list_not_supplied" if not users else "method_not_supported")
    elif users[0] not in call.workspace.people:
        raise SlackError("user_not_found")
    else:
        channel = call.workspace.direct_message(users[0], BOT_USER)
    full = channel.conversation_object(BOT_USER, TEAM)
    return {"ok": True, "channel": full if call.flag("return_im") else {"id": channel.id}}


def join(call: Call) -> Object:
    """Let the app join a public channel."""
    channel = call.channel()
    if channel.private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    call.workspace.invite(channel, BOT_USER)
    return {"ok": True, "channel": channel.conversation_object(BOT_USER, TEAM)}


METHODS = {
    "conversations.list": Method(everything),
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.open": Method(open_direct, ("im:write",)),
    "conversations.join": Method(join, ("channels:join",)),
}
