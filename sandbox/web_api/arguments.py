"""Reading the arguments and the token of a call: query, form, JSON or multipart."""

import json

from aiohttp import web

from sandbox.objects import Object, SlackError


async def read_arguments(request: web.Request) -> Object:
    """Every argument of a call.

    Raises:
        SlackError: invalid_json or json_not_object.
    """
    arguments: Object = dict(request.query)
    if request.content_type == "application/json":
        return arguments | _json(await request.text())
    if request.can_read_body:
        form = await request.post()
        arguments |= {k: v for k, v in form.items() if isinstance(v, str)}
    return arguments


def _json(text: str) -> Object:
    if not text.strip():
        return {}
    try:
        content = json.loads(text)
    except json.JSONDecodeError:
        raise SlackError("invalid_json") from None
    if not isinstance(content, dict):
        raise SlackError("json_not_object")
    return content


def read_token(request: web.Request, arguments: Object) -> str | None:
    """The token from the Authorization header, else from the arguments."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return arguments.get("token") or None
