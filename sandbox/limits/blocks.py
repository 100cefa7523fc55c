"""Every block: its fields, and the surfaces it exists on."""

from sandbox.limits.cards import alert, card, carousel, picture, plan, task_card
from sandbox.limits.charts import data_visualization
from sandbox.limits.elements import (
    ACCESSORIES,
    ACTIONS,
    CONTEXT_ACTIONS,
    image,
    input_element,
    slack_file,
)
from sandbox.limits.rich_text import rich_text
from sandbox.limits.spot import (
    Check,
    Spot,
    anything,
    at_least_one_of,
    choice,
    exactly_one_of,
    flag,
    items,
    shape,
    string,
    tagged,
)
from sandbox.limits.tables import data_table, table
from sandbox.limits.text import EITHER, ID, plain, text

_context_texts: dict[str, Check] = {kind: text(3000, (kind,)) for kind in EITHER}


def _header_divider(spot: Spot) -> None:
    if spot.get("is_collapsible") and spot.get("has_header_divider"):
        spot.refuse("has_header_divider cannot be set when is_collapsible is true")


def _child_blocks(spot: Spot) -> None:
    items(tagged({kind: BLOCKS[kind] for kind in CHILD_BLOCKS}), least=1, most=10)(spot)


BLOCKS: dict[str, Check] = {
    "actions": shape(("elements",), block_id=ID, elements=items(tagged(ACTIONS), least=1, most=25)),
    "alert": alert,
    "card": card,
    "carousel": carousel,
    "container": shape(
        ("child_blocks",),
        at_least_one_of("title", "rich_text_title"),
        _header_divider,
        block_id=ID,
        title=plain(150),
        rich_text_title=tagged({"rich_text": rich_text}),
        subtitle=text(150),
        child_blocks=_child_blocks,
        width=choice("narrow", "standard", "wide", "full"),
        icon=picture,
        is_collapsible=flag,
        default_collapsed=flag,
        has_header_divider=flag,
    ),
    "context": shape(
        ("elements",),
        block_id=ID,
        elements=items(tagged({"image": image, **_context_texts}), least=1, most=10),
    ),
    "context_actions": shape(
        ("elements",), block_id=ID, elements=items(tagged(CONTEXT_ACTIONS), least=1, most=5)
    ),
    "data_table": data_table,
    "data_visualization": data_visualization,
    "divider": shape((), block_id=ID),
    "file": shape(
        ("external_id", "source"), block_id=ID, external_id=string(255), source=choice("remote")
    ),
    "header": shape(("text",), block_id=ID, text=plain(150), level=anything),
    "image": shape(
        ("alt_text",),
        exactly_one_of("image_url", "slack_file"),
        block_id=ID,
        alt_text=string(2000),
        image_url=string(3000),
        slack_file=slack_file,
        title=plain(2000),
    ),
    "input": shape(
        ("label", "element"),
        block_id=ID,
        label=plain(2000),
        element=input_element,
        hint=plain(2000),
        optional=flag,
        dispatch_action=flag,
    ),
    "markdown": shape(("text",), block_id=ID, text=string(12_000)),
    "plan": plan,
    "rich_text": rich_text,
    "section": shape(
        (),
        at_least_one_of("text", "fields"),
        block_id=ID,
        text=text(3000),
        fields=items(text(2000), least=1, most=10),
        accessory=tagged(ACCESSORIES),
        expand=flag,
    ),
    "table": table,
    "task_card": task_card,
    "video": shape(
        ("alt_text", "title", "thumbnail_url", "video_url"),
        block_id=ID,
        alt_text=string(2000),
        title=plain(200),
        thumbnail_url=string(3000),
        video_url=string(3000),
        title_url=string(3000),
        author_name=string(50),
        description=plain(200),
        provider_icon_url=string(3000),
        provider_name=string(50),
    ),
}
CHILD_BLOCKS = (
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)
ROLLED_OUT_IN_2026 = frozenset(
    {"alert", "card", "carousel", "container", "data_table", "data_visualization"}
)
_VIEWS = frozenset(
    {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section"}
    | {"video"}
)
_DATA = frozenset({"table", "data_visualization", "data_table", "container", "carousel"})
SURFACES: dict[str, frozenset[str]] = {
    "message": frozenset(BLOCKS) - {"alert"},
    "home": _VIEWS | _DATA,
    "modal": _VIEWS | {"alert"},
}


def block(spot: Spot) -> None:
    """One block on its surface."""
    allowed = SURFACES[spot.rules.surface]
    if not spot.rules.data_blocks:
        allowed = allowed - ROLLED_OUT_IN_2026
    tagged({kind: BLOCKS[kind] for kind in allowed})(spot)
