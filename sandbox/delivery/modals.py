"""Fill in, submit and close modals as a person."""

import re
from typing import Any

from sandbox.delivery.commands import notify_failure
from sandbox.delivery.elements import STATE_KEYS, element_state, elements, state_values
from sandbox.delivery.interactions import interaction_payload
from sandbox.delivery.transport import Answer
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.validation import validate_view
from sandbox.workspace.people import Person
from sandbox.workspace.views import View

TEXT_INPUT_FORMATS = {
    "email_text_input": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "Enter a valid email address"),
    "url_text_input": (re.compile(r"https?://\S+"), "Enter a valid URL"),
    "number_input": (re.compile(r"-?\d+(\.\d+)?"), "Enter a valid number"),
}


def visible_modal(slack: Slack, user: Person, view_id: str | None = None) -> View:
    """Return the visible modal of a person, or the open one with this id.

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
        block, element = _find_input(view, name)
        report = element_state(
            element, value, slack.suggested_options.get(element["action_id"], [])
        )
        view.inputs.setdefault(block["block_id"], {})[element["action_id"]] = report


def _find_input(view: View, name: str) -> tuple[Object, Object]:
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

    Return the report of the delivery with `errors` (by block_id; also those Slack's own client
    finds before anything is sent), `notice`, and `stack`, the ids of the modals open afterwards.
    """
    view.errors = _client_errors(view)
    if view.errors:
        report: Object = {"delivered": False, "status": None, "answer": "", "notice": None}
        return {**report, "errors": view.errors, "stack": _open_view_ids(slack, user)}
    payload = {
        **interaction_payload(slack, "view_submission", user),
        "trigger_id": slack.workspace.triggers.issue(user.id, view.id),
        "view": view.view_object(state_values(view.blocks, view.inputs)),
        "response_urls": _response_urls(slack, user, view),
    }
    answer = await slack.dispatcher.deliver("interactive", payload)
    notice = _apply_answer(slack, user, view, answer)
    slack.workspace.publish_views(user.id)
    return answer.report(notice=notice, errors=view.errors, stack=_open_view_ids(slack, user))


def _open_view_ids(slack: Slack, user: Person) -> list[str]:
    return [view.id for view in slack.workspace.views.stack(user.id)]


def _client_errors(view: View) -> Object:
    """Return the errors Slack's own client finds before anything is sent, by block_id."""
    values = state_values(view.blocks, view.inputs)
    errors: Object = {}
    for block, element in elements(view.blocks):
        if block.get("type") == "input" and element["type"] in STATE_KEYS:
            value = values[block["block_id"]][element["action_id"]][STATE_KEYS[element["type"]]]
            problem = _input_error(block, element, value)
            if problem:
                errors[block["block_id"]] = problem
    return errors


def _input_error(block: Object, element: Object, value: Any) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field"
    if isinstance(value, str):
        if len(value) < int(element.get("min_length") or 0):
            return f"Enter at least {element['min_length']} characters"
        if len(value) > int(element.get("max_length") or 3000):
            return f"Enter at most {element.get('max_length') or 3000} characters"
        pattern, sentence = TEXT_INPUT_FORMATS.get(element["type"], (None, None))
        if pattern and not pattern.fullmatch(value):
            return sentence
    return None


def _response_urls(slack: Slack, user: Person, view: View) -> list[Object]:
    values = state_values(view.blocks, view.inputs)
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


def _apply_answer(slack: Slack, user: Person, view: View, answer: Answer) -> str | None:
    """Apply the app's answer; return the text shown to the person if that fails, or None."""
    subject = "The submission"
    if answer.error:
        return notify_failure(slack, user.id, None, subject, answer.error)
    content = answer.content() or {}
    try:
        _apply_response_action(slack, user, view, content)
    except SlackError as error:
        detail = "; ".join(error.extra.get("errors", []))
        return notify_failure(slack, user.id, None, subject, f"{error.code} {detail}".strip())
    return None


def _apply_response_action(slack: Slack, user: Person, view: View, content: Object) -> None:
    views, now = slack.workspace.views, slack.workspace.clock.now()
    action = content.get("response_action")
    if action == "errors":
        view.errors = _validate_errors(view, content.get("errors"))
    elif action == "update":
        view.replace(validate_view(content.get("view"), slack.settings, "modal"), now)
    elif action == "push":
        definition = validate_view(content.get("view"), slack.settings, "modal")
        views.push(slack.workspace.new_view(user.id, definition, view))
    elif action == "clear":
        views.clear(user.id)
    elif action is None:
        views.close(view)
    else:
        raise SlackError("invalid_response_action", errors=[str(action)])


def _validate_errors(view: View, errors: Any) -> Object:
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_response_action", errors=["errors must be an object"])
    inputs = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    unknown = sorted(set(errors) - inputs)
    if unknown:
        problems = [f"no input block has the block_id {block_id}" for block_id in unknown]
        raise SlackError("invalid_response_action", errors=problems)
    return errors


async def close(slack: Slack, user: Person, view: View) -> Object:
    """Press the close button; with clear_on_close, close every modal. Return the last report."""
    views = slack.workspace.views
    cleared = bool(view.definition.get("clear_on_close"))
    closed = views.clear(user.id) if cleared else [view]
    views.close(view)
    slack.workspace.publish_views(user.id)
    report: Object = {"delivered": False, "status": None, "answer": "", "notice": None}
    for closed_view in closed:
        if closed_view.definition.get("notify_on_close"):
            payload = {
                **interaction_payload(slack, "view_closed", user),
                "view": closed_view.view_object(
                    state_values(closed_view.blocks, closed_view.inputs)
                ),
                "is_cleared": cleared,
            }
            answer = await slack.dispatcher.deliver("interactive", payload)
            report = answer.report(notice=None)
    return {**report, "stack": _open_view_ids(slack, user)}
