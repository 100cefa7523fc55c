"""The commands and forms of notes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.journeys.lookup import build_request_scope
from bot.notes.capture import CapturedNote, CaptureRequest
from bot.notes.choices import NO_CHOICES, NoteChoices
from bot.notes.duplicates import DuplicateService
from bot.services import Services
from domain.access import Actor, Audience
from domain.errors import BadFieldError, BadInputError, NotAllowedError, WaymarkError
from domain.intents import Intent
from domain.journeys import WorkspaceId
from domain.note_text import ParsedNote
from domain.notes import NoteDetails, NoteKind
from handlers.journeys.home import HomeTab
from handlers.notes import forms as note_forms
from handlers.notes import teams
from handlers.notes.blocks import (
    changed_message,
    duplicate_prompt,
)
from handlers.notes.command_help import command_help_message, nothing_saved_message
from handlers.notes.forms import NoteFormTarget
from handlers.notes.held import HeldMessage, unclear_message
from handlers.notes.list_blocks import note_list_message
from handlers.notes.mood_blocks import mood_corrections_message
from handlers.notes.saved import build_captured_message
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.forms import YES, Values
from handlers.slack.ids import Action, Command, Shortcut, View, any_numbered
from handlers.slack.ids import CaptureField as F
from handlers.slack.modals import open_loading_modal
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import actor_of, channel_of, command_text, invocation_key, workspace_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands


class DuplicatePrompt:
    """Looks for a duplicate of a saved note in the background, after the answer was sent."""

    def __init__(self, duplicates: DuplicateService, background: Background) -> None:
        self._duplicates = duplicates
        self._background = background

    def offer(
        self,
        client: WebClient,
        workspace: WorkspaceId,
        channel: str | None,
        user: str,
        result: CapturedNote,
    ) -> None:
        """Ask the author in the background whether a similar note says the same, if any does."""
        if result.known:
            return

        def ask() -> None:
            found = self._duplicates.find(
                workspace,
                result.journey,
                result.note_id,
                result.note.text,
                Audience(channel, user),
            )
            if found is not None:
                notify_user(client, channel, user, duplicate_prompt(result.note_id, found))

        self._background.run(ask)


Modal = dict[str, Any]


NO_VALUES: Values = MappingProxyType({})


# What to say, and the new note where there is one.
SaveResult = tuple[dict[str, Any], CapturedNote | None]


class NoteModals:
    """Opens the modals. A trigger lives three seconds, so nothing slow comes before it."""

    def __init__(self, services: Services, people: SlackPeople, background: Background) -> None:
        self._services = services
        self._people = people
        self._background = background

    def write(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        user: str,
        kind: NoteKind,
        channel: str | None,
        start: Values = NO_VALUES,
    ) -> None:
        """Open the form of a new note at once and fill the stages in when they are there.

        `start` is what it begins with.
        """
        about = NoteFormTarget(channel, start=start)
        light = note_forms.light_form(View.CAPTURE, kind, about)

        def build() -> Modal:
            choices = self._choices(workspace, user, channel)
            values: Values = {F.KIND: kind.value, F.TEAM: choices.team, **start}
            return note_forms.note_form(View.CAPTURE, choices, values, about)

        open_loading_modal(self._background, client, trigger_id, light, build)

    def change(
        self, client: WebClient, trigger_id: str, view: View, by: Actor, about: NoteFormTarget
    ) -> None:
        """Open the form in which a note is edited or moved, or say why it cannot be."""
        light = note_forms.light_form(view, NoteKind.PAIN_POINT, about)

        def build() -> Modal:
            try:
                found = self._services.note_edits.find(by, about.note)
            except WaymarkError as error:
                return forms.error_modal(view.value, note_forms.TITLES[view], error.sentence)
            choices = self._choices(by.workspace, by.user, about.channel)
            values = note_forms.note_values(found.note, found.journey.key)
            if view is View.MOVE_NOTE:
                return note_forms.move_form(choices, values, about)
            values = note_forms.spell_out_names(choices, values)
            target = replace(about, kept=note_forms.kept_rest(found.note))
            return note_forms.note_form(view, choices, values, target)

        open_loading_modal(self._background, client, trigger_id, light, build)

    def chosen(
        self, client: WebClient, workspace: WorkspaceId, user: str, view: dict[str, Any]
    ) -> None:
        """Show the stages that go with a journey, the touchpoints that go with a stage."""
        about, form = (
            NoteFormTarget.from_metadata(view["private_metadata"]),
            View(view["callback_id"]),
        )
        values = forms.read_inputs(view["state"]["values"])

        def build() -> Modal:
            choices = self._choices(workspace, user, about.channel)
            if form is View.MOVE_NOTE:
                return note_forms.move_form(choices, values, about)
            return note_forms.note_form(form, choices, values, about)

        self._background.run(
            lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=build())
        )

    def _choices(self, workspace: WorkspaceId, user: str, channel: str | None) -> NoteChoices:
        try:
            place = build_request_scope(self._people, workspace, user, channel)
            return self._services.notes.choices(workspace, user, place)
        except WaymarkError:
            return NO_CHOICES


def register_note_forms(
    app: App,
    services: Services,
    duplicates: DuplicatePrompt,
    home: HomeTab,
    background: Background,
) -> None:
    """Register the submission of the modals."""

    def saved(body: dict[str, Any], view: dict[str, Any]) -> SaveResult:
        about = NoteFormTarget.from_metadata(view["private_metadata"])
        values = {**about.start, **forms.read_inputs(view["state"]["values"])}
        form, kind = _parse_form(values), values.get(F.KIND)
        capture = CaptureRequest(
            workspace=workspace_of(body),
            channel=about.channel,
            author=str(body["user"]["id"]),
            # Submitted before it was filled in, the modal has no kind yet: the mood decides.
            kind=NoteKind(kind) if kind else None,
            line=form.text,
            form=form,
            receipt=f"view:{view['id']}",
            anonymous=values.get(F.ANONYMOUS) == YES,
        )
        result = services.notes.capture(capture)
        if prompt := about.start.get(F.PROMPT):
            services.prompts.record_answer(capture.workspace, int(prompt))
        return build_captured_message(services, capture.workspace, result), result

    def edited(body: dict[str, Any], view: dict[str, Any]) -> SaveResult:
        values, about = (
            forms.read_inputs(view["state"]["values"]),
            NoteFormTarget.from_metadata(view["private_metadata"]),
        )
        by = actor_of(body, pressed=True)
        kind = NoteKind(values.get(F.KIND) or "")
        form = _parse_form(values)
        if about.kept:
            # The rest goes on where the form ended.
            text = (values.get(F.TEXT) or "").lstrip()
            form = replace(form, text=text, full_text=text)
        return changed_message(
            services.note_edits.edit(by, about.note, kind, form, about.kept)
        ), None

    def moved(body: dict[str, Any], view: dict[str, Any]) -> SaveResult:
        values, about = (
            forms.read_inputs(view["state"]["values"]),
            NoteFormTarget.from_metadata(view["private_metadata"]),
        )
        by = actor_of(body, pressed=True)
        where = (values.get(F.STAGE), values.get(F.JOURNEY))
        return changed_message(services.note_edits.move(by, about.note, *where)), None

    for form, save in ((View.CAPTURE, saved), (View.EDIT_NOTE, edited), (View.MOVE_NOTE, moved)):
        app.view(form.value)(_submit_listener(save, duplicates, home, background))


def _submit_listener(
    save: Callable[[dict[str, Any], dict[str, Any]], SaveResult],
    duplicates: DuplicatePrompt,
    home: HomeTab,
    background: Background,
) -> Callable[..., None]:
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        try:
            answer, new = save(body, view)
        except WaymarkError as error:
            # The modal stays open with what was written in it.
            values = view["state"]["values"]
            field = error.field if isinstance(error, BadFieldError) else F.TEXT.value
            place = field if field in values else next(iter(values))
            ack(response_action="errors", errors={place: error.sentence})
            return
        ack()
        workspace, user = workspace_of(body), str(body["user"]["id"])
        channel = NoteFormTarget.from_metadata(view["private_metadata"]).channel

        def notify() -> None:
            notify_user(client, channel, user, answer)
            if new:
                duplicates.offer(client, workspace, channel, user, new)
            home.refresh(client, workspace, user)

        background.run(notify)

    return submitted


def _parse_form(values: Values) -> ParsedNote:
    text, day = (values.get(F.TEXT) or "").strip(), values.get(F.DAY)
    severity, feeling = values.get(F.SEVERITY), values.get(F.FEELING)
    details = NoteDetails(
        touchpoint=note_forms.named_part(values, F.TOUCHPOINT, F.NEW_TOUCHPOINT),
        persona=note_forms.named_part(values, F.PERSONA_CHOICE, F.PERSONA),
        channel=values.get(F.VIA),
        team=values.get(F.TEAM),
        source=values.get(F.SOURCE),
        severity=int(severity) if severity else None,
        feeling=int(feeling) if feeling else None,
    )
    return ParsedNote(
        journey=values.get(F.JOURNEY),
        stage=values.get(F.STAGE),
        text=text,
        full_text=text,
        details=details,
        day=date.fromisoformat(day) if day else None,
    )


KIND_BY_COMMAND = {
    Command.TOUCHPOINT: NoteKind.TOUCHPOINT,
    Command.PAIN_POINT: NoteKind.PAIN_POINT,
    Command.OPPORTUNITY: NoteKind.OPPORTUNITY,
}


def register_note_commands(
    app: App, services: Services, modals: NoteModals, duplicates: DuplicatePrompt
) -> None:
    """Register the three commands that save a note."""
    for command, kind in KIND_BY_COMMAND.items():
        app.command(command.value)(_command_listener(kind, services, modals, duplicates))


def _command_listener(
    kind: NoteKind, services: Services, modals: NoteModals, duplicates: DuplicatePrompt
) -> Callable[..., None]:
    def capture(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        if not command_text(command):
            ack()
            trigger, user, channel = (command[k] for k in ("trigger_id", "user_id", "channel_id"))
            modals.write(client, trigger, workspace_of(command), user, kind, channel)
            return
        meant = services.intents.parse_command(
            workspace_of(command), command["user_id"], command["channel_id"], command_text(command)
        )
        if meant.stage:
            ack()
            start: Values = {F.JOURNEY: meant.journey, F.STAGE: meant.stage}
            trigger, user, channel = (command[k] for k in ("trigger_id", "user_id", "channel_id"))
            modals.write(client, trigger, workspace_of(command), user, kind, channel, start)
            return
        if meant.intent is not Intent.NOTE:
            ack(_answer_instead(command, kind, meant.intent))
            return
        result = services.notes.capture(
            CaptureRequest(
                workspace=workspace_of(command),
                channel=command["channel_id"],
                author=command["user_id"],
                kind=kind,
                line=command_text(command),
                receipt=invocation_key(command),
            )
        )
        ack(build_captured_message(services, workspace_of(command), result))
        user, channel = command["user_id"], command["channel_id"]
        duplicates.offer(client, workspace_of(command), channel, user, result)

    return capture


def _answer_instead(command: dict[str, Any], kind: NoteKind, intent: Intent) -> dict[str, Any]:
    """Return the answer to a command that holds no note, or perhaps a question to Waymark."""
    if intent is Intent.UNCLEAR:
        held = HeldMessage(command["channel_id"], command_text(command), kind=kind)
        return unclear_message(held, kind)
    return nothing_saved_message() if intent is Intent.NO_ANSWER else command_help_message(kind)


def register_add_note_shortcut(app: App, modals: NoteModals) -> None:
    """Register the global shortcut."""

    @app.shortcut({"type": "shortcut", "callback_id": Shortcut.ADD_NOTE.value})
    def add(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user = workspace_of(shortcut), str(shortcut["user"]["id"])
        modals.write(client, shortcut["trigger_id"], workspace, user, NoteKind.PAIN_POINT, None)


def register_write_button(app: App, modals: NoteModals) -> None:
    """Register the buttons that open an empty note."""

    @app.action(any_numbered(Action.WRITE_NOTE))
    def write(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        kind, user = NoteKind(action["value"]), str(body["user"]["id"])
        modals.write(client, body["trigger_id"], workspace_of(body), user, kind, channel_of(body))


def _notes(context: CommandContext) -> Message:
    found = context.services.note_lists.list_notes(
        context.workspace, context.user, context.words, context.channel
    )
    return note_list_message(found)


def _search(context: CommandContext) -> Message:
    if not context.words:
        raise BadInputError("Search for what? For example `/journey search invoice team:support`.")
    found = context.services.note_lists.list_notes(
        context.workspace, context.user, context.words, context.channel, search=True
    )
    return note_list_message(found)


def _corrections(context: CommandContext) -> Message:
    context.check_no_words("/journey corrections")
    if context.scope.guest:
        raise NotAllowedError("Guests cannot see which moods were corrected.")
    return mood_corrections_message(
        context.services.moods.list_corrections(context.workspace, context.user, context.channel)
    )


SUBCOMMANDS: Subcommands = {
    "notes": _notes,
    "search": _search,
    "corrections": _corrections,
    **teams.SUBCOMMANDS,
}
