"""No row is ever read or written for a workspace it does not belong to."""

import inspect
import itertools
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Update, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.journeys import DEFAULT_TEAMS, MessageSign
from domain.note_changes import LastChoices
from domain.notes import DEFAULT_REACTIONS
from domain.reviews import NamedKeys
from domain.themes import PainCounts
from domain.trends import MoodSums
from storage.engine import database_url, open_engine
from storage.schema import metadata
from storage.session import Database
from tests.databases import SQLITE
from tests.shared_databases import new_workspace
from tests.storage.filled_workspace import FilledWorkspace, a_note, fill_workspace
from tests.storage.repository_calls import (
    JOURNEYS,
    READS,
    UNCONDITIONAL,
    WRITES,
    name_of,
    repositories,
)

pytestmark = pytest.mark.each_database


@pytest.fixture(scope="module")
def lone_storage(
    request: pytest.FixtureRequest,
    database_kind: str,
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Database]:
    """Storage of this file alone: all its rows are read again and again."""
    if database_kind == SQLITE:
        path = tmp_path_factory.mktemp("lone") / "waymark.db"
        shutil.copy(sqlite_template, path)
        url = database_url(f"sqlite:///{path}")
    else:
        url = request.getfixturevalue("postgres").migrated()
    database = Database(open_engine(url))
    yield database
    database.close()


NOTHING: tuple[object, ...] = (
    *(None, [], {}, 0, frozenset(), NamedKeys(), LastChoices(), MoodSums()),
    *(PainCounts((), {}), (), (0, 0, 0, 0), (NamedKeys(), NamedKeys()), ({}, {})),
    (None, None),
)


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database."""
    return {
        table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
        for table in metadata.sorted_tables
    }


def test_a_repository_cannot_be_made_without_a_workspace(lone_storage: Database) -> None:
    made = []
    with lone_storage._engine.connect() as connection:
        for kind, workspace in itertools.product(repositories(), ("", None)):
            try:
                kind(connection, workspace)  # type: ignore[arg-type]
                made.append(kind.__name__)
            except ValueError as error:
                assert "a workspace" in str(error)  # noqa: PT017 - of each of them
    assert made == []


def test_a_repository_does_not_choose_a_workspace_by_itself() -> None:
    for kind in repositories():
        workspace = inspect.signature(kind).parameters["workspace"]
        assert workspace.default is inspect.Parameter.empty, kind.__name__


def filled(storage: Database) -> FilledWorkspace:
    """A new workspace with one of everything, in the inbox too."""
    place = fill_workspace(storage, new_workspace())
    with storage.write(place.workspace) as uow:
        uow.notes.add(place.journey, a_note(None))
        uow.commit()
    return place


@pytest.fixture
def ours(lone_storage: Database) -> FilledWorkspace:
    """A workspace with one of everything."""
    return filled(lone_storage)


@pytest.fixture
def theirs(lone_storage: Database) -> FilledWorkspace:
    """Another one."""
    return filled(lone_storage)


@pytest.mark.slow
def test_rows_of_another_workspace_are_not_found(
    lone_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    for method in READS.keys() - UNCONDITIONAL:
        with lone_storage.read(ours.workspace) as uow:
            found = READS[method](method[0](uow._connection, ours.workspace), theirs)
        assert found in NOTHING, name_of(method)


def test_rows_of_the_own_workspace_are_found(lone_storage: Database, ours: FilledWorkspace) -> None:
    for method, call in READS.items():
        with lone_storage.read(ours.workspace) as uow:
            found = call(method[0](uow._connection, ours.workspace), ours)
        assert found not in NOTHING, name_of(method)


def test_journeys_are_those_of_the_own_workspace(
    lone_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    for method in JOURNEYS:
        with lone_storage.read(ours.workspace) as uow:
            found: Any = READS[method](method[0](uow._connection, ours.workspace), theirs)
        if isinstance(found, Mapping):
            assert found == {ours.channel: ours.journey}, name_of(method)
        else:
            journeys = found if isinstance(found, Sequence) else [found]
            assert [journey.id for journey in journeys] == [ours.journey], name_of(method)


@pytest.mark.slow
def test_rows_of_another_workspace_are_not_changed(
    lone_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    with lone_storage._engine.connect() as connection:
        before = rows(connection)
    for method, call in WRITES.items():
        # Nothing is committed: each method finds both workspaces as they were.
        with suppress(IntegrityError), lone_storage.write(ours.workspace) as uow:
            call(method[0](uow._connection, ours.workspace), theirs)
            after = rows(uow._connection)
            changed = {name for name in after if after[name] != before[name]}
            if method[1] == "change" and changed == {"journeys"}:
                # A journey that becomes the default takes that from the others of its workspace.
                assert changed_ids(before, after, "journeys") <= {ours.journey}
            else:
                assert changed == set(), name_of(method)


def changed_ids(before: dict[str, Any], after: dict[str, Any], table: str) -> set[int]:
    """The ids of the rows of a table that are not the same."""
    number = list(metadata.tables[table].c.keys()).index("id")
    return {row[number] for row in set(before[table]) ^ set(after[table])}


@pytest.mark.slow
def test_rows_of_the_own_workspace_are_changed(
    lone_storage: Database, ours: FilledWorkspace
) -> None:
    with lone_storage._engine.connect() as connection:
        before = rows(connection)
    for method, call in WRITES.items():
        with lone_storage.write(ours.workspace) as uow:
            call(method[0](uow._connection, ours.workspace), ours)
            assert rows(uow._connection) != before, name_of(method)
    with lone_storage._engine.connect() as connection:
        assert rows(connection) == before


def test_mood_corrections_are_those_of_the_own_workspace(
    lone_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    with lone_storage.write(ours.workspace) as uow:
        assert [one.note_id for one in uow.mood_corrections.list_newest(9)] == [ours.note]
        uow.mood_corrections.delete(ours.note)
        assert uow.mood_corrections.count() == 0
        uow.commit()
    with lone_storage.read(theirs.workspace) as uow:
        assert uow.mood_corrections.count() == 1


def test_teams_and_reactions_are_those_of_the_own_workspace(
    lone_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    with lone_storage.write(ours.workspace) as uow:
        uow.journeys.set_workspace_settings(
            ["labs"], (("eyes", "touchpoint"),), MessageSign.REACTION
        )
        uow.commit()
    customs = []
    for place in (ours, theirs):
        with lone_storage.read(place.workspace) as uow:
            (journey,) = uow.journeys.all()
            customs.append((journey.teams, journey.reactions, journey.message_sign))
    assert customs == [
        (("labs",), (("eyes", "touchpoint"),), MessageSign.REACTION),
        (DEFAULT_TEAMS, DEFAULT_REACTIONS, MessageSign.REPLY),
    ]


REFERENCES = [
    (table, column.key)
    for table in metadata.sorted_tables
    for column in table.columns
    if column.key.endswith("_id") and column.key not in ("workspace_id", "user_id")
]


# A row that moves must not run into another of the same name there.
RENAMED: dict[str, dict[str, Any]] = {
    "stages": {"key": "elsewhere"},
    "personas": {"key": "elsewhere"},
    "themes": {"key": "elsewhere"},
    "journey_versions": {"number": 99},
    "publications": {"period": "2099-Q1"},
    "skipped_reviews": {"period": "2099-Q1"},
}


def test_the_database_refuses_a_reference_into_another_workspace(
    lone_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    accepted = []
    for table, column in REFERENCES:
        other = getattr(theirs, column.removesuffix("_id").removeprefix("suggested_"))
        moved = {**RENAMED.get(table.name, {}), column: other}
        first = select(func.min(table.c.id)).where(table.c.workspace_id == ours.workspace)
        change = update(table).where(table.c.id == first.scalar_subquery()).values(moved)
        if not breaks_a_foreign_key(lone_storage, change):
            accepted.append(f"{table.name}.{column}")
    assert accepted == []


def breaks_a_foreign_key(storage: Database, change: Update) -> bool:
    """Whether the database refuses a change for its foreign keys; the change is rolled back."""
    with storage._engine.connect() as connection:
        try:
            connection.execute(change)
        except IntegrityError as error:
            return "foreign" in str(error).lower()
    return False


def test_a_row_of_an_unknown_workspace_is_refused(
    lone_storage: Database, ours: FilledWorkspace
) -> None:
    journeys = metadata.tables["journeys"]
    with lone_storage._engine.begin() as connection:
        found = connection.execute(select(journeys).where(journeys.c.id == ours.journey)).one()
        row = {one.key: found._mapping[one] for one in journeys.columns if one.key != "id"}
        row["workspace_id"] = new_workspace()
        with pytest.raises(IntegrityError, match=r"(?i)foreign"):
            connection.execute(insert(journeys).values(row))
