"""Every statement that reaches the database names the workspace it is for."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from storage.session import Database
from tests.shared_databases import new_workspace
from tests.storage.filled_workspace import fill_workspace
from tests.storage.repository_calls import BEGINNINGS, EXERCISED, methods, name_of
from tests.storage.statements import Statement, keeps_to

pytestmark = pytest.mark.each_database


@pytest.fixture
def statements(shared_storage: Database) -> Iterator[list[Statement]]:
    """What is sent to the database, with each set of parameters."""
    sent: list[Statement] = []

    def note(_c: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        if not sql.startswith("BEGIN"):
            # Several rows in one statement come as the values of one.
            sent.append((sql, values if many and isinstance(values, list) else [values]))

    event.listen(shared_storage._engine, "before_cursor_execute", note)
    yield sent
    event.remove(shared_storage._engine, "before_cursor_execute", note)


def test_every_repository_method_is_exercised_here() -> None:
    assert set(EXERCISED) == methods()


@pytest.mark.slow
def test_every_statement_names_the_workspace(
    shared_storage: Database, statements: list[Statement]
) -> None:
    ours = fill_workspace(shared_storage, new_workspace())
    for method, call in EXERCISED.items():
        workspace = new_workspace() if method in BEGINNINGS else ours.workspace
        with shared_storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            statements.clear()
            call(method[0](uow._connection, workspace), ours)
        # Nothing is committed: the next method finds the workspace as it was.
        assert statements, name_of(method)
        for sql, sets in statements:
            assert all(keeps_to(sql, values, workspace) for values in sets), (name_of(method), sql)


JOINED = "SELECT journeys.id FROM journeys JOIN workspaces ON"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT notes.id FROM notes WHERE notes.id = ?",
        "SELECT notes.workspace_id FROM notes",
        "SELECT notes.id FROM notes JOIN stages ON true WHERE 1 = ? AND notes.workspace_id = ?",
        "UPDATE notes SET workspace_id=? WHERE notes.id = 1",
        "INSERT INTO notes (workspace_id, text) VALUES (?, ?)",
        "INSERT INTO notes (text) VALUES (?)",
        "INSERT INTO notes (id) VALUES (?)",
        "INSERT INTO notes (text, workspace_id) VALUES ('x', 'T1'), (?, ?)",
        "INSERT INTO notes (workspace_id) SELECT p0 FROM (VALUES (?), (?)) AS imp_sen(p0)",
        f"{JOINED} true WHERE 1 = ? AND journeys.workspace_id = ?",
        f"{JOINED} workspaces.id = journeys.workspace_id",
        f"{JOINED} workspaces.id = journeys.id WHERE 1 = ? AND journeys.workspace_id = ?",
        "UPDATE workspaces SET teams=? WHERE workspaces.id = 'T1'",
        "SELECT notes.id FROM notes WHERE notes.id = 1 AND notes.text = ? AND notes.id = ?",
    ],
)
def test_a_statement_without_its_workspace_would_be_noticed(sql: str) -> None:
    # One value more than any of them takes; none but the UPDATE's is the workspace.
    values = ["T1", "x"] if sql.startswith("UPDATE") else ["x", "T1"]
    assert not keeps_to(sql, values, "T1")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE workspaces SET teams=? WHERE workspaces.id = ?",
        f"{JOINED} workspaces.id = journeys.workspace_id WHERE 1 = ? AND journeys.workspace_id = ?",
        f"{JOINED} journeys.workspace_id = workspaces.id WHERE 1 = ? AND workspaces.id = ?",
        "INSERT INTO notes (text, workspace_id) VALUES (?, ?)",
        "INSERT INTO notes (text, workspace_id) SELECT p0, p1 FROM (VALUES (?, ?)) AS imp_sen(p0)",
    ],
)
def test_a_statement_with_its_workspace_passes(sql: str) -> None:
    assert keeps_to(sql, ["x", "T1"], "T1")
