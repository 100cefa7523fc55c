"""Select menus, boxes, radios and overflow menus."""

from sandbox.limits.spot import (
    Check,
    Spot,
    choice,
    exactly_one_of,
    flag,
    integer,
    items,
    shape,
    string,
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
