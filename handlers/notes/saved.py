"""The answers to a saved or placed note, with the themes it may belong to."""

from typing import Any

from bot.notes.capture import CapturedNote
from bot.notes.inbox import PlacedNote
from bot.services import Services
from domain.journeys import WorkspaceId
from handlers.notes.blocks import captured_message, is_to_sort, placed_message


def build_captured_message(
    services: Services, workspace: WorkspaceId, result: CapturedNote
) -> dict[str, Any]:
    """Return the answer to a capture. Takes no statement: it must not delay the answer."""
    if not is_to_sort(result.note):
        return captured_message(result)
    stage = result.stage.key if result.stage else None
    suggested = services.theme_suggester.suggest_from_memory(
        workspace, result.journey, result.note, stage
    )
    name = services.theme_suggester.suggest_name_from_memory(workspace, result.journey, result.note)
    return captured_message(result, suggested, name)


def build_placed_message(
    services: Services, workspace: WorkspaceId, result: PlacedNote
) -> dict[str, Any]:
    """Return the answer to filing an unsorted note."""
    if not is_to_sort(result.note):
        return placed_message(result)
    suggested = services.theme_suggester.suggest_from_memory(
        workspace, result.journey, result.note, result.stage.key
    )
    name = services.theme_suggester.suggest_name_from_memory(workspace, result.journey, result.note)
    return placed_message(result, suggested, name)
