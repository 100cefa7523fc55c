"""The buttons and the menu under a file that somebody dropped."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from domain.errors import BadFieldError
from handlers.imports.blocks import MessageRef, import_help_message, read_form_metadata, read_offer
from handlers.imports.columns_form import read_columns_form
from handlers.imports.uploads import FileRequest, Uploads
from handlers.slack import forms
from handlers.slack.ids import Action, View, any_numbered
from handlers.slack.payloads import workspace_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands

Act = Callable[[FileRequest, dict[str, Any]], None]


def register_import_buttons(app: App, uploads: Uploads) -> None:
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
        offer = read_offer(message)
        spot = MessageRef(str(body["channel"]["id"]), str(message["ts"]))
        act(FileRequest(client, workspace_of(body), str(body["user"]["id"]), spot, offer), body)
        ack()

    return pressed


def _into(talk: FileRequest, body: dict[str, Any]) -> FileRequest:
    journey = str(body["actions"][0]["selected_option"]["value"])
    return FileRequest(talk.client, talk.workspace, talk.user, talk.spot, talk.offer.into(journey))


def register_columns_form(app: App, uploads: Uploads) -> None:
    """Listen to it: the file is looked through again with these columns."""

    @app.view(View.IMPORT_COLUMNS.value)
    def named(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        offer, spot = read_form_metadata(view["private_metadata"])
        try:
            fields = read_columns_form(forms.read_inputs(view["state"]["values"]))
        except BadFieldError as error:
            ack(response_action="errors", errors={error.field: error.sentence})
            return
        chosen = offer.read_as(fields)
        uploads.look(FileRequest(client, workspace_of(body), str(body["user"]["id"]), spot, chosen))
        ack()


def _import(context: CommandContext) -> Message:
    context.check_no_words("/journey import")
    return import_help_message()


SUBCOMMANDS: Subcommands = {"import": _import}
