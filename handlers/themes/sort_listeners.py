"""Open the form that sorts pain points, save each screen and show the next."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.themes.sorting import SortingService
from domain.access import Actor
from domain.errors import BadFieldError, WaymarkError
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.ids import Action, View, any_numbered
from handlers.slack.modals import Modal, answer_with_view, open_form, update_form
from handlers.slack.payloads import actor_of, channel_of
from handlers.slack.subcommands import CommandContext
from handlers.themes.sort_form import (
    TITLE,
    SortAnswers,
    SortProgress,
    read_answers,
    sort_form,
    with_name_inputs,
)


def register(app: App, sorting: SortingService, background: Background) -> None:
    """Register the button that opens the form, what is chosen in it, and its submission."""
    screens = SortScreens(sorting, background)
    app.action(any_numbered(Action.SORT_PAINS))(screens.opened)
    for action in (Action.SORT_NOTE, Action.NAME_SORTED):
        app.action(any_numbered(action))(screens.chosen)
    app.view(View.SORT_PAINS.value)(screens.submitted)


def open_from_command(context: CommandContext) -> None:
    """Open the form for the journey of the channel a command was typed in."""
    screens = SortScreens(context.services.theme_sorting, context.background)
    by = Actor(context.workspace, context.user)
    progress = SortProgress(None, context.channel)
    screens.open(context.client, context.command["trigger_id"], by, progress)


class SortScreens:
    """The listeners of the form that sorts pain points."""

    def __init__(self, sorting: SortingService, background: Background) -> None:
        self._sorting = sorting
        self._background = background

    def open(self, client: WebClient, trigger_id: str, by: Actor, progress: SortProgress) -> None:
        """Open the form at once, and fill the first screen in when it is there."""
        name = (View.SORT_PAINS, TITLE)
        open_form(self._background, client, trigger_id, name, lambda: self._build(by, progress))

    def opened(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        """Open the form for the journey that a button names."""
        ack()
        progress = SortProgress(int(action["value"]), channel_of(body))
        self.open(client, body["trigger_id"], actor_of(body), progress)

    def chosen(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """Show an input for a name where a new theme was chosen."""
        ack()
        view = body["view"]
        changed = with_name_inputs(view)
        if changed is not None:
            update_form(self._background, client, view, changed)

    def submitted(
        self, ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient
    ) -> None:
        """Save what a screen says, then show the next."""
        by, progress = actor_of(body), SortProgress.from_metadata(view["private_metadata"])
        try:
            answers = read_answers(view)
            with_names = None if answers.is_complete else with_name_inputs(view)
            if with_names is not None:
                ack(response_action="update", view=with_names)
                return
            saved = self._save(by, progress, answers)
        except WaymarkError as error:
            # The form stays open with what was filled in.
            named = error.field if isinstance(error, BadFieldError) else ""
            values = view["state"]["values"]
            place = named if named in values else next(iter(values))
            ack(response_action="errors", errors={place: error.sentence})
            return
        loading = forms.loading_modal(View.SORT_PAINS.value, TITLE)

        def build() -> Modal:
            try:
                return self._build(by, saved)
            except WaymarkError as error:
                return forms.error_modal(View.SORT_PAINS.value, TITLE, error.sentence)

        answer_with_view(self._background, ack, client, str(view["id"]), loading, build)

    def _save(self, by: Actor, progress: SortProgress, answers: SortAnswers) -> SortProgress:
        if not answers.answers or progress.journey is None:
            return progress.after(answers, None)
        result = self._sorting.save(by, progress.journey, answers.answers)
        return progress.after(answers, result)

    def _build(self, by: Actor, progress: SortProgress) -> Modal:
        screen = self._sorting.next_screen(
            by, progress.channel, journey_id=progress.journey, skipped=progress.skipped
        )
        return sort_form(screen, progress)
