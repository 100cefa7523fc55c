"""`/journey` and what can follow it."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.domain.errors import BadInputError
from bot.domain.journey import WorkspaceId
from bot.usecases.catalogue import UseCases
from handlers.blocks.help import guide
from handlers.blocks.journey_map import journey_map
from handlers.blocks.note_list import listed
from handlers.blocks.review import preview
from handlers.ids import Command
from handlers.incoming import typed_text, workspace_of

Answer = dict[str, Any]
Asked = Callable[[UseCases, WorkspaceId, str, str], Answer]


def _map(use: UseCases, workspace: WorkspaceId, _user: str, words: str) -> Answer:
    _nothing_more(words, "/journey map")
    return journey_map(use.compute_review(workspace))


def _review(use: UseCases, workspace: WorkspaceId, _user: str, words: str) -> Answer:
    return preview(use.compute_review(workspace, period=words or None))


def _notes(use: UseCases, workspace: WorkspaceId, user: str, words: str) -> Answer:
    return listed(use.list_notes(workspace, user, words))


def _help(_use: UseCases, _workspace: WorkspaceId, _user: str, _words: str) -> Answer:
    return guide()


SUBCOMMANDS: dict[str, Asked] = {"map": _map, "review": _review, "notes": _notes, "help": _help}


def register(app: App, use: UseCases) -> None:
    """Listen to `/journey`."""

    @app.command(Command.JOURNEY.value)
    def journey(ack: Ack, command: dict[str, Any]) -> None:
        word, _, rest = typed_text(command).partition(" ")
        asked = SUBCOMMANDS.get(word.casefold() or "map")
        if asked is None:
            ack(guide(f"“/journey {word[:40]}” is not something Waymark knows. This is:"))
            return
        ack(asked(use, workspace_of(command), command["user_id"], rest.strip()))


def _nothing_more(words: str, command: str) -> None:
    if words:
        raise BadInputError(f"`{command}` takes nothing more; “{words[:40]}” was not understood.")
