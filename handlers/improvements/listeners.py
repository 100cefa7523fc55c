"""The form of an action: opened empty, from a pain, or for one that is there."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.improvements import ImprovementService, ListImprovements
from bot.themes import ListThemes
from domain.access import Actor
from domain.errors import BadFieldError, WaymarkError
from domain.improvements import ImprovementDraft, ImprovementState
from domain.themes import ThemeRef
from handlers.improvements.blocks import EDIT, improvement_list_message, improvement_saved_message
from handlers.improvements.forms import (
    TITLE,
    ImprovementFormTarget,
    improvement_form,
    read_improvement,
)
from handlers.slack.background import Background
from handlers.slack.ids import Action, ActionField, View, any_numbered
from handlers.slack.modals import Modal, open_form
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import actor_of, channel_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands
from handlers.themes.forms import parse_theme_value


class ImprovementForms:
    """Opens the form. A light one comes first: what it holds may take longer than Slack waits."""

    def __init__(
        self, keep: ImprovementService, list_themes: ListThemes, background: Background
    ) -> None:
        self._keep = keep
        self._list_themes = list_themes
        self._background = background

    def open(
        self, client: WebClient, trigger: str, by: Actor, journey: int, channel: str | None
    ) -> None:
        """An empty one."""
        self._open(
            client,
            trigger,
            lambda: improvement_form(self._keep.desk(by, journey), ImprovementDraft(""), channel),
        )

    def open_from(
        self, client: WebClient, trigger: str, by: Actor, ref: ThemeRef, channel: str | None
    ) -> None:
        """One that says what a pain says."""

        def filled() -> Modal:
            shown = self._list_themes.look(by.workspace, by.user, ref, channel)
            theme = shown.theme
            draft = ImprovementDraft(
                # Whoever reads the list of actions may not be of the channel the pain was noted in.
                title=theme.open_title or theme.title,
                stage=theme.stage,
                note_ids=theme.note_ids or theme.anchors,
            )
            return improvement_form(self._keep.desk(by, ref.journey), draft, channel)

        self._open(client, trigger, filled)

    def open_edit(
        self, client: WebClient, trigger: str, by: Actor, action_id: int, channel: str | None
    ) -> None:
        """One that holds an action."""

        def filled() -> Modal:
            desk = self._keep.desk(by, 0, action_id)
            return improvement_form(
                desk, desk.action.draft if desk.action else ImprovementDraft(""), channel
            )

        self._open(client, trigger, filled)

    def _open(self, client: WebClient, trigger: str, fill: Callable[[], Modal]) -> None:
        open_form(self._background, client, trigger, (View.NEW_ACTION, TITLE), fill)


def register_forms(app: App, keep: ImprovementService, background: Background) -> None:
    """Listen to the form being submitted."""

    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        by = actor_of(body)
        about = ImprovementFormTarget.held(view["private_metadata"])
        draft = read_improvement(view["state"]["values"], about)
        try:
            if about.action is None:
                done = keep.make(by, about.journey, draft, f"view:{view['id']}")
            else:
                done = keep.edit(by, about.action, draft)
        except WaymarkError as error:
            # The form stays open with what was said in it.
            field = error.field if isinstance(error, BadFieldError) else ActionField.TITLE.value
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()
        what = "Action made" if about.action is None else "Action changed"
        background.run(
            lambda: notify_user(
                client, about.channel, by.user, improvement_saved_message(done, what)
            )
        )

    for form in (View.NEW_ACTION, View.EDIT_ACTION):
        app.view(form.value)(submitted)


def register_buttons(
    app: App,
    keep: ImprovementService,
    list_actions: ListImprovements,
    action_forms: ImprovementForms,
    background: Background,
) -> None:
    """Listen to them."""

    @app.action(any_numbered(Action.MAKE_ACTION))
    def make(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        ref, channel = parse_theme_value(action["value"]), channel_of(body)
        if ref.note:
            action_forms.open_from(client, body["trigger_id"], actor_of(body), ref, channel)
        else:
            action_forms.open(client, body["trigger_id"], actor_of(body), ref.journey, channel)

    @app.action(any_numbered(Action.ACTION_MENU))
    def chosen(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        number, _, word = str(action["selected_option"]["value"]).partition(":")
        if word == EDIT:
            ack()
            where = (client, body["trigger_id"], actor_of(body), int(number), channel_of(body))
            action_forms.open_edit(*where)
            return
        done = keep.move(actor_of(body), int(number), ImprovementState(word))
        ack()
        answer = {**improvement_saved_message(done, "Action"), "replace_original": False}
        background.run(lambda: respond(answer))

    @app.action(any_numbered(Action.TURN_ACTIONS))
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, page, asked = action["value"].split(":", 2)
        by = actor_of(body)
        found = list_actions(
            *(by.workspace, by.user, asked, channel_of(body)),
            page=int(page),
            journey_id=int(journey),
        )
        ack()
        background.run(
            lambda: respond({**improvement_list_message(found), "replace_original": True})
        )


def _actions(context: CommandContext) -> Message:
    found = context.services.list_actions(
        context.workspace, context.user, context.words, context.channel
    )
    return improvement_list_message(found)


SUBCOMMANDS: Subcommands = {"actions": _actions}
