"""The labels of periods, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.periods import Cadence, PeriodLabel


@pytest.mark.parametrize(
    "typed",
    ["2026-Q3", "2026-q3", " 2026-Q3 ", "2026Q3", "2026q3", "2026 Q3", "2026/Q3", "Q3 2026"],
)
def test_a_quarter_is_read_the_ways_people_write_it(typed: str) -> None:
    assert PeriodLabel.parse(typed) == PeriodLabel(Cadence.QUARTERLY, 2026, 3)


@pytest.mark.parametrize(
    ("typed", "cadence", "number"),
    [
        ("2026-H2", Cadence.HALF_YEARLY, 2),
        ("h2 2026", Cadence.HALF_YEARLY, 2),
        ("2026-09", Cadence.MONTHLY, 9),
        ("2026-9", Cadence.MONTHLY, 9),
        ("2026-12", Cadence.MONTHLY, 12),
    ],
)
def test_half_years_and_months_are_read_too(typed: str, cadence: Cadence, number: int) -> None:
    assert PeriodLabel.parse(typed) == PeriodLabel(cadence, 2026, number)


@pytest.mark.parametrize(
    "typed",
    ["", "2026", "Q3", "2026-Q0", "2026-Q5", "26-Q3", "2026-Q33", "1969-Q4", "3000-Q1", "0000-Q1",
     "2026-Q3 2026-Q4", "next", "2026-Q-1", "2026-H0", "2026-H3", "2026-00", "2026-13", "2026-009",
     "2026-09-14", "202609", "２０２６-０９", "1969-12"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(BadInputError, match="written like 2026-Q3"):
        PeriodLabel.parse(typed)


def test_a_refusal_repeats_only_the_beginning_of_something_long() -> None:
    with pytest.raises(BadInputError) as refused:
        PeriodLabel.parse("x" * 5_000)
    assert len(refused.value.sentence) < 220


@given(st.sampled_from(Cadence), st.integers(1970, 2999), st.data())
def test_a_label_is_read_back(cadence: Cadence, year: int, data: st.DataObject) -> None:
    label = PeriodLabel(cadence, year, data.draw(st.integers(1, 12 // cadence.months)))
    assert PeriodLabel.parse(str(label)) == label
