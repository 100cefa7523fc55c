"""Opening a form: light at once, for its trigger lives three seconds, then filled in."""

from collections.abc import Callable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.journeys.editing import ChangedMeanwhileError, SavedChange
from bot.journeys.listing import ShowParts
from bot.services import Services
from domain.access import Role
from domain.errors import BadFieldError, WaymarkError
from domain.journeys import BUYER, WorkspaceId
from handlers.journeys import drafts, journey_forms
from handlers.journeys import lists as part_lists
from handlers.journeys.home import HomeTab
from handlers.journeys.lists import change_saved_message
from handlers.journeys.part_forms import Target
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.forms import MAX_OPTIONS, Values, option
from handlers.slack.ids import Action, Options, ToggleValue, View, any_numbered
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import channel_of, workspace_of

View_ = dict[str, Any]


class Forms:
    """Opens forms for people."""

    def __init__(self, show_parts: ShowParts, people: SlackPeople, background: Background) -> None:
        self._show = show_parts
        self._people = people
        self._background = background

    def open(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        user: str,
        target: Target,
        *,
        push: bool = False,
    ) -> None:
        """Open the form of a target, or push it on top of the one that is open."""
        opener = client.views_push if push else client.views_open
        title = journey_forms.TITLES[target.form]

        def opened() -> None:
            light = forms.loading_modal(target.form.value, title)
            view = opener(trigger_id=trigger_id, view=light)["view"]
            whole = self._told(target.form, lambda: self.filled(workspace, user, target))
            client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

        self._background.run(opened)

    def changed(
        self, client: WebClient, workspace: WorkspaceId, user: str, view: View_, target: Target
    ) -> None:
        """Show the fields that go with what somebody chose, with what they have written."""
        values = forms.read_inputs(view["state"]["values"])

        def shown() -> None:
            whole = self._told(target.form, lambda: self.filled(workspace, user, target, values))
            client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

        self._background.run(shown)

    def filled(
        self, workspace: WorkspaceId, user: str, target: Target, typed: Values | None = None
    ) -> View_:
        """The form with what is kept or was typed, or why somebody may not fill it in."""
        if target.form is View.NEW_JOURNEY:
            if self._people.role(workspace, user) is Role.GUEST:
                return journey_forms.gone(target.form, "Guests cannot begin journeys.")
            known = self._show.journeys(workspace).journeys
            return journey_forms.new_journey(target, known, typed or {"start": BUYER.key})
        shown = self._show.of(workspace, user, target.journey)
        if shown.refusal:
            return journey_forms.gone(target.form, shown.refusal)
        # What was opened at an older version stays so: others' changes since then must not be lost.
        seen = shown.seen if typed is None else target.seen
        return journey_forms.form(target.at(seen), shown, typed)

    @staticmethod
    def _told(form: View, make: Callable[[], View_]) -> View_:
        try:
            return make()
        except WaymarkError as error:
            return journey_forms.gone(form, error.sentence)


Save = Callable[[WorkspaceId, str, Target, Values], SavedChange]


def savers(use: Services) -> dict[View, Save]:
    """How each form is saved."""

    def part(save: Callable[..., SavedChange], draft: Callable[[Values], Any]) -> Save:
        def saved(workspace: WorkspaceId, user: str, target: Target, values: Values) -> SavedChange:
            about = (target.part or None, target.seen)
            return save(workspace, user, target.journey, draft(values), *about)

        return saved

    def whole(save: Callable[..., SavedChange], draft: Callable[[Values], Any]) -> Save:
        def saved(workspace: WorkspaceId, user: str, target: Target, values: Values) -> SavedChange:
            return save(workspace, user, target.journey, draft(values), target.seen)

        return saved

    def begun(workspace: WorkspaceId, user: str, target: Target, values: Values) -> SavedChange:
        return use.journeys.create(workspace, user, drafts.new_journey(values), target.channel)

    def archived(workspace: WorkspaceId, user: str, target: Target, values: Values) -> SavedChange:
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


def register_forms(app: App, use: Services, home: HomeTab, background: Background) -> None:
    """Listen to every form being submitted."""
    for form, save in savers(use).items():
        app.view(form.value)(_listener(form, save, use, home, background))


def _listener(
    form: View, save: Save, use: Services, home: HomeTab, background: Background
) -> Callable[..., None]:
    def saved(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(body), str(body["user"]["id"])
        values = forms.read_inputs(view["state"]["values"])
        target = Target.held(form, view["private_metadata"])
        try:
            kept = save(workspace, user, target, values)
        except ChangedMeanwhileError as error:
            shown = use.show_parts.of(workspace, user, target.journey)
            again = journey_forms.form(target.at(error.number), shown, values, error.versions)
            ack(response_action="update", view=again)
            return
        except WaymarkError as error:
            ack(response_action="errors", errors={_place(error, values): error.sentence})
            return
        ack(response_action="clear")

        def told() -> None:
            notify_user(client, target.channel, user, change_saved_message(kept))
            home.refresh(client, workspace, user)

        background.run(told)

    return saved


def _place(error: WaymarkError, values: Values) -> str:
    """The field an error belongs under: its own, else the first."""
    field = error.field if isinstance(error, BadFieldError) else ""
    return field if field in values else next(iter(values))


# Kept for old programs' sake; people look for a city.
LEGACY = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@cache
def _zones() -> tuple[str, ...]:
    found = (zone for zone in available_timezones() if "/" in zone)
    return ("UTC", *sorted(zone for zone in found if not zone.startswith(LEGACY)))


def register_time_zone_menu(app: App) -> None:
    """Listen to the menu."""

    @app.options(Options.TIME_ZONE.value)
    def offered(ack: Ack, payload: dict[str, Any]) -> None:
        typed = str(payload.get("value") or "").strip().casefold().replace(" ", "_")
        matching = [zone for zone in _zones() if typed in zone.casefold()]
        ack(options=[option(zone, zone) for zone in matching[:MAX_OPTIONS]])


LISTS = {
    View.STAGE: part_lists.stages,
    View.PERSONA: part_lists.personas,
    View.TOUCHPOINT: part_lists.touchpoints,
    View.KPI: part_lists.kpis,
}


def register_buttons(
    app: App, use: Services, forms: Forms, home: HomeTab, background: Background
) -> None:
    """Listen to these buttons."""
    buttons = PartButtons(use, forms, home, background)
    app.action(any_numbered(Action.OPEN_FORM))(buttons.open)
    app.action(any_numbered(Action.ARCHIVE))(buttons.archive)
    app.action(any_numbered(Action.RESTORE))(buttons.restore)
    app.action(any_numbered(Action.TURN_LIST))(buttons.turn)
    for field in ToggleValue:
        app.action(field.value)(buttons.chosen)


class PartButtons:
    """What the buttons do."""

    def __init__(self, use: Services, forms: Forms, home: HomeTab, background: Background) -> None:
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
            client.views_update(view_id=body["view"]["id"], view=journey_forms.gone(form, said))
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
        if what == part_lists.HISTORY:
            past = self._use.show_parts.history(workspace_of(body), shown.journey, int(page))
            answer = part_lists.history(past)
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
            notify_user(client, channel, user, change_saved_message(kept))
            self._home.refresh(client, workspace, user)

        self._background.run(told)

    def _put(self, workspace: WorkspaceId, user: str, target: Target, *, away: bool) -> SavedChange:
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
