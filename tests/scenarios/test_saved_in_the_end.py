"""What stands in the way while somebody writes: a stage that goes, a database that is away."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import URL, create_engine, text

from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.databases import Postgres
from tests.scenarios.deliveries import Door
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported
from tests.scenarios.test_archiving import archive_stage
from tests.scenarios.test_living_notes import says
from tests.scenarios.waiting import until

SAID = "A customer waited 40 minutes on the phone"


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as made:
        SlackUser(made, "tomas").types("/journey review")
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """Somebody who writes."""
    return SlackUser(bench, "mara")


@contextmanager
def gone(url: URL) -> Iterator[None]:
    """A PostgreSQL database that lets nobody in, and throws out who was."""
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


def test_a_stage_archived_while_somebody_writes(bench: RunningPair, mara: SlackUser) -> None:
    mara.writes("/painpoint")
    archive_stage(SlackUser(bench, "tomas"), "Retention", "-")
    assert mara.submits(text="it broke", stage="retention") == {}
    told = says(mara, "Saved a pain point, unsorted")
    assert "The stage “Retention” is archived. Where does it belong?" in told
    assert [(note["text"], note["stage"]) for note in exported(bench)] == [("it broke", None)]
    mara.presses("Loyalty")
    until(lambda: exported(bench)[0]["stage"] == "loyalty")


def test_a_stage_archived_while_somebody_edits(bench: RunningPair, mara: SlackUser) -> None:
    mara.types("/painpoint onboarding: it broke")
    mara.presses("Edit")
    mara.form()
    archive_stage(SlackUser(bench, "tomas"), "Retention", "-")
    refused = mara.submits(text="it is broken", stage="retention")
    assert "There is no stage “retention” any more" in refused["stage"]
    assert mara.held()["text"] == "it is broken"
    assert mara.submits(stage="loyalty") == {}
    says(mara, "Saved: it is in Loyalty")
    assert [note["text"] for note in exported(bench)] == ["it is broken"]


def test_a_note_is_kept_in_its_form_while_the_database_is_gone(postgres: Postgres) -> None:
    database = postgres.migrated()
    with running(database, StandingClock(2026, 8, 14)) as bench:
        mara = SlackUser(bench, "mara")
        mara.types("/touchpoint decision: a good demo")
        mara.writes("/painpoint")
        with gone(database):
            refused = mara.submits(text="it broke", stage="retention", severity="3")
        assert "nothing was saved" in refused["text"]
        assert (mara.held()["text"], mara.held()["stage"]) == ("it broke", "retention")
        assert mara.submits() == {}
        says(mara, "Saved a pain point in Retention")
        assert [note["text"] for note in exported(bench)] == ["a good demo", "it broke"]


def test_a_reaction_is_saved_as_soon_as_the_database_takes_it(sqlite_url: URL) -> None:
    later = Settings(retry_seconds=(2.0, 60.0, 300.0))
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=later) as bench:
        mara, door = SlackUser(bench, "mara"), Door(bench.service, bench.waymark.storage)
        mara.types("/journey review")
        ts = bench.slack.person("tomas").say(CHANNEL, SAID)
        with door.broken():
            mara.person.react(CHANNEL, ts, "warning")
            assert bench.slack.settle()
        says(mara, "Saved a pain point")
        assert [(note["text"], note["author"]) for note in exported(bench)] == [(SAID, "U0MARA")]


def test_what_slack_gives_up_on_is_told_once(sqlite_url: URL) -> None:
    at_once = Settings(retry_seconds=(0.0, 0.0, 0.0))
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=at_once) as bench:
        mara, door = SlackUser(bench, "mara"), Door(bench.service, bench.waymark.storage)
        mara.types("/journey review")
        with door.broken():
            mara.person.say(CHANNEL, "@Waymark the box was dented")
            assert bench.slack.settle()
        (told,) = [m["text"] for m in mara.seen() if m["text"].startswith("⚠️")]
        assert "nothing was saved" in told
        assert exported(bench) == []


def test_what_slack_delivers_again_is_saved_and_nobody_is_told_of_the_failure(
    sqlite_url: URL,
) -> None:
    later = Settings(retry_seconds=(2.0, 60.0, 300.0))
    with running(sqlite_url, StandingClock(2026, 8, 14), sandbox=later) as bench:
        mara, door = SlackUser(bench, "mara"), Door(bench.service, bench.waymark.storage)
        mara.types("/journey review")
        with door.broken():
            mara.person.say(CHANNEL, "@Waymark the box was dented")
            assert bench.slack.settle()
        says(mara, "Saved a pain point, unsorted")
        assert [m for m in mara.seen() if m["text"].startswith("⚠️")] == []
        assert [note["text"] for note in exported(bench)] == ["the box was dented"]


def test_a_reaction_heard_of_after_it_was_taken_back_saves_nothing(
    bench: RunningPair, mara: SlackUser
) -> None:
    ts = bench.slack.person("tomas").say(CHANNEL, SAID)
    item = {"type": "message", "channel": "C0JOURNEY", "ts": ts}
    mara.person.react(CHANNEL, ts, "eyes")
    late = {"type": "reaction_added", "user": "U0MARA", "reaction": "warning", "item": item}
    bench.slack.post("event", event=late)
    assert bench.slack.settle()
    Door(bench.service, bench.waymark.storage).rests()
    assert exported(bench) == []
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: exported(bench))
