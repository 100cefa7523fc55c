"""The HTTP side of the Web API."""

import asyncio
import inspect

from aiohttp import web

from sandbox.delivery.sockets import reset
from sandbox.faults import Fault
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.web_api import METHODS
from sandbox.web_api.arguments import read_arguments, read_token
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
