"""Reading what an app sends as a message or a view, and refusing what Slack refuses."""

import json
from typing import Any

from sandbox.config import Settings
from sandbox.limits.messages import message_problems, too_long
from sandbox.limits.spot import Rules
from sandbox.limits.views import too_large, view_problems
from sandbox.objects import Object, SlackError

TEXT = 40_000

MARKDOWN = 12_000


def refusal(code: str, problems: list[str]) -> SlackError:
    """The error Slack answers when blocks or arguments are wrong: each problem by JSON pointer."""
    messages = [f"[ERROR] {problem}" for problem in problems]
    return SlackError(code, errors=problems, response_metadata={"messages": messages})


def rules(settings: Settings) -> Rules:
    """The rules of this workspace."""
    return Rules("message", settings.data_blocks, settings.action_ids_unique_in)


def parsed(value: Any, error: str) -> Any:
    """A JSON argument, which forms carry as a string.

    Raises:
        SlackError: with code `error` when it is not JSON.
    """
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        raise SlackError(error) from None


def checked_message(content: Object, settings: Settings, *, may_be_empty: bool = False) -> Object:
    """The message an app wants to send, its JSON parsed.

    Raises:
        SlackError: invalid_blocks_format, invalid_blocks, msg_blocks_too_long, msg_too_long,
            markdown_text_conflict or no_text.
    """
    message = _from_markdown(dict(content))
    for key in ("blocks", "attachments"):
        message[key] = parsed(message.get(key), f"invalid_{key}_format")
        if message[key] is not None and not isinstance(message[key], list):
            code = f"invalid_{key}_format"
            raise SlackError(code)
    _check_size(message, may_be_empty=may_be_empty)
    problems = message_problems(message["blocks"] or [], rules(settings))
    for index, attachment in enumerate(message["attachments"] or []):
        inner = attachment.get("blocks") if isinstance(attachment, dict) else None
        problems += [
            p.replace("json-pointer:", f"json-pointer:/attachments/{index}")
            for p in message_problems(inner or [], rules(settings))
        ]
    if problems:
        raise refusal("invalid_blocks", problems)
    if settings.all_text_limit and too_long(message["blocks"]):
        raise SlackError("msg_blocks_too_long")
    return message


def _from_markdown(message: Object) -> Object:
    markdown = message.pop("markdown_text", None)
    if not markdown:
        return message
    if message.get("text") or message.get("blocks"):
        raise SlackError("markdown_text_conflict")
    if len(str(markdown)) > MARKDOWN:
        raise SlackError("msg_too_long")
    return {**message, "text": markdown, "blocks": [{"type": "markdown", "text": markdown}]}


def _check_size(message: Object, *, may_be_empty: bool) -> None:
    text = message.get("text")
    if text is not None and not isinstance(text, str):
        raise refusal("invalid_arguments", ["must be a string [json-pointer:/text]"])
    if text and len(text) > TEXT:
        raise SlackError("msg_too_long")
    full = text or message["blocks"] or message["attachments"]
    if not full and not may_be_empty:
        raise SlackError("no_text")


def checked_view(value: Any, settings: Settings, kind: str) -> Object:
    """The view an app wants to show.

    Raises:
        SlackError: invalid_arguments or view_too_large.
    """
    view = parsed(value, "invalid_arguments")
    if view is None:
        raise refusal("invalid_arguments", ["missing required field: view [json-pointer:/view]"])
    if isinstance(view, dict) and view.get("type") in ("modal", "home") and view["type"] != kind:
        raise refusal("invalid_arguments", [f"must be a {kind} view [json-pointer:/view/type]"])
    problems = view_problems(view, rules(settings))
    if problems:
        raise refusal("invalid_arguments", problems)
    if too_large(view):
        raise SlackError("view_too_large")
    checked: Object = view
    return checked
