"""`/journey export review`: a file for one person, or a canvas in the home channel."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.processes import ROOT, environment, waymark
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser
from tests.scenarios.test_exports_come_as_files import COMING, file_sent
from tests.scenarios.waiting import until

REFUSED = "There is no canvas"


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with notes in two quarters and a reading."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as made:
        mara = SlackUser(made, "mara")
        mara.types("/painpoint onboarding: <script>alert(1)</script> in the invite severity:high")
        mara.types("/painpoint decision: =1+1 was on the bill on:2026-05-02")
        mara.types("/kpi nps 41 target:50")
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


def of_the_cli(bench: RunningPair, *arguments: str) -> str:
    """What `app.py review` writes."""
    url = bench.database.render_as_string(hide_password=False)
    done = waymark(["review", "buyer", *arguments], environment(url))
    assert done.returncode == 0
    return done.stdout.decode()


def canvases(bench: RunningPair) -> list[dict[str, Any]]:
    """Those that were made."""
    found: list[dict[str, Any]] = bench.slack.get("canvases")["canvases"]
    return found


def told(hands: SlackUser, line: str) -> str:
    """What came of a canvas, which may be told before the answer to the command is there."""
    before = len(hands.seen())
    hands.types(line)

    def outcome() -> list[str]:
        new = hands.seen()[before:]
        assert all(message["ephemeral"] for message in new)
        said = (shown(message["blocks"]) for message in new)
        return [text for text in said if "is coming" not in text]

    return until(outcome)[0]


@pytest.mark.parametrize(
    ("typed", "name", "form"),
    [
        ("review 2026-Q2 csv", "buyer-review-2026-Q2.csv", "csv"),
        ("md 2026-Q2 review buyer", "buyer-review-2026-Q2.md", "markdown"),
        ("review 2026-Q2 json", "buyer-review-2026-Q2.json", "json"),
    ],
)
def test_a_file_is_what_the_command_line_writes(
    bench: RunningPair, mara: SlackUser, typed: str, name: str, form: str
) -> None:
    said = mara.reads(f"/journey export {typed}")
    assert said.startswith(f"{COMING}: the 2026-Q2 review of Buyer journey, as ")
    assert file_sent(mara) == (name, of_the_cli(bench, "--period", "2026-Q2", "--format", form))
    assert "Here is your export: the 2026-Q2 review of Buyer journey" in mara.direct()[0]["text"]
    assert bench.posts(mara.channel) == []


def test_it_is_a_page_of_the_running_quarter_where_nothing_else_is_said(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types("/journey export review")
    name, page = file_sent(mara)
    assert name == "buyer-review-2026-Q3.html"
    assert "Buyer journey: review of 2026-Q3 so far" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; in the invite" in page
    assert "<script" not in page
    mara.types("/journey export 2026-Q2 csv")
    rows = list(csv.DictReader(io.StringIO(file_sent(mara, 1)[1])))
    assert "'=1+1 was on the bill" in {row["name"] for row in rows}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("review 2026-Q4", "2026-Q4 has not begun yet"),
        ("review 2026-Q5", "There is no quarter"),
        ("review jsonl", "A review cannot be exported as jsonl"),
        ("notes html", "Notes cannot be exported as html"),
        ("review nosuch", "I can't export “nosuch”, and no journey has that key"),
    ],
)
def test_what_cannot_be_had_is_told_at_once(
    bench: RunningPair, mara: SlackUser, typed: str, said: str
) -> None:
    assert said in mara.reads(f"/journey export {typed}")
    bench.slack.settle()
    assert bench.slack.calls("files.getUploadURLExternal") == []


def test_a_canvas_becomes_a_tab_of_the_home_channel(bench: RunningPair, mara: SlackUser) -> None:
    said = told(mara, "/journey export review 2026-Q2 canvas")
    assert "Look for its tab in" in said
    (canvas,) = canvases(bench)
    assert canvas["title"] == "Buyer journey: review of 2026-Q2"
    assert canvas["channel_id"] == "C0JOURNEY"
    assert canvas["markdown"] == of_the_cli(bench, "--period", "2026-Q2", "--format", "markdown")
    assert mara.direct() == []


def test_a_canvas_needs_a_scope_that_may_be_missing(sqlite_url: URL, tmp_path: Path) -> None:
    manifest = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))
    assert manifest["oauth_config"]["scopes"].pop("bot_optional") == ["canvases:write"]
    without = tmp_path / "app.yaml"
    without.write_text(yaml.safe_dump(manifest), encoding="utf-8")
    with running(sqlite_url, StandingClock(2026, 8, 14), manifest=without) as bench:
        mara = SlackUser(bench, "mara")
        mara.types("/painpoint onboarding: slow")
        said = told(mara, "/journey export review canvas")
        assert REFUSED in said
        assert "install it again with the scope canvases:write" in said.replace("`", "")
        mara.types("/journey export review md")
        assert file_sent(mara)[0] == "buyer-review-2026-Q3.md"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("canvas_disabled_user_team", "they are switched off in this workspace"),
        ("free_team_canvas_tab_already_exists", "its channel has no room for another tab"),
        ("not_in_channel", "Waymark cannot write in the journey's home channel"),
        ("canvas_creation_failed", "Slack refused it (canvas_creation_failed)"),
        ("internal_error", "It may exist anyway"),
    ],
)
def test_what_slack_refuses_is_told(
    bench: RunningPair, mara: SlackUser, error: str, said: str
) -> None:
    bench.slack.fault("canvases.create", "error", error=error)
    assert said in told(mara, "/journey export canvas")
    assert canvases(bench) == []


def test_a_guest_gets_the_review_of_their_channel_and_makes_no_canvas_elsewhere(
    bench: RunningPair,
) -> None:
    guest, mara = SlackUser(bench, "gus", "general"), SlackUser(bench, "mara", "general")
    assert "Guests can use Waymark in channels" in guest.reads("/journey export review")
    mara.types("/journey use buyer")
    assert "created in the journey's home channel" in guest.reads("/journey export review canvas")
    assert "Guests can use Waymark" in guest.reads("/journey export review csv other")
    guest.types("/journey export review json")
    assert json.loads(file_sent(guest)[1])["journey"] == "buyer"
    assert canvases(bench) == []
