"""Open, fill and save the forms of journeys and their maps; archive and restore buttons."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.holidays import list_countries
from bot.journeys.editing import ChangedMeanwhileError, SavedChange
from bot.services import Services
from domain.access import Role
from domain.errors import BadFieldError, WaymarkError
from domain.journeys import (
    ARCHIVE_STAGE_FIELDS,
    BUYER,
    BY_TIME_ZONE,
    NO_COUNTRY,
    WorkspaceId,
)
from domain.map_fields import FormValues, parse_fields
from handlers.journeys import lists
from handlers.journeys.forms import (
    TITLES,
    Target,
    build_closed_form,
    build_form,
    build_new_journey_form,
    describe_country,
)
from handlers.journeys.home import HomeTab
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.ids import Action, Options, ToggleValue, View, any_numbered
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import channel_of, workspace_of

Payload = dict[str, Any]


class FormOpener:
    """Opens forms: an empty one at once, since a trigger lives three seconds, then the full one."""

    def __init__(self, services: Services, people: SlackPeople, background: Background) -> None:
        self._services = services
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
        open_view = client.views_push if push else client.views_open

        def open_and_fill() -> None:
            light_form = forms.loading_modal(target.form.value, TITLES[target.form])
            view = open_view(trigger_id=trigger_id, view=light_form)["view"]
            whole = self._build(workspace, user, target)
            client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

        self._background.run(open_and_fill)

    def update(
        self, client: WebClient, workspace: WorkspaceId, user: str, view: Payload, target: Target
    ) -> None:
        """Show the fields that depend on a choice just made, with what is typed so far."""
        typed = forms.read_inputs(view["state"]["values"])

        def fill_again() -> None:
            whole = self._build(workspace, user, target, typed)
            client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

        self._background.run(fill_again)

    def _build(
        self,
        workspace: WorkspaceId,
        user: str,
        target: Target,
        typed: FormValues | None = None,
    ) -> Payload:
        """Return the form with saved or typed values, or the reason why it stays closed."""
        try:
            if target.form is View.NEW_JOURNEY:
                return self._build_new_journey(workspace, user, target, typed)
            view = self._services.map.get_parts(workspace, user, target.journey)
        except WaymarkError as error:
            return build_closed_form(target.form, error.sentence)
        if view.refusal:
            return build_closed_form(target.form, view.refusal)
        # A form keeps the version it was opened at: changes of others since then must not be lost.
        seen = view.seen if typed is None else target.seen
        return build_form(replace(target, seen=seen), view, typed)

    def _build_new_journey(
        self, workspace: WorkspaceId, user: str, target: Target, typed: FormValues | None
    ) -> Payload:
        if self._people.role(workspace, user) is Role.GUEST:
            return build_closed_form(target.form, "Guests cannot create journeys.")
        journeys = self._services.journeys.list_journeys(workspace).journeys
        return build_new_journey_form(target, journeys, typed or {"start": BUYER.key})


SaveForm = Callable[[WorkspaceId, str, Target, FormValues], SavedChange]


def save_functions(services: Services) -> dict[View, SaveForm]:
    """Return how each form is saved."""

    def part_saver(save: Callable[..., SavedChange]) -> SaveForm:
        return lambda workspace, user, target, values: save(
            workspace, user, target.journey, values, target.part or None, target.seen
        )

    def journey_saver(save: Callable[..., SavedChange]) -> SaveForm:
        return lambda workspace, user, target, values: save(
            workspace, user, target.journey, values, target.seen
        )

    return {
        View.NEW_JOURNEY: lambda workspace, user, target, values: services.journeys.create(
            workspace, user, values, target.channel
        ),
        View.JOURNEY: journey_saver(services.journeys.save),
        View.SETTINGS: journey_saver(services.journeys.save_settings),
        View.STAGE: part_saver(services.stages.save),
        View.ARCHIVE_STAGE: lambda workspace, user, target, values: services.stages.archive(
            workspace,
            user,
            target.journey,
            target.part,
            parse_fields(ARCHIVE_STAGE_FIELDS, values)["to"],
        ),
        View.PERSONA: part_saver(services.personas.save),
        View.TOUCHPOINT: part_saver(services.touchpoints.save),
        View.KPI: part_saver(services.kpis.save),
    }


def register_forms(app: App, services: Services, home_tab: HomeTab, background: Background) -> None:
    """Register the submission of every form, and the menus of time zones and countries."""
    for form, save in save_functions(services).items():
        app.view(form.value)(_submit_listener(form, save, services, home_tab, background))
    app.options(Options.TIME_ZONE.value)(list_time_zones)
    app.options(Options.COUNTRY.value)(list_holiday_countries)


def _submit_listener(
    form: View, save: SaveForm, services: Services, home_tab: HomeTab, background: Background
) -> Callable[..., None]:
    def submit(ack: Ack, body: Payload, view: Payload, client: WebClient) -> None:
        workspace, user = workspace_of(body), str(body["user"]["id"])
        values = forms.read_inputs(view["state"]["values"])
        target = Target.from_metadata(form, view["private_metadata"])
        try:
            change = save(workspace, user, target, values)
        except ChangedMeanwhileError as error:
            parts = services.map.get_parts(workspace, user, target.journey)
            latest = replace(target, seen=error.number)
            ack(
                response_action="update",
                view=build_form(latest, parts, values, error.versions),
            )
            return
        except WaymarkError as error:
            ack(response_action="errors", errors={_error_field(error, values): error.sentence})
            return
        ack(response_action="clear")

        def notify() -> None:
            notify_user(client, target.channel, user, lists.change_saved_message(change))
            home_tab.refresh(client, workspace, user)

        background.run(notify)

    return submit


def _error_field(error: WaymarkError, values: FormValues) -> str:
    """Return the field an error is shown under: its own, else the first."""
    field = error.field if isinstance(error, BadFieldError) else ""
    return field if field in values else next(iter(values))


# Zones that exist for old programs; people look for a city.
LEGACY_ZONES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@cache
def _city_zones() -> tuple[str, ...]:
    found = (zone for zone in available_timezones() if "/" in zone)
    return ("UTC", *sorted(zone for zone in found if not zone.startswith(LEGACY_ZONES)))


def list_time_zones(ack: Ack, payload: Payload) -> None:
    """Answer the time zone menu with the zones that contain what is typed."""
    typed = str(payload.get("value") or "").strip().casefold().replace(" ", "_")
    matching = [zone for zone in _city_zones() if typed in zone.casefold()]
    ack(options=[forms.option(zone, zone) for zone in matching[: forms.MAX_OPTIONS]])


def list_holiday_countries(ack: Ack, payload: Payload) -> None:
    """Answer the menu of public holidays with the countries that contain what is typed."""
    typed = str(payload.get("value") or "").strip().casefold()
    names = {value: describe_country(value) or value for value in (BY_TIME_ZONE, NO_COUNTRY)}
    names |= list_countries()
    matching = [
        forms.option(value, name)
        for value, name in names.items()
        if typed in name.casefold() or typed == value.casefold()
    ]
    ack(options=matching[: forms.MAX_OPTIONS])


def register_buttons(
    app: App, services: Services, opener: FormOpener, home_tab: HomeTab, background: Background
) -> None:
    """Register the buttons that open forms, archive, restore, and turn pages of lists."""
    buttons = PartButtons(services, opener, home_tab, background)
    app.action(any_numbered(Action.OPEN_FORM))(buttons.open)
    app.action(any_numbered(Action.ARCHIVE))(buttons.archive)
    app.action(any_numbered(Action.RESTORE))(buttons.restore)
    app.action(any_numbered(Action.TURN_LIST))(buttons.turn_page)
    for field in ToggleValue:
        app.action(field.value)(buttons.update)


class PartButtons:
    """The actions of the buttons of map parts."""

    def __init__(
        self, services: Services, opener: FormOpener, home_tab: HomeTab, background: Background
    ) -> None:
        self._services = services
        self._opener = opener
        self._home_tab = home_tab
        self._background = background
        self._archive: dict[View, Callable[..., SavedChange]] = {
            View.JOURNEY: services.journeys.archive,
            View.PERSONA: services.personas.archive,
            View.TOUCHPOINT: services.touchpoints.archive,
            View.KPI: services.kpis.archive,
        }
        self._restore: dict[View, Callable[..., SavedChange]] = {
            View.JOURNEY: services.journeys.restore,
            View.STAGE: services.stages.restore,
            View.PERSONA: services.personas.restore,
            View.TOUCHPOINT: services.touchpoints.restore,
            View.KPI: services.kpis.restore,
        }

    def open(self, ack: Ack, body: Payload, action: Payload, client: WebClient) -> None:
        """Open the form of an existing or a new part."""
        ack()
        target = Target.from_value(action["value"], channel_of(body))
        user = str(body["user"]["id"])
        self._opener.open(client, body["trigger_id"], workspace_of(body), user, target)

    def update(self, ack: Ack, body: Payload, client: WebClient) -> None:
        """Show the fields that depend on a choice in an open form."""
        ack()
        view = body["view"]
        target = Target.from_metadata(View(view["callback_id"]), view["private_metadata"])
        self._opener.update(client, workspace_of(body), str(body["user"]["id"]), view, target)

    def archive(self, ack: Ack, body: Payload, action: Payload, client: WebClient) -> None:
        """Archive the part whose form is open; for a stage ask first where its notes go."""
        workspace, user = workspace_of(body), str(body["user"]["id"])
        form = Target.from_value(action["value"]).form
        target = Target.from_metadata(form, body["view"]["private_metadata"])
        if form is View.STAGE:
            ack()
            question = replace(target, form=View.ARCHIVE_STAGE, seen=0)
            self._opener.open(client, body["trigger_id"], workspace, user, question, push=True)
            return
        try:
            change = self._set_archived(self._archive, workspace, user, target)
            answer = f"“{change.name}” is archived, not deleted: the list it was in can restore it."
        except WaymarkError as error:
            answer = error.sentence
        ack()

        def close() -> None:
            view = build_closed_form(form, answer)
            client.views_update(view_id=body["view"]["id"], view=view)
            self._home_tab.refresh(client, workspace, user)

        self._background.run(close)

    def restore(self, ack: Ack, body: Payload, action: Payload, client: WebClient) -> None:
        """Restore an archived part."""
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)
        target = Target.from_value(action["value"])
        change = self._set_archived(self._restore, workspace, user, target)
        ack()

        def notify() -> None:
            notify_user(client, channel, user, lists.change_saved_message(change))
            self._home_tab.refresh(client, workspace, user)

        self._background.run(notify)

    def turn_page(self, ack: Ack, body: Payload, action: Payload, respond: Respond) -> None:
        """Show another page of a list."""
        name, journey, page = action["value"].split(":")
        workspace, user = workspace_of(body), str(body["user"]["id"])
        view = self._services.map.get_parts(workspace, user, int(journey))
        ack()
        if name == lists.HISTORY:
            history = self._services.map.history(workspace, view.journey, int(page))
            message = lists.history_message(history)
        else:
            message = lists.part_list(View(name), view, int(page))
        self._background.run(lambda: respond({**message, "replace_original": True}))

    @staticmethod
    def _set_archived(
        services: dict[View, Callable[..., SavedChange]],
        workspace: WorkspaceId,
        user: str,
        target: Target,
    ) -> SavedChange:
        part = () if target.form is View.JOURNEY else (target.part,)
        return services[target.form](workspace, user, target.journey, *part)
