"""`/journey` and its sub-commands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.journeys.lookup import NOT_FOR_GUESTS, RequestScope, build_request_scope
from bot.journeys.map import MapPartsView
from bot.services import Services
from domain.errors import BadInputError, NotAllowedError
from domain.exports import ExportFormat
from domain.journeys import WorkspaceId
from domain.reviews import is_comparison
from domain.text import split_first_word
from handlers.exports.blocks import file_coming_message
from handlers.exports.canvas import CanvasCreator, canvas_coming_message
from handlers.exports.files import FileSender, ReviewWriter
from handlers.imports.blocks import import_help_message
from handlers.improvements import blocks as improvement_blocks
from handlers.journeys import lists
from handlers.journeys.editing import FormOpener
from handlers.journeys.forms import Target
from handlers.journeys.help import help_message, unknown_command_message
from handlers.journeys.map_blocks import build_map_message
from handlers.journeys.map_images import MapImageUploader
from handlers.notes.blocks import mood_corrections_message
from handlers.notes.list_blocks import note_list_message
from handlers.reminders.blocks import reminders_message
from handlers.reviews.commands import about_its_day
from handlers.reviews.comparison import comparison
from handlers.reviews.thread import preview
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.ids import Command, View
from handlers.slack.payloads import command_text, workspace_of
from handlers.themes.blocks import theme_list_message

Message = dict[str, Any]


@dataclass(frozen=True)
class CommandContext:
    """A `/journey` command: `words` are what follows its first word."""

    services: Services
    people: SlackPeople
    opener: FormOpener
    images: MapImageUploader
    background: Background
    command: dict[str, Any]
    words: str
    client: WebClient

    @property
    def workspace(self) -> WorkspaceId:
        """The workspace it was typed in."""
        return workspace_of(self.command)

    @property
    def user(self) -> str:
        """The Slack user id of the person who typed it."""
        return str(self.command["user_id"])

    @property
    def channel(self) -> str:
        """The channel it was typed in."""
        return str(self.command["channel_id"])

    @property
    def scope(self) -> RequestScope:
        """The journeys it can be about."""
        return build_request_scope(self.people, self.workspace, self.user, self.channel)

    def find_parts(self) -> MapPartsView:
        """Return the parts of the journey named by `words`, or of the channel's."""
        key = self.words.strip().casefold() or None
        return self.services.map.find_parts(self.workspace, self.user, key, self.scope)

    def open_form(self, target: Target) -> None:
        """Open a form."""
        trigger = self.command["trigger_id"]
        self.opener.open(self.client, trigger, self.workspace, self.user, target)

    def check_no_words(self, command: str) -> None:
        """Raise BadInputError if words follow a command that has none."""
        if self.words:
            raise BadInputError(
                f"`{command}` takes nothing more; “{self.words[:40]}” was not understood."
            )


def _map(context: CommandContext) -> Message:
    shown = context.services.map.show_typed(context.workspace, context.words, context.scope)

    def show_image() -> None:
        context.images.show(context.client, context.workspace, context.channel, context.user, shown)

    context.background.run_slow(show_image)
    return build_map_message(shown)


def _review(context: CommandContext) -> Message:
    scheduled = about_its_day(context)
    if scheduled:
        return scheduled
    if is_comparison(context.words):
        return comparison(
            context.services.reviews.compare(context.workspace, context.words, place=context.scope)
        )
    review = context.services.reviews.compute(
        context.workspace, period=context.words or None, place=context.scope
    )
    return preview(review)


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


def _themes(context: CommandContext) -> Message:
    where = (context.workspace, context.user, context.words or None, context.channel)
    return theme_list_message(context.services.list_themes(*where))


def _corrections(context: CommandContext) -> Message:
    context.check_no_words("/journey corrections")
    if context.scope.guest:
        raise NotAllowedError("Guests cannot see which moods were corrected.")
    return mood_corrections_message(
        context.services.moods.list_corrections(context.workspace, context.user, context.channel)
    )


def _export(context: CommandContext) -> Message:
    export = context.services.exports.typed(context.workspace, context.words, context.scope)
    if export.wish.form is ExportFormat.CANVAS and export.review and export.journey.home_channel:
        context.background.run_slow(
            lambda: CanvasCreator().make(context.client, context.channel, context.user, export)
        )
        return canvas_coming_message(export.review, export.journey.home_channel)
    services = context.services
    files = FileSender(services.exports, ReviewWriter(services.map, context.people))
    context.background.run_slow(
        lambda: files.send(context.client, context.channel, context.user, export)
    )
    return file_coming_message(export)


def _here(context: CommandContext) -> Message:
    context.check_no_words("/journey here")
    journey = context.services.journeys.set_home_channel(
        context.workspace, context.user, context.channel
    )
    return lists.home_channel_message(journey)


def _use(context: CommandContext) -> Message:
    journey = context.services.journeys.use_in_channel(
        context.workspace, context.user, context.words, context.channel
    )
    return lists.channel_journey_message(journey)


def _list(context: CommandContext) -> Message:
    context.check_no_words("/journey list")
    if context.scope.guest:
        raise NotAllowedError(NOT_FOR_GUESTS)
    return lists.journey_list(context.services.journeys.list_journeys(context.workspace))


def _import(context: CommandContext) -> Message:
    context.check_no_words("/journey import")
    return import_help_message()


def _reminders(context: CommandContext) -> Message:
    choose = context.services.choose_reminders
    reminded, changed = choose.typed(context.workspace, context.user, context.words)
    return reminders_message(reminded=reminded, changed=changed)


def _history(context: CommandContext) -> Message:
    journey = context.find_parts().journey
    return lists.history_message(context.services.map.history(context.workspace, journey))


def _new(context: CommandContext) -> None:
    context.open_form(Target(View.NEW_JOURNEY, channel=context.channel))


def _edit(context: CommandContext) -> None:
    journey = context.find_parts().journey.id
    context.open_form(Target(View.JOURNEY, journey, journey, channel=context.channel))


def _settings(context: CommandContext) -> None:
    context.open_form(
        Target(View.SETTINGS, context.find_parts().journey.id, channel=context.channel)
    )


def _actions(context: CommandContext) -> Message:
    found = context.services.list_actions(
        context.workspace, context.user, context.words, context.channel
    )
    return improvement_blocks.improvement_list_message(found)


def _list_parts(form: View) -> Callable[[CommandContext], Message]:
    return lambda context: lists.part_list(form, context.find_parts())


SUBCOMMANDS: dict[str, Callable[[CommandContext], Message | None]] = {
    "map": _map,
    "review": _review,
    "notes": _notes,
    "search": _search,
    "themes": _themes,
    "corrections": _corrections,
    "export": _export,
    "actions": _actions,
    "stages": _list_parts(View.STAGE),
    "personas": _list_parts(View.PERSONA),
    "touchpoints": _list_parts(View.TOUCHPOINT),
    "kpis": _list_parts(View.KPI),
    "list": _list,
    "new": _new,
    "edit": _edit,
    "settings": _settings,
    "use": _use,
    "here": _here,
    "history": _history,
    "reminders": _reminders,
    "import": _import,
    "help": lambda _: help_message(),
}


def register(
    app: App,
    services: Services,
    people: SlackPeople,
    opener: FormOpener,
    images: MapImageUploader,
    background: Background,
) -> None:
    """Listen to `/journey`."""

    @app.command(Command.JOURNEY.value)
    def journey(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        word, rest = split_first_word(command_text(command))
        answer = SUBCOMMANDS.get(word.casefold() or "map")
        if answer is None:
            ack(unknown_command_message(word, list(SUBCOMMANDS)))
            return
        context = CommandContext(
            services, people, opener, images, background, command, rest, client
        )
        ack(answer(context) or "")
