"""What all repositories share."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Connection, Table, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.journeys import WorkspaceId
from domain.posted_reviews import PostState


class Repository:
    """Reads and writes rows of one workspace on a connection somebody else commits."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        if not workspace:
            msg = "a repository needs a workspace"
            raise ValueError(msg)
        self._connection = connection
        self._workspace = workspace

    def _inserted_first(self, table: Table[Any], **values: Any) -> bool:
        """Insert a row unless one with its keys is there; whether this call did."""
        return self._id_of_first(table, **values) is not None

    def _id_of_first(self, table: Table[Any], **values: Any) -> Any:
        """The same with the id of the row it made, null where it made none.

        Asked by that row: PostgreSQL's count of an upsert says nothing.
        """
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        row = dialect.insert(table).values(**values).on_conflict_do_nothing()
        return self._connection.execute(row.returning(table.c.id)).scalar_one_or_none()


class ClaimedRows(Repository):
    """Rows of one workspace with `state`, `attempts`, `retry_at` and `reason`.

    Whatever is posted calls being claimed, refused or unclear by the same words.
    """

    rows: ClassVar[Table[Any]]

    def failed(self, row_id: int, reason: str, retry_at: datetime) -> None:
        """It is certainly not where people would see it."""
        state = PostState.FAILED.value
        self._set(row_id, state=state, reason=reason, retry_at=retry_at)

    def unsure(self, row_id: int, reason: str, retry_at: datetime) -> None:
        """It may be there."""
        state = PostState.UNSURE.value
        self._set(row_id, state=state, reason=reason, retry_at=retry_at)

    def _taken(self, row_id: int, attempts: int, done: str, **values: Any) -> bool:
        """Claim a row seen with that number of attempts; false when somebody else did.

        `done` is the state of what needs no claiming any more.
        """
        columns = self.rows.c
        unchanged = (columns["attempts"] == attempts) & (columns["state"] != done)
        claimed = {"state": PostState.CLAIMED.value, "attempts": attempts + 1}
        taken = update(self.rows).where(self._mine(row_id), unchanged).values(**claimed, **values)
        return self._connection.execute(taken).rowcount == 1

    def _set(self, row_id: int, **values: Any) -> None:
        self._connection.execute(update(self.rows).where(self._mine(row_id)).values(**values))

    def _mine(self, row_id: int) -> ColumnElement[bool]:
        columns = self.rows.c
        mine: ColumnElement[bool] = columns["workspace_id"] == self._workspace
        this: ColumnElement[bool] = columns["id"] == row_id
        return mine & this
