"""The message that shows a journey's map under its review."""

from slack_sdk import WebClient

from bot.domain.journey import WorkspaceId
from bot.ports import Payload
from bot.usecases.show_map import MapWish, ShowMap
from handlers.map_pictures import MapPictures


class ReviewMaps:
    """Makes the messages a publisher needs for maps."""

    def __init__(self, client: WebClient, show_map: ShowMap, pictures: MapPictures) -> None:
        self._client = client
        self._show_map = show_map
        self._pictures = pictures

    def __call__(
        self, workspace: WorkspaceId, journey: str, period: str
    ) -> tuple[Payload, Payload]:
        """The map of a period as a message with its picture, empty where that fails, and in words.

        Raises NotFoundError for a journey that is gone.
        """
        shown = self._show_map(workspace, MapWish(journey, period))
        return self._pictures.messages(self._client, workspace, shown)
