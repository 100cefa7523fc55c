"""files.* and canvases.*"""

import re

from sandbox.objects import Object, SlackError
from sandbox.validation import checked_message
from sandbox.web_api.call import Call, Method
from sandbox.workspace.channels import Channel, File
from sandbox.workspace.posting import post
from sandbox.workspace.workspace import BOT_USER

FILES = 100


def get_upload_url(call: Call) -> Object:
    """A URL for the bytes of one file."""
    length = call.number("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments")
    name = call.need("filename")
    file_id = call.workspace.next_id("F")
    now = call.workspace.clock.now()
    file = File(file_id, name, name, length, BOT_USER, now, alt_txt=call.get("alt_txt"))
    call.workspace.files[file_id] = file
    return {"ok": True, "upload_url": f"{call.slack.url}/upload/{file_id}", "file_id": file_id}


def _finished(call: Call) -> list[File]:
    files = []
    for entry in call.objects("files", FILES):
        file = call.workspace.files.get(str(entry.get("id")))
        if file is None or not file.uploaded:
            raise SlackError("file_not_found")
        file.title = entry.get("title") or file.name
        files.append(file)
    return files


def _places(call: Call) -> list[Channel]:
    ids = [call.get("channel_id"), *call.get("channels").split(",")]
    found = []
    for channel_id in filter(None, ids):
        named = Call(call.slack, {"channel": channel_id})
        channel = named.channel_of_member()
        if channel.archived:
            raise SlackError("is_archived")
        found.append(channel)
    return found


def complete_upload(call: Call) -> Object:
    """Share what was uploaded; the message appears once the files are processed."""
    files, places = _finished(call), _places(call)
    content: Object = {
        "text": call.get("initial_comment") or None,
        "blocks": call.arguments.get("blocks"),
        "thread_ts": call.get("thread_ts") or None,
    }
    message = checked_message(content, call.slack.settings, may_be_empty=True)

    def share() -> None:
        for file in files:
            file.processed = True
        for channel in places:
            shown = [file.file_object(call.slack.url) for file in files]
            posted = post(call.workspace, channel, BOT_USER, {**message, "files": shown})
            for file in files:
                file.shares.append((channel.id, posted.ts))

    call.slack.later(call.slack.settings.file_seconds, share)
    return {"ok": True, "files": [{"id": file.id, "title": file.title} for file in files]}


def files_info(call: Call) -> Object:
    """One file; `shares` stays empty while it is processed."""
    file = call.workspace.files.get(call.need("file"))
    if file is None:
        raise SlackError("file_not_found")
    shares: Object = {}
    for channel, ts in file.shares:
        kind = "public" if channel.startswith("C") else "private"
        shares.setdefault(kind, {}).setdefault(channel, []).append({"ts": ts})
    shown = {**file.file_object(call.slack.url), "shares": shares}
    return {"ok": True, "file": shown, "comments": [], "response_metadata": {"next_cursor": ""}}


# The markdown of one call; a table of one canvas.
MOST_BYTES = 1_048_576
MOST_CELLS = 300
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|( *:?-+:? *\|)+")
OPERATIONS = frozenset(
    {"insert_at_start", "insert_at_end", "insert_before", "insert_after", "replace", "delete"}
    | {"rename"}
)


def _canvas_markdown(content: object) -> str:
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise SlackError("invalid_document_content" if content else "canvas_creation_failed")
    markdown = str(content.get("markdown") or "")
    check_canvas_markdown(markdown)
    return markdown


def check_canvas_markdown(markdown: str) -> None:
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


def create_canvas(call: Call) -> Object:
    """A canvas of one's own, shown as a tab of a channel where one is named."""
    channel = call.channel_of_member("channel_id").id if call.get("channel_id") else None
    content = call.json("document_content")
    markdown = _canvas_markdown(content) if content else ""
    canvas_id = call.workspace.next_id("F")
    title = call.get("title")
    canvas = {"id": canvas_id, "title": title, "markdown": markdown, "channel_id": channel}
    call.workspace.canvases[canvas_id] = canvas
    return {"ok": True, "canvas_id": canvas_id}


def edit_canvas(call: Call) -> Object:
    """One change: append, prepend, replace everything, or rename."""
    canvas = call.workspace.canvases.get(call.need("canvas_id"))
    if canvas is None:
        raise SlackError("canvas_not_found")
    (change,) = call.objects("changes", 1)
    operation = change.get("operation")
    if operation not in OPERATIONS:
        raise SlackError("invalid_arguments")
    _apply_canvas_change(canvas, str(operation), change)
    return {"ok": True}


def _apply_canvas_change(canvas: Object, operation: str, change: Object) -> None:
    if operation == "rename":
        canvas["title"] = _canvas_markdown(change.get("title_content"))
        return
    text = "" if operation == "delete" else _canvas_markdown(change.get("document_content"))
    if operation == "insert_at_start":
        canvas["markdown"] = text + canvas["markdown"]
    elif operation == "replace":
        canvas["markdown"] = text
    else:
        canvas["markdown"] += text


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.info": Method(files_info, ("files:read",)),
    "canvases.create": Method(create_canvas, ("canvases:write",)),
    "canvases.edit": Method(edit_canvas, ("canvases:write",)),
}
