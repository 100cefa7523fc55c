"""Reading people.json."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sandbox.objects import Object
from sandbox.workspace.builtin import PEOPLE


def read_roster(source: Path | str | Mapping[str, Any] | None) -> Object:
    """`{"company", "people": [...], "channels": [...]}` from a path, its content, or built in.

    Raises:
        ValueError: the file is missing, not JSON, or without people.
    """
    if source is None:
        return PEOPLE
    roster = dict(source) if isinstance(source, Mapping) else _load(Path(source))
    if not roster.get("people"):
        raise ValueError("people.json names no people")
    return roster


def _load(path: Path) -> Object:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        message = f"people file {path} cannot be read: {error}"
        raise ValueError(message) from error
    if not isinstance(content, dict):
        message = f"people file {path} is not an object"
        raise ValueError(message)
    return content
