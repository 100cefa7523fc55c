"""Parse messages and views an app sends, and reject what Slack rejects."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.config import Settings
from sandbox.limits.checks import Rules
from sandbox.limits.surfaces import (
    exceeds_size_limit,
    exceeds_text_limit,
    message_problems,
    view_problems,
)
from sandbox.objects import Object, SlackError
from sandbox.workspace.workspace import Workspace

MAX_TEXT = 40_000

MAX_MARKDOWN_TEXT = 12_000


def validation_error(code: str, problems: list[str]) -> SlackError:
    """Return Slack's error for wrong blocks or arguments; each problem has a JSON pointer."""
    messages = [f"[ERROR] {problem}" for problem in problems]
    return SlackError(code, errors=problems, response_metadata={"messages": messages})


def rules_for(settings: Settings) -> Rules:
    """Return the limits' rules for these settings."""
    return Rules("message", settings.data_blocks, settings.action_ids_unique_in)


def parse_json(value: Any, error: str) -> Any:
    """Parse a JSON argument, a string in forms; an empty string is None.

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


def validate_message(content: Object, settings: Settings, *, allow_empty: bool = False) -> Object:
    """Return the message an app sends, its JSON parsed.

    Raises:
        SlackError: invalid_blocks_format, invalid_blocks, msg_blocks_too_long, msg_too_long,
            markdown_text_conflict or no_text.
    """
    message = _expand_markdown_text(dict(content))
    for key in ("blocks", "attachments"):
        message[key] = parse_json(message.get(key), f"invalid_{key}_format")
        if message[key] is not None and not isinstance(message[key], list):
            code = f"invalid_{key}_format"
            raise SlackError(code)
    _check_size(message, allow_empty=allow_empty)
    problems = message_problems(message["blocks"] or [], rules_for(settings))
    for index, attachment in enumerate(message["attachments"] or []):
        blocks = attachment.get("blocks") if isinstance(attachment, dict) else None
        problems += [
            p.replace("json-pointer:", f"json-pointer:/attachments/{index}")
            for p in message_problems(blocks or [], rules_for(settings))
        ]
    if problems:
        raise validation_error("invalid_blocks", problems)
    if settings.all_text_limit and exceeds_text_limit(message["blocks"]):
        raise SlackError("msg_blocks_too_long")
    return message


def _expand_markdown_text(message: Object) -> Object:
    markdown = message.pop("markdown_text", None)
    if not markdown:
        return message
    if message.get("text") or message.get("blocks"):
        raise SlackError("markdown_text_conflict")
    if len(str(markdown)) > MAX_MARKDOWN_TEXT:
        raise SlackError("msg_too_long")
    return {**message, "text": markdown, "blocks": [{"type": "markdown", "text": markdown}]}


def _check_size(message: Object, *, allow_empty: bool) -> None:
    text = message.get("text")
    if text is not None and not isinstance(text, str):
        raise validation_error("invalid_arguments", ["must be a string [json-pointer:/text]"])
    if text and len(text) > MAX_TEXT:
        raise SlackError("msg_too_long")
    has_content = text or message["blocks"] or message["attachments"]
    if not has_content and not allow_empty:
        raise SlackError("no_text")


def validate_view(value: Any, settings: Settings, kind: str) -> Object:
    """Return the view an app sends, its JSON parsed.

    Raises:
        SlackError: invalid_arguments or view_too_large.
    """
    view = parse_json(value, "invalid_arguments")
    if view is None:
        raise validation_error(
            "invalid_arguments", ["missing required field: view [json-pointer:/view]"]
        )
    if isinstance(view, dict) and view.get("type") in ("modal", "home") and view["type"] != kind:
        raise validation_error(
            "invalid_arguments", [f"must be a {kind} view [json-pointer:/view/type]"]
        )
    problems = view_problems(view, rules_for(settings))
    if problems:
        raise validation_error("invalid_arguments", problems)
    if exceeds_size_limit(view):
        raise SlackError("view_too_large")
    checked: Object = view
    return checked


def check_image_files(workspace: Workspace, blocks: Any) -> None:
    """Check that every file the blocks show exists and is processed.

    Raises:
        SlackError: invalid_blocks.
    """
    problems = [
        f"invalid slack file [json-pointer:{pointer}]"
        for pointer, file_id in _referenced_files(blocks, "/blocks")
        if not (file := workspace.files.get(file_id)) or not file.processed
    ]
    if problems:
        raise validation_error("invalid_blocks", problems)


def _referenced_files(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield the files shown by id, as (JSON pointer, id)."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _referenced_files(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        file = value.get("slack_file")
        if isinstance(file, dict) and isinstance(file.get("id"), str):
            yield f"{pointer}/slack_file", file["id"]
        for key, child in value.items():
            yield from _referenced_files(child, f"{pointer}/{key}")
