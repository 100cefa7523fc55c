"""reactions.*"""

from sandbox.objects import Object
from sandbox.web_api.call import Call, Method
from sandbox.workspace.posting import find, react, unreact
from sandbox.workspace.workspace import BOT_USER


def add(call: Call) -> Object:
    """The app reacts to a message."""
    name = call.need("name")
    channel = call.channel_of_member()
    react(call.workspace, channel, find(channel, call.need("timestamp")), BOT_USER, name)
    return {"ok": True}


def remove(call: Call) -> Object:
    """The app takes its reaction back."""
    name = call.need("name")
    channel = call.channel_of_member()
    unreact(call.workspace, channel, find(channel, call.need("timestamp")), BOT_USER, name)
    return {"ok": True}


def get(call: Call) -> Object:
    """The reactions to a message."""
    channel = call.channel_of_member()
    message = find(channel, call.need("timestamp"))
    shown = message.message_object()
    return {"ok": True, "type": "message", "channel": channel.id, "message": shown}


METHODS = {
    "reactions.add": Method(add, ("reactions:write",)),
    "reactions.remove": Method(remove, ("reactions:write",)),
    "reactions.get": Method(get, ("reactions:read",)),
}
