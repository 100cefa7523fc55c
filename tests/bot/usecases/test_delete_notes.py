"""Deleting notes and putting them back: gone from everything, and back as they were."""

from typing import Any

import pytest

from bot.domain.errors import BadInputError, NotFoundError
from bot.domain.note_changes import NoteDeed
from bot.domain.notes import NoteKind
from bot.usecases.keeping.stages import KeepStages
from tests.bot.usecases.house import House, at_once, part
from tests.bot.usecases.keeping.test_settings import change
from tests.bot.usecases.living import (
    MESSAGE,
    by,
    changing,
    following,
    form,
    found,
    history,
    listed,
    note_of,
    placing,
    save,
    support,
)

PAIN = NoteKind.PAIN_POINT


@pytest.fixture
def filled(house: House) -> House:
    """Notes of every kind in two stages and the tray, in two quarters."""
    for number, (line, kind) in enumerate(
        [
            ("onboarding: the invite is terribly late severity:high team:labs persona:owner", PAIN),
            ("onboarding: a wonderful call via:phone", NoteKind.TOUCHPOINT),
            ("loyalty: awful parcels on:2026-05-02", PAIN),
            ("loyalty: a referral link persona:shopper", NoteKind.OPPORTUNITY),
            ("nobody answers the phone", PAIN),
        ]
    ):
        house.capture(line, kind=kind, author=f"U{number}")
    return house


def shown(house: House) -> dict[str, Any]:
    """Everything in which notes are shown or counted."""
    return {
        "review": house.figures(),
        "before": house.figures("2026-Q2"),
        "export": house.rows(),
        "list": listed(house),
        "total": listed(house).total,
        "tray": listed(house, "unsorted").total,
        "search": [found(house, word) for word in ("the", "call", "parcels", "link", "phone")],
        "map": house.map(),
        "of an owner": house.map("persona:owner"),
        "home": house.home(),
    }


def test_a_deleted_note_is_in_nothing_that_is_shown(filled: House) -> None:
    other = filled.capture(
        "onboarding: horribly slow severity:critical team:odd persona:odd via:chat"
    )
    tray = filled.capture("horribly odd", kind=NoteKind.OPPORTUNITY)
    ids = {other.note_id, tray.note_id}
    assert len(found(filled, "horribly")) == 2
    for note_id in ids:
        changing(filled).delete(by(filled), note_id)
    assert found(filled, "horribly") == set()
    assert not ids & {row["id"] for row in filled.rows()}
    assert "odd" not in str(filled.rows()) + str(filled.figures()["pains"])
    assert "odd" not in str(filled.figures()["blind_spots"])
    home = filled.home()
    assert home.journeys[0].in_tray == 1
    assert not ids & {note.id for _, note in home.unsorted}
    assert filled.column("onboarding").mood.now.n == 2
    assert "horribly" not in repr(filled.map())
    assert not ids & {note.id for note in listed(filled).notes}


def test_without_its_note_everything_is_as_it_was_before(filled: House) -> None:
    before = shown(filled)
    note_id = filled.capture("loyalty: horribly odd severity:critical").note_id
    assert shown(filled) != before
    changing(filled).delete(by(filled), note_id)
    assert shown(filled) == before


def test_put_back_it_is_all_as_it_was(filled: House) -> None:
    before = shown(filled)
    ids = [row["id"] for row in filled.rows()]
    writers = {row["id"]: by(filled, row["author"]) for row in filled.rows()}
    for note_id in ids:
        assert changing(filled).delete(writers[note_id], note_id).deed is NoteDeed.DELETED
    assert (filled.rows(), listed(filled).total) == ([], 0)
    assert filled.figures()["notes"] == {"total": 0, "unsorted": 0, "unread_language": 0}
    filled.at("2026-08-20T12:00:00+00:00")
    for note_id in ids:
        assert changing(filled).restore(writers[note_id], note_id).deed is NoteDeed.RESTORED
    after = shown(filled)
    for home in (before, after):
        home["home"] = (home["home"].journeys, home["home"].unsorted)
    assert after == before


def test_twice_is_once(house: House) -> None:
    note_id = house.capture("onboarding: slow").note_id
    changing(house).delete(by(house), note_id)
    at = note_of(house, note_id).deleted_at
    house.at("2026-08-20T12:00:00+00:00")
    changing(house).delete(by(house), note_id)
    assert note_of(house, note_id).deleted_at == at
    for _ in range(2):
        changing(house).restore(by(house), note_id)
    assert note_of(house, note_id).deleted_at is None
    assert [kept.deed for kept in history(house, note_id)] == [
        NoteDeed.DELETED,
        NoteDeed.RESTORED,
    ]


def test_many_clicks_at_once_are_one(house: House) -> None:
    note_id = house.capture("onboarding: slow").note_id
    at_once(6, lambda: changing(house).delete(by(house), note_id))
    at_once(6, lambda: changing(house).restore(by(house), note_id))
    assert [kept.deed for kept in history(house, note_id)] == [
        NoteDeed.DELETED,
        NoteDeed.RESTORED,
    ]


def test_a_deleted_note_can_only_be_put_back(house: House) -> None:
    note_id = house.capture("onboarding: slow").note_id
    changing(house).delete(by(house), note_id)
    change_note = changing(house)
    for refused in (
        lambda: change_note.look(by(house), note_id),
        lambda: change_note.edit(by(house), note_id, PAIN, form("fast")),
        lambda: change_note.move(by(house), note_id, "loyalty"),
        lambda: placing(house)(by(house), note_id, "loyalty"),
        lambda: support(house, note_id),
    ):
        with pytest.raises(NotFoundError, match="no longer there"):
            refused()
    changing(house).restore(by(house), note_id)
    assert part(house.rows()[0], "text", "stage", "supporters") == ("slow", "onboarding", 1)


@pytest.mark.parametrize("deed", ["delete", "restore", "look"])
def test_a_note_that_never_was_is_not_there(house: House, deed: str) -> None:
    house.begun()
    with pytest.raises(NotFoundError, match="no longer there"):
        getattr(changing(house), deed)(by(house), 2**31 - 1)


@pytest.mark.parametrize("deed", ["delete", "restore", "look"])
def test_a_note_of_another_workspace_is_not_there(house: House, deed: str) -> None:
    house.begun()
    theirs = house.capture("theirs", workspace=house.other).note_id
    with pytest.raises(NotFoundError, match="no longer there"):
        getattr(changing(house), deed)(by(house), theirs)
    assert [row["id"] for row in house.rows(house.other)] == [theirs]


def test_supporters_wait_for_a_note_to_be_put_back(house: House) -> None:
    note_id = house.capture("onboarding: slow").note_id
    support(house, note_id)
    changing(house).delete(by(house), note_id)
    changing(house).restore(by(house), note_id)
    assert house.rows()[0]["supporters"] == 2


def test_a_note_put_back_is_where_the_others_of_its_archived_stage_went(house: House) -> None:
    note_id = house.capture("onboarding: slow").note_id
    changing(house).delete(by(house), note_id)
    stage = house.stage("onboarding")
    house.keep(KeepStages).archive(house.ws, "U1", house.kept().id, stage.id, "loyalty")
    restored = changing(house).restore(by(house), note_id)
    assert restored.stage is not None
    assert (restored.stage.key, house.rows()[0]["stage"]) == ("loyalty", "loyalty")


def test_a_note_put_back_is_in_its_quarter_of_a_year_that_was_changed_meanwhile(
    house: House,
) -> None:
    note_id = house.capture("onboarding: slow").note_id
    changing(house).delete(by(house), note_id)
    change(house, fiscal_start_month=8)
    changing(house).restore(by(house), note_id)
    totals = [house.figures(label)["notes"]["total"] for label in ("2027-Q1", "2026-Q4")]
    assert totals == [1, 0]


def test_a_message_saved_anew_is_not_put_back_beside_itself(house: House) -> None:
    first = save(house).note_id
    changing(house).delete(by(house), first)
    second = save(house).note_id
    with pytest.raises(BadInputError, match="saved anew"):
        changing(house).restore(by(house), first)
    assert [row["id"] for row in house.rows()] == [second]
    changing(house).delete(by(house), second)
    changing(house).restore(by(house), first)
    assert [row["id"] for row in house.rows()] == [first]


def test_a_message_saved_as_another_kind_does_not_stand_in_the_way(house: House) -> None:
    first = save(house).note_id
    changing(house).delete(by(house), first)
    save(house, kind=NoteKind.OPPORTUNITY)
    changing(house).restore(by(house), first)
    assert len(house.rows()) == 2


def test_what_happens_to_its_message_leaves_a_deleted_note_alone(house: House) -> None:
    note_id = save(house, speaker="U1").note_id
    changing(house).delete(by(house), note_id)
    following(house).edited(house.ws, MESSAGE, "it breaks")
    following(house).deleted(house.ws, MESSAGE)
    following(house).withdraw(house.ws, "U1", MESSAGE)
    assert note_of(house, note_id).text == "it broke"
    assert [kept.deed for kept in history(house, note_id)] == [NoteDeed.DELETED]
