"""HTTP routes an app calls: the Web API, response URLs, uploads, downloads, the socket."""

import asyncio
import inspect
import json

from aiohttp import web

from sandbox.delivery.commands import respond
from sandbox.delivery.transport import reset
from sandbox.faults import Fault
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.web_api import METHODS
from sandbox.web_api.call import Call, Method, RateLimitError

Answered = tuple[int, Object, dict[str, str]]


class WebApi:
    """Answers /api/METHOD."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, with whatever failure is planned for it."""
        name = request.match_info["method"]
        fault = self._slack.faults.next_for(name)
        arguments: Object = {}
        token = None
        try:
            arguments = await read_arguments(request)
            token = read_token(request, arguments)
            failed = await self._fail(request, fault, "before")
            answered = failed or await self._answer(name, token, arguments)
        except SlackError as error:
            answered = (200, error.answer(), {})
        failed = await self._fail(request, fault, "after")
        status, body, headers = failed or answered
        self._slack.log.call(name, token, arguments, status, body)
        return web.json_response(body, status=status, headers=headers)

    async def _answer(self, name: str, token: str | None, arguments: Object) -> Answered:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._authorize(method, token)
        call = Call(self._slack, arguments)
        call.need_scope(*method.scopes)
        try:
            result = method.run(call)
            body = await result if inspect.isawaitable(result) else result
        except RateLimitError as limited:
            refused = {"ok": False, "error": "ratelimited"}
            return 429, refused, {"Retry-After": str(limited.seconds)}
        scopes = ",".join(self._slack.workspace.manifest.bot_scopes)
        return 200, body, {"X-OAuth-Scopes": scopes}

    def _authorize(self, method: Method, token: str | None) -> None:
        if method.open_to_all:
            return
        if method.app_token:
            self._slack.workspace.tokens.check_app(token)
        else:
            self._slack.workspace.tokens.check_bot(token)

    async def _fail(self, request: web.Request, fault: Fault | None, when: str) -> Answered | None:
        if fault is None or fault.when != when:
            return None
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind == "reset":
            reset(request)
            return 500, {"ok": False, "error": "connection_reset"}, {}
        if fault.kind == "error":
            return 200, {"ok": False, "error": fault.error}, {}
        headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
        code = "ratelimited" if fault.status == 429 else "internal_error"
        return fault.status, {"ok": False, "error": code}, headers


SIGN_IN = "/signin"
SIGN_IN_PAGE = "<!DOCTYPE html><title>Sign in</title><p>Sign in to see this file.</p>"


class AppRoutes:
    """The other addresses Slack gives to an app."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def routes(self) -> list[web.RouteDef]:
        """Their routes."""
        return [
            web.post("/response/{secret}", self.response),
            web.post("/upload/{file_id}", self.upload),
            web.put("/upload/{file_id}", self.upload),
            web.get("/files/{file_id}/{name}", self.download),
            web.get("/files/{file_id}/download/{name}", self.download),
            web.get(SIGN_IN, self.sign_in),
            web.get("/link/", self._slack.sockets.serve),
        ]

    async def response(self, request: web.Request) -> web.Response:
        """An answer to a response URL."""
        content: Object = {}
        try:
            content = await read_arguments(request)
            now = self._slack.workspace.clock.now()
            place = self._slack.workspace.response_urls.use(request.path, now)
            respond(self._slack, place, content)
            status, answer = 200, {"ok": True}
        except SlackError as error:
            gone = error.code in ("expired_url", "used_url", "invalid_url")
            status, answer = (404 if gone else 400), error.answer()
        self._slack.log.call("response_url", None, content, status, answer)
        return web.json_response(answer, status=status)

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of a file, raw or as the multipart field `file`."""
        file = self._slack.workspace.files.get(request.match_info["file_id"])
        if file is None or file.uploaded:
            raise web.HTTPNotFound
        content = await _uploaded_bytes(request)
        if len(content) != file.length:
            raise web.HTTPBadRequest(text=f"{file.length} bytes expected, {len(content)} received")
        file.content, file.uploaded = content, True
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        """A file's bytes, for the app; to who may not have them, the page where people sign in.

        A fault planned for `files.download` answers its status, or else leads there too.
        """
        fault = self._slack.faults.next_for("files.download")
        if fault and fault.kind == "status":
            return web.Response(status=fault.status)
        workspace = self._slack.workspace
        try:
            workspace.tokens.check_bot(read_token(request, {}))
        except SlackError:
            raise web.HTTPFound(SIGN_IN) from None
        if fault or "files:read" not in workspace.manifest.bot_scopes:
            raise web.HTTPFound(SIGN_IN)
        file = workspace.files.get(request.match_info["file_id"])
        if file is None or not file.uploaded:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.mimetype)

    async def sign_in(self, _: web.Request) -> web.Response:
        """What Slack shows instead of a file."""
        return web.Response(text=SIGN_IN_PAGE, content_type="text/html")


async def _uploaded_bytes(request: web.Request) -> bytes:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        for value in form.values():
            if isinstance(value, web.FileField):
                return value.file.read()
    return await request.read()


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
