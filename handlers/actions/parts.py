"""The buttons beside the parts of a map: edit, add, archive, restore."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.domain.errors import WaymarkError
from bot.domain.journey import WorkspaceId
from bot.usecases.catalogue import UseCases
from bot.usecases.keeping.desk import Kept
from handlers.background import Background
from handlers.blocks.keeping import form_views, lists
from handlers.blocks.keeping.kept import kept_message
from handlers.blocks.keeping.target import Target
from handlers.home_tab import HomeTab
from handlers.ids import Action, Telling, View, any_numbered
from handlers.incoming import channel_of, workspace_of
from handlers.telling import tell
from handlers.views.keeping.opening import Forms

LISTS = {
    View.STAGE: lists.stages,
    View.PERSONA: lists.personas,
    View.TOUCHPOINT: lists.touchpoints,
    View.KPI: lists.kpis,
}


def register(app: App, use: UseCases, forms: Forms, home: HomeTab, background: Background) -> None:
    """Listen to these buttons."""
    buttons = PartButtons(use, forms, home, background)
    app.action(any_numbered(Action.OPEN_FORM))(buttons.open)
    app.action(any_numbered(Action.ARCHIVE))(buttons.archive)
    app.action(any_numbered(Action.RESTORE))(buttons.restore)
    app.action(any_numbered(Action.TURN_LIST))(buttons.turn)
    for field in Telling:
        app.action(field.value)(buttons.chosen)


class PartButtons:
    """What the buttons do."""

    def __init__(self, use: UseCases, forms: Forms, home: HomeTab, background: Background) -> None:
        self._use = use
        self._forms = forms
        self._home = home
        self._background = background

    def open(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        """Open the form of a part that is there, or is to be made."""
        ack()
        target = Target.of(action["value"], channel_of(body))
        user = str(body["user"]["id"])
        self._forms.open(client, body["trigger_id"], workspace_of(body), user, target)

    def chosen(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """Show the fields that go with what was chosen in an open form."""
        ack()
        view = body["view"]
        target = Target.held(View(view["callback_id"]), view["private_metadata"])
        workspace, user = workspace_of(body), str(body["user"]["id"])
        self._forms.changed(client, workspace, user, view, target)

    def archive(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        """Archive the part whose form is open; for a stage ask first where its notes go."""
        workspace, user = workspace_of(body), str(body["user"]["id"])
        form = Target.of(action["value"]).form
        target = Target.held(form, body["view"]["private_metadata"])
        if form is View.STAGE:
            ack()
            leaving = Target(View.ARCHIVE_STAGE, target.journey, target.part, 0, target.channel)
            self._forms.open(client, body["trigger_id"], workspace, user, leaving, push=True)
            return
        try:
            kept = self._put(workspace, user, target, away=True)
            said = f"“{kept.name}” is archived, not deleted: the list it was in can restore it."
        except WaymarkError as error:
            said = error.sentence
        ack()

        def told() -> None:
            client.views_update(view_id=body["view"]["id"], view=form_views.gone(form, said))
            self._home.refresh(client, workspace, user)

        self._background.run(told)

    def turn(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond
    ) -> None:
        """Show another page of a list."""
        what, journey, page = action["value"].split(":")
        user = str(body["user"]["id"])
        shown = self._use.show_parts.of(workspace_of(body), user, int(journey))
        ack()
        if what == lists.HISTORY:
            past = self._use.show_parts.history(workspace_of(body), shown.journey, int(page))
            answer = lists.history(past)
        else:
            answer = LISTS[View(what)](shown, int(page))
        self._background.run(lambda: respond({**answer, "replace_original": True}))

    def restore(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        """Put an archived part back."""
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)
        target = Target.of(action["value"])
        kept = self._put(workspace, user, target, away=False)
        ack()

        def told() -> None:
            tell(client, channel, user, kept_message(kept))
            self._home.refresh(client, workspace, user)

        self._background.run(told)

    def _put(self, workspace: WorkspaceId, user: str, target: Target, *, away: bool) -> Kept:
        about = (workspace, user, target.journey)
        if target.form is View.STAGE:
            return self._use.stages.restore(*about, target.part)
        if target.form is View.JOURNEY:
            return self._use.journeys.put_away(*about, away=away)
        put_away = {
            View.PERSONA: self._use.personas.put_away,
            View.TOUCHPOINT: self._use.touchpoints.put_away,
            View.KPI: self._use.kpis.put_away,
        }[target.form]
        return put_away(*about, target.part, away=away)
