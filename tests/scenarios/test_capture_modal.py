"""A note written in the modal."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, text

from storage.engine import open_engine
from tests.clocks import StandingClock
from tests.databases import Postgres
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.waiting import until

CHANNEL = "customer-journey"


def filled_in_modal(pair: RunningPair) -> dict[str, Any]:
    """The modal once the stages are there."""
    mara = pair.slack.person("mara")

    def whole() -> dict[str, Any] | None:
        modal = mara.modal()
        return modal if modal and "Retention" in json.dumps(modal) else None

    return until(whole)


def exported(pair: RunningPair) -> list[dict[str, Any]]:
    """Every note there is."""
    return list(pair.waymark.services.exports.notes(pair.workspace, "buyer"))


def test_an_empty_command_opens_the_modal_and_saving_names_the_stage(pair: RunningPair) -> None:
    mara = pair.slack.person("mara")
    mara.command(CHANNEL, "/painpoint")
    filled_in_modal(pair)
    report = mara.submit(
        {
            "text": "invite lands in spam & <!channel>",
            "stage": "onboarding",
            "feeling": "-2",
            "severity": "3",
            "team": "support",
            "persona": "Clinic owner",
            "day": "2026-08-03",
        }
    )
    assert report["errors"] in (None, {})
    message = until(lambda: [m for m in mara.messages(CHANNEL) if m["ephemeral"]])[0]
    assert message["text"].startswith("Saved a pain point in Onboarding")
    assert message["live"] == []
    note = exported(pair)[0]
    assert note["text"] == "invite lands in spam & <!channel>"
    assert note["stage"] == "onboarding"
    assert (note["mood"], note["severity"], note["team"]) == (-1.0, 3, "support")
    assert note["persona"] == "clinic-owner"
    assert note["occurred_at"].startswith("2026-08-03")
    assert mara.modal() is None


def test_without_a_stage_it_goes_to_the_tray(pair: RunningPair) -> None:
    mara = pair.slack.person("mara")
    mara.command(CHANNEL, "/opportunity")
    filled_in_modal(pair)
    mara.submit({"text": "a referral link"})
    until(lambda: [m for m in mara.messages(CHANNEL) if m["ephemeral"]])
    assert [(n["stage"], n["kind"]) for n in exported(pair)] == [(None, "opportunity")]


def test_a_day_to_come_is_refused_beside_the_field_and_nothing_is_lost(pair: RunningPair) -> None:
    mara = pair.slack.person("mara")
    mara.command(CHANNEL, "/touchpoint")
    filled_in_modal(pair)
    report = mara.submit({"text": "a good demo", "day": "2026-08-16"})
    assert "is in the future" in report["errors"]["day"]
    assert mara.modal() is not None
    mara.submit({"text": "a good demo", "day": "2026-08-15"})
    until(lambda: exported(pair))


def test_a_failed_save_keeps_the_draft_in_the_modal(pair: RunningPair, sqlite_url: URL) -> None:
    mara = pair.slack.person("mara")
    mara.command(CHANNEL, "/painpoint onboarding: the first")
    mara.command(CHANNEL, "/painpoint")
    filled_in_modal(pair)
    other = sqlite3.connect(Path(str(sqlite_url.database)), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    report = mara.submit({"text": "typed while it was locked"})
    other.execute("ROLLBACK")
    other.close()
    assert "did not answer in time" in report["errors"]["text"]
    modal = mara.modal()
    assert modal is not None
    assert "typed while it was locked" in json.dumps(modal)
    mara.submit({"text": "typed while it was locked"})
    until(lambda: len(exported(pair)) == 2)


def test_the_modal_opens_in_time_however_slow_the_database_is(postgres: Postgres) -> None:
    database = postgres.migrated()
    with running(database, StandingClock(2026, 8, 15)) as pair:
        mara = pair.slack.person("mara")
        mara.command(CHANNEL, "/painpoint onboarding: the first")
        engine = open_engine(database)
        with engine.connect() as other:
            other.execute(text("LOCK TABLE journeys IN ACCESS EXCLUSIVE MODE"))
            mara.command(CHANNEL, "/painpoint")
            modal = until(mara.modal)
            assert "Loading the stages" in json.dumps(modal)
            until(lambda: "will be saved as unsorted" in json.dumps(mara.modal()))
        engine.dispose()
        mara.submit({"text": "written meanwhile", "severity": "2"})
        until(lambda: len(exported(pair)) == 2)


def test_the_global_shortcut_opens_it_and_the_answer_is_a_direct_message(
    pair: RunningPair,
) -> None:
    mara = pair.slack.person("mara")
    mara.shortcut("add_note")
    filled_in_modal(pair)
    mara.submit({"text": "the printer jams", "stage": "retention", "kind": "touchpoint"})
    message = until(lambda: mara.messages("bot"))[-1]
    assert message["text"].startswith("Saved a touchpoint in Retention")
