"""Somebody sets two quarters side by side."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser
from tests.scenarios.theme_steps import save_pain

pytestmark = pytest.mark.each_database


@pytest.fixture
def pair(migrated_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(migrated_url, StandingClock(2026, 8, 14)) as pair:
        yield pair


def test_two_quarters_side_by_side(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    for day in range(1, 7):
        mara.type_command(f"/touchpoint onboarding: fine {day} feeling:happy on:2026-02-{day:02}")
        note = f"onboarding: worse {day} feeling:unhappy on:2026-08-{day:02}"
        save_pain(mara, note, "<Worse>")
    mara.type_command("/kpi decision.trial 20% on:2026-02-01")
    mara.type_command("/kpi decision.trial 25% on:2026-08-01")
    answer = mara.read_answer("/journey review 2026-Q1 vs 2026-Q3")
    assert "2026-Q3 so far against 2026-Q1" in answer
    assert "6 notes against 6, as of today." in answer
    assert "falling (−1.00)" in answer
    assert "20% → 25%, one reading each, no judgement" in answer
    assert "Only in 2026-Q3 so far" in answer
    assert "<Worse>" in answer


def test_a_comparison_without_two_quarters_is_refused(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    mara.type_command("/touchpoint onboarding: fine")
    assert "Both are 2026-Q3" in mara.type_command("/journey review 2026-Q3 vs 2026-Q3")["text"]
    assert "or month “2026-Q7”" in mara.type_command("/journey review 2026-Q3 vs 2026-Q7")["text"]
