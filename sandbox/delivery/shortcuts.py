"""A person runs a global or a message shortcut, or asks an external select for its options."""

from sandbox.delivery.elements import find_element
from sandbox.delivery.payloads import channel_part, interaction
from sandbox.delivery.places import OnMessage, Place
from sandbox.delivery.responses import tell_failure
from sandbox.limits.spot import Rules, Spot, exactly_one_of, items
from sandbox.limits.text import option, option_group
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.people import Person


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
