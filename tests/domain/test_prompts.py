"""When a channel is asked: weekdays, holidays, time zones, and every second week."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadFieldError
from domain.prompts import (
    DEFAULT_QUESTION,
    HOURS,
    MAX_DELAY,
    MAX_QUESTION,
    Prompt,
    PromptDraft,
    PromptRule,
    build_draft,
    monday_of,
    next_due,
    post_deadline,
    prompt_id_of,
    start_rule,
)
from domain.working_days import SATURDAY, is_new_year

BERLIN = ZoneInfo("Europe/Berlin")

ZONES = sorted(available_timezones())

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants them naive

RULES = st.builds(
    PromptRule,
    st.sets(st.integers(0, 4), min_size=1).map(lambda days: tuple(sorted(days))),
    st.sampled_from(HOURS),
    st.sampled_from([1, 2]),
    st.dates(date(2020, 1, 1), date(2020, 12, 31)).map(monday_of),
)

# A Thursday, and the Monday of its week.
THURSDAY, MONDAY = date(2026, 10, 1), date(2026, 9, 28)


def is_no_holiday(_: date) -> bool:
    """Whether a day is a holiday where nobody has any."""
    return False


def due_days(rule: PromptRule, zone: ZoneInfo, after: datetime, count: int) -> list[datetime]:
    """The next so many times, in local time."""
    found = []
    for _ in range(count):
        after = next_due(rule, zone, is_new_year, after)
        found.append(after.astimezone(zone))
    return found


def local(*parts: int) -> datetime:
    """A local time in Berlin."""
    year, month, day, hour = parts
    return datetime(year, month, day, hour, tzinfo=BERLIN)


def test_every_week_at_the_same_local_hour_also_when_summer_time_ends() -> None:
    rule = PromptRule((3,), 10, 1, MONDAY)
    assert due_days(rule, BERLIN, local(2026, 10, 15, 9), 3) == [
        local(2026, 10, 15, 10),
        local(2026, 10, 22, 10),
        local(2026, 10, 29, 10),
    ]
    before, after = (local(2026, 10, day, 10).astimezone(UTC).hour for day in (22, 29))
    assert (before, after) == (8, 9)


def test_at_its_hour_the_next_one_is_meant() -> None:
    rule = PromptRule((3,), 10, 1, MONDAY)
    assert due_days(rule, BERLIN, local(2026, 10, 15, 10), 1) == [local(2026, 10, 22, 10)]


def test_several_days_a_week() -> None:
    rule = PromptRule((0, 4), 9, 1, MONDAY)
    found = due_days(rule, BERLIN, local(2026, 10, 15, 9), 3)
    assert [day.date() for day in found] == [
        date(2026, 10, 16),
        date(2026, 10, 19),
        date(2026, 10, 23),
    ]


def test_every_second_week_is_counted_from_the_first() -> None:
    rule = PromptRule((3,), 10, 2, MONDAY)
    found = due_days(rule, BERLIN, local(2026, 10, 1, 10), 3)
    assert [day.date() for day in found] == [THURSDAY + timedelta(days=14 * n) for n in (1, 2, 3)]


def test_a_holiday_is_put_off_to_the_next_working_day() -> None:
    # 1 January 2027 is a Friday.
    rule = PromptRule((4,), 10, 1, MONDAY)
    assert due_days(rule, BERLIN, local(2026, 12, 31, 12), 2) == [
        local(2027, 1, 4, 10),
        local(2027, 1, 8, 10),
    ]


def test_a_holiday_put_off_to_another_day_of_the_rule_is_one_question() -> None:
    rule = PromptRule((0, 4), 10, 1, MONDAY)
    assert due_days(rule, BERLIN, local(2026, 12, 31, 12), 2) == [
        local(2027, 1, 4, 10),
        local(2027, 1, 8, 10),
    ]


def test_a_week_of_holidays_is_asked_after_it() -> None:
    def is_holiday(day: date) -> bool:
        return date(2026, 10, 5) <= day <= date(2026, 10, 9)

    rule = PromptRule((1,), 10, 1, MONDAY)
    after = local(2026, 10, 5, 9)
    assert next_due(rule, BERLIN, is_holiday, after) == local(2026, 10, 12, 10)
    # From within the holidays too.
    assert next_due(rule, BERLIN, is_holiday, local(2026, 10, 10, 9)) == local(2026, 10, 12, 10)


def test_the_first_week_is_that_of_the_first_question() -> None:
    draft = PromptDraft("Well?", (3,), 10, 2)
    early = start_rule(draft, BERLIN, is_no_holiday, local(2026, 10, 1, 9))
    assert early.first_week == MONDAY
    late = start_rule(draft, BERLIN, is_no_holiday, local(2026, 10, 1, 10))
    assert late.first_week == MONDAY + timedelta(days=7)
    assert next_due(late, BERLIN, is_no_holiday, local(2026, 10, 1, 10)) == local(2026, 10, 8, 10)


@given(RULES, st.sampled_from(ZONES), INSTANTS)
def test_it_is_always_on_a_working_day_at_its_hour(
    rule: PromptRule, zone: str, after: datetime
) -> None:
    due = next_due(rule, ZoneInfo(zone), is_new_year, after)
    there = due.astimezone(ZoneInfo(zone))
    assert after < due <= after + timedelta(days=14 * 2 + 7)
    assert there.weekday() < SATURDAY
    assert not is_new_year(there.date())
    assert there.hour == rule.hour
    # Nothing lies between: from a moment before, the same is found.
    assert next_due(rule, ZoneInfo(zone), is_new_year, due - timedelta(seconds=1)) == due


def test_a_question_is_late_after_three_hours_and_in_the_evening() -> None:
    morning, afternoon = local(2026, 10, 1, 9), local(2026, 10, 1, 16)
    assert post_deadline(morning, BERLIN) == morning + MAX_DELAY
    assert post_deadline(afternoon, BERLIN) == local(2026, 10, 1, 17)


def test_a_draft_is_tidied() -> None:
    draft = build_draft(f" {DEFAULT_QUESTION}\n ", [4, 0, 4], 9, 2, stage_id=3)
    assert draft == PromptDraft(DEFAULT_QUESTION, (0, 4), 9, 2, stage_id=3)


@pytest.mark.parametrize(
    ("field", "question", "weekdays", "hour", "every_weeks"),
    [
        ("question", None, [0], 9, 1),
        ("question", " 🙂 ", [0], 9, 1),
        ("question", "x" * (MAX_QUESTION + 1), [0], 9, 1),
        ("weekdays", "Well?", [], 9, 1),
        ("weekdays", "Well?", [5, 6], 9, 1),
        ("hour", "Well?", [0], 8, 1),
        ("hour", "Well?", [0], 17, 1),
        ("every_weeks", "Well?", [0], 9, 3),
    ],
)
def test_a_draft_that_cannot_be_is_refused_with_its_field(
    field: str, question: str | None, weekdays: list[int], hour: int, every_weeks: int
) -> None:
    with pytest.raises(BadFieldError) as refused:
        build_draft(question, weekdays, hour, every_weeks)
    assert refused.value.field == field


def test_names_in_the_outbox_tell_the_prompt() -> None:
    rule, now = PromptRule((0,), 9, 1, MONDAY), datetime(2026, 10, 1, tzinfo=UTC)
    prompt = Prompt(12, 1, "C1", "Well?", rule, None, None, now, now)
    names = (prompt.message_name(THURSDAY), prompt.pause_name(THURSDAY))
    assert names == ("12/2026-10-01", "12/2026-10-01/paused")
    assert [prompt_id_of(name) for name in names] == [12, 12]
