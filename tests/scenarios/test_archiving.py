"""Parts of a map are taken out of use and put back; notes are never lost on the way."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser, exported, journey, parts
from tests.scenarios.waiting import until

ARCHIVE = "archive_part.0"


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with notes in two stages."""
    with running(sqlite_url, StandingClock(2026, 8, 15)) as pair:
        user = SlackUser(pair, "mara")
        for number in range(3):
            user.type_command(f"/painpoint decision: the quote took days {number}")
        user.type_command("/touchpoint loyalty: a referral")
        yield pair


def notes_by_stage(pair: RunningPair) -> dict[str | None, int]:
    """How many notes each stage has, and the inbox."""
    stages = [note["stage"] for note in exported(pair)]
    return {stage: stages.count(stage) for stage in set(stages)}


def archive_stage(mara: SlackUser, name: str, to: str) -> str:
    """Take a stage out of use by its form."""
    mara.open_form("/journey stages", "Edit", of=name)
    mara.person.click_in_modal(ARCHIVE)
    until(lambda: "Where do its notes go?" in shown_labels(mara))
    return mara.save_form(to=to)


def shown_labels(user: SlackUser) -> str:
    """The labels of the form in front of somebody."""
    return " ".join(b["label"]["text"] for b in user.form()["blocks"] if b["type"] == "input")


@pytest.mark.parametrize(
    ("to", "after"),
    [("loyalty", {"loyalty": 4}), ("-", {"loyalty": 1, None: 3}), ("retention", None)],
)
def test_a_stage_is_archived_and_its_notes_go_where_one_says(
    pair: RunningPair, mara: SlackUser, to: str, after: dict[str | None, int] | None
) -> None:
    assert notes_by_stage(pair) == {"decision": 3, "loyalty": 1}
    assert archive_stage(mara, "Decision", to).startswith("Archived “Decision” in Buyer journey.")
    assert notes_by_stage(pair) == (after or {"retention": 3, "loyalty": 1})
    assert "Decision" not in [stage.name for stage in journey(pair).stages]
    assert [stage.position for stage in journey(pair).stages] == list(range(5))
    assert "Decision" not in mara.read_answer("/journey map")


def test_the_stage_itself_is_not_among_the_places_its_notes_can_go(mara: SlackUser) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    mara.person.click_in_modal(ARCHIVE)
    until(lambda: "Where do its notes go?" in shown_labels(mara))
    (block,) = [b for b in mara.form()["blocks"] if b["type"] == "input"]
    offered = [option["value"] for option in block["element"]["options"]]
    assert offered == ["-", "awareness", "consideration", "onboarding", "retention", "loyalty"]


def test_an_archived_stage_is_restored_at_the_end_and_its_notes_stay_where_they_went(
    pair: RunningPair, mara: SlackUser
) -> None:
    archive_stage(mara, "Decision", "loyalty")
    before = len(mara.visible_messages())
    mara.type_command("/journey stages")
    mara.press_button("Restore Decision")
    message = until(lambda: mara.visible_messages()[before + 1 :])[0]
    assert message["text"] == "Restored “Decision” in Buyer journey."
    assert journey(pair).stages[-1].name == "Decision"
    assert notes_by_stage(pair) == {"loyalty": 4}


def test_the_last_stage_cannot_go(pair: RunningPair, mara: SlackUser) -> None:
    for name in ("Awareness", "Consideration", "Decision", "Onboarding", "Retention"):
        archive_stage(mara, name, "loyalty")
    mara.open_form("/journey stages", "Edit", of="Loyalty")
    mara.person.click_in_modal(ARCHIVE)
    until(lambda: "Where do its notes go?" in shown_labels(mara))
    assert "This is the journey's last stage" in mara.submit_form(to="-")["to"]
    assert notes_by_stage(pair) == {"loyalty": 4}


OTHER_PARTS = {
    "personas": {"name": "Clinic owner"},
    "touchpoints": {"name": "Welcome box", "stage": "onboarding", "channel": "packaging"},
    "kpis": {"name": "nps", "unit": "score"},
}


def test_the_other_parts_are_archived_and_restored(pair: RunningPair, mara: SlackUser) -> None:
    for what, filled in OTHER_PARTS.items():
        check_archived_and_restored(pair, mara, what, filled)


def check_archived_and_restored(
    pair: RunningPair, mara: SlackUser, what: str, filled: dict[str, str]
) -> None:
    """Add a part, archive it and restore it."""

    def archived() -> list[bool]:
        return [part.archived for part in getattr(parts(pair), what)]

    mara.open_form(f"/journey {what}", "Add one")
    mara.save_form(**filled)
    mara.open_form(f"/journey {what}", "Edit")
    mara.person.click_in_modal(ARCHIVE)
    assert "is archived, not deleted" in mara.form_refusal()
    assert archived() == [True], what
    mara.person.close()
    before = len(mara.visible_messages())
    assert f"There are no {'KPIs' if what == 'kpis' else what} yet." in shown(
        mara.type_command(f"/journey {what}")["blocks"]
    )
    mara.press_button(f"Restore {filled['name']}")
    until(lambda: [m for m in mara.visible_messages()[before:] if m["text"].startswith("Restored")])
    assert archived() == [False], what
