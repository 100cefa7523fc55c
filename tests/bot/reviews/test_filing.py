"""How a note is filed is no change of mood, and an idea of a colleague is no customer's mood."""

import pytest

from domain.notes import NoteKind
from tests.bot.env import Env

NEUTRAL = "the customer opened page"


def add(env: Env, kind: NoteKind, text: str, count: int, ways: str = "") -> None:
    """Save notes of a kind in the onboarding."""
    for number in range(count):
        env.capture(f"onboarding: {text} {number} {ways}", kind=kind)


def change(env: Env) -> tuple[str, bool]:
    """The verdict on the onboarding, and whether the mix of kinds moved."""
    found = env.figures()["stages"][3]["change"]
    return found["verdict"], found["mix_moved"]


@pytest.mark.each_database
def test_the_same_texts_filed_as_another_kind_are_no_change(env: Env) -> None:
    add(env, NoteKind.TOUCHPOINT, NEUTRAL, 20, "on:2026-05-04")
    add(env, NoteKind.PAIN_POINT, NEUTRAL, 20)
    assert change(env) == ("no clear change", True)


def test_a_worse_experience_is_a_change_however_it_is_filed(env: Env) -> None:
    add(env, NoteKind.TOUCHPOINT, NEUTRAL, 20, "on:2026-05-04")
    add(env, NoteKind.PAIN_POINT, "awful, broken and a waste of time, call", 20)
    assert change(env) == ("falling", True)


def test_the_same_mix_is_said_to_be_the_same(env: Env) -> None:
    for ways in ("on:2026-05-04", ""):
        add(env, NoteKind.TOUCHPOINT, NEUTRAL, 6, ways)
        add(env, NoteKind.PAIN_POINT, NEUTRAL, 6, ways)
    assert change(env) == ("no clear change", False)


@pytest.mark.each_database
def test_an_idea_has_a_mood_only_where_one_was_declared(env: Env) -> None:
    add(env, NoteKind.OPPORTUNITY, "offer a wonderful free trial", 3)
    add(env, NoteKind.OPPORTUNITY, "they asked for a trial", 1, "feeling:happy")
    add(env, NoteKind.TOUCHPOINT, NEUTRAL, 2)
    figures = env.figures()
    stage = figures["stages"][3]
    assert (stage["n"], stage["ideas"], figures["notes"]["total"]) == (3, 3, 6)
    assert stage["positive"] == pytest.approx(1 / 3)
    # The stage has notes, so it is no blind spot.
    assert "onboarding" not in figures["blind_spots"]["stages"]
