"""The form of an action: opened empty, from a pain, or for one that is there."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.actions import ActionDraft
from bot.domain.errors import BadFieldError, WaymarkError
from bot.usecases.change_note import By
from bot.usecases.keep_actions import KeepActions
from bot.usecases.list_themes import ListThemes
from bot.usecases.theme_lookup import ThemeRef
from handlers.background import Background
from handlers.blocks.action_form import TITLE, AboutAction, action_form, read_action
from handlers.blocks.actions import kept
from handlers.ids import ActionField, View
from handlers.incoming import by_of
from handlers.telling import tell
from handlers.views.light import Modal, open_form


class ActionForms:
    """Opens the form. A light one comes first: what it holds may take longer than Slack waits."""

    def __init__(self, keep: KeepActions, list_themes: ListThemes, background: Background) -> None:
        self._keep = keep
        self._list_themes = list_themes
        self._background = background

    def open(
        self, client: WebClient, trigger: str, by: By, journey: int, channel: str | None
    ) -> None:
        """An empty one."""
        self._open(
            client,
            trigger,
            lambda: action_form(self._keep.desk(by, journey), ActionDraft(""), channel),
        )

    def open_from(
        self, client: WebClient, trigger: str, by: By, ref: ThemeRef, channel: str | None
    ) -> None:
        """One that says what a pain says."""

        def filled() -> Modal:
            shown = self._list_themes.look(by.workspace, by.user, ref, channel)
            theme = shown.theme
            draft = ActionDraft(
                # Whoever reads the list of actions may not be of the channel the pain was noted in.
                title=theme.open_title or theme.title,
                stage=theme.stage,
                note_ids=theme.note_ids or theme.anchors,
            )
            return action_form(self._keep.desk(by, ref.journey), draft, channel)

        self._open(client, trigger, filled)

    def open_edit(
        self, client: WebClient, trigger: str, by: By, action_id: int, channel: str | None
    ) -> None:
        """One that holds an action."""

        def filled() -> Modal:
            desk = self._keep.desk(by, 0, action_id)
            return action_form(desk, desk.action.draft if desk.action else ActionDraft(""), channel)

        self._open(client, trigger, filled)

    def _open(self, client: WebClient, trigger: str, fill: Callable[[], Modal]) -> None:
        open_form(self._background, client, trigger, (View.NEW_ACTION, TITLE), fill)


def register(app: App, keep: KeepActions, background: Background) -> None:
    """Listen to the form being submitted."""

    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        by = by_of(body)
        about = AboutAction.held(view["private_metadata"])
        draft = read_action(view["state"]["values"], about)
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
        background.run(lambda: tell(client, about.channel, by.user, kept(done, what)))

    for form in (View.NEW_ACTION, View.EDIT_ACTION):
        app.view(form.value)(submitted)
