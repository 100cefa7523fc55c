"""Show every error of a listener to the user as a sentence."""

import logging
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse, Respond
from slack_sdk import WebClient

from domain.errors import WaymarkError
from handlers.slack.background import Background
from handlers.slack.errors import error_message
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import command_text

log = logging.getLogger("waymark.problems")


RETRY_HEADER, LAST_RETRY = "x-slack-retry-num", "3"


OURS = (
    "That did not work, and it is not your fault: something is broken in Waymark. "
    "The person who runs it can find the reason in its log."
)


def register_error_handler(app: App, background: Background) -> None:
    """Register the handler of all listeners' errors."""

    @app.error
    def show_error(
        error: Exception,
        body: dict[str, Any],
        respond: Respond,
        client: WebClient,
        request: BoltRequest,
    ) -> BoltResponse:
        if isinstance(error, WaymarkError):
            sentence = error.sentence
            log.info("refused", extra={"reason": type(error).__name__})
        else:
            sentence = OURS
            log.error("listener failed", exc_info=error)
        if "command" in body:
            typed = " ".join((str(body["command"]), command_text(body))).strip()
            return BoltResponse(status=200, body=error_message(sentence, typed))
        if "event" in body:
            background.run(lambda: _notify_after_last_retry(request, client, sentence))
            # Not acknowledged, so that Slack delivers the event again; it stops silently.
            return BoltResponse(status=500)
        first = _first_input(body)
        if first:
            # The form stays open with its values.
            errors = {"response_action": "errors", "errors": {first: sentence}}
            return BoltResponse(status=200, body=errors)
        if respond.response_url:
            background.run(lambda: respond({**error_message(sentence), "replace_original": False}))
        elif "user" in body:
            # The Home tab has no response_url.
            background.run(
                lambda: notify_user(client, None, body["user"]["id"], error_message(sentence))
            )
        return BoltResponse(status=200)


def _notify_after_last_retry(request: BoltRequest, client: WebClient, sentence: str) -> None:
    """Notify the author of an event that Slack will not deliver again."""
    event = request.body["event"]
    if "user" in event and LAST_RETRY in request.headers.get(RETRY_HEADER, ()):
        notify_user(client, event.get("channel"), str(event["user"]), error_message(sentence))


def _first_input(body: dict[str, Any]) -> str | None:
    """Return the block id of a submitted form's first input, None if it is no form."""
    if body.get("type") != "view_submission":
        return None
    inputs = (block for block in body["view"]["blocks"] if block.get("type") == "input")
    return next((str(block["block_id"]) for block in inputs), None)
