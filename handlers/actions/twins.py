"""Whether a note says the same as another: “It is the same”, “Not the same”."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.usecases.merge_notes import MergeNotes
from handlers.background import Background
from handlers.blocks.twins import merged_message, separated_message
from handlers.home_tab import HomeTab
from handlers.ids import Action, any_numbered
from handlers.incoming import by_of, workspace_of


def register(app: App, merge_notes: MergeNotes, home: HomeTab, background: Background) -> None:
    """Listen to these buttons."""

    @app.action(any_numbered(Action.MERGE_NOTE))
    def merge(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        note_id, _, into = str(action["value"]).partition(":")
        answer = merged_message(merge_notes(by_of(body, pressed=True), int(note_id), int(into)))
        ack()
        background.run(lambda: _told(client, home, body, respond, answer))

    @app.action(any_numbered(Action.SEPARATE_NOTE))
    def separate(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        answer = separated_message(
            merge_notes.separate(by_of(body, pressed=True), int(action["value"]))
        )
        ack()
        background.run(lambda: _told(client, home, body, respond, answer))


def _told(
    client: WebClient,
    home: HomeTab,
    body: dict[str, Any],
    respond: Respond,
    answer: dict[str, Any],
) -> None:
    respond({**answer, "replace_original": True})
    home.refresh(client, workspace_of(body), str(body["user"]["id"]))
