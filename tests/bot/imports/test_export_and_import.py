"""What is exported and imported into an empty workspace gives the same reviews."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.exports import REVIEW_COLUMNS
from bot.reviews.publish import PublishReview
from domain.notes import NoteKind
from domain.periods import PeriodLabel
from tests.bot.env import Env
from tests.bot.fake_slack import FakeSlack
from tests.bot.imports.test_import_notes import as_cells, rows
from tests.bot.note_steps import support
from tests.bot.themes.theme_steps import sort_into
from tests.databases import SQLITE

pytestmark = pytest.mark.each_database

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


SETTLE_TIME = timedelta(seconds=60)


def fill_a_year(env: Env, seed: int) -> None:
    """A year of notes and readings in no order of time, some of them alike."""
    draw = random.Random(seed)
    last = datetime(2026, 8, 13, tzinfo=UTC)
    for _ in range(60):
        day = (last - timedelta(days=draw.randrange(300))).date()
        words = " ".join(draw.sample(WORDS, draw.randrange(4)))
        line = f"{draw.choice(STAGES)}{draw.choice(TEXTS)} {words} on:{day}"
        kind = draw.choice([*NoteKind, NoteKind.PAIN_POINT])
        note_id = env.capture(line, kind=kind).note_id
        for user in draw.sample(("U2", "U3", "U4"), draw.randrange(4)):
            support(env, note_id, user)
        env.clock.advance(timedelta(microseconds=draw.randrange(5)))
    sort_by_text(env, draw)
    for _ in range(30):
        day = (last - timedelta(days=draw.randrange(0, 300, 20))).date()
        path = draw.choice(KPIS)
        env.record_as_typed(
            f"{path} {draw.uniform(1, 90):.3f}{VALUES.get(path, '')} new:yes on:{day}"
        )


def sort_by_text(env: Env, draw: random.Random) -> None:
    """People sort most of them: what says the same is a theme, some were said once."""
    names = ["It broke", 'Price "letter", again', "📬", "=1+1 😀", None]
    by_text: dict[str, str | None] = {}
    for row in env.rows():
        name = by_text.setdefault(row["text"].casefold(), draw.choice(names))
        if draw.random() < 0.8:
            sort_into(env, name, [row["id"]])


def figures(env: Env, workspace: Any) -> list[dict[str, Any]]:
    """The reviews of the year without the ids of notes, which are other ones."""
    reviews = [env.figures(quarter, workspace) for quarter in QUARTERS]
    return [without_note_ids(review) for review in reviews]


def without_note_ids(value: Any) -> Any:
    """A value of JSON without any ids of notes."""
    if isinstance(value, dict):
        return {key: without_note_ids(one) for key, one in value.items() if key != "note_ids"}
    return [without_note_ids(one) for one in value] if isinstance(value, list) else value


@pytest.mark.slow
def test_the_reviews_of_every_quarter_are_the_same(env: Env, database_kind: str) -> None:
    # Each database has a year of its own: another year of the same parts finds nothing more.
    fill_a_year(env, 2 if database_kind == SQLITE else 1)
    # A KPI with a target without readings is in every review too.
    env.record("awareness.reach 5 target:9 new:yes on:2025-01-01")
    notes = [as_cells(row) for row in env.rows()]
    assert {cells["supporters"] for cells in notes} > {"1", "2"}
    readings = [as_cells(row) for row in env.services.exports.readings(env.ws, "buyer")]
    list(env.services.imports.import_notes(env.other, "buyer", rows(notes)))
    list(env.services.imports.import_readings(env.other, "buyer", rows(readings)))
    there = figures(env, env.other)
    assert there == figures(env, env.ws)
    assert sum(review["notes"]["total"] for review in there) > 50
    assert any(pain["n"] > 1 for review in there for pain in review["pains"])
    again = [as_cells(row) for row in env.rows(env.other)]
    assert again == notes
    # And again where it came from: nothing is added, no supporter is counted twice.
    for workspace in (env.ws, env.other):
        list(env.services.imports.import_notes(workspace, "buyer", rows(notes)))
        assert [as_cells(row) for row in env.rows(workspace)] == notes


@pytest.mark.slow
def test_posted_reviews_are_exported_with_their_frozen_figures(env: Env) -> None:
    fill_a_year(env, 9)
    outside = FakeSlack(env.clock)
    publish = PublishReview(env.storage, outside, env.clock, SETTLE_TIME)
    export = env.services.exports.reviews
    assert list(export(env.ws, "buyer")) == []
    journey = env.journey_by_key()
    for label in ("2026-Q2", "2026-Q1"):
        period = journey.calendar.period(PeriodLabel.parse(label))
        assert publish(env.ws, journey.id, period, at_once=True).done
    rows_ = list(export(env.ws, "buyer"))
    assert [row["label"] for row in rows_] == ["2026-Q1", "2026-Q2"]
    assert all(tuple(row) == REVIEW_COLUMNS for row in rows_)
    assert rows_[1]["figures"] == env.figures("2026-Q2")
    assert rows_[1]["message_ts"] == outside.messages[0].ts
    assert rows_[1]["published_at"] == env.clock.now().isoformat()
