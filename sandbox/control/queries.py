"""Control API: read what a person sees, and follow it by server-sent events."""

import asyncio
import json

from aiohttp import web

from sandbox.control.request import ControlRequest, route
from sandbox.delivery.elements import state_values
from sandbox.mrkdwn import live_references_in_blocks
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel
from sandbox.workspace.people import Person
from sandbox.workspace.views import View
from sandbox.workspace.workspace import APP, BOT, BOT_USER, TEAM, Change, Changes

HEARTBEAT_SECONDS = 15.0


def get_workspace(request: ControlRequest) -> Object:
    """Return the workspace, its app, and how the app is connected."""
    slack = request.slack
    manifest = slack.workspace.manifest
    return {
        "company": slack.workspace.company,
        "team_id": TEAM,
        "url": slack.url,
        "app": {
            "id": APP,
            "name": manifest.name,
            "bot_id": BOT,
            "user_id": BOT_USER,
            "description": manifest.description,
            "color": manifest.color,
        },
        "commands": list(manifest.commands.values()),
        "shortcuts": list(manifest.shortcuts.values()),
        "events": sorted(manifest.events),
        "home_tab": manifest.home_tab,
        "messages_tab": manifest.messages_tab,
        "messages_read_only": manifest.messages_read_only,
        "request_url": slack.request_url.url if slack.request_url else None,
        "socket_mode": slack.request_url is None,
        "connections": slack.sockets.connections,
        "token": slack.workspace.tokens.state,
        "now": slack.workspace.clock.iso(),
    }


def get_people(request: ControlRequest) -> Object:
    """Return every person, the bot last."""
    return {
        "people": [person.control_object() for person in request.slack.workspace.people.values()]
    }


def get_channels(request: ControlRequest) -> Object:
    """Return the channels visible to a person, with unread counts; every channel without `user`."""
    all_channels = request.slack.workspace.channels.values()
    if not request.get("user"):
        return {"channels": [_channel_json(channel, None) for channel in all_channels]}
    person = request.person()
    # Guests see only the channels they are in.
    sees_public = person.role != "guest"
    visible = [
        c for c in all_channels if person.id in c.members or (sees_public and c.kind == "public")
    ]
    return {"channels": [_channel_json(channel, person) for channel in visible]}


def _channel_json(channel: Channel, person: Person | None) -> Object:
    fields: Object = {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "private": channel.private,
        "topic": channel.topic,
        "members": list(channel.members),
        "archived": channel.archived,
        "bot_in": BOT_USER in channel.members,
    }
    if person is None:
        return fields
    read_state = {
        "unread": channel.unread(person.id),
        "mentions": channel.mentions(person.id),
        "last_read": channel.read_up_to.get(person.id, "0"),
        "draft": channel.drafts.get(person.id, ""),
    }
    return {**fields, "member": person.id in channel.members, **read_state}


def get_messages(request: ControlRequest) -> Object:
    """Return what a person sees of a channel, oldest first, replies included.

    `thread_ts` limits it to a thread (parent first), `ts` to one message, `before` to messages
    before a ts, `limit` to the last ones; `earlier` says whether there are more.
    """
    person = request.person()
    channel = request.channel(person)
    if channel.private and person.id not in channel.members:
        raise SlackError("not_in_channel")
    messages = channel.visible_to(person.id)
    thread = request.get("thread_ts")
    if thread:
        messages = [m for m in messages if thread in (m.ts, m.thread_ts)]
    if request.get("ts"):
        messages = [m for m in messages if m.ts == request.get("ts")]
    if request.get("before"):
        messages = [m for m in messages if m.ts < str(request.get("before"))]
    page = messages[max(0, len(messages) - request.integer("limit", len(messages))) :]
    fields = {
        "channel": _channel_json(channel, person),
        "messages": [m.control_object() for m in page],
    }
    return {**fields, "earlier": len(page) < len(messages)}


def get_home(request: ControlRequest) -> Object:
    """Return a person's Home as last published; `view` is None before that."""
    view = request.slack.workspace.views.homes.get(request.person().id)
    return {"view": _view_json(view) if view else None}


def get_modals(request: ControlRequest) -> Object:
    """Return a person's open modals, the visible one last."""
    stack = request.slack.workspace.views.stack(request.person().id)
    return {"views": [_view_json(view) for view in stack]}


def _view_json(view: View) -> Object:
    state = state_values(view.blocks, view.inputs)
    live = live_references_in_blocks(view.blocks)
    return {**view.view_object(state), "errors": view.errors, "live": live}


def get_canvases(request: ControlRequest) -> Object:
    """Return every canvas of the app."""
    return {"canvases": list(request.slack.workspace.canvases.values())}


def file_route(slack: Slack) -> web.RouteDef:
    """Return the route that serves a file's bytes to a person."""

    async def respond(request: web.Request) -> web.Response:
        file = slack.workspace.files.get(request.match_info["file_id"])
        if file is None or not file.uploaded:
            raise web.HTTPNotFound
        # What an app uploads must not run as part of the sandbox's own page.
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)

    return web.get("/sandbox/files/{file_id}", respond)


class ChangeStream:
    """Send every change to every connected page as server-sent events."""

    def __init__(self, changes: Changes) -> None:
        self._queues: set[asyncio.Queue[Change | None]] = set()
        changes.subscribe(self._on_change)

    def _on_change(self, change: Change) -> None:
        for queue in self._queues:
            queue.put_nowait(change)

    def close(self) -> int:
        """Disconnect every page; return how many there were."""
        for queue in self._queues:
            queue.put_nowait(None)
        return len(self._queues)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Stream changes to one page until it disconnects."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        queue: asyncio.Queue[Change | None] = asyncio.Queue()
        self._queues.add(queue)
        try:
            await response.prepare(request)
            await response.write(b": hello\n\n")
            await self._follow(queue, response)
        except ConnectionError:
            pass
        finally:
            self._queues.discard(queue)
        return response

    async def _follow(
        self, queue: "asyncio.Queue[Change | None]", response: web.StreamResponse
    ) -> None:
        while True:
            try:
                change = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if change is None:
                return
            data = json.dumps({"kind": change.kind, **change.data})
            await response.write(f"event: {change.kind}\ndata: {data}\n\n".encode())


def routes(slack: Slack, stream: ChangeStream) -> list[web.RouteDef]:
    """Return the routes that only read, and the stream."""

    async def cut(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "cut": stream.close()})

    return [
        route("GET", "/sandbox", slack, get_workspace),
        route("GET", "/sandbox/people", slack, get_people),
        route("GET", "/sandbox/channels", slack, get_channels),
        route("GET", "/sandbox/messages", slack, get_messages),
        route("GET", "/sandbox/home", slack, get_home),
        route("GET", "/sandbox/modals", slack, get_modals),
        route("GET", "/sandbox/canvases", slack, get_canvases),
        file_route(slack),
        web.get("/sandbox/stream", stream.serve),
        web.post("/sandbox/stream/cut", cut),
    ]
