"""Build modals and their inputs, and read their values. Every value is text, also dates and ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.slack.kit import Block, Element, context, escape, plain

MAX_TITLE = 24


MAX_INPUT = 3000


MAX_PLACEHOLDER = 150


MAX_LABEL = 2000


MAX_OPTIONS = 100


MAX_OPTION_TEXT = 75


MAX_OPTION_VALUE = 150


MAX_CHECKBOXES = 10


YES = "yes"


# The key of the initial value, for inputs whose value is an id or a date.
INITIAL_VALUE_KEYS = {
    "users_select": "initial_user",
    "conversations_select": "initial_conversation",
    "datepicker": "initial_date",
}


Values = Mapping[str, str | None]


Choice = tuple[str, str]


@dataclass(frozen=True)
class Field:
    """One input. `id` is its block and action id, by which its value and error are found.

    With `dispatches` Slack sends every change, because other fields depend on it. `shown_as` is
    the text of its value in a menu whose entries are searched for, if that is not the value.
    """

    id: str
    label: str
    element: Element
    optional: bool = True
    hint: str | None = None
    dispatches: bool = False
    shown_as: str | None = None


def input_block(label: str, block_id: str, element: Element, *, optional: bool = True) -> Block:
    """Return an input block; `block_id` is where an error is shown."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, MAX_LABEL),
        "element": element,
        "optional": optional,
    }


def option(value: str, text: str) -> Element:
    """Return an option."""
    return {"text": plain(text, MAX_OPTION_TEXT), "value": value}


def select(action_id: str, placeholder: str, choices: Sequence[Choice]) -> Element:
    """Return a menu of (value, text) choices, at most 100."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, MAX_PLACEHOLDER),
        "options": [option(value, text) for value, text in choices[:MAX_OPTIONS]],
    }


def text_input(
    action_id: str, example: str = "", *, lines: bool = False, max_length: int = MAX_INPUT
) -> Element:
    """Return a text input of one line or several; `example` is shown while it is empty."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": lines,
        "max_length": max_length,
    }
    return {**element, "placeholder": plain(example, MAX_PLACEHOLDER)} if example else element


def user_select(action_id: str) -> Element:
    """Return a menu of the workspace's users."""
    return {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain("Nobody yet", MAX_PLACEHOLDER),
    }


def date_picker(action_id: str) -> Element:
    """Return a date picker."""
    return {"type": "datepicker", "action_id": action_id}


def single_checkbox(action_id: str, text: str) -> Element:
    """Return a single checkbox."""
    return {"type": "checkboxes", "action_id": action_id, "options": [option(YES, text)]}


def checkboxes(action_id: str, choices: Sequence[Choice], descriptions: Sequence[str]) -> Element:
    """Return at most MAX_CHECKBOXES checkboxes of (value, text) choices with descriptions."""
    return {
        "type": "checkboxes",
        "action_id": action_id,
        "options": [
            {**option(*choice), "description": plain(text, MAX_OPTION_TEXT)}
            for choice, text in zip(choices[:MAX_CHECKBOXES], descriptions, strict=False)
        ],
    }


def multiple_choice(action_id: str, choices: Sequence[Choice], chosen: Collection[str]) -> Element:
    """Return at most MAX_CHECKBOXES checkboxes of (value, text) choices, those `chosen` ticked."""
    options = [option(*choice) for choice in choices[:MAX_CHECKBOXES]]
    ticked = [one for one in options if one["value"] in chosen]
    element: Element = {"type": "checkboxes", "action_id": action_id, "options": options}
    return {**element, "initial_options": ticked} if ticked else element


def build_input(field: Field, value: str | None) -> Block:
    """Return the block of a field with its value."""
    element = {**field.element, **_initial(field, value)} if value else field.element
    block = input_block(field.label, field.id, element, optional=field.optional)
    if field.hint:
        block["hint"] = plain(field.hint, MAX_LABEL)
    if field.dispatches:
        block["dispatch_action"] = True
    return block


def _initial(field: Field, value: str) -> Element:
    element = field.element
    kind = element["type"]
    if kind == "plain_text_input":
        return {"initial_value": value[: element["max_length"]]}
    if kind in INITIAL_VALUE_KEYS:
        return {INITIAL_VALUE_KEYS[kind]: value}
    if kind == "external_select":
        return {"initial_option": option(value, field.shown_as or value)}
    chosen = [one for one in element["options"] if one["value"] == value]
    if not chosen:
        return {}
    return {"initial_options": chosen} if kind == "checkboxes" else {"initial_option": chosen[0]}


def read_inputs(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str | None]:
    """Return the value of each input of a submitted view by block id, None where it is empty."""
    return {block: _value(next(iter(inputs.values()), {})) for block, inputs in state.items()}


def checked_values(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """Return the values of all boxes ticked in a submitted view."""
    given = (element for inputs in state.values() for element in inputs.values())
    return [str(box["value"]) for one in given for box in one.get("selected_options") or ()]


def _value(given: Mapping[str, Any]) -> str | None:
    boxes = given.get("selected_options")
    chosen = boxes[0] if boxes else given.get("selected_option")
    value = (
        given.get("value")
        or given.get("selected_user")
        or given.get("selected_conversation")
        or given.get("selected_date")
        or (chosen or {}).get("value")
    )
    return str(value) if value else None


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    metadata: str = "",
    submit: str | None = "Save",
) -> dict[str, Any]:
    """Return a modal; without `submit` it can only be closed."""
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "title": plain(title, MAX_TITLE),
        "close": plain("Cancel" if submit else "Close", MAX_TITLE),
        "blocks": list(blocks),
    }
    return {**view, "submit": plain(submit, MAX_TITLE)} if submit else view


def loading_modal(callback_id: str, title: str) -> dict[str, Any]:
    """Return the modal that is shown until the form is ready."""
    return modal(callback_id, title, [context("One moment …")], submit=None)


def error_modal(callback_id: str, title: str, sentence: str) -> dict[str, Any]:
    """Return the modal that says why there is nothing to fill in."""
    return modal(callback_id, title, [context(escape(sentence))], submit=None)
