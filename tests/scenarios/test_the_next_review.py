"""The date of the next review: shown, postponed, skipped, posted at once."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser
from tests.scenarios.test_settings import run_clock_at
from tests.scenarios.waiting import until


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace on the last day of a quarter."""
    with running(sqlite_url, StandingClock(2026, 9, 30, 15)) as pair:
        SlackUser(pair, "mara").type_command("/painpoint onboarding: the quote took days")
        yield pair


def test_it_is_shown_postponed_and_skipped_by_command(pair: RunningPair, mara: SlackUser) -> None:
    answer = mara.read_answer("/journey review next")
    assert "is 2026-Q3 (1 Jul 2026 to 30 Sep 2026)" in answer
    assert "Thursday 1 Oct 2026 at 09:00 (UTC)" in answer
    answer = mara.read_answer("/journey review postpone 2026-10-20")
    assert "The review of 2026-Q3 is postponed to Tuesday 20 Oct 2026" in answer
    assert "already postponed" in mara.read_answer("/journey review postpone 2026-10-20")
    assert "Name the period" in mara.type_command("/journey review skip")["text"]
    assert "2026-Q3 is skipped" in mara.read_answer("/journey review skip 2026-Q3")
    answer = mara.read_answer("/journey review skip 2026-Q3")
    assert "already skipped" in answer
    assert "The next review of Buyer journey is 2026-Q4" in answer
    history = mara.read_answer("/journey history")
    assert "postponed the review 2026-Q3" in history
    assert "due: 1 Oct 2026 09:00 → 20 Oct 2026 09:00" in history
    assert "skipped the review 2026-Q3" in history
    run_clock_at(pair, datetime(2026, 10, 20, 9, 0, 1, tzinfo=UTC))
    assert pair.posts(CHANNEL) == []


def test_the_buttons_beside_it_do_the_same_once(mara: SlackUser) -> None:
    mara.type_command("/journey review next")
    mara.press_button("Postpone a week")
    until(lambda: "Thursday 8 Oct 2026" in mara.read_answer("/journey review next"))
    mara.press_button("Skip 2026-Q3")
    until(lambda: "is 2026-Q4" in mara.read_answer("/journey review next"))


def test_it_is_posted_at_once_and_once(pair: RunningPair, mara: SlackUser) -> None:
    pair.set_time(datetime(2026, 10, 1, 7, tzinfo=UTC))
    assert "The review of 2026-Q3 is on its way" in mara.read_answer("/journey review now")
    posts = until(lambda: pair.posts(CHANNEL))
    assert ["review of 2026-Q3" in post["text"] for post in posts] == [True]
    until(lambda: "is posted already" in mara.read_answer("/journey review now"))
    run_clock_at(pair, datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
    assert len(pair.posts(CHANNEL)) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("postpone soon", "not a number of days or a date"),
        ("postpone 2026-09-01", "can be postponed to a day from"),
        ("skip 2025-Q1", "not of “2025-Q1”"),
        ("next please", "takes nothing more"),
        ("now 2026-Q1", "takes nothing more"),
    ],
)
def test_nonsense_is_reported(mara: SlackUser, words: str, sentence: str) -> None:
    assert sentence in mara.type_command(f"/journey review {words}")["text"]
