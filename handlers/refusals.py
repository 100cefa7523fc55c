"""What Slack means when it refuses something, or does not answer."""

import re
from datetime import timedelta

from slack_sdk.errors import SlackApiError

# Answers after which what was asked may have been done all the same.
UNCLEAR = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}
SERVER_ERROR = 500
TOO_FAST = 429
LONGEST_WAIT = 3600
SLACKS_WORD = re.compile("[a-z][a-z0-9_]*")


def is_certain(error: SlackApiError) -> bool:
    """Whether it was Slack that refused, and before it took the message."""
    status, word = getattr(error.response, "status_code", SERVER_ERROR), word_of(error)
    return status == TOO_FAST or (
        status < SERVER_ERROR and word is not None and word not in UNCLEAR
    )


def is_final(error: Exception) -> bool:
    """Whether Slack refused and would refuse again: it was neither busy nor out of reach."""
    return (
        isinstance(error, SlackApiError)
        and is_certain(error)
        and getattr(error.response, "status_code", None) != TOO_FAST
        and word_of(error) != "ratelimited"
    )


def wait_asked(error: SlackApiError) -> timedelta | None:
    """How long Slack asked to be left alone."""
    if getattr(error.response, "status_code", None) != TOO_FAST:
        return None
    headers = {name.lower(): value for name, value in (error.response.headers or {}).items()}
    seconds = str(headers.get("retry-after", ""))
    return timedelta(seconds=min(int(seconds), LONGEST_WAIT)) if seconds.isdigit() else None


def word_of(error: SlackApiError) -> str | None:
    """Slack's word for what is wrong; null where the answer is not Slack's, a proxy's page say."""
    data = getattr(error.response, "data", error.response)
    named = data.get("error") if isinstance(data, dict) else None
    return named if isinstance(named, str) and SLACKS_WORD.fullmatch(named) else None


def reason_of(error: Exception) -> str:
    """Slack's word for it, or the kind of failure; never a body."""
    if isinstance(error, SlackApiError):
        return word_of(error) or "unreadable answer"
    return type(cause_of(error)).__name__


def cause_of(error: Exception) -> Exception:
    """What is behind urllib's wrapper."""
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, Exception) else error
