"""Cursor pagination."""

import base64
import binascii
from collections.abc import Sequence

from sandbox.objects import Object, SlackError
from sandbox.web_api.call import Call


def page(
    call: Call, items: Sequence[Object], key: str, default: int = 100, most: int = 1000
) -> Object:
    """`{"ok": true, key: [...], "response_metadata": {"next_cursor"}}` for limit and cursor.

    Raises:
        SlackError: invalid_cursor or invalid_limit.
    """
    limit = call.number("limit", default)
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")
    start = _offset(call.get("cursor"))
    end = start + limit
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    metadata = {"next_cursor": following}
    return {"ok": True, key: list(items[start:end]), "response_metadata": metadata}


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except (ValueError, binascii.Error):
        raise SlackError("invalid_cursor") from None
