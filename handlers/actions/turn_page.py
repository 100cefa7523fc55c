"""The buttons that turn the pages of a list of notes."""

from typing import Any

from slack_bolt import Ack, App, Respond

from handlers.background import Background
from handlers.blocks.note_list import Listing, listed
from handlers.ids import Action, any_numbered
from handlers.incoming import channel_of, workspace_of
from handlers.listings import Listings


def register(app: App, listings: Listings, background: Background) -> None:
    """Listen to these buttons."""

    @app.action(any_numbered(Action.TURN_PAGE))
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        where = (workspace_of(body), str(body["user"]["id"]))
        result = listings.again(*where, Listing.read(action["value"]), channel_of(body))
        ack()
        background.run(lambda: respond({**listed(result), "replace_original": True}))
