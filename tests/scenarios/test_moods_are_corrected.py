"""Somebody sees why a note sounds as it does, corrects it, and the next one is heard so."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser
from tests.scenarios.waiting import until

ODD = "quotes play ping-pong between legal and sales"


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a calm workspace."""
    with running(
        sqlite_url, StandingClock(2026, 8, 14), sandbox=Settings(rate_limit=False)
    ) as made:
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """A member of it."""
    return SlackUser(bench, "mara")


def says(hands: SlackUser, words: str) -> str:
    """The newest message to them with these words."""
    found = until(
        lambda: next((m for m in reversed(hands.seen()) if words in shown(m["blocks"])), None)
    )
    return shown(found["blocks"])


def test_a_note_says_which_words_made_its_mood(mara: SlackUser) -> None:
    told = mara.reads("/painpoint onboarding: the export keeps timing out on mobile")
    assert "negative (from “keeps timing out” −" in told
    assert "“filed as a pain point” −0.10" in told
    assert "“keeps timing out” −" in mara.reads("/journey notes")


def test_words_of_praise_in_a_pain_point_are_told(mara: SlackUser) -> None:
    told = mara.reads("/painpoint onboarding: customers love the wonderful new page")
    assert "It is a pain point by what you filed, and sounds positive by its words." in told
    assert "sounds positive" not in mara.reads(
        "/painpoint onboarding: customers love the wonderful new page feeling:frustrated"
    )


def test_a_language_that_is_not_read_is_told_and_no_mood(mara: SlackUser) -> None:
    told = mara.reads("/painpoint onboarding: Der Export hängt seit Tagen und niemand antwortet")
    assert "mood language not supported (de)" in told
    assert "it counts, and in no mood. Say how it felt." in told
    assert "neutral" not in told
    assert "1 note without a mood, in a language Waymark can't read" in mara.reads(
        "/journey review"
    )
    assert "Der Export" in mara.reads("/journey notes unread")


def test_a_correction_teaches_is_listed_and_taken_back(bench: RunningPair, mara: SlackUser) -> None:
    assert "No mood has been corrected" in mara.reads("/journey corrections")
    mara.types(f"/touchpoint decision: {ODD}")
    mara.types("/journey notes")
    listed = mara.seen()[-1]
    menu = next(
        one
        for block in listed["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"].startswith("correct_mood")
    )
    worst = next(o["value"] for o in menu["options"] if o["value"].endswith(":-2"))
    mara.person.click(CHANNEL, listed["ts"], menu["action_id"], worst)
    says(mara, "Its mood is −1.00 negative now")
    taught = mara.reads(f"/touchpoint loyalty: {ODD} again")
    assert "corrected before: quotes" in taught
    assert "−1.00 negative" in taught
    corrections = mara.reads("/journey corrections")
    assert "1 mood was corrected" in corrections
    assert ODD in corrections
    assert "frustrated −1.00" in corrections
    mara.presses("Take back")
    assert "it was −1.00 negative" in says(mara, "it was −1.00")
    assert "No mood has been corrected" in mara.reads("/journey corrections")
    assert "corrected before" not in mara.reads(f"/touchpoint retention: {ODD} once more")


def test_what_follows_the_command_is_refused(mara: SlackUser) -> None:
    assert "takes nothing more" in mara.reads("/journey corrections please")
