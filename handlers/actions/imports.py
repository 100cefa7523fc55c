"""The buttons and the menu under a file that somebody dropped."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.blocks.importing.offer import Spot, offer_in
from handlers.ids import Action, any_numbered
from handlers.incoming import workspace_of
from handlers.uploads.uploads import Uploads
from handlers.uploads.work import Talk

Act = Callable[[Talk, dict[str, Any]], None]


def register(app: App, uploads: Uploads) -> None:
    """Listen to them."""
    acts: dict[Action, Act] = {
        Action.IMPORT_FILE: lambda talk, _: uploads.import_(talk),
        Action.CANCEL_IMPORT: lambda talk, _: uploads.cancel(talk),
        Action.NAME_COLUMNS: lambda talk, body: uploads.name_columns(talk, body["trigger_id"]),
        Action.IMPORT_INTO: lambda talk, body: uploads.look(_into(talk, body)),
    }
    for action, act in acts.items():
        app.action(any_numbered(action))(_listener(act))


def _listener(act: Act) -> Callable[..., None]:
    def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        message = body.get("message") or {}
        offer = offer_in(message)
        spot = Spot(str(body["channel"]["id"]), str(message["ts"]))
        act(Talk(client, workspace_of(body), str(body["user"]["id"]), spot, offer), body)
        ack()

    return pressed


def _into(talk: Talk, body: dict[str, Any]) -> Talk:
    journey = str(body["actions"][0]["selected_option"]["value"])
    return Talk(talk.client, talk.workspace, talk.user, talk.spot, talk.offer.into(journey))
