"""Two people save the same: one note stays, both are counted, and it can be taken back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported, read_newest
from tests.scenarios.waiting import until

FIRST = "/painpoint onboarding: import loses phone numbers"

AGAIN = "/painpoint the import is losing phone numbers"

OFFERED = "Someone already noted this"


@pytest.fixture(params=["http", "socket mode"])
def pair(request: pytest.FixtureRequest, sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter, reached either way."""
    socket_mode = request.param == "socket mode"
    with running(sqlite_url, StandingClock(2026, 8, 14), socket_mode=socket_mode) as pair:
        yield pair


def test_a_note_like_another_is_offered_to_be_counted_there(pair: RunningPair) -> None:
    mara, tomas = SlackUser(pair, "mara"), SlackUser(pair, "tomas")
    mara.type_command(FIRST)
    tomas.type_command(AGAIN)
    assert "import loses phone numbers" in read_newest(tomas, OFFERED)
    # Nothing is merged before somebody says so, and nobody else is asked.
    assert len(exported(pair)) == 2
    assert not [m for m in mara.visible_messages() if m["text"].startswith(OFFERED)]
    tomas.press_button("Same thing, count me in")
    assert "2 people have seen it" in read_newest(tomas, "Added you to that note")
    assert [(row["author"], row["supporters"]) for row in exported(pair)] == [("U0MARA", 2)]
    assert "seen by 2" in mara.read_answer("/journey notes")
    tomas.press_button("Not the same")
    assert "losing phone numbers" in read_newest(tomas, "Your note is separate again")
    assert [row["supporters"] for row in exported(pair)] == [1, 1]


def test_it_is_offered_after_the_modal_too_and_an_anonymous_note_counts_unnamed(
    pair: RunningPair,
) -> None:
    mara, tomas = SlackUser(pair, "mara"), SlackUser(pair, "tomas")
    mara.type_command(FIRST)
    tomas.open_note_form("/painpoint")
    assert tomas.submit_form(text="Import loses phone numbers!", anonymous=["yes"]) == {}
    read_newest(tomas, OFFERED)
    tomas.press_button("Same thing, count me in")
    read_newest(tomas, "Added you to that note")
    assert [(row["author"], row["supporters"]) for row in exported(pair)] == [("U0MARA", 2)]


def test_what_is_only_nearly_alike_is_left_alone(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    mara.type_command(FIRST)
    mara.type_command("/painpoint export loses phone numbers")
    mara.type_command("/touchpoint import loses phone numbers")
    mara.type_command("/painpoint import loses phone numbers")
    # The last one is asked about: by then the others would have been.
    read_newest(mara, OFFERED)
    assert len([m for m in mara.visible_messages() if m["text"].startswith(OFFERED)]) == 1


def test_a_note_that_is_gone_meanwhile_cannot_be_counted_with(pair: RunningPair) -> None:
    mara, tomas = SlackUser(pair, "mara"), SlackUser(pair, "tomas")
    mara.type_command(FIRST)
    tomas.type_command(AGAIN)
    read_newest(tomas, OFFERED)
    mara.press_button("Undo")
    until(lambda: len(exported(pair)) == 1)
    tomas.press_button("Same thing, count me in")
    until(lambda: any("no longer there" in shown(m["blocks"]) for m in tomas.visible_messages()))
    assert [row["text"] for row in exported(pair)] == ["the import is losing phone numbers"]
