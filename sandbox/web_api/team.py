"""auth.test, api.test, team.*, bots.*, users.* and apps.connections.open methods."""

from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call, Method, paginate
from sandbox.web_api.conversations import channels_of_types
from sandbox.workspace.workspace import APP, BOT, BOT_USER, TEAM


def auth_test(call: Call) -> Object:
    """auth.test: return whom the token belongs to."""
    workspace = call.workspace
    return {
        "ok": True,
        "url": f"{call.slack.url}/",
        "team": workspace.company,
        "user": workspace.people[BOT_USER].name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Object:
    """api.test: echo the arguments; fail with `error` if given."""
    arguments = {key: value for key, value in call.arguments.items() if key != "token"}
    if call.get("error"):
        raise SlackError(call.get("error"), args=arguments)
    return {"ok": True, "args": arguments}


def team_info(call: Call) -> Object:
    """team.info: return the workspace."""
    team = {"id": TEAM, "name": call.workspace.company, "domain": call.workspace.domain}
    return {"ok": True, "team": {**team, "email_domain": "", "url": f"{call.slack.url}/"}}


def bots_info(call: Call) -> Object:
    """bots.info: return the app's own bot."""
    if call.get("bot") not in ("", BOT):
        raise SlackError("bot_not_found")
    bot = {"id": BOT, "deleted": False, "app_id": APP, "user_id": BOT_USER, "icons": {}}
    return {"ok": True, "bot": {**bot, "name": call.workspace.manifest.name}}


def users_info(call: Call) -> Object:
    """users.info: return one person, by id."""
    person = call.workspace.people.get(call.require("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"ok": True, "user": person.user_object(TEAM, call.workspace.clock.now())}


def users_list(call: Call) -> Object:
    """users.list: return every person, the bot included."""
    now = call.workspace.clock.now()
    people = [person.user_object(TEAM, now) for person in call.workspace.people.values()]
    return {**paginate(call, people, "members", default=1000), "cache_ts": int(now)}


def users_conversations(call: Call) -> Object:
    """users.conversations: return the visible channels a person (else the app) is in."""
    user = call.get("user") or BOT_USER
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    channels = [c for c in channels_of_types(call) if user in c.members]
    return paginate(call, [c.conversation_object(BOT_USER, TEAM) for c in channels], "channels")


def open_connection(call: Call) -> Object:
    """apps.connections.open: return a WebSocket URL for one connection."""
    host = call.slack.url.removeprefix("http://")
    ticket = call.slack.sockets.issue_ticket()
    return {"ok": True, "url": f"ws://{host}/link/?ticket={ticket}&app_id={APP}"}


METHODS = {
    "auth.test": Method(auth_test),
    "api.test": Method(api_test, no_token=True),
    "team.info": Method(team_info, ("team:read",)),
    "bots.info": Method(bots_info, ("users:read",)),
    "users.info": Method(users_info, ("users:read",)),
    "users.list": Method(users_list, ("users:read",)),
    "users.conversations": Method(users_conversations),
    "apps.connections.open": Method(open_connection, app_token=True),
}
