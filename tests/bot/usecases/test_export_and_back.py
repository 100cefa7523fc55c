"""What is exported and imported into an empty workspace gives the same reviews."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.notes import NoteKind
from bot.domain.period_labels import PeriodLabel
from bot.usecases.export_readings import ExportReadings
from bot.usecases.export_reviews import REVIEW_FIELDS, ExportReviews
from bot.usecases.import_notes import ImportNotes
from bot.usecases.import_readings import ImportReadings
from bot.usecases.publish_review import PublishReview
from tests.bot.usecases.house import SCORER, House
from tests.bot.usecases.living import support
from tests.bot.usecases.outside import Outside
from tests.bot.usecases.test_import_notes import as_cells, rows

TEXTS = (
    "it broke",
    "It BROKE!",
    "so lovely",
    "'=1+1",
    "naïve 漢字 😀",
    "two\nlines",
    "terrible, awful",
)
STAGES = ("onboarding: ", "loyalty: ", "decision: ", "billing: ", "")
WORDS = ("severity:high", "feeling:-2", "team:support", "via:web", "persona:admin", "source:survey")
QUARTERS = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
KPIS = ("nps", "decision.nps", "decision.trial", "retention.first-reply", "loyalty.spend")
VALUES = {"decision.trial": "%", "retention.first-reply": "m", "loyalty.spend": "€"}
SETTLED = timedelta(seconds=60)


def lived_in(house: House, seed: int) -> None:
    """A year of notes and readings in no order of time, some of them alike."""
    draw = random.Random(seed)
    last = datetime(2026, 8, 13, tzinfo=UTC)
    for _ in range(60):
        day = (last - timedelta(days=draw.randrange(300))).date()
        words = " ".join(draw.sample(WORDS, draw.randrange(4)))
        line = f"{draw.choice(STAGES)}{draw.choice(TEXTS)} {words} on:{day}"
        kind = draw.choice([*NoteKind, NoteKind.PAIN_POINT])
        note_id = house.capture(line, kind=kind).note_id
        for user in draw.sample(("U2", "U3", "U4"), draw.randrange(4)):
            support(house, note_id, user)
        house.clock.advance(timedelta(microseconds=draw.randrange(5)))
    for _ in range(30):
        day = (last - timedelta(days=draw.randrange(0, 300, 20))).date()
        path = draw.choice(KPIS)
        house.record(f"{path} {draw.uniform(1, 90):.3f}{VALUES.get(path, '')} new:yes on:{day}")


def figures(house: House, workspace: Any) -> list[dict[str, Any]]:
    """The reviews of the year without the ids of notes, which are other ones."""
    reviews = [house.figures(quarter, workspace) for quarter in QUARTERS]
    for pain in (pain for review in reviews for pain in review["pains"]):
        del pain["note_ids"]
    return reviews


@pytest.mark.parametrize("seed", range(4))
def test_the_reviews_of_every_quarter_are_the_same(house: House, seed: int) -> None:
    lived_in(house, seed)
    # A KPI with a target that nobody has measured is in every review too.
    house.record("awareness.reach 5 target:9 new:yes on:2025-01-01")
    notes = [as_cells(row) for row in house.rows()]
    assert {cells["supporters"] for cells in notes} > {"1", "2"}
    readings = [as_cells(row) for row in ExportReadings(house.storage)(house.ws, "buyer")]
    list(ImportNotes(house.storage, SCORER, house.clock)(house.other, "buyer", rows(notes)))
    list(ImportReadings(house.storage, house.clock)(house.other, "buyer", rows(readings)))
    there = figures(house, house.other)
    assert there == figures(house, house.ws)
    assert sum(review["notes"]["total"] for review in there) > 50
    assert any(pain["n"] > 1 for review in there for pain in review["pains"])
    again = [as_cells(row) for row in house.rows(house.other)]
    assert again == notes
    # And again where it came from: nothing is added, nobody is counted twice.
    for workspace in (house.ws, house.other):
        list(ImportNotes(house.storage, SCORER, house.clock)(workspace, "buyer", rows(notes)))
        assert [as_cells(row) for row in house.rows(workspace)] == notes


def test_posted_reviews_are_exported_with_their_frozen_figures(house: House) -> None:
    lived_in(house, 9)
    outside = Outside(house.clock)
    publish = PublishReview(house.storage, outside, house.clock, SETTLED)
    export = ExportReviews(house.storage)
    assert list(export(house.ws, "buyer")) == []
    journey = house.kept()
    for label in ("2026-Q2", "2026-Q1"):
        period = journey.calendar.period(PeriodLabel.parse(label))
        assert publish(house.ws, journey.id, period, at_once=True).done
    rows_ = list(export(house.ws, "buyer"))
    assert [row["label"] for row in rows_] == ["2026-Q1", "2026-Q2"]
    assert all(tuple(row) == REVIEW_FIELDS for row in rows_)
    assert rows_[1]["figures"] == house.figures("2026-Q2")
    assert rows_[1]["message_ts"] == outside.messages[0].ts
    assert rows_[1]["published_at"] == house.clock.now().isoformat()
