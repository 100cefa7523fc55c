"""Interactive elements and images, and which blocks accept them."""

import re
from collections.abc import Mapping

from sandbox.limits.checks import (
    Check,
    Node,
    any_value,
    array_of,
    boolean,
    exactly_one_of,
    integer,
    object_by_type,
    object_of,
    one_of,
    string,
)
from sandbox.limits.text import (
    ANY_TEXT,
    ID,
    confirm,
    initial_is_offered,
    option,
    option_group,
    option_values_are_unique,
    plain_text,
)

conversation_filter = object_of(
    (),
    include=array_of(one_of("im", "mpim", "private", "public"), min_items=1),
    exclude_external_shared_channels=boolean,
    exclude_bot_users=boolean,
)


def _common_fields(**fields: Check) -> dict[str, Check]:
    return {"action_id": ID, "confirm": confirm, "focus_on_load": boolean, **fields}


def _menu(*extra_checks: Check, **fields: Check) -> Check:
    return object_of((), *extra_checks, **_common_fields(placeholder=plain_text(150), **fields))


def _multi(*extra_checks: Check, **fields: Check) -> Check:
    return _menu(*extra_checks, max_selected_items=integer(1), **fields)


_STATIC_OPTIONS: dict[str, Check] = {
    "options": array_of(option(), min_items=1, max_items=100),
    "option_groups": array_of(option_group, min_items=1, max_items=100),
}
_INITIAL_OPTION: dict[str, Check] = {"initial_option": option()}
_INITIAL_OPTIONS: dict[str, Check] = {
    "initial_options": array_of(option(), min_items=1, max_items=100)
}
_EXTERNAL_OPTIONS: dict[str, Check] = {"min_query_length": integer(0)}
_CONVERSATIONS: dict[str, Check] = {
    "default_to_current_conversation": boolean,
    "filter": conversation_filter,
}
_OPTION_CHECKS: tuple[Check, ...] = (exactly_one_of("options", "option_groups"), initial_is_offered)


def _id_list(node: Node) -> None:
    array_of(string(255), min_items=1)(node)


SELECTS: dict[str, Check] = {
    "static_select": _menu(*_OPTION_CHECKS, **_STATIC_OPTIONS, **_INITIAL_OPTION),
    "external_select": _menu(**_EXTERNAL_OPTIONS, **_INITIAL_OPTION),
    "users_select": _menu(initial_user=string(255)),
    "conversations_select": _menu(
        initial_conversation=string(255), response_url_enabled=boolean, **_CONVERSATIONS
    ),
    "channels_select": _menu(initial_channel=string(255), response_url_enabled=boolean),
}
MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": _multi(*_OPTION_CHECKS, **_STATIC_OPTIONS, **_INITIAL_OPTIONS),
    "multi_external_select": _multi(**_EXTERNAL_OPTIONS, **_INITIAL_OPTIONS),
    "multi_users_select": _multi(initial_users=_id_list),
    "multi_conversations_select": _multi(initial_conversations=_id_list, **_CONVERSATIONS),
    "multi_channels_select": _multi(initial_channels=_id_list),
}
_BOX_OPTIONS = array_of(option(ANY_TEXT), min_items=1, max_items=10)
CHECKBOXES_AND_RADIOS: dict[str, Check] = {
    "checkboxes": object_of(
        ("options",),
        initial_is_offered,
        option_values_are_unique,
        **_common_fields(options=_BOX_OPTIONS, initial_options=_BOX_OPTIONS),
    ),
    "radio_buttons": object_of(
        ("options",),
        initial_is_offered,
        option_values_are_unique,
        **_common_fields(options=_BOX_OPTIONS, initial_option=option(ANY_TEXT)),
    ),
}
OVERFLOW: dict[str, Check] = {
    "overflow": object_of(
        ("options",),
        action_id=ID,
        confirm=confirm,
        options=array_of(option(), min_items=1, max_items=5),
    )
}


DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"\d{2}:\d{2}")


def _matching(pattern: re.Pattern[str], noun: str) -> Check:
    def check(node: Node) -> None:
        if not isinstance(node.value, str) or not pattern.fullmatch(node.value):
            node.add_problem(f"must be a valid {noun}")

    return check


def _length_bounds(node: Node) -> None:
    min_length, max_length, initial = (
        node.get(k) for k in ("min_length", "max_length", "initial_value")
    )
    if isinstance(min_length, int) and isinstance(max_length, int) and min_length > max_length:
        node.add_problem("min_length must not exceed max_length")
    if isinstance(max_length, int) and isinstance(initial, str) and len(initial) > max_length:
        node.at("initial_value").add_problem(f"must be less than {max_length + 1} characters")


dispatch_config = object_of(
    (),
    trigger_actions_on=array_of(
        one_of("on_enter_pressed", "on_character_entered"), min_items=1, max_items=2
    ),
)


def _button() -> Check:
    return object_of(
        ("text",),
        text=plain_text(75),
        action_id=ID,
        url=string(3000),
        value=string(2000, min_length=0),
        style=one_of("primary", "danger"),
        confirm=confirm,
        accessibility_label=string(75),
        agent_prompt=string(4000),
        agent_prompt_display=any_value,
    )


def _picker(**fields: Check) -> Check:
    return object_of((), action_id=ID, confirm=confirm, focus_on_load=boolean, **fields)


def _text_input(*extra_checks: Check, required: tuple[str, ...] = (), **fields: Check) -> Check:
    return object_of(
        required,
        *extra_checks,
        action_id=ID,
        focus_on_load=boolean,
        placeholder=plain_text(150),
        dispatch_action_config=dispatch_config,
        **fields,
    )


slack_file = object_of((), exactly_one_of("id", "url"), id=string(255), url=string(3000))
image = object_of(
    ("alt_text",),
    exactly_one_of("image_url", "slack_file"),
    alt_text=string(2000),
    image_url=string(3000),
    slack_file=slack_file,
)
BUTTON: dict[str, Check] = {"button": _button()}
WORKFLOW_BUTTON: dict[str, Check] = {
    "workflow_button": object_of(
        ("text", "workflow"),
        text=plain_text(75),
        workflow=any_value,
        action_id=ID,
        style=one_of("primary", "danger"),
        accessibility_label=string(75),
    )
}
PICKERS: dict[str, Check] = {
    "datepicker": _picker(initial_date=_matching(DATE, "date"), placeholder=plain_text(150)),
    "timepicker": _picker(
        initial_time=_matching(TIME, "time"), placeholder=plain_text(150), timezone=string(255)
    ),
}
DATETIME: dict[str, Check] = {"datetimepicker": _picker(initial_date_time=integer(10**9, 10**10))}
RICH_TEXT_INPUT: dict[str, Check] = {
    "rich_text_input": _text_input(
        initial_value=any_value, min_lines=integer(1), max_lines=integer(1)
    )
}
TEXT_INPUT: dict[str, Check] = {
    "plain_text_input": _text_input(
        _length_bounds,
        initial_value=string(3000, min_length=0),
        multiline=boolean,
        min_length=integer(0, 3000),
        max_length=integer(1, 3000),
    )
}
MODAL_INPUTS: dict[str, Check] = {
    "email_text_input": _text_input(initial_value=string(3000, min_length=0)),
    "url_text_input": _text_input(initial_value=string(3000, min_length=0)),
    "number_input": _text_input(
        required=("is_decimal_allowed",),
        is_decimal_allowed=boolean,
        initial_value=string(),
        min_value=string(),
        max_value=string(),
    ),
    "file_input": object_of(
        (),
        action_id=ID,
        filetypes=array_of(string(255), min_items=1),
        max_files=integer(1, 10),
        focus_on_load=boolean,
    ),
}
feedback_button = object_of(
    ("text", "value"), text=plain_text(75), value=string(2000), accessibility_label=string(75)
)

ACCESSORIES: dict[str, Check] = {
    "image": image,
    **BUTTON,
    **WORKFLOW_BUTTON,
    **PICKERS,
    **SELECTS,
    **MULTI_SELECTS,
    **CHECKBOXES_AND_RADIOS,
    **OVERFLOW,
}
ACTIONS: dict[str, Check] = {
    **{kind: check for kind, check in ACCESSORIES.items() if kind != "image"},
    **DATETIME,
}
CONTEXT_ACTIONS: dict[str, Check] = {
    "feedback_buttons": object_of(
        ("positive_button", "negative_button"),
        action_id=ID,
        positive_button=feedback_button,
        negative_button=feedback_button,
    ),
    "icon_button": object_of(
        ("icon", "text"),
        icon=one_of("trash"),
        text=plain_text(75),
        action_id=ID,
        value=string(2000),
        confirm=confirm,
        accessibility_label=string(75),
        visible_to_user_ids=array_of(string(255), min_items=1),
    ),
}
_INPUTS: dict[str, Check] = {
    **PICKERS,
    **DATETIME,
    **SELECTS,
    **MULTI_SELECTS,
    **CHECKBOXES_AND_RADIOS,
    **TEXT_INPUT,
}
INPUTS: Mapping[str, dict[str, Check]] = {
    "modal": {**_INPUTS, **MODAL_INPUTS, **RICH_TEXT_INPUT},
    "home": {**_INPUTS, **RICH_TEXT_INPUT},
    "message": _INPUTS,
}


def input_element(node: Node) -> None:
    """Check the element of an input block; some kinds exist on one surface only."""
    object_by_type(INPUTS[node.rules.surface])(node)
