"""apps.connections.open."""

from sandbox.objects import Object
from sandbox.web_api.call import Call, Method
from sandbox.workspace.workspace import APP


def open_connection(call: Call) -> Object:
    """A WebSocket URL good for one connection."""
    host = call.slack.url.removeprefix("http://")
    ticket = call.slack.sockets.ticket()
    return {"ok": True, "url": f"ws://{host}/link/?ticket={ticket}&app_id={APP}"}


METHODS = {"apps.connections.open": Method(open_connection, app_token=True)}
