"""What people get wrong: each gets a sentence, nothing is lost, nothing comes alive."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from tests.scenarios.running_pair import RunningPair
from tests.scenarios.signing import post_signed

CHANNEL = "customer-journey"


def answer(pair: RunningPair, text: str) -> dict[str, Any]:
    """What the person who typed `text` sees, checked for anything that came alive."""
    report = pair.slack.person("mara").command(CHANNEL, text)
    assert (report["status"], report["error"]) == (200, None), report
    seen = pair.slack.person("mara").messages(CHANNEL)[-1]
    assert seen["ephemeral"]
    assert seen["live"] == []
    assert seen["text"]
    return seen


def exported(pair: RunningPair) -> list[dict[str, Any]]:
    """Every note there is."""
    workspace = pair.waymark.storage.workspaces_with("buyer")
    if not workspace:
        return []
    return list(pair.waymark.services.exports.notes(workspace[0], "buyer"))


@pytest.mark.parametrize("command", ["/touchpoint", "/painpoint", "/opportunity"])
@pytest.mark.parametrize("text", ["onboarding:", "  onboarding: via:web severity:high"])
def test_a_note_without_text_is_asked_for_with_an_example(
    pair: RunningPair, command: str, text: str
) -> None:
    assert "what happened?" in answer(pair, f"{command} {text}")["text"]
    assert exported(pair) == []


@pytest.mark.parametrize("length", [3_000, 3_001, 12_000])
def test_a_long_note_is_saved_whole(pair: RunningPair, length: int) -> None:
    text = ("na & <ïve> " * length)[:length].strip()
    assert answer(pair, f"/painpoint onboarding: {text}")["text"].startswith("Saved")
    assert exported(pair)[0]["text"] == text


def test_a_note_too_long_to_save_is_refused_with_the_limit(pair: RunningPair) -> None:
    assert "40,000 is the most" in answer(pair, f"/painpoint onboarding: {'x' * 40_001}")["text"]
    assert exported(pair) == []


def test_an_emoji_alone_is_saved_and_words_are_asked_for(pair: RunningPair) -> None:
    seen = answer(pair, "/painpoint onboarding: 😡")
    assert "Your note has no words" in json.dumps(seen["blocks"])
    assert exported(pair)[0]["text"] == "😡"


@pytest.mark.parametrize(
    "text",
    [
        "<!channel> everybody is furious",
        "<!here|here> and <@U0MARA> and <#C0JOURNEY>",
        "@channel see https://phish.example or <https://phish.example|your bank>",
        "&lt;!channel&gt; typed as entities",
        "*bold* _it_ ~no~ `code` > quote",
    ],
)
def test_what_people_write_never_comes_alive(pair: RunningPair, text: str) -> None:
    answer(pair, f"/painpoint onboarding: {text}")
    answer(pair, f"/painpoint chekout: {text}")
    answer(pair, "/journey notes")
    answer(pair, "/journey map")
    answer(pair, "/journey review")
    answer(pair, f"/kpi {text} 5")
    answer(pair, f"/journey {text}")
    answer(pair, f"/journey notes {text}")
    assert [note["text"] for note in exported(pair)] == [text, f"chekout: {text}"]


def test_an_unknown_stage_goes_to_the_tray_and_a_button_places_it(pair: RunningPair) -> None:
    seen = answer(pair, "/painpoint chekout: coupon codes are rejected")
    assert "no stage “chekout”" in seen["text"]
    assert [(n["stage"], n["text"]) for n in exported(pair)] == [
        (None, "chekout: coupon codes are rejected")
    ]
    mara = pair.slack.person("mara")
    mara.click(CHANNEL, seen["ts"], "place_note.2")
    pair.slack.settle()
    assert exported(pair)[0]["stage"] == "decision"


def test_a_misspelt_stage_is_corrected_and_reported(pair: RunningPair) -> None:
    seen = answer(pair, "/painpoint onbording: the invite lands in spam")
    assert "I read “onbording” as Onboarding." in json.dumps(seen["blocks"], ensure_ascii=False)
    assert exported(pair)[0]["stage"] == "onboarding"


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "31.08.2026", "2027-01-01", "soon"])
def test_an_impossible_date_stays_in_the_text_and_is_reported(pair: RunningPair, day: str) -> None:
    seen = answer(pair, f"/painpoint onboarding: it broke on:{day}")
    assert f"on:{day}” stays in the text" in json.dumps(seen["blocks"], ensure_ascii=False)
    note = exported(pair)[0]
    assert note["text"] == f"it broke on:{day}"
    assert note["occurred_at"].startswith("2026-08-15")


@pytest.mark.parametrize("value", ["lots", "nan", "inf", "1e999", "--3", "12 monkeys"])
def test_a_kpi_value_that_is_no_number_is_refused(pair: RunningPair, value: str) -> None:
    seen = answer(pair, f"/kpi onboarding.activation {value}")
    assert "othing was saved" in seen["text"]
    assert pair.waymark.storage.workspaces_with("buyer") == []


def test_a_kpi_of_an_unknown_stage_is_refused_with_the_stages(pair: RunningPair) -> None:
    seen = answer(pair, "/kpi checkout.completion 71.4%")
    assert "no stage “checkout”" in seen["text"]
    assert "awareness" in seen["text"]
    assert "/kpi checkout.completion 71.4%" in json.dumps(seen["blocks"])


@pytest.mark.parametrize("label", ["2026-Q5", "2026-Q0", "26-Q5", "lastly", "0000-Q1"])
def test_a_quarter_that_does_not_exist_is_named(pair: RunningPair, label: str) -> None:
    assert "There is no quarter" in answer(pair, f"/journey review {label}")["text"]


def test_one_quarter_cannot_be_compared(pair: RunningPair) -> None:
    assert "Name two periods" in answer(pair, "/journey review 2026-Q3 vs")["text"]


def test_an_empty_quarter_gets_an_honest_review(pair: RunningPair) -> None:
    assert "No notes this quarter" in answer(pair, "/journey review 2019-Q1")["text"]


def test_an_unknown_word_after_journey_gets_the_guide(pair: RunningPair) -> None:
    assert "I don't know “/journey frobnicate”" in answer(pair, "/journey frobnicate")["text"]


def test_a_locked_database_says_so_in_time_and_gives_the_words_back(
    pair: RunningPair, sqlite_url: URL
) -> None:
    answer(pair, "/painpoint onboarding: saved before")
    other = sqlite3.connect(Path(str(sqlite_url.database)), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    seen = answer(pair, "/painpoint onboarding: typed while it was locked")
    other.execute("ROLLBACK")
    other.close()
    assert "did not answer in time" in seen["text"]
    assert "typed while it was locked" in json.dumps(seen["blocks"])
    assert len(exported(pair)) == 1


def test_a_response_url_elsewhere_is_not_followed_and_the_note_is_saved(pair: RunningPair) -> None:
    body = {
        "command": "/painpoint",
        "text": "onboarding: it broke",
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U1",
        "response_url": "http://127.0.0.1:9/elsewhere",
    }
    status, text = post_signed(pair.request_url, body)
    assert status == 200
    assert "Saved" in text
