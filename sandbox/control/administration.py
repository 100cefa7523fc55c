"""Control API: set up a test with channels, tokens, clock, faults, settings, the log."""

import secrets
from dataclasses import asdict, fields
from datetime import datetime

from aiohttp import web

from sandbox.config import Settings
from sandbox.control.request import ControlRequest, route
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.workspace import BOT_USER


def create_channel(request: ControlRequest) -> Object:
    """Create a channel: `{name, private?, members?}`."""
    workspace = request.slack.workspace
    members = [workspace.person(name).id for name in request.get("members") or []]
    private = bool(request.get("private"))
    channel = workspace.create_channel(
        str(request.require("name")), private=private, members=members
    )
    return {"channel": channel.id}


def invite(request: ControlRequest) -> Object:
    """Add a person, or the bot without `user`, to a channel: `{channel, user?, inviter?}`."""
    workspace = request.slack.workspace
    user = request.person().id if request.get("user") else BOT_USER
    inviter = request.person("inviter").id if request.get("inviter") else None
    workspace.invite(request.channel(), user, inviter)
    return {}


def remove(request: ControlRequest) -> Object:
    """Remove a person, or the bot without `user`, from a channel: `{channel, user?}`."""
    user = request.person().id if request.get("user") else BOT_USER
    request.slack.workspace.remove(request.channel(), user)
    return {}


def archive(request: ControlRequest) -> Object:
    """Archive a channel: `{channel}`."""
    request.slack.workspace.archive(request.channel(), archived=True)
    return {}


def unarchive(request: ControlRequest) -> Object:
    """Unarchive a channel: `{channel}`."""
    request.slack.workspace.archive(request.channel(), archived=False)
    return {}


def revoke(request: ControlRequest) -> Object:
    """Revoke the bot token and send tokens_revoked."""
    request.slack.workspace.tokens.state = "revoked"
    request.slack.workspace.changes.publish("revoked")
    return {}


def uninstall(request: ControlRequest) -> Object:
    """Remove the app; `{first?}` comes first: app_uninstalled (default) or tokens_revoked."""
    request.slack.workspace.tokens.state = "uninstalled"
    order = ["uninstalled", "revoked"]
    for kind in reversed(order) if request.get("first") == "tokens_revoked" else order:
        request.slack.workspace.changes.publish(kind)
    return {}


def install(request: ControlRequest) -> Object:
    """Install the app again with the same tokens."""
    request.slack.workspace.tokens.state = "active"
    request.slack.workspace.changes.publish("installed")
    return {}


def set_clock(request: ControlRequest) -> Object:
    """Set the time by `{now: ISO 8601}`, `{advance_seconds}` or `{reset: true}`; return it."""
    workspace_clock = request.slack.workspace.clock
    try:
        if request.get("now"):
            workspace_clock.set(datetime.fromisoformat(str(request.get("now"))))
        if request.get("advance_seconds"):
            workspace_clock.advance(float(request.get("advance_seconds")))
    except ValueError:
        raise SlackError("invalid_time") from None
    if request.get("reset"):
        workspace_clock.reset()
    if request.content:
        request.slack.workspace.changes.publish("clock", now=workspace_clock.iso())
    return {"now": workspace_clock.iso(), "seconds": workspace_clock.now()}


def plan_fault(request: ControlRequest) -> Object:
    """Plan a fault; see `sandbox.faults.Fault` for the fields."""
    try:
        fault = request.slack.faults.plan(request.content)
    except ValueError as error:
        raise SlackError("invalid_fault", detail=str(error)) from None
    return {"fault": asdict(fault)}


def get_faults(request: ControlRequest) -> Object:
    """Return the faults still planned."""
    return {"faults": [asdict(fault) for fault in request.slack.faults.planned]}


def clear_faults(request: ControlRequest) -> Object:
    """Cancel every planned fault."""
    request.slack.faults.clear()
    return {}


def change_settings(request: ControlRequest) -> Object:
    """Change the settings named, e.g. `{"rate_limit": false}`; return all of them."""
    workspace_clock = request.slack.settings
    visible = {field.name for field in fields(Settings)}
    for name, value in request.content.items():
        if name not in visible:
            raise SlackError("unknown_setting", name=name)
        new_value = tuple(value) if isinstance(value, list) else value
        current = getattr(workspace_clock, name)
        if type(new_value) is not type(current) and not _both_numbers(new_value, current):
            raise SlackError("invalid_setting", name=name)
        setattr(workspace_clock, name, new_value)
    if request.content:
        request.slack.workspace.changes.publish("settings")
    return {"settings": asdict(workspace_clock)}


def _both_numbers(*values: object) -> bool:
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)


def get_log(request: ControlRequest) -> Object:
    """Return log entries: `?kind=call|delivery|withheld&method=&type=&after=N&last=COUNT`."""
    entries = list(request.slack.log.entries)
    for name in ("kind", "method", "type"):
        if request.get(name):
            entries = [entry for entry in entries if entry.get(name) == request.get(name)]
    after = request.integer("after", 0)
    entries = [entry for entry in entries if entry["n"] > after]
    return {"log": entries[max(0, len(entries) - request.integer("last", len(entries))) :]}


def clear_log(request: ControlRequest) -> Object:
    """Empty the log."""
    request.slack.log.entries.clear()
    return {}


async def wait_until_idle(request: ControlRequest) -> Object:
    """Wait until no event and no file is being processed: `{seconds?}`, 5 by default."""
    return {"settled": await request.slack.wait_until_idle(float(request.get("seconds") or 5))}


def send_event(request: ControlRequest) -> Object:
    """Send any event, subscribed or not: `{event}`."""
    return {"event_id": request.slack.events.send(request.require("event"))}


def redeliver(request: ControlRequest) -> Object:
    """Deliver an event again under the same event_id: `{event_id}`."""
    if not request.slack.events.redeliver(str(request.require("event_id"))):
        raise SlackError("unknown_event")
    return {}


async def disconnect(request: ControlRequest) -> Object:
    """Close the Socket Mode connections: `{reason?, abrupt?}`; abrupt resets them."""
    reason = str(request.get("reason") or "refresh_requested")
    abrupt = bool(request.get("abrupt"))
    return {"closed": await request.slack.sockets.disconnect(reason, abrupt=abrupt)}


async def verify_url(request: ControlRequest) -> Object:
    """Send the url_verification challenge to the request URL."""
    answer = await request.slack.dispatcher.verify_url(
        "sandbox-verification-token", secrets.token_hex(8)
    )
    return answer.report()


def routes(slack: Slack) -> list[web.RouteDef]:
    """Return the routes that set up the workspace."""
    posts = {
        "channel": create_channel,
        "channel/invite": invite,
        "channel/remove": remove,
        "channel/archive": archive,
        "channel/unarchive": unarchive,
        "revoke": revoke,
        "uninstall": uninstall,
        "install": install,
        "clock": set_clock,
        "faults": plan_fault,
        "settings": change_settings,
        "event": send_event,
        "redeliver": redeliver,
    }
    return [
        *[route("POST", f"/sandbox/{path}", slack, handler) for path, handler in posts.items()],
        route("POST", "/sandbox/sockets/disconnect", slack, disconnect),
        route("POST", "/sandbox/verify_url", slack, verify_url),
        route("POST", "/sandbox/settle", slack, wait_until_idle),
        route("GET", "/sandbox/clock", slack, set_clock),
        route("GET", "/sandbox/faults", slack, get_faults),
        route("DELETE", "/sandbox/faults", slack, clear_faults),
        route("GET", "/sandbox/settings", slack, change_settings),
        route("GET", "/sandbox/log", slack, get_log),
        route("DELETE", "/sandbox/log", slack, clear_log),
    ]
