"""Saving while a stage is archived or the database is unavailable."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import URL, create_engine, text

from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.databases import Postgres
from tests.scenarios.deliveries import HttpClient
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported, read_newest
from tests.scenarios.test_archiving import archive_stage
from tests.scenarios.waiting import until

SAID = "A customer waited 40 minutes on the phone"


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as pair:
        SlackUser(pair, "tomas").type_command("/journey review")
        yield pair


@contextmanager
def unavailable(url: URL) -> Iterator[None]:
    """Make a PostgreSQL database refuse and end all connections."""
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    shut = f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS "
    leave = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
    with engine.connect() as connection:
        connection.execute(text(f"{shut} false"))
        connection.execute(text(leave), {"name": url.database})
        try:
            yield
        finally:
            connection.execute(text(f"{shut} true"))
    engine.dispose()


def test_a_stage_archived_while_somebody_writes(pair: RunningPair, mara: SlackUser) -> None:
    mara.open_note_form("/painpoint")
    archive_stage(SlackUser(pair, "tomas"), "Retention", "-")
    assert mara.submit_form(text="it broke", stage="retention") == {}
    answer = read_newest(mara, "Saved a pain point, unsorted")
    assert "The stage “Retention” is archived. Where does it belong?" in answer
    assert [(note["text"], note["stage"]) for note in exported(pair)] == [("it broke", None)]
    mara.press_button("Loyalty")
    until(lambda: exported(pair)[0]["stage"] == "loyalty")


def test_a_stage_archived_while_somebody_edits(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command("/painpoint onboarding: it broke")
    mara.press_button("Edit")
    mara.form()
    archive_stage(SlackUser(pair, "tomas"), "Retention", "-")
    refused = mara.submit_form(text="it is broken", stage="retention")
    assert "There is no stage “retention” any more" in refused["stage"]
    assert mara.form_values()["text"] == "it is broken"
    assert mara.submit_form(stage="loyalty") == {}
    read_newest(mara, "Saved: it is in Loyalty")
    assert [note["text"] for note in exported(pair)] == ["it is broken"]


def test_a_form_keeps_its_note_while_the_database_is_unavailable(postgres: Postgres) -> None:
    database = postgres.migrated()
    with running(database, StandingClock(2026, 8, 14)) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/touchpoint decision: a good demo")
        mara.open_note_form("/painpoint")
        with unavailable(database):
            refused = mara.submit_form(text="it broke", stage="retention", severity="3")
        assert "nothing was saved" in refused["text"]
        assert (mara.form_values()["text"], mara.form_values()["stage"]) == (
            "it broke",
            "retention",
        )
        assert mara.submit_form() == {}
        read_newest(mara, "Saved a pain point in Retention")
        assert [note["text"] for note in exported(pair)] == ["a good demo", "it broke"]


def test_a_reaction_is_saved_as_soon_as_the_database_takes_it(sqlite_url: URL) -> None:
    later = Settings(retry_seconds=(2.0, 60.0, 300.0))
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=later) as pair:
        mara, client = SlackUser(pair, "mara"), HttpClient(pair.service, pair.waymark.storage)
        mara.type_command("/journey review")
        ts = pair.slack.person("tomas").say(CHANNEL, SAID)
        with client.read_only():
            mara.person.react(CHANNEL, ts, "warning")
            assert pair.slack.settle()
        read_newest(mara, "Saved a pain point")
        assert [(note["text"], note["author"]) for note in exported(pair)] == [(SAID, "U0MARA")]


def test_a_delivery_slack_gives_up_on_is_reported_once(sqlite_url: URL) -> None:
    at_once = Settings(retry_seconds=(0.0, 0.0, 0.0))
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=at_once) as pair:
        mara, client = SlackUser(pair, "mara"), HttpClient(pair.service, pair.waymark.storage)
        mara.type_command("/journey review")
        with client.read_only():
            mara.person.say(CHANNEL, "@Waymark the box was dented")
            assert pair.slack.settle()
        (answer,) = [m["text"] for m in mara.visible_messages() if m["text"].startswith("⚠️")]
        assert "nothing was saved" in answer
        assert exported(pair) == []


def test_a_delivery_that_succeeds_later_is_saved_without_an_error_message(
    sqlite_url: URL,
) -> None:
    later = Settings(retry_seconds=(2.0, 60.0, 300.0))
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=later) as pair:
        mara, client = SlackUser(pair, "mara"), HttpClient(pair.service, pair.waymark.storage)
        mara.type_command("/journey review")
        with client.read_only():
            mara.person.say(CHANNEL, "@Waymark the box was dented")
            assert pair.slack.settle()
        read_newest(mara, "Saved a pain point, unsorted")
        assert [m for m in mara.visible_messages() if m["text"].startswith("⚠️")] == []
        assert [note["text"] for note in exported(pair)] == ["the box was dented"]


def test_a_reaction_delivered_after_its_removal_saves_nothing(
    pair: RunningPair, mara: SlackUser
) -> None:
    ts = pair.slack.person("tomas").say(CHANNEL, SAID)
    item = {"type": "message", "channel": "C0JOURNEY", "ts": ts}
    mara.person.react(CHANNEL, ts, "eyes")
    late = {"type": "reaction_added", "user": "U0MARA", "reaction": "warning", "item": item}
    pair.slack.post("event", event=late)
    assert pair.slack.settle()
    HttpClient(pair.service, pair.waymark.storage).wait_until_idle()
    assert exported(pair) == []
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: exported(pair))
