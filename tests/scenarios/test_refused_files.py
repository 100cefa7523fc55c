"""Files that cannot be imported, and all that can go wrong with those that can."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from handlers.imports.blocks import FileOffer
from tests.clocks import StandingClock
from tests.scenarios.file_steps import ROWS, direct_channel, labels, read_direct_message, upload
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as pair:
        SlackUser(pair, "mara").type_command("/journey review")
        yield pair


@pytest.fixture
def mara(pair: RunningPair) -> SlackUser:
    """Somebody with a file, in Waymark's direct messages."""
    return SlackUser(pair, "mara", "bot")


def test_cancelled_nothing_is_imported(pair: RunningPair, mara: SlackUser) -> None:
    upload(mara, ("feedback.csv", ROWS))
    read_direct_message(mara, "would be added")
    mara.press_button("Cancel")
    read_direct_message(mara, "Nothing was imported from feedback.csv.")
    assert labels(mara.direct_messages()[-1]) == []
    assert exported(pair) == []


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
    pair: RunningPair, mara: SlackUser, name: str, content: str | bytes, says: str
) -> None:
    upload(mara, (name, content))
    read_direct_message(mara, says)
    assert "Import" not in labels(mara.direct_messages()[-1])
    assert exported(pair) == []


def test_two_files_and_words_beside_them(pair: RunningPair, mara: SlackUser) -> None:
    upload(mara, ("a.csv", ROWS), ("b.csv", "text\nanother\n"), says="here they are")
    read_direct_message(mara, "a.csv: 4 rows")
    read_direct_message(mara, "b.csv: 1 row")
    read_direct_message(mara, "was not saved as a note")
    assert exported(pair) == []


def test_ten_files_at_once_are_all_answered(mara: SlackUser) -> None:
    upload(mara, *((f"{n}.csv", "text\nit broke\n") for n in range(10)))
    for n in range(10):
        read_direct_message(mara, f"{n}.csv: 1 row")


def test_a_file_deleted_before_import_is_reported_missing(
    pair: RunningPair, mara: SlackUser
) -> None:
    ts = upload(mara, ("feedback.csv", ROWS))
    read_direct_message(mara, "would be added")
    mara.person.delete("bot", ts)
    mara.press_button("Import")
    read_direct_message(mara, "That file is no longer there")
    assert exported(pair) == []


def test_a_guest_and_who_may_not_change_the_map_are_refused(
    pair: RunningPair, mara: SlackUser
) -> None:
    gus, tomas = SlackUser(pair, "gus", "bot"), SlackUser(pair, "tomas", "bot")
    upload(gus, ("feedback.csv", ROWS))
    read_direct_message(gus, "Guests cannot import files")
    upload(tomas, ("feedback.csv", ROWS))
    read_direct_message(tomas, "would be added")
    there = SlackUser(pair, "mara")
    there.open_form("/journey edit")
    there.save_form(owner="U0MARA")
    tomas.press_button("Import")
    read_direct_message(
        tomas, "Only its owner and the workspace's admins can import into Buyer journey"
    )
    upload(tomas, ("again.csv", ROWS))
    read_direct_message(tomas, "Only its owner", nth=1)
    assert exported(pair) == []


def test_a_file_of_somebody_elses_conversation_is_not_fetched(
    pair: RunningPair, mara: SlackUser
) -> None:
    tomas = SlackUser(pair, "tomas", "bot")
    upload(tomas, ("secret.csv", "text\nsecret\n"))
    read_direct_message(tomas, "would be added")
    upload(mara, ("feedback.csv", ROWS))
    read_direct_message(mara, "would be added")
    theirs = FileOffer.from_value(tomas.direct_messages()[-1]["blocks"][-1]["elements"][0]["value"])
    (mine,) = mara.direct_messages()
    event = {
        "type": "message",
        "subtype": "file_share",
        "user": "U0MARA",
        "channel": direct_channel(pair),
        "channel_type": "im",
        "text": "",
        "ts": "1.5",
        "event_ts": "1.5",
        "files": [{"id": theirs.file, "name": "secret.csv"}],
    }
    pair.slack.post("event", event=event)
    read_direct_message(mara, "That file is no longer there")
    assert mine["ts"] == mara.direct_messages()[0]["ts"]


def test_where_slack_shows_a_page_instead_of_the_file_the_scope_is_named(
    pair: RunningPair, mara: SlackUser
) -> None:
    pair.slack.fault("files.download", "error")
    upload(mara, ("feedback.csv", ROWS))
    read_direct_message(mara, "the scope files:read")


def test_an_import_slack_disturbs_can_be_pressed_again(pair: RunningPair, mara: SlackUser) -> None:
    upload(mara, ("feedback.csv", ROWS))
    read_direct_message(mara, "would be added")
    pair.slack.fault("files.download", "status", status=503)
    mara.press_button("Import")
    read_direct_message(mara, "Slack did not answer with the whole file")
    assert exported(pair) == []
    mara.press_button("Import")
    read_direct_message(mara, "Imported feedback.csv")
    assert len(exported(pair)) == 3


def test_a_message_that_cannot_be_changed_is_followed_by_another(
    pair: RunningPair, mara: SlackUser
) -> None:
    upload(mara, ("feedback.csv", ROWS))
    read_direct_message(mara, "would be added")
    pair.slack.fault("chat.update", "error", error="message_not_found", times=9)
    mara.press_button("Import")
    read_direct_message(mara, "Imported feedback.csv")
    assert len(exported(pair)) == 3


def test_a_file_in_a_channel_is_left_alone(pair: RunningPair) -> None:
    there = SlackUser(pair, "mara")
    before = len(there.visible_messages())
    there.person.say(there.channel, "", files=[{"name": "feedback.csv", "content": ROWS}])
    assert pair.slack.settle()
    assert len(there.visible_messages()) == before
