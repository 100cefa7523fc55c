"""The base class of all repositories."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from domain.journeys import WorkspaceId


class Repository:
    """Reads and writes rows of one workspace on a connection that its caller commits."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        if not workspace:
            msg = "a repository needs a workspace"
            raise ValueError(msg)
        self._connection = connection
        self._workspace = workspace

    def _inserted_first(self, table: Table[Any], **values: Any) -> bool:
        """Insert a row unless one with its keys exists; return whether it was inserted."""
        return self._id_of_first(table, **values) is not None

    def _id_of_first(self, table: Table[Any], **values: Any) -> Any:
        """Insert a row unless one with its keys exists; return its id, or None.

        PostgreSQL's row count of an upsert says nothing, so the id is returned by the statement.
        """
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        row = dialect.insert(table).values(**values).on_conflict_do_nothing()
        return self._connection.execute(row.returning(table.c.id)).scalar_one_or_none()
