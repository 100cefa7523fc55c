"""The form in which many unsorted notes are placed at once."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadFieldError, WaymarkError
from bot.usecases.place_note import PlaceNote
from bot.usecases.show_tray import ShowTray
from handlers.background import Background
from handlers.blocks import forms, tray
from handlers.blocks.tray import SUGGESTIONS, AboutTray
from handlers.home_tab import HomeTab
from handlers.ids import Action, TrayField, View, any_numbered
from handlers.incoming import by_of, channel_of, workspace_of
from handlers.telling import tell
from handlers.views.light import Modal, open_form


def register(
    app: App, show_tray: ShowTray, place_note: PlaceNote, home: HomeTab, background: Background
) -> None:
    """Listen to the buttons that open it, and to its being submitted."""

    @app.action(any_numbered(Action.PLACE_MANY))
    def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user = workspace_of(body), str(body["user"]["id"])
        journey, channel = int(action["value"]), channel_of(body)

        def filled() -> Modal:
            return tray.tray_form(show_tray(workspace, user, journey, channel), channel)

        open_form(background, client, body["trigger_id"], (View.PLACE_MANY, tray.TITLE), filled)

    @app.view(View.PLACE_MANY.value)
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        by = by_of(body)
        about = AboutTray.held(view["private_metadata"])
        state = view["state"]["values"]
        wanted, unsuggested = _wanted(about, state)
        try:
            result = place_note.many(by, about.journey, wanted, about.channel)
        except WaymarkError as error:
            # The modal stays open with what was ticked in it.
            at_notes = isinstance(error, BadFieldError) and error.field == "notes"
            field = tray.numbered_field(0) if at_notes else TrayField.STAGE.value
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()

        def told() -> None:
            tell(client, about.channel, by.user, tray.placed_many(result, unsuggested))
            home.refresh(client, by.workspace, by.user)

        background.run(told)


def _wanted(
    about: AboutTray, state: dict[str, dict[str, dict[str, Any]]]
) -> tuple[dict[int, str], int]:
    """The stage of each note to be placed, and how many ticked ones have none suggested."""
    ticked = [int(value) for value in forms.ticked(state)]
    stage = forms.read(state).get(TrayField.STAGE) or ""
    if stage != SUGGESTIONS:
        return dict.fromkeys(ticked, stage), 0
    suggested = dict(about.suggested)
    taken = {note: suggested[note] for note in ticked or suggested if note in suggested}
    return taken, len([note for note in ticked if note not in suggested])
