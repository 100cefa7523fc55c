"""Files dropped into Waymark's direct messages: looked through, imported, or refused."""

import base64
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from handlers import slack_app
from handlers.blocks.importing.offer import Offer, Spot
from handlers.ids import Action, numbered
from handlers.uploads.work import StoppedError, Talk, import_file
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.bench import BOT_TOKEN, Bench, running
from tests.scenarios.hands import Hands, exported
from tests.scenarios.waiting import until

ROWS = (
    "text,stage,date,owner\n"
    "The invite lands in spam,onboarding,2026-08-03,x\n"
    "Nobody answers,nosuchstage,2026-08-04,x\n"
    "Came too early,onboarding,2027-08-05,x\n"
    "The demo was lovely,decision,2026-08-06,x\n"
)


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[Bench]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as made:
        Hands(made, "mara").types("/journey review")
        yield made


@pytest.fixture
def mara(bench: Bench) -> Hands:
    """Somebody with a file, in Waymark's direct messages."""
    return Hands(bench, "mara", "bot")


def drops(hands: Hands, *files: tuple[str, str | bytes], says: str = "") -> str:
    """Send files in one message; its ts."""
    return hands.person.say("bot", says, files=[_file(name, content) for name, content in files])


def _file(name: str, content: str | bytes) -> dict[str, Any]:
    if isinstance(content, str):
        return {"name": name, "content": content}
    return {"name": name, "base64": base64.b64encode(content).decode()}


def words(message: dict[str, Any]) -> str:
    """A message as a person reads it, its buttons and menus too."""
    return f"{message['text']}\n{shown(message['blocks'])}"


def told(hands: Hands, has: str, nth: int = 0) -> str:
    """The words of the message that says this, once it is there."""

    def found() -> str | None:
        said = [words(message) for message in hands.direct() if has in words(message)]
        return said[nth] if len(said) > nth else None

    return until(found)


def labels(message: dict[str, Any]) -> list[str]:
    """The buttons under a message."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [shown(one["text"]) for row in rows for one in row if one["type"] == "button"]


def test_a_file_is_looked_through_then_imported_and_the_second_time_adds_nothing(
    bench: Bench, mara: Hands
) -> None:
    drops(mara, ("feedback.csv", ROWS))
    said = told(mara, "would be added")
    assert "feedback.csv: 4 rows of notes (UTF-8, split at commas)" in said
    assert "Into Buyer journey — Notes: 3 would be added (1 of them to the unsorted tray), " in said
    assert "line 4: " in said
    assert "Not used: owner" in said
    assert labels(mara.direct()[-1]) == ["Import", "Columns…", "Cancel"]
    assert exported(bench) == []
    mara.presses("Import")
    said = told(mara, "Imported feedback.csv into Buyer journey")
    assert "3 added (1 of them to the unsorted tray), 0 known before, 1 could not be read" in said
    assert "line 4: " in said
    assert {note["text"] for note in exported(bench)} == {
        "The invite lands in spam",
        "Nobody answers",
        "The demo was lovely",
    }
    assert len(mara.direct()) == 1
    drops(mara, ("again.csv", ROWS))
    said = told(mara, "again.csv: 4 rows")
    assert "0 would be added, 3 known before, 1 could not be read" in said
    assert "There is nothing new in it" in said
    assert labels(mara.direct()[-1]) == ["Columns…", "Cancel"]
    assert len(exported(bench)) == 3


def test_import_pressed_twice_and_an_event_told_twice_add_nothing_twice(
    bench: Bench, mara: Hands
) -> None:
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    events = [told["payload"] for told in bench.slack.deliveries("events_api")]
    event = next(told for told in events if told["event"].get("subtype") == "file_share")
    message = mara.direct()[-1]
    value = message["blocks"][-1]["elements"][0]["value"]
    pressing = [
        threading.Thread(
            target=lambda: mara.person.click(
                "bot", message["ts"], numbered(Action.IMPORT_FILE, 0), value
            )
        )
        for _ in range(4)
    ]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()
    told(mara, "Imported feedback.csv")
    assert bench.slack.post("redeliver", event_id=event["event_id"])
    assert bench.slack.settle()
    assert len(mara.direct()) == 1
    assert len(exported(bench)) == 3


def test_the_columns_are_given_meanings_in_a_form(bench: Bench, mara: Hands) -> None:
    drops(mara, ("odd.csv", "Beobachtung;Wo;Wann\nzu langsam;onboarding;2026-08-03\n"))
    said = told(mara, "somebody has to say what they mean")
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


def test_a_thousand_columns_and_utf_16(mara: Hands) -> None:
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


def test_readings_and_json_lines(bench: Bench, mara: Hands) -> None:
    drops(mara, ("kpis.jsonl", '{"kpi": "nps", "value": 41, "day": "2026-08-03"}\n'))
    assert "KPIs that would be made: nps." in told(mara, "would be added")
    mara.presses("Import")
    assert "Readings: 1 added" in told(mara, "Imported kpis.jsonl")
    assert len(list(bench.waymark.use.export_readings(bench.workspace, "buyer"))) == 1


def test_the_journey_is_chosen_from_a_menu(bench: Bench, mara: Hands) -> None:
    there = Hands(bench, "mara")
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


def test_cancelled_nothing_is_imported(bench: Bench, mara: Hands) -> None:
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    mara.presses("Cancel")
    told(mara, "Nothing was imported of feedback.csv.")
    assert labels(mara.direct()[-1]) == []
    assert exported(bench) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("report.pdf", b"%PDF-1.7", "neither a CSV nor a JSON Lines file"),
        ("screen.png", b"\x89PNG", "neither a CSV nor a JSON Lines file"),
        ("fake.csv", b"\x89PNG\r\n\x00\x00", "fake.csv is n"),
        ("empty.csv", "", "no line that names its columns"),
        ("empty.jsonl", "", "holds no rows"),
        ("header.csv", "text,stage\n", "There are no rows in it."),
        ("torn.jsonl", "{", "holds no JSON Lines"),
        ("<!channel> & *x*.csv", "", "no line that names its columns"),
    ],
)
def test_what_holds_no_rows_is_refused_plainly(
    bench: Bench, mara: Hands, name: str, content: str | bytes, says: str
) -> None:
    drops(mara, (name, content))
    told(mara, says)
    assert "Import" not in labels(mara.direct()[-1])
    assert exported(bench) == []


def test_two_files_and_words_beside_them(bench: Bench, mara: Hands) -> None:
    drops(mara, ("a.csv", ROWS), ("b.csv", "text\nanother\n"), says="here they are")
    told(mara, "a.csv: 4 rows")
    told(mara, "b.csv: 1 row")
    told(mara, "were not saved as a note")
    assert exported(bench) == []


def test_ten_files_at_once_are_all_answered(mara: Hands) -> None:
    drops(mara, *((f"{n}.csv", "text\nit broke\n") for n in range(10)))
    for n in range(10):
        told(mara, f"{n}.csv: 1 row")


def test_an_import_that_is_stopped_goes_on_where_it_was(bench: Bench, mara: Hands) -> None:
    rows = "".join(f"note {n},onboarding\n" for n in range(1200))
    drops(mara, ("long.csv", f"text,stage\n{rows}"))
    told(mara, "would be added")
    message = mara.direct()[-1]
    offer = Offer.of(message["blocks"][-1]["elements"][0]["value"])
    client = slack_app.web_client(bench.waymark.settings, BOT_TOKEN)
    spot = Spot(mine_channel(bench), message["ts"])
    talk = Talk(client, bench.workspace, "U0MARA", spot, offer)
    with pytest.raises(StoppedError, match="500 were added and stay: press Import again"):
        import_file(bench.waymark.use, talk, lambda *_: None, lambda: True)
    assert len(exported(bench)) == 500
    mara.presses("Import")
    assert "700 added, 500 known before" in told(mara, "Imported long.csv").replace("Notes: ", "")
    assert len(exported(bench)) == 1200


def test_a_file_deleted_before_import_is_said_to_be_gone(bench: Bench, mara: Hands) -> None:
    ts = drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    mara.person.delete("bot", ts)
    mara.presses("Import")
    told(mara, "That file is no longer there")
    assert exported(bench) == []


def test_a_guest_and_who_may_not_change_the_map_are_refused(bench: Bench, mara: Hands) -> None:
    gus, tomas = Hands(bench, "gus", "bot"), Hands(bench, "tomas", "bot")
    drops(gus, ("feedback.csv", ROWS))
    told(gus, "Guests cannot import files")
    drops(tomas, ("feedback.csv", ROWS))
    told(tomas, "would be added")
    there = Hands(bench, "mara")
    there.opens("/journey edit")
    there.saves(owner="U0MARA")
    tomas.presses("Import")
    told(tomas, "Only its owner and the workspace's admins import into Buyer journey")
    drops(tomas, ("again.csv", ROWS))
    told(tomas, "Only its owner", nth=1)
    assert exported(bench) == []


def test_a_file_of_somebody_elses_conversation_is_not_fetched(bench: Bench, mara: Hands) -> None:
    tomas = Hands(bench, "tomas", "bot")
    drops(tomas, ("secret.csv", "text\nsecret\n"))
    told(tomas, "would be added")
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    theirs = Offer.of(tomas.direct()[-1]["blocks"][-1]["elements"][0]["value"])
    (mine,) = mara.direct()
    event = {
        "type": "message",
        "subtype": "file_share",
        "user": "U0MARA",
        "channel": mine_channel(bench),
        "channel_type": "im",
        "text": "",
        "ts": "1.5",
        "event_ts": "1.5",
        "files": [{"id": theirs.file, "name": "secret.csv"}],
    }
    bench.slack.post("event", event=event)
    told(mara, "That file is no longer there")
    assert mine["ts"] == mara.direct()[0]["ts"]


def mine_channel(bench: Bench) -> str:
    """The id of Mara's direct messages with Waymark."""
    updates = bench.slack.calls("chat.postMessage")
    return str(updates[-1]["answer"]["channel"])


def test_where_slack_shows_a_page_instead_of_the_file_the_scope_is_named(
    bench: Bench, mara: Hands
) -> None:
    bench.slack.fault("files.download", "error")
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "the scope files:read")


def test_an_import_slack_disturbs_can_be_pressed_again(bench: Bench, mara: Hands) -> None:
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    bench.slack.fault("files.download", "status", status=503)
    mara.presses("Import")
    told(mara, "Slack did not answer with the whole file")
    assert exported(bench) == []
    mara.presses("Import")
    told(mara, "Imported feedback.csv")
    assert len(exported(bench)) == 3


def test_a_message_that_cannot_be_changed_is_followed_by_another(bench: Bench, mara: Hands) -> None:
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    bench.slack.fault("chat.update", "error", error="message_not_found", times=9)
    mara.presses("Import")
    told(mara, "Imported feedback.csv")
    assert len(exported(bench)) == 3


def test_a_file_in_a_channel_is_left_alone(bench: Bench) -> None:
    there = Hands(bench, "mara")
    before = len(there.seen())
    there.person.say(there.channel, "", files=[{"name": "feedback.csv", "content": ROWS}])
    assert bench.slack.settle()
    assert len(there.seen()) == before


def test_journey_import_tells_how(bench: Bench) -> None:
    said = Hands(bench, "mara").reads("/journey import")
    assert "Drop a CSV or JSON Lines file" in said
    assert "Notes need text." in said
    assert "KPI readings need kpi, value, day." in said


def test_nothing_of_the_file_is_kept(bench: Bench, mara: Hands) -> None:
    before = set(Path(tempfile.gettempdir()).glob("waymark-*"))
    drops(mara, ("feedback.csv", ROWS))
    told(mara, "would be added")
    mara.presses("Import")
    told(mara, "Imported feedback.csv")
    until(lambda: set(Path(tempfile.gettempdir()).glob("waymark-*")) <= before)
