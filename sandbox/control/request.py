"""A control API request, and the route from a handler function."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.people import Person
from sandbox.workspace.workspace import BOT_USER


@dataclass(frozen=True)
class ControlRequest:
    """Fields of a request, from the query or the JSON body."""

    slack: Slack
    content: Object

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field, or the default."""
        return self.content.get(name, default)

    def require(self, name: str) -> Any:
        """Return a required field.

        Raises:
            SlackError: missing_field.
        """
        if self.content.get(name) is None:
            raise SlackError("missing_field", field=name)
        return self.content[name]

    def integer(self, name: str, default: int) -> int:
        """Return a number from 0, or the default.

        Raises:
            SlackError: invalid_number.
        """
        value = str(self.get(name, default))
        if not value.isdecimal():
            raise SlackError("invalid_number", field=name)
        return int(value)

    def person(self, name: str = "user") -> Person:
        """Return the acting person, by id or name.

        Raises:
            SlackError: missing_field or user_not_found.
        """
        return self.slack.workspace.person(str(self.require(name)))

    def channel(self, viewer: Person | None = None) -> Channel:
        """Return the channel, by id or name; "@name", or "bot" for the app, is a direct message.

        Raises:
            SlackError: missing_field or channel_not_found.
        """
        name = str(self.require("channel"))
        if viewer and name in ("bot", "app"):
            return self.slack.workspace.direct_message(viewer.id, BOT_USER)
        return self.slack.workspace.channel(name, viewer.id if viewer else None)

    def writable_channel(self, person: Person) -> Channel:
        """Return the channel if the person is a member and it is not archived.

        Raises:
            SlackError: as `channel`, not_in_channel or is_archived.
        """
        channel = self.channel(person)
        if person.id not in channel.members:
            raise SlackError("not_in_channel")
        if channel.archived:
            raise SlackError("is_archived")
        return channel

    def message(self, channel: Channel, viewer: Person) -> Message:
        """Return the message with ts `ts` if the viewer sees it.

        Raises:
            SlackError: missing_field or message_not_found.
        """
        message = channel.find(str(self.require("ts")))
        if message is None or message.only_for not in (None, viewer.id):
            raise SlackError("message_not_found")
        return message


Handler = Callable[[ControlRequest], Object] | Callable[[ControlRequest], Awaitable[Object]]


def route(method: str, path: str, slack: Slack, handler: Handler) -> web.RouteDef:
    """Return a JSON route; a SlackError becomes status 400 with `{"ok": false, "error", ...}`."""

    async def respond(request: web.Request) -> web.Response:
        try:
            result = handler(ControlRequest(slack, await _content(request)))
            answer = result if isinstance(result, dict) else await result
        except SlackError as error:
            return web.json_response(error.answer(), status=400)
        return web.json_response({"ok": True, **answer})

    return web.route(method, path, respond)


async def _content(request: web.Request) -> Object:
    content: Object = dict(request.query)
    if request.can_read_body:
        try:
            body = json.loads(await request.text() or "{}")
        except json.JSONDecodeError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        content |= body
    return content
