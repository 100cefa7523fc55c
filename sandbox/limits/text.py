"""Text, option, confirmation and rich text objects."""

from sandbox.limits.checks import (
    Check,
    Node,
    any_value,
    array_of,
    boolean,
    integer,
    object_by_type,
    object_of,
    one_of,
    string,
)

PLAIN_TEXT = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")
ID = string(255)


def text_object(max_length: int = 3000, kinds: tuple[str, ...] = ANY_TEXT) -> Check:
    """Check for a text object of 1 to `max_length` characters, of one of these kinds."""
    checks_by_type: dict[str, Check] = {
        "plain_text": object_of(("text",), text=string(max_length), emoji=boolean),
        "mrkdwn": object_of(("text",), text=string(max_length), verbatim=boolean),
    }
    return object_by_type({kind: checks_by_type[kind] for kind in kinds})


def plain_text(max_length: int) -> Check:
    """Check for a plain_text object of 1 to `max_length` characters."""
    return text_object(max_length, PLAIN_TEXT)


confirm = object_of(
    (),
    title=plain_text(100),
    text=text_object(300),
    confirm=plain_text(30),
    deny=plain_text(30),
    style=one_of("primary", "danger"),
)


def option(kinds: tuple[str, ...] = PLAIN_TEXT) -> Check:
    """Check an option of a menu, checkboxes or radio buttons; only the last two accept mrkdwn."""
    return object_of(
        ("text", "value"),
        text=text_object(75, kinds),
        value=string(150),
        description=text_object(75, kinds),
        url=string(3000),
    )


option_group = object_of(
    ("label", "options"),
    label=plain_text(75),
    options=array_of(option(), min_items=1, max_items=100),
)


def offered_options(node: Node) -> list[Node]:
    """Return every option of an element, groups flattened."""
    groups = [group.at("options") for group in node.at("option_groups").each()]
    return [option for part in (node.at("options"), *groups) for option in part.each()]


def initial_is_offered(node: Node) -> None:
    """Check that every initial option is one of the options."""
    values = [option.get("value") for option in offered_options(node)]
    for initial in (node.at("initial_option"), *node.at("initial_options").each()):
        if isinstance(initial.value, dict) and initial.get("value") not in values:
            node.add_problem("initial option must be one of the provided options")


def option_values_are_unique(node: Node) -> None:
    """Check that no two options of an element have the same value."""
    values = [str(option.get("value")) for option in offered_options(node)]
    for value in sorted({v for v in values if values.count(v) > 1}):
        node.add_problem(f"duplicate option value: {value}")


style = object_of(
    (),
    bold=boolean,
    italic=boolean,
    strike=boolean,
    code=boolean,
    underline=boolean,
    highlight=boolean,
    client_highlight=boolean,
    unlink=boolean,
)
RICH_TEXT_ELEMENTS: dict[str, Check] = {
    "text": object_of(("text",), text=string(), style=style),
    "link": object_of(
        ("url",), url=string(), text=string(min_length=0), unsafe=boolean, style=style
    ),
    "user": object_of(("user_id",), user_id=string(), style=style),
    "usergroup": object_of(("usergroup_id",), usergroup_id=string(), style=style),
    "channel": object_of(("channel_id",), channel_id=string(), style=style),
    "team": object_of(("team_id",), team_id=string(), style=style),
    "emoji": object_of(
        ("name",), name=string(), unicode=string(), skin_tone=any_value, style=style
    ),
    "broadcast": object_of(("range",), range=one_of("here", "channel", "everyone"), style=style),
    "color": object_of(("value",), value=string(), style=style),
    "date": object_of(
        ("timestamp", "format"),
        timestamp=integer(),
        format=string(),
        url=string(),
        fallback=string(),
        style=style,
    ),
}
_PREFORMATTED: dict[str, Check] = {kind: RICH_TEXT_ELEMENTS[kind] for kind in ("text", "link")}
_rich_text_elements = array_of(object_by_type(RICH_TEXT_ELEMENTS), min_items=0)
_section = object_of(("elements",), elements=_rich_text_elements)
RICH_TEXT_PARTS: dict[str, Check] = {
    "rich_text_section": _section,
    "rich_text_quote": object_of(("elements",), elements=_rich_text_elements, border=integer(0, 1)),
    "rich_text_preformatted": object_of(
        ("elements",),
        elements=array_of(object_by_type(_PREFORMATTED), min_items=0),
        border=integer(0, 1),
        language=string(),
    ),
    "rich_text_list": object_of(
        ("elements", "style"),
        elements=array_of(object_by_type({"rich_text_section": _section}), min_items=1),
        style=one_of("bullet", "ordered"),
        indent=integer(0, 8),
        offset=integer(0),
        border=integer(0, 1),
    ),
}
rich_text = object_of(
    ("elements",), elements=array_of(object_by_type(RICH_TEXT_PARTS), min_items=1), block_id=ID
)
