"""Control API: act as a person."""

import base64
import binascii

from aiohttp import web

from sandbox.control.request import Wish, route
from sandbox.delivery.commands import run_command
from sandbox.delivery.interactions import (
    InView,
    OnMessage,
    Place,
    act,
    run_global_shortcut,
    run_message_shortcut,
    suggest,
)
from sandbox.delivery.modals import close, fill, submit, visible_modal
from sandbox.mrkdwn import sent_message
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel, Message, file_from_person
from sandbox.workspace.people import Person
from sandbox.workspace.posting import delete, edit, notify, post, react, unreact
from sandbox.workspace.workspace import BOT_USER


async def command(wish: Wish) -> Object:
    """Type a slash command: `{user, channel, text, thread_ts?}`."""
    person = wish.person()
    channel = wish.channel_of(person)
    text = str(wish.need("text"))
    if wish.get("thread_ts"):
        name = text.strip().split(" ")[0]
        notice = f"{name} is not supported in threads"
        notify(wish.slack.workspace, channel, person.id, notice)
        report: Object = {"delivered": False, "status": None, "elapsed_ms": 0, "answer": ""}
        return {**report, "error": "not_in_thread", "notice": notice}
    return await run_command(wish.slack, person, channel, text)


def message(wish: Wish) -> Object:
    """Post as a person: `{user, channel, text, thread_ts?, raw?, files?: [{name, content}]}`.

    With `app` it is another app of that name that posts, which may give `blocks` and `attachments`.

    `text` is as typed: "@name" and "#channel" become mentions, & < > are escaped; with `raw` it is
    taken as it is. File contents are text, or base64 under `base64`.
    """
    person = wish.person()
    channel = wish.channel_of(person)
    workspace = wish.slack.workspace
    manifest = workspace.manifest
    to_app = channel.kind == "im" and BOT_USER in channel.members
    if to_app and (manifest.messages_read_only or not manifest.messages_tab):
        raise SlackError("messages_tab_disabled")
    text = str(wish.get("text") or "")
    content: Object = {"text": text if wish.get("raw") else sent_message(workspace, text)}
    if wish.get("app"):
        content |= {key: wish.get(key) for key in ("app", "blocks", "attachments")}
    if wish.get("thread_ts"):
        parent = channel.find(str(wish.get("thread_ts")))
        if parent is None:
            raise SlackError("thread_not_found")
        content["thread_ts"] = parent.ts
    if wish.get("broadcast") and wish.get("thread_ts"):
        content["subtype"] = "thread_broadcast"
    files = [_file(wish, person, entry) for entry in wish.get("files") or []]
    if files:
        content |= {"files": files, "subtype": "file_share"}
    posted = post(workspace, channel, person.id, content)
    channel.drafts.pop(person.id, None)
    for file in files:
        workspace.files[file["id"]].shares.append((channel.id, posted.ts))
    return {"ts": posted.ts, "channel": channel.id, "message": posted.seen()}


def _file(wish: Wish, person: Person, entry: Object) -> Object:
    try:
        encoded = entry.get("base64")
        content = (
            base64.b64decode(encoded, validate=True)
            if encoded
            else str(entry.get("content") or "").encode()
        )
    except (ValueError, binascii.Error):
        raise SlackError("invalid_file") from None
    workspace = wish.slack.workspace
    name = str(entry.get("name") or "file.txt")
    file_id = workspace.next_id("F")
    file = file_from_person(file_id, person.id, workspace.clock.now(), name, content)
    workspace.files[file_id] = file
    return file.file_object(wish.slack.url)


def upload(wish: Wish) -> Object:
    """Upload a file for a modal's file input: `{user, name, content or base64}`."""
    return {"file": _file(wish, wish.person(), wish.content)}


def _own(wish: Wish) -> tuple[Channel, Message]:
    person = wish.person()
    channel = wish.channel_of(person)
    message = wish.message(channel, person)
    # Anyone may dismiss an ephemeral message that is theirs to see.
    if person.id not in (message.author, message.only_for):
        raise SlackError("not_your_message")
    return channel, message


def edit_message(wish: Wish) -> Object:
    """Edit one's own message: `{user, channel, ts, text}`."""
    channel, message = _own(wish)
    text = sent_message(wish.slack.workspace, str(wish.need("text")))
    edit(wish.slack.workspace, channel, message, {**message.body, "text": text})
    return {"message": message.seen()}


def delete_message(wish: Wish) -> Object:
    """Delete one's own message, or dismiss an ephemeral one: `{user, channel, ts}`.

    With `force` any message goes, as when an admin deletes it. The files in it go with it.
    """
    if wish.get("force"):
        person = wish.person()
        channel = wish.channel(person)
        message = wish.message(channel, person)
        delete(wish.slack.workspace, channel, message)
    else:
        channel, message = _own(wish)
        delete(wish.slack.workspace, channel, message)
    for file in message.body.get("files") or []:
        wish.slack.workspace.files.pop(file["id"], None)
    return {}


def reaction(wish: Wish) -> Object:
    """React to a message, or take it back: `{user, channel, ts, name, remove?}`."""
    person = wish.person()
    channel = wish.channel_of(person)
    message = wish.message(channel, person)
    name = str(wish.need("name")).strip(":")
    change = unreact if wish.get("remove") else react
    change(wish.slack.workspace, channel, message, person.id, name)
    return {"message": message.seen()}


def read(wish: Wish) -> Object:
    """Mark a channel read up to `ts`, or all of it: `{user, channel, ts?}`."""
    person = wish.person()
    channel = wish.channel(person)
    latest = channel.messages[-1].ts if channel.messages else "0"
    channel.read_up_to[person.id] = str(wish.get("ts") or latest)
    wish.slack.workspace.changes.tell("read", channel=channel.id, user=person.id)
    return {"unread": channel.unread(person.id)}


def draft(wish: Wish) -> Object:
    """Keep what a person has begun to type: `{user, channel, text}`."""
    person = wish.person()
    channel = wish.channel(person)
    channel.drafts[person.id] = str(wish.get("text") or "")
    return {"draft": channel.drafts[person.id]}


def _place(wish: Wish) -> Place:
    """A message (`channel`, `ts`), the Home (`home`), or a modal (`view_id`, else the visible one).

    Raises:
        SlackError: message_not_found, no_home or no_open_view.
    """
    person = wish.person()
    if wish.get("ts"):
        return _on_message(wish, person)
    if wish.get("home"):
        home = wish.slack.workspace.views.homes.get(person.id)
        if home is None:
            raise SlackError("no_home")
        return InView(wish.slack, person, home)
    return InView(wish.slack, person, visible_modal(wish.slack, person, wish.get("view_id")))


def _on_message(wish: Wish, person: Person) -> OnMessage:
    channel = wish.channel(person)
    return OnMessage(wish.slack, person, channel, wish.message(channel, person))


async def action(wish: Wish) -> Object:
    """Click or choose: `{user, channel+ts | home | view_id?, action_id, block_id?, value?}`."""
    place = _place(wish)
    action_id = str(wish.need("action_id"))
    return await act(wish.slack, place, action_id, wish.get("block_id"), wish.get("value"))


async def options(wish: Wish) -> Object:
    """What an external select offers for what is typed: as `action`, with `value`."""
    place = _place(wish)
    action_id, typed = str(wish.need("action_id")), str(wish.get("value") or "")
    return await suggest(wish.slack, place, action_id, wish.get("block_id"), typed)


async def shortcut(wish: Wish) -> Object:
    """Run a shortcut: `{user, callback_id}`, on a message with `channel` and `ts`."""
    person = wish.person()
    callback_id = str(wish.need("callback_id"))
    if wish.get("ts"):
        return await run_message_shortcut(wish.slack, _on_message(wish, person), callback_id)
    return await run_global_shortcut(wish.slack, person, callback_id)


def open_home(wish: Wish) -> Object:
    """Open the app's Home: `{user, tab?}`; the app hears app_home_opened."""
    person = wish.person()
    if not wish.slack.workspace.manifest.home_tab:
        raise SlackError("no_home")
    tab = str(wish.get("tab") or "home")
    wish.slack.workspace.changes.tell("home_opened", user=person.id, tab=tab)
    return {}


def fill_modal(wish: Wish) -> Object:
    """Enter values without submitting: `{user, view_id?, values}`."""
    person = wish.person()
    view = visible_modal(wish.slack, person, wish.get("view_id"))
    fill(wish.slack, view, wish.need("values"))
    return {"view_id": view.id}


async def submit_modal(wish: Wish) -> Object:
    """Enter values and submit: `{user, view_id?, values?}`."""
    person = wish.person()
    view = visible_modal(wish.slack, person, wish.get("view_id"))
    fill(wish.slack, view, wish.get("values") or {})
    return await submit(wish.slack, person, view)


async def close_modal(wish: Wish) -> Object:
    """Close a modal: `{user, view_id?}`."""
    person = wish.person()
    return await close(wish.slack, person, visible_modal(wish.slack, person, wish.get("view_id")))


def routes(slack: Slack) -> list[web.RouteDef]:
    """Return the routes for acting as a person."""
    return [
        route("POST", "/sandbox/command", slack, command),
        route("POST", "/sandbox/message", slack, message),
        route("POST", "/sandbox/file", slack, upload),
        route("POST", "/sandbox/message/edit", slack, edit_message),
        route("POST", "/sandbox/message/delete", slack, delete_message),
        route("POST", "/sandbox/reaction", slack, reaction),
        route("POST", "/sandbox/read", slack, read),
        route("POST", "/sandbox/draft", slack, draft),
        route("POST", "/sandbox/action", slack, action),
        route("POST", "/sandbox/options", slack, options),
        route("POST", "/sandbox/shortcut", slack, shortcut),
        route("POST", "/sandbox/home/open", slack, open_home),
        route("POST", "/sandbox/modal/fill", slack, fill_modal),
        route("POST", "/sandbox/modal/submit", slack, submit_modal),
        route("POST", "/sandbox/modal/close", slack, close_modal),
    ]
