"""Saving a form: what was typed is never lost, whether it is refused or others were faster."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadFieldError, WaymarkError
from bot.domain.journey import WorkspaceId
from bot.usecases.catalogue import UseCases
from bot.usecases.keeping.desk import ChangedMeanwhileError, Kept
from handlers.background import Background
from handlers.blocks import forms
from handlers.blocks.forms import Values
from handlers.blocks.keeping import form_views
from handlers.blocks.keeping.kept import kept_message
from handlers.blocks.keeping.target import Target
from handlers.home_tab import HomeTab
from handlers.ids import View
from handlers.incoming import workspace_of
from handlers.telling import tell
from handlers.views.keeping import drafts

Save = Callable[[WorkspaceId, str, Target, Values], Kept]


def savers(use: UseCases) -> dict[View, Save]:
    """How each form is saved."""

    def part(save: Callable[..., Kept], draft: Callable[[Values], Any]) -> Save:
        def saved(workspace: WorkspaceId, user: str, target: Target, values: Values) -> Kept:
            about = (target.part or None, target.seen)
            return save(workspace, user, target.journey, draft(values), *about)

        return saved

    def whole(save: Callable[..., Kept], draft: Callable[[Values], Any]) -> Save:
        def saved(workspace: WorkspaceId, user: str, target: Target, values: Values) -> Kept:
            return save(workspace, user, target.journey, draft(values), target.seen)

        return saved

    def begun(workspace: WorkspaceId, user: str, target: Target, values: Values) -> Kept:
        return use.journeys.create(workspace, user, drafts.new_journey(values), target.channel)

    def archived(workspace: WorkspaceId, user: str, target: Target, values: Values) -> Kept:
        to = drafts.destination(values)
        return use.stages.archive(workspace, user, target.journey, target.part, to)

    return {
        View.JOURNEY: whole(use.journeys.save, drafts.journey),
        View.NEW_JOURNEY: begun,
        View.SETTINGS: whole(use.change_settings, drafts.settings),
        View.STAGE: part(use.stages.save, drafts.stage),
        View.ARCHIVE_STAGE: archived,
        View.PERSONA: part(use.personas.save, drafts.persona),
        View.TOUCHPOINT: part(use.touchpoints.save, drafts.touchpoint),
        View.KPI: part(use.kpis.save, drafts.kpi),
    }


def register(app: App, use: UseCases, home: HomeTab, background: Background) -> None:
    """Listen to every form being submitted."""
    for form, save in savers(use).items():
        app.view(form.value)(_listener(form, save, use, home, background))


def _listener(
    form: View, save: Save, use: UseCases, home: HomeTab, background: Background
) -> Callable[..., None]:
    def saved(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(body), str(body["user"]["id"])
        values = forms.read(view["state"]["values"])
        target = Target.held(form, view["private_metadata"])
        try:
            kept = save(workspace, user, target, values)
        except ChangedMeanwhileError as error:
            shown = use.show_parts.of(workspace, user, target.journey)
            again = form_views.form(target.at(error.number), shown, values, error.versions)
            ack(response_action="update", view=again)
            return
        except WaymarkError as error:
            ack(response_action="errors", errors={_place(error, values): error.sentence})
            return
        ack(response_action="clear")

        def told() -> None:
            tell(client, target.channel, user, kept_message(kept))
            home.refresh(client, workspace, user)

        background.run(told)

    return saved


def _place(error: WaymarkError, values: Values) -> str:
    """The field an error belongs under: its own, else the first."""
    field = error.field if isinstance(error, BadFieldError) else ""
    return field if field in values else next(iter(values))
