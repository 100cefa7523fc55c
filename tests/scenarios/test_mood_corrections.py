"""A user sees the reasons for a mood and corrects it; similar notes follow the correction."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from domain.review_json import review_as_json
from domain.sentiment import is_unclear
from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported
from tests.scenarios.waiting import until

# At least one of these leans a little to one side, and to none enough.
FLAT = (
    "customer came back to the pricing page",
    "we sent the contract again",
    "they compare us with two others",
    "the invoice goes to the office",
    "they read the guide and then the contract",
    "the quote has two pages",
    "they opened the letter on Monday",
    "the form asks for a number",
)

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


def correct_newest(user: SlackUser, value: str) -> None:
    """Choose a feeling in the first menu of the newest message that corrects a mood."""
    listed = user.visible_messages()[-1]
    menu = next(
        one
        for block in listed["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"].startswith("correct_mood")
    )
    chosen = next(o["value"] for o in menu["options"] if o["value"].endswith(value))
    user.person.click(CHANNEL, listed["ts"], menu["action_id"], chosen)


def test_the_words_that_made_a_mood_are_behind_why(mara: SlackUser) -> None:
    note = "onboarding: the export keeps timing out on mobile"
    answer = mara.read_answer(f"/painpoint {note}")
    assert "mood negative · " in answer
    assert "“keeps timing out”" not in answer
    assert "−" not in answer
    mara.press_button("Why?")
    why = read_newest(mara, "“keeps timing out” −")
    assert "Mood −" in why
    assert "“filed as a pain point” −0.10" in why
    listed = mara.read_answer("/journey notes")
    assert "mood negative · " in listed
    assert "“keeps timing out”" not in listed
    assert "explain_mood" in json.dumps(mara.visible_messages()[-1]["blocks"])


def test_an_unclear_mood_says_so_and_counts_as_neutral(pair: RunningPair, mara: SlackUser) -> None:
    scorer = pair.waymark.services.scorer
    text = next(text for text in FLAT if is_unclear(scorer.score(text).value))
    answer = mara.read_answer(f"/touchpoint onboarding: {text}")
    assert "mood unclear · " in answer
    mara.press_button("Why?")
    assert "It counts as neutral." in read_newest(mara, "Unclear: ")
    (row,) = exported(pair)
    assert 0.02 <= abs(row["mood"]) < 0.05
    review = pair.waymark.services.reviews.compute(pair.workspace)
    stage = next(one for one in review_as_json(review)["stages"] if one["n"])
    assert (stage["n"], stage["neutral"], stage["net"]) == (1, 1.0, 0.0)


def test_a_declared_mood_needs_no_reasons_and_an_old_button_says_so(mara: SlackUser) -> None:
    declared = mara.read_answer("/painpoint decision: slow quotes feeling:frustrated")
    assert "mood negative (as you said)" in declared
    assert "explain_mood" not in json.dumps(mara.visible_messages()[-1]["blocks"])
    mara.type_command("/painpoint onboarding: the export keeps timing out")
    scored = mara.visible_messages()[-1]
    mara.type_command("/journey notes onboarding")
    correct_newest(mara, ":-1")
    read_newest(mara, "Its mood is −0.50 negative")
    button = next(
        one
        for block in scored["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"].startswith("explain_mood")
    )
    mara.person.click(CHANNEL, scored["ts"], button["action_id"], button["value"])
    assert "unhappy" in read_newest(mara, "Somebody said how the customer felt")


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
    correct_newest(mara, ":-2")
    read_newest(mara, "Its mood is −1.00 negative now")
    assert "mood negative" in mara.read_answer(f"/touchpoint loyalty: {ODD} again")
    mara.press_button("Why?")
    assert "Mood −1.00 negative" in read_newest(mara, "corrected before: quotes")
    corrections = mara.read_answer("/journey corrections")
    assert "1 mood was corrected" in corrections
    assert ODD in corrections
    assert "frustrated −1.00" in corrections
    mara.press_button("Take back")
    assert "it was −1.00 negative" in read_newest(mara, "it was −1.00")
    assert "No mood has been corrected" in mara.read_answer("/journey corrections")
    mara.type_command(f"/touchpoint retention: {ODD} once more")
    mara.press_button("Why?")
    assert "corrected before" not in read_newest(mara, f"{ODD} once more\n")


def test_what_follows_the_command_is_refused(mara: SlackUser) -> None:
    assert "takes nothing more" in mara.read_answer("/journey corrections please")
