"""The base class of all repositories."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.dml import ReturningInsert

from domain.journeys import WorkspaceId


class Repository:
    """Reads and writes rows of one workspace on a connection that its caller commits."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        if not workspace:
            msg = "a repository needs a workspace"
            raise ValueError(msg)
        self._connection = connection
        self._workspace = workspace

    def _run(self, statement: Executable, **values: object) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement whose parameter `workspace` is this workspace.

        Statements that run often are built once, as constants: that takes longer than running them.
        """
        return self._connection.execute(statement, {"workspace": self._workspace, **values})

    def _inserted_first(self, table: Table[Any], **values: Any) -> bool:
        """Insert a row unless one with its keys exists; return whether it was inserted."""
        return self._id_of_first(table, **values) is not None

    def _id_of_first(self, table: Table[Any], **values: Any) -> Any:
        """Insert a row unless one with its keys exists; return its id, or None.

        PostgreSQL's row count of an upsert says nothing, so the id is returned by the statement.
        """
        statement = _insert_unless_there(table, self._connection.dialect.name)
        return self._connection.execute(statement, values).scalar_one_or_none()


@cache
def _insert_unless_there(table: Table[Any], dialect: str) -> ReturningInsert[Any]:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing().returning(table.c.id)
