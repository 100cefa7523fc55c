"""Somebody sets two quarters side by side."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser

pytestmark = pytest.mark.each_database


@pytest.fixture
def bench(migrated_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(migrated_url, StandingClock(2026, 8, 14)) as made:
        yield made


def test_two_quarters_side_by_side(bench: RunningPair) -> None:
    mara = SlackUser(bench, "mara")
    for day in range(1, 7):
        mara.types(f"/touchpoint onboarding: fine {day} feeling:happy on:2026-02-{day:02}")
        mara.types(f"/painpoint onboarding: <worse> {day} feeling:unhappy on:2026-08-{day:02}")
    mara.types("/kpi decision.trial 20% on:2026-02-01")
    mara.types("/kpi decision.trial 25% on:2026-08-01")
    told = mara.reads("/journey review 2026-Q1 vs 2026-Q3")
    assert "2026-Q3 so far against 2026-Q1" in told
    assert "6 notes against 6, as of today." in told
    assert "falling (−1.00)" in told
    assert "20% → 25%, better" in told
    assert "Only in 2026-Q3 so far" in told
    assert "<worse> 1" in told


def test_what_is_no_two_quarters_is_told(bench: RunningPair) -> None:
    mara = SlackUser(bench, "mara")
    mara.types("/touchpoint onboarding: fine")
    assert "Both are 2026-Q3" in mara.types("/journey review 2026-Q3 vs 2026-Q3")["text"]
    assert "or month “2026-Q7”" in mara.types("/journey review 2026-Q3 vs 2026-Q7")["text"]
