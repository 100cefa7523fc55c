"""A person clicks a button or chooses in a menu, in a message, a modal or a Home."""

from typing import Any

from sandbox.delivery.elements import STATE_KEYS, entered, find_element, offered_option
from sandbox.delivery.payloads import interaction
from sandbox.delivery.places import Place
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack


async def act(
    slack: Slack, place: Place, action_id: str, block_id: str | None, value: Any
) -> Object:
    """Use one element; returns the report of the delivery.

    An element of an input block that does not dispatch only keeps what was entered.

    Raises:
        SlackError: element_not_found, option_not_offered or interactivity_disabled.
    """
    block, element = find_element(place.blocks, action_id, block_id)
    action = _action(slack, place, block, element, value)
    if block.get("type") == "input" and not block.get("dispatch_action"):
        return {"delivered": False, "kept": True, "status": None, "answer": "", "notice": None}
    if not slack.workspace.manifest.interactivity:
        raise SlackError("interactivity_disabled")
    payload = {
        **interaction(slack, "block_actions", place.user),
        **place.part(),
        "trigger_id": slack.workspace.triggers.issue(place.user.id, place.view_id),
        **place.response_url(),
        "actions": [action],
    }
    answer = await slack.courier.deliver("interactive", payload)
    return answer.report(notice=place.failure(answer))


def _action(slack: Slack, place: Place, block: Object, element: Object, value: Any) -> Object:
    kind = element["type"]
    action: Object = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": slack.workspace.next_ts(),
    }
    if kind in STATE_KEYS:
        report = entered(element, value, slack.suggested.get(element["action_id"], []))
        place.typed.setdefault(block["block_id"], {})[element["action_id"]] = report
        return {**action, **report}
    if kind == "overflow":
        return {**action, "selected_option": offered_option(element, value, [])}
    if kind == "feedback_buttons":
        chosen = element["negative_button" if value == "negative" else "positive_button"]
        return {**action, "text": chosen["text"], "value": chosen["value"]}
    shown: Object = {k: element[k] for k in ("text", "value", "style", "url") if k in element}
    return {**action, **shown}
