"""Dropping files into Waymark's direct messages, and reading what it says of them."""

import base64
from typing import Any

from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import SlackUser
from tests.scenarios.waiting import until

ROWS = (
    "text,stage,date,owner\n"
    "The invite lands in spam,onboarding,2026-08-03,x\n"
    "Nobody answers,nosuchstage,2026-08-04,x\n"
    "Came too early,onboarding,2027-08-05,x\n"
    "The demo was lovely,decision,2026-08-06,x\n"
)


def upload(user: SlackUser, *files: tuple[str, str | bytes], says: str = "") -> str:
    """Upload files in one direct message; return its ts."""
    return user.person.say("bot", says, files=[_file(name, content) for name, content in files])


def _file(name: str, content: str | bytes) -> dict[str, Any]:
    if isinstance(content, str):
        return {"name": name, "content": content}
    return {"name": name, "base64": base64.b64encode(content).decode()}


def words(message: dict[str, Any]) -> str:
    """A message as a person reads it, its buttons and menus too."""
    return f"{message['text']}\n{shown(message['blocks'])}"


def read_direct_message(user: SlackUser, has: str, nth: int = 0) -> str:
    """Return the direct message that contains `has`, once it is there."""

    def found() -> str | None:
        reply = [words(message) for message in user.direct_messages() if has in words(message)]
        return reply[nth] if len(reply) > nth else None

    return until(found)


def labels(message: dict[str, Any]) -> list[str]:
    """The buttons under a message."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [shown(one["text"]) for row in rows for one in row if one["type"] == "button"]


def direct_channel(pair: RunningPair) -> str:
    """The id of the direct messages that Waymark posted to last."""
    updates = pair.slack.calls("chat.postMessage")
    return str(updates[-1]["answer"]["channel"])
