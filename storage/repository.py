"""What all repositories share."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from domain.journeys import WorkspaceId


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
