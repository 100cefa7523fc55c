"""No row is ever read or written for a workspace it does not belong to."""

import inspect
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Connection, Update, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.journeys import DEFAULT_TEAMS, MessageSign
from domain.note_changes import LastChoices
from domain.notes import DEFAULT_REACTIONS
from domain.reviews import NamedKeys
from domain.trends import MoodSums
from storage.repository import Repository
from storage.schema import metadata
from storage.session import Database
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

NOTHING: tuple[object, ...] = (
    *(None, [], {}, 0, frozenset(), NamedKeys(), LastChoices(), MoodSums()),
    (None, None),
)


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database."""
    return {
        table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
        for table in metadata.sorted_tables
    }


@pytest.mark.parametrize("kind", repositories(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("workspace", ["", None])
def test_a_repository_cannot_be_made_without_a_workspace(
    shared_storage: Database, kind: type[Repository], workspace: Any
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


def filled(storage: Database) -> FilledWorkspace:
    """A new workspace with one of everything, in the inbox too."""
    place = fill_workspace(storage, new_workspace())
    with storage.write(place.workspace) as uow:
        uow.notes.add(place.journey, a_note(None))
        uow.commit()
    return place


@pytest.fixture
def ours(shared_storage: Database) -> FilledWorkspace:
    """A workspace with one of everything."""
    return filled(shared_storage)


@pytest.fixture
def theirs(shared_storage: Database) -> FilledWorkspace:
    """Another one."""
    return filled(shared_storage)


def test_rows_of_another_workspace_are_not_found(
    shared_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    for method in READS.keys() - UNCONDITIONAL:
        with shared_storage.read(ours.workspace) as uow:
            found = READS[method](method[0](uow._connection, ours.workspace), theirs)
        assert found in NOTHING, name_of(method)


def test_rows_of_the_own_workspace_are_found(
    shared_storage: Database, ours: FilledWorkspace
) -> None:
    for method, call in READS.items():
        with shared_storage.read(ours.workspace) as uow:
            found = call(method[0](uow._connection, ours.workspace), ours)
        assert found not in NOTHING, name_of(method)


def test_journeys_are_those_of_the_own_workspace(
    shared_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    for method in JOURNEYS:
        with shared_storage.read(ours.workspace) as uow:
            found: Any = READS[method](method[0](uow._connection, ours.workspace), theirs)
        if isinstance(found, Mapping):
            assert found == {ours.channel: ours.journey}, name_of(method)
        else:
            journeys = found if isinstance(found, Sequence) else [found]
            assert [journey.id for journey in journeys] == [ours.journey], name_of(method)


def test_rows_of_another_workspace_are_not_changed(
    shared_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    with shared_storage._engine.connect() as connection:
        before = rows(connection)
    for method, call in WRITES.items():
        # Nothing is committed: each method finds both workspaces as they were.
        with suppress(IntegrityError), shared_storage.write(ours.workspace) as uow:
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


def test_rows_of_the_own_workspace_are_changed(
    shared_storage: Database, ours: FilledWorkspace
) -> None:
    with shared_storage._engine.connect() as connection:
        before = rows(connection)
    for method, call in WRITES.items():
        with shared_storage.write(ours.workspace) as uow:
            call(method[0](uow._connection, ours.workspace), ours)
            assert rows(uow._connection) != before, name_of(method)
    with shared_storage._engine.connect() as connection:
        assert rows(connection) == before


def test_mood_corrections_are_those_of_the_own_workspace(
    shared_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    with shared_storage.write(ours.workspace) as uow:
        assert [one.note_id for one in uow.mood_corrections.list_newest(9)] == [ours.note]
        uow.mood_corrections.delete(ours.note)
        assert uow.mood_corrections.count() == 0
        uow.commit()
    with shared_storage.read(theirs.workspace) as uow:
        assert uow.mood_corrections.count() == 1


def test_teams_and_reactions_are_those_of_the_own_workspace(
    shared_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    with shared_storage.write(ours.workspace) as uow:
        uow.journeys.set_workspace_settings(
            ["labs"], (("eyes", "touchpoint"),), MessageSign.REACTION
        )
        uow.commit()
    customs = []
    for place in (ours, theirs):
        with shared_storage.read(place.workspace) as uow:
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
    "journey_versions": {"number": 99},
    "publications": {"period": "2099-Q1"},
    "skipped_reviews": {"period": "2099-Q1"},
}


def test_the_database_refuses_a_reference_into_another_workspace(
    shared_storage: Database, ours: FilledWorkspace, theirs: FilledWorkspace
) -> None:
    accepted = []
    for table, column in REFERENCES:
        other = getattr(theirs, column.removesuffix("_id"))
        moved = {**RENAMED.get(table.name, {}), column: other}
        first = select(func.min(table.c.id)).where(table.c.workspace_id == ours.workspace)
        change = update(table).where(table.c.id == first.scalar_subquery()).values(moved)
        if not breaks_a_foreign_key(shared_storage, change):
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
    shared_storage: Database, ours: FilledWorkspace
) -> None:
    journeys = metadata.tables["journeys"]
    with shared_storage._engine.begin() as connection:
        found = connection.execute(select(journeys).where(journeys.c.id == ours.journey)).one()
        row = {one.key: found._mapping[one] for one in journeys.columns if one.key != "id"}
        row["workspace_id"] = new_workspace()
        with pytest.raises(IntegrityError, match=r"(?i)foreign"):
            connection.execute(insert(journeys).values(row))
