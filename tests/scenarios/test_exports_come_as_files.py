"""`/journey export`: a file in the direct messages of the one who asks, the same as the CLI's."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import URL

from bot.exports import READING_COLUMNS
from bot.notes.capture import CaptureRequest
from domain.notes import NoteKind
from tests.bot.note_steps import form
from tests.clocks import StandingClock
from tests.handlers.processes import environment, waymark
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, downloaded, exported
from tests.scenarios.waiting import until

pytestmark = pytest.mark.each_database

COMING = "Your file is coming to our direct messages"


@pytest.fixture
def bench(migrated_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with two notes and a reading."""
    clock = StandingClock(2026, 8, 14)
    with running(migrated_url, clock) as made:
        mara = SlackUser(made, "mara")
        mara.types("/painpoint onboarding: =1+1 naïve 漢字 team:support feeling:-2")
        mara.types("/touchpoint decision: a good demo persona:owner")
        mara.types("/kpi nps 41 target:50")
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


def file_sent(hands: SlackUser, number: int = 0) -> tuple[str, str]:
    """The name and the text of a file in somebody's direct messages, once it is there."""

    def found() -> list[dict[str, Any]]:
        files = [file for message in hands.direct() for file in message.get("files") or []]
        return files[number:]

    file = until(found)[0]
    return str(file["name"]), downloaded(hands.bench, file["id"]).decode()


def of_the_cli(bench: RunningPair, *arguments: str) -> str:
    """What `app.py export` writes."""
    url = bench.database.render_as_string(hide_password=False)
    done = waymark(["export", "--journey", "buyer", *arguments], environment(url))
    assert done.returncode == 0
    return done.stdout.decode()


def test_the_answer_comes_at_once_and_the_file_to_one_person_alone(
    bench: RunningPair, mara: SlackUser
) -> None:
    said = mara.reads("/journey export")
    assert said.startswith(f"{COMING}: the notes of Buyer journey, as CSV.")
    name, text = file_sent(mara)
    assert name == "buyer-notes.csv"
    assert text == of_the_cli(bench)
    assert [row["text"] for row in csv.DictReader(io.StringIO(text))] == [
        "'=1+1 naïve 漢字",
        "a good demo",
    ]
    assert "the notes of Buyer journey, 2 rows as CSV" in mara.direct()[0]["text"]
    assert bench.posts(mara.channel) == []
    assert SlackUser(bench, "tomas").direct() == []


@pytest.mark.parametrize(
    ("typed", "name", "arguments"),
    [
        ("notes jsonl", "buyer-notes.jsonl", ("--format", "jsonl")),
        ("JSONL buyer", "buyer-notes.jsonl", ("--format", "jsonl")),
        ("readings", "buyer-readings.csv", ("--what", "readings")),
        ("readings jsonl", "buyer-readings.jsonl", ("--what", "readings", "--format", "jsonl")),
        ("buyer Readings csv", "buyer-readings.csv", ("--what", "readings")),
    ],
)
def test_each_way_of_asking_gives_what_the_command_line_gives(
    bench: RunningPair, mara: SlackUser, typed: str, name: str, arguments: tuple[str, ...]
) -> None:
    assert COMING in mara.reads(f"/journey export {typed}")
    assert file_sent(mara) == (name, of_the_cli(bench, *arguments))


def test_posted_reviews_come_too(bench: RunningPair, mara: SlackUser) -> None:
    assert "has no posted reviews to export yet" in mara.reads("/journey export reviews")
    bench.time_is(datetime(2026, 10, 2, 12, tzinfo=UTC))
    bench.waymark.services.post_due_reviews()
    assert COMING in mara.reads("/journey export reviews jsonl")
    name, text = file_sent(mara)
    (line,) = [json.loads(line) for line in text.splitlines()]
    assert (name, line["period"]["label"]) == ("buyer-reviews.jsonl", "2026-Q3")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("xlsx", "I can't export “xlsx”, and no journey has that key"),
        ("notes csv nosuch", "I can't export “nosuch”"),
        ("notes csv buyer jsonl", "I don't know “jsonl”"),
        ("review 2026-Q3 html buyer md", "I don't know “md”"),
        ("notes csv buyer more", "I don't know “more”"),
        ("<!channel> 🙂", "I don't know “🙂”"),
        ("x" * 3_000, "and no journey has that key"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_is_possible(
    bench: RunningPair, mara: SlackUser, typed: str, said: str
) -> None:
    refusal = mara.reads(f"/journey export {typed}")
    assert said in refusal
    assert "notes, readings or reviews, then csv or jsonl" in refusal
    bench.slack.settle()
    assert bench.slack.calls("files.getUploadURLExternal") == []
    assert mara.seen()[-1]["live"] == []


def test_where_there_is_nothing_there_is_no_file(sqlite_url: URL) -> None:
    with running(sqlite_url, StandingClock(2026, 8, 14)) as bench:
        mara = SlackUser(bench, "mara")
        for what in ("", "readings", "reviews"):
            assert "to export yet" in mara.reads(f"/journey export {what}")
        mara.types("/journey stages")
        assert "Buyer journey has no notes to export yet" in mara.reads("/journey export")
        assert bench.slack.calls("files.getUploadURLExternal") == []


def test_a_deleted_note_is_in_no_file_and_an_anonymous_one_has_no_author(
    bench: RunningPair, mara: SlackUser
) -> None:
    use = bench.waymark.services
    filled = form("said in confidence")
    use.notes.capture(
        CaptureRequest(
            bench.workspace, None, "U0TOMAS", NoteKind.PAIN_POINT, filled.text, form=filled,
            anonymous=True,
        )
    )  # fmt: skip
    mara.types("/painpoint loyalty: never mind")
    mara.presses("Undo")
    until(lambda: len(exported(bench)) == 3)
    mara.types("/journey export")
    rows = {row["text"]: row for row in csv.DictReader(io.StringIO(file_sent(mara)[1]))}
    assert "never mind" not in rows
    assert rows["said in confidence"]["author"] == ""
    assert "U0TOMAS" not in file_sent(mara)[1]


def test_a_guest_is_sent_the_journey_of_their_channel_alone(bench: RunningPair) -> None:
    guest, mara = SlackUser(bench, "gus", "general"), SlackUser(bench, "mara", "general")
    assert "Guests can use Waymark in channels" in guest.reads("/journey export")
    mara.types("/journey use buyer")
    assert "Guests can use Waymark in channels" in guest.reads("/journey export notes csv other")
    assert COMING in guest.reads("/journey export")
    assert file_sent(guest)[1] == of_the_cli(bench)


@pytest.mark.parametrize(
    ("method", "error", "said"),
    [
        ("files.getUploadURLExternal", "missing_scope", "install it again with the scope"),
        ("files.completeUploadExternal", "internal_error", "Slack refused it"),
        (
            "chat.postMessage",
            "messages_tab_disabled",
            "does not let Waymark send",
        ),
    ],
)
def test_what_slack_refuses_is_told_where_it_was_asked(
    bench: RunningPair, mara: SlackUser, method: str, error: str, said: str
) -> None:
    bench.slack.fault(method, "error", error=error)
    before = len(mara.seen())
    mara.types("/journey export")
    told = until(lambda: mara.seen()[before + 1 :])[0]
    assert told["ephemeral"]
    assert said in told["text"]
    assert "Your file could not be sent" in shown(told["blocks"])
    assert [m for m in mara.direct() if m.get("files")] == []
    mara.types("/journey export")
    assert file_sent(mara)[0] == "buyer-notes.csv"


def test_a_connection_that_breaks_is_told_too(bench: RunningPair, mara: SlackUser) -> None:
    bench.slack.fault("files.completeUploadExternal", "reset")
    before = len(mara.seen())
    mara.types("/journey export")
    told = until(lambda: mara.seen()[before + 1 :])[0]
    assert "something went wrong on the way. Please ask for it again" in told["text"]


def test_every_field_stands_at_the_head(mara: SlackUser) -> None:
    mara.types("/journey export readings")
    assert file_sent(mara)[1].splitlines()[0] == ",".join(READING_COLUMNS)


def test_help_names_it(mara: SlackUser) -> None:
    assert "/journey export notes csv" in mara.reads("/journey help")
