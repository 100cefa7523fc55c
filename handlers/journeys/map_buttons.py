"""The buttons that show a map: to the one who asks, or to the channel."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.journeys.lookup import build_request_scope
from bot.journeys.map import MapRequest, MapService
from handlers.journeys.map_blocks import journey_map
from handlers.journeys.map_images import MapImageUploader
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.errors import error_message
from handlers.slack.ids import Action, any_numbered
from handlers.slack.notifications import NOT_IN_CHANNEL, notify_user
from handlers.slack.payloads import channel_of, workspace_of

NOT_HERE = (
    "Waymark is not in this channel, so it cannot post the map here. "
    "Type `/invite @Waymark`, then press the button again."
)


def register(
    app: App,
    show_map: MapService,
    people: SlackPeople,
    pictures: MapImageUploader,
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
                MapRequest(journey=action["value"]),
                build_request_scope(people, workspace, user, channel),
            )
            notify_user(client, channel, user, journey_map(found))
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
            wish = MapRequest(journey, period, persona or None)
            found = show_map(workspace, wish, build_request_scope(people, workspace, user, channel))
            try:
                pictures.share(client, workspace, channel, found)
            except SlackApiError as error:
                if error.response.get("error") not in NOT_IN_CHANNEL:
                    raise
                notify_user(client, channel, user, error_message(NOT_HERE))

        background.run_slow(shared)
