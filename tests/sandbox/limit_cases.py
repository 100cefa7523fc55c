"""One case for every limit: a block or view at the limit, and one above it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = Any


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**fields: Json) -> Json:
    return {"type": "section", **({"text": mrkdwn(1)} | fields)}


def button(**fields: Json) -> Json:
    return {"type": "button", **({"text": plain(1)} | fields)}


def buttons(count: int) -> list[Json]:
    return [button(action_id=f"b{n}") for n in range(count)]


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(count: int, **fields: Json) -> list[Json]:
    return [{"text": plain(1), "value": f"v{n}", **fields} for n in range(count)]


def select(count: int = 1, **fields: Json) -> Json:
    return {"type": "static_select", "options": options(count, **fields)}


def groups(count: int, each: int = 1) -> Json:
    inner = [{"label": plain(1), "options": options(each)} for _ in range(count)]
    return {"type": "static_select", "option_groups": inner}


def boxes(kind: str, count: int, **fields: Json) -> Json:
    return {"type": kind, "options": options(count, **fields)}


def input_block(element: Json, **fields: Json) -> Json:
    return {"type": "input", "label": plain(1), "element": element, **fields}


def modal(*blocks: Json, **fields: Json) -> Json:
    defaults = {"title": plain(1), "submit": plain(1), "blocks": list(blocks)}
    return {"type": "modal", **defaults, **fields}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


def table(rows: int, columns: int, length: int = 1) -> Json:
    cell = {"type": "raw_text", "text": "x" * length}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)]}


def data_table(count: int = 2, columns: int = 1, **fields: Json) -> Json:
    content = {**table(count, columns), "type": "data_table", "caption": "c"}
    return {**content, **fields}


def points(count: int) -> list[Json]:
    return [{"label": f"p{n}", "value": n} for n in range(count)]


def chart(
    kind: str = "line", series: int = 1, count: int = 2, label: int = 1, axis: int = 1
) -> Json:
    axis_config = {"categories": [f"p{n}" for n in range(count)], "x_label": "x" * axis}
    lines = [{"name": f"{n}" * label, "data": points(count)} for n in range(series)]
    return {"type": kind, "series": lines, "axis_config": axis_config}


def visual(drawn: Json | None = None, title: int = 1) -> Json:
    content = drawn or chart()
    return {"type": "data_visualization", "title": "x" * title, "chart": content}


def pie(*values: Json) -> Json:
    segments = [{"label": f"s{n}", "value": value} for n, value in enumerate(values)]
    return visual({"type": "pie", "segments": segments})


def labelled(length: int) -> Json:
    drawn = chart(count=1)
    drawn["axis_config"]["categories"] = ["x" * length]
    drawn["series"][0]["data"][0]["label"] = "x" * length
    return visual(drawn)


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def image(**fields: Json) -> Json:
    return {"type": "image", **({"image_url": "https://x.test/a.png", "alt_text": "a"} | fields)}


def container(count: int = 1, **fields: Json) -> Json:
    children = [{"type": "divider"} for _ in range(count)]
    return {"type": "container", "title": plain(1), "child_blocks": children, **fields}


def card(**fields: Json) -> Json:
    return {"type": "card", "title": mrkdwn(1), **fields}


def carousel(count: int) -> Json:
    return {"type": "carousel", "elements": [card() for _ in range(count)]}


def icon(number: int) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain(1), "action_id": f"i{number}"}


def confirm(**fields: Json) -> Json:
    return actions(button(confirm=fields))


def markdown(length: int) -> Json:
    return {"type": "markdown", "text": "x" * length}


@dataclass(frozen=True)
class Case:
    """`make(limit)` is accepted, `make(limit + 1)` rejected at a pointer that starts with `at`."""

    name: str
    make: Callable[[int], Json]
    limit: int
    at: str = "/blocks/0"


MESSAGES = [
    Case("blocks", lambda n: [{"type": "divider"}] * n, 50, "/blocks"),
    Case("section text", lambda n: [section(text=mrkdwn(n))], 3000, "/blocks/0/text/text"),
    Case("field text", lambda n: [section(fields=[mrkdwn(n)])], 2000, "/blocks/0/fields/0"),
    Case("fields", lambda n: [section(fields=[mrkdwn(1)] * n)], 10, "/blocks/0/fields"),
    Case("header", lambda n: [{"type": "header", "text": plain(n)}], 150, "/blocks/0/text/text"),
    Case("context elements", lambda n: [context(*[mrkdwn(1)] * n)], 10, "/blocks/0/elements"),
    Case("actions elements", lambda n: [actions(*buttons(n))], 25, "/blocks/0/elements"),
    Case("button text", lambda n: [actions(button(text=plain(n)))], 75),
    Case("button value", lambda n: [actions(button(value="x" * n))], 2000),
    Case("button url", lambda n: [actions(button(url="x" * n))], 3000),
    Case("accessibility label", lambda n: [actions(button(accessibility_label="x" * n))], 75),
    Case("block_id", lambda n: [section(block_id="x" * n)], 255),
    Case("action_id", lambda n: [actions(button(action_id="x" * n))], 255),
    Case("option text", lambda n: [actions(select(text=plain(n)))], 75),
    Case("option value", lambda n: [actions(select(value="x" * n))], 150),
    Case("option description", lambda n: [actions(select(description=plain(n)))], 75),
    Case("options", lambda n: [actions(select(n))], 100),
    Case("option groups", lambda n: [actions(groups(n))], 100),
    Case("options of a group", lambda n: [actions(groups(1, n))], 100),
    Case("placeholder", lambda n: [actions({**select(), "placeholder": plain(n)})], 150),
    Case("checkboxes", lambda n: [actions(boxes("checkboxes", n))], 10),
    Case("radio buttons", lambda n: [actions(boxes("radio_buttons", n))], 10),
    Case("overflow", lambda n: [actions({"type": "overflow", "options": options(n)})], 5),
    Case("confirm title", lambda n: [confirm(title=plain(n))], 100),
    Case("confirm text", lambda n: [confirm(text=plain(n))], 300),
    Case("confirm button", lambda n: [confirm(confirm=plain(n))], 30),
    Case("confirm deny", lambda n: [confirm(deny=plain(n))], 30),
    Case("image url", lambda n: [image(image_url="x" * n)], 3000),
    Case("image alt text", lambda n: [image(alt_text="x" * n)], 2000),
    Case("image title", lambda n: [image(title=plain(n))], 2000),
    Case("markdown", lambda n: [markdown(n)], 12_000, "/blocks"),
    Case("markdown together", lambda n: [markdown(n - 6000), markdown(6000)], 12_000, "/blocks"),
    Case("table rows", lambda n: [table(n, 1)], 100, "/blocks/0/rows"),
    Case("table columns", lambda n: [table(1, n)], 20, "/blocks/0/rows/0"),
    Case("tables", lambda n: [table(1, 1)] * n, 1, "/blocks/1"),
    Case("table characters", lambda n: [table(1, 1, n)], 10_000, "/blocks/0/rows"),
    Case("column settings", lambda n: [{**table(1, 1), "column_settings": [None] * n}], 20),
    Case("data table rows", lambda n: [data_table(n)], 101, "/blocks/0/rows"),
    Case("data table columns", lambda n: [data_table(2, n)], 20, "/blocks/0/rows"),
    Case("data table page size", lambda n: [data_table(page_size=n)], 100),
    Case("data table row header", lambda n: [data_table(2, 3, row_header_column_index=n)], 2),
    Case("charts", lambda n: [visual()] * n, 2, "/blocks/2"),
    Case("chart title", lambda n: [visual(title=n)], 50),
    Case("chart series", lambda n: [visual(chart(series=n))], 6),
    Case("chart points", lambda n: [visual(chart(count=n))], 20),
    Case("chart series name", lambda n: [visual(chart(label=n))], 20),
    Case("chart point label", lambda n: [labelled(n)], 20),
    Case("chart axis label", lambda n: [visual(chart(axis=n))], 50),
    Case("pie segments", lambda n: [pie(*range(1, n + 1))], 6),
    Case("container children", lambda n: [container(n)], 10),
    Case("container title", lambda n: [container(title=plain(n))], 150),
    Case("container subtitle", lambda n: [container(subtitle=mrkdwn(n))], 150),
    Case("card title", lambda n: [card(title=mrkdwn(n))], 150),
    Case("card subtitle", lambda n: [card(subtitle=mrkdwn(n))], 150),
    Case("card body", lambda n: [card(body=mrkdwn(n))], 200),
    Case("card actions", lambda n: [card(actions=buttons(n))], 3),
    Case("carousel", lambda n: [carousel(n)], 10),
    Case(
        "context actions",
        lambda n: [{"type": "context_actions", "elements": [icon(i) for i in range(n)]}],
        5,
    ),
]
VIEWS = [
    Case("modal blocks", lambda n: modal(*[section()] * n), 100, "/view/blocks"),
    Case("home blocks", lambda n: home(*[section()] * n), 100, "/view/blocks"),
    Case("modal title", lambda n: modal(title=plain(n)), 24, "/view/title"),
    Case("modal submit", lambda n: modal(submit=plain(n)), 24, "/view/submit"),
    Case("modal close", lambda n: modal(close=plain(n)), 24, "/view/close"),
    Case("private_metadata", lambda n: modal(private_metadata="x" * n), 3000, "/view/private"),
    Case("callback_id", lambda n: modal(callback_id="x" * n), 255, "/view/callback_id"),
    Case(
        "input max_length",
        lambda n: modal(input_block({"type": "plain_text_input", "max_length": n})),
        3000,
        "/view/blocks/0/element/max_length",
    ),
    Case(
        "input initial value",
        lambda n: modal(input_block({"type": "plain_text_input", "initial_value": "x" * n})),
        3000,
        "/view/blocks/0/element/initial_value",
    ),
    Case(
        "input label",
        lambda n: modal({**input_block({"type": "plain_text_input"}), "label": plain(n)}),
        2000,
        "/view/blocks/0/label",
    ),
    Case(
        "input hint",
        lambda n: modal(input_block({"type": "plain_text_input"}, hint=plain(n))),
        2000,
        "/view/blocks/0/hint",
    ),
    Case(
        "alert text",
        lambda n: modal({"type": "alert", "text": plain(n)}),
        200,
        "/view/blocks/0/text",
    ),
]
