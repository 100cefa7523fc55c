"""Interactive elements and images, and which blocks accept them."""

import re
from collections.abc import Mapping

from sandbox.limits.checks import (
    Check,
    Spot,
    anything,
    choice,
    exactly_one_of,
    flag,
    integer,
    items,
    shape,
    string,
    tagged,
)
from sandbox.limits.text import (
    EITHER,
    ID,
    confirm,
    initial_is_offered,
    option,
    option_group,
    plain,
    values_are_distinct,
)

conversation_filter = shape(
    (),
    include=items(choice("im", "mpim", "private", "public"), least=1),
    exclude_external_shared_channels=flag,
    exclude_bot_users=flag,
)


def _common(**fields: Check) -> dict[str, Check]:
    return {"action_id": ID, "confirm": confirm, "focus_on_load": flag, **fields}


def _menu(*also: Check, **fields: Check) -> Check:
    return shape((), *also, **_common(placeholder=plain(150), **fields))


def _multi(*also: Check, **fields: Check) -> Check:
    return _menu(*also, max_selected_items=integer(1), **fields)


_STATIC: dict[str, Check] = {
    "options": items(option(), least=1, most=100),
    "option_groups": items(option_group, least=1, most=100),
}
_CHOSEN: dict[str, Check] = {"initial_option": option()}
_CHOSEN_MANY: dict[str, Check] = {"initial_options": items(option(), least=1, most=100)}
_EXTERNAL: dict[str, Check] = {"min_query_length": integer(0)}
_CONVERSATIONS: dict[str, Check] = {
    "default_to_current_conversation": flag,
    "filter": conversation_filter,
}
_ONE_KIND: tuple[Check, ...] = (exactly_one_of("options", "option_groups"), initial_is_offered)


def _ids(spot: Spot) -> None:
    items(string(255), least=1)(spot)


SELECTS: dict[str, Check] = {
    "static_select": _menu(*_ONE_KIND, **_STATIC, **_CHOSEN),
    "external_select": _menu(**_EXTERNAL, **_CHOSEN),
    "users_select": _menu(initial_user=string(255)),
    "conversations_select": _menu(
        initial_conversation=string(255), response_url_enabled=flag, **_CONVERSATIONS
    ),
    "channels_select": _menu(initial_channel=string(255), response_url_enabled=flag),
}
MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": _multi(*_ONE_KIND, **_STATIC, **_CHOSEN_MANY),
    "multi_external_select": _multi(**_EXTERNAL, **_CHOSEN_MANY),
    "multi_users_select": _multi(initial_users=_ids),
    "multi_conversations_select": _multi(initial_conversations=_ids, **_CONVERSATIONS),
    "multi_channels_select": _multi(initial_channels=_ids),
}
_BOXES = items(option(EITHER), least=1, most=10)
BOXES: dict[str, Check] = {
    "checkboxes": shape(
        ("options",),
        initial_is_offered,
        values_are_distinct,
        **_common(options=_BOXES, initial_options=_BOXES),
    ),
    "radio_buttons": shape(
        ("options",),
        initial_is_offered,
        values_are_distinct,
        **_common(options=_BOXES, initial_option=option(EITHER)),
    ),
}
OVERFLOW: dict[str, Check] = {
    "overflow": shape(
        ("options",), action_id=ID, confirm=confirm, options=items(option(), least=1, most=5)
    )
}


DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"\d{2}:\d{2}")


def _matching(pattern: re.Pattern[str], what: str) -> Check:
    def check(spot: Spot) -> None:
        if not isinstance(spot.value, str) or not pattern.fullmatch(spot.value):
            spot.refuse(f"must be a valid {what}")

    return check


def _length_bounds(spot: Spot) -> None:
    least, most, initial = (spot.get(k) for k in ("min_length", "max_length", "initial_value"))
    if isinstance(least, int) and isinstance(most, int) and least > most:
        spot.refuse("min_length must not exceed max_length")
    if isinstance(most, int) and isinstance(initial, str) and len(initial) > most:
        spot.at("initial_value").refuse(f"must be less than {most + 1} characters")


dispatch_config = shape(
    (),
    trigger_actions_on=items(choice("on_enter_pressed", "on_character_entered"), least=1, most=2),
)


def _button() -> Check:
    return shape(
        ("text",),
        text=plain(75),
        action_id=ID,
        url=string(3000),
        value=string(2000, least=0),
        style=choice("primary", "danger"),
        confirm=confirm,
        accessibility_label=string(75),
        agent_prompt=string(4000),
        agent_prompt_display=anything,
    )


def _picker(**fields: Check) -> Check:
    return shape((), action_id=ID, confirm=confirm, focus_on_load=flag, **fields)


def _typed(*also: Check, required: tuple[str, ...] = (), **fields: Check) -> Check:
    return shape(
        required,
        *also,
        action_id=ID,
        focus_on_load=flag,
        placeholder=plain(150),
        dispatch_action_config=dispatch_config,
        **fields,
    )


slack_file = shape((), exactly_one_of("id", "url"), id=string(255), url=string(3000))
image = shape(
    ("alt_text",),
    exactly_one_of("image_url", "slack_file"),
    alt_text=string(2000),
    image_url=string(3000),
    slack_file=slack_file,
)
BUTTON: dict[str, Check] = {"button": _button()}
WORKFLOW_BUTTON: dict[str, Check] = {
    "workflow_button": shape(
        ("text", "workflow"),
        text=plain(75),
        workflow=anything,
        action_id=ID,
        style=choice("primary", "danger"),
        accessibility_label=string(75),
    )
}
PICKERS: dict[str, Check] = {
    "datepicker": _picker(initial_date=_matching(DATE, "date"), placeholder=plain(150)),
    "timepicker": _picker(
        initial_time=_matching(TIME, "time"), placeholder=plain(150), timezone=string(255)
    ),
}
DATETIME: dict[str, Check] = {"datetimepicker": _picker(initial_date_time=integer(10**9, 10**10))}
RICH_TEXT_INPUT: dict[str, Check] = {
    "rich_text_input": _typed(initial_value=anything, min_lines=integer(1), max_lines=integer(1))
}
TYPED: dict[str, Check] = {
    "plain_text_input": _typed(
        _length_bounds,
        initial_value=string(3000, least=0),
        multiline=flag,
        min_length=integer(0, 3000),
        max_length=integer(1, 3000),
    )
}
MODAL_TYPED: dict[str, Check] = {
    "email_text_input": _typed(initial_value=string(3000, least=0)),
    "url_text_input": _typed(initial_value=string(3000, least=0)),
    "number_input": _typed(
        required=("is_decimal_allowed",),
        is_decimal_allowed=flag,
        initial_value=string(),
        min_value=string(),
        max_value=string(),
    ),
    "file_input": shape(
        (),
        action_id=ID,
        filetypes=items(string(255), least=1),
        max_files=integer(1, 10),
        focus_on_load=flag,
    ),
}
feedback_button = shape(
    ("text", "value"), text=plain(75), value=string(2000), accessibility_label=string(75)
)

ACCESSORIES: dict[str, Check] = {
    "image": image,
    **BUTTON,
    **WORKFLOW_BUTTON,
    **PICKERS,
    **SELECTS,
    **MULTI_SELECTS,
    **BOXES,
    **OVERFLOW,
}
ACTIONS: dict[str, Check] = {
    **{kind: check for kind, check in ACCESSORIES.items() if kind != "image"},
    **DATETIME,
}
CONTEXT_ACTIONS: dict[str, Check] = {
    "feedback_buttons": shape(
        ("positive_button", "negative_button"),
        action_id=ID,
        positive_button=feedback_button,
        negative_button=feedback_button,
    ),
    "icon_button": shape(
        ("icon", "text"),
        icon=choice("trash"),
        text=plain(75),
        action_id=ID,
        value=string(2000),
        confirm=confirm,
        accessibility_label=string(75),
        visible_to_user_ids=items(string(255), least=1),
    ),
}
_INPUTS: dict[str, Check] = {**PICKERS, **DATETIME, **SELECTS, **MULTI_SELECTS, **BOXES, **TYPED}
INPUTS: Mapping[str, dict[str, Check]] = {
    "modal": {**_INPUTS, **MODAL_TYPED, **RICH_TEXT_INPUT},
    "home": {**_INPUTS, **RICH_TEXT_INPUT},
    "message": _INPUTS,
}


def input_element(spot: Spot) -> None:
    """The element of an input block; some kinds exist on one surface only."""
    tagged(INPUTS[spot.rules.surface])(spot)
