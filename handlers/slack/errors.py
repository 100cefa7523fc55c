"""Interpret Slack's error answers, and build the message that shows an error."""

import re
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from handlers.slack import kit

# Errors after which the request may have taken effect.
AMBIGUOUS = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}


HTTP_SERVER_ERROR = 500


HTTP_TOO_MANY_REQUESTS = 429


MAX_RETRY_AFTER_SECONDS = 3600


ERROR_CODE = re.compile("[a-z][a-z0-9_]*")


def is_definitive(error: SlackApiError) -> bool:
    """Return whether Slack itself refused the request, so that it certainly had no effect."""
    status = getattr(error.response, "status_code", HTTP_SERVER_ERROR)
    code = error_code(error)
    return status == HTTP_TOO_MANY_REQUESTS or (
        status < HTTP_SERVER_ERROR and code is not None and code not in AMBIGUOUS
    )


def is_permanent(error: Exception) -> bool:
    """Return whether Slack refused and would refuse again: it was neither busy nor unreachable."""
    return (
        isinstance(error, SlackApiError)
        and is_definitive(error)
        and getattr(error.response, "status_code", None) != HTTP_TOO_MANY_REQUESTS
        and error_code(error) != "ratelimited"
    )


def retry_after(error: SlackApiError) -> timedelta | None:
    """Return how long to wait after a rate limit, at most an hour; None without one."""
    if getattr(error.response, "status_code", None) != HTTP_TOO_MANY_REQUESTS:
        return None
    headers = {name.lower(): value for name, value in (error.response.headers or {}).items()}
    seconds = str(headers.get("retry-after", ""))
    return (
        timedelta(seconds=min(int(seconds), MAX_RETRY_AFTER_SECONDS)) if seconds.isdigit() else None
    )


def error_code(error: SlackApiError) -> str | None:
    """Return Slack's error code, None if the answer is not Slack's (a proxy's page, say)."""
    data = getattr(error.response, "data", error.response)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) and ERROR_CODE.fullmatch(code) else None


def error_reason(error: Exception) -> str:
    """Return Slack's error code, or the type of the failure; never a body."""
    if isinstance(error, SlackApiError):
        return error_code(error) or "unreadable answer"
    return type(underlying_error(error)).__name__


def underlying_error(error: Exception) -> Exception:
    """Return the error that urllib wrapped."""
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, Exception) else error


def error_message(sentence: str, typed: str = "") -> dict[str, Any]:
    """Return an ephemeral message with the sentence, and with what was typed so it is not lost."""
    blocks = [kit.section(piece) for piece in _escape_sentence(sentence)]
    if typed:
        blocks.append(kit.rich(kit.line("You typed:"), kit.quote(typed)))
    return kit.ephemeral(f"⚠️ {sentence}", blocks)


def _escape_sentence(sentence: str) -> list[str]:
    # Our sentences mark what to type with backticks; what people typed is escaped.
    return list(kit.escaped_pieces(f"⚠️ {sentence}"))
