"""A person fills in, submits or closes a modal."""

import re
from typing import Any

from sandbox.delivery.commands import tell_failure
from sandbox.delivery.elements import STATE_KEYS, elements, entered, state_values
from sandbox.delivery.interactions import interaction
from sandbox.delivery.transport import Answer
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.validation import checked_view
from sandbox.workspace.people import Person
from sandbox.workspace.views import View

CHECKS = {
    "email_text_input": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "Enter a valid email address"),
    "url_text_input": (re.compile(r"https?://\S+"), "Enter a valid URL"),
    "number_input": (re.compile(r"-?\d+(\.\d+)?"), "Enter a valid number"),
}


def visible_modal(slack: Slack, user: Person, view_id: str | None = None) -> View:
    """The modal a person sees, or the open one with this id.

    Raises:
        SlackError: no_open_view.
    """
    stack = slack.workspace.views.stack(user.id)
    for view in reversed(stack):
        if view_id in (None, view.id):
            return view
    raise SlackError("no_open_view")


def fill(slack: Slack, view: View, values: Any) -> None:
    """Enter values; each key is a block_id, an action_id, or "block_id.action_id".

    Raises:
        SlackError: invalid_values, element_not_found or option_not_offered.
    """
    if not isinstance(values, dict):
        raise SlackError("invalid_values")
    for name, value in values.items():
        block, element = _named(view, name)
        report = entered(element, value, slack.suggested.get(element["action_id"], []))
        view.typed.setdefault(block["block_id"], {})[element["action_id"]] = report


def _named(view: View, name: str) -> tuple[Object, Object]:
    for block, element in elements(view.blocks):
        block_id, action_id = block["block_id"], element.get("action_id")
        if element.get("type") in STATE_KEYS and name in (
            block_id,
            action_id,
            f"{block_id}.{action_id}",
        ):
            return block, element
    raise SlackError("element_not_found", name=name)


async def submit(slack: Slack, user: Person, view: View) -> Object:
    """Press the submit button.

    Returns the report of the delivery with `errors` (by block_id; also when the client itself
    refuses and nothing is delivered), `notice`, and `stack`, the ids of the modals open afterwards.
    """
    view.errors = _client_errors(view)
    if view.errors:
        report: Object = {"delivered": False, "status": None, "answer": "", "notice": None}
        return {**report, "errors": view.errors, "stack": _stack(slack, user)}
    payload = {
        **interaction(slack, "view_submission", user),
        "trigger_id": slack.workspace.triggers.issue(user.id, view.id),
        "view": view.view_object(state_values(view.blocks, view.typed)),
        "response_urls": _response_urls(slack, user, view),
    }
    answer = await slack.courier.deliver("interactive", payload)
    notice = _follow(slack, user, view, answer)
    slack.workspace.tell_views(user.id)
    return answer.report(notice=notice, errors=view.errors, stack=_stack(slack, user))


def _stack(slack: Slack, user: Person) -> list[str]:
    return [view.id for view in slack.workspace.views.stack(user.id)]


def _client_errors(view: View) -> Object:
    """What Slack's own client refuses before anything is sent."""
    values = state_values(view.blocks, view.typed)
    errors: Object = {}
    for block, element in elements(view.blocks):
        if block.get("type") == "input" and element["type"] in STATE_KEYS:
            value = values[block["block_id"]][element["action_id"]][STATE_KEYS[element["type"]]]
            problem = _problem(block, element, value)
            if problem:
                errors[block["block_id"]] = problem
    return errors


def _problem(block: Object, element: Object, value: Any) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field"
    if isinstance(value, str):
        if len(value) < int(element.get("min_length") or 0):
            return f"Enter at least {element['min_length']} characters"
        if len(value) > int(element.get("max_length") or 3000):
            return f"Enter at most {element.get('max_length') or 3000} characters"
        pattern, sentence = CHECKS.get(element["type"], (None, None))
        if pattern and not pattern.fullmatch(value):
            return sentence
    return None


def _response_urls(slack: Slack, user: Person, view: View) -> list[Object]:
    values = state_values(view.blocks, view.typed)
    urls: list[Object] = []
    for block, element in elements(view.blocks):
        if element.get("response_url_enabled"):
            report = values[block["block_id"]][element["action_id"]]
            chosen = report[STATE_KEYS[element["type"]]]
            if chosen in slack.workspace.channels:
                now = slack.workspace.clock.now()
                path = slack.workspace.response_urls.issue(user.id, chosen, now)
                ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
                urls.append({**ids, "channel_id": chosen, "response_url": slack.url + path})
    return urls


def _follow(slack: Slack, user: Person, view: View, answer: Answer) -> str | None:
    """Do what the app answered; returns what the person is told when that is impossible."""
    what = "The submission"
    if answer.error:
        return tell_failure(slack, user.id, None, what, answer.error)
    content = answer.content() or {}
    try:
        _response_action(slack, user, view, content)
    except SlackError as error:
        detail = "; ".join(error.extra.get("errors", []))
        return tell_failure(slack, user.id, None, what, f"{error.code} {detail}".strip())
    return None


def _response_action(slack: Slack, user: Person, view: View, content: Object) -> None:
    views, now = slack.workspace.views, slack.workspace.clock.now()
    action = content.get("response_action")
    if action == "errors":
        view.errors = _checked_errors(view, content.get("errors"))
    elif action == "update":
        view.replace(checked_view(content.get("view"), slack.settings, "modal"), now)
    elif action == "push":
        definition = checked_view(content.get("view"), slack.settings, "modal")
        views.push(slack.workspace.new_view(user.id, definition, view))
    elif action == "clear":
        views.clear(user.id)
    elif action is None:
        views.close(view)
    else:
        raise SlackError("invalid_response_action", errors=[str(action)])


def _checked_errors(view: View, errors: Any) -> Object:
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_response_action", errors=["errors must be an object"])
    inputs = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    unknown = sorted(set(errors) - inputs)
    if unknown:
        named = [f"no input block has the block_id {block_id}" for block_id in unknown]
        raise SlackError("invalid_response_action", errors=named)
    return errors


async def close(slack: Slack, user: Person, view: View) -> Object:
    """Press the close button; with clear_on_close every modal goes. Returns the last report."""
    views = slack.workspace.views
    cleared = bool(view.definition.get("clear_on_close"))
    closed = views.clear(user.id) if cleared else [view]
    views.close(view)
    slack.workspace.tell_views(user.id)
    report: Object = {"delivered": False, "status": None, "answer": "", "notice": None}
    for gone in closed:
        if gone.definition.get("notify_on_close"):
            payload = {
                **interaction(slack, "view_closed", user),
                "view": gone.view_object(state_values(gone.blocks, gone.typed)),
                "is_cleared": cleared,
            }
            answer = await slack.courier.deliver("interactive", payload)
            report = answer.report(notice=None)
    return {**report, "stack": _stack(slack, user)}
