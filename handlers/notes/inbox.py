"""File unsorted notes: stage buttons, menus in lists and the Home tab, and the inbox form."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.services import Services
from domain.errors import BadFieldError, WaymarkError
from handlers.journeys.home import HomeTab
from handlers.notes import inbox_blocks
from handlers.notes.buttons import NoteLists
from handlers.notes.inbox_blocks import SUGGESTIONS, InboxFormTarget
from handlers.notes.list_blocks import NoteListQuery, note_list_message
from handlers.notes.saved import build_placed_message
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.ids import Action, InboxField, View, any_numbered
from handlers.slack.modals import Modal, open_form
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import actor_of, channel_of, workspace_of


def register_placing(
    app: App, services: Services, lists: NoteLists, home: HomeTab, background: Background
) -> None:
    """Register the stage buttons and menus."""

    @app.action(any_numbered(Action.PLACE_NOTE))
    def place(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        value = action.get("value") or action["selected_option"]["value"]
        note_id, _, stage_key = value.partition(":")
        query, channel = (
            NoteListQuery.from_block_id(str(action.get("block_id") or "")),
            channel_of(body),
        )
        in_home = bool(body.get("view"))
        # Under one's own note alone is there a button that is in no list.
        own = query is None and not in_home
        by = actor_of(body, pressed=own)
        result = services.inbox.place(by, int(note_id), stage_key, channel)
        ack()

        def answer() -> None:
            if in_home:
                home.publish(client, by.workspace, by.user)
                return
            message = build_placed_message(services, by.workspace, result)
            if query is not None:
                found = lists.load(by.workspace, by.user, query, channel)
                message = note_list_message(found, message["text"])
            respond({**message, "replace_original": True})
            home.refresh(client, by.workspace, by.user)

        background.run(answer)


def register_inbox_form(
    app: App, services: Services, home: HomeTab, background: Background
) -> None:
    """Register the buttons that open the inbox form, and its submission."""

    @app.action(any_numbered(Action.PLACE_MANY))
    def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user = workspace_of(body), str(body["user"]["id"])
        journey, channel = int(action["value"]), channel_of(body)

        def filled() -> Modal:
            return inbox_blocks.inbox_form(
                services.inbox.show(workspace, user, journey, channel), channel
            )

        open_form(
            background, client, body["trigger_id"], (View.PLACE_MANY, inbox_blocks.TITLE), filled
        )

    @app.view(View.PLACE_MANY.value)
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        by = actor_of(body)
        about = InboxFormTarget.from_metadata(view["private_metadata"])
        state = view["state"]["values"]
        wanted, unsuggested = _wanted(about, state)
        try:
            result = services.inbox.place_many(by, about.journey, wanted, about.channel)
        except WaymarkError as error:
            # The modal stays open with what was ticked in it.
            at_notes = isinstance(error, BadFieldError) and error.field == "notes"
            field = inbox_blocks.note_boxes_id(0) if at_notes else InboxField.STAGE.value
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()

        def answer() -> None:
            notify_user(
                client,
                about.channel,
                by.user,
                inbox_blocks.placed_notes_message(result, unsuggested),
            )
            home.refresh(client, by.workspace, by.user)

        background.run(answer)


def _wanted(
    about: InboxFormTarget, state: dict[str, dict[str, dict[str, Any]]]
) -> tuple[dict[int, str], int]:
    """Return the stage of each note to file, and how many ticked notes have no suggestion."""
    ticked = [int(value) for value in forms.checked_values(state)]
    stage = forms.read_inputs(state).get(InboxField.STAGE) or ""
    if stage != SUGGESTIONS:
        return dict.fromkeys(ticked, stage), 0
    suggested = dict(about.suggested)
    taken = {note: suggested[note] for note in ticked or suggested if note in suggested}
    return taken, len([note for note in ticked if note not in suggested])
