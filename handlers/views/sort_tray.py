"""The form in which many unsorted notes are placed at once."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadFieldError, WaymarkError
from bot.usecases.sort_tray import SortTray
from handlers.background import Background
from handlers.blocks import forms, tray
from handlers.blocks.tray import Sorting
from handlers.home_tab import HomeTab
from handlers.ids import Action, View, any_numbered
from handlers.incoming import channel_of, workspace_of
from handlers.telling import tell
from handlers.views.light import open_light

NONE_TICKED = "Tick the notes that are to be placed."
NOT_SUGGESTED = "Some ticked notes have no suggestion: choose a stage, or tick the others only."


def register(app: App, sort_tray: SortTray, home: HomeTab, background: Background) -> None:
    """Listen to the buttons that open the form, and to its being submitted."""

    @app.action(any_numbered(Action.SORT_TRAY))
    def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)

        def whole() -> dict[str, Any]:
            try:
                found = sort_tray.look(workspace, user, int(action["value"]))
            except WaymarkError as error:
                return forms.refused(View.SORT_TRAY.value, tray.TITLE, error.sentence)
            return tray.tray_form(found, channel)

        light = forms.waiting(View.SORT_TRAY.value, tray.TITLE)
        open_light(background, client, body["trigger_id"], light, whole)

    @app.view(View.SORT_TRAY.value)
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(body), str(body["user"]["id"])
        sorting, state = Sorting.held(view["private_metadata"]), view["state"]["values"]
        try:
            stages = _wanted(sorting, state)
            result = sort_tray.place(workspace, user, sorting.journey, stages)
        except BadFieldError as error:
            ack(response_action="errors", errors={error.field: error.sentence})
            return
        ack()

        def told() -> None:
            tell(client, sorting.channel, user, tray.sorted_message(result))
            home.refresh(client, workspace, user)

        background.run(told)


def _wanted(sorting: Sorting, state: dict[str, Any]) -> dict[int, str]:
    """The stage of each ticked note; raises BadFieldError where that is not said."""
    chosen = [int(value) for value in forms.ticked(state)]
    if not chosen:
        raise BadFieldError(f"{tray.NOTES}.0", NONE_TICKED)
    stage = forms.read(state)[tray.STAGE]
    if stage != tray.AS_SUGGESTED:
        return dict.fromkeys(chosen, str(stage))
    if any(note not in sorting.suggested for note in chosen):
        raise BadFieldError(tray.STAGE, NOT_SUGGESTED)
    return {note: sorting.suggested[note] for note in chosen}
