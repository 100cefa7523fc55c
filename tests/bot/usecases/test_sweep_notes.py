"""What was deleted long ago goes for good, and nothing else."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import NotFoundError
from bot.domain.notes import Message
from tests.bot.usecases.house import House, all_at_once
from tests.bot.usecases.living import (
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


def deleted(house: House, text: str = "gone") -> int:
    """A note with all a note can have, deleted on DELETED."""
    house.clock.put(DELETED)
    note_id = write(house, form(text, team="sales"), view=text).note_id
    support(house, note_id)
    changing(house).move(by(house), note_id, "loyalty")
    changing(house).delete(by(house), note_id)
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
    lone_house: House, after: timedelta, swept: int
) -> None:
    note_id = deleted(lone_house)
    lone_house.clock.put(DELETED + after)
    assert sweep(lone_house) == swept
    if swept:
        with pytest.raises(NotFoundError, match="no longer there"):
            changing(lone_house).restore(by(lone_house), note_id)
    else:
        changing(lone_house).restore(by(lone_house), note_id)
    assert len(lone_house.rows()) == 1 - swept


def test_with_a_note_goes_all_that_is_its_own_and_nothing_else(lone_house: House) -> None:
    house = lone_house
    kept = house.capture("onboarding: kept").note_id
    support(house, kept)
    changing(house).move(by(house), kept, "loyalty")
    write(house, form("habit", team="sales"))
    house.capture("of others", workspace=house.other)
    before = everything(house), everything(house, house.other)
    deleted(house)
    assert everything(house) != before[0]
    house.clock.put(DELETED + 31 * DAY)
    assert sweep(house) == 1
    assert (everything(house), everything(house, house.other)) == before
    assert found(house, "gone") == set()


def test_notes_of_all_workspaces_are_swept(lone_house: House) -> None:
    theirs = lone_house.capture("theirs", workspace=lone_house.other).note_id
    with lone_house.storage.write(lone_house.other) as uow:
        uow.notes.delete(theirs, DELETED)
        uow.commit()
    deleted(lone_house)
    lone_house.clock.put(DELETED + 31 * DAY)
    assert (sweep(lone_house), sweep(lone_house)) == (2, 0)
    assert everything(lone_house, lone_house.other)["notes"] == []


def test_a_note_that_was_put_back_stays_however_long_ago_that_was(lone_house: House) -> None:
    note_id = deleted(lone_house)
    changing(lone_house).restore(by(lone_house), note_id)
    lone_house.clock.put(DELETED + 400 * DAY)
    assert sweep(lone_house) == 0
    assert lone_house.rows()[0]["supporters"] == 2
    assert len(history(lone_house, note_id)) == 3


@pytest.mark.parametrize(("after", "left"), [(2 * DAY, 2), (2 * DAY + MOMENT, 1), (5 * DAY, 0)])
def test_receipts_are_kept_for_two_days_and_their_notes_for_good(
    lone_house: House, after: timedelta, left: int
) -> None:
    write(lone_house, form("one"), view="V1")
    lone_house.clock.advance(DAY)
    save(lone_house, "two", receipt="event:E2")
    lone_house.clock.put(DELETED + after)
    assert sweep(lone_house) == 0
    assert (len(everything(lone_house)["receipts"]), len(lone_house.rows())) == (left, 2)


def test_a_delivery_that_comes_again_after_a_sweep_makes_its_note_only_then_anew(
    lone_house: House,
) -> None:
    write(lone_house, form("one"), view="V1")
    sweep(lone_house)
    assert write(lone_house, form("one"), view="V1").known
    lone_house.clock.advance(3 * DAY)
    sweep(lone_house)
    assert not write(lone_house, form("one"), view="V1").known


def test_a_message_whose_note_was_swept_can_be_saved_again(lone_house: House) -> None:
    note_id = save(lone_house, receipt="event:E1").note_id
    changing(lone_house).delete(by(lone_house), note_id)
    lone_house.clock.advance(31 * DAY)
    assert sweep(lone_house) == 1
    assert not save(lone_house, receipt="event:E1").known
    assert len(lone_house.rows()) == 1


def test_nobody_waits_or_fails_while_notes_are_swept(lone_house: House) -> None:
    house = lone_house
    for number in range(60):
        deleted(house, f"gone {number}")
    house.clock.put(DELETED + 31 * DAY)
    house.capture("onboarding: kept")
    swept: list[int] = []
    complaints: list[Exception] = []
    go = threading.Event()

    def read() -> None:
        go.wait()
        try:
            for number in range(10):
                assert [row["text"] for row in house.rows()][:1] == ["kept"]
                assert house.figures()["notes"]["total"] >= 1
                save(
                    house,
                    f"new {number}",
                    message=Message("C1", f"{threading.get_ident()}.{number}"),
                )
        except Exception as error:
            complaints.append(error)

    def work() -> None:
        go.set()
        swept.append(sweep(house))

    all_at_once([read, read, read, work, work, work])
    assert (complaints, sum(swept)) == ([], 60)
    assert len(house.rows()) == 31
