"""Bringing the picture of a map to people: drawn, uploaded, shown once Slack has processed it."""

import logging
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from domain.journey_map import JourneyMap
from domain.journeys import WorkspaceId
from handlers.journeys.map_blocks import picture, shared_map
from handlers.pictures.alt_text import describe_map
from handlers.pictures.journey_map import draw_map
from handlers.slack.directory import SlackPeople
from handlers.slack.files import complete_upload, upload_bytes
from handlers.slack.kit import Block
from handlers.slack.kit import message as message_of
from handlers.slack.notifications import notify_user

log = logging.getLogger("waymark.pictures")


# Slack takes a moment to process an upload; until then a message that shows it is refused.
WAITS = (0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0)


NOT_YET = "invalid_blocks"


class MapImageUploader:
    """Shows people pictures of maps."""

    def __init__(self, people: SlackPeople) -> None:
        self._people = people

    def show(
        self,
        client: WebClient,
        workspace: WorkspaceId,
        channel: str | None,
        user: str,
        shown: JourneyMap,
    ) -> None:
        """Show one person the picture; a failure is logged, for they have the map in words."""
        image = self._uploaded(client, workspace, shown)
        if image is None:
            return
        message = message_of(image["alt_text"], [image])
        try:
            _once_processed(lambda: notify_user(client, channel, user, message))
        except SlackApiError as error:
            log.warning("a map's picture was refused", extra={"reason": error.response["error"]})

    def share(
        self, client: WebClient, workspace: WorkspaceId, channel: str, shown: JourneyMap
    ) -> None:
        """Post the map to a channel: its picture, or where that fails its blocks.

        Raises SlackApiError where the channel takes neither.
        """
        image = self._uploaded(client, workspace, shown)

        def post(block: Block | None) -> None:
            client.chat_postMessage(channel=channel, **shared_map(shown, block))

        if image:
            try:
                _once_processed(lambda: post(image))
            except SlackApiError as error:
                if error.response["error"] != NOT_YET:
                    raise
            else:
                return
        post(None)

    def messages(
        self, client: WebClient, workspace: WorkspaceId, shown: JourneyMap
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The map as a message with its picture, empty where that fails, and in words."""
        image = self._uploaded(client, workspace, shown)
        return (shared_map(shown, image) if image else {}), shared_map(shown, None)

    def drawn(self, workspace: WorkspaceId, shown: JourneyMap) -> tuple[bytes, str]:
        """The picture as PNG, and the words that tell the same."""
        owners = {column.stage.owner for column in shown.stages if column.stage.owner}
        names = self._people.names(workspace, owners)
        return draw_map(shown, names), describe_map(shown, names)

    def _uploaded(
        self, client: WebClient, workspace: WorkspaceId, shown: JourneyMap
    ) -> Block | None:
        png, words = self.drawn(workspace, shown)
        name = f"{shown.journey.key}-{shown.period.label}.png"
        try:
            file_id = upload_bytes(client, BytesIO(png), name, words)
            complete_upload(client, file_id, name)
        except Exception as error:
            # Refused, not reached, or the scope files:write is missing: the words must do.
            log.warning("a map's picture was not uploaded", extra={"reason": _reason(error)})
            return None
        return picture(file_id, shown, words)


def _reason(error: Exception) -> str:
    return (
        str(error.response.get("error"))
        if isinstance(error, SlackApiError)
        else type(error).__name__
    )


def _once_processed(send: Callable[[], object]) -> None:
    for wait in WAITS:
        try:
            send()
        except SlackApiError as error:
            if error.response.get("error") != NOT_YET:
                raise
            time.sleep(wait)
        else:
            return
    send()
