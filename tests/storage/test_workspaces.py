"""No row is ever read or written for a workspace it does not belong to."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, Table, event, func, insert, select, update
from sqlalchemy.exc import IntegrityError

import storage.repositories
from bot.domain.journey import BUYER
from bot.domain.kpis import Direction, Unit
from bot.domain.review import Seen
from bot.ports import NoteFilter
from storage.repositories.base import Repository
from storage.repositories.journeys import SqlJourneys
from storage.repositories.kpis import SqlKpis
from storage.repositories.notes import SqlNotes
from storage.repositories.publications import SqlPublications
from storage.tables import metadata
from storage.unit_of_work import SqlStorage
from tests.shared import new_workspace
from tests.storage.settled import NOW, PERIOD, QUARTER, Settled, a_claim, a_note, a_reading, settle

Method = tuple[type[Repository], str]
Call = Callable[[Any, Settled], object]


def repositories() -> list[type[Repository]]:
    """Every repository there is, whoever uses it."""
    for module in pkgutil.walk_packages(storage.repositories.__path__, "storage.repositories."):
        importlib.import_module(module.name)
    found, left = [], [Repository]
    while left:
        for kind in left.pop().__subclasses__():
            found.append(kind)
            left.append(kind)
    return found


def methods() -> set[Method]:
    """Every public thing a repository can do."""
    return {
        (kind, name)
        for kind in repositories()
        for name, _ in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


# Each with the ids of a workspace that has one of everything.
READS: dict[Method, Call] = {
    (SqlJourneys, "by_key"): lambda repo, of: repo.by_key("buyer"),
    (SqlJourneys, "by_id"): lambda repo, of: repo.by_id(of.journey),
    (SqlJourneys, "default"): lambda repo, of: repo.default(),
    (SqlJourneys, "all"): lambda repo, of: repo.all(),
    (SqlNotes, "by_id"): lambda repo, of: repo.by_id(of.note),
    (SqlNotes, "listed"): lambda repo, of: repo.listed(of.journey, NoteFilter(), 10),
    (SqlNotes, "count"): lambda repo, of: repo.count(of.journey, NoteFilter(stage_id=of.stage)),
    (SqlNotes, "pains"): lambda repo, of: repo.pains(of.journey, QUARTER),
    (SqlNotes, "moods"): lambda repo, of: repo.moods(of.journey, QUARTER),
    (SqlNotes, "seen"): lambda repo, of: repo.seen(of.journey, None, QUARTER),
    (SqlNotes, "every"): lambda repo, of: list(repo.every(of.journey)),
    (SqlKpis, "of_journey"): lambda repo, of: repo.of_journey(of.journey),
    (SqlKpis, "last_by_quarter"): lambda repo, of: repo.last_by_quarter(of.journey, 0, 9_999),
    (SqlPublications, "of_period"): lambda repo, of: repo.of_period(of.journey, PERIOD),
}
WRITES: dict[Method, Call] = {
    (SqlJourneys, "set_home_channel"): lambda repo, of: repo.set_home_channel(of.journey, "CX"),
    (SqlJourneys, "set_review_due"): lambda repo, of: repo.set_review_due(
        of.journey, NOW.replace(year=2030)
    ),
    (SqlNotes, "add"): lambda repo, of: repo.add(of.journey, a_note(of.stage)),
    (SqlNotes, "place"): lambda repo, of: repo.place(of.note, of.stage + 1),
    (SqlKpis, "add"): lambda repo, of: repo.add(
        of.journey, None, "nps", Unit.SCORE, Direction.HIGHER, None
    ),
    (SqlKpis, "change"): lambda repo, of: repo.change(of.kpi, Direction.HIGHER, 99.0),
    (SqlKpis, "record"): lambda repo, of: repo.record(of.kpi, a_reading(99)),
    (SqlPublications, "claim"): lambda repo, of: repo.claim(a_claim(of.journey, "2026-Q4")),
    (SqlPublications, "reclaim"): lambda repo, of: repo.reclaim(of.publication, 1, NOW, "C1"),
    (SqlPublications, "published"): lambda repo, of: repo.published(of.publication, "1.2", NOW),
    (SqlPublications, "failed"): lambda repo, of: repo.failed(of.publication, "no", NOW),
    (SqlPublications, "unsure"): lambda repo, of: repo.unsure(of.publication, "hm", NOW),
}
# These take no id: they can only ever be about their own workspace.
BEGINNINGS: dict[Method, Call] = {
    (SqlJourneys, "ensure_workspace"): lambda repo, of: repo.ensure_workspace(),
    (SqlJourneys, "add"): lambda repo, of: repo.add(BUYER, NOW, NOW),
}
EXERCISED = READS | WRITES | BEGINNINGS
UNCONDITIONAL = {(SqlJourneys, "by_key"), (SqlJourneys, "default"), (SqlJourneys, "all")}


def name_of(method: Method) -> str:
    """How a test of a method is called."""
    return f"{method[0].__name__}.{method[1]}"


def each(calls: Mapping[Method, Call]) -> pytest.MarkDecorator:
    """Once for each of these methods."""
    return pytest.mark.parametrize("method", list(calls), ids=name_of)


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database."""
    return {
        table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
        for table in metadata.sorted_tables
    }


def test_every_repository_method_is_exercised_here() -> None:
    assert set(EXERCISED) == methods()


@pytest.mark.parametrize("kind", repositories(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("workspace", ["", None])
def test_a_repository_cannot_be_made_without_a_workspace(
    shared_storage: SqlStorage, kind: type[Repository], workspace: Any
) -> None:
    with (
        shared_storage._engine.connect() as connection,
        pytest.raises(ValueError, match="a workspace"),
    ):
        kind(connection, workspace)


@pytest.mark.parametrize("kind", repositories(), ids=lambda kind: kind.__name__)
def test_a_repository_does_not_choose_a_workspace_by_itself(kind: type[Repository]) -> None:
    workspace = inspect.signature(kind).parameters["workspace"]
    assert workspace.default is inspect.Parameter.empty


Statement = tuple[str, list[Any]]


@pytest.fixture
def ours(shared_storage: SqlStorage) -> Settled:
    """A workspace with one of everything."""
    return settle(shared_storage, new_workspace())


@pytest.fixture
def theirs(shared_storage: SqlStorage) -> Settled:
    """Another one."""
    return settle(shared_storage, new_workspace())


@pytest.fixture
def statements(shared_storage: SqlStorage) -> Iterator[list[Statement]]:
    """What is sent to the database, with each set of parameters."""
    sent: list[Statement] = []

    def note(_c: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        if not sql.startswith("BEGIN"):
            sent.append((sql, list(values) if many else [values]))

    event.listen(shared_storage._engine, "before_cursor_execute", note)
    yield sent
    event.remove(shared_storage._engine, "before_cursor_execute", note)


def filled_in(sql: str, values: Any, workspace: str) -> str:
    """The statement with each parameter as <mine> where it is the workspace, else as <other>."""
    ordered = iter(values.values() if isinstance(values, Mapping) else values)

    def fill(match: re.Match[str]) -> str:
        value = values[match[1]] if match[1] else next(ordered)
        return "<mine>" if value == workspace else "<other>"

    return re.sub(r"%\((\w+)\)s(?:::\w+)?|\?", fill, " ".join(sql.split()))


def keeps_to(sql: str, values: Any, workspace: str) -> bool:
    """Whether each table the statement names is narrowed to the workspace."""
    text = filled_in(sql, values, workspace)
    into = re.match(r"INSERT INTO (\w+) \(([^)]*)\) VALUES \(([^)]*)\)", text)
    if into:
        owner = "id" if into[1] == "workspaces" else "workspace_id"
        columns = into[2].split(", ")
        return owner in columns and into[3].split(", ")[columns.index(owner)] == "<mine>"
    tables = set(re.findall(r"\b(?:FROM|JOIN|UPDATE|INTO) (\w+)", text)) & set(metadata.tables)
    bound = {table for table in tables if f"{table}.workspace_id = <mine>" in text}
    joined = {
        one
        for pair in re.findall(r"(\w+)\.workspace_id = (\w+)\.workspace_id", text)
        for one in pair
        if bound & set(pair)
    }
    return bool(bound) and tables <= bound | joined


@each(EXERCISED)
def test_every_statement_names_the_workspace(
    shared_storage: SqlStorage, statements: list[Statement], ours: Settled, method: Method
) -> None:
    workspace = new_workspace() if method in BEGINNINGS else ours.workspace
    with shared_storage.write(workspace) as uow:
        uow.journeys.ensure_workspace()
        statements.clear()
        EXERCISED[method](method[0](uow._connection, workspace), ours)
    assert statements
    for sql, sets in statements:
        assert all(keeps_to(sql, values, workspace) for values in sets), sql


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT notes.id FROM notes WHERE notes.id = ?",
        "SELECT notes.workspace_id FROM notes",
        "SELECT notes.id FROM notes JOIN stages ON true WHERE 1 = ? AND notes.workspace_id = ?",
        "UPDATE notes SET workspace_id=? WHERE notes.id = 1",
        "INSERT INTO notes (workspace_id, text) VALUES (?, ?)",
        "INSERT INTO notes (text) VALUES (?)",
    ],
)
def test_a_statement_without_its_workspace_would_be_noticed(sql: str) -> None:
    # One value more than any of them takes; none but the UPDATE's is the workspace.
    values = ["T1", "x"] if sql.startswith("UPDATE") else ["x", "T1"]
    assert not keeps_to(sql, values, "T1")


@each({key: call for key, call in READS.items() if key not in UNCONDITIONAL})
def test_rows_of_another_workspace_are_not_found(
    shared_storage: SqlStorage, ours: Settled, theirs: Settled, method: Method
) -> None:
    with shared_storage.read(ours.workspace) as uow:
        found = READS[method](method[0](uow._connection, ours.workspace), theirs)
    assert found in (None, [], {}, 0, Seen())


@each(READS)
def test_rows_of_the_own_workspace_are_found(
    shared_storage: SqlStorage, ours: Settled, method: Method
) -> None:
    with shared_storage.read(ours.workspace) as uow:
        found = READS[method](method[0](uow._connection, ours.workspace), ours)
    assert found not in (None, [], {}, 0, Seen())


@each({key: READS[key] for key in sorted(UNCONDITIONAL, key=name_of)})
def test_journeys_are_those_of_the_own_workspace(
    shared_storage: SqlStorage, ours: Settled, theirs: Settled, method: Method
) -> None:
    with shared_storage.read(ours.workspace) as uow:
        found: Any = READS[method](method[0](uow._connection, ours.workspace), theirs)
    journeys = found if isinstance(found, Sequence) else [found]
    assert [journey.id for journey in journeys] == [ours.journey]


@each(WRITES)
def test_rows_of_another_workspace_are_not_changed(
    shared_storage: SqlStorage, ours: Settled, theirs: Settled, method: Method
) -> None:
    with shared_storage._engine.connect() as connection:
        before = rows(connection)
    try:
        with shared_storage.write(ours.workspace) as uow:
            WRITES[method](method[0](uow._connection, ours.workspace), theirs)
            uow.commit()
    except IntegrityError:
        pass
    with shared_storage._engine.connect() as connection:
        assert rows(connection) == before


@each(WRITES)
def test_rows_of_the_own_workspace_are_changed(
    shared_storage: SqlStorage, ours: Settled, method: Method
) -> None:
    with shared_storage._engine.connect() as connection:
        before = rows(connection)
    with shared_storage.write(ours.workspace) as uow:
        WRITES[method](method[0](uow._connection, ours.workspace), ours)
        uow.commit()
    with shared_storage._engine.connect() as connection:
        assert rows(connection) != before


REFERENCES = [
    (table, column.name)
    for table in metadata.sorted_tables
    for column in table.columns
    if column.name.endswith("_id") and column.name != "workspace_id"
]


# A row that moves must not run into another of the same name there.
RENAMED = {"stages": {"key": "elsewhere"}, "publications": {"period": "2099-Q1"}}


@pytest.mark.parametrize(
    ("table", "column"), REFERENCES, ids=[f"{table.name}.{column}" for table, column in REFERENCES]
)
def test_the_database_refuses_a_reference_into_another_workspace(
    shared_storage: SqlStorage, ours: Settled, theirs: Settled, table: Table, column: str
) -> None:
    moved = {**RENAMED.get(table.name, {}), column: getattr(theirs, column.removesuffix("_id"))}
    first = select(func.min(table.c.id)).where(table.c.workspace_id == ours.workspace)
    with (
        shared_storage._engine.begin() as connection,
        pytest.raises(IntegrityError, match=r"(?i)foreign"),
    ):
        connection.execute(update(table).where(table.c.id == first.scalar_subquery()).values(moved))


def test_a_row_of_an_unknown_workspace_is_refused(
    shared_storage: SqlStorage, ours: Settled
) -> None:
    row = insert(metadata.tables["journeys"]).values(
        workspace_id=new_workspace(),
        key="buyer",
        name="Buyer journey",
        is_default=True,
        time_zone="UTC",
        fiscal_start_month=1,
        review_hour=9,
        review_due_at=NOW,
        created_at=NOW,
    )
    with (
        shared_storage._engine.begin() as connection,
        pytest.raises(IntegrityError, match=r"(?i)foreign"),
    ):
        connection.execute(row)
