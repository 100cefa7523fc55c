"""One note for each delivery and for each message and kind, whoever saves it, however often."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.notes.capture import CapturedNote
from bot.notes.pending_captures import PendingCaptureService
from bot.outbox import Outbox
from domain.journeys import Template
from domain.notes import Message, NoteKind
from storage.session import Database
from tests.bot.env import Env, all_at_once, at_once, guests
from tests.bot.factories import new_journey_values
from tests.bot.fake_slack import FakeSlack
from tests.bot.note_steps import (
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

Way = Callable[[Env], CapturedNote]

# The same thing delivered again: a modal, an event, somebody's words, a shortcut.
WAYS: dict[str, Way] = {
    "view": lambda env: write(env, form("it broke", team="sales"), view="V1"),
    "event": lambda env: save(env, receipt="event:E1"),
    "words": lambda env: say(env, "pain point: it broke", receipt="event:E1"),
    "shortcut": lambda env: save(env, kind=None),
}


@pytest.fixture
def slowly(shared_storage: Database) -> Iterator[None]:
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
@pytest.mark.each_database
def test_what_is_delivered_again_makes_no_second_note(env: Env, way: str) -> None:
    first, *later = [WAYS[way](env) for _ in range(3)]
    assert (first.known, first.own, first.supported) == (False, True, False)
    for again in later:
        assert (again.note_id, again.known, again.own) == (first.note_id, True, True)
        assert not again.supported
    assert [row["id"] for row in env.rows()] == [first.note_id]
    assert env.rows()[0]["supporters"] == 1


@each_way
@at_the_same_time
@pytest.mark.parametrize("begun", [True, False])
@pytest.mark.each_database
def test_what_is_delivered_eight_times_at_once_makes_one_note(
    env: Env, way: str, begun: bool
) -> None:
    if begun:
        env.buyer_journey()
    results = at_once(8, lambda: WAYS[way](env))
    assert len({result.note_id for result in results}) == 1
    assert sorted(result.known for result in results) == [False] + [True] * 7
    assert len(env.rows()) == 1
    assert env.rows()[0]["supporters"] == 1


def test_a_known_note_is_returned_as_it_is_now(env: Env) -> None:
    first = save(env, receipt="event:E1")
    changing(env).move(by(env), first.note_id, "loyalty")
    again = save(env, receipt="event:E1")
    assert again.stage is not None
    assert (again.stage.key, again.journey.key, again.note.text) == ("loyalty", "buyer", "it broke")


def test_another_delivery_of_the_same_words_is_another_note(env: Env) -> None:
    for view in ("V1", "V2"):
        write(env, form("it broke"), view=view)
    write(env, form("it broke"))
    env.capture("it broke")
    assert len(env.rows()) == 4


def test_the_same_delivery_in_another_workspace_is_another_note(env: Env) -> None:
    save(env, receipt="event:E1")
    assert not save(env, receipt="event:E1", workspace=env.other).known
    assert [len(env.rows(ws)) for ws in (env.ws, env.other)] == [1, 1]


@pytest.mark.parametrize("message", [Message("C2", MESSAGE.ts), Message("C1", "1787000000.000200")])
def test_another_message_is_another_note(env: Env, message: Message) -> None:
    save(env)
    assert not save(env, message=message).known
    assert len(env.rows()) == 2


@pytest.mark.each_database
def test_who_saves_what_somebody_saved_before_supports_it_once(env: Env) -> None:
    first = save(env)
    for author, supported in (("U2", True), ("U2", False), ("U1", False), ("U3", True)):
        again = save(env, author=author, receipt=f"event:{author}")
        assert (again.known, again.supported) == (True, supported)
        assert (again.note_id, again.own) == (first.note_id, author == "U1")
    (row,) = env.rows()
    assert (row["author"], row["supporters"]) == ("U1", 3)


def test_a_supporters_delivery_that_comes_again_is_still_not_their_note(env: Env) -> None:
    save(env, receipt="event:E1")
    for supported in (True, False):
        again = save(env, author="U2", receipt="event:E2")
        assert (again.own, again.supported) == (False, supported)
    assert env.rows()[0]["supporters"] == 2


@at_the_same_time
@pytest.mark.each_database
def test_eight_people_who_save_a_message_at_once_make_one_note_with_seven_supporters(
    env: Env,
) -> None:
    works = [
        lambda user=f"U{number}": save(env, author=user, receipt=f"event:{user}")
        for number in range(8)
    ]
    results = all_at_once(works)
    assert sorted(result.known for result in results) == [False] + [True] * 7
    assert sum(result.supported for result in results) == 7
    (row,) = env.rows()
    assert (row["supporters"], row["id"]) == (8, results[0].note_id)


def test_another_kind_of_the_same_message_is_a_second_note(env: Env) -> None:
    pain, idea = save(env, kind=PAIN), save(env, kind=IDEA, author="U2")
    assert (idea.known, idea.note_id != pain.note_id) == (False, True)
    assert save(env, kind=IDEA).supported
    assert [(row["kind"], row["supporters"]) for row in env.rows()] == [
        ("pain point", 1),
        ("opportunity", 2),
    ]


@at_the_same_time
@pytest.mark.each_database
def test_kinds_of_one_message_at_once_are_one_note_each(env: Env) -> None:
    env.buyer_journey()
    works = [lambda kind=kind: save(env, kind=kind) for kind in (*NoteKind, *NoteKind)]
    all_at_once(works)
    assert sorted(row["kind"] for row in env.rows()) == sorted(kind.value for kind in NoteKind)


def test_without_a_kind_a_message_is_known_whatever_it_was_saved_as(env: Env) -> None:
    first = save(env, kind=IDEA)
    save(env, kind=PAIN)
    for _ in range(3):
        assert save(env, kind=None, author="U2").note_id == first.note_id
    assert len(env.rows()) == 2


@pytest.mark.each_database
def test_after_undo_the_message_can_be_saved_again_but_not_by_the_same_delivery(
    env: Env,
) -> None:
    first = save(env, receipt="event:E1")
    changing(env).delete(by(env), first.note_id)
    late = save(env, receipt="event:E1")
    assert (late.known, late.note_id, env.rows()) == (True, first.note_id, [])
    anew = save(env, receipt="event:E2")
    assert (anew.known, anew.note_id != first.note_id) == (False, True)
    assert [row["id"] for row in env.rows()] == [anew.note_id]


def test_a_known_note_that_was_deleted_is_shown_as_deleted(env: Env) -> None:
    first = save(env, receipt="event:E1")
    changing(env).delete(by(env), first.note_id)
    assert note_of(env, save(env, receipt="event:E1").note_id).deleted_at is not None


@at_the_same_time
@pytest.mark.each_database
def test_what_a_guest_and_a_member_save_at_once_is_one_note(env: Env) -> None:
    env.create_journey(Template("buyer", "Buyer journey", ("One",)))
    guests(env, "G")
    env.services.journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "C1")
    works = [lambda author=author: save(env, author=author) for author in ("G", "U2") * 4]
    all_at_once(works)
    (row,) = (*env.rows(journey="shop"), *env.rows())
    assert row["supporters"] == 2


def test_an_author_does_not_support_their_own_note_and_others_only_once(env: Env) -> None:
    note_id = env.capture("onboarding: slow").note_id
    results = [support(env, note_id, user) for user in ("U1", "U2", "U2", "U3")]
    assert [(result.counted, result.people) for result in results] == [
        (False, 1),
        (True, 2),
        (False, 2),
        (True, 3),
    ]
    assert sum(r.counted for r in at_once(6, lambda: support(env, note_id, "U4"))) == 1
    assert env.rows()[0]["supporters"] == 4


AUTHOR = "USECRET7"


def secret(env: Env) -> int:
    """An anonymous note with everything filled in, by somebody who saved nothing before."""
    filled = form(
        "it broke", stage="onboarding", team="sales", persona="owner", source="ticket", feeling=-1
    )
    return write(env, filled, author=AUTHOR, view="V1", anonymous=True).note_id


@pytest.mark.each_database
def test_an_anonymous_note_has_its_author_nowhere_in_the_database(env: Env) -> None:
    note_id = secret(env)
    secret(env)
    change, who = changing(env), by(env, AUTHOR, pressed=True)
    change.edit(who, note_id, PAIN, form("it breaks"))
    change.move(who, note_id, "loyalty")
    change.delete(who, note_id)
    change.restore(who, note_id)
    rows = everything(env)
    assert [len(rows[table]) for table in ("notes", "note_changes", "receipts")] == [1, 4, 1]
    assert AUTHOR not in str(rows)
    assert (rows["habits"], env.rows()[0]["author"]) == ([], None)


def test_the_same_note_under_a_name_would_be_noticed(env: Env) -> None:
    write(env, form("it broke", team="sales"), author=AUTHOR)
    rows = everything(env)
    assert [AUTHOR in str(rows[table]) for table in ("notes", "habits")] == [True, True]


def test_anonymous_notes_leave_what_somebody_chose_before_as_it_was(env: Env) -> None:
    write(env, form("named", team="labs"), author=AUTHOR)
    before = everything(env)["habits"]
    secret(env)
    assert everything(env)["habits"] == before


@at_the_same_time
@pytest.mark.each_database
def test_first_notes_at_once_begin_one_journey_after_a_reaction_was_saved(env: Env) -> None:
    outbox = Outbox(env.storage, FakeSlack(env.clock), env.clock, timedelta(seconds=60))
    captures = PendingCaptureService(env.storage, env.clock, outbox)
    captures.add(env.ws, "E0", "U1", MESSAGE, PAIN)
    at_once(8, lambda: env.capture("it broke"))
    assert len(env.rows()) == 8
