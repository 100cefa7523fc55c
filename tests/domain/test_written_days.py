"""Days as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.written_days import day_problem, day_reader, find_days

# A Sunday.
TODAY = date(2026, 9, 20)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-09-14", date(2026, 9, 14)),
        ("2026-9-4", date(2026, 9, 4)),
        ("2026/09/14", date(2026, 9, 14)),
        ("20260914", date(2026, 9, 14)),
        ("2026–09–14", date(2026, 9, 14)),
        ("14.9.2026", date(2026, 9, 14)),
        ("14.09.26", date(2026, 9, 14)),
        ("4.9.2026", date(2026, 9, 4)),
        ("14.9.", date(2026, 9, 14)),
        ("24.12.", date(2025, 12, 24)),
        ("9/14/2026", date(2026, 9, 14)),
        ("14/9/2026", date(2026, 9, 14)),
        ("14-9-2026", date(2026, 9, 14)),
        ("9/14", date(2026, 9, 14)),
        ("9/9/2026", date(2026, 9, 9)),
        ("14 Sep 2026", date(2026, 9, 14)),
        ("14. september", date(2026, 9, 14)),
        ("14th Sept", date(2026, 9, 14)),
        ("Sep 14", date(2026, 9, 14)),
        ("September 14th, 2026", date(2026, 9, 14)),
        ("14-sep-2026", date(2026, 9, 14)),
        ("24 dec", date(2025, 12, 24)),
        ("29 feb", date(2024, 2, 29)),
        ("today", TODAY),
        ("Yesterday", date(2026, 9, 19)),
        ("monday", date(2026, 9, 14)),
        ("Mon", date(2026, 9, 14)),
        ("thurs", date(2026, 9, 17)),
        ("sunday", TODAY),
        ("last sunday", date(2026, 9, 13)),
        ("last friday", date(2026, 9, 18)),
        ("last-friday", date(2026, 9, 18)),
        ("2 days ago", date(2026, 9, 18)),
        ("a week ago", date(2026, 9, 13)),
    ],
)
def test_a_day_is_read(typed: str, day: date) -> None:
    assert day_reader(TODAY)(typed) == day


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (
            "9/10/26",
            "9/10/26 could be 9 October or 10 September. Write 2026-10-09 or 2026-09-10.",
        ),
        ("3/4", "3/4 could be 3 April or 4 March. Write 2026-04-03 or 2026-03-04."),
        ("2026-12-24", "2026-12-24 is in the future."),
        ("24.12.2026", "24.12.2026 is in the future."),
        ("12/24/2026", "12/24/2026 is in the future."),
        ("tomorrow", None),
        ("31.9.2026", None),
        ("2026-13-01", None),
        ("14.14.2026", None),
        ("2026914", None),
        ("someday", None),
        ("m", None),
        ("0", None),
        ("", None),
    ],
)  # fmt: skip
def test_other_days_are_refused_with_their_reason(typed: str, problem: str | None) -> None:
    assert day_reader(TODAY)(typed) is None
    assert day_problem(typed, TODAY) == problem


@given(st.dates(date(1970, 1, 2), TODAY))
def test_every_past_day_is_read_in_every_form(day: date) -> None:
    forms = ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%b %d %Y", "%Y/%m/%d", "%d %b, %Y")
    assert {day_reader(TODAY)(day.strftime(form)) for form in forms} == {day}


@given(st.text(max_size=20))
def test_no_text_makes_it_stumble(text: str) -> None:
    assert len(find_days(text, TODAY)) <= 2
    day_problem(text, TODAY)
