"""The menus that show the notes and readings behind a review's numbers."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.usecases.show_behind import ShowBehind
from handlers.background import Background
from handlers.blocks.note_list import listed
from handlers.blocks.reviews.behind import ALL, KPI, Behind
from handlers.blocks.reviews.readings import readings
from handlers.ids import Action, any_numbered
from handlers.incoming import channel_of, workspace_of
from handlers.telling import or_problem, tell


def register(app: App, show_behind: ShowBehind, background: Background) -> None:
    """Listen to these menus."""

    @app.action(any_numbered(Action.SHOW_BEHIND))
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)
        asked = Behind.held(action["selected_option"]["value"])

        def answer() -> dict[str, Any]:
            kind, _, of = asked.what.partition(":")
            if kind == KPI:
                return readings(show_behind.readings(workspace, asked.journey, int(of)))
            words = f"stage:{of}" if of else kind.removeprefix(ALL)
            where = (workspace, user, channel, asked.journey, asked.period)
            return listed(show_behind.notes(*where, words))

        background.run(lambda: tell(client, channel, user, or_problem(answer)))
