"""Placing many unsorted notes at once, with the suggestions of similar notes."""

import pytest
from sqlalchemy import update

from bot.domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from bot.domain.note_changes import NoteDeed
from bot.usecases.keeping.journeys import KeepJourneys
from bot.usecases.keeping.stages import KeepStages
from bot.usecases.show_tray import MOST_SHOWN, ShowTray, Tray
from storage.tables import notes
from tests.bot.usecases.house import House, at_once, guests
from tests.bot.usecases.living import (
    by,
    changing,
    history,
    listed,
    merge,
    note_of,
    placing,
    separate,
)


def unsorted(house: House, *texts: str, **ways: str) -> list[int]:
    """Notes in the tray."""
    return [house.capture(text, **ways).note_id for text in texts]  # type: ignore[arg-type]


def tray(house: House, user: str = "U1", channel: str | None = None) -> Tray:
    """The tray of the buyer journey."""
    return ShowTray(house.storage, house.people)(house.ws, user, house.kept().id, channel)


def sort_invites(house: House) -> None:
    """What onboarding is known for."""
    house.capture("onboarding: the invite mail lands in spam")
    house.capture("onboarding: invite mails never arrive")


def test_many_are_filed_at_once_and_each_move_is_kept(house: House) -> None:
    ids = unsorted(house, "one", "two", "three")
    wanted = {ids[0]: "loyalty", ids[1]: "loyalty", ids[2]: "decision"}
    result = placing(house).many(by(house, "U2"), house.kept().id, wanted)
    assert [(stage.key, count) for stage, count in result.filed] == [
        ("decision", 1),
        ("loyalty", 2),
    ]
    assert {row["text"]: row["stage"] for row in house.rows()} == {
        "one": "loyalty", "two": "loyalty", "three": "decision",
    }  # fmt: skip
    (change,) = history(house, ids[0])
    (edit,) = change.edits
    assert (change.deed, change.author, edit.field) == (NoteDeed.MOVED, "U2", "stage")
    assert (edit.before, edit.after) == (None, "loyalty")


def test_a_placed_note_is_moved_back_by_move(house: House) -> None:
    (note_id,) = unsorted(house, "one")
    placing(house)(by(house), note_id, "loyalty")
    changing(house).move(by(house), note_id, None)
    assert note_of(house, note_id).stage is None
    assert [change.deed for change in history(house, note_id)] == [NoteDeed.MOVED] * 2


def test_submitted_twice_it_is_done_once(house: House) -> None:
    ids = unsorted(house, "one", "two")
    journey = house.kept().id
    wanted = dict.fromkeys(ids, "loyalty")
    results = at_once(4, lambda: placing(house).many(by(house), journey, wanted))
    assert sorted(sum(count for _, count in result.filed) for result in results) == [0, 0, 0, 2]
    assert sorted(result.already for result in results) == [0, 2, 2, 2]
    assert [len(history(house, note_id)) for note_id in ids] == [1, 1]


def test_what_went_away_meanwhile_is_counted_and_not_touched(house: House) -> None:
    ids = unsorted(house, "deleted", "elsewhere", "there", "waits")
    changing(house).delete(by(house), ids[0])
    placing(house)(by(house), ids[1], "decision")
    placing(house)(by(house), ids[2], "loyalty")
    wanted = dict.fromkeys([*ids, 2**31 - 1], "loyalty")
    result = placing(house).many(by(house), house.kept().id, wanted)
    assert [(stage.key, count) for stage, count in result.filed] == [("loyalty", 1)]
    assert (result.already, result.gone, result.stayed) == (1, 3, 0)
    assert note_of(house, ids[1]).stage == "decision"
    assert note_of(house, ids[0]).stage is None


def test_a_stage_that_was_archived_meanwhile_moves_nothing(house: House) -> None:
    ids = unsorted(house, "one", "two")
    gone = house.stage("loyalty")
    house.keep(KeepStages).archive(house.ws, "U1", house.kept().id, gone.id, None)
    with pytest.raises(BadFieldError, match="There is no stage “loyalty” any more") as raised:
        placing(house).many(by(house), house.kept().id, dict.fromkeys(ids, "loyalty"))
    assert raised.value.field == "stage"
    result = placing(house).many(
        by(house), house.kept().id, {ids[0]: "loyalty", ids[1]: "decision"}
    )
    assert (len(result.filed), result.stayed) == (1, 1)
    assert note_of(house, ids[0]).stage is None


def test_no_note_and_far_too_many_are_refused(house: House) -> None:
    unsorted(house, "one")
    for wanted in ({}, dict.fromkeys(range(101), "loyalty")):
        with pytest.raises(BadFieldError, match="Tick the notes"):
            placing(house).many(by(house), house.kept().id, wanted)


def test_notes_of_another_journey_or_workspace_are_not_reached(house: House) -> None:
    (ours,) = unsorted(house, "ours")
    (theirs,) = unsorted(house, "theirs", workspace=house.other)
    result = placing(house).many(by(house), house.kept().id, {ours: "loyalty", theirs: "loyalty"})
    assert (len(result.filed), result.gone) == (1, 1)
    assert house.rows(house.other)[0]["stage"] is None
    with pytest.raises(BadInputError):
        placing(house).many(by(house), house.kept().id + 10**6, {ours: "loyalty"})


def test_guests_place_what_is_of_their_channels_journey(house: House) -> None:
    ids = unsorted(house, "one", "two", "three")
    guests(house, "UG")
    journey = house.kept().id
    with pytest.raises(NotAllowedError):
        placing(house).many(by(house, "UG"), journey, {ids[0]: "loyalty"}, "C8")
    with pytest.raises(NotAllowedError):
        placing(house)(by(house, "UG"), ids[0], "loyalty", "C9")
    with pytest.raises(NotAllowedError):
        tray(house, "UG", "C9")
    house.keep(KeepJourneys).use(house.ws, "U1", "buyer", "C9")
    assert len(tray(house, "UG", "C9").notes) == 3
    placing(house)(by(house, "UG"), ids[0], "loyalty", "C9")
    placing(house).many(by(house, "UG"), journey, {ids[1]: "loyalty"}, "C9")
    with pytest.raises(NotAllowedError):
        placing(house).many(by(house, "UG"), journey, {ids[2]: "loyalty"}, "C8")
    assert [row["stage"] for row in house.rows()].count("loyalty") == 2


def test_a_note_somebody_placed_is_moved_on_only_by_who_may(house: House) -> None:
    (note_id,) = unsorted(house, "one")
    house.change_journey(owner="UX", editors="owners")
    placing(house)(by(house, "U2"), note_id, "loyalty")
    placing(house)(by(house, "U3"), note_id, "loyalty")
    with pytest.raises(NotAllowedError, match="is in Loyalty by now"):
        placing(house)(by(house, "U3"), note_id, "decision")
    placing(house)(by(house, "U1"), note_id, "decision")
    assert note_of(house, note_id).stage == "decision"


def test_of_an_anonymous_note_nobody_is_named(house: House) -> None:
    (note_id,) = unsorted(house, "one")
    with house.storage._engine.begin() as connection:
        anonymous = update(notes).where(notes.c.id == note_id).values(author=None)
        connection.execute(anonymous)
    placing(house)(by(house, "U1", pressed=True), note_id, "loyalty")
    assert [change.author for change in history(house, note_id)] == [None]


def test_similar_sorted_notes_suggest_a_stage_everywhere(house: House) -> None:
    sort_invites(house)
    captured = house.capture("my invite mail is in spam")
    house.capture("parking is expensive")
    assert captured.suggested is not None
    assert captured.suggested.key == "onboarding"
    assert house.capture("onboarding: invite mails in spam").suggested is None
    for suggested in (
        tray(house).suggested,
        listed(house, "unsorted").suggested,
        house.home().suggested,
    ):
        assert {note_id: stage.key for note_id, stage in suggested.items()} == {
            captured.note_id: "onboarding"
        }


def test_the_tray_shows_the_newest_and_how_many_there_are(house: House) -> None:
    house.capture("onboarding: sorted")
    for number in range(MOST_SHOWN + 2):
        house.capture(f"waits {number}")
    shown = tray(house)
    assert (len(shown.notes), shown.total) == (MOST_SHOWN, MOST_SHOWN + 2)
    assert shown.notes[0].text == f"waits {MOST_SHOWN + 1}"
    with pytest.raises(NotFoundError):
        ShowTray(house.storage)(house.ws, "U1", 2**31 - 1)


def test_a_note_that_was_merged_meanwhile_stays_where_it_is(house: House) -> None:
    into, merged = unsorted(house, "it broke", "it broke again")
    merge(house, merged, into)
    result = placing(house).many(by(house), house.kept().id, {merged: "loyalty"})
    assert (result.filed, result.gone) == ((), 1)
    with pytest.raises(NotFoundError):
        placing(house)(by(house), merged, "loyalty")
    separate(house, merged)
    assert {row["id"]: row["stage"] for row in house.rows()} == {into: None, merged: None}
