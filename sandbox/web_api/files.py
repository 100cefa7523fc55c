"""files.*: an upload takes three steps and shows a moment later."""

from sandbox.content import checked_message
from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call, Method
from sandbox.workspace.channels import Channel
from sandbox.workspace.files import File
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


def info(call: Call) -> Object:
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


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.info": Method(info, ("files:read",)),
}
