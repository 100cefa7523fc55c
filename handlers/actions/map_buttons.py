"""The buttons that show a map: to the one who asks, or to the channel."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.usecases.journeys import place_of
from bot.usecases.show_map import MapWish, ShowMap
from handlers.background import Background
from handlers.blocks.journey_map import journey_map
from handlers.blocks.problem import problem
from handlers.ids import Action, any_numbered
from handlers.incoming import channel_of, workspace_of
from handlers.map_pictures import MapPictures
from handlers.people import SlackPeople
from handlers.telling import ELSEWHERE, tell

NOT_HERE = (
    "Waymark is not in this channel, so it cannot post the map here. "
    "Type `/invite @Waymark`, then press the button again."
)


def register(
    app: App,
    show_map: ShowMap,
    people: SlackPeople,
    pictures: MapPictures,
    background: Background,
) -> None:
    """Listen to both buttons."""

    @app.action(any_numbered(Action.SHOW_MAP))
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)

        def shown() -> None:
            found = show_map(
                workspace,
                MapWish(journey=action["value"]),
                place_of(people, workspace, user, channel),
            )
            tell(client, channel, user, journey_map(found))
            background.run_slow(lambda: pictures.show(client, workspace, channel, user, found))

        background.run(shown)

    @app.action(any_numbered(Action.SHARE_MAP))
    def share(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)
        # A persona's name may hold the sign too.
        journey, period, persona = action["value"].split("|", 2)
        if channel is None:
            return

        def shared() -> None:
            wish = MapWish(journey, period, persona or None)
            found = show_map(workspace, wish, place_of(people, workspace, user, channel))
            try:
                pictures.share(client, workspace, channel, found)
            except SlackApiError as error:
                if error.response.get("error") not in ELSEWHERE:
                    raise
                tell(client, channel, user, problem(NOT_HERE))

        background.run_slow(shared)
