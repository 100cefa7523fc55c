"""Interactions in messages, modals and Homes: block actions, shortcuts, external options."""

from dataclasses import dataclass
from typing import Any

from sandbox.delivery.commands import notify_failure
from sandbox.delivery.elements import (
    STATE_KEYS,
    element_state,
    find_element,
    find_option,
    state_values,
)
from sandbox.delivery.transport import Answer
from sandbox.limits.checks import Node, Rules, array_of, exactly_one_of
from sandbox.limits.text import option, option_group
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.people import Person
from sandbox.workspace.views import View
from sandbox.workspace.workspace import APP, TEAM


def interaction_payload(slack: Slack, kind: str, user: Person) -> Object:
    """Build the fields every interaction payload of this `type` has."""
    return {
        "type": kind,
        "token": "sandbox-verification-token",
        "api_app_id": APP,
        "team": {"id": TEAM, "domain": slack.workspace.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.home_team(TEAM),
        },
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_container(channel: Channel, message: Message) -> Object:
    """Build the payload fields that identify the message."""
    ephemeral = message.only_for is not None
    container: Object = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    container_part: Object = {"container": container, "channel": channel_reference(channel)}
    if not ephemeral:
        container_part["message"] = message.message_object()
    return container_part


def view_container(view: View, state: Object) -> Object:
    """Build the payload fields that identify the view."""
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": view.view_object(state),
    }


def channel_reference(channel: Channel) -> Object:
    """Return `{"id", "name"}` of a channel as interactions show it."""
    names = {"private": "privategroup", "im": "directmessage"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


@dataclass(frozen=True)
class MessageContext:
    """A person interacting with a message."""

    slack: Slack
    user: Person
    channel: Channel
    message: Message
    view_id: None = None

    @property
    def blocks(self) -> list[Object]:
        """The message's blocks."""
        return list(self.message.body.get("blocks") or [])

    @property
    def inputs(self) -> dict[str, Object]:
        """State objects this person has entered in the message, by block_id and action_id."""
        key = f"{self.channel.id}/{self.message.ts}/{self.user.id}"
        return self.slack.message_inputs.setdefault(key, {})

    def payload_part(self) -> Object:
        """Return the payload fields that identify the message, with its state."""
        state = {"values": state_values(self.blocks, self.inputs)}
        return {**message_container(self.channel, self.message), "state": state}

    def response_url(self) -> Object:
        """Return a new response URL for the message."""
        workspace = self.slack.workspace
        path = workspace.response_urls.issue(
            self.user.id, self.channel.id, workspace.clock.now(), self.message.ts
        )
        return {"response_url": self.slack.url + path}

    def notify_failure(self, answer: Answer) -> str | None:
        """Notify the person if the app did not acknowledge; return the text, or None."""
        return _notify_no_answer(self.slack, self.user, self.channel.id, answer)


@dataclass(frozen=True)
class ViewContext:
    """A person interacting with a modal or a Home."""

    slack: Slack
    user: Person
    view: View

    @property
    def view_id(self) -> str:
        """The view's id."""
        return self.view.id

    @property
    def blocks(self) -> list[Object]:
        """The view's blocks."""
        return self.view.blocks

    @property
    def inputs(self) -> dict[str, Object]:
        """State objects the person has entered in the view, by block_id and action_id."""
        return self.view.inputs

    def payload_part(self) -> Object:
        """Return the payload fields that identify the view, with its state."""
        return view_container(self.view, state_values(self.blocks, self.inputs))

    def response_url(self) -> Object:
        """Return {}: views have no response URL."""
        return {}

    def notify_failure(self, answer: Answer) -> str | None:
        """Return the text shown if the app did not acknowledge, or None."""
        return _notify_no_answer(self.slack, self.user, None, answer)


InteractionContext = MessageContext | ViewContext


def _notify_no_answer(
    slack: Slack, user: Person, channel: str | None, answer: Answer
) -> str | None:
    if answer.error is None:
        return None
    return notify_failure(slack, user.id, channel, "The app's response", answer.error)


async def trigger_action(
    slack: Slack, context: InteractionContext, action_id: str, block_id: str | None, value: Any
) -> Object:
    """Use one element; return the report of the delivery.

    An element of an input block without dispatch_action only stores what was entered.

    Raises:
        SlackError: element_not_found, option_not_offered or interactivity_disabled.
    """
    block, element = find_element(context.blocks, action_id, block_id)
    action = _action_payload(slack, context, block, element, value)
    if block.get("type") == "input" and not block.get("dispatch_action"):
        return {"delivered": False, "stored": True, "status": None, "answer": "", "notice": None}
    if not slack.workspace.manifest.interactivity:
        raise SlackError("interactivity_disabled")
    payload = {
        **interaction_payload(slack, "block_actions", context.user),
        **context.payload_part(),
        "trigger_id": slack.workspace.triggers.issue(context.user.id, context.view_id),
        **context.response_url(),
        "actions": [action],
    }
    answer = await slack.dispatcher.deliver("interactive", payload)
    return answer.report(notice=context.notify_failure(answer))


def _action_payload(
    slack: Slack, context: InteractionContext, block: Object, element: Object, value: Any
) -> Object:
    kind = element["type"]
    action: Object = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": slack.workspace.next_ts(),
    }
    if kind in STATE_KEYS:
        state = element_state(element, value, slack.suggested_options.get(element["action_id"], []))
        context.inputs.setdefault(block["block_id"], {})[element["action_id"]] = state
        return {**action, **state}
    if kind == "overflow":
        return {**action, "selected_option": find_option(element, value, [])}
    if kind == "feedback_buttons":
        chosen = element["negative_button" if value == "negative" else "positive_button"]
        return {**action, "text": chosen["text"], "value": chosen["value"]}
    details: Object = {k: element[k] for k in ("text", "value", "style", "url") if k in element}
    return {**action, **details}


def _require_shortcut(slack: Slack, callback_id: str, kind: str) -> None:
    shortcut = slack.workspace.manifest.shortcuts.get(callback_id)
    if shortcut is None or shortcut.get("type") != kind:
        raise SlackError("unknown_shortcut", callback_id=callback_id)
    if not slack.workspace.manifest.interactivity:
        raise SlackError("interactivity_disabled")


async def run_global_shortcut(slack: Slack, user: Person, callback_id: str) -> Object:
    """Run a shortcut from the composer; return the report of the delivery.

    Raises:
        SlackError: unknown_shortcut or interactivity_disabled.
    """
    _require_shortcut(slack, callback_id, "global")
    answer = await slack.dispatcher.deliver(
        "interactive", _shortcut_payload(slack, "shortcut", user, callback_id)
    )
    subject = "The shortcut"
    error = answer.error
    notice = notify_failure(slack, user.id, None, subject, error) if error else None
    return answer.report(notice=notice)


async def run_message_shortcut(slack: Slack, context: MessageContext, callback_id: str) -> Object:
    """Run a shortcut from the menu of a message; return the report of the delivery.

    Raises:
        SlackError: unknown_shortcut or interactivity_disabled.
    """
    _require_shortcut(slack, callback_id, "message")
    payload = {
        **_shortcut_payload(slack, "message_action", context.user, callback_id),
        "channel": channel_reference(context.channel),
        "message": context.message.message_object(),
        "message_ts": context.message.ts,
        **context.response_url(),
    }
    answer = await slack.dispatcher.deliver("interactive", payload)
    return answer.report(notice=context.notify_failure(answer))


def _shortcut_payload(slack: Slack, kind: str, user: Person, callback_id: str) -> Object:
    return {
        **interaction_payload(slack, kind, user),
        "callback_id": callback_id,
        "trigger_id": slack.workspace.triggers.issue(user.id),
        "action_ts": slack.workspace.next_ts(),
    }


async def request_options(
    slack: Slack, context: InteractionContext, action_id: str, block_id: str | None, typed: str
) -> Object:
    """Ask the app for the options of an external select; return a report with `options`.

    Raises:
        SlackError: element_not_found.
    """
    block, element = find_element(context.blocks, action_id, block_id)
    payload = {
        **interaction_payload(slack, "block_suggestion", context.user),
        **{key: value for key, value in context.payload_part().items() if key != "state"},
        "action_id": action_id,
        "block_id": block["block_id"],
        "value": typed,
    }
    answer = await slack.dispatcher.deliver("interactive", payload)
    content = answer.content() or {}
    problems = _option_problems(content) if answer.delivered else []
    groups = [] if problems else content.get("option_groups") or []
    options = [] if problems else content.get("options") or []
    all_options = [*options, *(one for group in groups for one in group["options"])]
    slack.suggested_options[str(element["action_id"])] = all_options
    return answer.report(
        notice=context.notify_failure(answer),
        options=options,
        option_groups=groups,
        refused=problems,
    )


def _option_problems(content: Object) -> list[str]:
    node = Node(content, "", [], Rules())
    exactly_one_of("options", "option_groups")(node)
    if content.get("options") is not None:
        array_of(option(), min_items=0, max_items=100)(node.at("options"))
    if content.get("option_groups") is not None:
        array_of(option_group, min_items=0, max_items=100)(node.at("option_groups"))
    return node.problems
