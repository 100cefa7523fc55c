"""Interactions in messages, modals and Homes: block actions, shortcuts, external options."""

from dataclasses import dataclass
from typing import Any

from sandbox.delivery.commands import tell_failure
from sandbox.delivery.elements import (
    STATE_KEYS,
    entered,
    find_element,
    offered_option,
    state_values,
)
from sandbox.delivery.transport import Answer
from sandbox.limits.checks import Rules, Spot, exactly_one_of, items
from sandbox.limits.text import option, option_group
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.people import Person
from sandbox.workspace.views import View
from sandbox.workspace.workspace import APP, TEAM


def interaction(slack: Slack, kind: str, user: Person) -> Object:
    """An interaction payload of this `type` by this person, without what it is about."""
    return {
        "type": kind,
        "token": "sandbox-verification-token",
        "api_app_id": APP,
        "team": {"id": TEAM, "domain": slack.workspace.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.home(TEAM),
        },
        "enterprise": None,
        "is_enterprise_install": False,
    }


def in_message(channel: Channel, message: Message) -> Object:
    """The part that says which message was acted upon."""
    ephemeral = message.only_for is not None
    container: Object = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    placed: Object = {"container": container, "channel": channel_part(channel)}
    if not ephemeral:
        placed["message"] = message.message_object()
    return placed


def in_view(view: View, state: Object) -> Object:
    """The part that says which view was acted upon."""
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": view.view_object(state),
    }


def channel_part(channel: Channel) -> Object:
    """`{"id", "name"}` as interactions show a channel."""
    names = {"private": "privategroup", "im": "directmessage"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


@dataclass(frozen=True)
class OnMessage:
    """A person at a message."""

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
    def typed(self) -> dict[str, Object]:
        """What this person has entered in the message so far, by block_id."""
        key = f"{self.channel.id}/{self.message.ts}/{self.user.id}"
        return self.slack.typed.setdefault(key, {})

    def part(self) -> Object:
        """The part of a payload that says where."""
        state = {"values": state_values(self.blocks, self.typed)}
        return {**in_message(self.channel, self.message), "state": state}

    def response_url(self) -> Object:
        """A response URL for the message."""
        workspace = self.slack.workspace
        path = workspace.response_urls.issue(
            self.user.id, self.channel.id, workspace.clock.now(), self.message.ts
        )
        return {"response_url": self.slack.url + path}

    def failure(self, answer: Answer) -> str | None:
        """Tell the person that the app did not acknowledge, if so."""
        return _failure(self.slack, self.user, self.channel.id, answer)


@dataclass(frozen=True)
class InView:
    """A person in a modal or a Home."""

    slack: Slack
    user: Person
    view: View

    @property
    def view_id(self) -> str:
        """The view acted in."""
        return self.view.id

    @property
    def blocks(self) -> list[Object]:
        """The view's blocks."""
        return self.view.blocks

    @property
    def typed(self) -> dict[str, Object]:
        """What the person has entered so far, by block_id."""
        return self.view.typed

    def part(self) -> Object:
        """The part of a payload that says where."""
        return in_view(self.view, state_values(self.blocks, self.typed))

    def response_url(self) -> Object:
        """Views have none."""
        return {}

    def failure(self, answer: Answer) -> str | None:
        """The sentence shown when the app did not acknowledge, if so."""
        return _failure(self.slack, self.user, None, answer)


Place = OnMessage | InView


def _failure(slack: Slack, user: Person, channel: str | None, answer: Answer) -> str | None:
    if answer.error is None:
        return None
    return tell_failure(slack, user.id, channel, "The app's response", answer.error)


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


def _offered(slack: Slack, callback_id: str, kind: str) -> None:
    shortcut = slack.workspace.manifest.shortcuts.get(callback_id)
    if shortcut is None or shortcut.get("type") != kind:
        raise SlackError("unknown_shortcut", callback_id=callback_id)
    if not slack.workspace.manifest.interactivity:
        raise SlackError("interactivity_disabled")


async def run_global_shortcut(slack: Slack, user: Person, callback_id: str) -> Object:
    """Run a shortcut from the composer.

    Raises:
        SlackError: unknown_shortcut or interactivity_disabled.
    """
    _offered(slack, callback_id, "global")
    answer = await slack.courier.deliver(
        "interactive", _shortcut(slack, "shortcut", user, callback_id)
    )
    what = "The shortcut"
    error = answer.error
    notice = tell_failure(slack, user.id, None, what, error) if error else None
    return answer.report(notice=notice)


async def run_message_shortcut(slack: Slack, place: OnMessage, callback_id: str) -> Object:
    """Run a shortcut from the menu of a message.

    Raises:
        SlackError: unknown_shortcut or interactivity_disabled.
    """
    _offered(slack, callback_id, "message")
    payload = {
        **_shortcut(slack, "message_action", place.user, callback_id),
        "channel": channel_part(place.channel),
        "message": place.message.message_object(),
        "message_ts": place.message.ts,
        **place.response_url(),
    }
    answer = await slack.courier.deliver("interactive", payload)
    return answer.report(notice=place.failure(answer))


def _shortcut(slack: Slack, kind: str, user: Person, callback_id: str) -> Object:
    return {
        **interaction(slack, kind, user),
        "callback_id": callback_id,
        "trigger_id": slack.workspace.triggers.issue(user.id),
        "action_ts": slack.workspace.next_ts(),
    }


async def suggest(
    slack: Slack, place: Place, action_id: str, block_id: str | None, typed: str
) -> Object:
    """Ask the app for the options of an external select; the report has them as `options`.

    Raises:
        SlackError: element_not_found.
    """
    block, element = find_element(place.blocks, action_id, block_id)
    payload = {
        **interaction(slack, "block_suggestion", place.user),
        **{key: value for key, value in place.part().items() if key != "state"},
        "action_id": action_id,
        "block_id": block["block_id"],
        "value": typed,
    }
    answer = await slack.courier.deliver("interactive", payload)
    content = answer.content() or {}
    problems = _option_problems(content) if answer.delivered else []
    groups = [] if problems else content.get("option_groups") or []
    options = [] if problems else content.get("options") or []
    flat = [*options, *(one for group in groups for one in group["options"])]
    slack.suggested[str(element["action_id"])] = flat
    return answer.report(
        notice=place.failure(answer),
        options=options,
        option_groups=groups,
        refused=problems,
    )


def _option_problems(content: Object) -> list[str]:
    spot = Spot(content, "", [], Rules())
    exactly_one_of("options", "option_groups")(spot)
    if content.get("options") is not None:
        items(option(), least=0, most=100)(spot.at("options"))
    if content.get("option_groups") is not None:
        items(option_group, least=0, most=100)(spot.at("option_groups"))
    return spot.problems
