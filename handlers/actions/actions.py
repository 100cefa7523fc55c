"""The buttons that make actions, and the menus that change them."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.domain.actions import ActionState
from bot.usecases.keep_actions import KeepActions
from bot.usecases.list_actions import ListActions
from handlers.background import Background
from handlers.blocks.actions import EDIT, kept, listed
from handlers.blocks.theme_refs import ref_of
from handlers.ids import Action, any_numbered
from handlers.incoming import by_of, channel_of
from handlers.views.actions import ActionForms


def register(
    app: App,
    keep: KeepActions,
    list_actions: ListActions,
    action_forms: ActionForms,
    background: Background,
) -> None:
    """Listen to them."""

    @app.action(any_numbered(Action.MAKE_ACTION))
    def make(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        ref, channel = ref_of(action["value"]), channel_of(body)
        if ref.note:
            action_forms.open_from(client, body["trigger_id"], by_of(body), ref, channel)
        else:
            action_forms.open(client, body["trigger_id"], by_of(body), ref.journey, channel)

    @app.action(any_numbered(Action.ACTION_MENU))
    def chosen(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        number, _, word = str(action["selected_option"]["value"]).partition(":")
        if word == EDIT:
            ack()
            where = (client, body["trigger_id"], by_of(body), int(number), channel_of(body))
            action_forms.open_edit(*where)
            return
        done = keep.move(by_of(body), int(number), ActionState(word))
        ack()
        answer = {**kept(done, "Action"), "replace_original": False}
        background.run(lambda: respond(answer))

    @app.action(any_numbered(Action.TURN_ACTIONS))
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, page, asked = action["value"].split(":", 2)
        by = by_of(body)
        found = list_actions(
            *(by.workspace, by.user, asked, channel_of(body)),
            page=int(page),
            journey_id=int(journey),
        )
        ack()
        background.run(lambda: respond({**listed(found), "replace_original": True}))
