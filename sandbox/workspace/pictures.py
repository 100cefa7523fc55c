"""Blocks that show an uploaded file: Slack refuses them until it has processed the file."""

from collections.abc import Iterator
from typing import Any

from sandbox.content import refusal
from sandbox.workspace.workspace import Workspace


def check_pictures(workspace: Workspace, blocks: Any) -> None:
    """Go on only if every file the blocks show is there and processed.

    Raises:
        SlackError: invalid_blocks.
    """
    problems = [
        f"invalid slack file [json-pointer:{pointer}]"
        for pointer, file_id in _shown(blocks, "/blocks")
        if not (file := workspace.files.get(file_id)) or not file.processed
    ]
    if problems:
        raise refusal("invalid_blocks", problems)


def _shown(part: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Where files are shown by id, as (JSON pointer, id)."""
    if isinstance(part, list):
        for index, item in enumerate(part):
            yield from _shown(item, f"{pointer}/{index}")
    elif isinstance(part, dict):
        file = part.get("slack_file")
        if isinstance(file, dict) and isinstance(file.get("id"), str):
            yield f"{pointer}/slack_file", file["id"]
        for key, value in part.items():
            yield from _shown(value, f"{pointer}/{key}")
