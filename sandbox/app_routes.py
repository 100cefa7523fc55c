"""What an app calls besides the Web API: response URLs, uploads, file downloads, the socket."""

from aiohttp import web

from sandbox.delivery.responses import respond
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.web_api.arguments import read_arguments, read_token

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
