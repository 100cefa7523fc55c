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
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with notes in two stages."""
    with running(sqlite_url, StandingClock(2026, 8, 15)) as made:
        hands = SlackUser(made, "mara")
        for number in range(3):
            hands.types(f"/painpoint decision: the quote took days {number}")
        hands.types("/touchpoint loyalty: a referral")
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


def notes_by_stage(bench: RunningPair) -> dict[str | None, int]:
    """How many notes each stage has, and the tray."""
    stages = [note["stage"] for note in exported(bench)]
    return {stage: stages.count(stage) for stage in set(stages)}


def archive_stage(mara: SlackUser, name: str, to: str) -> str:
    """Take a stage out of use by its form."""
    mara.opens("/journey stages", "Edit", of=name)
    mara.person.click_in_modal(ARCHIVE)
    until(lambda: "Where do its notes go?" in shown_labels(mara))
    return mara.saves(to=to)


def shown_labels(hands: SlackUser) -> str:
    """The labels of the form in front of somebody."""
    return " ".join(b["label"]["text"] for b in hands.form()["blocks"] if b["type"] == "input")


@pytest.mark.parametrize(
    ("to", "after"),
    [("loyalty", {"loyalty": 4}), ("-", {"loyalty": 1, None: 3}), ("retention", None)],
)
def test_a_stage_is_archived_and_its_notes_go_where_one_says(
    bench: RunningPair, mara: SlackUser, to: str, after: dict[str | None, int] | None
) -> None:
    assert notes_by_stage(bench) == {"decision": 3, "loyalty": 1}
    assert archive_stage(mara, "Decision", to).startswith("Archived “Decision” in Buyer journey.")
    assert notes_by_stage(bench) == (after or {"retention": 3, "loyalty": 1})
    assert "Decision" not in [stage.name for stage in journey(bench).stages]
    assert [stage.position for stage in journey(bench).stages] == list(range(5))
    assert "Decision" not in mara.reads("/journey map")


def test_the_stage_itself_is_not_among_the_places_its_notes_can_go(mara: SlackUser) -> None:
    mara.opens("/journey stages", "Edit", of="Decision")
    mara.person.click_in_modal(ARCHIVE)
    until(lambda: "Where do its notes go?" in shown_labels(mara))
    (block,) = [b for b in mara.form()["blocks"] if b["type"] == "input"]
    offered = [option["value"] for option in block["element"]["options"]]
    assert offered == ["-", "awareness", "consideration", "onboarding", "retention", "loyalty"]


def test_an_archived_stage_is_restored_at_the_end_and_its_notes_stay_where_they_went(
    bench: RunningPair, mara: SlackUser
) -> None:
    archive_stage(mara, "Decision", "loyalty")
    before = len(mara.seen())
    mara.types("/journey stages")
    mara.presses("Restore Decision")
    told = until(lambda: mara.seen()[before + 1 :])[0]
    assert told["text"] == "Restored “Decision” in Buyer journey."
    assert journey(bench).stages[-1].name == "Decision"
    assert notes_by_stage(bench) == {"loyalty": 4}


def test_the_last_stage_cannot_go(bench: RunningPair, mara: SlackUser) -> None:
    for name in ("Awareness", "Consideration", "Decision", "Onboarding", "Retention"):
        archive_stage(mara, name, "loyalty")
    mara.opens("/journey stages", "Edit", of="Loyalty")
    mara.person.click_in_modal(ARCHIVE)
    until(lambda: "Where do its notes go?" in shown_labels(mara))
    assert "This is the journey's last stage" in mara.submits(to="-")["to"]
    assert notes_by_stage(bench) == {"loyalty": 4}


@pytest.mark.parametrize(
    ("what", "filled"),
    [
        ("personas", {"name": "Clinic owner"}),
        ("touchpoints", {"name": "Welcome box", "stage": "onboarding", "channel": "packaging"}),
        ("kpis", {"name": "nps", "unit": "score"}),
    ],
)
def test_the_other_parts_are_archived_and_restored(
    bench: RunningPair, mara: SlackUser, what: str, filled: dict[str, str]
) -> None:
    def archived() -> list[bool]:
        return [part.archived for part in getattr(parts(bench), what)]

    mara.opens(f"/journey {what}", "Add one")
    mara.saves(**filled)
    mara.opens(f"/journey {what}", "Edit")
    mara.person.click_in_modal(ARCHIVE)
    assert "is archived, not deleted" in mara.refused_form()
    assert archived() == [True]
    mara.person.close()
    before = len(mara.seen())
    assert f"There are no {'KPIs' if what == 'kpis' else what} yet." in shown(
        mara.types(f"/journey {what}")["blocks"]
    )
    mara.presses(f"Restore {filled['name']}")
    until(lambda: [m for m in mara.seen()[before:] if m["text"].startswith("Restored")])
    assert archived() == [False]
