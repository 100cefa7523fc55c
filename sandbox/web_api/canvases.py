"""canvases.*: markdown documents."""

import re

from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call, Method

# The markdown of one call; a table of one canvas.
MOST_BYTES = 1_048_576
MOST_CELLS = 300
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|( *:?-+:? *\|)+")
OPERATIONS = frozenset(
    {"insert_at_start", "insert_at_end", "insert_before", "insert_after", "replace", "delete"}
    | {"rename"}
)


def _markdown(content: object) -> str:
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise SlackError("invalid_document_content" if content else "canvas_creation_failed")
    markdown = str(content.get("markdown") or "")
    _check(markdown)
    return markdown


def _check(markdown: str) -> None:
    """Refuse what a canvas cannot hold.

    Raises:
        SlackError: canvas_creation_failed, with the reason as `detail`.
    """
    if len(markdown.encode()) > MOST_BYTES:
        raise SlackError("canvas_creation_failed", detail="'content' error: too long")
    cells = 0
    for number, line in enumerate(markdown.splitlines(), start=1):
        if line.startswith("####"):
            problem = f"'content' error: line {number}: Unsupported heading depth"
            raise SlackError("canvas_creation_failed", detail=problem)
        if _RULE.fullmatch(line):
            continue
        cells = cells + len(_CELL_ENDS.findall(line)) - 1 if line.startswith("|") else 0
        if cells > MOST_CELLS:
            problem = f"'content' error: line {number}: Too many cells in a table"
            raise SlackError("canvas_creation_failed", detail=problem)


def create(call: Call) -> Object:
    """A canvas of one's own, shown as a tab of a channel where one is named."""
    channel = call.channel_of_member("channel_id").id if call.get("channel_id") else None
    content = call.json("document_content")
    markdown = _markdown(content) if content else ""
    canvas_id = call.workspace.next_id("F")
    title = call.get("title")
    canvas = {"id": canvas_id, "title": title, "markdown": markdown, "channel_id": channel}
    call.workspace.canvases[canvas_id] = canvas
    return {"ok": True, "canvas_id": canvas_id}


def edit(call: Call) -> Object:
    """One change: append, prepend, replace everything, or rename."""
    canvas = call.workspace.canvases.get(call.need("canvas_id"))
    if canvas is None:
        raise SlackError("canvas_not_found")
    (change,) = call.objects("changes", 1)
    operation = change.get("operation")
    if operation not in OPERATIONS:
        raise SlackError("invalid_arguments")
    _apply(canvas, str(operation), change)
    return {"ok": True}


def _apply(canvas: Object, operation: str, change: Object) -> None:
    if operation == "rename":
        canvas["title"] = _markdown(change.get("title_content"))
        return
    text = "" if operation == "delete" else _markdown(change.get("document_content"))
    if operation == "insert_at_start":
        canvas["markdown"] = text + canvas["markdown"]
    elif operation == "replace":
        canvas["markdown"] = text
    else:
        canvas["markdown"] += text


METHODS = {
    "canvases.create": Method(create, ("canvases:write",)),
    "canvases.edit": Method(edit, ("canvases:write",)),
}
