"""The menus, buttons and forms of themes.

Computing themes may take longer than Slack waits for an answer, so the work is done in the
background and the answer is sent after it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.services import Services
from bot.themes.themes import ThemeChange, ThemeDetails, ThemeService, validate_theme_name
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
from handlers.themes.blocks import (
    correction_undone_message,
    theme_changed_message,
    theme_list_message,
    theme_unmuted_message,
)
from handlers.themes.forms import (
    TITLES,
    ThemeFormTarget,
    checkboxes_id,
    merge_form,
    parse_theme_value,
    rename_form,
    split_form,
)

BuildForm = Callable[[ThemeDetails, ThemeFormTarget], Modal]

# Reads a submitted form; returns the correction to make.
ReadForm = Callable[[Actor, ThemeFormTarget, Modal], Callable[[], ThemeChange]]

FORMS: Mapping[ThemeOperation, tuple[View, BuildForm]] = {
    ThemeOperation.RENAME: (View.RENAME_THEME, rename_form),
    ThemeOperation.MERGE: (View.MERGE_THEMES, merge_form),
    ThemeOperation.SPLIT: (View.SPLIT_THEME, split_form),
}


def register(app: App, services: Services, background: Background) -> None:
    """Register the menus, buttons and forms of themes."""
    buttons = ThemeButtons(services.themes, background)
    app.action(any_numbered(Action.THEME_MENU))(buttons.choose)
    app.action(any_numbered(Action.UNMUTE_THEME))(buttons.unmute)
    app.action(any_numbered(Action.UNDO_CORRECTION))(buttons.undo)
    app.action(any_numbered(Action.TURN_THEMES))(buttons.turn_page)
    _register_forms(app, services.themes, background)


def _list_themes(context: CommandContext) -> Message:
    page = context.services.themes.list_themes(
        context.workspace, context.user, context.words or None, context.channel
    )
    return theme_list_message(page)


SUBCOMMANDS: Subcommands = {"themes": _list_themes}


class ThemeButtons:
    """The listeners of a theme's menu and buttons."""

    def __init__(self, themes: ThemeService, background: Background) -> None:
        self._themes = themes
        self._background = background

    def choose(
        self,
        ack: Ack,
        body: dict[str, Any],
        action: dict[str, Any],
        respond: Respond,
        client: WebClient,
    ) -> None:
        """Do what was chosen in the menu of a theme, or open the form for it."""
        ack()
        word, _, value = str(action["selected_option"]["value"]).partition(":")
        operation, ref = ThemeOperation(word), parse_theme_value(value)
        by, channel = actor_of(body), channel_of(body)
        if operation in FORMS:
            self._open_form(client, body["trigger_id"], by, operation, ref, channel)
        elif operation is ThemeOperation.MUTE:
            self._answer(respond, lambda: theme_changed_message(self._themes.mute(by, ref)))
        else:
            self._answer(
                respond,
                lambda: note_list_message(
                    self._themes.list_notes(by.workspace, by.user, ref, channel)
                ),
            )

    def unmute(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Show a muted theme again."""
        ack()
        by, ref = actor_of(body), parse_theme_value(action["value"])
        self._answer(respond, lambda: theme_unmuted_message(self._themes.unmute(by, ref)))

    def undo(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Undo a correction."""
        undo = self._themes.undo(actor_of(body), int(action["value"]))
        ack()
        self._answer(respond, lambda: correction_undone_message(undo))

    def turn_page(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Show another page of the list."""
        ack()
        journey, page, period = action["value"].split(":", 2)
        by, channel = actor_of(body), channel_of(body)

        def build() -> Message:
            return theme_list_message(
                self._themes.list_themes(
                    by.workspace,
                    by.user,
                    period,
                    channel,
                    journey_id=int(journey),
                    page=int(page),
                )
            )

        self._answer(respond, build, replace=True)

    def _open_form(
        self,
        client: WebClient,
        trigger_id: str,
        by: Actor,
        operation: ThemeOperation,
        ref: ThemeRef,
        channel: str | None,
    ) -> None:
        (view, build), target = FORMS[operation], ThemeFormTarget(ref, channel)

        def build_form() -> Modal:
            return build(self._themes.get_theme(by.workspace, by.user, ref, channel), target)

        open_form(self._background, client, trigger_id, (view, TITLES[view]), build_form)

    def _build_note_list(self, by: Actor, ref: ThemeRef, channel: str | None) -> Message:
        return note_list_message(self._themes.list_notes(by.workspace, by.user, ref, channel))

    def _answer(
        self, respond: Respond, build: Callable[[], Message], *, replace: bool = False
    ) -> None:
        """Send the message in the background; errors as a message that replaces nothing."""

        def send() -> None:
            try:
                answer = {**build(), "replace_original": replace}
            except WaymarkError as error:
                answer = {**error_message(error.sentence), "replace_original": False}
            respond(answer)

        self._background.run(send)


def _register_forms(app: App, themes: ThemeService, background: Background) -> None:
    """Register the submitted forms; mistakes that the form itself shows are reported in it."""

    def read_rename(by: Actor, target: ThemeFormTarget, view: Modal) -> Callable[[], ThemeChange]:
        name = validate_theme_name(
            forms.read_inputs(view["state"]["values"]).get(ThemeField.NAME) or ""
        )
        return lambda: themes.rename(by, target.theme, name)

    def read_merge(by: Actor, target: ThemeFormTarget, view: Modal) -> Callable[[], ThemeChange]:
        other = forms.read_inputs(view["state"]["values"]).get(ThemeField.OTHER)
        if other is None:
            raise BadFieldError("other", "Choose the theme that says the same.")
        return lambda: themes.merge(by, target.theme, int(other))

    def read_split(by: Actor, target: ThemeFormTarget, view: Modal) -> Callable[[], ThemeChange]:
        ticked = {int(value) for value in forms.checked_values(view["state"]["values"])}
        if not ticked:
            raise BadFieldError("notes", "Tick the notes that are a theme of their own.")
        if len(ticked) == _count_offered(view):
            raise BadFieldError("notes", "Leave at least one note where it is.")
        return lambda: themes.split(by, target.theme, ticked)

    readers: Mapping[View, tuple[ReadForm, str]] = {
        View.RENAME_THEME: (read_rename, ThemeField.NAME.value),
        View.MERGE_THEMES: (read_merge, ThemeField.OTHER.value),
        View.SPLIT_THEME: (read_split, checkboxes_id(0)),
    }
    for view, (read_form, field) in readers.items():
        app.view(view.value)(_form_listener(read_form, field, background))


def _form_listener(read_form: ReadForm, field: str, background: Background) -> Callable[..., None]:
    """Build the listener of a form; its mistakes are shown at `field`."""

    def submit(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        by = actor_of(body)
        target = ThemeFormTarget.from_metadata(view["private_metadata"])
        try:
            correct = read_form(by, target, view)
        except WaymarkError as error:
            # The form stays open with what was filled in.
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()

        def answer() -> None:
            message = message_or_error(lambda: theme_changed_message(correct()))
            notify_user(client, target.channel, by.user, message)

        background.run(answer)

    return submit


def _count_offered(view: Modal) -> int:
    """Count the notes a split form offers."""
    elements = (block.get("element") or {} for block in view["blocks"])
    return sum(len(element.get("options") or ()) for element in elements)
