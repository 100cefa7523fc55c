"""Control API: set up a test with channels, tokens, clock, faults, settings, the log."""

import secrets
from dataclasses import asdict, fields
from datetime import datetime

from aiohttp import web

from sandbox.config import Settings
from sandbox.control.request import Wish, route
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.workspace import BOT_USER


def create_channel(wish: Wish) -> Object:
    """A new channel: `{name, private?, members?}`."""
    workspace = wish.slack.workspace
    members = [workspace.person(name).id for name in wish.get("members") or []]
    private = bool(wish.get("private"))
    channel = workspace.create_channel(str(wish.need("name")), private=private, members=members)
    return {"channel": channel.id}


def invite(wish: Wish) -> Object:
    """Bring someone, or the bot without `user`, into a channel: `{channel, user?, inviter?}`."""
    workspace = wish.slack.workspace
    user = wish.person().id if wish.get("user") else BOT_USER
    inviter = wish.person("inviter").id if wish.get("inviter") else None
    workspace.invite(wish.channel(), user, inviter)
    return {}


def remove(wish: Wish) -> Object:
    """Take someone, or the bot without `user`, out of a channel: `{channel, user?}`."""
    user = wish.person().id if wish.get("user") else BOT_USER
    wish.slack.workspace.remove(wish.channel(), user)
    return {}


def archive(wish: Wish) -> Object:
    """Archive a channel: `{channel}`."""
    wish.slack.workspace.archive(wish.channel(), archived=True)
    return {}


def unarchive(wish: Wish) -> Object:
    """Bring an archived channel back: `{channel}`."""
    wish.slack.workspace.archive(wish.channel(), archived=False)
    return {}


def revoke(wish: Wish) -> Object:
    """Revoke the bot token; the app hears tokens_revoked."""
    wish.slack.workspace.tokens.state = "revoked"
    wish.slack.workspace.changes.tell("revoked")
    return {}


def uninstall(wish: Wish) -> Object:
    """Remove the app: `{first?}`, "app_uninstalled" (default) or "tokens_revoked", comes first."""
    wish.slack.workspace.tokens.state = "uninstalled"
    order = ["uninstalled", "revoked"]
    for kind in reversed(order) if wish.get("first") == "tokens_revoked" else order:
        wish.slack.workspace.changes.tell(kind)
    return {}


def install(wish: Wish) -> Object:
    """Install the app again with the same tokens."""
    wish.slack.workspace.tokens.state = "active"
    wish.slack.workspace.changes.tell("installed")
    return {}


def clock(wish: Wish) -> Object:
    """The workspace's time; set by `{now: ISO 8601}`, `{advance_seconds}` or `{reset: true}`."""
    own = wish.slack.workspace.clock
    try:
        if wish.get("now"):
            own.set(datetime.fromisoformat(str(wish.get("now"))))
        if wish.get("advance_seconds"):
            own.advance(float(wish.get("advance_seconds")))
    except ValueError:
        raise SlackError("invalid_time") from None
    if wish.get("reset"):
        own.reset()
    if wish.content:
        wish.slack.workspace.changes.tell("clock", now=own.iso())
    return {"now": own.iso(), "seconds": own.now()}


def plan_fault(wish: Wish) -> Object:
    """Plan a failure; see `sandbox.faults.Fault` for the fields."""
    try:
        fault = wish.slack.faults.plan(wish.content)
    except ValueError as error:
        raise SlackError("invalid_fault", detail=str(error)) from None
    return {"fault": asdict(fault)}


def faults(wish: Wish) -> Object:
    """The failures still to come."""
    return {"faults": [asdict(fault) for fault in wish.slack.faults.planned]}


def clear_faults(wish: Wish) -> Object:
    """Nothing fails any more."""
    wish.slack.faults.clear()
    return {}


def settings(wish: Wish) -> Object:
    """The settings; changed by naming them, e.g. `{"rate_limit": false}`."""
    own = wish.slack.settings
    known = {field.name for field in fields(Settings)}
    for name, value in wish.content.items():
        if name not in known:
            raise SlackError("unknown_setting", name=name)
        given = tuple(value) if isinstance(value, list) else value
        present = getattr(own, name)
        if type(given) is not type(present) and not _both_numbers(given, present):
            raise SlackError("invalid_setting", name=name)
        setattr(own, name, given)
    if wish.content:
        wish.slack.workspace.changes.tell("settings")
    return {"settings": asdict(own)}


def _both_numbers(*values: object) -> bool:
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)


def log(wish: Wish) -> Object:
    """Calls and deliveries: `?kind=call|delivery|withheld&method=&type=&after=N&last=COUNT`."""
    found = list(wish.slack.log.entries)
    for name in ("kind", "method", "type"):
        if wish.get(name):
            found = [entry for entry in found if entry.get(name) == wish.get(name)]
    after = wish.whole_number("after", 0)
    found = [entry for entry in found if entry["n"] > after]
    return {"log": found[max(0, len(found) - wish.whole_number("last", len(found))) :]}


def clear_log(wish: Wish) -> Object:
    """Forget what was logged."""
    wish.slack.log.entries.clear()
    return {}


async def settle(wish: Wish) -> Object:
    """Wait until no event and no file is under way: `{seconds?}`, 5 by default."""
    return {"settled": await wish.slack.settle(float(wish.get("seconds") or 5))}


def send_event(wish: Wish) -> Object:
    """Send any event, subscribed or not: `{event}`."""
    return {"event_id": wish.slack.events.send(wish.need("event"))}


def redeliver(wish: Wish) -> Object:
    """Deliver an event once more under the same event_id: `{event_id}`."""
    if not wish.slack.events.again(str(wish.need("event_id"))):
        raise SlackError("unknown_event")
    return {}


async def disconnect(wish: Wish) -> Object:
    """End the Socket Mode connections: `{reason?, abrupt?}`; abrupt cuts them without a word."""
    reason = str(wish.get("reason") or "refresh_requested")
    abrupt = bool(wish.get("abrupt"))
    return {"closed": await wish.slack.sockets.disconnect(reason, abrupt=abrupt)}


async def verify_url(wish: Wish) -> Object:
    """Send the url_verification challenge to the request URL."""
    answer = await wish.slack.courier.verify_url("sandbox-verification-token", secrets.token_hex(8))
    return answer.report()


def routes(slack: Slack) -> list[web.RouteDef]:
    """The routes that arrange."""
    posts = {
        "channel": create_channel,
        "channel/invite": invite,
        "channel/remove": remove,
        "channel/archive": archive,
        "channel/unarchive": unarchive,
        "revoke": revoke,
        "uninstall": uninstall,
        "install": install,
        "clock": clock,
        "faults": plan_fault,
        "settings": settings,
        "event": send_event,
        "redeliver": redeliver,
    }
    return [
        *[route("POST", f"/sandbox/{path}", slack, handler) for path, handler in posts.items()],
        route("POST", "/sandbox/sockets/disconnect", slack, disconnect),
        route("POST", "/sandbox/verify_url", slack, verify_url),
        route("POST", "/sandbox/settle", slack, settle),
        route("GET", "/sandbox/clock", slack, clock),
        route("GET", "/sandbox/faults", slack, faults),
        route("DELETE", "/sandbox/faults", slack, clear_faults),
        route("GET", "/sandbox/settings", slack, settings),
        route("GET", "/sandbox/log", slack, log),
        route("DELETE", "/sandbox/log", slack, clear_log),
    ]
