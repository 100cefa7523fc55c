"""Notes are edited, undone, moved and found again from where they were saved."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from bot.notes.capture import CaptureRequest
from domain.notes import NoteKind
from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported, parts, read_newest
from tests.scenarios.waiting import until

PAIN = "/painpoint onboarding: import loses phone numbers severity:high team:support"


@pytest.fixture(params=["http", "socket mode"])
def pair(request: pytest.FixtureRequest, sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter, reached either way."""
    socket_mode = request.param == "socket mode"
    with running(sqlite_url, StandingClock(2026, 8, 14), socket_mode=socket_mode) as pair:
        yield pair


def test_a_note_is_edited_and_its_history_saved(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command(PAIN)
    mara.press_button("Edit")
    values = mara.form_values()
    assert (values["text"], values["severity"], values["team"]) == (
        "import loses phone numbers",
        "3",
        "support",
    )
    assert (
        mara.submit_form(text="import loses mobile numbers", severity="4", stage="retention") == {}
    )
    read_newest(mara, "Saved: it is in Retention")
    (note,) = exported(pair)
    assert (note["text"], note["severity"], note["stage"], note["team"]) == (
        "import loses mobile numbers",
        4,
        "retention",
        "support",
    )
    with pair.waymark.storage.read(pair.workspace) as uow:
        (change,) = uow.note_history.changes(note["id"])
    assert {edit.field for edit in change.edits} == {"text", "severity", "stage"}
    assert change.author == "U0MARA"


def test_an_edit_that_cannot_be_saved_keeps_what_was_written(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command(PAIN)
    mara.press_button("Edit")
    mara.form()
    assert "is in the future" in mara.submit_form(text="later", day="2027-01-01")["day"]
    assert mara.form_values()["text"] == "later"
    assert exported(pair)[0]["text"] == "import loses phone numbers"


def test_undo_takes_a_note_out_of_everything_and_can_be_undone(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command(PAIN)
    before = mara.read_answer("/journey review")
    mara.type_command("/journey notes")
    mara.type_command(PAIN.replace("import", "export"))
    mara.press_button("Undo")
    read_newest(mara, "Removed.")
    assert [note["text"] for note in exported(pair)] == ["import loses phone numbers"]
    assert mara.read_answer("/journey review") == before
    mara.press_button("Put it back")
    read_newest(mara, "Put back: it is in Onboarding")
    assert len(exported(pair)) == 2


def test_a_note_is_moved_to_the_stage_of_another_journey(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command(PAIN)
    mara.open_form("/journey new")
    mara.save_form(name="Partners", start="customer-success")
    mara.type_command(PAIN)
    mara.press_button("Move")
    mara.form()
    mara.choose_value("note_journey", "partners", shows="stage")
    until(lambda: "Adoption" in str(mara.form()))
    assert mara.submit_form(note_journey="partners", stage="adoption") == {}
    read_newest(mara, "Moved: it is in Adoption of Partners.")
    assert [len(exported(pair, key)) for key in ("buyer", "partners")] == [1, 1]


def test_nobody_else_can_change_a_note_once_the_journey_is_owned(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.type_command(PAIN)
    tomas = SlackUser(pair, "tomas")
    tomas.type_command("/journey notes")
    newest = tomas.visible_messages()[-1]
    rows = [row["elements"] for row in newest["blocks"] if row["type"] == "actions"]
    labels = [(one.get("text") or one["placeholder"])["text"] for row in rows for one in row]
    assert labels == ["+1, seen it too", "Why?", "Correct the mood …"]
    tomas.press_button("+1, seen it too")
    assert "2 people have seen it" in read_newest(tomas, "Counted")
    assert exported(pair)[0]["supporters"] == 2


def test_an_anonymous_note_stores_nobodys_name_and_can_still_be_undone(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_note_form("/painpoint")
    assert mara.submit_form(text="my manager hides the numbers", anonymous=["yes"]) == {}
    read_newest(mara, "Saved a pain point, unsorted")
    assert exported(pair)[0]["author"] is None
    mara.press_button("Undo")
    read_newest(mara, "Removed.")
    assert exported(pair) == []


def test_a_form_submitted_twice_saves_once(pair: RunningPair, mara: SlackUser) -> None:
    mara.open_note_form("/painpoint")
    view = mara.form()["id"]
    assert mara.submit_form(text="it broke") == {}
    until(lambda: exported(pair))
    (delivery,) = [
        entry["payload"]
        for entry in pair.slack.deliveries("interactive")
        if entry["payload"].get("type") == "view_submission"
    ]
    assert delivery["view"]["id"] == view
    again = CaptureRequest(
        pair.workspace, "C0JOURNEY", "U0MARA", NoteKind.PAIN_POINT, "it broke",
        receipt=f"view:{view}",
    )  # fmt: skip
    assert pair.waymark.services.notes.capture(again).known
    assert len(exported(pair)) == 1


def test_the_form_remembers_the_team_and_offers_touchpoints_of_the_stage(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey touchpoints", "Add one")
    mara.save_form(name="Demo call", stage="decision", channel="phone")
    mara.open_note_form("/touchpoint")
    assert mara.submit_form(text="went well", team="sales") == {}
    read_newest(mara, "Saved a touchpoint")
    mara.open_note_form("/touchpoint")
    assert mara.form_values()["team"] == "sales"
    mara.choose_value("stage", "decision", shows="touchpoint")
    assert mara.submit_form(touchpoint="demo-call", text="again") == {}
    read_newest(mara, "Saved a touchpoint in Decision")
    assert [note["touchpoint"] for note in exported(pair)] == [None, "demo-call"]
    assert [part.key for part in parts(pair).touchpoints] == ["demo-call"]


def test_words_are_searched_and_pages_turned(pair: RunningPair, mara: SlackUser) -> None:
    for number in range(11):
        mara.type_command(f"/painpoint retention: invoice {number} was late team:support")
    mara.type_command("/opportunity loyalty: send cake")
    answer = mara.read_answer("/journey search INVOICE late")
    assert "11 notes in Buyer journey, newest first, page 1 of 2" in answer
    mara.press_button("Older")
    assert "invoice 0 was late" in read_newest(
        mara, "11 notes in Buyer journey, newest first, page 2"
    )
    assert "1 note" in mara.read_answer("/journey search cake")
    assert "No notes match" in mara.read_answer("/journey search cake team:support")
    assert "11 notes" in mara.read_answer("/journey notes team:support painpoint")
