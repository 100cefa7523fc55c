"""Blocks with every type and field, as an app would send them."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def options(*names: str) -> list[Json]:
    return [{"text": plain(name), "value": name.lower()} for name in names]


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def text_element(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def spans(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def rich_list(style: str, *items: str, **more: int) -> Json:
    lines = [spans(text_element(item)) for item in items]
    return {"type": "rich_text_list", "style": style, "elements": lines, **more}


def image(alt: str, file: str | None = "F1") -> Json:
    where = {"slack_file": {"id": file}} if file else {"image_url": "https://example.com/a.png"}
    return {"type": "image", "alt_text": alt, **where}


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": "v", **more}


STAGES = options("Awareness", "Consideration", "Checkout")
CONFIRM = {
    "title": plain("Delete this note?"),
    "text": mrkdwn("It *cannot* be undone."),
    "confirm": plain("Delete"),
    "deny": plain("Keep"),
    "style": "danger",
}
GROUPS = [
    {"label": plain("Early"), "options": STAGES[:2]},
    {"label": plain("Late"), "options": STAGES[2:]},
]
BUTTONS = [
    button("Plain", "plain"),
    button("Primary", "primary", style="primary"),
    button("Danger :wastebasket:", "danger", style="danger", confirm=CONFIRM),
    button("Link", "link", url="https://example.com/", accessibility_label="Open the map"),
    {
        "type": "workflow_button",
        "action_id": "flow",
        "text": plain("Start workflow"),
        "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft0/1"}},
    },
    {"type": "overflow", "action_id": "more", "options": options("Edit", "Move", "Undo")},
]
MENUS: list[Json] = [
    {"type": "static_select", "options": STAGES, "placeholder": plain("Choose a stage")},
    {"type": "static_select", "option_groups": GROUPS, "initial_option": STAGES[2]},
    {"type": "external_select", "min_query_length": 2, "placeholder": plain("Find a city")},
    {"type": "users_select", "initial_user": "U0MARA"},
    {"type": "conversations_select", "filter": {"include": ["private", "im"]}},
    {"type": "channels_select", "initial_channel": "C0GENERAL"},
    {
        "type": "multi_static_select",
        "option_groups": GROUPS,
        "initial_options": STAGES[:1],
        "max_selected_items": 2,
    },
    {"type": "multi_external_select", "min_query_length": 1},
    {"type": "multi_users_select", "initial_users": ["U0MARA", "U0TOMAS"]},
    {"type": "multi_conversations_select"},
    {"type": "multi_channels_select"},
]
BOXES: list[Json] = [
    {
        "type": "checkboxes",
        "options": [
            {"text": mrkdwn("*Bold* box"), "value": "a", "description": mrkdwn("says `more`")},
            {"text": plain("Plain box"), "value": "b"},
        ],
        "initial_options": [{"text": plain("Plain box"), "value": "b"}],
    },
    {"type": "radio_buttons", "options": STAGES, "initial_option": STAGES[1]},
]
DATES: list[Json] = [
    {"type": "datepicker", "initial_date": "2026-10-01", "placeholder": plain("A day")},
    {"type": "timepicker", "initial_time": "09:30"},
    {"type": "datetimepicker", "initial_date_time": 1790845200},
]
TYPED: list[Json] = [
    {"type": "plain_text_input", "placeholder": plain("One line"), "max_length": 80},
    {"type": "plain_text_input", "multiline": True, "min_length": 5, "initial_value": "Two\nlines"},
    {"type": "email_text_input", "placeholder": plain("you@example.com")},
    {"type": "url_text_input"},
    {"type": "number_input", "is_decimal_allowed": True, "min_value": "0", "max_value": "10"},
    {"type": "rich_text_input", "initial_value": rich(spans(text_element("bold", bold=True)))},
    {"type": "file_input", "filetypes": ["csv"], "max_files": 2},
]


def inputs(*elements: Json) -> list[Json]:
    """Return every element in an input block of its own."""
    return [
        {
            "type": "input",
            "block_id": f"in{n}",
            "label": plain(element["type"].replace("_", " ")),
            "element": {**element, "action_id": f"a{n}"},
            "optional": n % 2 == 1,
            "hint": plain(f"Hint {n}"),
        }
        for n, element in enumerate(elements)
    ]


def beside(*elements: Json) -> list[Json]:
    """Return every element as the accessory of a section."""
    return [
        {
            "type": "section",
            "text": mrkdwn(f"*{element['type']}*"),
            "accessory": {**element, **({} if element["type"] == "image" else {"action_id": "a"})},
        }
        for element in elements
    ]


def in_actions(*elements: Json) -> Json:
    return {
        "type": "actions",
        "elements": [{"action_id": f"x{n}", **element} for n, element in enumerate(elements)],
    }


TEXT = (
    "*Coupon codes* with _spaces_ are ~accepted~ rejected, see `SAVE 10` :warning:\n"
    "> I typed it three times.\n> Then I left.\n"
    "<@U0MARA> in <#C0JOURNEY|customer-journey>, <!here>: "
    "<https://example.com/a?b=1&amp;c=2|the map> or https://example.com/x. "
    "&lt;!channel&gt; stays text.\n"
    "```GET /cart\n  200 OK```"
    "<!date^1790845200^Posted {date_short} at {time}|in October>"
)
LEAVES = [
    text_element("plain "),
    text_element("bold", bold=True),
    text_element(" italic", italic=True),
    text_element(" strike", strike=True),
    text_element(" code", code=True),
    text_element(" underline", underline=True),
    text_element(" high", highlight=True),
    text_element(" all", bold=True, italic=True, strike=True),
    text_element(" *not bold* &amp; "),
    {"type": "link", "url": "https://example.com/", "text": "a link", "style": {"bold": True}},
    text_element(" "),
    {"type": "user", "user_id": "U0MARA"},
    {"type": "usergroup", "usergroup_id": "S0TEAM"},
    {"type": "channel", "channel_id": "C0GENERAL"},
    {"type": "team", "team_id": "T0"},
    {"type": "emoji", "name": "tada", "unicode": "1f389"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#148567"},
    {"type": "date", "timestamp": 1790845200, "format": "{date_long}", "fallback": "October"},
]
RICH = rich(
    spans(*LEAVES),
    rich_list("bullet", "first", "second"),
    rich_list("bullet", "inside", indent=1),
    rich_list("bullet", "deep inside", indent=2),
    rich_list("bullet", "third"),
    rich_list("ordered", "one", "two"),
    rich_list("ordered", "a", indent=1),
    rich_list("ordered", "three"),
    {"type": "rich_text_quote", "elements": [text_element("It asked for my code twice.")]},
    {
        "type": "rich_text_preformatted",
        "elements": [text_element("a  b\n1  2")],
        "language": "text",
    },
)
MARKDOWN = """# Review of the quarter
Some **bold**, *italic*, ~~struck~~ and `code`; [a link](https://example.com/) <@U0MARA> :tada:

- one
  1. nested
- two

- [x] done
- [ ] open

> quoted **twice**

```python
print("<b>")
```

| stage | mood |
|:------|-----:|
| a < b | 0.2 |

---
![a picture](https://example.com/p.png) <script>alert(1)</script> &amp; done
"""


def cell(value: str | float) -> Json:
    if isinstance(value, str):
        return {"type": "raw_text", "text": value}
    return {"type": "raw_number", "value": value}


def rows(*lines: list[Any]) -> list[list[Json]]:
    return [[c if isinstance(c, dict) else cell(c) for c in line] for line in lines]


TABLE = {
    "type": "table",
    "rows": rows(
        ["Stage", "Notes", "Owner"],
        ["Checkout", 12, rich(spans({"type": "user", "user_id": "U0MARA"}))],
        ["Support, which has a name that is much too long for its column", 3, "–"],
    ),
    "column_settings": [{"is_wrapped": True}, {"align": "right"}],
}
KPIS = {
    "type": "data_table",
    "caption": "KPIs of the quarter",
    "page_size": 3,
    "row_header_column_index": 1,
    "rows": rows(
        ["#", "KPI", "Reading", "Target"],
        [1, "Completion", 71.4, 75],
        [2, "First reply", 9, 4],
        [3, "NPS", 41, 40],
        [4, "Churn", 2.1, 2],
        [5, rich(spans(text_element("Visits", bold=True))), 12000, 10000],
    ),
}


def chart(kind: str, title: str) -> Json:
    names, values = ["Q1", "Q2", "Q3"], {"Checkout": [0.2, -0.1, -0.4], "Support": [0.1, 0.3, 0.5]}
    drawn = {
        "type": kind,
        "series": [
            {
                "name": name,
                "data": [
                    {"label": label, "value": value}
                    for label, value in zip(names, line, strict=True)
                ],
            }
            for name, line in values.items()
        ],
        "axis_config": {"categories": names, "x_label": "Quarter", "y_label": "Mood"},
    }
    return {"type": "data_visualization", "title": title, "chart": drawn}


PIE = {
    "type": "data_visualization",
    "title": "Where notes come from",
    "chart": {
        "type": "pie",
        "segments": [
            {"label": label, "value": value}
            for label, value in (("Tickets", 31), ("Interviews", 12.5), ("Sales calls", 6))
        ],
    },
}
CHARTS = [
    chart("line", "Mood by quarter"),
    chart("bar", "Mood, bars"),
    chart("area", "Mood, area"),
    PIE,
]
CARD = {
    "type": "card",
    "hero_image": image("a hero"),
    "icon": image("an icon"),
    "title": mrkdwn("*Coupon* field"),
    "subtitle": mrkdwn("Checkout"),
    "body": mrkdwn("Rejects codes with spaces."),
    "subtext": mrkdwn("since September"),
    "actions": [button("Open", "open"), button("Drop", "drop", style="danger")],
}
ICON_CARD = {
    "type": "card",
    "slack_icon": {"type": "icon", "name": "flag"},
    "title": mrkdwn("Flagged"),
    "body": mrkdwn("A card without pictures."),
}
TASK = {
    "type": "task_card",
    "task_id": "t1",
    "title": "Read the notes",
    "status": "complete",
    "details": rich(spans(text_element("212 notes"))),
    "output": rich(spans(text_element("done"))),
    "sources": [{"type": "url", "url": "https://example.com/", "text": "the map"}],
}
VIDEO = {
    "type": "video",
    "alt_text": "a person at a till",
    "title": plain("How checkout feels"),
    "thumbnail_url": "https://example.com/t.png",
    "video_url": "https://example.com/v",
    "title_url": "https://example.com/w",
    "author_name": "Mara",
    "provider_name": "Tube",
    "description": plain("Two minutes"),
}
CONTAINER = {
    "type": "container",
    "title": plain("Two notes"),
    "subtitle": mrkdwn("from *support*"),
    "icon": image("an icon"),
    "is_collapsible": True,
    "child_blocks": [
        {"type": "section", "text": mrkdwn("One")},
        {"type": "divider"},
        in_actions(button("Inside", "inside")),
    ],
}
MESSAGE: list[Json] = [
    {"type": "header", "text": plain("Buyer journey, 2026-Q3 :chart_with_upwards_trend:")},
    {"type": "section", "text": mrkdwn(TEXT), "accessory": image("a sketch")},
    {"type": "section", "fields": [mrkdwn("*Notes*\n212"), plain("Unsorted\n3")], "expand": True},
    {"type": "divider"},
    {"type": "context", "elements": [image("face"), mrkdwn("Posted by *Waymark*"), plain("now")]},
    in_actions(*BUTTONS),
    RICH,
    {"type": "markdown", "text": MARKDOWN},
    {**image("a picture of the map"), "title": plain("The map")},
    {**image("a picture from elsewhere", None), "title": plain("Elsewhere")},
    TABLE,
    KPIS,
    CARD,
    {"type": "carousel", "elements": [{**CARD, "actions": []} | {"actions": None}, ICON_CARD]},
    CONTAINER,
    {**CONTAINER, "is_collapsible": False, "has_header_divider": True, "width": "narrow"},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "fb",
                "positive_button": {"text": plain("Good"), "value": "y"},
                "negative_button": {"text": plain("Bad"), "value": "n"},
            },
            {
                "type": "icon_button",
                "icon": "trash",
                "text": plain("Delete"),
                "action_id": "bin",
                "value": "1",
            },
        ],
    },
    {"type": "file", "external_id": "drive-1", "source": "remote"},
    VIDEO,
    TASK,
    {"type": "plan", "title": "The plan", "tasks": [TASK, {**TASK, "status": "pending"}]},
]
ELEMENTS: list[Json] = [
    *beside(image("a thumbnail"), BUTTONS[0], *MENUS, *BOXES, *DATES[:2], BUTTONS[-1]),
    in_actions(*DATES),
]
MODAL: Json = {
    "type": "modal",
    "title": plain("Everything"),
    "submit": plain("Save"),
    "close": plain("Leave"),
    "blocks": [
        *[
            {"type": "alert", "text": mrkdwn(f"*{level}*"), "level": level}
            for level in ("default", "info", "warning", "error", "success")
        ],
        *inputs(*MENUS, *BOXES, *DATES, *TYPED),
    ],
}
