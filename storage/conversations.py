"""Queries of the last questions that were asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from storage.repository import Repository
from storage.schema.conversations import conversations


class ConversationRepository(Repository):
    """The last question of each place in one workspace."""

    def last(self, place: str, since: datetime) -> tuple[int, dict[str, Any]] | None:
        """Return the journey id and the question asked last in a place, None before `since`."""
        row = self._connection.execute(
            select(conversations.c.journey_id, conversations.c.question).where(
                conversations.c.workspace_id == self._workspace,
                conversations.c.place == place,
                conversations.c.at >= since,
            )
        ).one_or_none()
        return (row.journey_id, row.question) if row else None

    def save(self, place: str, journey_id: int, question: Mapping[str, Any], at: datetime) -> None:
        """Save the question in place of the one before it."""
        values = {"journey_id": journey_id, "question": dict(question), "at": at}
        here = (conversations.c.workspace_id == self._workspace) & (conversations.c.place == place)
        if self._connection.execute(update(conversations).where(here).values(**values)).rowcount:
            return
        first = {"workspace_id": self._workspace, "place": place, **values}
        if not self._inserted_first(conversations, **first):
            # Somebody else's question in the thread was saved meanwhile; either may be the last.
            self._connection.execute(update(conversations).where(here).values(**values))

    def delete_before(self, at: datetime) -> None:
        """Delete the questions asked before an instant."""
        self._connection.execute(
            delete(conversations).where(
                conversations.c.workspace_id == self._workspace, conversations.c.at < at
            )
        )
