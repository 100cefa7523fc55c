"""The menus that show the notes and readings behind a review's numbers."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import WaymarkError
from bot.usecases.show_behind import ShowBehind
from handlers.background import Background
from handlers.blocks.note_list import listed
from handlers.blocks.problem import problem
from handlers.blocks.reviews.behind import KPI, Behind
from handlers.blocks.reviews.readings import readings
from handlers.ids import Action, any_numbered
from handlers.incoming import channel_of, workspace_of
from handlers.telling import tell


def register(app: App, show_behind: ShowBehind, background: Background) -> None:
    """Listen to these menus."""

    @app.action(any_numbered(Action.SHOW_BEHIND))
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)
        asked = Behind.held(action["selected_option"]["value"])

        def answer() -> dict[str, Any]:
            kind, _, of = asked.what.partition(":")
            try:
                if kind == KPI:
                    return readings(show_behind.readings(workspace, asked.journey, int(of)))
                words = f"stage:{of}" if of else kind.removeprefix("all")
                return listed(
                    show_behind.notes(workspace, user, channel, asked.journey, asked.period, words)
                )
            except WaymarkError as error:
                return problem(error.sentence)

        background.run(lambda: tell(client, channel, user, answer()))
