"""Register the listeners of journeys and maps."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.journeys.lookup import build_request_scope
from bot.journeys.map import MapRequest
from bot.services import Services
from handlers.journeys import commands, editing
from handlers.journeys.home import HomeTab
from handlers.journeys.map_blocks import build_map_message, parse_map_value
from handlers.journeys.map_images import MapImageUploader
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.errors import error_message
from handlers.slack.ids import Action, any_numbered
from handlers.slack.notifications import NOT_IN_CHANNEL, notify_user
from handlers.slack.payloads import channel_of, workspace_of
from handlers.slack.subcommands import Subcommands

CHANNEL_HINT = (
    "Waymark is not in this channel, so it cannot post the map here. "
    "Type `/invite @Waymark`, then press the button again."
)


def register(
    app: App,
    services: Services,
    people: SlackPeople,
    background: Background,
    home_tab: HomeTab,
    subcommands: Subcommands,
) -> None:
    """Register `/journey` with its sub-commands, and the forms and buttons of maps."""
    opener = editing.FormOpener(services, people, background)
    images = MapImageUploader(people)
    commands.register(app, services, people, background, subcommands)
    editing.register_buttons(app, services, opener, home_tab, background)
    editing.register_forms(app, services, home_tab, background)
    register_map_buttons(app, services, people, images, background)


def register_map_buttons(
    app: App,
    services: Services,
    people: SlackPeople,
    images: MapImageUploader,
    background: Background,
) -> None:
    """Register the buttons that show a map to one person or post it to the channel."""

    @app.action(any_numbered(Action.SHOW_MAP))
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)

        def show_map() -> None:
            scope = build_request_scope(people, workspace, user, channel)
            found = services.map.show(workspace, MapRequest(journey=action["value"]), scope)
            notify_user(client, channel, user, build_map_message(found))
            background.run_slow(lambda: images.show(client, workspace, channel, user, found))

        background.run(show_map)

    @app.action(any_numbered(Action.SHARE_MAP))
    def share(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)
        if channel is None:
            return

        def share_map() -> None:
            scope = build_request_scope(people, workspace, user, channel)
            found = services.map.show(workspace, parse_map_value(action["value"]), scope)
            try:
                images.share(client, workspace, channel, found)
            except SlackApiError as error:
                if error.response.get("error") not in NOT_IN_CHANNEL:
                    raise
                notify_user(client, channel, user, error_message(CHANNEL_HINT))

        background.run_slow(share_map)
