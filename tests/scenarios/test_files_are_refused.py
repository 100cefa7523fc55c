"""Files that cannot be imported, and all that can go wrong with those that can."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from handlers.imports.blocks import FileOffer
from tests.clocks import StandingClock
from tests.scenarios.file_steps import ROWS, direct_channel, drops, labels, told
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as made:
        SlackUser(made, "mara").types("/journey review")
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """Somebody with a file, in Waymark's direct messages."""
    return SlackUser(bench, "mara", "bot")


def test_cancelled_nothing_is_imported(bench: RunningPair, mara: SlackUser) -> None:
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    mara.presses("Cancel")
    told(mara, "Nothing was imported from feedback.csv.")
    assert labels(mara.direct()[-1]) == []
    assert exported(bench) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("report.pdf", b"%PDF-1.7", "neither a CSV nor a JSON Lines file"),
        ("screen.png", b"\x89PNG", "neither a CSV nor a JSON Lines file"),
        ("fake.csv", b"\x89PNG\r\n\x00\x00", "fake.csv is n"),
        ("empty.csv", "", "no line that names its columns"),
        ("empty.jsonl", "", "has no rows"),
        ("header.csv", "text,stage\n", "There are no rows in it."),
        ("torn.jsonl", "{", "is not JSON Lines"),
        ("<!channel> & *x*.csv", "", "no line that names its columns"),
    ],
)
def test_what_holds_no_rows_is_refused_plainly(
    bench: RunningPair, mara: SlackUser, name: str, content: str | bytes, says: str
) -> None:
    drops(mara, (name, content))
    told(mara, says)
    assert "Import" not in labels(mara.direct()[-1])
    assert exported(bench) == []


def test_two_files_and_words_beside_them(bench: RunningPair, mara: SlackUser) -> None:
    drops(mara, ("a.csv", ROWS), ("b.csv", "text\nanother\n"), says="here they are")
    told(mara, "a.csv: 4 rows")
    told(mara, "b.csv: 1 row")
    told(mara, "were not saved as a note")
    assert exported(bench) == []


def test_ten_files_at_once_are_all_answered(mara: SlackUser) -> None:
    drops(mara, *((f"{n}.csv", "text\nit broke\n") for n in range(10)))
    for n in range(10):
        told(mara, f"{n}.csv: 1 row")


def test_a_file_deleted_before_import_is_said_to_be_gone(
    bench: RunningPair, mara: SlackUser
) -> None:
    ts = drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    mara.person.delete("bot", ts)
    mara.presses("Import")
    told(mara, "That file is no longer there")
    assert exported(bench) == []


def test_a_guest_and_who_may_not_change_the_map_are_refused(
    bench: RunningPair, mara: SlackUser
) -> None:
    gus, tomas = SlackUser(bench, "gus", "bot"), SlackUser(bench, "tomas", "bot")
    drops(gus, ("feedback.csv", ROWS))
    told(gus, "Guests cannot import files")
    drops(tomas, ("feedback.csv", ROWS))
    told(tomas, "would be added")
    there = SlackUser(bench, "mara")
    there.opens("/journey edit")
    there.saves(owner="U0MARA")
    tomas.presses("Import")
    told(tomas, "Only its owner and the workspace's admins can import into Buyer journey")
    drops(tomas, ("again.csv", ROWS))
    told(tomas, "Only its owner", nth=1)
    assert exported(bench) == []


def test_a_file_of_somebody_elses_conversation_is_not_fetched(
    bench: RunningPair, mara: SlackUser
) -> None:
    tomas = SlackUser(bench, "tomas", "bot")
    drops(tomas, ("secret.csv", "text\nsecret\n"))
    told(tomas, "would be added")
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    theirs = FileOffer.from_value(tomas.direct()[-1]["blocks"][-1]["elements"][0]["value"])
    (mine,) = mara.direct()
    event = {
        "type": "message",
        "subtype": "file_share",
        "user": "U0MARA",
        "channel": direct_channel(bench),
        "channel_type": "im",
        "text": "",
        "ts": "1.5",
        "event_ts": "1.5",
        "files": [{"id": theirs.file, "name": "secret.csv"}],
    }
    bench.slack.post("event", event=event)
    told(mara, "That file is no longer there")
    assert mine["ts"] == mara.direct()[0]["ts"]


def test_where_slack_shows_a_page_instead_of_the_file_the_scope_is_named(
    bench: RunningPair, mara: SlackUser
) -> None:
    bench.slack.fault("files.download", "error")
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "the scope files:read")


def test_an_import_slack_disturbs_can_be_pressed_again(bench: RunningPair, mara: SlackUser) -> None:
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    bench.slack.fault("files.download", "status", status=503)
    mara.presses("Import")
    told(mara, "Slack did not answer with the whole file")
    assert exported(bench) == []
    mara.presses("Import")
    told(mara, "Imported feedback.csv")
    assert len(exported(bench)) == 3


def test_a_message_that_cannot_be_changed_is_followed_by_another(
    bench: RunningPair, mara: SlackUser
) -> None:
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    bench.slack.fault("chat.update", "error", error="message_not_found", times=9)
    mara.presses("Import")
    told(mara, "Imported feedback.csv")
    assert len(exported(bench)) == 3


def test_a_file_in_a_channel_is_left_alone(bench: RunningPair) -> None:
    there = SlackUser(bench, "mara")
    before = len(there.seen())
    there.person.say(there.channel, "", files=[{"name": "feedback.csv", "content": ROWS}])
    assert bench.slack.settle()
    assert len(there.seen()) == before
