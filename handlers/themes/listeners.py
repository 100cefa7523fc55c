"""The forms that correct themes: opened light, filled in, and what was chosen in them kept."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.themes import CorrectThemes, ListThemes, ThemeChange, ThemeDetails, validate_theme_name
from domain.access import Actor
from domain.errors import BadFieldError, WaymarkError
from domain.themes import ThemeRef
from handlers.notes.list_blocks import note_list_message
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.errors import error_message
from handlers.slack.ids import Action, ThemeField, ThemeOperation, View, any_numbered
from handlers.slack.modals import Modal, open_form
from handlers.slack.notifications import message_or_error, notify_user
from handlers.slack.payloads import actor_of, channel_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands
from handlers.themes import forms as theme_forms
from handlers.themes.blocks import (
    correction_undone_message,
    theme_changed_message,
    theme_list_message,
    theme_unmuted_message,
)
from handlers.themes.forms import ThemeFormTarget, parse_theme_value

Fill = Callable[[ThemeDetails, ThemeFormTarget], Modal]


FORMS: Mapping[ThemeOperation, tuple[View, Fill]] = {
    ThemeOperation.RENAME: (View.RENAME_THEME, theme_forms.rename_form),
    ThemeOperation.MERGE: (View.MERGE_THEMES, theme_forms.merge_form),
    ThemeOperation.SPLIT: (View.SPLIT_THEME, theme_forms.split_form),
}


class ThemeForms:
    """Opens the forms. The answer comes to the channel, without one to direct messages."""

    def __init__(self, list_themes: ListThemes, background: Background) -> None:
        self._list = list_themes
        self._background = background

    def open(
        self,
        client: WebClient,
        trigger_id: str,
        by: Actor,
        deed: ThemeOperation,
        ref: ThemeRef,
        channel: str | None,
    ) -> None:
        """Open the form in which a theme is named, merged or split."""
        (view, fill), about = FORMS[deed], ThemeFormTarget(ref, channel)

        def whole() -> Modal:
            return fill(self._list.look(by.workspace, by.user, ref, channel), about)

        named = (view, theme_forms.TITLES[view])
        open_form(self._background, client, trigger_id, named, whole)


def register_forms(app: App, correct: CorrectThemes, background: Background) -> None:
    """Listen to the forms being submitted.

    What can be seen to be wrong in the form is said in it; finding the groups may take longer than
    Slack waits, so what comes of it is told after.
    """

    def rename(by: Actor, about: ThemeFormTarget, view: Modal) -> Callable[[], ThemeChange]:
        name = validate_theme_name(
            forms.read_inputs(view["state"]["values"]).get(ThemeField.NAME) or ""
        )
        return lambda: correct.rename(by, about.theme, name)

    def merge(by: Actor, about: ThemeFormTarget, view: Modal) -> Callable[[], ThemeChange]:
        other = forms.read_inputs(view["state"]["values"]).get(ThemeField.OTHER)
        if other is None:
            raise BadFieldError("other", "Choose the theme that says the same.")
        return lambda: correct.merge(by, about.theme, int(other))

    def split(by: Actor, about: ThemeFormTarget, view: Modal) -> Callable[[], ThemeChange]:
        ticked = {int(value) for value in forms.checked_values(view["state"]["values"])}
        if not ticked:
            raise BadFieldError("notes", "Tick the notes that are a theme of their own.")
        if len(ticked) == _offered(view):
            raise BadFieldError("notes", "Leave at least one note where it is.")
        return lambda: correct.split(by, about.theme, ticked)

    ways: Mapping[View, tuple[Callable[..., Callable[[], ThemeChange]], str]] = {
        View.RENAME_THEME: (rename, ThemeField.NAME.value),
        View.MERGE_THEMES: (merge, ThemeField.OTHER.value),
        View.SPLIT_THEME: (split, theme_forms.checkboxes_id(0)),
    }
    for form, (way, field) in ways.items():
        app.view(form.value)(_listener(way, field, background))


def _listener(
    way: Callable[..., Callable[[], ThemeChange]], field: str, background: Background
) -> Callable[..., None]:
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        by = actor_of(body)
        about = ThemeFormTarget.held(view["private_metadata"])
        try:
            work = way(by, about, view)
        except WaymarkError as error:
            # The form stays open with what was chosen in it.
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()

        def told() -> None:
            answer = message_or_error(lambda: theme_changed_message(work()))
            notify_user(client, about.channel, by.user, answer)

        background.run(told)

    return submitted


def _offered(view: Modal) -> int:
    """How many notes the form offers."""
    elements = (block.get("element") or {} for block in view["blocks"])
    return sum(len(element.get("options") or ()) for element in elements)


Answer = dict[str, Any]


def register_buttons(
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
        deed, ref, by, channel = (
            ThemeOperation(word),
            parse_theme_value(value),
            actor_of(body),
            channel_of(body),
        )
        if deed in FORMS:
            self._forms.open(client, body["trigger_id"], by, deed, ref, channel)
        elif deed is ThemeOperation.MUTE:
            self._answer(respond, lambda: theme_changed_message(self._correct.mute(by, ref)))
        else:
            self._answer(
                respond,
                lambda: note_list_message(self._list.notes(by.workspace, by.user, ref, channel)),
            )

    def unmute(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Show a theme again."""
        ack()
        by, ref = actor_of(body), parse_theme_value(action["value"])
        self._answer(respond, lambda: theme_unmuted_message(self._correct.unmute(by, ref)))

    def undo(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Take a correction back."""
        done = self._correct.undo(actor_of(body), int(action["value"]))
        ack()
        self._answer(respond, lambda: correction_undone_message(done))

    def turn(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Show another page of the list."""
        ack()
        journey, page, period = action["value"].split(":", 2)
        by, channel = actor_of(body), channel_of(body)

        def turned() -> Answer:
            where = (by.workspace, by.user, period, channel)
            return theme_list_message(self._list(*where, journey_id=int(journey), page=int(page)))

        self._answer(respond, turned, instead=True)

    def _answer(
        self, respond: Respond, work: Callable[[], Answer], *, instead: bool = False
    ) -> None:
        """Say what came of it, or why nothing did; `instead` puts it in the place of the list."""

        def told() -> None:
            try:
                answer = {**work(), "replace_original": instead}
            except WaymarkError as error:
                answer = {**error_message(error.sentence), "replace_original": False}
            respond(answer)

        self._background.run(told)


def _themes(context: CommandContext) -> Message:
    where = (context.workspace, context.user, context.words or None, context.channel)
    return theme_list_message(context.services.list_themes(*where))


SUBCOMMANDS: Subcommands = {"themes": _themes}
