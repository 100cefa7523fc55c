"""canvases.*: markdown documents."""

from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call, Method

OPERATIONS = frozenset(
    {"insert_at_start", "insert_at_end", "insert_before", "insert_after", "replace", "delete"}
    | {"rename"}
)


def _markdown(content: object) -> str:
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise SlackError("invalid_document_content" if content else "canvas_creation_failed")
    return str(content.get("markdown") or "")


def create(call: Call) -> Object:
    """A canvas of one's own."""
    content = call.json("document_content")
    markdown = _markdown(content) if content else ""
    canvas_id = call.workspace.next_id("F")
    title = call.get("title")
    call.workspace.canvases[canvas_id] = {"id": canvas_id, "title": title, "markdown": markdown}
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
