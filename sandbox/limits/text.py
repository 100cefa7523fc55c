"""Text, option, confirmation and rich text objects."""

from sandbox.limits.checks import (
    Check,
    Spot,
    anything,
    choice,
    flag,
    integer,
    items,
    shape,
    string,
    tagged,
)

PLAIN = ("plain_text",)
EITHER = ("plain_text", "mrkdwn")
ID = string(255)


def text(most: int = 3000, kinds: tuple[str, ...] = EITHER) -> Check:
    """A text object of 1 to `most` characters, of one of these kinds."""
    family: dict[str, Check] = {
        "plain_text": shape(("text",), text=string(most), emoji=flag),
        "mrkdwn": shape(("text",), text=string(most), verbatim=flag),
    }
    return tagged({kind: family[kind] for kind in kinds})


def plain(most: int) -> Check:
    """A plain_text object of 1 to `most` characters."""
    return text(most, PLAIN)


confirm = shape(
    (),
    title=plain(100),
    text=text(300),
    confirm=plain(30),
    deny=plain(30),
    style=choice("primary", "danger"),
)


def option(kinds: tuple[str, ...] = PLAIN) -> Check:
    """An option of a menu or a group of boxes; only boxes and radios take mrkdwn."""
    return shape(
        ("text", "value"),
        text=text(75, kinds),
        value=string(150),
        description=text(75, kinds),
        url=string(3000),
    )


option_group = shape(
    ("label", "options"), label=plain(75), options=items(option(), least=1, most=100)
)


def offered(spot: Spot) -> list[Spot]:
    """Every option an element offers, groups flattened."""
    groups = [group.at("options") for group in spot.at("option_groups").each()]
    return [option for part in (spot.at("options"), *groups) for option in part.each()]


def initial_is_offered(spot: Spot) -> None:
    """What is chosen at first must be one of what is offered, value for value."""
    values = [option.get("value") for option in offered(spot)]
    for chosen in (spot.at("initial_option"), *spot.at("initial_options").each()):
        if isinstance(chosen.value, dict) and chosen.get("value") not in values:
            spot.refuse("initial option must be one of the provided options")


def values_are_distinct(spot: Spot) -> None:
    """Two options of one element must not share their value."""
    values = [str(option.get("value")) for option in offered(spot)]
    for value in sorted({v for v in values if values.count(v) > 1}):
        spot.refuse(f"duplicate option value: {value}")


style = shape(
    (),
    bold=flag,
    italic=flag,
    strike=flag,
    code=flag,
    underline=flag,
    highlight=flag,
    client_highlight=flag,
    unlink=flag,
)
LEAVES: dict[str, Check] = {
    "text": shape(("text",), text=string(), style=style),
    "link": shape(("url",), url=string(), text=string(least=0), unsafe=flag, style=style),
    "user": shape(("user_id",), user_id=string(), style=style),
    "usergroup": shape(("usergroup_id",), usergroup_id=string(), style=style),
    "channel": shape(("channel_id",), channel_id=string(), style=style),
    "team": shape(("team_id",), team_id=string(), style=style),
    "emoji": shape(("name",), name=string(), unicode=string(), skin_tone=anything, style=style),
    "broadcast": shape(("range",), range=choice("here", "channel", "everyone"), style=style),
    "color": shape(("value",), value=string(), style=style),
    "date": shape(
        ("timestamp", "format"),
        timestamp=integer(),
        format=string(),
        url=string(),
        fallback=string(),
        style=style,
    ),
}
_PREFORMATTED: dict[str, Check] = {kind: LEAVES[kind] for kind in ("text", "link")}
_leaves = items(tagged(LEAVES), least=0)
_section = shape(("elements",), elements=_leaves)
PARTS: dict[str, Check] = {
    "rich_text_section": _section,
    "rich_text_quote": shape(("elements",), elements=_leaves, border=integer(0, 1)),
    "rich_text_preformatted": shape(
        ("elements",),
        elements=items(tagged(_PREFORMATTED), least=0),
        border=integer(0, 1),
        language=string(),
    ),
    "rich_text_list": shape(
        ("elements", "style"),
        elements=items(tagged({"rich_text_section": _section}), least=1),
        style=choice("bullet", "ordered"),
        indent=integer(0, 8),
        offset=integer(0),
        border=integer(0, 1),
    ),
}
rich_text = shape(("elements",), elements=items(tagged(PARTS), least=1), block_id=ID)
