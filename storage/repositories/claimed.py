"""What is claimed, then there, refused or unclear: rows of what is posted once."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Table, update

from bot.domain.publication import PublicationState
from storage.repositories.base import Repository


class ClaimedRows(Repository):
    """Rows of one workspace with `state`, `attempts`, `retry_at` and `reason`.

    Whatever is posted calls being claimed, refused or unclear by the same words.
    """

    rows: ClassVar[Table[Any]]

    def failed(self, row_id: int, reason: str, retry_at: datetime) -> None:
        """It is certainly not where people would see it."""
        state = PublicationState.FAILED.value
        self._set(row_id, state=state, reason=reason, retry_at=retry_at)

    def unsure(self, row_id: int, reason: str, retry_at: datetime) -> None:
        """It may be there."""
        state = PublicationState.UNSURE.value
        self._set(row_id, state=state, reason=reason, retry_at=retry_at)

    def _taken(self, row_id: int, attempts: int, done: str, **values: Any) -> bool:
        """Claim a row seen with that number of attempts; false when somebody else did.

        `done` is the state of what needs no claiming any more.
        """
        columns = self.rows.c
        unchanged = (columns["attempts"] == attempts) & (columns["state"] != done)
        claimed = {"state": PublicationState.CLAIMED.value, "attempts": attempts + 1}
        taken = update(self.rows).where(self._mine(row_id), unchanged).values(**claimed, **values)
        return self._connection.execute(taken).rowcount == 1

    def _set(self, row_id: int, **values: Any) -> None:
        self._connection.execute(update(self.rows).where(self._mine(row_id)).values(**values))

    def _mine(self, row_id: int) -> ColumnElement[bool]:
        columns = self.rows.c
        mine: ColumnElement[bool] = columns["workspace_id"] == self._workspace
        this: ColumnElement[bool] = columns["id"] == row_id
        return mine & this
