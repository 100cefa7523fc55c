"""Actions people own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from bot.domain.actions import Action, ActionDraft, ActionState


@dataclass(frozen=True)
class ActionFilter:
    """Which actions to list; null means any. `due_before` leaves out those that are not due."""

    states: tuple[ActionState, ...] | None = None
    owner: str | None = None
    due_before: date | None = None


class Actions(Protocol):
    """The actions of one workspace."""

    def add(
        self, journey_id: int, draft: ActionDraft, author: str, at: datetime, receipt: str
    ) -> int | None:
        """Keep a new one; null where that delivery has made one already."""
        ...

    def made_by(self, receipt: str) -> int | None: ...

    def by_id(self, action_id: int) -> tuple[int, Action] | None:
        """The action with the id of its journey."""
        ...

    def change(self, action_id: int, draft: ActionDraft) -> None: ...

    def move(
        self,
        action_id: int,
        state: ActionState,
        author: str,
        at: datetime,
        implemented_on: date | None,
        measured: dict[str, Any] | None,
    ) -> None:
        """Put it into another state, and remember who did that."""
        ...

    def listed(
        self, journey_id: int, wanted: ActionFilter, limit: int, offset: int = 0
    ) -> Sequence[Action]:
        """By state, those due first at first."""
        ...

    def count(self, journey_id: int, wanted: ActionFilter) -> int: ...

    def of_period(self, journey_id: int, start: datetime, end: datetime) -> Sequence[Action]:
        """Those made before the end that were not over before the start."""
        ...

    def open_of(self, user: str, limit: int) -> Sequence[tuple[int, Action]]:
        """Somebody's open ones in all journeys, each with the id of its journey."""
        ...
