"""Draw the picture of a map, upload it, and show it once Slack has processed it."""

import logging
import time
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from threading import Lock, Timer
from typing import Any

from cachetools import TTLCache
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from domain.journey_map import JourneyMap
from domain.journeys import WorkspaceId
from handlers.journeys.map_blocks import build_shared_map_message, image_block
from handlers.pictures.alt_text import describe_map
from handlers.pictures.journey_map import draw_map, map_svg
from handlers.slack.directory import SlackPeople
from handlers.slack.files import complete_upload, upload_bytes
from handlers.slack.kit import Block
from handlers.slack.kit import message as message_of
from handlers.slack.notifications import notify_user

log = logging.getLogger("waymark.pictures")


# Slack takes a moment to process an upload; until then a message that shows it is refused.
RETRY_DELAYS = (0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0)

NOT_PROCESSED = "invalid_blocks"


# A map that is shown is shared at once, or shown to the next: to draw it takes a second. Longer
# than this none is kept, because it may show the text of a note that is deleted meanwhile.
KEEP_SECONDS = 60.0

MAX_KEPT = 8


class RecentPictures:
    """Keeps pictures for a minute after they were drawn, by the digest of what they show."""

    def __init__(self, keep_seconds: float = KEEP_SECONDS) -> None:
        self._keep_seconds = keep_seconds
        self._lock = Lock()
        self._pictures: TTLCache[bytes, bytes] = TTLCache(MAX_KEPT, keep_seconds)

    def get(self, shown: str, draw: Callable[[], bytes]) -> bytes:
        """Return the picture of `shown`, drawn now if none is kept."""
        key = sha256(shown.encode("utf-8", "surrogatepass")).digest()
        with self._lock:
            kept = self._pictures.get(key)
        if kept is not None:
            return kept
        picture = draw()
        with self._lock:
            self._pictures[key] = picture
        # The cache itself forgets only when it is used again.
        forget = Timer(self._keep_seconds, self._forget)
        forget.daemon = True
        forget.start()
        return picture

    def _forget(self) -> None:
        with self._lock:
            self._pictures.expire()


class MapImageUploader:
    """Uploads pictures of maps and shows them to people."""

    def __init__(self, people: SlackPeople) -> None:
        self._people = people
        self._recent = RecentPictures()

    def show(
        self,
        client: WebClient,
        workspace: WorkspaceId,
        channel: str | None,
        user: str,
        shown: JourneyMap,
    ) -> None:
        """Show one person the picture; a failure is only logged: they have the map in blocks."""
        image = self._upload(client, workspace, shown)
        if image is None:
            return
        message = message_of(image["alt_text"], [image])
        try:
            _retry_until_processed(lambda: notify_user(client, channel, user, message))
        except SlackApiError as error:
            log.warning("a map's picture was refused", extra={"reason": error.response["error"]})

    def share(
        self, client: WebClient, workspace: WorkspaceId, channel: str, shown: JourneyMap
    ) -> None:
        """Post the map to a channel: its picture, or where that fails its blocks.

        Raises SlackApiError where the channel takes neither.
        """
        image = self._upload(client, workspace, shown)

        def post(block: Block | None) -> None:
            client.chat_postMessage(channel=channel, **build_shared_map_message(shown, block))

        if image:
            try:
                _retry_until_processed(lambda: post(image))
            except SlackApiError as error:
                if error.response["error"] != NOT_PROCESSED:
                    raise
            else:
                return
        post(None)

    def build_messages(
        self, client: WebClient, workspace: WorkspaceId, shown: JourneyMap
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the map as a message with its picture ({} if that fails) and as one in blocks."""
        image = self._upload(client, workspace, shown)
        return (build_shared_map_message(shown, image) if image else {}), build_shared_map_message(
            shown, None
        )

    def draw(self, workspace: WorkspaceId, shown: JourneyMap) -> tuple[bytes, str]:
        """Return the picture as PNG, and the alt text that says the same."""
        owners = {column.stage.owner for column in shown.stages if column.stage.owner}
        names = self._people.names(workspace, owners)
        picture = self._recent.get(map_svg(shown, names), lambda: draw_map(shown, names))
        return picture, describe_map(shown, names)

    def _upload(self, client: WebClient, workspace: WorkspaceId, shown: JourneyMap) -> Block | None:
        png, alt_text = self.draw(workspace, shown)
        name = f"{shown.journey.key}-{shown.period.label}.png"
        try:
            file_id = upload_bytes(client, BytesIO(png), name, alt_text)
            complete_upload(client, file_id, name)
        except Exception as error:
            # Refused, not reached, or the scope files:write is missing: the blocks must do.
            log.warning("a map's picture was not uploaded", extra={"reason": _reason(error)})
            return None
        return image_block(file_id, shown, alt_text)


def _reason(error: Exception) -> str:
    return (
        str(error.response.get("error"))
        if isinstance(error, SlackApiError)
        else type(error).__name__
    )


def _retry_until_processed(send: Callable[[], object]) -> None:
    for delay in RETRY_DELAYS:
        try:
            send()
        except SlackApiError as error:
            if error.response.get("error") != NOT_PROCESSED:
                raise
            time.sleep(delay)
        else:
            return
    send()
