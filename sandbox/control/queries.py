"""Control API: read what a person sees, and follow it by server-sent events."""

import asyncio
import json

from aiohttp import web

from sandbox.control.request import Wish, route
from sandbox.delivery.elements import state_values
from sandbox.mrkdwn import live_in_blocks
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel
from sandbox.workspace.people import Person
from sandbox.workspace.views import View
from sandbox.workspace.workspace import APP, BOT, BOT_USER, TEAM, Change, Changes


def workspace(wish: Wish) -> Object:
    """The workspace, the app in it, and how the app is connected."""
    slack = wish.slack
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


def people(wish: Wish) -> Object:
    """Everyone, the bot last."""
    return {"people": [person.card() for person in wish.slack.workspace.people.values()]}


def channels(wish: Wish) -> Object:
    """The channels a person knows of with unread counts and drafts; all of them without `user`."""
    everything = wish.slack.workspace.channels.values()
    if not wish.get("user"):
        return {"channels": [_channel(channel, None) for channel in everything]}
    person = wish.person()
    # Guests know of nothing they are not in.
    open_to_all = person.role != "guest"
    known = [
        c for c in everything if person.id in c.members or (open_to_all and c.kind == "public")
    ]
    return {"channels": [_channel(channel, person) for channel in known]}


def _channel(channel: Channel, person: Person | None) -> Object:
    shown: Object = {
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
        return shown
    mark = {
        "unread": channel.unread(person.id),
        "mentions": channel.mentions(person.id),
        "last_read": channel.read_up_to.get(person.id, "0"),
        "draft": channel.drafts.get(person.id, ""),
    }
    return {**shown, "member": person.id in channel.members, **mark}


def messages(wish: Wish) -> Object:
    """What a person sees of a channel, oldest first, replies among the rest.

    With `thread_ts` only that thread, its parent first; with `ts` only that message. `limit` gives
    the last so many, `before` those before a ts; `earlier` says whether there are more.
    """
    person = wish.person()
    channel = wish.channel(person)
    if channel.private and person.id not in channel.members:
        raise SlackError("not_in_channel")
    seen = channel.seen_by(person.id)
    thread = wish.get("thread_ts")
    if thread:
        seen = [m for m in seen if thread in (m.ts, m.thread_ts)]
    if wish.get("ts"):
        seen = [m for m in seen if m.ts == wish.get("ts")]
    if wish.get("before"):
        seen = [m for m in seen if m.ts < str(wish.get("before"))]
    kept = seen[max(0, len(seen) - wish.whole_number("limit", len(seen))) :]
    shown = {"channel": _channel(channel, person), "messages": [m.seen() for m in kept]}
    return {**shown, "earlier": len(kept) < len(seen)}


def home(wish: Wish) -> Object:
    """A person's Home as last published; `view` is null before that."""
    view = wish.slack.workspace.views.homes.get(wish.person().id)
    return {"view": _view(view) if view else None}


def modals(wish: Wish) -> Object:
    """A person's open modals, the visible one last."""
    stack = wish.slack.workspace.views.stack(wish.person().id)
    return {"views": [_view(view) for view in stack]}


def _view(view: View) -> Object:
    state = state_values(view.blocks, view.typed)
    live = live_in_blocks(view.blocks)
    return {**view.view_object(state), "errors": view.errors, "live": live}


def canvases(wish: Wish) -> Object:
    """Every canvas the app made."""
    return {"canvases": list(wish.slack.workspace.canvases.values())}


def file_download(slack: Slack) -> web.RouteDef:
    """The bytes of a file, for a person."""

    async def respond(request: web.Request) -> web.Response:
        file = slack.workspace.files.get(request.match_info["file_id"])
        if file is None or not file.uploaded:
            raise web.HTTPNotFound
        # What an app uploads must not run as part of the sandbox's own page.
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)

    return web.get("/sandbox/files/{file_id}", respond)


HEARTBEAT_SECONDS = 15.0


class Feed:
    """Hands every change to every page that listens."""

    def __init__(self, changes: Changes) -> None:
        self._pages: set[asyncio.Queue[Change | None]] = set()
        changes.listen(self._on_change)

    def _on_change(self, change: Change) -> None:
        for page in self._pages:
            page.put_nowait(change)

    def close(self) -> int:
        """Let every page go; returns how many there were."""
        for page in self._pages:
            page.put_nowait(None)
        return len(self._pages)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One page listening until it leaves."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        page: asyncio.Queue[Change | None] = asyncio.Queue()
        self._pages.add(page)
        try:
            await response.prepare(request)
            await response.write(b": hello\n\n")
            await self._follow(page, response)
        except ConnectionError:
            pass
        finally:
            self._pages.discard(page)
        return response

    async def _follow(
        self, page: "asyncio.Queue[Change | None]", response: web.StreamResponse
    ) -> None:
        while True:
            try:
                change = await asyncio.wait_for(page.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if change is None:
                return
            data = json.dumps({"kind": change.kind, **change.data})
            await response.write(f"event: {change.kind}\ndata: {data}\n\n".encode())


def routes(slack: Slack, feed: Feed) -> list[web.RouteDef]:
    """Return the routes that only read, and the stream."""

    async def cut(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "cut": feed.close()})

    return [
        route("GET", "/sandbox", slack, workspace),
        route("GET", "/sandbox/people", slack, people),
        route("GET", "/sandbox/channels", slack, channels),
        route("GET", "/sandbox/messages", slack, messages),
        route("GET", "/sandbox/home", slack, home),
        route("GET", "/sandbox/modals", slack, modals),
        route("GET", "/sandbox/canvases", slack, canvases),
        file_download(slack),
        web.get("/sandbox/stream", feed.serve),
        web.post("/sandbox/stream/cut", cut),
    ]
