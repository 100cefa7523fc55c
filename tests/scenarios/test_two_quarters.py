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
    for name, dates in (("Grown", ("02-01", "08-01", "08-02")), ("Kept", ("02-03", "02-04") * 2)):
        for number, date in enumerate(dates):
            save_pain(mara, f"decision: {name} {number} on:2026-{date}", name)
    for number in range(2):
        save_pain(mara, f"decision: still {number} on:2026-08-0{number + 1}", "Kept")
    mara.type_command("/kpi decision.trial 20% on:2026-02-01")
    mara.type_command("/kpi decision.trial 25% on:2026-08-01")
    answer = mara.read_answer("/journey review 2026-Q1 vs 2026-Q3")
    assert "2026-Q3 so far against 2026-Q1" in answer
    assert "10 notes against 11, as of today." in answer
    assert "+100 (6 notes)" in answer
    assert "falling" in answer
    assert "20% → 25%, one reading each, no judgement" in answer
    both, only = answer.split("Only in 2026-Q3 so far")
    assert "In both" in both
    assert "Kept: 4 times in 2026-Q1, twice in 2026-Q3 so far" in both
    assert "<Worse>: 6 times in 2026-Q3 so far" in only
    assert "Grown: once in 2026-Q1, twice in 2026-Q3 so far" in only


def test_a_comparison_without_two_quarters_is_refused(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    mara.type_command("/touchpoint onboarding: fine")
    assert "Both are 2026-Q3" in mara.type_command("/journey review 2026-Q3 vs 2026-Q3")["text"]
    assert "or month “2026-Q7”" in mara.type_command("/journey review 2026-Q3 vs 2026-Q7")["text"]
