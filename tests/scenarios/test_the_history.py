"""Who changed what of a map, and the map as it stood when a past quarter ended."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, in spring."""
    with running(sqlite_url, StandingClock(2026, 5, 10)) as made:
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


def test_every_change_is_listed_with_who_made_it_when_newest_first(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.opens("/journey stages", "Edit", of="Decision")
    mara.saves(name="Signing", objective="Sign & <b>rest</b>")
    bench.time_is(datetime(2026, 6, 2, 12, tzinfo=UTC))
    tomas = SlackUser(bench, "tomas")
    tomas.opens("/journey personas", "Add one")
    tomas.saves(name="Clinic owner")
    answer = mara.types("/journey history")
    said = shown(answer["blocks"])
    assert "created the persona Clinic owner" in said
    assert "edited the stage Signing" in said
    assert "name: Decision → Signing" in said
    assert "objective: – → Sign & <b>rest</b>" in said
    assert "Waymark created the journey Buyer journey" in said
    days = [day for day in ("2 Jun 2026", "10 May 2026") if day in said]
    assert days == ["2 Jun 2026", "10 May 2026"]
    assert said.index("2 Jun 2026") < said.index("10 May 2026")
    named = [live["raw"] for live in mara.seen()[-1]["live"]]
    assert named == ["U0TOMAS", "U0MARA"]


def test_before_anybody_changed_it_the_history_says_so(mara: SlackUser) -> None:
    assert "Nothing has been changed yet" in mara.reads("/journey history")


def test_a_reading_of_a_new_kpi_is_a_change_and_a_note_is_none(mara: SlackUser) -> None:
    mara.types("/painpoint decision: the quote took days")
    assert "Nothing has been changed yet" in mara.reads("/journey history")
    mara.types("/kpi decision.trial-to-paid 18%")
    assert "created the kpi decision.trial-to-paid" in mara.reads("/journey history")


def test_a_past_quarter_shows_the_map_as_it_stood_then(bench: RunningPair, mara: SlackUser) -> None:
    mara.types("/painpoint decision: the quote took days")
    mara.opens("/journey stages", "Edit", of="Decision")
    mara.saves(objective="Then")
    bench.time_is(datetime(2026, 8, 15, 12, tzinfo=UTC))
    mara.opens("/journey stages", "Edit", of="Decision")
    mara.saves(name="Signing", objective="Now", position="0")
    mara.opens("/journey stages", "Add one")
    mara.saves(name="Renewal")

    now = mara.reads("/journey map")
    assert now.index("Signing") < now.index("Awareness")
    assert "Objective: Now" in now
    assert "Renewal" in now

    then = mara.reads("/journey map 2026-Q2")
    assert then.startswith("Buyer journey, 2026-Q2:")
    assert then.index("Awareness") < then.index("Decision")
    assert "Objective: Then" in then
    assert "Hurts most: the quote took days" in then
    assert "Signing" not in then
    assert "Renewal" not in then


def test_a_quarter_before_the_first_change_shows_the_map_as_it_began(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types("/journey map")
    bench.time_is(datetime(2026, 8, 15, 12, tzinfo=UTC))
    mara.opens("/journey stages", "Edit", of="Decision")
    mara.saves(name="Signing")
    then = mara.reads("/journey map 2026-Q2")
    assert "Decision" in then
    assert "Signing" not in then
