"""HTTP routes an app calls: the Web API, response URLs, uploads, downloads, the socket."""

import asyncio
import inspect
import json

from aiohttp import web

from sandbox.delivery.commands import respond
from sandbox.delivery.transport import reset_connection
from sandbox.faults import Fault
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.web_api import METHODS
from sandbox.web_api.call import Call, Method, RateLimitError

SIGN_IN = "/signin"
SIGN_IN_PAGE = "<!DOCTYPE html><title>Sign in</title><p>Sign in to see this file.</p>"
HttpAnswer = tuple[int, Object, dict[str, str]]


class WebApi:
    """Serves /api/METHOD."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, with the fault planned for it."""
        name = request.match_info["method"]
        fault = self._slack.faults.next_for(name)
        arguments: Object = {}
        token = None
        try:
            arguments = await read_arguments(request)
            token = read_token(request, arguments)
            fault_answer = await self._apply_fault(request, fault, "before")
            answer = fault_answer or await self._answer(name, token, arguments)
        except SlackError as error:
            answer = (200, error.answer(), {})
        fault_answer = await self._apply_fault(request, fault, "after")
        status, body, headers = fault_answer or answer
        self._slack.log.add_call(name, token, arguments, status, body)
        return web.json_response(body, status=status, headers=headers)

    async def _answer(self, name: str, token: str | None, arguments: Object) -> HttpAnswer:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._authorize(method, token)
        call = Call(self._slack, arguments)
        call.require_scopes(*method.scopes)
        try:
            result = method.run(call)
            body = await result if inspect.isawaitable(result) else result
        except RateLimitError as error:
            body = {"ok": False, "error": "ratelimited"}
            return 429, body, {"Retry-After": str(error.seconds)}
        scopes = ",".join(self._slack.workspace.manifest.bot_scopes)
        return 200, body, {"X-OAuth-Scopes": scopes}

    def _authorize(self, method: Method, token: str | None) -> None:
        if method.no_token:
            return
        if method.app_token:
            self._slack.workspace.tokens.check_app(token)
        else:
            self._slack.workspace.tokens.check_bot(token)

    async def _apply_fault(
        self, request: web.Request, fault: Fault | None, when: str
    ) -> HttpAnswer | None:
        if fault is None or fault.when != when:
            return None
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind == "reset":
            reset_connection(request)
            return 500, {"ok": False, "error": "connection_reset"}, {}
        if fault.kind == "error":
            return 200, {"ok": False, "error": fault.error}, {}
        headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
        code = "ratelimited" if fault.status == 429 else "internal_error"
        return fault.status, {"ok": False, "error": code}, headers


class AppRoutes:
    """Serves the other URLs Slack gives to an app."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
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
        """Handle an answer to a response URL."""
        content: Object = {}
        try:
            content = await read_arguments(request)
            now = self._slack.workspace.clock.now()
            response_url = self._slack.workspace.response_urls.use(request.path, now)
            respond(self._slack, response_url, content)
            status, answer = 200, {"ok": True}
        except SlackError as error:
            is_gone = error.code in ("expired_url", "used_url", "invalid_url")
            status, answer = (404 if is_gone else 400), error.answer()
        self._slack.log.add_call("response_url", None, content, status, answer)
        return web.json_response(answer, status=status)

    async def upload(self, request: web.Request) -> web.Response:
        """Store the bytes of a file, sent raw or as the multipart field `file`."""
        file = self._slack.workspace.files.get(request.match_info["file_id"])
        if file is None or file.uploaded:
            raise web.HTTPNotFound
        content = await _uploaded_bytes(request)
        if len(content) != file.length:
            raise web.HTTPBadRequest(text=f"{file.length} bytes expected, {len(content)} received")
        file.content, file.uploaded = content, True
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        """Serve a file's bytes to the app; without token and scope, redirect to the sign-in page.

        A fault planned for `files.download` answers its status, or else redirects there too.
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
        """Serve the page Slack shows instead of a file."""
        return web.Response(text=SIGN_IN_PAGE, content_type="text/html")


async def _uploaded_bytes(request: web.Request) -> bytes:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        for value in form.values():
            if isinstance(value, web.FileField):
                return value.file.read()
    return await request.read()


async def read_arguments(request: web.Request) -> Object:
    """Read every argument of a call, from query, form, JSON or multipart.

    Raises:
        SlackError: invalid_json or json_not_object.
    """
    arguments: Object = dict(request.query)
    if request.content_type == "application/json":
        return arguments | _parse_object(await request.text())
    if request.can_read_body:
        form = await request.post()
        arguments |= {k: v for k, v in form.items() if isinstance(v, str)}
    return arguments


def _parse_object(text: str) -> Object:
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
    """Return the token from the Authorization header, else from the arguments."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return arguments.get("token") or None
