"""Files dropped into Waymark's direct messages: looked through, imported, or refused."""

import contextlib
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from domain.exports import ExportContent
from handlers.imports.blocks import FileOffer, MessageRef
from handlers.imports.uploads import FileRequest, ImportStoppedError, import_file
from handlers.slack import app as slack_app
from handlers.slack.ids import Action, numbered
from sandbox.client import ControlError
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.file_steps import ROWS, direct_channel, drops, labels, told
from tests.scenarios.running_pair import BOT_TOKEN, RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported
from tests.scenarios.waiting import until


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


def test_a_file_is_looked_through_then_imported_and_the_second_time_adds_nothing(
    bench: RunningPair, mara: SlackUser
) -> None:
    drops(mara, ("feedback.csv", ROWS))
    said = told(mara, "would be added")
    assert "feedback.csv: 4 rows of notes (UTF-8, split at commas)" in said
    assert "Into Buyer journey — Notes: 3 would be added (1 of them unsorted), " in said
    assert "line 4: " in said
    assert "Not used: owner" in said
    assert labels(mara.direct()[-1]) == ["Import", "Columns…", "Cancel"]
    assert exported(bench) == []
    mara.presses("Import")
    said = told(mara, "Imported feedback.csv into Buyer journey")
    assert "3 added (1 of them unsorted), 0 already imported, 1 could not be read" in said
    assert "line 4: " in said
    assert {note["text"] for note in exported(bench)} == {
        "The invite lands in spam",
        "Nobody answers",
        "The demo was lovely",
    }
    assert len(mara.direct()) == 1
    drops(mara, ("again.csv", ROWS))
    said = told(mara, "again.csv: 4 rows")
    assert "0 would be added, 3 already imported, 1 could not be read" in said
    assert "There is nothing new in it" in said
    assert labels(mara.direct()[-1]) == ["Columns…", "Cancel"]
    assert len(exported(bench)) == 3


def test_import_pressed_twice_and_an_event_told_twice_add_nothing_twice(
    bench: RunningPair, mara: SlackUser
) -> None:
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    events = [told["payload"] for told in bench.slack.deliveries("events_api")]
    event = next(told for told in events if told["event"].get("subtype") == "file_share")
    message = mara.direct()[-1]
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
    told(mara, "Imported feedback.csv")
    assert bench.slack.post("redeliver", event_id=event["event_id"])
    assert bench.slack.settle()
    assert len(mara.direct()) == 1
    assert len(exported(bench)) == 3


@pytest.mark.parametrize("database", ["sqlite_url", "postgresql"])
def test_the_same_file_imported_twice_at_the_same_time_is_there_once(
    request: pytest.FixtureRequest, database: str
) -> None:
    url = (
        request.getfixturevalue("postgres").migrated()
        if database == "postgresql"
        else request.getfixturevalue(database)
    )
    with running(url, StandingClock(2026, 8, 14)) as made:
        people = [SlackUser(made, name, "bot") for name in ("mara", "tomas")]
        rows = "".join(f"note {n},onboarding\n" for n in range(1500))
        for hands in people:
            drops(hands, ("same.csv", f"text,stage\n{rows}"))
        for hands in people:
            told(hands, "1,500 would be added")
        for hands in people:
            hands.presses("Import")
        for hands in people:
            told(hands, "Imported same.csv")
        assert len(exported(made)) == 1500


def test_the_columns_are_given_meanings_in_a_form(bench: RunningPair, mara: SlackUser) -> None:
    drops(mara, ("odd.csv", "Beobachtung;Wo;Wann\nzu langsam;onboarding;2026-08-03\n"))
    said = told(mara, "Press Columns… to say what they mean")
    assert "The columns: Beobachtung, Wo, Wann" in said
    assert "--map" not in said
    assert labels(mara.direct()[-1]) == ["Columns…", "Cancel"]
    mara.presses("Columns…")
    form = mara.form()
    assert [shown(b["label"]) for b in form["blocks"] if b["type"] == "input"] == [
        "Beobachtung",
        "Wo",
        "Wann",
    ]
    wrong = mara.submits(**{"column.0": "stage", "column.1": "stage"})
    assert wrong == {"column.1": "Two columns mean stage; only one can."}
    assert "text" in mara.submits(**{"column.0": "ignore", "column.1": "stage"})["column.0"]
    assert mara.submits(**{"column.0": "text", "column.2": "occurred_at"}) == {}
    said = told(mara, "would be added")
    assert "Notes: 1 would be added, " in said
    mara.presses("Columns…")
    assert mara.held() == {"column.0": "text", "column.1": "stage", "column.2": "occurred_at"}
    mara.person.close()
    mara.presses("Import")
    told(mara, "Imported odd.csv")
    (note,) = exported(bench)
    assert (note["text"], note["stage"]) == ("zu langsam", "onboarding")
    assert note["occurred_at"].startswith("2026-08-03")


def test_a_thousand_columns_and_utf_16(mara: SlackUser) -> None:
    header = ",".join([*(f"column {n}" for n in range(999)), "text"])
    row = ",".join(["x"] * 999 + ["it broke"])
    drops(mara, ("wide.csv", f"{header}\n{row}\n".encode("utf-16")))
    said = told(mara, "would be added")
    assert "wide.csv: 1 row of notes (UTF-16, split at commas)" in said
    assert "and 989 more" in said
    mara.presses("Columns…")
    assert len(mara.held()) == 50
    assert mara.held()["column.999"] == "text"
    assert "950 more columns" in shown(mara.form()["blocks"])


def test_readings_and_json_lines(bench: RunningPair, mara: SlackUser) -> None:
    drops(mara, ("kpis.jsonl", '{"kpi": "nps", "value": 41, "day": "2026-08-03"}\n'))
    assert "KPIs that would be made: nps." in told(mara, "would be added")
    mara.presses("Import")
    assert "Readings: 1 added" in told(mara, "Imported kpis.jsonl")
    readings = bench.waymark.services.exports.rows(bench.workspace, ExportContent.READINGS, "buyer")
    assert len(list(readings)) == 1


def test_the_journey_is_chosen_from_a_menu(bench: RunningPair, mara: SlackUser) -> None:
    there = SlackUser(bench, "mara")
    there.opens("/journey new")
    there.saves(name="Partners")
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    message = mara.direct()[-1]
    menu = message["blocks"][-1]["elements"][-1]
    keys = [option["value"] for option in menu["options"]]
    other = next(key for key in keys if key != menu["initial_option"]["value"])
    name = next(o["text"]["text"] for o in menu["options"] if o["value"] == other)
    mara.person.click("bot", message["ts"], numbered(Action.IMPORT_INTO, 0), other)
    told(mara, f"Into {name}")
    mara.presses("Import")
    told(mara, f"Imported feedback.csv into {name}")
    assert len(exported(bench, other)) == 3


def test_an_import_that_is_stopped_goes_on_where_it_was(
    bench: RunningPair, mara: SlackUser
) -> None:
    rows = "".join(f"note {n},onboarding\n" for n in range(1200))
    drops(mara, ("long.csv", f"text,stage\n{rows}"))
    told(mara, "would be added")
    message = mara.direct()[-1]
    offer = FileOffer.from_value(message["blocks"][-1]["elements"][0]["value"])
    client = slack_app.web_client(bench.waymark.settings, BOT_TOKEN)
    spot = MessageRef(direct_channel(bench), message["ts"])
    talk = FileRequest(client, bench.workspace, "U0MARA", spot, offer)
    with pytest.raises(ImportStoppedError, match="500 of the first 500 rows were added"):
        import_file(bench.waymark.services.imports, talk, lambda *_: None, lambda: True)
    assert len(exported(bench)) == 500
    mara.presses("Import")
    assert "700 added, 500 already imported" in told(mara, "Imported long.csv").replace(
        "Notes: ", ""
    )
    assert len(exported(bench)) == 1200


def test_journey_import_tells_how(bench: RunningPair) -> None:
    said = SlackUser(bench, "mara").reads("/journey import")
    assert "Drop a CSV or JSON Lines file" in said
    assert "Notes need text." in said
    assert "KPI readings need kpi, value, day." in said


def test_nothing_of_the_file_is_kept(bench: RunningPair, mara: SlackUser) -> None:
    before = set(Path(tempfile.gettempdir()).glob("waymark-*"))
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    mara.presses("Import")
    told(mara, "Imported feedback.csv")
    until(lambda: set(Path(tempfile.gettempdir()).glob("waymark-*")) <= before)
