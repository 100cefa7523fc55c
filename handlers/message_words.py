"""The words of a message, wherever they stand: apps put theirs into blocks and attachments."""

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.incoming import message_text

Part = Mapping[str, Any]
# Lines of their own; the parts of a rich text line follow each other.
LINES = ("rich_text_section", "rich_text_preformatted", "rich_text_quote")
WRITTEN = ("pretext", "title", "text")
# Slack's own pictures of links: nobody wrote these.
UNFURLED = ("from_url", "original_url", "is_msg_unfurl", "is_app_unfurl")


def words_of(message: Part) -> str:
    """What a message says as people see it; empty where it holds nothing but files or pictures."""
    said = message_text(str(message.get("text") or "")) or _lines(_of_blocks(message))
    attached = (_of_attachment(one) for one in message.get("attachments") or ())
    return _lines([said, *(words for words in attached if words not in said)])


def _lines(pieces: Any) -> str:
    return "\n".join(filter(None, (piece.strip() for piece in pieces)))


def _of_blocks(holder: Part) -> Iterator[str]:
    for block in holder.get("blocks") or ():
        yield from _of_part(block)


def _of_part(part: Part) -> Iterator[str]:
    """The lines of a block, of a text in it, or of a rich text."""
    kind, text = part.get("type"), part.get("text")
    if kind in LINES:
        yield "".join(_of_rich(element) for element in part.get("elements") or ())
    elif isinstance(text, str):
        # Plain text and rich text are not marked up.
        yield message_text(text) if kind == "mrkdwn" else text
    elif kind not in ("actions", "input"):
        inner = [text, *(part.get("fields") or ()), *(part.get("elements") or ())]
        for one in inner:
            if isinstance(one, Mapping):
                yield from _of_part(one)


def _of_rich(element: Part) -> str:
    if element.get("type") == "emoji":
        return f":{element.get('name')}:"
    if element.get("type") == "user":
        return f"@{element.get('user_id')}"
    return str(element.get("text") or element.get("url") or "")


def _of_attachment(attachment: Part) -> str:
    if any(attachment.get(mark) for mark in UNFURLED):
        return ""
    written = [message_text(str(attachment.get(part) or "")) for part in WRITTEN]
    fields = [
        message_text(f"{field.get('title') or ''}: {field.get('value') or ''}").strip(": ")
        for field in attachment.get("fields") or ()
    ]
    whole = _lines([*written, *fields, *_of_blocks(attachment)])
    return whole or message_text(str(attachment.get("fallback") or ""))
