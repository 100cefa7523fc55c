"""The buttons under a saved note: edit, undo, move, put back."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.usecases.change_note import By, Changed, ChangeNote
from handlers.background import Background
from handlers.blocks.changed_note import changed_message
from handlers.blocks.note_form import About
from handlers.home_tab import HomeTab
from handlers.ids import Action, CaptureField, View, any_numbered
from handlers.incoming import by_of, channel_of, workspace_of
from handlers.views.capture import NoteModals


def register(
    app: App, change_note: ChangeNote, modals: NoteModals, home: HomeTab, background: Background
) -> None:
    """Listen to these buttons, and to the menus in a note's form that others depend on."""
    for action, view in (
        (Action.EDIT_NOTE, View.EDIT_NOTE),
        (Action.MOVE_NOTE, View.MOVE_NOTE),
    ):
        app.action(any_numbered(action))(_opener(modals, view))
    for action, do in (
        (Action.UNDO_NOTE, change_note.delete),
        (Action.RESTORE_NOTE, change_note.restore),
    ):
        app.action(any_numbered(action))(_doer(do, home, background))
    for field in (CaptureField.JOURNEY, CaptureField.STAGE):
        app.action({"action_id": field.value, "block_id": field.value})(_chosen(modals))


def _opener(modals: NoteModals, view: View) -> Callable[..., None]:
    def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        about = About(channel_of(body), int(action["value"]))
        modals.change(client, body["trigger_id"], view, by_of(body, pressed=True), about)

    return opened


def _doer(
    do: Callable[[By, int], Changed], home: HomeTab, background: Background
) -> Callable[..., None]:
    def done(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by = by_of(body, pressed=True)
        changed = do(by, int(action["value"]))
        ack()

        def told() -> None:
            if respond.response_url:
                respond({**changed_message(changed), "replace_original": True})
            home.refresh(client, by.workspace, by.user)

        background.run(told)

    return done


def _chosen(modals: NoteModals) -> Callable[..., None]:
    def chosen(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        modals.chosen(client, workspace_of(body), str(body["user"]["id"]), body["view"])

    return chosen
