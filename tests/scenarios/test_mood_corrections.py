"""A user sees the reasons for a mood and corrects it; similar notes follow the correction."""

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
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a calm workspace."""
    with running(
        sqlite_url, StandingClock(2026, 8, 14), sandbox=Settings(rate_limit=False)
    ) as pair:
        yield pair


def read_newest(user: SlackUser, words: str) -> str:
    """Return the newest message to `user` with these words."""
    found = until(
        lambda: next(
            (m for m in reversed(user.visible_messages()) if words in shown(m["blocks"])), None
        )
    )
    return shown(found["blocks"])


def test_a_note_says_which_words_made_its_mood(mara: SlackUser) -> None:
    answer = mara.read_answer("/painpoint onboarding: the export keeps timing out on mobile")
    assert "negative (from “keeps timing out” −" in answer
    assert "“filed as a pain point” −0.10" in answer
    assert "“keeps timing out” −" in mara.read_answer("/journey notes")


def test_praise_in_a_pain_point_is_pointed_out(mara: SlackUser) -> None:
    answer = mara.read_answer("/painpoint onboarding: customers love the wonderful new page")
    assert "Filed as a pain point, but it sounds positive. Right?" in answer
    assert "sounds positive" not in mara.read_answer(
        "/painpoint onboarding: customers love the wonderful new page feeling:frustrated"
    )


def test_an_unsupported_language_is_reported_without_a_mood(mara: SlackUser) -> None:
    answer = mara.read_answer(
        "/painpoint onboarding: Exporten har hängt sig i flera dagar och ingen svarar"
    )
    assert "no mood (Swedish)" in answer
    assert "I can't read Swedish well enough to tell the mood. How did the customer feel?" in answer
    assert "neutral" not in answer
    assert "1 note without a mood, in a language Waymark can't read" in mara.read_answer(
        "/journey review"
    )
    assert "Exporten har" in mara.read_answer("/journey notes unread")


def test_a_language_that_is_known_is_read_soon_after(mara: SlackUser) -> None:
    answer = mara.read_answer(
        "/painpoint onboarding: Der Export bricht ständig ab und niemand antwortet"
    )
    assert "no mood (German)" in answer
    assert "Frustrated" in shown(mara.visible_messages()[-1]["blocks"])
    until(lambda: "negative (read as German)" in mara.read_answer("/journey notes"))


def test_a_correction_teaches_is_listed_and_taken_back(pair: RunningPair, mara: SlackUser) -> None:
    assert "No mood has been corrected" in mara.read_answer("/journey corrections")
    mara.type_command(f"/touchpoint decision: {ODD}")
    mara.type_command("/journey notes")
    listed = mara.visible_messages()[-1]
    menu = next(
        one
        for block in listed["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"].startswith("correct_mood")
    )
    worst = next(o["value"] for o in menu["options"] if o["value"].endswith(":-2"))
    mara.person.click(CHANNEL, listed["ts"], menu["action_id"], worst)
    read_newest(mara, "Its mood is −1.00 negative now")
    taught = mara.read_answer(f"/touchpoint loyalty: {ODD} again")
    assert "corrected before: quotes" in taught
    assert "−1.00 negative" in taught
    corrections = mara.read_answer("/journey corrections")
    assert "1 mood was corrected" in corrections
    assert ODD in corrections
    assert "frustrated −1.00" in corrections
    mara.press_button("Take back")
    assert "it was −1.00 negative" in read_newest(mara, "it was −1.00")
    assert "No mood has been corrected" in mara.read_answer("/journey corrections")
    assert "corrected before" not in mara.read_answer(f"/touchpoint retention: {ODD} once more")


def test_what_follows_the_command_is_refused(mara: SlackUser) -> None:
    assert "takes nothing more" in mara.read_answer("/journey corrections please")
