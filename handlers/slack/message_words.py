"""The words of Slack messages as people see them, with names instead of ids."""

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from domain.journeys import WorkspaceId
from handlers.slack.directory import SlackChannels, SlackPeople
from handlers.slack.kit import unescape

Part = Mapping[str, Any]

# Returns the name of a user or channel by id, None where it is not known.
FindName = Callable[[str], str | None]

TOMBSTONE = "tombstone"

# A command waits for the answer: after so long, names are left out.
NAME_SECONDS = 1.0

USER_PREFIXES, CHANNEL_PREFIXES = ("U", "W"), ("C", "G")

# What people say before a name, as in "hey @Waymark".
_GREETING = re.compile(
    r"\s*(?:hey|hi|hiya|hello|hallo|hej|dear|ok|okay|yo|cc|fyi|please|good (?:morning|afternoon))?"
    r"(?: there| all| team)?[\s,!.:–-]*",
    re.IGNORECASE,
)

_MARKUP = re.compile(r"<([^<>]+)>")

_TABLES = ("table", "data_table")

# Rich text elements that are lines of their own.
_LINE_TYPES = ("rich_text_section", "rich_text_preformatted", "rich_text_quote")

# Blocks and elements in which nobody writes words.
_WORDLESS = ("actions", "input", "context_actions", "button", "divider", "file")

# Where other blocks have their words, in the order in which they are shown.
_TEXT_FIELDS = ("title", "subtitle", "caption", "text", "description", "body")
_PART_FIELDS = ("fields", "elements", "blocks", "children", "columns", "tasks", "details", "output")

# How elements of rich text are written in marked-up text, and the field that has what is named.
_REFERENCES = {
    "user": ("@", "user_id"),
    "channel": ("#", "channel_id"),
    "usergroup": ("!subteam^", "usergroup_id"),
    "broadcast": ("!", "range"),
}

_ATTACHMENT_TEXTS = ("pretext", "title", "text")

# Previews of links, which Slack adds itself.
_UNFURL_MARKS = ("from_url", "original_url", "is_msg_unfurl", "is_app_unfurl")


class MessageReader:
    """Reads messages, with the names of users and channels as Slack's directory has them."""

    def __init__(self, people: SlackPeople, channels: SlackChannels) -> None:
        self._people = people
        self._channels = channels

    def words(self, workspace: WorkspaceId, message: Part, own: Collection[str] = ()) -> str:
        """Return the words of a message; `own` are the user ids of Waymark, left out."""
        return message_words(message, self._names_in(workspace), own)

    def _names_in(self, workspace: WorkspaceId) -> FindName:
        began = time.monotonic()

        def find_name(some_id: str) -> str | None:
            if time.monotonic() - began > NAME_SECONDS:
                return None
            if some_id.startswith(USER_PREFIXES):
                return self._people.name(workspace, some_id)
            return self._channels.name(workspace, some_id)

        return find_name


def _no_name(_: str) -> None:
    return None


def message_words(message: Part, find_name: FindName = _no_name, own: Collection[str] = ()) -> str:
    """Return a message's text as people see it; empty if it has only files or images.

    Of other apps' messages the blocks are seen, of people's the text; forwarded messages belong
    to it, previews of links do not.
    """
    if message.get("subtype") == TOMBSTONE:
        return ""
    is_app = bool(message.get("bot_id"))
    text = readable_text(strip_mention(str(message.get("text") or ""), own), find_name)
    blocks = _parts(message.get("blocks"))
    if is_app or not text:
        text = _join(_lines(blocks, find_name)) or text
    else:
        # A person's text has all of their words but those in tables.
        tables = [block for block in blocks if block.get("type") in _TABLES]
        text = _join([text, *_lines(tables, find_name)])
    attached = (_attachment_words(one, find_name) for one in _parts(message.get("attachments")))
    return _join([text, *(words for words in attached if words not in text)])


def readable_text(text: str, find_name: FindName = _no_name) -> str:
    """Return Slack's marked-up text as people see it: names, dates, and links with their address.

    What has no name becomes “@someone”, “#channel” or “@group”.
    """
    return unescape(_MARKUP.sub(lambda match: _reference(match[1], find_name), text)).strip()


def _reference(marked: str, find_name: FindName) -> str:
    """Return what stands between < and > as a word."""
    target, _, label = marked.partition("|")
    sign, rest = target[:1], target[1:]
    if sign == "@":
        return f"@{find_name(rest) or label.lstrip('@') or 'someone'}"
    if sign == "#":
        return f"#{label.lstrip('#') or find_name(rest) or 'channel'}"
    if sign != "!":
        return _link(target, label)
    kind, *parts = rest.split("^")
    if kind == "date":
        return label or _date(parts[0] if parts else "")
    if kind == "subteam":
        return f"@{label.lstrip('@') or 'group'}"
    return f"@{label.lstrip('@') or kind}"


def _link(address: str, label: str) -> str:
    """Return the label of a link, and its address where that says more."""
    is_web = address.casefold().startswith(("http:", "https:"))
    shown = address if is_web else re.sub(r"^(?:mailto|tel):", "", address)
    if not label or label == shown:
        return shown
    # Slack links what is typed like an address and leaves it as it was.
    bare = re.sub(r"^https?://|/$", "", shown)
    return label if label.rstrip("/") == bare else f"{label} ({shown})"


def _date(timestamp: str) -> str:
    try:
        return f"{datetime.fromtimestamp(int(timestamp), UTC):%Y-%m-%d}"
    except (ValueError, OverflowError, OSError):
        return ""


def leading_mention(message: Part) -> set[str]:
    """Return the user id that a message begins with, as a set of one; empty without one."""
    return set(re.findall(r"\A\s*<@(\w+)", str(message.get("text") or "")))


def strip_mention(text: str, own: Collection[str] = ()) -> str:
    """Return a message to Waymark without its name, and without the greeting before it."""
    if not own:
        return text
    ids = "|".join(map(re.escape, sorted(own)))
    name = rf"<@(?:{ids})(?:\|[^>]*)?>"
    before, found, after = _split_once(name, text)
    if found and _GREETING.fullmatch(before):
        before, after = "", re.sub(r"^[\s,:!–-]+(?!\d)", "", after)
    else:
        before = f"{before}{found}"
    # A comma before a name that is left out goes with it, where another or nothing follows.
    return re.sub(rf",[ \t]*{name}(?=,|\s*[.!?]*\s*$)|[ \t]*{name}", "", f"{before}{after}").strip()


def _split_once(pattern: str, text: str) -> tuple[str, str, str]:
    """Return the text before the first match, the match and the text after; empty without one."""
    match = re.search(pattern, text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def _join(pieces: Iterable[str]) -> str:
    # Spaces at the beginning of a line are those of a list in a list.
    return "\n".join(filter(str.strip, (piece.rstrip() for piece in pieces))).strip()


def _parts(value: Any) -> list[Part]:
    """Return the blocks or elements of a list, or the one that it is."""
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, Mapping)]


def _lines(value: Any, find_name: FindName) -> Iterator[str]:
    for part in _parts(value):
        yield from _part_lines(part, find_name)


def _part_lines(part: Part, find_name: FindName) -> Iterator[str]:
    """Yield the lines of a block, text object or rich text element."""
    kind = part.get("type")
    if kind in _LINE_TYPES:
        yield "".join(_rich_text(one, find_name) for one in _parts(part.get("elements")))
    elif kind == "rich_text_list":
        yield from _list_lines(part, find_name)
    elif kind in _TABLES:
        yield str(part.get("caption") or "")
        rows = part.get("rows")
        yield from (_row(row, find_name) for row in rows or ())
    elif kind == "mrkdwn":
        yield readable_text(str(part.get("text") or ""), find_name)
    elif kind not in _WORDLESS:
        yield from _inner_lines(part, find_name)


def _inner_lines(part: Part, find_name: FindName) -> Iterator[str]:
    for name in (*_TEXT_FIELDS, *_PART_FIELDS):
        value = part.get(name)
        if isinstance(value, str):
            yield value
        else:
            yield from _lines(value, find_name)


def _list_lines(part: Part, find_name: FindName) -> Iterator[str]:
    indent = "    " * int(part.get("indent") or 0)
    first = int(part.get("offset") or 0) + 1
    is_ordered = part.get("style") == "ordered"
    for number, item in enumerate(_parts(part.get("elements")), first):
        mark = f"{number}." if is_ordered else "•"
        yield f"{indent}{mark} {' '.join(_part_lines(item, find_name))}"


def _row(cells: Any, find_name: FindName) -> str:
    return " | ".join(_cell(cell, find_name) for cell in _parts(cells))


def _cell(cell: Part, find_name: FindName) -> str:
    if cell.get("type") == "raw_number":
        return str(cell.get("text") or cell.get("value") or 0)
    return " ".join(_part_lines(cell, find_name))


def _rich_text(element: Part, find_name: FindName) -> str:
    """Return an element of a line as a word."""
    text = str(element.get("text") or element.get("value") or "")
    kind = element.get("type")
    if kind == "emoji":
        tone = element.get("skin_tone")
        text = f":{element.get('name')}:" + (f":skin-tone-{tone}:" if tone else "")
    elif kind == "date":
        text = str(element.get("fallback") or _date(str(element.get("timestamp"))))
    elif kind == "link":
        text = _link(str(element.get("url") or ""), text)
    elif kind in _REFERENCES:
        sign, field = _REFERENCES[kind]
        text = _reference(f"{sign}{element.get(field) or ''}", find_name)
    return text


def _attachment_words(attachment: Part, find_name: FindName) -> str:
    if attachment.get("is_share"):
        return _forwarded_words(attachment, find_name)
    if any(attachment.get(mark) for mark in _UNFURL_MARKS):
        return ""
    written = [
        readable_text(str(attachment.get(one) or ""), find_name) for one in _ATTACHMENT_TEXTS
    ]
    fields = [
        readable_text(f"{field.get('title') or ''}: {field.get('value') or ''}", find_name)
        for field in _parts(attachment.get("fields"))
    ]
    blocks = _lines(attachment.get("blocks"), find_name)
    whole = _join([*written, *(field.strip(": ") for field in fields), *blocks])
    return whole or readable_text(str(attachment.get("fallback") or ""), find_name)


def _forwarded_words(attachment: Part, find_name: FindName) -> str:
    """Return the words of a forwarded message, which has them as text, as blocks or as both."""
    text = readable_text(str(attachment.get("text") or ""), find_name)
    messages = [one.get("message") or {} for one in _parts(attachment.get("message_blocks"))]
    blocks = _join(
        line for message in messages for line in _lines(message.get("blocks"), find_name)
    )
    fallback = readable_text(str(attachment.get("fallback") or ""), find_name)
    return max(text, blocks, key=len) or fallback
