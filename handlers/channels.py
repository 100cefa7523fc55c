"""Who can read a channel, asked of Slack and remembered for a while."""

import logging
import time
from collections.abc import Callable

from slack_sdk import WebClient

from bot.domain.journey import WorkspaceId
from handlers.refusals import is_final, reason_of
from handlers.remembered import Remembered

log = logging.getLogger("waymark.channels")


class SlackChannels:
    """Looks channels up. Its client must be an impatient one: a command may wait for the answer."""

    def __init__(self, client: WebClient, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._known: Remembered[bool | None] = Remembered(None, now)

    def is_private(self, workspace: WorkspaceId, channel: str) -> bool:
        """Whether not everybody can read what is said there; true where Slack does not say."""
        private = self._known.get((workspace, channel), lambda: self._asked(channel))
        return private is not False

    def _asked(self, channel: str) -> bool | None:
        if not self._client.token:
            return None
        try:
            found = self._client.conversations_info(channel=channel)["channel"]
        except Exception as error:
            # Public channels can be seen without being in them: what cannot be seen is private.
            # Where Slack is not reached the words are rather kept back than shown to the wrong.
            log.info("a channel was not looked up", extra={"reason": reason_of(error)})
            return True if is_final(error) else None
        # Of direct messages only those with Waymark itself can be seen.
        return bool(found.get("is_private") or found.get("is_mpim")) and not found.get("is_im")
