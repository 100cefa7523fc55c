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
from tests.scenarios.test_file_export import COMING, file_sent
from tests.scenarios.theme_steps import save_pain
from tests.scenarios.waiting import until

REFUSED = "There is no canvas"


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with notes in two quarters and a reading."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as pair:
        mara = SlackUser(pair, "mara")
        for who in ("Acme", "Birch"):
            script = "<script>alert(1)</script> in the invite"
            save_pain(mara, f"onboarding: {who} saw {script} severity:high", script)
            bill = "=1+1 was on the bill"
            save_pain(mara, f"decision: {bill} of {who} on:2026-05-02", bill)
        mara.type_command("/kpi nps 41 target:50")
        yield pair


def of_the_cli(pair: RunningPair, *arguments: str) -> str:
    """What `app.py review` writes."""
    url = pair.database.render_as_string(hide_password=False)
    done = waymark(["review", "buyer", *arguments], environment(url))
    assert done.returncode == 0
    return done.stdout.decode()


def canvases(pair: RunningPair) -> list[dict[str, Any]]:
    """Those that were made."""
    found: list[dict[str, Any]] = pair.slack.get("canvases")["canvases"]
    return found


def read_result(user: SlackUser, line: str) -> str:
    """Return the result of a canvas export, which may come before the command's answer."""
    before = len(user.visible_messages())
    user.type_command(line)

    def outcome() -> list[str]:
        new = user.visible_messages()[before:]
        assert all(message["ephemeral"] for message in new)
        answer = (shown(message["blocks"]) for message in new)
        return [text for text in answer if "is coming" not in text]

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
    pair: RunningPair, mara: SlackUser, typed: str, name: str, form: str
) -> None:
    answer = mara.read_answer(f"/journey export {typed}")
    assert answer.startswith(f"{COMING}: the 2026-Q2 review of Buyer journey, as ")
    assert file_sent(mara) == (name, of_the_cli(pair, "--period", "2026-Q2", "--format", form))
    assert (
        "Here is your export: the 2026-Q2 review of Buyer journey"
        in mara.direct_messages()[0]["text"]
    )
    assert pair.posts(mara.channel) == []


def test_by_default_it_is_a_page_of_the_current_quarter(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command("/journey export review")
    name, page = file_sent(mara)
    assert name == "buyer-review-2026-Q3.html"
    assert "Buyer journey: review of 2026-Q3 so far" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; in the invite" in page
    assert "<script" not in page
    mara.type_command("/journey export 2026-Q2 csv")
    rows = list(csv.DictReader(io.StringIO(file_sent(mara, 1)[1])))
    assert "'=1+1 was on the bill" in {row["name"] for row in rows}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("review 2026-Q4", "2026-Q4 has not begun yet"),
        ("review 2026-Q5", "There is no quarter"),
        ("review jsonl", "A review cannot be exported as jsonl"),
        ("notes html", "Notes cannot be exported as html"),
        ("review nosuch", "I can't export “nosuch”, and no journey has that key"),
    ],
)
def test_an_impossible_export_is_refused_at_once(
    pair: RunningPair, mara: SlackUser, typed: str, expected: str
) -> None:
    assert expected in mara.read_answer(f"/journey export {typed}")
    pair.slack.settle()
    assert pair.slack.calls("files.getUploadURLExternal") == []


def test_a_canvas_becomes_a_tab_of_the_home_channel(pair: RunningPair, mara: SlackUser) -> None:
    answer = read_result(mara, "/journey export review 2026-Q2 canvas")
    assert "Look for its tab in" in answer
    (canvas,) = canvases(pair)
    assert canvas["title"] == "Buyer journey: review of 2026-Q2"
    assert canvas["channel_id"] == "C0JOURNEY"
    assert canvas["markdown"] == of_the_cli(pair, "--period", "2026-Q2", "--format", "markdown")
    assert mara.direct_messages() == []


def test_a_canvas_needs_a_scope_that_may_be_missing(sqlite_url: URL, tmp_path: Path) -> None:
    manifest = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))
    assert manifest["oauth_config"]["scopes"].pop("bot_optional") == ["canvases:write"]
    without = tmp_path / "app.yaml"
    without.write_text(yaml.safe_dump(manifest), encoding="utf-8")
    with running(sqlite_url, StandingClock(2026, 8, 14), manifest=without) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/painpoint onboarding: slow")
        answer = read_result(mara, "/journey export review canvas")
        assert REFUSED in answer
        assert "install it again with the scope canvases:write" in answer.replace("`", "")
        mara.type_command("/journey export review md")
        assert file_sent(mara)[0] == "buyer-review-2026-Q3.md"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("canvas_disabled_user_team", "they are switched off in this workspace"),
        ("free_team_canvas_tab_already_exists", "its channel has no room for another tab"),
        ("not_in_channel", "Waymark cannot write in the journey's home channel"),
        ("canvas_creation_failed", "Slack refused it (canvas_creation_failed)"),
        ("internal_error", "It may exist anyway"),
    ],
)
def test_a_refusal_by_slack_is_reported(
    pair: RunningPair, mara: SlackUser, error: str, expected: str
) -> None:
    pair.slack.fault("canvases.create", "error", error=error)
    assert expected in read_result(mara, "/journey export canvas")
    assert canvases(pair) == []


def test_a_guest_gets_the_review_of_their_channel_and_makes_no_canvas_elsewhere(
    pair: RunningPair,
) -> None:
    guest, mara = SlackUser(pair, "gus", "general"), SlackUser(pair, "mara", "general")
    assert "Guests can use Waymark in channels" in guest.read_answer("/journey export review")
    mara.type_command("/journey use buyer")
    assert "created in the journey's home channel" in guest.read_answer(
        "/journey export review canvas"
    )
    assert "Guests can use Waymark" in guest.read_answer("/journey export review csv other")
    guest.type_command("/journey export review json")
    assert json.loads(file_sent(guest)[1])["journey"] == "buyer"
    assert canvases(pair) == []
