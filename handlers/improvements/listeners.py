"""The form, menus and buttons of improvements ("actions" to people)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.improvements import ImprovementService
from bot.services import Services
from bot.themes.themes import ThemeService
from domain.access import Actor
from domain.errors import BadFieldError, WaymarkError
from domain.improvements import ImprovementDraft, ImprovementSource, ImprovementState
from domain.notes import Message as SlackMessage
from domain.themes import ThemeRef
from handlers.improvements.blocks import EDIT, improvement_list_message, improvement_saved_message
from handlers.improvements.forms import (
    TITLE,
    ImprovementFormTarget,
    improvement_form,
    parse_new_improvement_value,
    read_improvement,
)
from handlers.slack.background import Background
from handlers.slack.ids import Action, ImprovementField, View, any_numbered
from handlers.slack.modals import Modal, open_form
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import actor_of, channel_of, thread_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands
from handlers.themes.values import parse_theme_value


def register(app: App, services: Services, background: Background) -> None:
    """Register the form, menus and buttons of improvements."""
    forms = ImprovementForms(services.improvements, services.themes, background)
    _register_form(app, services, background)
    _register_buttons(app, services.improvements, forms, background)


def _list_improvements(context: CommandContext) -> Message:
    page = context.services.improvements.list_improvements(
        context.workspace, context.user, context.words, context.channel
    )
    return improvement_list_message(page)


SUBCOMMANDS: Subcommands = {"actions": _list_improvements}


@dataclass(frozen=True)
class FormPlace:
    """Where a form was opened: the channel, None for none, and the thread of the button."""

    channel: str | None
    thread: SlackMessage | None


class ImprovementForms:
    """Opens the form: an empty one at once, filled in once its data is loaded."""

    def __init__(
        self, improvements: ImprovementService, themes: ThemeService, background: Background
    ) -> None:
        self._improvements = improvements
        self._themes = themes
        self._background = background

    def open_new(
        self, client: WebClient, trigger_id: str, by: Actor, journey: int, place: FormPlace
    ) -> None:
        """Open an empty form."""

        def build() -> Modal:
            data = self._improvements.load_form(by, journey)
            source = ImprovementSource(thread=place.thread)
            return improvement_form(data, ImprovementDraft(""), place.channel, source)

        self._open(client, trigger_id, build)

    def open_for_theme(
        self, client: WebClient, trigger_id: str, by: Actor, ref: ThemeRef, place: FormPlace
    ) -> None:
        """Open a form about a theme; it asks what the person will do, so they are the owner."""

        def build() -> Modal:
            found = self._themes.get_theme(by.workspace, by.user, ref, place.channel)
            theme = found.theme
            draft = ImprovementDraft(
                title="", stage=theme.stage, owner=by.user, note_ids=theme.note_ids
            )
            data = self._improvements.load_form(by, found.journey.id)
            source = ImprovementSource(theme.theme.id, place.thread)
            return improvement_form(data, draft, place.channel, source, theme.title)

        self._open(client, trigger_id, build)

    def open_edit(
        self,
        client: WebClient,
        trigger_id: str,
        by: Actor,
        improvement_id: int,
        channel: str | None,
    ) -> None:
        """Open a form that edits an improvement."""

        def build() -> Modal:
            data = self._improvements.load_form(by, 0, improvement_id)
            draft = data.improvement.draft if data.improvement else ImprovementDraft("")
            return improvement_form(data, draft, channel)

        self._open(client, trigger_id, build)

    def _open(self, client: WebClient, trigger_id: str, build: Callable[[], Modal]) -> None:
        open_form(self._background, client, trigger_id, (View.NEW_IMPROVEMENT, TITLE), build)


def _register_form(app: App, services: Services, background: Background) -> None:
    improvements = services.improvements

    def submit(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        by = actor_of(body)
        target = ImprovementFormTarget.from_metadata(view["private_metadata"])
        draft = read_improvement(view["state"]["values"], target)
        try:
            if target.improvement is None:
                receipt = f"view:{view['id']}"
                saved = improvements.create(by, target.journey, draft, receipt, target.source)
            else:
                saved = improvements.edit(by, target.improvement, draft)
        except WaymarkError as error:
            # The form stays open with what was filled in.
            field = (
                error.field if isinstance(error, BadFieldError) else ImprovementField.TITLE.value
            )
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()
        what = "Action created" if target.improvement is None else "Action changed"
        message = improvement_saved_message(saved, what)
        background.run(lambda: notify_user(client, target.channel, by.user, message))
        if announced_in := saved.announced_in:
            background.run(lambda: services.follow_reviews.check(announced_in))

    for view in (View.NEW_IMPROVEMENT, View.EDIT_IMPROVEMENT):
        app.view(view.value)(submit)


def _register_buttons(
    app: App,
    improvements: ImprovementService,
    forms: ImprovementForms,
    background: Background,
) -> None:
    @app.action(any_numbered(Action.ADD_IMPROVEMENT))
    def create(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        value, by = str(action["value"]), actor_of(body)
        place = FormPlace(channel_of(body), thread_of(body))
        journey = parse_new_improvement_value(value)
        if journey is not None:
            ack()
            forms.open_new(client, body["trigger_id"], by, journey, place)
            return
        ref = parse_theme_value(value)
        ack()
        forms.open_for_theme(client, body["trigger_id"], by, ref, place)

    @app.action(any_numbered(Action.IMPROVEMENT_MENU))
    def choose(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        number, _, word = str(action["selected_option"]["value"]).partition(":")
        improvement_id, by = int(number), actor_of(body)
        if word == EDIT:
            ack()
            channel = channel_of(body)
            forms.open_edit(client, body["trigger_id"], by, improvement_id, channel)
            return
        saved = improvements.change_state(by, improvement_id, ImprovementState(word))
        ack()
        answer = {**improvement_saved_message(saved, "Action"), "replace_original": False}
        background.run(lambda: respond(answer))

    @app.action(any_numbered(Action.TURN_IMPROVEMENTS))
    def turn_page(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, page, filter_word = action["value"].split(":", 2)
        by = actor_of(body)
        found = improvements.list_improvements(
            by.workspace,
            by.user,
            filter_word,
            channel_of(body),
            page=int(page),
            journey_id=int(journey),
        )
        ack()
        answer = {**improvement_list_message(found), "replace_original": True}
        background.run(lambda: respond(answer))
