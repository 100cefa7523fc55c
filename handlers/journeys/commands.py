"""`/journey` and its sub-commands."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.journeys.lookup import NOT_FOR_GUESTS
from bot.journeys.map import MapPartsView
from bot.services import Services
from domain.errors import NotAllowedError
from domain.journeys import BUYER
from domain.text import split_first_word
from handlers.help.blocks import unknown_command_message
from handlers.journeys import lists
from handlers.journeys.editing import FormOpener
from handlers.journeys.forms import Target
from handlers.journeys.map_blocks import build_map_message
from handlers.journeys.map_images import MapImageUploader
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.ids import Command, View
from handlers.slack.payloads import command_text
from handlers.slack.subcommands import CommandContext, Message, Subcommands


def _find_parts(context: CommandContext) -> MapPartsView:
    """Return the parts of the journey named by the words, or of the channel's."""
    key = context.words.strip().casefold() or None
    return context.services.map.find_parts(context.workspace, context.user, key, context.scope)


def _open_form(context: CommandContext, target: Target) -> None:
    opener = FormOpener(context.services, context.people, context.background)
    trigger = context.command["trigger_id"]
    opener.open(context.client, trigger, context.workspace, context.user, target)


def _map(context: CommandContext) -> Message:
    shown = context.services.map.show_typed(context.workspace, context.words, context.scope)
    images = MapImageUploader(context.people)

    def show_image() -> None:
        images.show(context.client, context.workspace, context.channel, context.user, shown)

    context.background.run_slow(show_image)
    return build_map_message(shown)


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


def _history(context: CommandContext) -> Message:
    journey = _find_parts(context).journey
    return lists.history_message(context.services.map.history(context.workspace, journey))


def _new(context: CommandContext) -> Message | None:
    if context.words:
        # A name is enough: the stages are those of the template, and can be changed.
        values = {"name": context.words, "start": BUYER.key}
        journeys, channel = context.services.journeys, context.channel
        return lists.change_saved_message(
            journeys.create(context.workspace, context.user, values, channel)
        )
    _open_form(context, Target(View.NEW_JOURNEY, channel=context.channel))
    return None


def _edit(context: CommandContext) -> None:
    journey = _find_parts(context).journey.id
    _open_form(context, Target(View.JOURNEY, journey, journey, channel=context.channel))


def _settings(context: CommandContext) -> None:
    _open_form(
        context, Target(View.SETTINGS, _find_parts(context).journey.id, channel=context.channel)
    )


def _list_parts(form: View) -> Callable[[CommandContext], Message]:
    return lambda context: lists.part_list(form, _find_parts(context))


SUBCOMMANDS: Subcommands = {
    "map": _map,
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
}


def register(
    app: App,
    services: Services,
    people: SlackPeople,
    background: Background,
    subcommands: Subcommands,
) -> None:
    """Register `/journey` with its sub-commands."""

    @app.command(Command.JOURNEY.value)
    def journey(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        word, rest = split_first_word(command_text(command))
        answer = subcommands.get(word.casefold() or "map")
        if answer is None:
            ack(unknown_command_message(word, list(subcommands)))
            return
        context = CommandContext(services, people, background, client, command, rest)
        ack(answer(context) or "")
