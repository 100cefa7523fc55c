"""A database of the version before themes were rows, with corrections, brought to this one."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from domain.themes import SortedAs
from storage.migrations import version
from storage.session import Database
from tests.storage.old_databases import OldDatabases, upgrade
from tests.storage.test_the_map_migration import THEN
from tests.storage.test_the_notes_migration import WS, fill

# A database of an old version is made, filled and migrated.
pytestmark = pytest.mark.slow

NOTES = range(101, 110)


def correction(number: int, kind: str, name: str | None = None, *, undone: bool = False) -> Any:
    """A row of a correction."""
    return {
        "id": number, "workspace_id": "T1", "journey_id": 7, "kind": kind, "name": name,
        "author": "U2", "at": THEN, "undone_by": "U3" if undone else None,
        "undone_at": THEN if undone else None,
    }  # fmt: skip


# Each with the notes of its sides.
CORRECTIONS: tuple[tuple[dict[str, Any], tuple[list[int], list[int]]], ...] = (
    (correction(1, "renamed", "Prices"), ([101, 102], [])),
    (correction(2, "renamed", "Slow login"), ([103, 104], [])),
    (correction(3, "merged"), ([103, 104], [105])),
    (correction(4, "split"), ([102], [101])),
    (correction(5, "muted"), ([106, 107], [])),
    (correction(6, "renamed", "Taken back", undone=True), ([108], [])),
    (correction(7, "renamed", "prices"), ([106, 107], [])),
)


def fill_and_migrate(engine: Engine) -> None:
    """Bring a database with corrections of each kind to this version."""
    fill(engine, "0002")
    upgrade(engine, "0013")
    with engine.begin() as connection:
        for number in NOTES:
            copy_a_note(connection, number)
        for row, sides in CORRECTIONS:
            insert_row(connection, "theme_corrections", row)
            for side, note_ids in enumerate(sides):
                for note_id in note_ids:
                    anchor = {
                        "workspace_id": "T1", "correction_id": row["id"], "side": side,
                        "note_id": note_id,
                    }  # fmt: skip
                    insert_row(connection, "theme_anchors", anchor)
    version.migrate(engine)


def copy_a_note(connection: Connection, number: int) -> None:
    """Insert a pain point, as the first note of the database is."""
    found = connection.execute(text("SELECT * FROM notes ORDER BY id LIMIT 1")).one()
    changed = {"id": number, "kind": "pain point", "text": f"text {number}"}
    row = {**found._mapping, **changed, "source_channel": None, "source_ts": None}
    row.pop("words", None)
    insert_row(connection, "notes", row)


def insert_row(connection: Connection, table: str, row: dict[str, Any]) -> None:
    """Insert a row by its columns."""
    values = ", ".join(f":{column}" for column in row)
    query = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"  # noqa: S608 - our own
    connection.execute(text(query), row)


@pytest.fixture
def storage(old_databases: OldDatabases) -> Database:
    """A database in which people had corrected themes."""
    return Database(old_databases.copy("themes 0013, migrated", fill_and_migrate))


def test_what_people_named_merged_split_and_muted_is_a_theme_with_its_notes(
    storage: Database,
) -> None:
    with storage.read(WS) as uow:
        themes = {theme.id: theme for theme in uow.themes.of_journey(7)}
        sorting = uow.pains.sorting(list(NOTES))
    found: dict[tuple[str, bool], list[int]] = {}
    for note_id, state in sorted(sorting.items()):
        if state.theme_id is not None:
            theme = themes[state.theme_id]
            found.setdefault((theme.name, theme.muted), []).append(note_id)
            assert state.sorted_as is SortedAs.SAID
    assert found == {
        ("Prices", False): [101],
        ("text 102", False): [102],
        ("Slow login", False): [103, 104, 105],
        # Named like another theme, it gets a number.
        ("prices (2)", True): [106, 107],
    }
    assert {theme.created_by for theme in themes.values()} == {"U2"}


def test_a_correction_that_was_taken_back_makes_no_theme(storage: Database) -> None:
    with storage.read(WS) as uow:
        assert uow.pains.sorting([108, 109])[108].sorted_as is None
        assert len(uow.themes.of_journey(7)) == 4
