"""Files dropped into Waymark's direct messages: looked through, imported, or refused."""

import contextlib
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from domain.export_command import ExportContent
from handlers.imports.blocks import FileOffer, MessageRef
from handlers.imports.uploads import FileRequest, ImportStoppedError, import_file
from handlers.slack import app as slack_app
from handlers.slack.ids import Action, numbered
from sandbox.client import ControlError
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.file_steps import ROWS, direct_channel, labels, read_direct_message, upload
from tests.scenarios.running_pair import BOT_TOKEN, RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported
from tests.scenarios.waiting import until


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as pair:
        SlackUser(pair, "mara").type_command("/journey review")
        yield pair


@pytest.fixture(scope="module")
def shared_pair(shared_sqlite_url: URL) -> Iterator[RunningPair]:
    """The same for tests that each have their own person, and do not count notes."""
    with running(shared_sqlite_url, StandingClock(2026, 8, 14)) as pair:
        SlackUser(pair, "mara").type_command("/journey review")
        yield pair


@pytest.fixture
def mara(pair: RunningPair) -> SlackUser:
    """Somebody with a file, in Waymark's direct messages."""
    return SlackUser(pair, "mara", "bot")


def test_a_file_is_looked_through_then_imported_and_the_second_time_adds_nothing(
    pair: RunningPair, mara: SlackUser
) -> None:
    upload(mara, ("feedback.csv", ROWS))
    answer = read_direct_message(mara, "would be added")
    assert "feedback.csv: 4 rows of notes (UTF-8, split at commas)" in answer
    assert "Into Buyer journey — Notes: 3 would be added (1 of them unsorted), " in answer
    assert "line 4: " in answer
    assert "Not used: owner" in answer
    assert labels(mara.direct_messages()[-1]) == ["Import", "Columns…", "Cancel"]
    assert exported(pair) == []
    mara.press_button("Import")
    answer = read_direct_message(mara, "Imported feedback.csv into Buyer journey")
    assert "3 added (1 of them unsorted), 0 already imported, 1 could not be read" in answer
    assert "line 4: " in answer
    assert {note["text"] for note in exported(pair)} == {
        "The invite lands in spam",
        "Nobody answers",
        "The demo was lovely",
    }
    assert len(mara.direct_messages()) == 1
    upload(mara, ("again.csv", ROWS))
    answer = read_direct_message(mara, "again.csv: 4 rows")
    assert "0 would be added, 3 already imported, 1 could not be read" in answer
    assert "There is nothing new in it" in answer
    assert labels(mara.direct_messages()[-1]) == ["Columns…", "Cancel"]
    assert len(exported(pair)) == 3


def test_a_second_click_or_event_adds_nothing_twice(pair: RunningPair, mara: SlackUser) -> None:
    upload(mara, ("feedback.csv", ROWS))
    read_direct_message(mara, "would be added")
    events = [
        read_direct_message["payload"]
        for read_direct_message in pair.slack.deliveries("events_api")
    ]
    event = next(
        read_direct_message
        for read_direct_message in events
        if read_direct_message["event"].get("subtype") == "file_share"
    )
    message = mara.direct_messages()[-1]
    value = message["blocks"][-1]["elements"][0]["value"]

    def press() -> None:
        # Once the import shows in its place the button is gone: who presses so late cannot.
        with contextlib.suppress(ControlError):
            mara.person.click("bot", message["ts"], numbered(Action.IMPORT_FILE, 0), value)

    pressing = [threading.Thread(target=press) for _ in range(4)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()
    read_direct_message(mara, "Imported feedback.csv")
    assert pair.slack.post("redeliver", event_id=event["event_id"])
    assert pair.slack.settle()
    assert len(mara.direct_messages()) == 1
    assert len(exported(pair)) == 3


@pytest.mark.parametrize("database", ["sqlite_url", "postgresql"])
def test_the_same_file_imported_twice_at_the_same_time_is_there_once(
    request: pytest.FixtureRequest, database: str
) -> None:
    url = (
        request.getfixturevalue("postgres").migrated()
        if database == "postgresql"
        else request.getfixturevalue(database)
    )
    with running(url, StandingClock(2026, 8, 14)) as pair:
        people = [SlackUser(pair, name, "bot") for name in ("mara", "tomas")]
        rows = "".join(f"note {n},onboarding\n" for n in range(1500))
        for user in people:
            upload(user, ("same.csv", f"text,stage\n{rows}"))
        for user in people:
            read_direct_message(user, "1,500 would be added")
        for user in people:
            user.press_button("Import")
        for user in people:
            read_direct_message(user, "Imported same.csv")
        assert len(exported(pair)) == 1500


def test_the_columns_are_given_meanings_in_a_form(pair: RunningPair, mara: SlackUser) -> None:
    upload(mara, ("odd.csv", "Beobachtung;Wo;Wann\nzu langsam;onboarding;2026-08-03\n"))
    answer = read_direct_message(mara, "Press Columns… to say what they mean")
    assert "The columns: Beobachtung, Wo, Wann" in answer
    assert "--map" not in answer
    assert labels(mara.direct_messages()[-1]) == ["Columns…", "Cancel"]
    mara.press_button("Columns…")
    form = mara.form()
    assert [shown(b["label"]) for b in form["blocks"] if b["type"] == "input"] == [
        "Beobachtung",
        "Wo",
        "Wann",
    ]
    wrong = mara.submit_form(**{"column.0": "stage", "column.1": "stage"})
    assert wrong == {"column.1": "Two columns mean stage, but only one can."}
    assert "text" in mara.submit_form(**{"column.0": "ignore", "column.1": "stage"})["column.0"]
    assert mara.submit_form(**{"column.0": "text", "column.2": "occurred_at"}) == {}
    answer = read_direct_message(mara, "would be added")
    assert "Notes: 1 would be added, " in answer
    mara.press_button("Columns…")
    assert mara.form_values() == {
        "column.0": "text",
        "column.1": "stage",
        "column.2": "occurred_at",
    }
    mara.person.close()
    mara.press_button("Import")
    read_direct_message(mara, "Imported odd.csv")
    (note,) = exported(pair)
    assert (note["text"], note["stage"]) == ("zu langsam", "onboarding")
    assert note["occurred_at"].startswith("2026-08-03")


def test_a_thousand_columns_and_utf_16(shared_pair: RunningPair) -> None:
    tomas = SlackUser(shared_pair, "tomas", "bot")
    header = ",".join([*(f"column {n}" for n in range(999)), "text"])
    row = ",".join(["x"] * 999 + ["it broke"])
    upload(tomas, ("wide.csv", f"{header}\n{row}\n".encode("utf-16")))
    answer = read_direct_message(tomas, "would be added")
    assert "wide.csv: 1 row of notes (UTF-16, split at commas)" in answer
    assert "and 989 more" in answer
    tomas.press_button("Columns…")
    assert len(tomas.form_values()) == 50
    assert tomas.form_values()["column.999"] == "text"
    assert "950 more columns" in shown(tomas.form()["blocks"])


def test_notes_come_with_the_themes_that_the_file_has(pair: RunningPair, mara: SlackUser) -> None:
    upload(mara, ("topics.csv", "text,Topic\na,Late letters\nb,late LETTERS\nc,said once\nd,\n"))
    answer = read_direct_message(mara, "would be added")
    assert "Topic theme" in " ".join(answer.split())
    assert "Themes that would be created: Late letters." in answer
    mara.press_button("Import")
    answer = read_direct_message(mara, "Imported topics.csv")
    assert "Themes created: Late letters." in answer
    assert {note["text"]: note["theme"] for note in exported(pair)} == {
        "a": "Late letters",
        "b": "Late letters",
        "c": "said once",
        "d": None,
    }


def test_readings_and_json_lines(shared_pair: RunningPair) -> None:
    pair, priya = shared_pair, SlackUser(shared_pair, "priya", "bot")
    upload(priya, ("kpis.jsonl", '{"kpi": "nps", "value": 41, "day": "2026-08-03"}\n'))
    assert "KPIs that would be created: nps." in read_direct_message(priya, "would be added")
    priya.press_button("Import")
    assert "Readings: 1 added" in read_direct_message(priya, "Imported kpis.jsonl")
    readings = pair.waymark.services.exports.rows(pair.workspace, ExportContent.READINGS, "buyer")
    assert len(list(readings)) == 1


def test_the_journey_is_chosen_from_a_menu(pair: RunningPair, mara: SlackUser) -> None:
    there = SlackUser(pair, "mara")
    there.open_form("/journey new")
    there.save_form(name="Partners")
    upload(mara, ("feedback.csv", ROWS))
    read_direct_message(mara, "would be added")
    message = mara.direct_messages()[-1]
    menu = message["blocks"][-1]["elements"][-1]
    keys = [option["value"] for option in menu["options"]]
    other = next(key for key in keys if key != menu["initial_option"]["value"])
    name = next(o["text"]["text"] for o in menu["options"] if o["value"] == other)
    mara.person.click("bot", message["ts"], numbered(Action.IMPORT_INTO, 0), other)
    read_direct_message(mara, f"Into {name}")
    mara.press_button("Import")
    read_direct_message(mara, f"Imported feedback.csv into {name}")
    assert len(exported(pair, other)) == 3


def test_an_import_that_is_stopped_goes_on_where_it_was(pair: RunningPair, mara: SlackUser) -> None:
    rows = "".join(f"note {n},onboarding\n" for n in range(1200))
    upload(mara, ("long.csv", f"text,stage\n{rows}"))
    read_direct_message(mara, "would be added")
    message = mara.direct_messages()[-1]
    offer = FileOffer.from_value(message["blocks"][-1]["elements"][0]["value"])
    client = slack_app.web_client(pair.waymark.settings, BOT_TOKEN)
    spot = MessageRef(direct_channel(pair), message["ts"])
    talk = FileRequest(client, pair.workspace, "U0MARA", spot, offer)
    with pytest.raises(ImportStoppedError, match="500 of the first 500 rows were added"):
        import_file(pair.waymark.services.imports, talk, lambda *_: None, lambda: True)
    assert len(exported(pair)) == 500
    mara.press_button("Import")
    assert "700 added, 500 already imported" in read_direct_message(
        mara, "Imported long.csv"
    ).replace("Notes: ", "")
    assert len(exported(pair)) == 1200


def test_journey_import_explains_how_to_import(shared_pair: RunningPair) -> None:
    answer = SlackUser(shared_pair, "mara").read_answer("/journey import")
    assert "Drop a CSV or JSON Lines file" in answer
    assert "Notes need text." in answer
    assert "KPI readings need kpi, value, day." in answer


def test_nothing_of_the_file_is_stored(shared_pair: RunningPair) -> None:
    mara = SlackUser(shared_pair, "mara", "bot")
    before = set(Path(tempfile.gettempdir()).glob("waymark-*"))
    upload(mara, ("feedback.csv", ROWS))
    read_direct_message(mara, "would be added")
    mara.press_button("Import")
    read_direct_message(mara, "Imported feedback.csv")
    until(lambda: set(Path(tempfile.gettempdir()).glob("waymark-*")) <= before)
