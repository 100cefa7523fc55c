"""Notes that say the same: one is shown, the people behind both are counted, nothing is lost."""

from datetime import timedelta
from functools import partial

import pytest

from domain.errors import BadInputError, NotAllowedError, NotFoundError
from domain.journeys import CUSTOMER_SUCCESS
from domain.note_changes import NoteChangeType
from domain.notes import Message, NoteKind
from tests.bot.env import Env, all_at_once
from tests.bot.note_steps import (
    by,
    changing,
    everything,
    following,
    form,
    found,
    history,
    listed,
    merge,
    note_of,
    save,
    separate,
    support,
    sweep,
    write,
)

DAY = timedelta(days=1)


def noted(env: Env, text: str, author: str = "U1", **fields: object) -> int:
    """A pain point of somebody."""
    anonymous = bool(fields.pop("anonymous", False))
    return write(env, form(text, **fields), author=author, anonymous=anonymous).note_id


def people(env: Env) -> dict[str, int]:
    """How many have seen what each exported note says."""
    return {row["text"]: row["supporters"] for row in env.rows()}


@pytest.mark.each_database
def test_a_merged_note_is_in_nothing_and_its_people_count_with_the_other(env: Env) -> None:
    first = noted(env, "invoice is late", "U1", stage="onboarding", team="sales", persona="clerk")
    duplicate = noted(
        env, "late invoice again", "U2", stage="loyalty", team="support", persona="boss"
    )
    support(env, duplicate, "U3")
    merged = merge(env, duplicate, first, "U2")
    assert (merged.note.id, merged.into.id, merged.into.supporters) == (duplicate, first, 2)
    assert people(env) == {"invoice is late": 3}
    assert listed(env).total == 1
    assert [note.supporters for note in listed(env).notes] == [2]
    assert found(env, "late") == {"invoice is late"}
    figures = env.figures()
    assert figures["notes"]["total"] == 1
    assert figures["said_once"]["note_ids"] == [first]
    assert {stage["key"]: stage["n"] for stage in figures["stages"]}["loyalty"] == 0
    assert env.column("loyalty").pains == ()
    assert note_of(env, duplicate).text == "late invoice again"


@pytest.mark.each_database
def test_an_unsorted_note_leaves_the_tray_when_it_is_merged(env: Env) -> None:
    first, duplicate = noted(env, "one", stage="onboarding"), noted(env, "two")
    assert len(env.home().unsorted) == 1
    merge(env, duplicate, first)
    assert len(env.home().unsorted) == 0


@pytest.mark.parametrize(
    ("authors", "first_seen", "duplicate_seen", "count"),
    [
        (("U1", "U1"), (), (), 1),
        (("U1", "U2"), (), (), 2),
        (("U1", "U2"), ("U2",), (), 2),
        (("U1", "U2"), (), ("U1",), 2),
        (("U1", "U2"), ("U3",), ("U3",), 3),
        (("U1", "U2"), ("U2", "U3"), ("U1", "U3", "U4"), 4),
        ((None, "U2"), ("U2",), ("U3",), 3),
        (("U1", None), (), (), 2),
        (("U1", None), ("U2",), ("U2",), 3),
        ((None, None), (), (), 2),
    ],
)
def test_nobody_counts_twice(
    env: Env,
    authors: tuple[str | None, str | None],
    first_seen: tuple[str, ...],
    duplicate_seen: tuple[str, ...],
    count: int,
) -> None:
    ids = [
        noted(env, str(number), author or "U9", anonymous=author is None)
        for number, author in enumerate(authors)
    ]
    for note_id, users in zip(ids, (first_seen, duplicate_seen), strict=True):
        for user in users:
            support(env, note_id, user)
    before = people(env)
    merge(env, ids[1], ids[0], authors[1] or "U9", pressed=True)
    assert people(env) == {"0": count}
    separate(env, ids[1], authors[1] or "U9", pressed=True)
    assert people(env) == before


def test_what_is_done_meanwhile_stays_with_the_note_it_was_done_to(env: Env) -> None:
    first, duplicate = noted(env, "first", "U1"), noted(env, "duplicate", "U2")
    merge(env, duplicate, first, "U2")
    results = [
        support(env, note, user)
        for note, user in ((first, "U3"), (duplicate, "U4"), (duplicate, "U3"))
    ]
    assert [(one.counted, one.people, one.note.id) for one in results] == [
        (True, 3, first),
        (True, 4, first),
        (False, 4, first),
    ]
    separate(env, duplicate, "U2")
    assert people(env) == {"first": 2, "duplicate": 3}


@pytest.mark.each_database
def test_a_chain_counts_at_its_end_and_comes_apart_as_it_was_put_together(env: Env) -> None:
    a, b, c, d = (noted(env, name, f"U{name}") for name in "abcd")
    merge(env, c, b, "Uc")
    merge(env, b, a, "Ub")
    assert people(env) == {"a": 3, "d": 1}
    assert (note_of(env, c).merged_into, note_of(env, c).counted_in) == (b, a)
    # Into a merged one means into the one that stands for it.
    assert merge(env, d, c, "Ud").into.id == a
    assert people(env) == {"a": 4}
    separate(env, b, "Ub")
    assert people(env) == {"a": 2, "b": 2}
    merge(env, b, a, "Ub")
    separate(env, c, "Uc")
    assert people(env) == {"a": 3, "c": 1}


def test_what_cannot_be_one_is_refused_and_nothing_changes(env: Env) -> None:
    first, duplicate = noted(env, "first"), noted(env, "duplicate")
    idea = env.capture("idea", kind=NoteKind.OPPORTUNITY).note_id
    gone = noted(env, "gone")
    changing(env).delete(by(env), gone)
    theirs = env.capture("theirs", workspace=env.other).note_id
    before = everything(env)
    for into, refusal, words in (
        (first, BadInputError, "itself"),
        (idea, BadInputError, "same kind"),
        (gone, NotFoundError, "no longer there"),
        (theirs, NotFoundError, "no longer there"),
        (10**9, NotFoundError, "no longer there"),
    ):
        with pytest.raises(refusal, match=words):
            merge(env, first, into)
    with pytest.raises(NotFoundError, match="no longer there"):
        merge(env, gone, first)
    with pytest.raises(NotFoundError, match="separate already"):
        separate(env, duplicate)
    assert everything(env) == before


def test_a_second_click_does_nothing_and_the_opposite_way_is_refused(env: Env) -> None:
    first, duplicate, third = (noted(env, name) for name in ("first", "duplicate", "third"))
    assert merge(env, duplicate, first).different
    before = everything(env)
    assert not merge(env, duplicate, first).different
    with pytest.raises(BadInputError, match="already"):
        merge(env, first, duplicate)
    with pytest.raises(BadInputError, match="another one"):
        merge(env, duplicate, third)
    assert everything(env) == before


@pytest.mark.each_database
def test_two_who_merge_opposite_ways_at_once_leave_one_note(env: Env) -> None:
    def attempt(note_id: int, into: int) -> bool:
        try:
            return merge(env, note_id, into).different
        except BadInputError:
            return False

    for number in range(5):
        one, two = noted(env, f"one {number}"), noted(env, f"two {number}", "U2")
        ways = [partial(attempt, one, two), partial(attempt, two, one)]
        done = all_at_once(ways * 2)
        assert sum(done) == 1
        assert list(people(env).values()) == [2] * (number + 1)


def test_who_may_change_a_note_may_merge_it_and_nobody_else(env: Env) -> None:
    first, duplicate = noted(env, "first"), noted(env, "duplicate", "U2")
    env.change_journey(owner="OWNER")
    for user in ("U1", "U3"):
        with pytest.raises(NotAllowedError):
            merge(env, duplicate, first, user)
    merge(env, duplicate, first, "U2")
    with pytest.raises(NotAllowedError):
        separate(env, duplicate, "U1")
    separate(env, duplicate, "OWNER")
    assert len(env.rows()) == 2


def test_both_remember_it_and_an_anonymous_author_is_not_named(env: Env) -> None:
    first, duplicate = noted(env, "first"), noted(env, "duplicate", "U7", anonymous=True)
    merge(env, duplicate, first, "U7", pressed=True)
    separate(env, duplicate, "U7", pressed=True)
    for note_id, other in ((first, duplicate), (duplicate, first)):
        results = history(env, note_id)
        assert [change.change_type for change in results] == [
            NoteChangeType.MERGED,
            NoteChangeType.SEPARATED,
        ]
        assert [(change.edits[0].before, change.edits[0].after) for change in results] == [
            (None, str(other)),
            (str(other), None),
        ]
        assert {change.author for change in results} == {None}
    assert "U7" not in repr(everything(env))


def test_a_merged_message_saved_again_is_the_note_that_stands_for_it(env: Env) -> None:
    first, other = noted(env, "first", "U1"), Message("C1", "17.2")
    duplicate = save(env, "duplicate", author="U2", message=other, receipt="event:E1").note_id
    merge(env, duplicate, first, "U2")
    for author, receipt in (("U2", "event:E1"), ("U2", "event:E2"), ("U3", "event:E3")):
        again = save(env, "duplicate", author=author, message=other, receipt=receipt)
        assert (again.known, again.note_id, again.own) == (True, first, False)
    assert people(env) == {"first": 3}
    # Taking the reaction back counts no more.
    following(env).withdraw(env.ws, "U3", other)
    assert people(env) == {"first": 2}


def test_a_merged_message_saved_again_is_not_hidden_with_a_deleted_note(env: Env) -> None:
    first, other = noted(env, "first", "U1"), Message("C1", "17.2")
    duplicate = save(env, "duplicate", author="U2", message=other).note_id
    merge(env, duplicate, first, "U2")
    changing(env).delete(by(env), first)
    assert env.rows() == []
    with pytest.raises(NotFoundError):
        support(env, duplicate, "U4")
    assert save(env, "duplicate", author="U3", message=other).note_id == duplicate
    assert people(env) == {"duplicate": 2}
    changing(env).restore(by(env), first)
    assert people(env) == {"first": 1, "duplicate": 2}


def test_a_merged_notes_message_is_followed_and_the_other_keeps_its_words(env: Env) -> None:
    first, other = noted(env, "first", "U1"), Message("C1", "17.2")
    duplicate = save(env, "duplicate", author="U2", speaker="U2", message=other).note_id
    merge(env, duplicate, first, "U2")
    following(env).follow_edit(env.ws, other, "reworded")
    assert people(env) == {"first": 2}
    assert note_of(env, duplicate).text == "reworded"
    following(env).follow_deletion(env.ws, other)
    assert people(env) == {"first": 1}
    changing(env).restore(by(env, "U2"), duplicate)
    assert people(env) == {"first": 2}


def test_a_note_with_merged_ones_outlives_its_authors_message(env: Env) -> None:
    message = Message("C1", "17.2")
    first = save(env, "first", author="U1", speaker="U1", message=message).note_id
    merge(env, noted(env, "duplicate", "U2"), first, "U2")
    following(env).follow_deletion(env.ws, message)
    following(env).withdraw(env.ws, "U1", message)
    assert people(env) == {"first": 2}


@pytest.mark.each_database
def test_a_merged_note_is_kept_as_long_as_the_one_that_stands_for_it(lone_env: Env) -> None:
    env = lone_env
    first, duplicate = noted(env, "first", "U1"), noted(env, "duplicate", "U2")
    support(env, duplicate, "U3")
    before = people(env)
    merge(env, duplicate, first, "U2")
    env.clock.advance(400 * DAY)
    assert sweep(env) == 0
    changing(env).delete(by(env), first)
    env.clock.advance(29 * DAY)
    assert sweep(env) == 0
    changing(env).restore(by(env), first)
    separate(env, duplicate, "U2")
    assert people(env) == before
    merge(env, duplicate, first, "U2")
    changing(env).delete(by(env), first)
    env.clock.advance(31 * DAY)
    assert sweep(env) == 2
    assert everything(env)["notes"] == everything(env)["note_supporters"] == []


def test_a_merged_note_can_be_taken_out_of_a_deleted_one(env: Env) -> None:
    first, duplicate = noted(env, "first", "U1"), noted(env, "duplicate", "U2")
    merge(env, duplicate, first, "U2")
    changing(env).delete(by(env), first)
    separate(env, duplicate, "U2")
    assert people(env) == {"duplicate": 1}


@pytest.mark.each_database
def test_what_a_swept_note_stood_for_goes_on_counting(lone_env: Env) -> None:
    env = lone_env
    a, b, c = (noted(env, name, f"U{name}") for name in "abc")
    merge(env, c, b, "Uc")
    merge(env, b, a, "Ub")
    changing(env).delete(by(env, "Ub"), b)
    assert people(env) == {"a": 2}
    env.clock.advance(31 * DAY)
    assert sweep(env) == 1
    assert people(env) == {"a": 2}
    separate(env, c, "Uc")
    assert people(env) == {"a": 1, "c": 1}


def test_a_note_that_was_moved_to_another_journey_still_gives_back(env: Env) -> None:
    first, duplicate = noted(env, "first", "U1"), noted(env, "duplicate", "U2")
    merge(env, duplicate, first, "U2")
    with env.storage.write(env.ws) as uow:
        uow.journeys.add(CUSTOMER_SUCCESS, env.clock.now(), env.clock.now(), is_default=False)
        uow.commit()
    changing(env).move(by(env), first, None, CUSTOMER_SUCCESS.key)
    assert [row["supporters"] for row in env.rows(journey=CUSTOMER_SUCCESS.key)] == [2]
    assert env.rows() == []
    separate(env, duplicate, "U2")
    assert people(env) == {"duplicate": 1}
