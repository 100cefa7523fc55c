"""Placing many unsorted notes at once, with the suggestions of similar notes."""

import pytest
from sqlalchemy import update

from bot.notes.inbox import MAX_SHOWN, Inbox
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.note_changes import NoteChangeType
from storage.schema.notes import notes
from tests.bot.env import Env, at_once, guests
from tests.bot.note_steps import by, changing, history, listed, merge, note_of, placing, separate


def unsorted(env: Env, *texts: str, **ways: str) -> list[int]:
    """Notes in the inbox."""
    return [env.capture(text, **ways).note_id for text in texts]  # type: ignore[arg-type]


def inbox(env: Env, user: str = "U1", channel: str | None = None) -> Inbox:
    """The inbox of the buyer journey."""
    return env.services.inbox.show(env.ws, user, env.journey_by_key().id, channel)


def sort_invites(env: Env) -> None:
    """What onboarding is known for."""
    env.capture("onboarding: the invite mail lands in spam")
    env.capture("onboarding: invite mails never arrive")


@pytest.mark.each_database
def test_many_are_filed_at_once_and_each_move_is_recorded(env: Env) -> None:
    ids = unsorted(env, "one", "two", "three")
    wanted = {ids[0]: "loyalty", ids[1]: "loyalty", ids[2]: "decision"}
    result = placing(env).place_many(by(env, "U2"), env.journey_by_key().id, wanted)
    assert [(stage.key, count) for stage, count in result.filed] == [
        ("decision", 1),
        ("loyalty", 2),
    ]
    assert {row["text"]: row["stage"] for row in env.rows()} == {
        "one": "loyalty", "two": "loyalty", "three": "decision",
    }  # fmt: skip
    (change,) = history(env, ids[0])
    (edit,) = change.edits
    assert (change.change_type, change.author, edit.field) == (NoteChangeType.MOVED, "U2", "stage")
    assert (edit.before, edit.after) == (None, "loyalty")


def test_a_placed_note_is_moved_back_by_move(env: Env) -> None:
    (note_id,) = unsorted(env, "one")
    placing(env).place(by(env), note_id, "loyalty")
    changing(env).move(by(env), note_id, None)
    assert note_of(env, note_id).stage is None
    assert [change.change_type for change in history(env, note_id)] == [NoteChangeType.MOVED] * 2


def test_submitted_twice_it_is_done_once(env: Env) -> None:
    ids = unsorted(env, "one", "two")
    journey = env.journey_by_key().id
    wanted = dict.fromkeys(ids, "loyalty")
    results = at_once(4, lambda: placing(env).place_many(by(env), journey, wanted))
    assert sorted(sum(count for _, count in result.filed) for result in results) == [0, 0, 0, 2]
    assert sorted(result.already for result in results) == [0, 2, 2, 2]
    assert [len(history(env, note_id)) for note_id in ids] == [1, 1]


def test_what_went_away_meanwhile_is_counted_and_not_touched(env: Env) -> None:
    ids = unsorted(env, "deleted", "elsewhere", "there", "waits")
    changing(env).delete(by(env), ids[0])
    placing(env).place(by(env), ids[1], "decision")
    placing(env).place(by(env), ids[2], "loyalty")
    wanted = dict.fromkeys([*ids, 2**31 - 1], "loyalty")
    result = placing(env).place_many(by(env), env.journey_by_key().id, wanted)
    assert [(stage.key, count) for stage, count in result.filed] == [("loyalty", 1)]
    assert (result.already, result.missing, result.stayed) == (1, 3, 0)
    assert note_of(env, ids[1]).stage == "decision"
    assert note_of(env, ids[0]).stage is None


def test_a_stage_that_was_archived_meanwhile_moves_nothing(env: Env) -> None:
    ids = unsorted(env, "one", "two")
    gone = env.stage("loyalty")
    env.services.stages.archive(env.ws, "U1", env.journey_by_key().id, gone.id, None)
    with pytest.raises(BadFieldError, match="There is no stage “loyalty” any more") as raised:
        placing(env).place_many(by(env), env.journey_by_key().id, dict.fromkeys(ids, "loyalty"))
    assert raised.value.field == "stage"
    result = placing(env).place_many(
        by(env), env.journey_by_key().id, {ids[0]: "loyalty", ids[1]: "decision"}
    )
    assert (len(result.filed), result.stayed) == (1, 1)
    assert note_of(env, ids[0]).stage is None


def test_no_note_and_far_too_many_are_refused(env: Env) -> None:
    unsorted(env, "one")
    for wanted in ({}, dict.fromkeys(range(101), "loyalty")):
        with pytest.raises(BadFieldError, match="Tick the notes"):
            placing(env).place_many(by(env), env.journey_by_key().id, wanted)


@pytest.mark.each_database
def test_notes_of_another_journey_or_workspace_are_not_reached(env: Env) -> None:
    (ours,) = unsorted(env, "ours")
    (theirs,) = unsorted(env, "theirs", workspace=env.other)
    result = placing(env).place_many(
        by(env), env.journey_by_key().id, {ours: "loyalty", theirs: "loyalty"}
    )
    assert (len(result.filed), result.missing) == (1, 1)
    assert env.rows(env.other)[0]["stage"] is None
    with pytest.raises(BadInputError):
        placing(env).place_many(by(env), env.journey_by_key().id + 10**6, {ours: "loyalty"})


def test_guests_place_what_is_of_their_channels_journey(env: Env) -> None:
    ids = unsorted(env, "one", "two", "three")
    guests(env, "UG")
    journey = env.journey_by_key().id
    with pytest.raises(NotAllowedError):
        placing(env).place_many(by(env, "UG"), journey, {ids[0]: "loyalty"}, "C8")
    with pytest.raises(NotAllowedError):
        placing(env).place(by(env, "UG"), ids[0], "loyalty", "C9")
    with pytest.raises(NotAllowedError):
        inbox(env, "UG", "C9")
    env.services.journeys.use_in_channel(env.ws, "U1", "buyer", "C9")
    assert len(inbox(env, "UG", "C9").notes) == 3
    placing(env).place(by(env, "UG"), ids[0], "loyalty", "C9")
    placing(env).place_many(by(env, "UG"), journey, {ids[1]: "loyalty"}, "C9")
    with pytest.raises(NotAllowedError):
        placing(env).place_many(by(env, "UG"), journey, {ids[2]: "loyalty"}, "C8")
    assert [row["stage"] for row in env.rows()].count("loyalty") == 2


def test_a_note_somebody_placed_is_moved_on_only_by_who_may(env: Env) -> None:
    (note_id,) = unsorted(env, "one")
    env.change_journey(owner="UX", editors="owners")
    placing(env).place(by(env, "U2"), note_id, "loyalty")
    placing(env).place(by(env, "U3"), note_id, "loyalty")
    with pytest.raises(NotAllowedError, match="is in Loyalty by now"):
        placing(env).place(by(env, "U3"), note_id, "decision")
    placing(env).place(by(env, "U1"), note_id, "decision")
    assert note_of(env, note_id).stage == "decision"


def test_of_an_anonymous_note_nobody_is_named(env: Env) -> None:
    (note_id,) = unsorted(env, "one")
    with env.storage._engine.begin() as connection:
        anonymous = update(notes).where(notes.c.id == note_id).values(author=None)
        connection.execute(anonymous)
    placing(env).place(by(env, "U1", pressed=True), note_id, "loyalty")
    assert [change.author for change in history(env, note_id)] == [None]


@pytest.mark.each_database
def test_similar_sorted_notes_suggest_a_stage_everywhere(env: Env) -> None:
    sort_invites(env)
    captured = env.capture("my invite mail is in spam")
    env.capture("parking is expensive")
    assert captured.suggested is not None
    assert captured.suggested.key == "onboarding"
    assert env.capture("onboarding: invite mails in spam").suggested is None
    for suggested in (
        inbox(env).suggested,
        listed(env, "unsorted").suggested,
        env.home().suggested,
    ):
        assert {note_id: stage.key for note_id, stage in suggested.items()} == {
            captured.note_id: "onboarding"
        }


@pytest.mark.each_database
def test_the_tray_shows_the_newest_and_how_many_there_are(env: Env) -> None:
    env.capture("onboarding: sorted")
    for number in range(MAX_SHOWN + 2):
        env.capture(f"waits {number}")
    shown = inbox(env)
    assert (len(shown.notes), shown.total) == (MAX_SHOWN, MAX_SHOWN + 2)
    assert shown.notes[0].text == f"waits {MAX_SHOWN + 1}"
    with pytest.raises(NotFoundError):
        env.services.inbox.show(env.ws, "U1", 2**31 - 1)


def test_a_note_that_was_merged_meanwhile_stays_where_it_is(env: Env) -> None:
    into, merged = unsorted(env, "it broke", "it broke again")
    merge(env, merged, into)
    result = placing(env).place_many(by(env), env.journey_by_key().id, {merged: "loyalty"})
    assert (result.filed, result.missing) == ((), 1)
    with pytest.raises(NotFoundError):
        placing(env).place(by(env), merged, "loyalty")
    separate(env, merged)
    assert {row["id"]: row["stage"] for row in env.rows()} == {into: None, merged: None}
