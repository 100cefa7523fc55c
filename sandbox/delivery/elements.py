"""Find interactive elements in blocks, and build the state they report."""

from collections.abc import Iterator
from typing import Any

from sandbox.objects import Object, SlackError

STATE_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "file_input": "files",
}
INITIAL_KEYS = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
    "selected_users": "initial_users",
    "selected_conversations": "initial_conversations",
    "selected_channels": "initial_channels",
}
ElementInBlock = tuple[Object, Object]


def elements(blocks: list[Object]) -> Iterator[ElementInBlock]:
    """Yield every interactive element with its block."""
    for block in blocks:
        for key in ("element", "accessory"):
            if isinstance(block.get(key), dict):
                yield block, block[key]
        for key in ("elements", "actions"):
            for element in block.get(key) or []:
                if element.get("type") == "card":
                    yield from elements([element])
                elif "action_id" in element:
                    yield block, element
        yield from elements(block.get("child_blocks") or [])


def find_element(
    blocks: list[Object], action_id: str, block_id: str | None = None
) -> ElementInBlock:
    """Return the element with this action_id, and its block.

    Raises:
        SlackError: element_not_found.
    """
    for block, element in elements(blocks):
        matches_block = block_id in (None, block.get("block_id"))
        if element.get("action_id") == action_id and matches_block:
            return block, element
    raise SlackError("element_not_found", action_id=action_id)


def state_values(blocks: list[Object], inputs: dict[str, Object]) -> Object:
    """Return `state.values`: what was entered in every stateful element, else its initial value."""
    values: dict[str, Object] = {}
    for block, element in elements(blocks):
        kind = element.get("type", "")
        if kind in STATE_KEYS:
            element_state = inputs.get(block["block_id"], {}).get(element["action_id"])
            values.setdefault(block["block_id"], {})[element["action_id"]] = (
                element_state or initial_state(element)
            )
    return values


def initial_state(element: Object) -> Object:
    """Return the state of an untouched element."""
    kind = element["type"]
    key = STATE_KEYS[kind]
    empty: Any = [] if key == "selected_options" else None
    return {"type": kind, key: element.get(INITIAL_KEYS.get(key, ""), empty)}


def element_state(element: Object, value: Any, suggested_options: list[Object]) -> Object:
    """Return the state of an element after a person entered `value`.

    `value` is text, an id, a date, the value or the label of an option, or a list of these; an
    object with the element's own state key is used as it is.

    Raises:
        SlackError: option_not_offered or not_stateful.
    """
    kind = element.get("type", "")
    if kind not in STATE_KEYS:
        raise SlackError("not_stateful", type=kind)
    key = STATE_KEYS[kind]
    if isinstance(value, dict) and key in value:
        return {"type": kind, key: value[key]}
    if key == "selected_option" and value is not None:
        value = find_option(element, value, suggested_options)
    elif key == "selected_options":
        value = [find_option(element, one, suggested_options) for one in value or []]
    elif key == "value" and value is not None:
        value = str(value) or None
    return {"type": kind, key: value}


def find_option(element: Object, value: Any, suggested_options: list[Object]) -> Object:
    """Return the option of an element with this value or label.

    Raises:
        SlackError: option_not_offered.
    """
    groups = element.get("option_groups") or []
    options = [*(element.get("options") or []), *(o for g in groups for o in g["options"])]
    for option in [*options, *suggested_options]:
        if value in (option["value"], option["text"]["text"], option):
            option_found: Object = option
            return option_found
    raise SlackError("option_not_offered", value=value)
