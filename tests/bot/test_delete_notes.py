"""Deleting notes and putting them back: gone from everything, and back as they were."""

from typing import Any

import pytest

from domain.errors import BadInputError, NotFoundError
from domain.note_changes import NoteChangeType
from domain.notes import NoteKind
from tests.bot.env import Env, at_once, part
from tests.bot.journeys.test_settings import change
from tests.bot.note_steps import (
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
def filled(env: Env) -> Env:
    """Notes of every kind in two stages and the inbox, in two quarters."""
    for number, (line, kind) in enumerate(
        [
            ("onboarding: the invite is terribly late severity:high team:labs persona:owner", PAIN),
            ("onboarding: a wonderful call via:phone", NoteKind.TOUCHPOINT),
            ("loyalty: awful parcels on:2026-05-02", PAIN),
            ("loyalty: a referral link persona:shopper", NoteKind.OPPORTUNITY),
            ("nobody answers the phone", PAIN),
        ]
    ):
        env.capture(line, kind=kind, author=f"U{number}")
    return env


def shown(env: Env) -> dict[str, Any]:
    """Everything in which notes are shown or counted."""
    return {
        "review": env.figures(),
        "before": env.figures("2026-Q2"),
        "export": env.rows(),
        "list": listed(env),
        "total": listed(env).total,
        "inbox": listed(env, "unsorted").total,
        "search": [found(env, word) for word in ("the", "call", "parcels", "link", "phone")],
        "map": env.map(),
        "of an owner": env.map("persona:owner"),
        "home": env.home(),
    }


@pytest.mark.slow
def test_a_deleted_note_is_in_nothing_that_is_shown(filled: Env) -> None:
    other = filled.capture(
        "onboarding: horribly slow severity:critical team:odd persona:odd via:chat"
    )
    inbox = filled.capture("horribly odd", kind=NoteKind.OPPORTUNITY)
    ids = {other.note_id, inbox.note_id}
    assert len(found(filled, "horribly")) == 2
    for note_id in ids:
        changing(filled).delete(by(filled), note_id)
    assert found(filled, "horribly") == set()
    assert not ids & {row["id"] for row in filled.rows()}
    assert "odd" not in str(filled.rows()) + str(filled.figures()["pains"])
    assert "odd" not in str(filled.figures()["blind_spots"])
    home = filled.home()
    assert home.journeys[0].unsorted == 1
    assert not ids & {note.id for _, note in home.unsorted}
    assert filled.column("onboarding").mood.now.n == 2
    assert "horribly" not in repr(filled.map())
    assert not ids & {note.id for note in listed(filled).notes}


@pytest.mark.slow
def test_without_its_note_everything_is_as_it_was_before(filled: Env) -> None:
    before = shown(filled)
    note_id = filled.capture("loyalty: horribly odd severity:critical").note_id
    assert shown(filled) != before
    changing(filled).delete(by(filled), note_id)
    assert shown(filled) == before


@pytest.mark.slow
def test_put_back_it_is_all_as_it_was(filled: Env) -> None:
    before = shown(filled)
    ids = [row["id"] for row in filled.rows()]
    writers = {row["id"]: by(filled, row["author"]) for row in filled.rows()}
    for note_id in ids:
        assert (
            changing(filled).delete(writers[note_id], note_id).change_type is NoteChangeType.DELETED
        )
    assert (filled.rows(), listed(filled).total) == ([], 0)
    assert filled.figures()["notes"] == {"total": 0, "unsorted": 0, "unread_language": 0}
    filled.at("2026-08-20T12:00:00+00:00")
    for note_id in ids:
        restored = changing(filled).restore(writers[note_id], note_id)
        assert restored.change_type is NoteChangeType.RESTORED
    after = shown(filled)
    for home in (before, after):
        home["home"] = (home["home"].journeys, home["home"].unsorted)
    assert after == before


def test_twice_is_once(env: Env) -> None:
    note_id = env.capture("onboarding: slow").note_id
    changing(env).delete(by(env), note_id)
    at = note_of(env, note_id).deleted_at
    env.at("2026-08-20T12:00:00+00:00")
    changing(env).delete(by(env), note_id)
    assert note_of(env, note_id).deleted_at == at
    for _ in range(2):
        changing(env).restore(by(env), note_id)
    assert note_of(env, note_id).deleted_at is None
    assert [recorded.change_type for recorded in history(env, note_id)] == [
        NoteChangeType.DELETED,
        NoteChangeType.RESTORED,
    ]


@pytest.mark.each_database
def test_many_clicks_at_once_are_one(env: Env) -> None:
    note_id = env.capture("onboarding: slow").note_id
    at_once(6, lambda: changing(env).delete(by(env), note_id))
    at_once(6, lambda: changing(env).restore(by(env), note_id))
    assert [recorded.change_type for recorded in history(env, note_id)] == [
        NoteChangeType.DELETED,
        NoteChangeType.RESTORED,
    ]


def test_a_deleted_note_can_only_be_put_back(env: Env) -> None:
    note_id = env.capture("onboarding: slow").note_id
    changing(env).delete(by(env), note_id)
    change_note = changing(env)
    for refused in (
        lambda: change_note.find(by(env), note_id),
        lambda: change_note.edit(by(env), note_id, PAIN, form("fast")),
        lambda: change_note.move(by(env), note_id, "loyalty"),
        lambda: placing(env).place(by(env), note_id, "loyalty"),
        lambda: support(env, note_id),
    ):
        with pytest.raises(NotFoundError, match="no longer there"):
            refused()
    changing(env).restore(by(env), note_id)
    assert part(env.rows()[0], "text", "stage", "supporters") == ("slow", "onboarding", 1)


@pytest.mark.parametrize("operation", ["delete", "restore", "find"])
def test_a_note_that_never_was_is_not_there(env: Env, operation: str) -> None:
    env.buyer_journey()
    with pytest.raises(NotFoundError, match="no longer there"):
        getattr(changing(env), operation)(by(env), 2**31 - 1)


@pytest.mark.parametrize("operation", ["delete", "restore", "find"])
def test_a_note_of_another_workspace_is_not_there(env: Env, operation: str) -> None:
    env.buyer_journey()
    theirs = env.capture("theirs", workspace=env.other).note_id
    with pytest.raises(NotFoundError, match="no longer there"):
        getattr(changing(env), operation)(by(env), theirs)
    assert [row["id"] for row in env.rows(env.other)] == [theirs]


def test_supporters_wait_for_a_note_to_be_put_back(env: Env) -> None:
    note_id = env.capture("onboarding: slow").note_id
    support(env, note_id)
    changing(env).delete(by(env), note_id)
    changing(env).restore(by(env), note_id)
    assert env.rows()[0]["supporters"] == 2


def test_a_note_put_back_is_where_the_others_of_its_archived_stage_went(env: Env) -> None:
    note_id = env.capture("onboarding: slow").note_id
    changing(env).delete(by(env), note_id)
    stage = env.stage("onboarding")
    env.services.stages.archive(env.ws, "U1", env.journey_by_key().id, stage.id, "loyalty")
    restored = changing(env).restore(by(env), note_id)
    assert restored.stage is not None
    assert (restored.stage.key, env.rows()[0]["stage"]) == ("loyalty", "loyalty")


def test_a_note_put_back_is_in_its_quarter_of_a_year_that_was_changed_meanwhile(
    env: Env,
) -> None:
    note_id = env.capture("onboarding: slow").note_id
    changing(env).delete(by(env), note_id)
    change(env, fiscal_start_month=8)
    changing(env).restore(by(env), note_id)
    totals = [env.figures(label)["notes"]["total"] for label in ("2027-Q1", "2026-Q4")]
    assert totals == [1, 0]


def test_a_message_saved_anew_is_not_put_back_beside_itself(env: Env) -> None:
    first = save(env).note_id
    changing(env).delete(by(env), first)
    second = save(env).note_id
    with pytest.raises(BadInputError, match="saved again"):
        changing(env).restore(by(env), first)
    assert [row["id"] for row in env.rows()] == [second]
    changing(env).delete(by(env), second)
    changing(env).restore(by(env), first)
    assert [row["id"] for row in env.rows()] == [first]


def test_a_message_saved_as_another_kind_does_not_stand_in_the_way(env: Env) -> None:
    first = save(env).note_id
    changing(env).delete(by(env), first)
    save(env, kind=NoteKind.OPPORTUNITY)
    changing(env).restore(by(env), first)
    assert len(env.rows()) == 2


def test_what_happens_to_its_message_leaves_a_deleted_note_alone(env: Env) -> None:
    note_id = save(env, speaker="U1").note_id
    changing(env).delete(by(env), note_id)
    following(env).follow_edit(env.ws, MESSAGE, "it breaks")
    following(env).follow_deletion(env.ws, MESSAGE)
    following(env).withdraw(env.ws, "U1", MESSAGE)
    assert note_of(env, note_id).text == "it broke"
    assert [recorded.change_type for recorded in history(env, note_id)] == [NoteChangeType.DELETED]
