"""What was deleted long ago goes for good, and nothing else."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import NotFoundError
from domain.notes import Message
from tests.bot.env import Env, all_at_once
from tests.bot.note_steps import (
    by,
    changing,
    everything,
    form,
    found,
    history,
    save,
    support,
    sweep,
    write,
)

DELETED = datetime(2026, 8, 14, 12, tzinfo=UTC)

DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)


def deleted(env: Env, text: str = "gone") -> int:
    """A note with all a note can have, deleted on DELETED."""
    env.clock.put(DELETED)
    note_id = write(env, form(text, team="sales"), view=text).note_id
    support(env, note_id)
    changing(env).move(by(env), note_id, "loyalty")
    changing(env).delete(by(env), note_id)
    return note_id


@pytest.mark.parametrize(
    ("after", "swept"),
    [
        (DAY, 0),
        (29 * DAY, 0),
        (30 * DAY - MOMENT, 0),
        (30 * DAY, 0),
        (30 * DAY + MOMENT, 1),
        (31 * DAY, 1),
        (400 * DAY, 1),
    ],
)
def test_a_deleted_note_can_be_put_back_for_thirty_days(
    lone_env: Env, after: timedelta, swept: int
) -> None:
    note_id = deleted(lone_env)
    lone_env.clock.put(DELETED + after)
    assert sweep(lone_env) == swept
    if swept:
        with pytest.raises(NotFoundError, match="no longer there"):
            changing(lone_env).restore(by(lone_env), note_id)
    else:
        changing(lone_env).restore(by(lone_env), note_id)
    assert len(lone_env.rows()) == 1 - swept


def test_with_a_note_goes_all_that_is_its_own_and_nothing_else(lone_env: Env) -> None:
    env = lone_env
    unswept = env.capture("onboarding: kept").note_id
    support(env, unswept)
    changing(env).move(by(env), unswept, "loyalty")
    write(env, form("habit", team="sales"))
    env.capture("of others", workspace=env.other)
    before = everything(env), everything(env, env.other)
    deleted(env)
    assert everything(env) != before[0]
    env.clock.put(DELETED + 31 * DAY)
    assert sweep(env) == 1
    assert (everything(env), everything(env, env.other)) == before
    assert found(env, "gone") == set()


def test_notes_of_all_workspaces_are_swept(lone_env: Env) -> None:
    theirs = lone_env.capture("theirs", workspace=lone_env.other).note_id
    with lone_env.storage.write(lone_env.other) as uow:
        uow.notes.set_deleted_at(theirs, DELETED)
        uow.commit()
    deleted(lone_env)
    lone_env.clock.put(DELETED + 31 * DAY)
    assert (sweep(lone_env), sweep(lone_env)) == (2, 0)
    assert everything(lone_env, lone_env.other)["notes"] == []


def test_a_note_that_was_put_back_stays_however_long_ago_that_was(lone_env: Env) -> None:
    note_id = deleted(lone_env)
    changing(lone_env).restore(by(lone_env), note_id)
    lone_env.clock.put(DELETED + 400 * DAY)
    assert sweep(lone_env) == 0
    assert lone_env.rows()[0]["supporters"] == 2
    assert len(history(lone_env, note_id)) == 3


@pytest.mark.parametrize(("after", "left"), [(2 * DAY, 2), (2 * DAY + MOMENT, 1), (5 * DAY, 0)])
def test_receipts_stay_for_two_days_and_their_notes_for_good(
    lone_env: Env, after: timedelta, left: int
) -> None:
    write(lone_env, form("one"), view="V1")
    lone_env.clock.advance(DAY)
    save(lone_env, "two", receipt="event:E2")
    lone_env.clock.put(DELETED + after)
    assert sweep(lone_env) == 0
    assert (len(everything(lone_env)["receipts"]), len(lone_env.rows())) == (left, 2)


def test_a_delivery_that_comes_again_after_a_sweep_makes_its_note_only_then_anew(
    lone_env: Env,
) -> None:
    write(lone_env, form("one"), view="V1")
    sweep(lone_env)
    assert write(lone_env, form("one"), view="V1").known
    lone_env.clock.advance(3 * DAY)
    sweep(lone_env)
    assert not write(lone_env, form("one"), view="V1").known


def test_a_message_whose_note_was_swept_can_be_saved_again(lone_env: Env) -> None:
    note_id = save(lone_env, receipt="event:E1").note_id
    changing(lone_env).delete(by(lone_env), note_id)
    lone_env.clock.advance(31 * DAY)
    assert sweep(lone_env) == 1
    assert not save(lone_env, receipt="event:E1").known
    assert len(lone_env.rows()) == 1


@pytest.mark.slow
@pytest.mark.each_database
def test_nobody_waits_or_fails_while_notes_are_swept(lone_env: Env) -> None:
    env = lone_env
    for number in range(30):
        deleted(env, f"gone {number}")
    env.clock.put(DELETED + 31 * DAY)
    env.capture("onboarding: kept")
    swept: list[int] = []
    complaints: list[Exception] = []
    go = threading.Event()

    def read() -> None:
        go.wait()
        try:
            for number in range(4):
                assert [row["text"] for row in env.rows()][:1] == ["kept"]
                assert env.figures()["notes"]["total"] >= 1
                save(
                    env,
                    f"new {number}",
                    message=Message("C1", f"{threading.get_ident()}.{number}"),
                )
        except Exception as error:
            complaints.append(error)

    def work() -> None:
        go.set()
        swept.append(sweep(env))

    all_at_once([read, read, read, work, work, work])
    assert (complaints, sum(swept)) == ([], 30)
    assert len(env.rows()) == 13
