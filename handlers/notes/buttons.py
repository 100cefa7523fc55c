"""Buttons and menus of notes and of lists of notes."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.notes.edit import ChangedNote
from bot.notes.listing import NotePage
from bot.services import Services
from domain.access import Actor, Audience
from domain.journeys import WorkspaceId
from handlers.journeys.home import HomeTab
from handlers.notes.blocks import (
    TEXT_SCORE,
    changed_message,
    corrected_mood_message,
    merged_message,
    mood_corrections_message,
    separated_message,
    supported_message,
)
from handlers.notes.commands import NoteModals
from handlers.notes.forms import NoteFormTarget
from handlers.notes.list_blocks import NoteListQuery, note_list_message
from handlers.slack.background import Background
from handlers.slack.ids import Action, CaptureField, View, any_numbered
from handlers.slack.payloads import actor_of, channel_of, workspace_of


class NoteLists:
    """Loads the notes of a list again after a change."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def load(
        self, workspace: WorkspaceId, user: str, query: NoteListQuery, channel: str | None
    ) -> NotePage:
        """Return the page that a button names. Raises as listing does."""
        if query.theme is not None:
            return self._services.themes.list_notes(
                workspace, user, query.theme, channel, page=query.page
            )
        return self._services.note_lists.list_notes(
            workspace, user, query.asked, channel, page=query.page, search=query.search
        )


def register_note_buttons(
    app: App,
    services: Services,
    modals: NoteModals,
    home: HomeTab,
    background: Background,
) -> None:
    """Register the buttons of a note, and the menus in its form that other fields depend on."""
    for action, view in (
        (Action.EDIT_NOTE, View.EDIT_NOTE),
        (Action.MOVE_NOTE, View.MOVE_NOTE),
    ):
        app.action(any_numbered(action))(_form_opener(modals, view))
    for action, do in (
        (Action.UNDO_NOTE, services.note_edits.delete),
        (Action.RESTORE_NOTE, services.note_edits.restore),
    ):
        app.action(any_numbered(action))(_note_button(do, home, background))
    for field in (CaptureField.JOURNEY, CaptureField.STAGE):
        app.action({"action_id": field.value, "block_id": field.value})(_menu_listener(modals))


def _form_opener(modals: NoteModals, view: View) -> Callable[..., None]:
    def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        about = NoteFormTarget(channel_of(body), int(action["value"]))
        modals.change(client, body["trigger_id"], view, actor_of(body, pressed=True), about)

    return opened


def _note_button(
    do: Callable[[Actor, int], ChangedNote], home: HomeTab, background: Background
) -> Callable[..., None]:
    def done(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by = actor_of(body, pressed=True)
        changed = do(by, int(action["value"]))
        ack()

        def text() -> None:
            if respond.response_url:
                respond({**changed_message(changed), "replace_original": True})
            home.refresh(client, by.workspace, by.user)

        background.run(text)

    return done


def _menu_listener(modals: NoteModals) -> Callable[..., None]:
    def chosen(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        modals.chosen(client, workspace_of(body), str(body["user"]["id"]), body["view"])

    return chosen


def register_support(app: App, services: Services, background: Background) -> None:
    """Register the support button."""

    @app.action(any_numbered(Action.SUPPORT_NOTE))
    def support(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        user = str(body["user"]["id"])
        result = services.note_edits.support(
            workspace_of(body), user, int(action["value"]), channel_of(body)
        )
        ack()
        answer = {**supported_message(result), "replace_original": False}
        background.run(lambda: respond(answer))


def register_mood_menu(app: App, services: Services, background: Background) -> None:
    """Register the mood menu."""

    @app.action(any_numbered(Action.CORRECT_MOOD))
    def correct(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        value = action.get("value") or action["selected_option"]["value"]
        note_id, _, felt = value.partition(":")
        by = actor_of(body)
        result = services.moods.correct(by, int(note_id), None if felt == TEXT_SCORE else int(felt))
        ack()
        answer = {
            **corrected_mood_message(result.seen_by(Audience(channel_of(body), by.user))),
            "replace_original": False,
        }
        background.run(lambda: respond(answer))


def register_duplicates(
    app: App, services: Services, home: HomeTab, background: Background
) -> None:
    """Register the buttons of duplicates."""

    @app.action(any_numbered(Action.MERGE_NOTE))
    def merge(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        note_id, _, into = str(action["value"]).partition(":")
        answer = merged_message(
            services.duplicates.merge(actor_of(body, pressed=True), int(note_id), int(into))
        )
        ack()
        background.run(lambda: _answer(client, home, body, respond, answer))

    @app.action(any_numbered(Action.SEPARATE_NOTE))
    def separate(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        answer = separated_message(
            services.duplicates.separate(actor_of(body, pressed=True), int(action["value"]))
        )
        ack()
        background.run(lambda: _answer(client, home, body, respond, answer))


def _answer(
    client: WebClient,
    home: HomeTab,
    body: dict[str, Any],
    respond: Respond,
    answer: dict[str, Any],
) -> None:
    respond({**answer, "replace_original": True})
    home.refresh(client, workspace_of(body), str(body["user"]["id"]))


def register_pages(app: App, lists: NoteLists, background: Background) -> None:
    """Register the page buttons of lists."""

    @app.action(any_numbered(Action.TURN_PAGE))
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        where = (workspace_of(body), str(body["user"]["id"]))
        result = lists.load(*where, NoteListQuery.from_value(action["value"]), channel_of(body))
        ack()
        background.run(lambda: respond({**note_list_message(result), "replace_original": True}))


def register_mood_corrections(app: App, services: Services, background: Background) -> None:
    """Register the page and undo buttons of mood corrections."""

    @app.action(any_numbered(Action.DELETE_MOOD_CORRECTION))
    def undo(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        by = actor_of(body)
        result = services.moods.undo_correction(by, int(action["value"]))
        ack()
        seen = result.seen_by(Audience(channel_of(body), by.user))
        answer = {**corrected_mood_message(seen), "replace_original": False}
        background.run(lambda: respond(answer))

    @app.action(any_numbered(Action.TURN_MOOD_CORRECTIONS))
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        by = actor_of(body)
        page = services.moods.list_corrections(
            by.workspace, by.user, channel_of(body), int(action["value"])
        )
        ack()
        background.run(
            lambda: respond({**mood_corrections_message(page), "replace_original": True})
        )
