"""What Slack means when it refuses something, or does not answer."""

import re
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from handlers.slack import kit

# Answers after which what was asked may have been done all the same.
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
    """Whether it was Slack that refused, and before it took the message."""
    status, word = getattr(error.response, "status_code", HTTP_SERVER_ERROR), error_code(error)
    return status == HTTP_TOO_MANY_REQUESTS or (
        status < HTTP_SERVER_ERROR and word is not None and word not in AMBIGUOUS
    )


def is_permanent(error: Exception) -> bool:
    """Whether Slack refused and would refuse again: it was neither busy nor out of reach."""
    return (
        isinstance(error, SlackApiError)
        and is_definitive(error)
        and getattr(error.response, "status_code", None) != HTTP_TOO_MANY_REQUESTS
        and error_code(error) != "ratelimited"
    )


def retry_after(error: SlackApiError) -> timedelta | None:
    """How long Slack asked to be left alone."""
    if getattr(error.response, "status_code", None) != HTTP_TOO_MANY_REQUESTS:
        return None
    headers = {name.lower(): value for name, value in (error.response.headers or {}).items()}
    seconds = str(headers.get("retry-after", ""))
    return (
        timedelta(seconds=min(int(seconds), MAX_RETRY_AFTER_SECONDS)) if seconds.isdigit() else None
    )


def error_code(error: SlackApiError) -> str | None:
    """Slack's word for what is wrong; null where the answer is not Slack's, a proxy's page say."""
    data = getattr(error.response, "data", error.response)
    named = data.get("error") if isinstance(data, dict) else None
    return named if isinstance(named, str) and ERROR_CODE.fullmatch(named) else None


def error_reason(error: Exception) -> str:
    """Slack's word for it, or the kind of failure; never a body."""
    if isinstance(error, SlackApiError):
        return error_code(error) or "unreadable answer"
    return type(underlying_error(error)).__name__


def underlying_error(error: Exception) -> Exception:
    """What is behind urllib's wrapper."""
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, Exception) else error


def error_message(sentence: str, typed: str = "") -> dict[str, Any]:
    """The sentence, and what the person typed so that it is not lost."""
    blocks = [kit.section(piece) for piece in _with_code(sentence)]
    if typed:
        blocks.append(kit.rich(kit.line("You typed:"), kit.quote(typed)))
    return kit.ephemeral(f"⚠️ {sentence}", blocks)


def _with_code(sentence: str) -> list[str]:
    # Sentences of ours mark what to type with backticks; what people typed in them is escaped.
    return list(kit.escaped_pieces(f"⚠️ {sentence}"))
