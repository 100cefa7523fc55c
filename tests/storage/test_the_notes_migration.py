"""A database of the version before notes could be changed, with rows in it, brought to this one."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from domain.journeys import DEFAULT_TEAMS, MessageSign, WorkspaceId
from domain.note_changes import LastChoices
from domain.note_filters import NoteFilter
from domain.notes import DEFAULT_REACTIONS, NoteKind
from storage.migrations import version
from storage.session import Database
from tests.storage.filled_workspace import NOW, a_change
from tests.storage.old_databases import OldDatabases, upgrade
from tests.storage.test_the_map_migration import GONE, ROWS, THEN

# A database of an old version is made, filled and migrated.
pytestmark = pytest.mark.slow

WS = WorkspaceId("T1")


JOURNEY = {"review_day": "weekday", "editors": "owners", "reminders": True, "archived": False}


STAGE = {"milestone_state": "not yet", "milestone_since": None, "archived": False}


# What the second version has beyond the first, where it must have a value.
ADDED: dict[str, dict[str, Any]] = {
    "workspaces": {"teams": None},
    "journeys": JOURNEY,
    "stages": STAGE,
    "kpis": {"baseline": None, "archived": False},
}


OTHER_NOTE = {
    "id": 52, "workspace_id": "T1", "journey_id": 7, "stage_id": None, "stage_typed": "x",
    "kind": "touchpoint", "text": "Größe falsch, see example.com/help", "touchpoint": None,
    "persona": None, "channel": None, "team": None, "source": None, "severity": None,
    "feeling": None, "score": 0, "mood": 0, "label": "neutral", "language": None,
    "scorer": "test", "author": None, "permalink": None, "quarter": 8106, "occurred_at": THEN,
    "created_at": THEN,
}  # fmt: skip


def rows_then(revision: str) -> dict[str, list[dict[str, Any]]]:
    """What a database of that version holds."""
    rows = {table: list(found) for table, found in ROWS.items()}
    rows["notes"] = [*rows["notes"], OTHER_NOTE]
    if revision == "0001":
        return rows
    return {
        table: [{**row, **ADDED.get(table, {})} for row in found] for table, found in rows.items()
    }


def stored_rows(
    engine: Engine, rows: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """Those rows as they are stored, with the columns they had."""
    found = {}
    with engine.connect() as connection:
        for table, first in rows.items():
            columns = ", ".join(column for column in first[0] if column not in GONE)
            query = f"SELECT {columns} FROM {table} ORDER BY id"  # noqa: S608 - our own
            found[table] = [dict(row._mapping) for row in connection.execute(text(query))]
    return found


def fill(engine: Engine, revision: str) -> None:
    """Bring an empty database to a version, with rows in it."""
    upgrade(engine, revision)
    with engine.begin() as connection:
        for table, rows in rows_then(revision).items():
            columns = rows[0]
            values = ", ".join(f":{column}" for column in columns)
            insertion = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608
            connection.execute(text(insertion), rows)


def fill_and_migrate(engine: Engine) -> None:
    """Bring a database of the second version to this one."""
    fill(engine, "0002")
    version.migrate(engine)


@pytest.fixture
def begun(old_databases: OldDatabases) -> Callable[[str], Engine]:
    """Makes a database of a version with rows in it, on each kind in turn."""

    def make(revision: str) -> Engine:
        return old_databases.copy(f"notes {revision}", lambda engine: fill(engine, revision))

    return make


@pytest.fixture
def second(begun: Callable[[str], Engine]) -> Engine:
    """A database of the second version."""
    return begun("0002")


@pytest.fixture
def migrated(old_databases: OldDatabases) -> Engine:
    """A database of the second version, brought to this one."""
    return old_databases.copy("notes 0002, migrated", fill_and_migrate)


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_every_row_stays_as_it_was(begun: Callable[[str], Engine], revision: str) -> None:
    engine = begun(revision)
    before = stored_rows(engine, rows_then(revision))
    assert version.migrate(engine) == (revision, version.newest())
    assert stored_rows(engine, rows_then(revision)) == before
    assert len(before["notes"]) == 2


def test_steps_one_after_the_other_end_where_one_leap_does(begun: Callable[[str], Engine]) -> None:
    engine = begun("0002")
    for revision in [f"{number:04d}" for number in range(3, int(version.newest()) + 1)]:
        upgrade(engine, revision)
    Database(engine).check()


def test_notes_are_alive_and_nothing_has_been_done_to_them(migrated: Engine) -> None:
    with Database(migrated).read(WS) as uow:
        notes = list(uow.notes.stream(7))
        assert [list(uow.note_history.changes(note.id)) for note in notes] == [[], []]
        assert uow.note_history.last_choices("U1") == LastChoices()
        assert uow.notes.find_receipt("event:E1") is None
    for note in notes:
        assert (note.deleted_at, note.edited_at, note.message, note.speaker) == (None,) * 4
        assert note.supporters == 0
        assert not note.private
    assert [note.author for note in notes] == ["U1", None]


def test_workspaces_save_messages_as_new_ones_do(migrated: Engine) -> None:
    with Database(migrated).read(WS) as uow:
        journey = uow.journeys.default()
    assert journey is not None
    assert (journey.reactions, journey.message_sign) == (DEFAULT_REACTIONS, MessageSign.REPLY)
    assert journey.teams == DEFAULT_TEAMS


@pytest.mark.parametrize(
    ("replies", "sign"), [(True, MessageSign.REPLY), (False, MessageSign.NOTHING)]
)
def test_whether_saved_messages_get_a_reply_stays_as_it_was(
    begun: Callable[[str], Engine], replies: bool, sign: MessageSign
) -> None:
    engine = begun("0004")
    with engine.begin() as connection:
        connection.execute(text("UPDATE workspaces SET thread_replies = :r"), {"r": replies})
    version.migrate(engine)
    with Database(engine).read(WS) as uow:
        journey = uow.journeys.default()
    assert journey is not None
    assert journey.message_sign is sign


def test_notes_from_before_can_be_found(migrated: Engine) -> None:
    cases = {"invite": [51], "LATE inv": [51], "grosse": [], "größe": [52], "help": [52]}
    with Database(migrated).read(WS) as uow:
        found = {
            words: [note.id for note in uow.notes.list_newest(7, NoteFilter(words=words), 10)]
            for words in cases
        }
    assert found == cases


def test_notes_from_before_can_be_changed_deleted_and_swept(migrated: Engine) -> None:
    storage = Database(migrated)
    with storage.write(WS) as uow:
        uow.note_history.add_change(51, a_change())
        uow.note_history.add_supporter(51, "U2", NOW)
        uow.notes.add_receipt("event:E1", 51, NOW)
        uow.note_history.set_last_choices("U1", LastChoices("support", 7))
        uow.notes.set_deleted_at(51, NOW)
        uow.commit()
    assert storage.delete_expired(NOW.replace(year=2027), NOW) == 1
    with storage.read(WS) as uow:
        assert [note.id for note in uow.notes.stream(7)] == [52]
        assert uow.notes.count(7, NoteFilter(words="invite")) == 0
        assert uow.note_history.last_choices("U1") == LastChoices("support", 7)


def test_a_message_is_saved_once_for_each_kind_until_its_note_is_deleted(migrated: Engine) -> None:
    source = (
        "UPDATE notes SET source_channel = 'C1', source_ts = '1.1', kind = :kind WHERE id = :id"
    )

    def come_from_one_message(**second_one: Any) -> None:
        with migrated.begin() as connection:
            connection.execute(text(source), {"id": 51, "kind": NoteKind.PAIN_POINT.value})
            connection.execute(text(source), {"id": 52, **second_one})

    come_from_one_message(kind=NoteKind.OPPORTUNITY.value)
    with pytest.raises(IntegrityError):
        come_from_one_message(kind=NoteKind.PAIN_POINT.value)
    with migrated.begin() as connection:
        connection.execute(text("UPDATE notes SET deleted_at = created_at WHERE id = 51"))
    come_from_one_message(kind=NoteKind.PAIN_POINT.value)


def test_the_figures_index_leaves_deleted_notes_out(migrated: Engine) -> None:
    indexes = {index["name"]: index for index in inspect(migrated).get_indexes("notes")}
    options = indexes["ix_notes_figures"]["dialect_options"]
    (where,) = (str(value) for key, value in options.items() if key.endswith("_where"))
    assert "deleted_at IS NULL" in where
    assert indexes["uq_notes_message"]["unique"]


def test_notes_and_readings_come_to_be_of_their_local_month(second: Engine) -> None:
    turns = {  # The journey is in Berlin.
        101: (datetime(2026, 9, 30, 21, 59, tzinfo=UTC), "2026-09"),
        102: (datetime(2026, 9, 30, 22, tzinfo=UTC), "2026-10"),
        103: (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), "2026-12"),
        104: (datetime(2026, 12, 31, 23, tzinfo=UTC), "2027-01"),
        105: (datetime(1970, 1, 1, 12, tzinfo=UTC), "1970-01"),
    }
    columns = ", ".join(OTHER_NOTE)
    values = ", ".join(f":{column}" for column in OTHER_NOTE)
    with second.begin() as connection:
        connection.execute(
            text(f"INSERT INTO notes ({columns}) VALUES ({values})"),  # noqa: S608 - our own
            [
                {**OTHER_NOTE, "id": id_, "occurred_at": f"{instant:%F %T.%f}+00"}
                for id_, (instant, _) in turns.items()
            ],
        )
    version.migrate(second)
    with second.connect() as connection:
        months = connection.execute(text("SELECT id, month FROM notes ORDER BY id")).all()
        (read,) = connection.execute(text("SELECT month FROM readings")).scalars()
    august = 2026 * 12 + 7
    assert read == august
    expected = {id_: int(label[:4]) * 12 + int(label[5:]) - 1 for id_, (_, label) in turns.items()}
    assert {id_: month for id_, month in months} == {51: august, 52: august, **expected}  # noqa: C416


def test_what_was_posted_comes_to_be_of_its_first_month(second: Engine) -> None:
    row = {
        "workspace_id": "T1", "journey_id": 7, "period": "2026-Q2", "channel": "C1", "key": "k",
        "state": "published", "attempts": 1, "figures": "{}", "payload": "{}", "claimed_at": THEN,
    }  # fmt: skip
    insertion = (
        f"INSERT INTO publications ({', '.join(row)}) "  # noqa: S608 - our own
        f"VALUES ({', '.join(f':{column}' for column in row)})"
    )
    again = (
        "INSERT INTO publications (workspace_id, journey_id, period, first_month, figures) "
        "VALUES (:workspace_id, :journey_id, :period, :first_month, :figures)"
    )
    with second.begin() as connection:
        connection.execute(text(insertion), row)
    version.migrate(second)
    with second.begin() as connection:
        (found,) = connection.execute(text("SELECT first_month FROM publications")).scalars()
        # The fiscal year begins in April.
        assert found == 2025 * 12 + 6
        connection.execute(text(again), row | {"first_month": found + 9})
    with pytest.raises(IntegrityError), second.begin() as connection:
        connection.execute(text(again), row | {"first_month": found})
