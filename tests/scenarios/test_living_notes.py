"""Notes are edited, undone, moved and found again from where they were saved."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from bot.notes.capture import CaptureRequest
from domain.notes import NoteKind
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported, parts
from tests.scenarios.waiting import until

PAIN = "/painpoint onboarding: import loses phone numbers severity:high team:support"


@pytest.fixture(params=["http", "socket mode"])
def bench(request: pytest.FixtureRequest, sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter, reached either way."""
    socket_mode = request.param == "socket mode"
    with running(sqlite_url, StandingClock(2026, 8, 14), socket_mode=socket_mode) as made:
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """Somebody who writes notes."""
    return SlackUser(bench, "mara")


def says(hands: SlackUser, told: str) -> str:
    """The words of Waymark's newest answer to them that begins like this."""

    def words() -> str | None:
        found = [m for m in hands.seen() if m["text"].startswith(told)]
        return shown(found[-1]["blocks"]) if found else None

    return until(words)


def test_a_note_is_edited_and_its_history_kept(bench: RunningPair, mara: SlackUser) -> None:
    mara.types(PAIN)
    mara.presses("Edit")
    held = mara.held()
    assert (held["text"], held["severity"], held["team"]) == (
        "import loses phone numbers",
        "3",
        "support",
    )
    assert mara.submits(text="import loses mobile numbers", severity="4", stage="retention") == {}
    says(mara, "Saved: it is in Retention")
    (note,) = exported(bench)
    assert (note["text"], note["severity"], note["stage"], note["team"]) == (
        "import loses mobile numbers",
        4,
        "retention",
        "support",
    )
    with bench.waymark.storage.read(bench.workspace) as uow:
        (change,) = uow.note_history.changes(note["id"])
    assert {edit.field for edit in change.edits} == {"text", "severity", "stage"}
    assert change.author == "U0MARA"


def test_an_edit_that_cannot_be_saved_keeps_what_was_written(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types(PAIN)
    mara.presses("Edit")
    mara.form()
    assert "has not come yet" in mara.submits(text="later", day="2027-01-01")["day"]
    assert mara.held()["text"] == "later"
    assert exported(bench)[0]["text"] == "import loses phone numbers"


def test_undo_takes_a_note_out_of_everything_and_can_be_undone(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types(PAIN)
    before = mara.reads("/journey review")
    mara.types("/journey notes")
    mara.types(PAIN.replace("import", "export"))
    mara.presses("Undo")
    says(mara, "Removed.")
    assert [note["text"] for note in exported(bench)] == ["import loses phone numbers"]
    assert mara.reads("/journey review") == before
    mara.presses("Put it back")
    says(mara, "Put back: it is in Onboarding")
    assert len(exported(bench)) == 2


def test_a_note_is_moved_to_the_stage_of_another_journey(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types(PAIN)
    mara.opens("/journey new")
    mara.saves(name="Partners", start="customer-success")
    mara.types(PAIN)
    mara.presses("Move")
    mara.form()
    mara.chooses("note_journey", "partners", shows="stage")
    until(lambda: "Adoption" in str(mara.form()))
    assert mara.submits(note_journey="partners", stage="adoption") == {}
    says(mara, "Moved: it is in Adoption of Partners.")
    assert [len(exported(bench, key)) for key in ("buyer", "partners")] == [1, 1]


def test_nobody_else_can_change_a_note_once_the_journey_is_owned(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.types(PAIN)
    tomas = SlackUser(bench, "tomas")
    tomas.types("/journey notes")
    newest = tomas.seen()[-1]
    rows = [row["elements"] for row in newest["blocks"] if row["type"] == "actions"]
    labels = [(one.get("text") or one["placeholder"])["text"] for row in rows for one in row]
    assert labels == ["+1, seen it too", "Correct the mood …"]
    tomas.presses("+1, seen it too")
    assert "2 people have seen it" in says(tomas, "Counted")
    assert exported(bench)[0]["supporters"] == 2


def test_an_anonymous_note_keeps_nobodys_name_and_can_still_be_undone(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.writes("/painpoint")
    assert mara.submits(text="my manager hides the numbers", anonymous=["yes"]) == {}
    says(mara, "Saved a pain point, unsorted")
    assert exported(bench)[0]["author"] is None
    mara.presses("Undo")
    says(mara, "Removed.")
    assert exported(bench) == []


def test_a_form_submitted_twice_saves_once(bench: RunningPair, mara: SlackUser) -> None:
    mara.writes("/painpoint")
    view = mara.form()["id"]
    assert mara.submits(text="it broke") == {}
    until(lambda: exported(bench))
    (delivery,) = [
        entry["payload"]
        for entry in bench.slack.deliveries("interactive")
        if entry["payload"].get("type") == "view_submission"
    ]
    assert delivery["view"]["id"] == view
    again = CaptureRequest(
        bench.workspace, "C0JOURNEY", "U0MARA", NoteKind.PAIN_POINT, "it broke",
        receipt=f"view:{view}",
    )  # fmt: skip
    assert bench.waymark.services.notes.capture(again).known
    assert len(exported(bench)) == 1


def test_the_form_remembers_the_team_and_offers_touchpoints_of_the_stage(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.opens("/journey touchpoints", "Add one")
    mara.saves(name="Demo call", stage="decision", channel="phone")
    mara.writes("/touchpoint")
    assert mara.submits(text="went well", team="sales") == {}
    says(mara, "Saved a touchpoint")
    mara.writes("/touchpoint")
    assert mara.held()["team"] == "sales"
    mara.chooses("stage", "decision", shows="touchpoint")
    assert mara.submits(touchpoint="demo-call", text="again") == {}
    says(mara, "Saved a touchpoint in Decision")
    assert [note["touchpoint"] for note in exported(bench)] == [None, "demo-call"]
    assert [part.key for part in parts(bench).touchpoints] == ["demo-call"]


def test_words_are_searched_and_pages_turned(bench: RunningPair, mara: SlackUser) -> None:
    for number in range(11):
        mara.types(f"/painpoint retention: invoice {number} was late team:support")
    mara.types("/opportunity loyalty: send cake")
    told = mara.reads("/journey search INVOICE late")
    assert "11 notes in Buyer journey, newest first, page 1 of 2" in told
    mara.presses("Older")
    assert "invoice 0 was late" in says(mara, "11 notes in Buyer journey, newest first, page 2")
    assert "1 note" in mara.reads("/journey search cake")
    assert "No notes match" in mara.reads("/journey search cake team:support")
    assert "11 notes" in mara.reads("/journey notes team:support painpoint")
