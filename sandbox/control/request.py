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
class Wish:
    """What was asked, from the query or the JSON body."""

    slack: Slack
    content: Object

    def get(self, name: str, default: Any = None) -> Any:
        """A field, or the default."""
        return self.content.get(name, default)

    def need(self, name: str) -> Any:
        """A field that must be there.

        Raises:
            SlackError: missing_field.
        """
        if self.content.get(name) is None:
            raise SlackError("missing_field", field=name)
        return self.content[name]

    def whole_number(self, name: str, default: int) -> int:
        """A number from 0, or the default.

        Raises:
            SlackError: invalid_number.
        """
        value = str(self.get(name, default))
        if not value.isdecimal():
            raise SlackError("invalid_number", field=name)
        return int(value)

    def person(self, name: str = "user") -> Person:
        """The person acting, by id or name.

        Raises:
            SlackError: missing_field or user_not_found.
        """
        return self.slack.workspace.person(str(self.need(name)))

    def channel(self, viewer: Person | None = None) -> Channel:
        """The channel, by id or name; "@name", or "bot" for the app, is a direct message.

        Raises:
            SlackError: missing_field or channel_not_found.
        """
        named = str(self.need("channel"))
        if viewer and named in ("bot", "app"):
            return self.slack.workspace.direct_message(viewer.id, BOT_USER)
        return self.slack.workspace.channel(named, viewer.id if viewer else None)

    def channel_of(self, person: Person) -> Channel:
        """The channel, in which the person must be.

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
        """The message named by `ts` among those the viewer sees.

        Raises:
            SlackError: missing_field or message_not_found.
        """
        message = channel.find(str(self.need("ts")))
        if message is None or message.only_for not in (None, viewer.id):
            raise SlackError("message_not_found")
        return message


Handler = Callable[[Wish], Object] | Callable[[Wish], Awaitable[Object]]


def route(method: str, path: str, slack: Slack, handler: Handler) -> web.RouteDef:
    """A JSON route; a SlackError becomes status 400 with `{"ok": false, "error", ...}`."""

    async def respond(request: web.Request) -> web.Response:
        try:
            result = handler(Wish(slack, await _content(request)))
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
