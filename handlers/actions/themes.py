"""A theme's menu, and the buttons in a list of themes and under what was said of one."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.domain.errors import WaymarkError
from bot.usecases.correct_themes import CorrectThemes
from bot.usecases.list_themes import ListThemes
from handlers.background import Background
from handlers.blocks.note_list import listed
from handlers.blocks.problem import problem
from handlers.blocks.theme_refs import ref_of
from handlers.blocks.themes import corrected, taken_back, themes, unmuted
from handlers.ids import Action, ThemeDeed, any_numbered
from handlers.incoming import by_of, channel_of
from handlers.views.themes import FORMS, ThemeForms

Answer = dict[str, Any]


def register(
    app: App,
    list_themes: ListThemes,
    correct: CorrectThemes,
    theme_forms: ThemeForms,
    background: Background,
) -> None:
    """Listen to them."""
    buttons = ThemeButtons(list_themes, correct, theme_forms, background)
    app.action(any_numbered(Action.THEME_MENU))(buttons.chosen)
    app.action(any_numbered(Action.UNMUTE_THEME))(buttons.unmute)
    app.action(any_numbered(Action.UNDO_CORRECTION))(buttons.undo)
    app.action(any_numbered(Action.TURN_THEMES))(buttons.turn)


class ThemeButtons:
    """What they do. Finding the groups may take longer than Slack waits: it is done after."""

    def __init__(
        self,
        list_themes: ListThemes,
        correct: CorrectThemes,
        theme_forms: ThemeForms,
        background: Background,
    ) -> None:
        self._list = list_themes
        self._correct = correct
        self._background = background
        self._forms = theme_forms

    def chosen(
        self,
        ack: Ack,
        body: dict[str, Any],
        action: dict[str, Any],
        respond: Respond,
        client: WebClient,
    ) -> None:
        """Do what was chosen in a theme's menu, or open the form for it."""
        ack()
        word, _, value = str(action["selected_option"]["value"]).partition(":")
        deed, ref, by, channel = ThemeDeed(word), ref_of(value), by_of(body), channel_of(body)
        if deed in FORMS:
            self._forms.open(client, body["trigger_id"], by, deed, ref, channel)
        elif deed is ThemeDeed.MUTE:
            self._answer(respond, lambda: corrected(self._correct.mute(by, ref)))
        else:
            self._answer(
                respond, lambda: listed(self._list.notes(by.workspace, by.user, ref, channel))
            )

    def unmute(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Show a theme again."""
        ack()
        by, ref = by_of(body), ref_of(action["value"])
        self._answer(respond, lambda: unmuted(self._correct.unmute(by, ref)))

    def undo(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Take a correction back."""
        done = self._correct.undo(by_of(body), int(action["value"]))
        ack()
        self._answer(respond, lambda: taken_back(done))

    def turn(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Show another page of the list."""
        ack()
        journey, page, period = action["value"].split(":", 2)
        by, channel = by_of(body), channel_of(body)

        def turned() -> Answer:
            where = (by.workspace, by.user, period, channel)
            return themes(self._list(*where, journey_id=int(journey), page=int(page)))

        self._answer(respond, turned, instead=True)

    def _answer(
        self, respond: Respond, work: Callable[[], Answer], *, instead: bool = False
    ) -> None:
        """Say what came of it, or why nothing did; `instead` puts it in the place of the list."""

        def told() -> None:
            try:
                answer = {**work(), "replace_original": instead}
            except WaymarkError as error:
                answer = {**problem(error.sentence), "replace_original": False}
            respond(answer)

        self._background.run(told)
