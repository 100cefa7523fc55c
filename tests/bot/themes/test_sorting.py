"""Sort pain points into themes, a screen at a time, or one after it was saved."""

from functools import partial

import pytest

from bot.notes.capture import CaptureRequest
from bot.themes.sorting import SORT_SCREEN, SortScreen
from domain.access import Role
from domain.errors import NotAllowedError, NotFoundError
from domain.notes import Message, NoteKind
from domain.themes import ThemeRef
from tests.bot.env import Env, all_at_once
from tests.bot.note_steps import by, changing
from tests.bot.themes.theme_steps import (
    LOGIN,
    SPAM,
    add_pains,
    add_theme,
    changing_themes,
    review_pains,
    sort_into,
    sorting,
    themes_of,
)


def screen(env: Env, **ways: object) -> SortScreen:
    """The next screen of Mara."""
    return sorting(env).next_screen(by(env), "C1", **ways)  # type: ignore[arg-type]


def ids(shown: SortScreen) -> list[int]:
    """The ids of the notes of a screen, in order of their ids."""
    return sorted(one.note.id for one in shown.notes)


@pytest.mark.slow
@pytest.mark.each_database
def test_notes_are_sorted_stage_by_stage_until_none_is_left(env: Env) -> None:
    buying = add_pains(env, *SPAM, stage="decision")
    using = add_pains(env, *LOGIN, *[f"problem {n}" for n in range(6)])
    env.capture("a pain without a stage")
    env.capture("onboarding: an idea", kind=NoteKind.OPPORTUNITY)
    first = screen(env)
    assert first.stage is not None
    assert (first.stage.key, ids(first), first.left) == ("decision", buying, 12)
    sort_into(env, "Spam", buying)
    second = screen(env)
    assert second.stage is not None
    assert (second.stage.key, len(second.notes), second.left) == ("onboarding", SORT_SCREEN, 9)
    sort_into(env, None, ids(second))
    sort_into(env, "Slow", ids(screen(env)))
    last = screen(env)
    assert (last.stage, len(last.notes), last.left) == (None, 1, 1)
    assert {one for note in last.notes for one in note.suggestions} <= set(last.themes)
    sort_into(env, None, ids(last))
    done = screen(env)
    assert (done.notes, done.left) == ((), 0)
    figures = env.figures()
    assert figures["said_once"]["to_sort"] == 0
    assert set(figures["pains"][0]["note_ids"]) | set(figures["pains"][1]["note_ids"]) <= {
        *buying,
        *using,
    }


@pytest.mark.slow
def test_forty_notes_take_eight_screens_at_most(env: Env) -> None:
    add_pains(env, *[f"problem number {n} of many" for n in range(40)])
    screens = 0
    while (shown := screen(env)).notes:
        screens += 1
        sort_into(env, None, ids(shown))
    assert screens <= 8


def test_notes_left_for_later_are_not_shown_again(env: Env) -> None:
    notes = add_pains(env, *LOGIN)
    assert ids(screen(env, skipped=notes[:1])) == notes[1:]
    nothing = screen(env, skipped=notes)
    assert (nothing.notes, nothing.left) == ((), 2)


def test_what_another_person_said_meanwhile_is_not_overruled(env: Env) -> None:
    notes = add_pains(env, *LOGIN)
    sort_into(env, "Slow login", notes[:1], user="U2")
    result = sorting(env).save(by(env), env.journey_by_key().id, dict.fromkeys(notes, None))
    assert result.count == 1
    assert review_pains(env) == []
    assert env.figures()["said_once"]["n"] == 2
    assert len(changing_themes(env).get_theme(env.ws, "U1", _ref(env, "Slow login")).notes) == 1


def _ref(env: Env, name: str) -> ThemeRef:
    return ThemeRef(themes_of(env)[name].id)


@pytest.mark.each_database
def test_many_who_name_the_same_new_theme_at_once_make_one(env: Env) -> None:
    notes = add_pains(env, *SPAM, *LOGIN)
    journey = env.journey_by_key().id
    names = ["Slow login", "slow login", "SLOW  LOGIN", "Slow login", "slow Login"]
    all_at_once(
        [
            partial(sorting(env).save, by(env, f"U{number}"), journey, {note: name})
            for number, (note, name) in enumerate(zip(notes, names, strict=True))
        ]
    )
    assert len(themes_of(env)) == 1
    assert [n for _, n, _ in review_pains(env)] == [5]


def test_one_note_is_sorted_again_by_hand(env: Env) -> None:
    ref, notes = add_theme(env, "Spam", SPAM)
    result = sorting(env).choose(by(env, "U2"), notes[0], "Gmail")
    assert (result.count, [theme.name for theme in result.others]) == (1, ["Gmail"])
    assert not sorting(env).choose(by(env), notes[0], "gmail").is_new
    assert sorting(env).choose(by(env), notes[0], ref.theme).is_new
    assert review_pains(env) == [("Spam", 3, "new")]
    assert result.change_id is not None
    # Said again since: there is nothing left to undo.
    changing_themes(env).undo(by(env), result.change_id)
    assert review_pains(env) == [("Spam", 3, "new")]


def test_a_deleted_note_and_a_stranger_s_theme_are_refused(env: Env) -> None:
    (note,) = add_pains(env, "it broke")
    with pytest.raises(NotFoundError, match="no longer exists"):
        sorting(env).choose(by(env), note, 10**9)
    changing(env).delete(by(env), note)
    with pytest.raises(NotFoundError, match="no longer there"):
        sorting(env).choose(by(env), note, None)


def test_guests_sort_nothing(env: Env) -> None:
    (note,) = add_pains(env, "it broke")
    env.people.roles["U9"] = Role.GUEST
    guest = by(env, "U9")
    for attempt in (
        partial(sorting(env).next_screen, guest, "C1"),
        partial(sorting(env).save, guest, env.journey_by_key().id, {note: None}),
        partial(sorting(env).choose, guest, note, None),
    ):
        with pytest.raises(NotAllowedError, match="Guests"):
            attempt()


def test_texts_of_a_private_channel_are_sorted_by_those_who_may_read_them(env: Env) -> None:
    env.channels.private.add("G1")
    env.services.notes.capture(_message_in(env, "G1"))
    assert screen(env).notes == ()
    assert screen(env).left == 1
    inside = sorting(env).next_screen(by(env, "U5"), "G1")
    assert [one.note.text for one in inside.notes] == ["the contract is too expensive"]


def _message_in(env: Env, channel: str) -> CaptureRequest:
    return CaptureRequest(
        env.ws,
        channel,
        "U7",
        NoteKind.PAIN_POINT,
        "the contract is too expensive",
        is_message=True,
        message=Message(channel, "1787000000.000100"),
        speaker="U8",
    )
