"""Put one saved note into a theme: the menu under it, and the forms of the menu."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.themes.sorting import SortAnswer, SortingService
from domain.errors import WaymarkError
from domain.themes import validate_theme_name
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.ids import Action, ThemeField, View, any_numbered
from handlers.slack.modals import Modal, open_form
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import actor_of, channel_of
from handlers.themes.blocks import note_sorted_message
from handlers.themes.forms import ONCE
from handlers.themes.note_menu import (
    NAMED,
    NEW,
    OTHER,
    TITLES,
    choose_theme_form,
    new_theme_form,
)
from handlers.themes.values import NoteThemeTarget


def register(app: App, sorting: SortingService, background: Background) -> None:
    """Register the menu and its forms."""
    listeners = NoteThemeListeners(sorting, background)
    app.action(any_numbered(Action.NOTE_THEME))(listeners.choose)
    for view in (View.NAME_NOTE_THEME, View.CHOOSE_NOTE_THEME):
        app.view(view.value)(listeners.submitted)


class NoteThemeListeners:
    """The listeners of the menu under a saved note."""

    def __init__(self, sorting: SortingService, background: Background) -> None:
        self._sorting = sorting
        self._background = background

    def choose(
        self,
        ack: Ack,
        body: dict[str, Any],
        action: dict[str, Any],
        respond: Respond,
        client: WebClient,
    ) -> None:
        """Put the note into the theme that was chosen, or open the form for it."""
        note, _, chosen = str(action["selected_option"]["value"]).partition(":")
        by, target = actor_of(body), NoteThemeTarget(int(note), channel_of(body))
        trigger: str = body["trigger_id"]
        if chosen == NEW:
            ack()
            form = new_theme_form(target)
            self._background.run(lambda: client.views_open(trigger_id=trigger, view=form))
            return
        if chosen == OTHER:
            ack()
            name = (View.CHOOSE_NOTE_THEME, TITLES[View.CHOOSE_NOTE_THEME])

            def build() -> Modal:
                found = self._sorting.show_note(by, target.note, target.channel)
                return choose_theme_form(found, target)

            open_form(self._background, client, trigger, name, build)
            return
        answer: SortAnswer
        if chosen.startswith(NAMED):
            answer = validate_theme_name(chosen.removeprefix(NAMED))
        else:
            answer = None if chosen == ONCE else int(chosen)
        message = note_sorted_message(self._sorting.choose(by, target.note, answer))
        ack()
        self._background.run(lambda: respond({**message, "replace_original": False}))

    def submitted(
        self, ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient
    ) -> None:
        """Put the note into the theme that a form names."""
        by, target = actor_of(body), NoteThemeTarget.from_metadata(view["private_metadata"])
        values = forms.read_inputs(view["state"]["values"])
        chosen = values.get(ThemeField.OTHER)
        try:
            typed = values.get(ThemeField.NAME) or ""
            answer: SortAnswer = int(chosen) if chosen else validate_theme_name(typed)
            message = note_sorted_message(self._sorting.choose(by, target.note, answer))
        except WaymarkError as error:
            # The form stays open with what was filled in.
            ack(response_action="errors", errors={next(iter(values)): error.sentence})
            return
        ack()
        self._background.run(lambda: notify_user(client, target.channel, by.user, message))
