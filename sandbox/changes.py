"""What happened in the workspace, told to whoever listens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.objects import Object


@dataclass(frozen=True)
class Change:
    """One thing that happened.

    `kind` is one of message, message_changed, message_deleted, ephemeral, reaction_added,
    reaction_removed, member_joined, member_left, channel, read, file, view, home, home_opened,
    status, prompts, clock, settings, installed, uninstalled, revoked.
    """

    kind: str
    data: Object


Listener = Callable[[Change], None]


@dataclass
class Changes:
    """A list of listeners, called in order on the sandbox's one loop."""

    _listeners: list[Listener] = field(default_factory=list)

    def listen(self, listener: Listener) -> None:
        """From now on call `listener` for every change."""
        self._listeners.append(listener)

    def leave(self, listener: Listener) -> None:
        """Stop calling `listener`."""
        self._listeners.remove(listener)

    def tell(self, kind: str, **data: Any) -> None:
        """Something happened."""
        for listener in list(self._listeners):
            listener(Change(kind, data))
