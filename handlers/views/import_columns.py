"""The form in which a file's columns are given their meanings, submitted."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadFieldError
from handlers.blocks import forms
from handlers.blocks.importing.columns_form import fields_chosen
from handlers.blocks.importing.offer import held
from handlers.ids import View
from handlers.incoming import workspace_of
from handlers.uploads.uploads import Uploads
from handlers.uploads.work import Talk


def register(app: App, uploads: Uploads) -> None:
    """Listen to it: the file is looked through again with these columns."""

    @app.view(View.IMPORT_COLUMNS.value)
    def named(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        offer, spot = held(view["private_metadata"])
        try:
            fields = fields_chosen(forms.read(view["state"]["values"]))
        except BadFieldError as error:
            ack(response_action="errors", errors={error.field: error.sentence})
            return
        chosen = offer.read_as(fields)
        uploads.look(Talk(client, workspace_of(body), str(body["user"]["id"]), spot, chosen))
        ack()
