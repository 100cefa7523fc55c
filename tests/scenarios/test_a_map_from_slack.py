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


def save_stages(mara: SlackUser) -> None:
    """Edit and move a stage card, and add a stage."""
    mara.open_form("/journey stages", "Edit", of="Onboarding")
    assert mara.form_values()["name"] == "Onboarding"
    mara.choose_value("milestone_state", "reached", shows="milestone_since")
    answer = mara.save_form(
        objective="First booking & <b>no calls</b>",
        milestone="Booked within 4 days",
        owner="U0TOMAS",
        position="0",
    )
    assert answer.startswith("Saved “Onboarding” in Buyer journey.")
    assert "objective: – → First booking & <b>no calls</b>" in answer
    assert "place: 4 → 1" in answer
    mara.open_form("/journey stages", "Add one")
    assert mara.save_form(name="Renewal").startswith("Created “Renewal” in Buyer journey.")


def save_parts(mara: SlackUser) -> None:
    """Add a persona, a touchpoint and a KPI."""
    mara.open_form("/journey personas", "Add one")
    mara.save_form(name="Clinic owner", goals="A full diary", pain_points="Software nobody likes")
    mara.open_form("/journey touchpoints", "Add one")
    mara.save_form(name="Welcome box", stage="onboarding", channel="packaging", team="product")
    mara.open_form("/journey kpis", "Add one")
    mara.save_form(
        name="Trial to paid",
        stage="decision",
        unit="percent",
        direction="higher",
        target="22%",
        baseline="15%",
    )


def check_saved(pair: RunningPair) -> None:
    """Check that everything is stored as it was filled in."""
    names = [stage.name for stage in journey(pair).stages]
    assert names[0] == "Onboarding"
    assert names[-1] == "Renewal"
    assert [stage.position for stage in journey(pair).stages] == list(range(7))
    card = stage(pair, "Onboarding")
    assert (card.objective, card.owner) == ("First booking & <b>no calls</b>", "U0TOMAS")
    assert (card.milestone_state, card.milestone_since) == (Milestone.REACHED, date(2026, 8, 15))
    (persona,) = parts(pair).personas
    assert (persona.key, persona.goals) == ("clinic-owner", "A full diary")
    (touchpoint,) = parts(pair).touchpoints
    assert (touchpoint.stage, touchpoint.physical, touchpoint.team) == (
        "onboarding",
        True,
        "product",
    )
    (kpi,) = parts(pair).kpis
    assert (kpi.path, kpi.unit, kpi.direction) == (
        "decision.trial-to-paid",
        Unit.PERCENT,
        Direction.HIGHER,
    )
    assert (kpi.target, kpi.baseline) == (22.0, 15.0)


def check_lists(mara: SlackUser) -> None:
    """Check that the lists and the map show it."""
    stages = mara.read_answer("/journey stages")
    assert "Objective: First booking & <b>no calls</b>" in stages
    assert "Milestone: Booked within 4 days (🏁 reached since 15 Aug 2026)" in stages
    assert "Goals: A full diary" in mara.read_answer("/journey personas")
    assert "Onboarding: packaging (physical), owned by product" in mara.read_answer(
        "/journey touchpoints"
    )
    kpis = mara.read_answer("/journey kpis")
    assert "percent, higher is better, target 22%, began at 15%" in kpis
    shown = mara.read_answer("/journey map")
    assert shown.index("Onboarding") < shown.index("Awareness")
    assert "Touchpoints: Welcome box" in shown
    assert "KPIs: ❔ trial-to-paid –" in shown
    for message in mara.visible_messages():
        assert [live for live in message["live"] if live["raw"] != "U0TOMAS"] == []


@pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket-mode"])
def test_a_map_is_made_from_slack_alone(sqlite_url: URL, *, socket_mode: bool) -> None:
    with running(sqlite_url, StandingClock(2026, 8, 15), socket_mode=socket_mode) as pair:
        mara = SlackUser(pair, "mara")
        save_stages(mara)
        save_parts(mara)
        check_saved(pair)
        check_lists(mara)


def test_a_fresh_reading_reaches_the_kpi_that_was_made_by_its_form(sqlite_url: URL) -> None:
    with running(sqlite_url, StandingClock(2026, 8, 15)) as pair:
        mara = SlackUser(pair, "mara")
        save_parts(mara)
        answer = mara.read_answer("/kpi trial-to-paid 18.4%")
        assert "18.4%" in answer
        assert "off target" in answer
        (kpi,) = parts(pair).kpis
        assert kpi.target == 22.0


def test_the_picture_in_slack_is_the_one_the_command_line_writes(
    sqlite_url: URL, tmp_path: Path
) -> None:
    with running(sqlite_url, StandingClock(2026, 8, 15)) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command(
            "/painpoint onboarding: the invite lands in spam feeling:-2 on:2026-05-02"
        )
        mara.open_form("/journey stages", "Edit", of="Onboarding")
        mara.save_form(owner="U0TOMAS", objective="First booking")
        before = len(mara.visible_messages())
        mara.type_command("/journey map 2026-Q3")
        message = mara.newest_picture(after=before)
        in_slack = until(lambda: downloaded(pair, file_of(message)))
        environment = clean_environment(
            DATABASE_URL=sqlite_url.render_as_string(),
            SLACK_BOT_TOKEN=pair.waymark.settings.bot_token or "",
            SLACK_API_URL=pair.waymark.settings.api_url,
            WAYMARK_CLOCK_URL=f"{pair.slack.url}/sandbox/clock",
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
