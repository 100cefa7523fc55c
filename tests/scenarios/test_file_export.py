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

COMING = "Your file is coming to our direct messages"


WAYS: list[tuple[str, str, tuple[str, ...]]] = [
    ("notes jsonl", "buyer-notes.jsonl", ("--format", "jsonl")),
    ("JSONL buyer", "buyer-notes.jsonl", ("--format", "jsonl")),
    ("readings", "buyer-readings.csv", ("--what", "readings")),
    ("readings jsonl", "buyer-readings.jsonl", ("--what", "readings", "--format", "jsonl")),
    ("buyer Readings csv", "buyer-readings.csv", ("--what", "readings")),
]

NOT_UNDERSTOOD = [
    ("xlsx", "I can't export “xlsx”, and no journey has that key"),
    ("notes csv nosuch", "I can't export “nosuch”"),
    ("notes csv buyer jsonl", "I don't know “jsonl”"),
    ("review 2026-Q3 html buyer md", "I don't know “md”"),
    ("notes csv buyer more", "I don't know “more”"),
    ("<!channel> 🙂", "I don't know “🙂”"),
    ("x" * 3_000, "and no journey has that key"),
]


@pytest.fixture
def pair(migrated_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with two notes and a reading."""
    clock = StandingClock(2026, 8, 14)
    # The clock ticks where a test says so.
    with running(migrated_url, clock, tick_seconds=3600) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/painpoint onboarding: =1+1 naïve 漢字 team:support feeling:-2")
        mara.type_command("/touchpoint decision: a good demo persona:owner")
        mara.type_command("/kpi nps 41 target:50")
        yield pair


def file_sent(user: SlackUser, number: int = 0) -> tuple[str, str]:
    """The name and the text of a file in somebody's direct messages, once it is there."""

    def found() -> list[dict[str, Any]]:
        files = [file for message in user.direct_messages() for file in message.get("files") or []]
        return files[number:]

    file = until(found)[0]
    return str(file["name"]), downloaded(user.pair, file["id"]).decode()


def of_the_cli(pair: RunningPair, *arguments: str) -> str:
    """What `app.py export` writes."""
    url = pair.database.render_as_string(hide_password=False)
    done = waymark(["export", "--journey", "buyer", *arguments], environment(url))
    assert done.returncode == 0
    return done.stdout.decode()


@pytest.mark.each_database
def test_the_answer_comes_at_once_and_the_file_to_one_person_alone(
    pair: RunningPair, mara: SlackUser
) -> None:
    answer = mara.read_answer("/journey export")
    assert answer.startswith(f"{COMING}: the notes of Buyer journey, as CSV.")
    name, text = file_sent(mara)
    assert name == "buyer-notes.csv"
    assert text == of_the_cli(pair)
    assert [row["text"] for row in csv.DictReader(io.StringIO(text))] == [
        "'=1+1 naïve 漢字",
        "a good demo",
    ]
    assert "the notes of Buyer journey, 2 rows as CSV" in mara.direct_messages()[0]["text"]
    assert pair.posts(mara.channel) == []
    assert SlackUser(pair, "tomas").direct_messages() == []


@pytest.mark.each_database
def test_each_way_of_asking_gives_what_the_command_line_gives(
    pair: RunningPair, mara: SlackUser
) -> None:
    for number, (typed, name, arguments) in enumerate(WAYS):
        assert COMING in mara.read_answer(f"/journey export {typed}"), typed
        assert file_sent(mara, number) == (name, of_the_cli(pair, *arguments)), typed


@pytest.mark.each_database
def test_posted_reviews_come_too(pair: RunningPair, mara: SlackUser) -> None:
    assert "has no posted reviews to export yet" in mara.read_answer("/journey export reviews")
    pair.set_time(datetime(2026, 10, 2, 12, tzinfo=UTC))
    pair.waymark.services.post_due_reviews()
    assert COMING in mara.read_answer("/journey export reviews jsonl")
    name, text = file_sent(mara)
    (line,) = [json.loads(line) for line in text.splitlines()]
    assert (name, line["period"]["label"]) == ("buyer-reviews.jsonl", "2026-Q3")


def test_what_is_not_understood_is_refused_with_what_is_possible(
    pair: RunningPair, mara: SlackUser
) -> None:
    for typed, expected in NOT_UNDERSTOOD:
        refusal = mara.read_answer(f"/journey export {typed}")
        assert expected in refusal, typed
        assert "notes, readings or reviews, then csv or jsonl" in refusal, typed
        pair.slack.settle()
        assert pair.slack.calls("files.getUploadURLExternal") == [], typed
        assert mara.visible_messages()[-1]["live"] == [], typed


def test_where_there_is_nothing_there_is_no_file(sqlite_url: URL) -> None:
    with running(sqlite_url, StandingClock(2026, 8, 14)) as pair:
        mara = SlackUser(pair, "mara")
        for what in ("", "readings", "reviews"):
            assert "to export yet" in mara.read_answer(f"/journey export {what}")
        mara.type_command("/journey stages")
        assert "Buyer journey has no notes to export yet" in mara.read_answer("/journey export")
        assert pair.slack.calls("files.getUploadURLExternal") == []


@pytest.mark.each_database
def test_a_deleted_note_is_in_no_file_and_an_anonymous_one_has_no_author(
    pair: RunningPair, mara: SlackUser
) -> None:
    use = pair.waymark.services
    filled = form("said in confidence")
    use.notes.capture(
        CaptureRequest(
            pair.workspace, None, "U0TOMAS", NoteKind.PAIN_POINT, filled.text, form=filled,
            anonymous=True,
        )
    )  # fmt: skip
    mara.type_command("/painpoint loyalty: never mind")
    mara.press_button("Undo")
    until(lambda: len(exported(pair)) == 3)
    mara.type_command("/journey export")
    rows = {row["text"]: row for row in csv.DictReader(io.StringIO(file_sent(mara)[1]))}
    assert "never mind" not in rows
    assert rows["said in confidence"]["author"] == ""
    assert "U0TOMAS" not in file_sent(mara)[1]


def test_a_guest_is_sent_the_journey_of_their_channel_alone(pair: RunningPair) -> None:
    guest, mara = SlackUser(pair, "gus", "general"), SlackUser(pair, "mara", "general")
    assert "Guests can use Waymark in channels" in guest.read_answer("/journey export")
    mara.type_command("/journey use buyer")
    assert "Guests can use Waymark in channels" in guest.read_answer(
        "/journey export notes csv other"
    )
    assert COMING in guest.read_answer("/journey export")
    assert file_sent(guest)[1] == of_the_cli(pair)


@pytest.mark.parametrize(
    ("method", "error", "expected"),
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
def test_a_refusal_by_slack_is_reported_where_the_export_was_requested(
    pair: RunningPair, mara: SlackUser, method: str, error: str, expected: str
) -> None:
    pair.slack.fault(method, "error", error=error)
    before = len(mara.visible_messages())
    mara.type_command("/journey export")
    message = until(lambda: mara.visible_messages()[before + 1 :])[0]
    assert message["ephemeral"]
    assert expected in message["text"]
    assert "Your file could not be sent" in shown(message["blocks"])
    assert [m for m in mara.direct_messages() if m.get("files")] == []
    mara.type_command("/journey export")
    assert file_sent(mara)[0] == "buyer-notes.csv"


def test_a_broken_connection_is_reported_too(pair: RunningPair, mara: SlackUser) -> None:
    pair.slack.fault("files.completeUploadExternal", "reset")
    before = len(mara.visible_messages())
    mara.type_command("/journey export")
    message = until(lambda: mara.visible_messages()[before + 1 :])[0]
    assert "something went wrong on the way. Please try again in a while" in message["text"]


def test_every_field_is_in_the_header(mara: SlackUser) -> None:
    mara.type_command("/journey export readings")
    assert file_sent(mara)[1].splitlines()[0] == ",".join(READING_COLUMNS)


def test_help_names_it(mara: SlackUser) -> None:
    assert "/journey export notes csv" in mara.read_answer("/journey help more")
