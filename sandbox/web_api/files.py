"""files.* and canvases.* methods."""

import re

from sandbox.objects import Object, SlackError
from sandbox.validation import validate_message
from sandbox.web_api.call import Call, Method
from sandbox.workspace.channels import Channel, File
from sandbox.workspace.posting import post
from sandbox.workspace.workspace import BOT_USER

# Of the markdown of one call, and of a table.
MAX_BYTES = 1_048_576
MAX_CELLS = 300
_CELL_END = re.compile(r"(?<!\\)\|")
_DELIMITER_ROW = re.compile(r"\|( *:?-+:? *\|)+")
OPERATIONS = frozenset(
    {"insert_at_start", "insert_at_end", "insert_before", "insert_after", "replace", "delete"}
    | {"rename"}
)
MAX_FILES = 100


def get_upload_url(call: Call) -> Object:
    """files.getUploadURLExternal: return a URL for the bytes of one file."""
    length = call.integer("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments")
    name = call.require("filename")
    file_id = call.workspace.next_id("F")
    now = call.workspace.clock.now()
    file = File(file_id, name, name, length, BOT_USER, now, alt_txt=call.get("alt_txt"))
    call.workspace.files[file_id] = file
    return {"ok": True, "upload_url": f"{call.slack.url}/upload/{file_id}", "file_id": file_id}


def _uploaded_files(call: Call) -> list[File]:
    files = []
    for entry in call.objects("files", MAX_FILES):
        file = call.workspace.files.get(str(entry.get("id")))
        if file is None or not file.uploaded:
            raise SlackError("file_not_found")
        file.title = entry.get("title") or file.name
        files.append(file)
    return files


def _target_channels(call: Call) -> list[Channel]:
    ids = [call.get("channel_id"), *call.get("channels").split(",")]
    channels = []
    for channel_id in filter(None, ids):
        channel_call = Call(call.slack, {"channel": channel_id})
        channel = channel_call.joined_channel()
        if channel.archived:
            raise SlackError("is_archived")
        channels.append(channel)
    return channels


def complete_upload(call: Call) -> Object:
    """files.completeUploadExternal: share files; the message appears once they are processed."""
    files, channels = _uploaded_files(call), _target_channels(call)
    content: Object = {
        "text": call.get("initial_comment") or None,
        "blocks": call.arguments.get("blocks"),
        "thread_ts": call.get("thread_ts") or None,
    }
    message = validate_message(content, call.slack.settings, allow_empty=True)

    def share() -> None:
        for file in files:
            file.processed = True
        for channel in channels:
            file_json = [file.file_object(call.slack.url) for file in files]
            posted_message = post(
                call.workspace, channel, BOT_USER, {**message, "files": file_json}
            )
            for file in files:
                file.shares.append((channel.id, posted_message.ts))

    call.slack.call_later(call.slack.settings.file_seconds, share)
    return {"ok": True, "files": [{"id": file.id, "title": file.title} for file in files]}


def files_info(call: Call) -> Object:
    """files.info: return one file; `shares` is empty while it is processed."""
    file = call.workspace.files.get(call.require("file"))
    if file is None:
        raise SlackError("file_not_found")
    shares: Object = {}
    for channel, ts in file.shares:
        kind = "public" if channel.startswith("C") else "private"
        shares.setdefault(kind, {}).setdefault(channel, []).append({"ts": ts})
    file_json = {**file.file_object(call.slack.url), "shares": shares}
    return {"ok": True, "file": file_json, "comments": [], "response_metadata": {"next_cursor": ""}}


def _canvas_markdown(content: object) -> str:
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise SlackError("invalid_document_content" if content else "canvas_creation_failed")
    markdown = str(content.get("markdown") or "")
    check_canvas_markdown(markdown)
    return markdown


def check_canvas_markdown(markdown: str) -> None:
    """Reject markdown that a canvas cannot hold.

    Raises:
        SlackError: canvas_creation_failed, with the reason as `detail`.
    """
    if len(markdown.encode()) > MAX_BYTES:
        raise SlackError("canvas_creation_failed", detail="'content' error: too long")
    cells = 0
    for number, line in enumerate(markdown.splitlines(), start=1):
        if line.startswith("####"):
            problem = f"'content' error: line {number}: Unsupported heading depth"
            raise SlackError("canvas_creation_failed", detail=problem)
        if _DELIMITER_ROW.fullmatch(line):
            continue
        cells = cells + len(_CELL_END.findall(line)) - 1 if line.startswith("|") else 0
        if cells > MAX_CELLS:
            problem = f"'content' error: line {number}: Too many cells in a table"
            raise SlackError("canvas_creation_failed", detail=problem)


def create_canvas(call: Call) -> Object:
    """canvases.create: create a canvas, as a channel's tab if `channel_id` is given."""
    channel = call.joined_channel("channel_id").id if call.get("channel_id") else None
    content = call.json("document_content")
    markdown = _canvas_markdown(content) if content else ""
    canvas_id = call.workspace.next_id("F")
    title = call.get("title")
    canvas = {"id": canvas_id, "title": title, "markdown": markdown, "channel_id": channel}
    call.workspace.canvases[canvas_id] = canvas
    return {"ok": True, "canvas_id": canvas_id}


def edit_canvas(call: Call) -> Object:
    """canvases.edit: append, prepend, replace everything, or rename."""
    canvas = call.workspace.canvases.get(call.require("canvas_id"))
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
