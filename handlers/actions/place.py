"""Placing an unsorted note: the stage buttons under it, and the menus in lists and in the Home."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.usecases.place_note import PlaceNote
from handlers.background import Background
from handlers.blocks.capture import placed
from handlers.blocks.note_list import Listing, listed
from handlers.home_tab import HomeTab
from handlers.ids import Action, any_numbered
from handlers.incoming import by_of, channel_of
from handlers.listings import Listings


def register(
    app: App, place_note: PlaceNote, listings: Listings, home: HomeTab, background: Background
) -> None:
    """Listen to the stage buttons and menus."""

    @app.action(any_numbered(Action.PLACE_NOTE))
    def place(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        value = action.get("value") or action["selected_option"]["value"]
        note_id, _, stage_key = value.partition(":")
        listing, channel = Listing.held(str(action.get("block_id") or "")), channel_of(body)
        in_home = bool(body.get("view"))
        # Under one's own note alone is there a button that is in no list.
        own = listing is None and not in_home
        by = by_of(body, pressed=own)
        result = place_note(by, int(note_id), stage_key, channel)
        ack()

        def told() -> None:
            if in_home:
                home.publish(client, by.workspace, by.user)
                return
            answer = placed(result)
            if listing is not None:
                found = listings.again(by.workspace, by.user, listing, channel)
                answer = listed(found, answer["text"])
            respond({**answer, "replace_original": True})
            home.refresh(client, by.workspace, by.user)

        background.run(told)
