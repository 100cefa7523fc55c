"""The structure of rich_text blocks, in messages and in table cells."""

from sandbox.limits.spot import Check, anything, choice, flag, integer, items, shape, string, tagged
from sandbox.limits.text import ID

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
