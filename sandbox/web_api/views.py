"""views.* methods."""

from sandbox.objects import Object, SlackError
from sandbox.validation import validate_view
from sandbox.web_api.call import Call, Method
from sandbox.workspace.credentials import Trigger
from sandbox.workspace.views import MAX_STACK_SIZE, View


def _view_definition(call: Call, kind: str) -> Object:
    return validate_view(call.arguments.get("view"), call.slack.settings, kind)


def _trigger(call: Call) -> Trigger:
    lifetime = call.slack.settings.trigger_seconds
    return call.workspace.triggers.exchange(call.require("trigger_id"), lifetime)


def _check_external_id(call: Call, definition: Object) -> None:
    if call.workspace.views.external_id_in_use(definition.get("external_id")):
        raise SlackError("duplicate_external_id")


def _publish_and_answer(call: Call, view: View) -> Object:
    call.workspace.publish_views(view.user)
    return {"ok": True, "view": view.view_object()}


def open_view(call: Call) -> Object:
    """views.open: open the first modal of a stack; close any that was open."""
    definition = _view_definition(call, "modal")
    _check_external_id(call, definition)
    trigger = _trigger(call)
    call.workspace.views.clear(trigger.user)
    view = call.workspace.new_view(trigger.user, definition)
    call.workspace.views.push(view)
    return _publish_and_answer(call, view)


def push_view(call: Call) -> Object:
    """views.push: open a modal on top of the one the trigger came from."""
    definition = _view_definition(call, "modal")
    _check_external_id(call, definition)
    trigger = _trigger(call)
    stack = call.workspace.views.stack(trigger.user)
    if trigger.view_id is None or not any(view.id == trigger.view_id for view in stack):
        raise SlackError("not_found")
    if len(stack) >= MAX_STACK_SIZE:
        raise SlackError("push_limit_reached")
    view = call.workspace.new_view(trigger.user, definition, stack[-1])
    call.workspace.views.push(view)
    return _publish_and_answer(call, view)


def _check_hash(call: Call, view: View) -> None:
    if call.get("hash") and call.get("hash") != view.hash:
        raise SlackError("hash_conflict")


def update_view(call: Call) -> Object:
    """views.update by view_id or external_id; with `hash`, only if nothing changed since."""
    if not call.get("view_id") and not call.get("external_id"):
        call.require("view_id")
    view = call.workspace.views.find(call.get("view_id") or None, call.get("external_id") or None)
    definition = _view_definition(call, str(view.definition.get("type", "modal")))
    _check_hash(call, view)
    view.replace(definition, call.workspace.clock.now())
    return _publish_and_answer(call, view)


def publish_home(call: Call) -> Object:
    """views.publish: publish a person's Home."""
    user = call.require("user_id")
    if not call.workspace.manifest.home_tab:
        raise SlackError("not_enabled")
    definition = _view_definition(call, "home")
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    homes = call.workspace.views.homes
    if user in homes:
        _check_hash(call, homes[user])
        homes[user].replace(definition, call.workspace.clock.now())
    else:
        homes[user] = call.workspace.new_view(user, definition)
    call.workspace.changes.publish("home", user=user)
    return {"ok": True, "view": homes[user].view_object()}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push_view),
    "views.update": Method(update_view),
    "views.publish": Method(publish_home),
}
