"""What Slack's composer makes of what a person types."""

import re
from collections.abc import Callable

from sandbox.mrkdwn import BARE_URL, escape
from sandbox.workspace.workspace import Workspace

NAME = re.compile(r"(?<![\w<])@([\w.-]*\w)")

CHANNEL = re.compile(r"(?<![\w<&])#([\w-]+)")

BROADCASTS = ("here", "channel", "everyone")


def sent_message(workspace: Workspace, typed: str) -> str:
    """A typed message as Slack stores it: escaped, names, channels and links made live."""
    text = CHANNEL.sub(_channel(workspace), escape(typed))
    text = NAME.sub(_name(workspace, with_name=False), text)
    return BARE_URL.sub(lambda match: f"<{match.group(0)}>", text)


def command_text(workspace: Workspace, typed: str, *, should_escape: bool) -> str:
    """The text of a command as Slack delivers it; names stay as typed unless should_escape."""
    text = escape(typed)
    if should_escape:
        text = CHANNEL.sub(_channel(workspace, with_name=True), text)
        text = NAME.sub(_name(workspace, with_name=True), text)
        text = BARE_URL.sub(lambda match: f"<{match.group(0)}>", text)
    return text


def _name(workspace: Workspace, *, with_name: bool) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in BROADCASTS:
            return f"<!{name}>"
        for person in workspace.people.values():
            if person.name.lower() == name.lower():
                return f"<@{person.id}|{person.name}>" if with_name else f"<@{person.id}>"
        return match.group(0)

    return replace


def _channel(workspace: Workspace, *, with_name: bool = True) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        for channel in workspace.channels.values():
            if channel.name == match.group(1) and channel.kind != "im":
                label = f"|{channel.name}" if with_name else ""
                return f"<#{channel.id}{label}>"
        return match.group(0)

    return replace
