"""Every block: its fields, and the surfaces that accept it."""

from sandbox.limits.checks import (
    Check,
    Node,
    any_value,
    array_of,
    at_least_one_of,
    boolean,
    exactly_one_of,
    integer,
    number,
    object_by_type,
    object_of,
    one_of,
    string,
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
from sandbox.limits.text import ANY_TEXT, ID, plain_text, rich_text, text_object


def image_element(node: Node) -> None:
    """Check an image element inside a card or a container."""
    object_by_type({"image": image})(node)


card = object_of(
    (),
    at_least_one_of("hero_image", "title", "body", "actions"),
    block_id=ID,
    hero_image=image_element,
    icon=image_element,
    slack_icon=any_value,
    title=text_object(150),
    subtitle=text_object(150),
    body=text_object(200),
    subtext=text_object(200),
    actions=array_of(object_by_type(BUTTON), min_items=1, max_items=3),
)
carousel = object_of(
    ("elements",),
    block_id=ID,
    elements=array_of(object_by_type({"card": card}), min_items=1, max_items=10),
)
alert = object_of(
    ("text",),
    block_id=ID,
    text=text_object(200),
    level=one_of("default", "info", "warning", "error", "success"),
)
task_card = object_of(
    ("task_id", "title"),
    block_id=ID,
    task_id=string(255),
    title=string(3000),
    status=one_of("pending", "in_progress", "complete", "error"),
    details=object_by_type({"rich_text": rich_text}),
    output=object_by_type({"rich_text": rich_text}),
    sources=array_of(any_value, min_items=0),
)
plan = object_of(
    ("title",),
    block_id=ID,
    title=string(3000),
    tasks=array_of(object_by_type({"task_card": task_card}), min_items=0, max_items=50),
)


MAX_COLUMNS = 20
MAX_CELL_CHARACTERS = 10_000
raw_text = object_of(("text",), text=string())
raw_number = object_of(("value",), value=number, text=string())
CELLS: dict[str, Check] = {"raw_text": raw_text, "raw_number": raw_number, "rich_text": rich_text}
HEADER_CELLS: dict[str, Check] = {"raw_text": raw_text, "raw_number": raw_number}


def rows_have_equal_width(node: Node) -> None:
    """Check that every row is as wide as the first."""
    rows = [row for row in node.at("rows").each() if isinstance(row.value, list)]
    for row in rows[1:]:
        if len(row.value) != len(rows[0].value):
            row.add_problem(f"must have {len(rows[0].value)} cells like the first row")


def cell_characters(table: object) -> int:
    """Return the characters in all cells of a table, formatted ones included."""
    if isinstance(table, dict):
        own_text = table.get("text")
        inner = sum(cell_characters(v) for v in table.values() if isinstance(v, dict | list))
        return inner + (len(own_text) if isinstance(own_text, str) else 0)
    return sum(cell_characters(item) for item in table) if isinstance(table, list) else 0


def cells_within_limit(node: Node) -> None:
    """Check the characters in all cells of one table."""
    if cell_characters(node.get("rows")) > MAX_CELL_CHARACTERS:
        node.at("rows").add_problem(
            f"must be less than {MAX_CELL_CHARACTERS + 1} characters in all cells"
        )


def _column_setting(node: Node) -> None:
    # None skips a column.
    if node.value is not None:
        object_of((), align=one_of("left", "center", "right"), is_wrapped=boolean)(node)


def _data_rows(node: Node) -> None:
    row = array_of(object_by_type(CELLS), min_items=1, max_items=MAX_COLUMNS)
    header = array_of(object_by_type(HEADER_CELLS), min_items=1, max_items=MAX_COLUMNS)
    array_of(lambda _: None, min_items=2, max_items=101)(node)
    for index, line in enumerate(node.each()):
        (row if index else header)(line)


def _row_header_column_exists(node: Node) -> None:
    index, rows = node.get("row_header_column_index"), node.get("rows")
    width = len(rows[0]) if isinstance(rows, list) and rows and isinstance(rows[0], list) else 0
    if isinstance(index, int) and index >= width:
        node.at("row_header_column_index").add_problem(f"must be less than {width}")


table = object_of(
    ("rows",),
    rows_have_equal_width,
    cells_within_limit,
    block_id=ID,
    rows=array_of(
        array_of(object_by_type(CELLS), min_items=1, max_items=MAX_COLUMNS),
        min_items=1,
        max_items=100,
    ),
    column_settings=array_of(_column_setting, min_items=0, max_items=MAX_COLUMNS),
)
data_table = object_of(
    ("rows", "caption"),
    rows_have_equal_width,
    cells_within_limit,
    _row_header_column_exists,
    block_id=ID,
    caption=string(),
    rows=_data_rows,
    page_size=integer(1, 100),
    row_header_column_index=integer(0),
)


MAX_SERIES = 6
MAX_POINTS = 20
LABEL = string(20)


def _positive(node: Node) -> None:
    number(node)
    if isinstance(node.value, int | float) and node.value <= 0:
        node.add_problem("must be greater than 0")


def _unique_field(key: str, field: str) -> Check:
    def check(node: Node) -> None:
        used: set[object] = set()
        for item in node.at(key).each():
            name = item.get(field)
            if isinstance(name, str) and name in used:
                item.at(field).add_problem(f"{field} must be unique: {name}")
            used.add(str(name))

    return check


def _labels_match_categories(node: Node) -> None:
    categories = node.at("axis_config").get("categories")
    for series in node.at("series").each():
        points = series.get("data")
        if isinstance(points, list) and isinstance(categories, list):
            labels = [p.get("label") for p in points if isinstance(p, dict)]
            if labels != categories:
                series.at("data").add_problem("labels must equal axis_config.categories, in order")


_point = object_of(("label", "value"), label=LABEL, value=number)
_series = object_of(
    ("name", "data"), name=LABEL, data=array_of(_point, min_items=1, max_items=MAX_POINTS)
)
_axis = object_of(
    ("categories",),
    categories=array_of(LABEL, min_items=1, max_items=MAX_POINTS),
    x_label=string(50),
    y_label=string(50),
)
_series_chart = object_of(
    ("series", "axis_config"),
    _unique_field("series", "name"),
    _labels_match_categories,
    series=array_of(_series, min_items=1, max_items=MAX_SERIES),
    axis_config=_axis,
)
_segment = object_of(("label", "value"), label=LABEL, value=_positive)
CHARTS: dict[str, Check] = {
    "line": _series_chart,
    "bar": _series_chart,
    "area": _series_chart,
    "pie": object_of(
        ("segments",),
        _unique_field("segments", "label"),
        segments=array_of(_segment, min_items=1, max_items=MAX_SERIES),
    ),
}
data_visualization = object_of(
    ("title", "chart"), block_id=ID, title=string(50), chart=object_by_type(CHARTS)
)


_context_texts: dict[str, Check] = {kind: text_object(3000, (kind,)) for kind in ANY_TEXT}


def _header_divider_allowed(node: Node) -> None:
    if node.get("is_collapsible") and node.get("has_header_divider"):
        node.add_problem("has_header_divider cannot be set when is_collapsible is true")


def _child_blocks(node: Node) -> None:
    array_of(
        object_by_type({kind: BLOCKS[kind] for kind in CHILD_BLOCKS}), min_items=1, max_items=10
    )(node)


BLOCKS: dict[str, Check] = {
    "actions": object_of(
        ("elements",),
        block_id=ID,
        elements=array_of(object_by_type(ACTIONS), min_items=1, max_items=25),
    ),
    "alert": alert,
    "card": card,
    "carousel": carousel,
    "container": object_of(
        ("child_blocks",),
        at_least_one_of("title", "rich_text_title"),
        _header_divider_allowed,
        block_id=ID,
        title=plain_text(150),
        rich_text_title=object_by_type({"rich_text": rich_text}),
        subtitle=text_object(150),
        child_blocks=_child_blocks,
        width=one_of("narrow", "standard", "wide", "full"),
        icon=image_element,
        is_collapsible=boolean,
        default_collapsed=boolean,
        has_header_divider=boolean,
    ),
    "context": object_of(
        ("elements",),
        block_id=ID,
        elements=array_of(
            object_by_type({"image": image, **_context_texts}), min_items=1, max_items=10
        ),
    ),
    "context_actions": object_of(
        ("elements",),
        block_id=ID,
        elements=array_of(object_by_type(CONTEXT_ACTIONS), min_items=1, max_items=5),
    ),
    "data_table": data_table,
    "data_visualization": data_visualization,
    "divider": object_of((), block_id=ID),
    "file": object_of(
        ("external_id", "source"), block_id=ID, external_id=string(255), source=one_of("remote")
    ),
    "header": object_of(("text",), block_id=ID, text=plain_text(150), level=any_value),
    "image": object_of(
        ("alt_text",),
        exactly_one_of("image_url", "slack_file"),
        block_id=ID,
        alt_text=string(2000),
        image_url=string(3000),
        slack_file=slack_file,
        title=plain_text(2000),
    ),
    "input": object_of(
        ("label", "element"),
        block_id=ID,
        label=plain_text(2000),
        element=input_element,
        hint=plain_text(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "markdown": object_of(("text",), block_id=ID, text=string(12_000)),
    "plan": plan,
    "rich_text": rich_text,
    "section": object_of(
        (),
        at_least_one_of("text", "fields"),
        block_id=ID,
        text=text_object(3000),
        fields=array_of(text_object(2000), min_items=1, max_items=10),
        accessory=object_by_type(ACCESSORIES),
        expand=boolean,
    ),
    "table": table,
    "task_card": task_card,
    "video": object_of(
        ("alt_text", "title", "thumbnail_url", "video_url"),
        block_id=ID,
        alt_text=string(2000),
        title=plain_text(200),
        thumbnail_url=string(3000),
        video_url=string(3000),
        title_url=string(3000),
        author_name=string(50),
        description=plain_text(200),
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


def block(node: Node) -> None:
    """Check one block on its surface."""
    allowed = SURFACES[node.rules.surface]
    if not node.rules.data_blocks:
        allowed = allowed - ROLLED_OUT_IN_2026
    object_by_type({kind: BLOCKS[kind] for kind in allowed})(node)
