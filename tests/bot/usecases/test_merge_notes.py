"""Notes that say the same: one is shown, the people behind both are counted, nothing is lost."""

from datetime import timedelta
from functools import partial

import pytest

from bot.domain.errors import BadInputError, NotAllowedError, NotFoundError
from bot.domain.note_changes import NoteDeed
from bot.domain.notes import Message, NoteKind
from bot.domain.templates import CUSTOMER_SUCCESS
from tests.bot.usecases.house import House, all_at_once
from tests.bot.usecases.living import (
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


def noted(house: House, text: str, author: str = "U1", **fields: object) -> int:
    """A pain point of somebody."""
    anonymous = bool(fields.pop("anonymous", False))
    return write(house, form(text, **fields), author=author, anonymous=anonymous).note_id


def people(house: House) -> dict[str, int]:
    """How many have seen what each exported note says."""
    return {row["text"]: row["supporters"] for row in house.rows()}


def test_a_merged_note_is_in_nothing_and_its_people_count_with_the_other(house: House) -> None:
    first = noted(house, "invoice is late", "U1", stage="onboarding", team="sales", persona="clerk")
    twin = noted(house, "late invoice again", "U2", stage="loyalty", team="support", persona="boss")
    support(house, twin, "U3")
    merged = merge(house, twin, first, "U2")
    assert (merged.note.id, merged.into.id, merged.into.supporters) == (twin, first, 2)
    assert people(house) == {"invoice is late": 3}
    assert listed(house).total == 1
    assert [note.supporters for note in listed(house).notes] == [2]
    assert found(house, "late") == {"invoice is late"}
    figures = house.figures()
    assert figures["notes"]["total"] == 1
    assert [pain["note_ids"] for pain in figures["pains"]] == [[first]]
    assert {stage["key"]: stage["n"] for stage in figures["stages"]}["loyalty"] == 0
    assert house.column("loyalty").pains == ()
    assert note_of(house, twin).text == "late invoice again"


def test_an_unsorted_note_leaves_the_tray_when_it_is_merged(house: House) -> None:
    first, twin = noted(house, "one", stage="onboarding"), noted(house, "two")
    assert len(house.home().unsorted) == 1
    merge(house, twin, first)
    assert len(house.home().unsorted) == 0


@pytest.mark.parametrize(
    ("authors", "first_seen", "twin_seen", "count"),
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
    house: House,
    authors: tuple[str | None, str | None],
    first_seen: tuple[str, ...],
    twin_seen: tuple[str, ...],
    count: int,
) -> None:
    ids = [
        noted(house, str(number), author or "U9", anonymous=author is None)
        for number, author in enumerate(authors)
    ]
    for note_id, users in zip(ids, (first_seen, twin_seen), strict=True):
        for user in users:
            support(house, note_id, user)
    before = people(house)
    merge(house, ids[1], ids[0], authors[1] or "U9", pressed=True)
    assert people(house) == {"0": count}
    separate(house, ids[1], authors[1] or "U9", pressed=True)
    assert people(house) == before


def test_what_is_done_meanwhile_stays_with_the_note_it_was_done_to(house: House) -> None:
    first, twin = noted(house, "first", "U1"), noted(house, "twin", "U2")
    merge(house, twin, first, "U2")
    told = [
        support(house, note, user) for note, user in ((first, "U3"), (twin, "U4"), (twin, "U3"))
    ]
    assert [(one.counted, one.people, one.note.id) for one in told] == [
        (True, 3, first),
        (True, 4, first),
        (False, 4, first),
    ]
    separate(house, twin, "U2")
    assert people(house) == {"first": 2, "twin": 3}


def test_a_chain_counts_at_its_end_and_comes_apart_as_it_was_put_together(house: House) -> None:
    a, b, c, d = (noted(house, name, f"U{name}") for name in "abcd")
    merge(house, c, b, "Uc")
    merge(house, b, a, "Ub")
    assert people(house) == {"a": 3, "d": 1}
    assert (note_of(house, c).merged_into, note_of(house, c).counted_in) == (b, a)
    # Into a merged one means into the one that stands for it.
    assert merge(house, d, c, "Ud").into.id == a
    assert people(house) == {"a": 4}
    separate(house, b, "Ub")
    assert people(house) == {"a": 2, "b": 2}
    merge(house, b, a, "Ub")
    separate(house, c, "Uc")
    assert people(house) == {"a": 3, "c": 1}


def test_what_cannot_be_one_is_refused_and_nothing_changes(house: House) -> None:
    first, twin = noted(house, "first"), noted(house, "twin")
    idea = house.capture("idea", kind=NoteKind.OPPORTUNITY).note_id
    gone = noted(house, "gone")
    changing(house).delete(by(house), gone)
    theirs = house.capture("theirs", workspace=house.other).note_id
    before = everything(house)
    for into, refusal, words in (
        (first, BadInputError, "itself"),
        (idea, BadInputError, "same kind"),
        (gone, NotFoundError, "no longer there"),
        (theirs, NotFoundError, "no longer there"),
        (10**9, NotFoundError, "no longer there"),
    ):
        with pytest.raises(refusal, match=words):
            merge(house, first, into)
    with pytest.raises(NotFoundError, match="no longer there"):
        merge(house, gone, first)
    with pytest.raises(NotFoundError, match="for itself already"):
        separate(house, twin)
    assert everything(house) == before


def test_a_second_click_does_nothing_and_the_opposite_way_is_refused(house: House) -> None:
    first, twin, third = (noted(house, name) for name in ("first", "twin", "third"))
    assert merge(house, twin, first).different
    before = everything(house)
    assert not merge(house, twin, first).different
    with pytest.raises(BadInputError, match="already"):
        merge(house, first, twin)
    with pytest.raises(BadInputError, match="another one"):
        merge(house, twin, third)
    assert everything(house) == before


def test_two_who_merge_opposite_ways_at_once_leave_one_note(house: House) -> None:
    def attempt(note_id: int, into: int) -> bool:
        try:
            return merge(house, note_id, into).different
        except BadInputError:
            return False

    for number in range(5):
        one, two = noted(house, f"one {number}"), noted(house, f"two {number}", "U2")
        ways = [partial(attempt, one, two), partial(attempt, two, one)]
        done = all_at_once(ways * 2)
        assert sum(done) == 1
        assert list(people(house).values()) == [2] * (number + 1)


def test_who_may_change_a_note_may_merge_it_and_nobody_else(house: House) -> None:
    first, twin = noted(house, "first"), noted(house, "twin", "U2")
    house.change_journey(owner="OWNER")
    for user in ("U1", "U3"):
        with pytest.raises(NotAllowedError):
            merge(house, twin, first, user)
    merge(house, twin, first, "U2")
    with pytest.raises(NotAllowedError):
        separate(house, twin, "U1")
    separate(house, twin, "OWNER")
    assert len(house.rows()) == 2


def test_both_remember_it_and_an_anonymous_author_is_not_named(house: House) -> None:
    first, twin = noted(house, "first"), noted(house, "twin", "U7", anonymous=True)
    merge(house, twin, first, "U7", pressed=True)
    separate(house, twin, "U7", pressed=True)
    for note_id, other in ((first, twin), (twin, first)):
        told = history(house, note_id)
        assert [change.deed for change in told] == [NoteDeed.MERGED, NoteDeed.SEPARATED]
        assert [(change.edits[0].before, change.edits[0].after) for change in told] == [
            (None, str(other)),
            (str(other), None),
        ]
        assert {change.author for change in told} == {None}
    assert "U7" not in repr(everything(house))


def test_a_merged_message_saved_again_is_the_note_that_stands_for_it(house: House) -> None:
    first, other = noted(house, "first", "U1"), Message("C1", "17.2")
    twin = save(house, "twin", author="U2", message=other, receipt="event:E1").note_id
    merge(house, twin, first, "U2")
    for author, receipt in (("U2", "event:E1"), ("U2", "event:E2"), ("U3", "event:E3")):
        again = save(house, "twin", author=author, message=other, receipt=receipt)
        assert (again.known, again.note_id, again.own) == (True, first, False)
    assert people(house) == {"first": 3}
    # Taking the reaction back counts no more.
    following(house).withdraw(house.ws, "U3", other)
    assert people(house) == {"first": 2}


def test_a_merged_message_saved_again_is_not_hidden_with_a_deleted_note(house: House) -> None:
    first, other = noted(house, "first", "U1"), Message("C1", "17.2")
    twin = save(house, "twin", author="U2", message=other).note_id
    merge(house, twin, first, "U2")
    changing(house).delete(by(house), first)
    assert house.rows() == []
    with pytest.raises(NotFoundError):
        support(house, twin, "U4")
    assert save(house, "twin", author="U3", message=other).note_id == twin
    assert people(house) == {"twin": 2}
    changing(house).restore(by(house), first)
    assert people(house) == {"first": 1, "twin": 2}


def test_a_merged_notes_message_is_followed_and_the_other_keeps_its_words(house: House) -> None:
    first, other = noted(house, "first", "U1"), Message("C1", "17.2")
    twin = save(house, "twin", author="U2", speaker="U2", message=other).note_id
    merge(house, twin, first, "U2")
    following(house).edited(house.ws, other, "reworded")
    assert people(house) == {"first": 2}
    assert note_of(house, twin).text == "reworded"
    following(house).deleted(house.ws, other)
    assert people(house) == {"first": 1}
    changing(house).restore(by(house, "U2"), twin)
    assert people(house) == {"first": 2}


def test_a_note_with_merged_ones_outlives_its_authors_message(house: House) -> None:
    message = Message("C1", "17.2")
    first = save(house, "first", author="U1", speaker="U1", message=message).note_id
    merge(house, noted(house, "twin", "U2"), first, "U2")
    following(house).deleted(house.ws, message)
    following(house).withdraw(house.ws, "U1", message)
    assert people(house) == {"first": 2}


def test_a_merged_note_is_kept_as_long_as_the_one_that_stands_for_it(lone_house: House) -> None:
    house = lone_house
    first, twin = noted(house, "first", "U1"), noted(house, "twin", "U2")
    support(house, twin, "U3")
    before = people(house)
    merge(house, twin, first, "U2")
    house.clock.advance(400 * DAY)
    assert sweep(house) == 0
    changing(house).delete(by(house), first)
    house.clock.advance(29 * DAY)
    assert sweep(house) == 0
    changing(house).restore(by(house), first)
    separate(house, twin, "U2")
    assert people(house) == before
    merge(house, twin, first, "U2")
    changing(house).delete(by(house), first)
    house.clock.advance(31 * DAY)
    assert sweep(house) == 2
    assert everything(house)["notes"] == everything(house)["note_supporters"] == []


def test_a_merged_note_can_be_taken_out_of_a_deleted_one(house: House) -> None:
    first, twin = noted(house, "first", "U1"), noted(house, "twin", "U2")
    merge(house, twin, first, "U2")
    changing(house).delete(by(house), first)
    separate(house, twin, "U2")
    assert people(house) == {"twin": 1}


def test_what_a_swept_note_stood_for_goes_on_counting(lone_house: House) -> None:
    house = lone_house
    a, b, c = (noted(house, name, f"U{name}") for name in "abc")
    merge(house, c, b, "Uc")
    merge(house, b, a, "Ub")
    changing(house).delete(by(house, "Ub"), b)
    assert people(house) == {"a": 2}
    house.clock.advance(31 * DAY)
    assert sweep(house) == 1
    assert people(house) == {"a": 2}
    separate(house, c, "Uc")
    assert people(house) == {"a": 1, "c": 1}


def test_a_note_that_was_moved_to_another_journey_still_gives_back(house: House) -> None:
    first, twin = noted(house, "first", "U1"), noted(house, "twin", "U2")
    merge(house, twin, first, "U2")
    with house.storage.write(house.ws) as uow:
        uow.journeys.add(CUSTOMER_SUCCESS, house.clock.now(), house.clock.now(), is_default=False)
        uow.commit()
    changing(house).move(by(house), first, None, CUSTOMER_SUCCESS.key)
    assert [row["supporters"] for row in house.rows(journey=CUSTOMER_SUCCESS.key)] == [2]
    assert house.rows() == []
    separate(house, twin, "U2")
    assert people(house) == {"twin": 1}
