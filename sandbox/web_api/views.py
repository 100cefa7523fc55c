"""views.*"""

from sandbox.objects import Object, SlackError
from sandbox.validation import checked_view
from sandbox.web_api.call import Call, Method
from sandbox.workspace.credentials import Trigger
from sandbox.workspace.views import STACK, View


def _wanted(call: Call, kind: str) -> Object:
    return checked_view(call.arguments.get("view"), call.slack.settings, kind)


def _trigger(call: Call) -> Trigger:
    lifetime = call.slack.settings.trigger_seconds
    return call.workspace.triggers.exchange(call.need("trigger_id"), lifetime)


def _check_external_id(call: Call, definition: Object) -> None:
    if call.workspace.views.taken(definition.get("external_id")):
        raise SlackError("duplicate_external_id")


def _shown(call: Call, view: View) -> Object:
    call.workspace.tell_views(view.user)
    return {"ok": True, "view": view.view_object()}


def open_view(call: Call) -> Object:
    """views.open: the first modal of a stack; whatever was open gives way."""
    definition = _wanted(call, "modal")
    _check_external_id(call, definition)
    trigger = _trigger(call)
    call.workspace.views.clear(trigger.user)
    view = call.workspace.new_view(trigger.user, definition)
    call.workspace.views.push(view)
    return _shown(call, view)


def push(call: Call) -> Object:
    """views.push: on top of the modal the trigger came from."""
    definition = _wanted(call, "modal")
    _check_external_id(call, definition)
    trigger = _trigger(call)
    stack = call.workspace.views.stack(trigger.user)
    if trigger.view_id is None or not any(view.id == trigger.view_id for view in stack):
        raise SlackError("not_found")
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    view = call.workspace.new_view(trigger.user, definition, stack[-1])
    call.workspace.views.push(view)
    return _shown(call, view)


def _check_hash(call: Call, view: View) -> None:
    if call.get("hash") and call.get("hash") != view.hash:
        raise SlackError("hash_conflict")


def update(call: Call) -> Object:
    """views.update, by view_id or external_id; with `hash` only if nothing changed since."""
    if not call.get("view_id") and not call.get("external_id"):
        call.need("view_id")
    view = call.workspace.views.find(call.get("view_id") or None, call.get("external_id") or None)
    definition = _wanted(call, str(view.definition.get("type", "modal")))
    _check_hash(call, view)
    view.replace(definition, call.workspace.clock.now())
    return _shown(call, view)


def publish(call: Call) -> Object:
    """views.publish: a person's Home."""
    user = call.need("user_id")
    if not call.workspace.manifest.home_tab:
        raise SlackError("not_enabled")
    definition = _wanted(call, "home")
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    homes = call.workspace.views.homes
    if user in homes:
        _check_hash(call, homes[user])
        homes[user].replace(definition, call.workspace.clock.now())
    else:
        homes[user] = call.workspace.new_view(user, definition)
    call.workspace.changes.tell("home", user=user)
    return {"ok": True, "view": homes[user].view_object()}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
