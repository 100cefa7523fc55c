"""A whole map is made from Slack alone, and then seen everywhere a map is shown."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import URL

from domain.journeys import Milestone
from domain.kpis import Direction, Unit
from tests.clocks import StandingClock
from tests.handlers.pictures.png import size
from tests.scenarios.app_process import app, clean_environment
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, downloaded, file_of, journey, parts, stage
from tests.scenarios.waiting import until


def keep_stages(mara: SlackUser) -> None:
    """A stage card is filled in and moved, and a stage is added."""
    mara.opens("/journey stages", "Edit", of="Onboarding")
    assert mara.held()["name"] == "Onboarding"
    mara.chooses("milestone_state", "reached", shows="milestone_since")
    told = mara.saves(
        objective="First booking & <b>no calls</b>",
        milestone="Booked within 4 days",
        owner="U0TOMAS",
        position="0",
    )
    assert told.startswith("Saved “Onboarding” in Buyer journey.")
    assert "objective: – → First booking & <b>no calls</b>" in told
    assert "place: 4 → 1" in told
    mara.opens("/journey stages", "Add one")
    assert mara.saves(name="Renewal").startswith("Created “Renewal” in Buyer journey.")


def keep_parts(mara: SlackUser) -> None:
    """A persona, a touchpoint and a KPI are added."""
    mara.opens("/journey personas", "Add one")
    mara.saves(name="Clinic owner", goals="A full diary", pain_points="Software nobody likes")
    mara.opens("/journey touchpoints", "Add one")
    mara.saves(name="Welcome box", stage="onboarding", channel="packaging", team="product")
    mara.opens("/journey kpis", "Add one")
    mara.saves(name="Trial to paid", stage="decision", unit="percent", target="22%", baseline="15%")


def check_kept(bench: RunningPair) -> None:
    """Everything is kept as it was filled in."""
    names = [stage.name for stage in journey(bench).stages]
    assert names[0] == "Onboarding"
    assert names[-1] == "Renewal"
    assert [stage.position for stage in journey(bench).stages] == list(range(7))
    card = stage(bench, "Onboarding")
    assert (card.objective, card.owner) == ("First booking & <b>no calls</b>", "U0TOMAS")
    assert (card.milestone_state, card.milestone_since) == (Milestone.REACHED, date(2026, 8, 15))
    (persona,) = parts(bench).personas
    assert (persona.key, persona.goals) == ("clinic-owner", "A full diary")
    (touchpoint,) = parts(bench).touchpoints
    assert (touchpoint.stage, touchpoint.physical, touchpoint.team) == (
        "onboarding",
        True,
        "product",
    )
    (kpi,) = parts(bench).kpis
    assert (kpi.path, kpi.unit, kpi.direction) == (
        "decision.trial-to-paid",
        Unit.PERCENT,
        Direction.HIGHER,
    )
    assert (kpi.target, kpi.baseline) == (22.0, 15.0)


def check_lists(mara: SlackUser) -> None:
    """The lists and the map show it."""
    stages = mara.reads("/journey stages")
    assert "Objective: First booking & <b>no calls</b>" in stages
    assert "Milestone: Booked within 4 days (🏁 reached since 15 Aug 2026)" in stages
    assert "Goals: A full diary" in mara.reads("/journey personas")
    assert "Onboarding: packaging (physical), owned by product" in mara.reads(
        "/journey touchpoints"
    )
    kpis = mara.reads("/journey kpis")
    assert "percent, higher is better, target 22%, began at 15%" in kpis
    shown = mara.reads("/journey map")
    assert shown.index("Onboarding") < shown.index("Awareness")
    assert "Touchpoints: Welcome box" in shown
    assert "KPIs: ❔ trial-to-paid –" in shown
    for message in mara.seen():
        assert [live for live in message["live"] if live["raw"] != "U0TOMAS"] == []


@pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket-mode"])
def test_a_map_is_made_from_slack_alone(sqlite_url: URL, *, socket_mode: bool) -> None:
    with running(sqlite_url, StandingClock(2026, 8, 15), socket_mode=socket_mode) as bench:
        mara = SlackUser(bench, "mara")
        keep_stages(mara)
        keep_parts(mara)
        check_kept(bench)
        check_lists(mara)


def test_a_fresh_reading_reaches_the_kpi_that_was_made_by_its_form(sqlite_url: URL) -> None:
    with running(sqlite_url, StandingClock(2026, 8, 15)) as bench:
        mara = SlackUser(bench, "mara")
        keep_parts(mara)
        told = mara.reads("/kpi trial-to-paid 18.4%")
        assert "18.4%" in told
        assert "off target" in told
        (kpi,) = parts(bench).kpis
        assert kpi.target == 22.0


def test_the_picture_in_slack_is_the_one_the_command_line_writes(
    sqlite_url: URL, tmp_path: Path
) -> None:
    with running(sqlite_url, StandingClock(2026, 8, 15)) as bench:
        mara = SlackUser(bench, "mara")
        mara.types("/painpoint onboarding: the invite lands in spam feeling:-2 on:2026-05-02")
        mara.opens("/journey stages", "Edit", of="Onboarding")
        mara.saves(owner="U0TOMAS", objective="First booking")
        before = len(mara.seen())
        mara.types("/journey map 2026-Q3")
        message = mara.picture(after=before)
        in_slack = until(lambda: downloaded(bench, file_of(message)))
        environment = clean_environment(
            DATABASE_URL=sqlite_url.render_as_string(),
            SLACK_BOT_TOKEN=bench.waymark.settings.bot_token or "",
            SLACK_API_URL=bench.waymark.settings.api_url,
            WAYMARK_CLOCK_URL=f"{bench.slack.url}/sandbox/clock",
        )
        drawn, review = tmp_path / "map.png", tmp_path / "review.png"
        for arguments in (
            ["map", "buyer", "--output", str(drawn)],
            ["review", "buyer", "--format", "png", "--output", str(review)],
        ):
            done = app(*arguments, environment=environment)
            assert (done.returncode, done.stderr) == (0, "")
        assert min(size(drawn.read_bytes())) > 1000
        assert drawn.read_bytes() == review.read_bytes() == in_slack
