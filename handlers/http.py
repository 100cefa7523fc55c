"""The WSGI application: Slack's request URL, health checks and metrics."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from slack_bolt import App, BoltRequest

from handlers.metrics import REQUESTS, SECONDS, render_metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


log = logging.getLogger("waymark.http")


MAX_BODY_BYTES = 1_000_000

MAX_NUMBER_DIGITS = 18

TEXT_TYPE = "text/plain; charset=utf-8"

# Status, headers, body.
Response = tuple[int, list[tuple[str, str]], bytes]

REQUEST_KINDS = {
    "block_actions", "block_suggestion", "event_callback", "message_action", "shortcut",
    "url_verification", "view_closed", "view_submission",
}  # fmt: skip


def application(
    app: App, *, accepts_slack: bool, ready: Callable[[], str | None]
) -> "WSGIApplication":
    """Return the WSGI application.

    `ready` returns None, or why Waymark is not ready. Without `accepts_slack` there is no
    `/slack/events`: Socket Mode needs none.
    """

    def slack(environ: "WSGIEnvironment") -> Response:
        return _slack_events(app, environ)

    def healthz(_: "WSGIEnvironment") -> Response:
        return _text(HTTPStatus.OK, "ok")

    def readyz(_: "WSGIEnvironment") -> Response:
        problem = ready()
        return _text(HTTPStatus.SERVICE_UNAVAILABLE, problem) if problem else _text(200, "ready")

    def metrics(_: "WSGIEnvironment") -> Response:
        return 200, [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")], render_metrics()

    routes: dict[tuple[str, str], Callable[[WSGIEnvironment], Response]] = {
        ("GET", "/healthz"): healthz,
        ("GET", "/readyz"): readyz,
        ("GET", "/metrics"): metrics,
    }
    if accepts_slack:
        routes["POST", "/slack/events"] = slack

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        route = routes.get((environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")))
        status, headers, body = route(environ) if route else _text(404, "not found")
        phrase = HTTPStatus(status).phrase
        start_response(f"{status} {phrase}", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    return serve


def _text(status: int, text: str) -> Response:
    return status, [("Content-Type", TEXT_TYPE)], f"{text}\n".encode()


def _slack_events(app: App, environ: "WSGIEnvironment") -> Response:
    started = time.perf_counter()
    refusal = _check_headers(environ)
    if refusal:
        REQUESTS.labels(kind="refused", status=str(refusal[0])).inc()
        return refusal
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    request = _parse_request(body, _headers(environ))
    if request is None:
        REQUESTS.labels(kind="refused", status=str(HTTPStatus.BAD_REQUEST.value)).inc()
        return _text(HTTPStatus.BAD_REQUEST, "the body cannot be read")
    response = app.dispatch(request)
    kind = _request_kind(request.body)
    REQUESTS.labels(kind=kind, status=str(response.status)).inc()
    SECONDS.labels(kind=kind).observe(time.perf_counter() - started)
    headers = [(n, v) for n, v in response.first_headers_without_set_cookie().items()]
    return response.status, headers, (response.body or "").encode()


def _parse_request(body: bytes, headers: dict[str, str | Sequence[str]]) -> BoltRequest | None:
    """Return the request for Bolt, None if the body is no payload.

    Bolt parses the body before it checks the signature, so anyone can send what it cannot parse.
    """
    try:
        return BoltRequest(body=body.decode(), headers=headers)
    except Exception as error:
        log.info("body not read", extra={"reason": type(error).__name__})
        return None


def _check_headers(environ: "WSGIEnvironment") -> Response | None:
    """Return the refusal of a request that would make Bolt fail, or read without end, else None."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not _is_whole_number(length) or int(length) > MAX_BODY_BYTES:
        return _text(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large")
    timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
    signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
    if not (_is_whole_number(timestamp) and signature.isascii()):
        return _text(HTTPStatus.UNAUTHORIZED, "not signed by Slack")
    return None


def _is_whole_number(text: str) -> bool:
    """Return whether `int` can parse it: ASCII digits only, and not thousands of them."""
    return text.isascii() and text.isdigit() and len(text) <= MAX_NUMBER_DIGITS


def _headers(environ: "WSGIEnvironment") -> dict[str, str | Sequence[str]]:
    headers: dict[str, str | Sequence[str]] = {
        name[5:].replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    headers["content-type"] = str(environ.get("CONTENT_TYPE") or "")
    return headers


def _request_kind(body: dict[str, Any]) -> str:
    if "command" in body:
        return "command"
    kind = body.get("type")
    return kind if isinstance(kind, str) and kind in REQUEST_KINDS else "other"
