"""Every block: its fields, and the surfaces that accept it."""

from sandbox.limits.checks import (
    Check,
    Spot,
    anything,
    at_least_one_of,
    choice,
    exactly_one_of,
    flag,
    integer,
    items,
    number,
    shape,
    string,
    tagged,
)
from sandbox.limits.elements import (
    ACCESSORIES,
    ACTIONS,
    BUTTON,
    CONTEXT_ACTIONS,
    image,
    input_element,
    slack_file,
)
from sandbox.limits.text import EITHER, ID, plain, rich_text, text


def picture(spot: Spot) -> None:
    """An image element inside a card or a container."""
    tagged({"image": image})(spot)


card = shape(
    (),
    at_least_one_of("hero_image", "title", "body", "actions"),
    block_id=ID,
    hero_image=picture,
    icon=picture,
    slack_icon=anything,
    title=text(150),
    subtitle=text(150),
    body=text(200),
    subtext=text(200),
    actions=items(tagged(BUTTON), least=1, most=3),
)
carousel = shape(
    ("elements",), block_id=ID, elements=items(tagged({"card": card}), least=1, most=10)
)
alert = shape(
    ("text",),
    block_id=ID,
    text=text(200),
    level=choice("default", "info", "warning", "error", "success"),
)
task_card = shape(
    ("task_id", "title"),
    block_id=ID,
    task_id=string(255),
    title=string(3000),
    status=choice("pending", "in_progress", "complete", "error"),
    details=tagged({"rich_text": rich_text}),
    output=tagged({"rich_text": rich_text}),
    sources=items(anything, least=0),
)
plan = shape(
    ("title",),
    block_id=ID,
    title=string(3000),
    tasks=items(tagged({"task_card": task_card}), least=0, most=50),
)


COLUMNS = 20
CELL_CHARACTERS = 10_000
raw_text = shape(("text",), text=string())
raw_number = shape(("value",), value=number, text=string())
CELLS: dict[str, Check] = {"raw_text": raw_text, "raw_number": raw_number, "rich_text": rich_text}
HEADER_CELLS: dict[str, Check] = {"raw_text": raw_text, "raw_number": raw_number}


def same_width(spot: Spot) -> None:
    """Every row as wide as the first."""
    rows = [row for row in spot.at("rows").each() if isinstance(row.value, list)]
    for row in rows[1:]:
        if len(row.value) != len(rows[0].value):
            row.refuse(f"must have {len(rows[0].value)} cells like the first row")


def cell_characters(table: object) -> int:
    """The characters of all cells of a table, formatted ones included."""
    if isinstance(table, dict):
        own = table.get("text")
        inner = sum(cell_characters(v) for v in table.values() if isinstance(v, dict | list))
        return inner + (len(own) if isinstance(own, str) else 0)
    return sum(cell_characters(item) for item in table) if isinstance(table, list) else 0


def cells_fit(spot: Spot) -> None:
    """All cells of one table together."""
    if cell_characters(spot.get("rows")) > CELL_CHARACTERS:
        spot.at("rows").refuse(f"must be less than {CELL_CHARACTERS + 1} characters in all cells")


def _column_setting(spot: Spot) -> None:
    # null skips a column.
    if spot.value is not None:
        shape((), align=choice("left", "center", "right"), is_wrapped=flag)(spot)


def _data_rows(spot: Spot) -> None:
    row = items(tagged(CELLS), least=1, most=COLUMNS)
    header = items(tagged(HEADER_CELLS), least=1, most=COLUMNS)
    items(lambda _: None, least=2, most=101)(spot)
    for index, line in enumerate(spot.each()):
        (row if index else header)(line)


def _row_header_exists(spot: Spot) -> None:
    index, rows = spot.get("row_header_column_index"), spot.get("rows")
    width = len(rows[0]) if isinstance(rows, list) and rows and isinstance(rows[0], list) else 0
    if isinstance(index, int) and index >= width:
        spot.at("row_header_column_index").refuse(f"must be less than {width}")


table = shape(
    ("rows",),
    same_width,
    cells_fit,
    block_id=ID,
    rows=items(items(tagged(CELLS), least=1, most=COLUMNS), least=1, most=100),
    column_settings=items(_column_setting, least=0, most=COLUMNS),
)
data_table = shape(
    ("rows", "caption"),
    same_width,
    cells_fit,
    _row_header_exists,
    block_id=ID,
    caption=string(),
    rows=_data_rows,
    page_size=integer(1, 100),
    row_header_column_index=integer(0),
)


SERIES = 6
POINTS = 20
LABEL = string(20)


def _positive(spot: Spot) -> None:
    number(spot)
    if isinstance(spot.value, int | float) and spot.value <= 0:
        spot.refuse("must be greater than 0")


def _distinct(key: str, field: str) -> Check:
    def check(spot: Spot) -> None:
        seen: set[object] = set()
        for item in spot.at(key).each():
            name = item.get(field)
            if isinstance(name, str) and name in seen:
                item.at(field).refuse(f"{field} must be unique: {name}")
            seen.add(str(name))

    return check


def _points_follow_categories(spot: Spot) -> None:
    categories = spot.at("axis_config").get("categories")
    for series in spot.at("series").each():
        points = series.get("data")
        if isinstance(points, list) and isinstance(categories, list):
            labels = [p.get("label") for p in points if isinstance(p, dict)]
            if labels != categories:
                series.at("data").refuse("labels must equal axis_config.categories, in order")


_point = shape(("label", "value"), label=LABEL, value=number)
_series = shape(("name", "data"), name=LABEL, data=items(_point, least=1, most=POINTS))
_axis = shape(
    ("categories",),
    categories=items(LABEL, least=1, most=POINTS),
    x_label=string(50),
    y_label=string(50),
)
_plotted = shape(
    ("series", "axis_config"),
    _distinct("series", "name"),
    _points_follow_categories,
    series=items(_series, least=1, most=SERIES),
    axis_config=_axis,
)
_segment = shape(("label", "value"), label=LABEL, value=_positive)
CHARTS: dict[str, Check] = {
    "line": _plotted,
    "bar": _plotted,
    "area": _plotted,
    "pie": shape(
        ("segments",),
        _distinct("segments", "label"),
        segments=items(_segment, least=1, most=SERIES),
    ),
}
data_visualization = shape(("title", "chart"), block_id=ID, title=string(50), chart=tagged(CHARTS))


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
