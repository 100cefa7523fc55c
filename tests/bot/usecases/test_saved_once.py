"""One note for each delivery and for each message and kind, whoever saves it, however often."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.notes import Message, NoteKind
from bot.domain.templates import Template
from bot.usecases.captured import Captured
from bot.usecases.keeping.journeys import KeepJourneys, NewJourney
from bot.usecases.wish_notes import WishNotes
from storage.unit_of_work import SqlStorage
from tests.bot.usecases.house import House, all_at_once, at_once, guests
from tests.bot.usecases.living import (
    MESSAGE,
    by,
    changing,
    everything,
    form,
    note_of,
    save,
    say,
    support,
    write,
)

PAIN, IDEA = NoteKind.PAIN_POINT, NoteKind.OPPORTUNITY
Way = Callable[[House], Captured]
# The same thing delivered again: a modal, an event, somebody's words, a shortcut.
WAYS: dict[str, Way] = {
    "view": lambda house: write(house, form("it broke", team="sales"), view="V1"),
    "event": lambda house: save(house, receipt="event:E1"),
    "words": lambda house: say(house, "pain point: it broke", receipt="event:E1"),
    "shortcut": lambda house: save(house, kind=None),
}


@pytest.fixture
def slowly(shared_storage: SqlStorage) -> Iterator[None]:
    """Notes are written so slowly that whoever comes at the same time comes in between."""

    def wait(_c: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if sql.startswith("INSERT INTO notes"):
            time.sleep(0.05)

    event.listen(shared_storage._engine, "before_cursor_execute", wait)
    yield
    event.remove(shared_storage._engine, "before_cursor_execute", wait)


at_the_same_time = pytest.mark.usefixtures("slowly")
each_way = pytest.mark.parametrize("way", list(WAYS))


@each_way
def test_what_is_delivered_again_makes_no_second_note(house: House, way: str) -> None:
    first, *later = [WAYS[way](house) for _ in range(3)]
    assert (first.known, first.own, first.supported) == (False, True, False)
    for again in later:
        assert (again.note_id, again.known, again.own) == (first.note_id, True, True)
        assert not again.supported
    assert [row["id"] for row in house.rows()] == [first.note_id]
    assert house.rows()[0]["supporters"] == 1


@each_way
@at_the_same_time
@pytest.mark.parametrize("begun", [True, False])
def test_what_is_delivered_eight_times_at_once_makes_one_note(
    house: House, way: str, begun: bool
) -> None:
    if begun:
        house.begun()
    results = at_once(8, lambda: WAYS[way](house))
    assert len({result.note_id for result in results}) == 1
    assert sorted(result.known for result in results) == [False] + [True] * 7
    assert len(house.rows()) == 1
    assert house.rows()[0]["supporters"] == 1


def test_what_is_known_is_told_as_it_is_kept_now(house: House) -> None:
    first = save(house, receipt="event:E1")
    changing(house).move(by(house), first.note_id, "loyalty")
    again = save(house, receipt="event:E1")
    assert again.stage is not None
    assert (again.stage.key, again.journey.key, again.note.text) == ("loyalty", "buyer", "it broke")


def test_another_delivery_of_the_same_words_is_another_note(house: House) -> None:
    for view in ("V1", "V2"):
        write(house, form("it broke"), view=view)
    write(house, form("it broke"))
    house.capture("it broke")
    assert len(house.rows()) == 4


def test_the_same_delivery_in_another_workspace_is_another_note(house: House) -> None:
    save(house, receipt="event:E1")
    assert not save(house, receipt="event:E1", workspace=house.other).known
    assert [len(house.rows(ws)) for ws in (house.ws, house.other)] == [1, 1]


@pytest.mark.parametrize("message", [Message("C2", MESSAGE.ts), Message("C1", "1787000000.000200")])
def test_another_message_is_another_note(house: House, message: Message) -> None:
    save(house)
    assert not save(house, message=message).known
    assert len(house.rows()) == 2


def test_who_saves_what_somebody_saved_before_supports_it_once(house: House) -> None:
    first = save(house)
    for author, supported in (("U2", True), ("U2", False), ("U1", False), ("U3", True)):
        again = save(house, author=author, receipt=f"event:{author}")
        assert (again.known, again.supported) == (True, supported)
        assert (again.note_id, again.own) == (first.note_id, author == "U1")
    (row,) = house.rows()
    assert (row["author"], row["supporters"]) == ("U1", 3)


def test_a_supporters_delivery_that_comes_again_is_still_not_their_note(house: House) -> None:
    save(house, receipt="event:E1")
    for supported in (True, False):
        again = save(house, author="U2", receipt="event:E2")
        assert (again.own, again.supported) == (False, supported)
    assert house.rows()[0]["supporters"] == 2


@at_the_same_time
def test_eight_people_who_save_a_message_at_once_make_one_note_with_seven_supporters(
    house: House,
) -> None:
    works = [
        lambda user=f"U{number}": save(house, author=user, receipt=f"event:{user}")
        for number in range(8)
    ]
    results = all_at_once(works)
    assert sorted(result.known for result in results) == [False] + [True] * 7
    assert sum(result.supported for result in results) == 7
    (row,) = house.rows()
    assert (row["supporters"], row["id"]) == (8, results[0].note_id)


def test_another_kind_of_the_same_message_is_a_second_note(house: House) -> None:
    pain, idea = save(house, kind=PAIN), save(house, kind=IDEA, author="U2")
    assert (idea.known, idea.note_id != pain.note_id) == (False, True)
    assert save(house, kind=IDEA).supported
    assert [(row["kind"], row["supporters"]) for row in house.rows()] == [
        ("pain point", 1),
        ("opportunity", 2),
    ]


@at_the_same_time
def test_kinds_of_one_message_at_once_are_one_note_each(house: House) -> None:
    house.begun()
    works = [lambda kind=kind: save(house, kind=kind) for kind in (*NoteKind, *NoteKind)]
    all_at_once(works)
    assert sorted(row["kind"] for row in house.rows()) == sorted(kind.value for kind in NoteKind)


def test_without_a_kind_a_message_is_known_whatever_it_was_saved_as(house: House) -> None:
    first = save(house, kind=IDEA)
    save(house, kind=PAIN)
    for _ in range(3):
        assert save(house, kind=None, author="U2").note_id == first.note_id
    assert len(house.rows()) == 2


def test_after_undo_the_message_can_be_saved_again_but_not_by_the_same_delivery(
    house: House,
) -> None:
    first = save(house, receipt="event:E1")
    changing(house).delete(by(house), first.note_id)
    late = save(house, receipt="event:E1")
    assert (late.known, late.note_id, house.rows()) == (True, first.note_id, [])
    anew = save(house, receipt="event:E2")
    assert (anew.known, anew.note_id != first.note_id) == (False, True)
    assert [row["id"] for row in house.rows()] == [anew.note_id]


def test_a_known_note_that_was_deleted_is_shown_as_deleted(house: House) -> None:
    first = save(house, receipt="event:E1")
    changing(house).delete(by(house), first.note_id)
    assert note_of(house, save(house, receipt="event:E1").note_id).deleted_at is not None


@at_the_same_time
def test_what_a_guest_and_a_member_save_at_once_is_one_note(house: House) -> None:
    house.begin(Template("buyer", "Buyer journey", ("One",)))
    guests(house, "G")
    house.keep(KeepJourneys).create(house.ws, "U1", NewJourney("Shop", "buyer"), "C1")
    works = [lambda author=author: save(house, author=author) for author in ("G", "U2") * 4]
    all_at_once(works)
    (row,) = (*house.rows(journey="shop"), *house.rows())
    assert row["supporters"] == 2


def test_an_author_does_not_support_their_own_note_and_others_only_once(house: House) -> None:
    note_id = house.capture("onboarding: slow").note_id
    results = [support(house, note_id, user) for user in ("U1", "U2", "U2", "U3")]
    assert [(result.counted, result.people) for result in results] == [
        (False, 1),
        (True, 2),
        (False, 2),
        (True, 3),
    ]
    assert sum(r.counted for r in at_once(6, lambda: support(house, note_id, "U4"))) == 1
    assert house.rows()[0]["supporters"] == 4


AUTHOR = "USECRET7"


def secret(house: House) -> int:
    """An anonymous note with everything filled in, by somebody who saved nothing before."""
    filled = form(
        "it broke", stage="onboarding", team="sales", persona="owner", source="ticket", feeling=-1
    )
    return write(house, filled, author=AUTHOR, view="V1", anonymous=True).note_id


def test_an_anonymous_note_keeps_its_author_nowhere_in_the_database(house: House) -> None:
    note_id = secret(house)
    secret(house)
    change, who = changing(house), by(house, AUTHOR, pressed=True)
    change.edit(who, note_id, PAIN, form("it breaks"))
    change.move(who, note_id, "loyalty")
    change.delete(who, note_id)
    change.restore(who, note_id)
    rows = everything(house)
    assert [len(rows[table]) for table in ("notes", "note_changes", "receipts")] == [1, 4, 1]
    assert AUTHOR not in str(rows)
    assert (rows["habits"], house.rows()[0]["author"]) == ([], None)


def test_the_same_note_under_a_name_would_be_noticed(house: House) -> None:
    write(house, form("it broke", team="sales"), author=AUTHOR)
    rows = everything(house)
    assert [AUTHOR in str(rows[table]) for table in ("notes", "habits")] == [True, True]


def test_anonymous_notes_leave_what_somebody_chose_before_as_it_was(house: House) -> None:
    write(house, form("named", team="labs"), author=AUTHOR)
    before = everything(house)["habits"]
    secret(house)
    assert everything(house)["habits"] == before


@at_the_same_time
def test_first_notes_at_once_begin_one_journey_after_a_reaction_was_kept(house: House) -> None:
    WishNotes(house.storage, house.clock).keep(house.ws, "E0", "U1", MESSAGE, PAIN)
    at_once(8, lambda: house.capture("it broke"))
    assert len(house.rows()) == 8
