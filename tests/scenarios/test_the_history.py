"""Who changed what of a map, and the map as it stood when a past quarter ended."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser
from tests.scenarios.theme_steps import save_pain


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, in spring."""
    with running(sqlite_url, StandingClock(2026, 5, 10)) as pair:
        yield pair


def test_every_change_is_listed_with_who_made_it_when_newest_first(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    mara.save_form(name="Signing", objective="Sign & <b>rest</b>")
    pair.set_time(datetime(2026, 6, 2, 12, tzinfo=UTC))
    tomas = SlackUser(pair, "tomas")
    tomas.open_form("/journey personas", "Add one")
    tomas.save_form(name="Clinic owner")
    answer = mara.type_command("/journey history")
    text = shown(answer["blocks"])
    assert "created the persona Clinic owner" in text
    assert "edited the stage Signing" in text
    assert "name: Decision → Signing" in text
    assert "objective: – → Sign & <b>rest</b>" in text
    assert "Waymark created the journey Buyer journey" in text
    days = [day for day in ("2 Jun 2026", "10 May 2026") if day in text]
    assert days == ["2 Jun 2026", "10 May 2026"]
    assert text.index("2 Jun 2026") < text.index("10 May 2026")
    named = [live["raw"] for live in mara.visible_messages()[-1]["live"]]
    assert named == ["U0TOMAS", "U0MARA"]


def test_before_anybody_changed_it_the_history_says_so(mara: SlackUser) -> None:
    assert "Nothing has been changed yet" in mara.read_answer("/journey history")


def test_a_reading_of_a_new_kpi_is_a_change_and_a_note_is_none(mara: SlackUser) -> None:
    mara.type_command("/painpoint decision: the quote took days")
    assert "Nothing has been changed yet" in mara.read_answer("/journey history")
    mara.type_command("/kpi decision.trial-to-paid 18%")
    assert "created the kpi decision.trial-to-paid" in mara.read_answer("/journey history")


def test_a_past_quarter_shows_the_map_as_it_stood_then(pair: RunningPair, mara: SlackUser) -> None:
    for text in ("the quote took days", "still no quote"):
        save_pain(mara, f"decision: {text}", "The quote takes days")
    mara.open_form("/journey stages", "Edit", of="Decision")
    mara.save_form(objective="Then")
    pair.set_time(datetime(2026, 8, 15, 12, tzinfo=UTC))
    mara.open_form("/journey stages", "Edit", of="Decision")
    mara.save_form(name="Signing", objective="Now", position="0")
    mara.open_form("/journey stages", "Add one")
    mara.save_form(name="Renewal")

    now = mara.read_answer("/journey map")
    assert now.index("Signing") < now.index("Awareness")
    assert "Objective: Now" in now
    assert "Renewal" in now

    then = mara.read_answer("/journey map 2026-Q2")
    assert then.startswith("Buyer journey, 2026-Q2:")
    assert then.index("Awareness") < then.index("Decision")
    assert "Objective: Then" in then
    assert "Hurts most: The quote takes days" in then
    assert "Signing" not in then
    assert "Renewal" not in then


def test_a_quarter_before_the_first_change_shows_the_map_as_it_began(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command("/journey map")
    pair.set_time(datetime(2026, 8, 15, 12, tzinfo=UTC))
    mara.open_form("/journey stages", "Edit", of="Decision")
    mara.save_form(name="Signing")
    then = mara.read_answer("/journey map 2026-Q2")
    assert "Decision" in then
    assert "Signing" not in then
