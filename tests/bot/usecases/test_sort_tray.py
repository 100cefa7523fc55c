"""Many unsorted notes placed at once, with suggestions from sorted ones."""

import pytest

from bot.domain.errors import BadFieldError, NotAllowedError, NotFoundError
from bot.domain.note_changes import NoteDeed
from bot.usecases.sort_tray import MOST_SHOWN, SortTray
from tests.bot.usecases.house import House, at_once, guests
from tests.bot.usecases.living import by, changing

SPAM = "the invite email lands in spam"


def sorter(house: House) -> SortTray:
    return SortTray(house.storage, house.clock, house.people)


def stages(house: House) -> dict[int, str | None]:
    return {row["id"]: row["stage"] for row in house.rows()}


def suggested(house: House) -> dict[int, str | None]:
    tray = sorter(house).look(house.ws, "U1", house.kept().id)
    return {note.id: stage for note, stage in tray.notes}


def test_a_note_is_suggested_where_notes_like_it_are(house: House) -> None:
    house.capture(f"onboarding: {SPAM} at outlook")
    house.capture("onboarding: every invite email we send lands in spam")
    house.capture("retention: hold music for an hour")
    unsorted = house.capture(SPAM).note_id
    assert suggested(house) == {unsorted: "onboarding"}


def test_nothing_is_suggested_where_stages_disagree(house: House) -> None:
    house.capture(f"onboarding: {SPAM} at outlook")
    house.capture(f"retention: {SPAM} at gmail")
    unsorted = house.capture(SPAM).note_id
    assert suggested(house) == {unsorted: None}


@pytest.mark.parametrize("text", ["something else entirely", "the email is fine", "??"])
def test_nothing_is_suggested_by_notes_with_little_in_common(house: House, text: str) -> None:
    house.capture(f"onboarding: {SPAM}")
    unsorted = house.capture(text).note_id
    assert suggested(house) == {unsorted: None}


def test_another_workspaces_notes_suggest_nothing(house: House) -> None:
    house.capture(f"onboarding: {SPAM}", workspace=house.other)
    unsorted = house.capture(SPAM).note_id
    assert suggested(house) == {unsorted: None}


def test_many_are_placed_at_once_and_the_change_is_kept(house: House) -> None:
    one, two, three = (house.capture(text).note_id for text in ("one", "two", "three"))
    result = sorter(house).place(
        house.ws, "U2", house.kept().id, {one: "loyalty", two: "retention"}
    )
    assert (result.placed, result.gone) == (2, 0)
    assert stages(house) == {one: "loyalty", two: "retention", three: None}
    with house.storage.read(house.ws) as uow:
        (change,) = uow.note_life.changes(one)
    assert (change.author, change.deed) == ("U2", NoteDeed.MOVED)
    assert [(edit.before, edit.after) for edit in change.edits] == [(None, "loyalty")]


def test_placing_twice_at_once_places_once(house: House) -> None:
    note = house.capture("one").note_id
    place = sorter(house)
    results = at_once(4, lambda: place.place(house.ws, "U1", house.kept().id, {note: "loyalty"}))
    assert sorted(result.placed for result in results) == [0, 0, 0, 1]
    with house.storage.read(house.ws) as uow:
        assert len(uow.note_life.changes(note)) == 1


def test_what_was_placed_or_removed_meanwhile_is_left_alone(house: House) -> None:
    placed, removed, waits = (house.capture(text).note_id for text in ("one", "two", "three"))
    changing(house).move(by(house), placed, "decision")
    changing(house).delete(by(house), removed)
    wanted = dict.fromkeys((placed, removed, waits, 10**9), "loyalty")
    result = sorter(house).place(house.ws, "U1", house.kept().id, wanted)
    assert (result.placed, result.gone) == (1, 3)
    assert stages(house) == {placed: "decision", waits: "loyalty"}


def test_a_stage_that_is_gone_places_nothing(house: House) -> None:
    one, two = house.capture("one").note_id, house.capture("two").note_id
    wanted = {one: "loyalty", two: "delivery"}
    with pytest.raises(BadFieldError, match="no stage “delivery” any more") as error:
        sorter(house).place(house.ws, "U1", house.kept().id, wanted)
    assert error.value.field == "stage"
    assert stages(house) == {one: None, two: None}


def test_the_tray_shows_the_newest_and_counts_all(house: House) -> None:
    ids = [house.capture(f"note {number}").note_id for number in range(MOST_SHOWN + 3)]
    tray = sorter(house).look(house.ws, "U1", house.kept().id)
    assert [note.id for note, _ in tray.notes] == ids[:2:-1]
    assert tray.total == MOST_SHOWN + 3


def test_guests_do_not_sort(house: House) -> None:
    note = house.capture("one").note_id
    guests(house, "G")
    with pytest.raises(NotAllowedError):
        sorter(house).look(house.ws, "G", house.kept().id)
    with pytest.raises(NotAllowedError):
        sorter(house).place(house.ws, "G", house.kept().id, {note: "loyalty"})
    assert stages(house) == {note: None}


def test_a_journey_of_another_workspace_is_not_there(house: House) -> None:
    house.capture("one")
    house.capture("two", workspace=house.other)
    foreign = house.journey(house.other)
    assert foreign is not None
    with pytest.raises(NotFoundError):
        sorter(house).look(house.ws, "U1", foreign.id)
