"""A new time zone or fiscal year: notes and readings move to their period."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import BadInputError
from storage.session import Database
from tests.bot.env import Env, make_env
from tests.bot.factories import new_journey_values
from tests.bot.journeys.test_settings import change

NEW = [
    ("UTC", 1),
    ("UTC", 2),
    ("America/New_York", 1),
    ("Pacific/Kiritimati", 4),
    ("Asia/Kolkata", 11),
]


# Every label that the notes below can have, and a few more.
LABELS = [f"{year}-Q{number}" for year in range(2024, 2028) for number in range(1, 5)]


def label_of(local: date, start_month: int) -> str:
    """A fiscal year bears the calendar year in which it ends.

    See docs/ARCHITECTURE.md, “Journeys and periods”.
    """
    ends_next_year = start_month > 1 and local.month >= start_month
    return f"{local.year + ends_next_year}-Q{(local.month - start_month) % 12 // 3 + 1}"


@pytest.fixture(scope="module")
def filled(shared_storage: Database) -> Env:
    """Notes and readings of nineteen months, many of them at the turn of a month."""
    env = make_env(shared_storage)
    draw = random.Random(14)
    instants = [
        datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(hours=draw.randrange(14_000))
        for _ in range(20)
    ]
    turns = [datetime(2025 + n // 12, n % 12 + 1, 1, tzinfo=UTC) for n in range(0, 19, 2)]
    hours = [timedelta(hours=h) for h in (-14, -6, -1, 0, 3, 5)]
    instants += [turn + hour for turn in turns for hour in hours]
    for number, instant in enumerate(sorted(instants)):
        env.clock.put(instant)
        env.capture(f"note {number}")
        if number % 2:
            env.record_as_typed(f"nps {number}")
    env.clock.put(datetime(2026, 8, 14, 12, tzinfo=UTC))
    service = env.services.journeys
    service.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "C5")
    env.capture("shop/onboarding: slow")
    return env


def figures(env: Env) -> dict[str, tuple[int, float | None]]:
    """Of each quarter, how many notes it has and the last reading."""
    found = {}
    for label in LABELS:
        try:
            review = env.figures(label)
        except BadInputError:  # It has not begun yet.
            continue
        # A quarter that was over before the KPI was made does not have it.
        last = review["kpis"][0]["last"] if review["kpis"] else None
        found[label] = review["notes"]["total"], last
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("zone", "start_month"), NEW)
def test_every_quarter_has_the_notes_and_readings_that_fall_into_it(
    filled: Env, zone: str, start_month: int
) -> None:
    change(filled, time_zone=zone, fiscal_start_month=start_month)
    local = [
        datetime.fromisoformat(row["occurred_at"]).astimezone(ZoneInfo(zone)).date()
        for row in filled.rows()
    ]
    notes = Counter(label_of(day, start_month) for day in local)
    # Readings are of the local date on which they were noted, and stay on it.
    read: dict[str, float] = {}
    for number, row in enumerate(filled.rows()):
        if number % 2:
            day = datetime.fromisoformat(row["occurred_at"]).date()
            read[label_of(day, start_month)] = number
    found = figures(filled)
    assert set(notes) <= set(found)
    assert {label: total for label, (total, _) in found.items() if total} == notes
    assert {label: last for label, (_, last) in found.items() if last is not None} == read


@pytest.mark.slow
def test_notes_of_another_journey_stay_where_they_are(filled: Env) -> None:
    change(filled, time_zone="UTC", fiscal_start_month=2)
    assert filled.journey_by_key("shop").fiscal_start_month == 1
    assert filled.figures("2026-Q3", journey="shop")["notes"]["total"] == 1


def test_a_journey_without_notes_can_change_too(env: Env) -> None:
    change(env, time_zone="Asia/Tokyo", fiscal_start_month=4)
    assert env.figures()["period"]["label"] == "2027-Q2"


def test_a_note_that_comes_after_is_counted_the_new_way(env: Env) -> None:
    env.capture("onboarding: before on:2026-08-01")
    change(env, fiscal_start_month=8)
    env.capture("onboarding: after")
    env.capture("onboarding: long ago on:2026-07-31")
    assert env.figures("2027-Q1")["notes"]["total"] == 2
    assert env.figures("2026-Q4")["notes"]["total"] == 1
