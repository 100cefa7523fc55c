"""`/journey` and what can follow it."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.domain.errors import BadInputError
from bot.domain.typed import first_word
from bot.usecases.catalogue import UseCases
from handlers.blocks.help import guide
from handlers.blocks.home_channel import settled
from handlers.blocks.journey_map import journey_map
from handlers.blocks.note_list import listed
from handlers.blocks.review import preview
from handlers.ids import Command
from handlers.incoming import typed_text, workspace_of

Answer = dict[str, Any]
Asked = Callable[[UseCases, dict[str, Any], str], Answer]


def _map(use: UseCases, command: dict[str, Any], words: str) -> Answer:
    _nothing_more(words, "/journey map")
    return journey_map(use.compute_review(workspace_of(command)))


def _review(use: UseCases, command: dict[str, Any], words: str) -> Answer:
    return preview(use.compute_review(workspace_of(command), period=words or None))


def _notes(use: UseCases, command: dict[str, Any], words: str) -> Answer:
    return listed(use.list_notes(workspace_of(command), command["user_id"], words))


def _here(use: UseCases, command: dict[str, Any], words: str) -> Answer:
    _nothing_more(words, "/journey here")
    return settled(use.set_home(workspace_of(command), command["channel_id"]))


def _help(_use: UseCases, _command: dict[str, Any], _words: str) -> Answer:
    return guide()


SUBCOMMANDS: dict[str, Asked] = {
    "map": _map,
    "review": _review,
    "notes": _notes,
    "here": _here,
    "help": _help,
}


def register(app: App, use: UseCases) -> None:
    """Listen to `/journey`."""

    @app.command(Command.JOURNEY.value)
    def journey(ack: Ack, command: dict[str, Any]) -> None:
        word, rest = first_word(typed_text(command))
        asked = SUBCOMMANDS.get(word.casefold() or "map")
        if asked is None:
            ack(guide(f"“/journey {word[:40]}” is not something Waymark knows. This is:"))
            return
        ack(asked(use, command, rest))


def _nothing_more(words: str, command: str) -> None:
    if words:
        raise BadInputError(f"`{command}` takes nothing more; “{words[:40]}” was not understood.")
