"""auth.test, api.test, team.info, bots.info."""

from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call, Method
from sandbox.workspace.workspace import APP, BOT, BOT_USER, TEAM


def auth_test(call: Call) -> Object:
    """Who the token belongs to."""
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
    """Echo; with `error`, fail with it."""
    arguments = {key: value for key, value in call.arguments.items() if key != "token"}
    if call.get("error"):
        raise SlackError(call.get("error"), args=arguments)
    return {"ok": True, "args": arguments}


def team_info(call: Call) -> Object:
    """The workspace."""
    team = {"id": TEAM, "name": call.workspace.company, "domain": call.workspace.domain}
    return {"ok": True, "team": {**team, "email_domain": "", "url": f"{call.slack.url}/"}}


def bots_info(call: Call) -> Object:
    """The app's own bot."""
    if call.get("bot") not in ("", BOT):
        raise SlackError("bot_not_found")
    bot = {"id": BOT, "deleted": False, "app_id": APP, "user_id": BOT_USER, "icons": {}}
    return {"ok": True, "bot": {**bot, "name": call.workspace.manifest.name}}


METHODS = {
    "auth.test": Method(auth_test),
    "api.test": Method(api_test, open_to_all=True),
    "team.info": Method(team_info, ("team:read",)),
    "bots.info": Method(bots_info, ("users:read",)),
}
