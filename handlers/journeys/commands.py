"""`/journey` and what can follow it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.journeys.listing import MapPartsView
from bot.journeys.lookup import NOT_FOR_GUESTS, RequestScope, build_request_scope
from bot.services import Services
from domain.errors import BadInputError, NotAllowedError
from domain.exports import ExportFormat
from domain.journeys import WorkspaceId
from domain.reviews import is_comparison
from domain.text import split_first_word
from handlers.exports.blocks import file_coming_message
from handlers.exports.canvas import CanvasCreator, canvas_coming_message
from handlers.exports.files import FileSender
from handlers.imports.blocks import import_help_message
from handlers.improvements import blocks as improvement_blocks
from handlers.journeys import lists as part_lists
from handlers.journeys.editing import Forms
from handlers.journeys.help import guide
from handlers.journeys.lists import meant, settled
from handlers.journeys.map_blocks import journey_map
from handlers.journeys.map_images import MapImageUploader
from handlers.journeys.part_forms import Target
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

Answer = dict[str, Any]


@dataclass(frozen=True)
class JourneyCommandServices:
    """What answering a command takes."""

    use: Services
    people: SlackPeople
    forms: Forms
    pictures: MapImageUploader
    files: FileSender
    canvases: CanvasCreator
    background: Background


@dataclass(frozen=True)
class CommandContext:
    """Somebody typed `/journey`, a word, and `words` after it."""

    desk: JourneyCommandServices
    command: dict[str, Any]
    words: str
    client: WebClient

    @property
    def workspace(self) -> WorkspaceId:
        """Where they are."""
        return workspace_of(self.command)

    @property
    def user(self) -> str:
        """Who they are."""
        return str(self.command["user_id"])

    @property
    def channel(self) -> str:
        """The channel they typed it in."""
        return str(self.command["channel_id"])

    @property
    def place(self) -> RequestScope:
        """Which journey they can mean there."""
        return build_request_scope(self.desk.people, self.workspace, self.user, self.channel)

    def parts(self) -> MapPartsView:
        """The parts of the journey they named, or of the one that is meant there."""
        key = self.words.strip().casefold() or None
        return self.desk.use.show_parts(self.workspace, self.user, key, self.place)

    def open(self, target: Target) -> None:
        """Open a form for them."""
        trigger = self.command["trigger_id"]
        self.desk.forms.open(self.client, trigger, self.workspace, self.user, target)

    def nothing_more(self, command: str) -> None:
        """Raise BadInputError when words follow that mean nothing there."""
        if self.words:
            raise BadInputError(
                f"`{command}` takes nothing more; “{self.words[:40]}” was not understood."
            )


def _map(asked: CommandContext) -> Answer:
    desk = asked.desk
    shown = desk.use.show_map.typed(asked.workspace, asked.words, asked.place)

    def drawn() -> None:
        desk.pictures.show(asked.client, asked.workspace, asked.channel, asked.user, shown)

    desk.background.run_slow(drawn)
    return journey_map(shown)


def _review(asked: CommandContext) -> Answer:
    scheduled = about_its_day(asked)
    if scheduled:
        return scheduled
    if is_comparison(asked.words):
        return comparison(
            asked.desk.use.reviews.compare(asked.workspace, asked.words, place=asked.place)
        )
    review = asked.desk.use.reviews.compute(
        asked.workspace, period=asked.words or None, place=asked.place
    )
    return preview(review)


def _notes(asked: CommandContext) -> Answer:
    found = asked.desk.use.note_lists.list_notes(
        asked.workspace, asked.user, asked.words, asked.channel
    )
    return note_list_message(found)


def _search(asked: CommandContext) -> Answer:
    if not asked.words:
        raise BadInputError("Search for what? For example `/journey search invoice team:support`.")
    found = asked.desk.use.note_lists.list_notes(
        asked.workspace, asked.user, asked.words, asked.channel, search=True
    )
    return note_list_message(found)


def _themes(asked: CommandContext) -> Answer:
    where = (asked.workspace, asked.user, asked.words or None, asked.channel)
    return theme_list_message(asked.desk.use.list_themes(*where))


def _corrections(asked: CommandContext) -> Answer:
    asked.nothing_more("/journey corrections")
    if asked.place.guest:
        raise NotAllowedError("Guests cannot see which moods were corrected.")
    return mood_corrections_message(
        asked.desk.use.moods.list_corrections(asked.workspace, asked.user, asked.channel)
    )


def _export(asked: CommandContext) -> Answer:
    desk = asked.desk
    export = desk.use.exports.typed(asked.workspace, asked.words, asked.place)
    if export.wish.form is ExportFormat.CANVAS and export.review and export.journey.home_channel:
        desk.background.run_slow(
            lambda: desk.canvases.make(asked.client, asked.channel, asked.user, export)
        )
        return canvas_coming_message(export.review, export.journey.home_channel)
    desk.background.run_slow(
        lambda: desk.files.send(asked.client, asked.channel, asked.user, export)
    )
    return file_coming_message(export)


def _here(asked: CommandContext) -> Answer:
    asked.nothing_more("/journey here")
    return settled(asked.desk.use.set_home(asked.workspace, asked.user, asked.channel))


def _use(asked: CommandContext) -> Answer:
    journeys = asked.desk.use.journeys
    return meant(journeys.use(asked.workspace, asked.user, asked.words, asked.channel))


def _list(asked: CommandContext) -> Answer:
    asked.nothing_more("/journey list")
    if asked.place.guest:
        raise NotAllowedError(NOT_FOR_GUESTS)
    return part_lists.journeys(asked.desk.use.show_parts.journeys(asked.workspace))


def _import(asked: CommandContext) -> Answer:
    asked.nothing_more("/journey import")
    return import_help_message()


def _reminders(asked: CommandContext) -> Answer:
    choose = asked.desk.use.choose_reminders
    reminded, changed = choose.typed(asked.workspace, asked.user, asked.words)
    return reminders_message(reminded=reminded, changed=changed)


def _history(asked: CommandContext) -> Answer:
    shown = asked.parts()
    return part_lists.history(asked.desk.use.show_parts.history(asked.workspace, shown.journey))


def _new(asked: CommandContext) -> None:
    asked.open(Target(View.NEW_JOURNEY, channel=asked.channel))


def _edit(asked: CommandContext) -> None:
    journey = asked.parts().journey.id
    asked.open(Target(View.JOURNEY, journey, journey, channel=asked.channel))


def _settings(asked: CommandContext) -> None:
    asked.open(Target(View.SETTINGS, asked.parts().journey.id, channel=asked.channel))


def _actions(asked: CommandContext) -> Answer:
    found = asked.desk.use.list_actions(asked.workspace, asked.user, asked.words, asked.channel)
    return improvement_blocks.improvement_list_message(found)


SUBCOMMANDS: dict[str, Callable[[CommandContext], Answer | None]] = {
    "map": _map,
    "review": _review,
    "notes": _notes,
    "search": _search,
    "themes": _themes,
    "corrections": _corrections,
    "export": _export,
    "actions": _actions,
    "stages": lambda asked: part_lists.stages(asked.parts()),
    "personas": lambda asked: part_lists.personas(asked.parts()),
    "touchpoints": lambda asked: part_lists.touchpoints(asked.parts()),
    "kpis": lambda asked: part_lists.kpis(asked.parts()),
    "list": _list,
    "new": _new,
    "edit": _edit,
    "settings": _settings,
    "use": _use,
    "here": _here,
    "history": _history,
    "reminders": _reminders,
    "import": _import,
    "help": lambda _: guide(),
}


def register(app: App, desk: JourneyCommandServices) -> None:
    """Listen to `/journey`."""

    @app.command(Command.JOURNEY.value)
    def journey(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        word, rest = split_first_word(command_text(command))
        answer = SUBCOMMANDS.get(word.casefold() or "map")
        if answer is None:
            ack(guide(f"“/journey {word[:40]}” is not something Waymark knows. This is:"))
            return
        ack(answer(CommandContext(desk, command, rest, client)) or "")
