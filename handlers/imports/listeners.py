"""The buttons, menu and form of a file that a person wants to import."""

from collections.abc import Callable
from dataclasses import replace
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

Handle = Callable[[FileRequest, dict[str, Any]], None]


def register(app: App, uploads: Uploads) -> None:
    """Register the buttons, the menu and the form."""
    handlers: dict[Action, Handle] = {
        Action.IMPORT_FILE: lambda request, _: uploads.import_file(request),
        Action.CANCEL_IMPORT: lambda request, _: uploads.cancel(request),
        Action.NAME_COLUMNS: lambda request, body: uploads.open_columns_form(
            request, body["trigger_id"]
        ),
        Action.IMPORT_INTO: lambda request, body: uploads.preview(
            _for_chosen_journey(request, body)
        ),
    }
    for action, handle in handlers.items():
        app.action(any_numbered(action))(_button_listener(handle))
    app.view(View.IMPORT_COLUMNS.value)(_form_listener(uploads))


def _explain_import(context: CommandContext) -> Message:
    context.check_no_words("/journey import")
    return import_help_message()


SUBCOMMANDS: Subcommands = {"import": _explain_import}


def _button_listener(handle: Handle) -> Callable[..., None]:
    def press(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        message = body.get("message") or {}
        offer = read_offer(message)
        ref = MessageRef(str(body["channel"]["id"]), str(message["ts"]))
        user = str(body["user"]["id"])
        handle(FileRequest(client, workspace_of(body), user, ref, offer), body)
        ack()

    return press


def _for_chosen_journey(request: FileRequest, body: dict[str, Any]) -> FileRequest:
    journey = str(body["actions"][0]["selected_option"]["value"])
    return replace(request, offer=request.offer.for_journey(journey))


def _form_listener(uploads: Uploads) -> Callable[..., None]:
    def submit(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        offer, ref = read_form_metadata(view["private_metadata"])
        try:
            fields = read_columns_form(forms.read_inputs(view["state"]["values"]))
        except BadFieldError as error:
            ack(response_action="errors", errors={error.field: error.sentence})
            return
        user = str(body["user"]["id"])
        offer = offer.with_fields(fields)
        uploads.preview(FileRequest(client, workspace_of(body), user, ref, offer))
        ack()

    return submit
