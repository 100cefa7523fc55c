"""`/journey review` with periods as people type them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser


@pytest.fixture(scope="module")
def pair(shared_sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with a journey, mid-quarter, for all tests of the file."""
    with running(shared_sqlite_url, StandingClock(2026, 8, 15)) as pair:
        SlackUser(pair, "tomas").type_command("/touchpoint decision: a good demo")
        yield pair


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("review Q2", "2026-Q2"),
        ("review last quarter", "2026-Q2"),
        ("review last", "2026-Q2"),
        ("review this quarter", "2026-Q3"),
        ("review Q3 FY26", "2026-Q3"),
        ("review 3Q26", "2026-Q3"),
        ("review 2026–Q2", "2026-Q2"),
        ("review this vs last", "2026-Q2"),
        ("map last quarter", "2026-Q2"),
        ("map Q2", "2026-Q2"),
    ],
)
def test_a_period_is_read_as_people_type_it(mara: SlackUser, command: str, shown: str) -> None:
    assert shown in mara.read_answer(f"/journey {command}")


def test_a_period_to_come_is_refused(mara: SlackUser) -> None:
    assert "2026-Q4 has not begun yet" in mara.read_answer("/journey review Q4 FY26")
