"""A database of the version before reminders, with rows in it, brought to this one."""

import pytest
from sqlalchemy import Engine

from domain.outbox import OutboxKind
from domain.reminders import DueReminders, ReminderKind
from storage.session import Database
from tests.storage.filled_workspace import NOW, a_reminder
from tests.storage.test_the_notes_migration import WS, migrated

# A database of an old version is made, filled and migrated.
pytestmark = pytest.mark.slow

__all__ = ["migrated"]


@pytest.fixture
def storage(migrated: Engine) -> Database:
    """A database that had journeys before there were reminders."""
    return Database(migrated)


def test_journeys_are_looked_at_once_and_have_no_pulse(storage: Database) -> None:
    due = storage.due_reminders(ReminderKind.REMINDER, NOW.replace(year=2030), 10)
    assert {one.journey_id for one in due} >= {7}
    assert storage.due_reminders(ReminderKind.PULSE, NOW.replace(year=2030), 10) == []
    with storage.read(WS) as uow:
        journey = uow.journeys.by_id(7)
    assert journey is not None
    assert (journey.reminders, journey.pulse) == (True, False)


def test_a_look_is_put_off_only_where_nobody_did_meanwhile(storage: Database) -> None:
    kind, in_time = ReminderKind.REMINDER, NOW.replace(year=2029)
    with storage.write(WS) as uow:
        uow.reminders.set_due(7, kind, NOW)
        uow.reminders.move_due(7, kind, NOW, in_time)
        # Others saw the same, and are late.
        uow.reminders.move_due(7, kind, NOW, NOW.replace(year=2031))
        uow.commit()
    found = storage.due_reminders(kind, NOW.replace(year=2030), 10)
    assert DueReminders(WS, 7, in_time) in found


def test_reminders_and_opt_outs_can_be_saved(storage: Database) -> None:
    with storage.write(WS) as uow:
        assert uow.outbox.add(a_reminder(7), NOW)
        assert not uow.outbox.add(a_reminder(7), NOW)
        assert uow.outbox.add(a_reminder(7, "U2"), NOW)
        uow.opt_outs.add("U1", NOW)
        uow.opt_outs.add("U1", NOW)
        uow.commit()
    with storage.read(WS) as uow:
        sent = uow.outbox.by_prefix(7, OutboxKind.REMINDER, "7/2026-Q3/")
        assert {message.user for message in sent} == {"U1", "U2"}
        assert uow.opt_outs.among(["U1", "U2"]) == {"U1"}
