"""The list of themes, and the menus, buttons and forms that change them."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.services import Services
from bot.themes.changes import ThemeResult
from bot.themes.themes import ThemeDetails, ThemeService
from domain.access import Actor
from domain.errors import BadFieldError, BadInputError, WaymarkError
from domain.themes import parse_tracked_words, validate_theme_name
from handlers.notes.list_blocks import note_list_message
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.ids import Action, ThemeField, ThemeOperation, View, any_numbered
from handlers.slack.modals import Modal, open_form
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import actor_of, channel_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands
from handlers.themes import note_listeners, sort_listeners
from handlers.themes.blocks import (
    change_undone_message,
    theme_changed_message,
    theme_list_message,
)
from handlers.themes.forms import (
    ONCE,
    TITLES,
    checkboxes_id,
    merge_form,
    move_form,
    rename_form,
    track_form,
)
from handlers.themes.values import OLD_BUTTON, ThemeFormTarget, parse_theme_value

BuildForm = Callable[[ThemeDetails, ThemeFormTarget], Modal]

# Reads a submitted form and makes the change.
SubmitForm = Callable[[Actor, ThemeFormTarget, Modal], ThemeResult]

FORMS: Mapping[ThemeOperation, tuple[View, BuildForm]] = {
    ThemeOperation.RENAME: (View.RENAME_THEME, rename_form),
    ThemeOperation.MERGE: (View.MERGE_THEMES, merge_form),
    ThemeOperation.MOVE: (View.MOVE_THEME_NOTES, move_form),
    ThemeOperation.TRACK: (View.TRACK_THEME, track_form),
}


def register(app: App, services: Services, background: Background) -> None:
    """Register the menus, buttons and forms of themes."""
    buttons = ThemeButtons(services.themes, background)
    app.action(any_numbered(Action.THEME_MENU))(buttons.choose)
    app.action(any_numbered(Action.SHOW_THEME))(buttons.show_notes)
    app.action(any_numbered(Action.UNDO_THEME_CHANGE))(buttons.undo)
    app.action(any_numbered(Action.TURN_THEMES))(buttons.turn_page)
    for old in (Action.OLD_UNMUTE_THEME, Action.OLD_UNDO_CORRECTION):
        app.action(any_numbered(old))(_refuse_old_button)
    _register_forms(app, services.themes, background)
    sort_listeners.register(app, services.theme_sorting, background)
    note_listeners.register(app, services.theme_sorting, background)


def _themes(context: CommandContext) -> Message | None:
    if context.words.strip().casefold() == "sort":
        sort_listeners.open_from_command(context)
        return None
    page = context.services.themes.list_themes(
        context.workspace, context.user, context.words or None, context.channel
    )
    return theme_list_message(page)


SUBCOMMANDS: Subcommands = {"themes": _themes}


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
        word, _, value = str(action["selected_option"]["value"]).partition(":")
        # First: a menu of an older version may offer what there is no more.
        ref = parse_theme_value(value)
        operation, by, channel = ThemeOperation(word), actor_of(body), channel_of(body)
        if operation in FORMS:
            ack()
            (view, build), target = FORMS[operation], ThemeFormTarget(ref, channel)

            def build_form() -> Modal:
                return build(self._themes.get_theme(by.workspace, by.user, ref, channel), target)

            name = (view, TITLES[view])
            open_form(self._background, client, body["trigger_id"], name, build_form)
            return
        change = self._themes.mute if operation is ThemeOperation.MUTE else self._themes.unmute
        result = change(by, ref)
        ack()
        self._answer(respond, theme_changed_message(result))

    def show_notes(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """List the notes of a theme."""
        by, ref = actor_of(body), parse_theme_value(str(action["value"]))
        page = self._themes.list_notes(by.workspace, by.user, ref, channel_of(body))
        ack()
        self._answer(respond, note_list_message(page))

    def undo(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Undo a change."""
        undo = self._themes.undo(actor_of(body), int(action["value"]))
        ack()
        self._answer(respond, change_undone_message(undo))

    def turn_page(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Show another page of the list."""
        journey, page, period = action["value"].split(":", 2)
        by = actor_of(body)
        found = self._themes.list_themes(
            by.workspace,
            by.user,
            period,
            channel_of(body),
            journey_id=int(journey),
            page=int(page),
        )
        ack()
        self._answer(respond, theme_list_message(found), replace=True)

    def _answer(self, respond: Respond, message: Message, *, replace: bool = False) -> None:
        self._background.run(lambda: respond({**message, "replace_original": replace}))


def _refuse_old_button() -> None:
    raise BadInputError(OLD_BUTTON)


def _register_forms(app: App, themes: ThemeService, background: Background) -> None:
    """Register the submitted forms; mistakes are reported in the form itself."""

    def rename(by: Actor, target: ThemeFormTarget, view: Modal) -> ThemeResult:
        typed = forms.read_inputs(view["state"]["values"]).get(ThemeField.NAME)
        return themes.rename(by, target.theme, validate_theme_name(typed or ""))

    def merge(by: Actor, target: ThemeFormTarget, view: Modal) -> ThemeResult:
        ticked = {int(value) for value in forms.checked_values(view["state"]["values"])}
        if not ticked:
            raise BadFieldError("themes", "Tick the themes that are the same.")
        return themes.merge(by, target.theme, ticked)

    def move(by: Actor, target: ThemeFormTarget, view: Modal) -> ThemeResult:
        values = view["state"]["values"]
        ticked = {int(value) for value in forms.checked_values(values)}
        if not ticked:
            raise BadFieldError("notes", "Tick the notes to move.")
        return themes.move(by, target.theme, ticked, _read_target(values))

    def track(by: Actor, target: ThemeFormTarget, view: Modal) -> ThemeResult:
        typed = forms.read_inputs(view["state"]["values"]).get(ThemeField.WORDS)
        return themes.track(by, target.theme, parse_tracked_words(typed or ""))

    # Each with the field that shows the errors of no other field.
    submits: Mapping[View, tuple[SubmitForm, str]] = {
        View.RENAME_THEME: (rename, ThemeField.NAME.value),
        View.MERGE_THEMES: (merge, checkboxes_id(ThemeField.OTHERS, 0)),
        View.MOVE_THEME_NOTES: (move, checkboxes_id(ThemeField.NOTES, 0)),
        View.TRACK_THEME: (track, ThemeField.WORDS.value),
    }
    for view, (submit, field) in submits.items():
        app.view(view.value)(_form_listener(submit, field, background))


def _read_target(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> int | str | None:
    """Return where notes are moved: the id of a theme, the name of a new one, None for no theme.

    Raises BadFieldError at the field where something is missing or too much.
    """
    given = forms.read_inputs(values)
    chosen, typed = given.get(ThemeField.OTHER), given.get(ThemeField.NAME)
    if chosen and typed:
        sentence = "Choose a theme or type a new name, not both."
        raise BadFieldError(ThemeField.NAME.value, sentence)
    if typed:
        try:
            return validate_theme_name(typed)
        except BadFieldError as error:
            raise BadFieldError(ThemeField.NAME.value, error.sentence) from None
    if not chosen:
        raise BadFieldError(ThemeField.OTHER.value, "Choose a theme, or type a new name.")
    return None if chosen == ONCE else int(chosen)


def _form_listener(submit: SubmitForm, field: str, background: Background) -> Callable[..., None]:
    """Build the listener of a form; errors of no field of its own are shown at `field`."""

    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        by = actor_of(body)
        try:
            target = ThemeFormTarget.from_metadata(view["private_metadata"])
            result = submit(by, target, view)
        except WaymarkError as error:
            # The form stays open with what was filled in.
            named = error.field if isinstance(error, BadFieldError) else ""
            place = named if named in view["state"]["values"] else field
            ack(response_action="errors", errors={place: error.sentence})
            return
        ack()
        message = theme_changed_message(result)
        background.run(lambda: notify_user(client, target.channel, by.user, message))

    return submitted
