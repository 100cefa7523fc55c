"""users.*"""

from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call, Method
from sandbox.web_api.conversations import of_types
from sandbox.web_api.paging import page
from sandbox.workspace.workspace import BOT_USER, TEAM


def info(call: Call) -> Object:
    """One person, by id."""
    person = call.workspace.people.get(call.need("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"ok": True, "user": person.user_object(TEAM, call.workspace.clock.now())}


def everyone(call: Call) -> Object:
    """Everyone, the bot included."""
    now = call.workspace.clock.now()
    people = [person.user_object(TEAM, now) for person in call.workspace.people.values()]
    return {**page(call, people, "members", default=1000), "cache_ts": int(now)}


def conversations(call: Call) -> Object:
    """The channels a person is in that the app can see; the app's own without `user`."""
    user = call.get("user") or BOT_USER
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    found = [c for c in of_types(call) if user in c.members]
    return page(call, [c.conversation_object(BOT_USER, TEAM) for c in found], "channels")


METHODS = {
    "users.info": Method(info, ("users:read",)),
    "users.list": Method(everyone, ("users:read",)),
    "users.conversations": Method(conversations),
}
