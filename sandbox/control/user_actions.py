"""Control API: act as a person."""

import base64
import binascii

from aiohttp import web

from sandbox.control.request import ControlRequest, route
from sandbox.delivery.commands import run_command
from sandbox.delivery.interactions import (
    InteractionContext,
    MessageContext,
    ViewContext,
    request_options,
    run_global_shortcut,
    run_message_shortcut,
    trigger_action,
)
from sandbox.delivery.modals import close, fill, submit, visible_modal
from sandbox.mrkdwn import format_typed_message
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel, Message, new_user_file
from sandbox.workspace.people import Person
from sandbox.workspace.posting import (
    delete,
    edit,
    find_message,
    forwarded,
    notify,
    post,
    react,
    unreact,
)
from sandbox.workspace.workspace import BOT_USER


async def type_command(request: ControlRequest) -> Object:
    """Type a slash command: `{user, channel, text, thread_ts?}`."""
    person = request.person()
    channel = request.writable_channel(person)
    text = str(request.require("text"))
    if request.get("thread_ts"):
        name = text.strip().split(" ")[0]
        notice = f"{name} is not supported in threads"
        notify(request.slack.workspace, channel, person.id, notice)
        report: Object = {"delivered": False, "status": None, "elapsed_ms": 0, "answer": ""}
        return {**report, "error": "not_in_thread", "notice": notice}
    return await run_command(request.slack, person, channel, text)


def post_message(request: ControlRequest) -> Object:
    """Post as a person: `{user, channel, text, thread_ts?, raw?, files?: [{name, content}]}`.

    With `app` another app of that name posts, and may send `blocks` and `attachments`. `forward`
    is the message to forward: `{channel, ts}`; `me` makes it one typed after /me.

    "@name" and "#channel" in `text` become mentions, & < > are escaped; `raw` turns that off. File
    contents are text, or base64 under `base64`.
    """
    person = request.person()
    channel = request.writable_channel(person)
    workspace = request.slack.workspace
    manifest = workspace.manifest
    is_app_dm = channel.kind == "im" and BOT_USER in channel.members
    if is_app_dm and (manifest.messages_read_only or not manifest.messages_tab):
        raise SlackError("messages_tab_disabled")
    content = _message_content(request, person)
    if request.get("thread_ts"):
        parent = channel.find(str(request.get("thread_ts")))
        if parent is None:
            raise SlackError("thread_not_found")
        content["thread_ts"] = parent.ts
        if request.get("broadcast"):
            content["subtype"] = "thread_broadcast"
    files = [_store_file(request, person, entry) for entry in request.get("files") or []]
    if files:
        content |= {"files": files, "subtype": "file_share"}
    message = post(workspace, channel, person.id, content)
    channel.drafts.pop(person.id, None)
    for file in files:
        workspace.files[file["id"]].shares.append((channel.id, message.ts))
    return {"ts": message.ts, "channel": channel.id, "message": message.control_object()}


def _message_content(request: ControlRequest, person: Person) -> Object:
    text = str(request.get("text") or "")
    content: Object = {
        "text": text if request.get("raw") else format_typed_message(request.slack.workspace, text)
    }
    if request.get("app"):
        content |= {key: request.get(key) for key in ("app", "blocks", "attachments")}
    if request.get("forward"):
        content["attachments"] = [_forwarded(request, person)]
    if request.get("me"):
        content["subtype"] = "me_message"
    return content


def _forwarded(request: ControlRequest, person: Person) -> Object:
    workspace, source = request.slack.workspace, request.get("forward")
    channel = ControlRequest(request.slack, source).channel(person)
    if person.id not in channel.members:
        raise SlackError("not_in_channel")
    message = find_message(channel, source.get("ts"))
    author = workspace.people.get(message.author)
    url = f"{request.slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return forwarded(channel, message, author.name if author else message.author, url)


def _store_file(request: ControlRequest, person: Person, entry: Object) -> Object:
    try:
        encoded = entry.get("base64")
        content = (
            base64.b64decode(encoded, validate=True)
            if encoded
            else str(entry.get("content") or "").encode()
        )
    except (ValueError, binascii.Error):
        raise SlackError("invalid_file") from None
    workspace = request.slack.workspace
    name = str(entry.get("name") or "file.txt")
    file_id = workspace.next_id("F")
    file = new_user_file(file_id, person.id, workspace.clock.now(), name, content)
    workspace.files[file_id] = file
    return file.file_object(request.slack.url)


def upload_file(request: ControlRequest) -> Object:
    """Upload a file for a modal's file input: `{user, name, content or base64}`."""
    return {"file": _store_file(request, request.person(), request.content)}


def _own_message(request: ControlRequest) -> tuple[Channel, Message]:
    person = request.person()
    channel = request.writable_channel(person)
    message = request.message(channel, person)
    # Anyone may dismiss an ephemeral message that is theirs to see.
    if person.id not in (message.author, message.only_for):
        raise SlackError("not_your_message")
    return channel, message


def edit_message(request: ControlRequest) -> Object:
    """Edit one's own message: `{user, channel, ts, text}`."""
    channel, message = _own_message(request)
    text = format_typed_message(request.slack.workspace, str(request.require("text")))
    edit(request.slack.workspace, channel, message, {**message.body, "text": text})
    return {"message": message.control_object()}


def delete_message(request: ControlRequest) -> Object:
    """Delete one's own message, or dismiss an ephemeral one: `{user, channel, ts}`.

    `force` deletes any message, as an admin does. The files in it are deleted too.
    """
    if request.get("force"):
        person = request.person()
        channel = request.channel(person)
        message = request.message(channel, person)
        delete(request.slack.workspace, channel, message)
    else:
        channel, message = _own_message(request)
        delete(request.slack.workspace, channel, message)
    for file in message.body.get("files") or []:
        request.slack.workspace.files.pop(file["id"], None)
    return {}


def set_reaction(request: ControlRequest) -> Object:
    """Add a reaction, or remove it: `{user, channel, ts, name, remove?}`."""
    person = request.person()
    channel = request.writable_channel(person)
    message = request.message(channel, person)
    name = str(request.require("name")).strip(":")
    change = unreact if request.get("remove") else react
    change(request.slack.workspace, channel, message, person.id, name)
    return {"message": message.control_object()}


def mark_read(request: ControlRequest) -> Object:
    """Mark a channel read up to `ts`, or all of it: `{user, channel, ts?}`."""
    person = request.person()
    channel = request.channel(person)
    latest = channel.messages[-1].ts if channel.messages else "0"
    channel.read_up_to[person.id] = str(request.get("ts") or latest)
    request.slack.workspace.changes.publish("read", channel=channel.id, user=person.id)
    return {"unread": channel.unread(person.id)}


def save_draft(request: ControlRequest) -> Object:
    """Save a person's draft: `{user, channel, text}`."""
    person = request.person()
    channel = request.channel(person)
    channel.drafts[person.id] = str(request.get("text") or "")
    return {"draft": channel.drafts[person.id]}


def _context(request: ControlRequest) -> InteractionContext:
    """Return the message (`channel`, `ts`), Home (`home`) or modal (`view_id`, default visible).

    Raises:
        SlackError: message_not_found, no_home or no_open_view.
    """
    person = request.person()
    if request.get("ts"):
        return _message_context(request, person)
    if request.get("home"):
        home = request.slack.workspace.views.homes.get(person.id)
        if home is None:
            raise SlackError("no_home")
        return ViewContext(request.slack, person, home)
    return ViewContext(
        request.slack, person, visible_modal(request.slack, person, request.get("view_id"))
    )


def _message_context(request: ControlRequest, person: Person) -> MessageContext:
    channel = request.channel(person)
    return MessageContext(request.slack, person, channel, request.message(channel, person))


async def use_element(request: ControlRequest) -> Object:
    """Click or choose: `{user, channel+ts | home | view_id?, action_id, block_id?, value?}`."""
    context = _context(request)
    action_id = str(request.require("action_id"))
    return await trigger_action(
        request.slack, context, action_id, request.get("block_id"), request.get("value")
    )


async def get_options(request: ControlRequest) -> Object:
    """Return the options of an external select: as `use_element`, `value` is what is typed."""
    context = _context(request)
    action_id, typed = str(request.require("action_id")), str(request.get("value") or "")
    return await request_options(request.slack, context, action_id, request.get("block_id"), typed)


async def run_shortcut(request: ControlRequest) -> Object:
    """Run a shortcut: `{user, callback_id}`, on a message with `channel` and `ts`."""
    person = request.person()
    callback_id = str(request.require("callback_id"))
    if request.get("ts"):
        return await run_message_shortcut(
            request.slack, _message_context(request, person), callback_id
        )
    return await run_global_shortcut(request.slack, person, callback_id)


def open_home(request: ControlRequest) -> Object:
    """Open the app's Home and send app_home_opened: `{user, tab?}`."""
    person = request.person()
    if not request.slack.workspace.manifest.home_tab:
        raise SlackError("no_home")
    tab = str(request.get("tab") or "home")
    request.slack.workspace.changes.publish("home_opened", user=person.id, tab=tab)
    return {}


def fill_modal(request: ControlRequest) -> Object:
    """Enter values without submitting: `{user, view_id?, values}`."""
    person = request.person()
    view = visible_modal(request.slack, person, request.get("view_id"))
    fill(request.slack, view, request.require("values"))
    return {"view_id": view.id}


async def submit_modal(request: ControlRequest) -> Object:
    """Enter values and submit: `{user, view_id?, values?}`."""
    person = request.person()
    view = visible_modal(request.slack, person, request.get("view_id"))
    fill(request.slack, view, request.get("values") or {})
    return await submit(request.slack, person, view)


async def close_modal(request: ControlRequest) -> Object:
    """Close a modal: `{user, view_id?}`."""
    person = request.person()
    return await close(
        request.slack, person, visible_modal(request.slack, person, request.get("view_id"))
    )


def routes(slack: Slack) -> list[web.RouteDef]:
    """Return the routes for acting as a person."""
    return [
        route("POST", "/sandbox/command", slack, type_command),
        route("POST", "/sandbox/message", slack, post_message),
        route("POST", "/sandbox/file", slack, upload_file),
        route("POST", "/sandbox/message/edit", slack, edit_message),
        route("POST", "/sandbox/message/delete", slack, delete_message),
        route("POST", "/sandbox/reaction", slack, set_reaction),
        route("POST", "/sandbox/read", slack, mark_read),
        route("POST", "/sandbox/draft", slack, save_draft),
        route("POST", "/sandbox/action", slack, use_element),
        route("POST", "/sandbox/options", slack, get_options),
        route("POST", "/sandbox/shortcut", slack, run_shortcut),
        route("POST", "/sandbox/home/open", slack, open_home),
        route("POST", "/sandbox/modal/fill", slack, fill_modal),
        route("POST", "/sandbox/modal/submit", slack, submit_modal),
        route("POST", "/sandbox/modal/close", slack, close_modal),
    ]
