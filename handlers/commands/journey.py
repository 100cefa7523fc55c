"""`/journey` and what can follow it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.comparison import asks_for_two
from bot.domain.errors import BadInputError, NotAllowedError
from bot.domain.journey import WorkspaceId
from bot.domain.typed import first_word
from bot.domain.typed_export import ExportForm
from bot.usecases.catalogue import UseCases
from bot.usecases.journeys import NOT_FOR_GUESTS, Place, place_of
from bot.usecases.show_parts import PartsShown
from handlers.background import Background
from handlers.blocks import actions
from handlers.blocks.canvases import coming_canvas
from handlers.blocks.comparison import comparison
from handlers.blocks.exported import coming_file
from handlers.blocks.help import guide
from handlers.blocks.home_channel import meant, settled
from handlers.blocks.importing.how import how_to_import
from handlers.blocks.journey_map import journey_map
from handlers.blocks.keeping import lists
from handlers.blocks.keeping.target import Target
from handlers.blocks.lessons import lessons
from handlers.blocks.note_list import listed
from handlers.blocks.nudge import reminders_message
from handlers.blocks.reviews.preview import preview
from handlers.blocks.themes import themes
from handlers.commands.review import about_its_day
from handlers.exported_files import ExportedFiles
from handlers.ids import Command, View
from handlers.incoming import typed_text, workspace_of
from handlers.map_pictures import MapPictures
from handlers.people import SlackPeople
from handlers.review_canvases import ReviewCanvases
from handlers.views.keeping.opening import Forms

Answer = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """What answering a command takes."""

    use: UseCases
    people: SlackPeople
    forms: Forms
    pictures: MapPictures
    files: ExportedFiles
    canvases: ReviewCanvases
    background: Background


@dataclass(frozen=True)
class Asked:
    """Somebody typed `/journey`, a word, and `words` after it."""

    desk: Desk
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
    def place(self) -> Place:
        """Which journey they can mean there."""
        return place_of(self.desk.people, self.workspace, self.user, self.channel)

    def parts(self) -> PartsShown:
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


def _map(asked: Asked) -> Answer:
    desk = asked.desk
    shown = desk.use.show_map.typed(asked.workspace, asked.words, asked.place)

    def drawn() -> None:
        desk.pictures.show(asked.client, asked.workspace, asked.channel, asked.user, shown)

    desk.background.run_slow(drawn)
    return journey_map(shown)


def _review(asked: Asked) -> Answer:
    scheduled = about_its_day(asked)
    if scheduled:
        return scheduled
    if asks_for_two(asked.words):
        return comparison(
            asked.desk.use.compare_reviews(asked.workspace, asked.words, place=asked.place)
        )
    review = asked.desk.use.compute_review(
        asked.workspace, period=asked.words or None, place=asked.place
    )
    return preview(review)


def _notes(asked: Asked) -> Answer:
    found = asked.desk.use.list_notes(asked.workspace, asked.user, asked.words, asked.channel)
    return listed(found)


def _search(asked: Asked) -> Answer:
    if not asked.words:
        raise BadInputError("Search for what? For example `/journey search invoice team:support`.")
    found = asked.desk.use.list_notes(
        asked.workspace, asked.user, asked.words, asked.channel, search=True
    )
    return listed(found)


def _themes(asked: Asked) -> Answer:
    where = (asked.workspace, asked.user, asked.words or None, asked.channel)
    return themes(asked.desk.use.list_themes(*where))


def _corrections(asked: Asked) -> Answer:
    asked.nothing_more("/journey corrections")
    if asked.place.guest:
        raise NotAllowedError("Guests cannot see which moods were corrected.")
    return lessons(asked.desk.use.list_lessons(asked.workspace, asked.user, asked.channel))


def _export(asked: Asked) -> Answer:
    desk = asked.desk
    export = desk.use.exports.typed(asked.workspace, asked.words, asked.place)
    if export.wish.form is ExportForm.CANVAS and export.review and export.journey.home_channel:
        desk.background.run_slow(
            lambda: desk.canvases.make(asked.client, asked.channel, asked.user, export)
        )
        return coming_canvas(export.review, export.journey.home_channel)
    desk.background.run_slow(
        lambda: desk.files.send(asked.client, asked.channel, asked.user, export)
    )
    return coming_file(export)


def _here(asked: Asked) -> Answer:
    asked.nothing_more("/journey here")
    return settled(asked.desk.use.set_home(asked.workspace, asked.user, asked.channel))


def _use(asked: Asked) -> Answer:
    journeys = asked.desk.use.journeys
    return meant(journeys.use(asked.workspace, asked.user, asked.words, asked.channel))


def _list(asked: Asked) -> Answer:
    asked.nothing_more("/journey list")
    if asked.place.guest:
        raise NotAllowedError(NOT_FOR_GUESTS)
    return lists.journeys(asked.desk.use.show_parts.journeys(asked.workspace))


def _import(asked: Asked) -> Answer:
    asked.nothing_more("/journey import")
    return how_to_import()


def _reminders(asked: Asked) -> Answer:
    choose = asked.desk.use.choose_reminders
    reminded, changed = choose.typed(asked.workspace, asked.user, asked.words)
    return reminders_message(reminded=reminded, changed=changed)


def _history(asked: Asked) -> Answer:
    shown = asked.parts()
    return lists.history(asked.desk.use.show_parts.history(asked.workspace, shown.journey))


def _new(asked: Asked) -> None:
    asked.open(Target(View.NEW_JOURNEY, channel=asked.channel))


def _edit(asked: Asked) -> None:
    journey = asked.parts().journey.id
    asked.open(Target(View.JOURNEY, journey, journey, channel=asked.channel))


def _settings(asked: Asked) -> None:
    asked.open(Target(View.SETTINGS, asked.parts().journey.id, channel=asked.channel))


def _actions(asked: Asked) -> Answer:
    found = asked.desk.use.list_actions(asked.workspace, asked.user, asked.words, asked.channel)
    return actions.listed(found)


SUBCOMMANDS: dict[str, Callable[[Asked], Answer | None]] = {
    "map": _map,
    "review": _review,
    "notes": _notes,
    "search": _search,
    "themes": _themes,
    "corrections": _corrections,
    "export": _export,
    "actions": _actions,
    "stages": lambda asked: lists.stages(asked.parts()),
    "personas": lambda asked: lists.personas(asked.parts()),
    "touchpoints": lambda asked: lists.touchpoints(asked.parts()),
    "kpis": lambda asked: lists.kpis(asked.parts()),
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


def register(app: App, desk: Desk) -> None:
    """Listen to `/journey`."""

    @app.command(Command.JOURNEY.value)
    def journey(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        word, rest = first_word(typed_text(command))
        answer = SUBCOMMANDS.get(word.casefold() or "map")
        if answer is None:
            ack(guide(f"“/journey {word[:40]}” is not something Waymark knows. This is:"))
            return
        ack(answer(Asked(desk, command, rest, client)) or "")
