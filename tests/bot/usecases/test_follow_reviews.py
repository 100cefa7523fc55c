"""A posted review is looked after: stages nobody signed, and figures that changed since."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.period_labels import PeriodLabel
from bot.domain.sign_offs import Signature
from bot.usecases.change_note import By, ChangeNote
from bot.usecases.follow_reviews import FollowReviews
from bot.usecases.publish_review import PublishReview
from bot.usecases.sign_off_review import SignOffReview
from tests.bot.usecases.house import SCORER, House, at_once
from tests.bot.usecases.outside import Outside, PowerCutError, Weather
from tests.periods import quarter

SETTLE = timedelta(seconds=60)
DAY = timedelta(days=1)


@pytest.fixture
def ready(house: House) -> House:
    """A journey with notes, just after the quarter's end."""
    house.capture("onboarding: the invite mail never arrives severity:high", channel="C1")
    house.capture("decision: prices are hard to find", channel="C1")
    house.at("2026-10-01T09:00:00+00:00")
    return house


@pytest.fixture
def outside(ready: House) -> Outside:
    """Where the review of the third quarter was posted."""
    outside = Outside(ready.clock)
    publish(ready, outside, quarter(2026, 3))
    return outside


@pytest.fixture
def tick(ready: House, outside: Outside) -> Callable[[], int]:
    """The clock asks what is left to do."""
    return FollowReviews(ready.storage, outside, ready.clock, SETTLE)


def publish(house: House, outside: Outside, wanted: PeriodLabel) -> None:
    """Post a review."""
    use_case = PublishReview(house.storage, outside, house.clock, SETTLE)
    journey = house.begun()
    use_case(house.ws, journey.id, journey.calendar.period(wanted))


def under(outside: Outside, what: str) -> list[Any]:
    """What was posted of that sort in the thread."""
    return [m.payload[what] for m in outside.messages if m.thread and what in m.payload]


def sign_all(house: House, outside: Outside, *but: str) -> None:
    """Sign every stage but those."""
    stages = [stage.id for stage in house.begun().stages if stage.key not in but]
    use_case = SignOffReview(house.storage, outside, house.clock, house.people)
    key = str(outside.messages[0].payload["key"])
    use_case(house.ws, "U1", key, stages, Signature.SIGNED, None)


# The nudge


def test_stages_nobody_signed_are_asked_for_after_two_weeks_once(
    ready: House, outside: Outside, tick: Callable[[], int]
) -> None:
    sign_all(ready, outside, "onboarding", "loyalty")
    for _ in range(13):
        ready.clock.advance(DAY)
        tick()
    ready.clock.advance(DAY - timedelta(seconds=1))
    tick()
    assert under(outside, "unsigned") == []
    ready.clock.advance(timedelta(seconds=1))
    for _ in range(20):
        tick()
        ready.clock.advance(DAY)
    assert under(outside, "unsigned") == [["onboarding", "loyalty"]]


def test_a_review_that_is_signed_is_not_asked_for(
    ready: House, outside: Outside, tick: Callable[[], int]
) -> None:
    sign_all(ready, outside)
    for _ in range(20):
        ready.clock.advance(DAY)
        tick()
    assert under(outside, "unsigned") == []


def test_many_clocks_and_a_crash_ask_once(
    ready: House, outside: Outside, tick: Callable[[], int]
) -> None:
    ready.clock.advance(15 * DAY)
    outside.weather = Weather.DIES_AFTER_POSTING
    with pytest.raises(PowerCutError):
        tick()
    outside.weather = Weather.FAIR
    ready.clock.advance(SETTLE)
    at_once(6, tick)
    assert len(under(outside, "unsigned")) == 1


# Corrections


def corrected(house: House, outside: Outside, tick: Callable[[], int], days: int = 1) -> list[Any]:
    """What the thread says was corrected after so many days."""
    for _ in range(days):
        house.clock.advance(DAY)
        tick()
    return under(outside, "told")


def test_a_late_note_is_told_once_and_the_post_stays(
    ready: House, outside: Outside, tick: Callable[[], int]
) -> None:
    assert corrected(ready, outside, tick) == []
    ready.capture("onboarding: the invite mail never arrives at all on:2026-09-30")
    told = corrected(ready, outside, tick, days=5)
    assert len(told) == 1
    assert "stage: 1 → 2" in told[0]
    assert outside.updates == []


def test_what_changes_back_is_told_too(
    ready: House, outside: Outside, tick: Callable[[], int]
) -> None:
    late = ready.capture("decision: a late one on:2026-09-30")
    corrected(ready, outside, tick)
    change = ChangeNote(ready.storage, SCORER, ready.clock, ready.people)
    change.delete(By(ready.ws, "U1"), late.note_id)
    told = corrected(ready, outside, tick, days=3)
    assert len(told) == 2
    assert told[1] == ""


def test_a_note_of_this_quarter_corrects_nothing(
    ready: House, outside: Outside, tick: Callable[[], int]
) -> None:
    ready.capture("onboarding: broken anew")
    assert corrected(ready, outside, tick, days=3) == []


def test_figures_so_far_are_not_corrected_while_they_grow(
    ready: House, outside: Outside, tick: Callable[[], int]
) -> None:
    publish(ready, outside, quarter(2026, 4))
    ready.capture("onboarding: broken anew")
    assert corrected(ready, outside, tick, days=3) == []
    ready.at("2027-01-02T09:00:00+00:00")
    assert len(corrected(ready, outside, tick)) == 1


def test_many_clocks_tell_a_correction_once(
    ready: House, outside: Outside, tick: Callable[[], int]
) -> None:
    ready.capture("decision: a late one on:2026-09-30")
    ready.clock.advance(DAY)
    at_once(6, tick)
    ready.clock.advance(SETTLE)
    at_once(6, tick)
    assert len(under(outside, "told")) == 1


def test_after_a_hundred_days_it_is_let_alone(
    ready: House, outside: Outside, tick: Callable[[], int]
) -> None:
    corrected(ready, outside, tick, days=101)
    ready.capture("decision: a very late one on:2026-09-30")
    assert corrected(ready, outside, tick, days=3) == []
    assert tick() == 0
