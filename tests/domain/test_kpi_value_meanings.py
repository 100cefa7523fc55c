"""What typed KPI values mean, and where Waymark asks instead of guessing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.kpi_value_meanings import KnownValues, parse_value, refuse_unclear, understand_value
from domain.kpis import Unit

HOUR, DAY = 3_600, 86_400


def known(unit: Unit | None, last: float | None = None, **more: float) -> KnownValues:
    """What is known of a KPI whose only reading is `last`."""
    target = more.get("target")
    return KnownValues("completion", unit, last, more.get("highest", last), target)


def labels(typed: str, of: KnownValues) -> list[str]:
    """The meanings that are asked about; one alone if it is certain."""
    return [meaning.label(of.currency) for meaning in understand_value(typed, of).meanings]


@pytest.mark.parametrize(
    ("typed", "of", "asked"),
    [
        ("1.234", known(Unit.COUNT), ["1.234", "1,234"]),
        ("1.234", known(Unit.COUNT, 1_180), ["1,234", "1.234"]),
        ("1.234", known(None), ["1.234", "1,234"]),
        ("1.234", known(Unit.SCORE, 1_180), ["1,234", "1.234"]),
        ("3,917", known(Unit.SCORE), ["3,917", "3.917"]),
        ("3,917", known(Unit.SCORE, 4.1), ["3.917", "3,917"]),
        ("1,890%", known(Unit.PERCENT), ["1,890%", "1.89%"]),
        ("1,890%", known(None), ["1,890%", "1.89%"]),
        ("3.5", known(Unit.SECONDS, 12_000), ["3h 30m", "3d 12h"]),
        ("2", known(Unit.SECONDS, 12_000), ["2h", "2d"]),
        ("3.5", known(Unit.SECONDS), ["3h 30m", "3m 30s"]),
        ("12", known(Unit.SECONDS, 180), ["12m", "12s"]),
        ("0.719", known(Unit.PERCENT, 71.4), ["71.9%", "0.719%"]),
        ("0.719", known(Unit.PERCENT), ["0.719%", "71.9%"]),
        ("0.719", known(Unit.PERCENT, target=80), ["71.9%", "0.719%"]),
        ("4100", known(Unit.SCORE, 41), ["4,100"]),
        ("2", known(Unit.SCORE, target=40), ["2"]),
        ("0.719%", known(Unit.PERCENT, 71.4), ["0.719%"]),
        ("210%", known(Unit.PERCENT, 71.4), ["210%"]),
        ("210%", known(Unit.PERCENT, target=80), ["210%"]),
        ("72 min", known(Unit.PERCENT, 71), ["72%"]),
        ("€72", known(Unit.PERCENT, 71), ["72%"]),
        ("84%", known(Unit.SCORE, 80), ["84"]),
        ("5m", known(Unit.COUNT, 4e6), ["5,000,000", "5"]),
        ("5m", known(None), ["5m", "5,000,000"]),
        ("1:30", known(None), ["1h 30m", "1m 30s"]),
        ("1:30", known(Unit.SECONDS), ["1h 30m", "1m 30s"]),
        ("4.5/5", known(Unit.SCORE, 8.1), ["4.5", "9"]),
        ("8 out of 10", known(Unit.SCORE, 4.2), ["8", "4"]),
    ],
)
def test_what_may_mean_two_things_is_asked(typed: str, of: KnownValues, asked: list[str]) -> None:
    assert labels(typed, of) == asked
    assert understand_value(typed, of).why


@pytest.mark.parametrize(
    ("typed", "of", "value"),
    [
        ("1.234", known(Unit.SCORE, 1.3), 1.234),
        ("1.234", known(Unit.COUNT, 1.3), 1.234),
        ("1,234", known(Unit.COUNT), 1_234),
        ("1,234", known(Unit.SCORE, 900), 1_234),
        ("71.429%", known(None), 71.429),
        ("1,890%", known(Unit.PERCENT, 1_750), 1_890),
        ("0.719", known(Unit.PERCENT, 0.8), 0.719),
        ("72", known(Unit.PERCENT, 71), 72),
        ("0", known(Unit.PERCENT, 71), 0),
        ("150%", known(None), 150),
        ("2", known(Unit.SECONDS, 1.8), 2),
        ("0", known(Unit.SECONDS, 12_000), 0),
        ("2d", known(Unit.SECONDS, 12_000), 2 * DAY),
        ("36h", known(Unit.DAYS, 2), 1.5),
        ("1:30", known(Unit.SECONDS, 12_000), 1.5 * HOUR),
        ("1:30", known(Unit.SECONDS, 100), 90),
        ("1:30:15", known(Unit.SECONDS), 5_415),
        ("4.5/5", known(Unit.SCORE, 4.2), 4.5),
        ("4.5/5", known(None), 4.5),
        ("4.5/5", known(Unit.PERCENT, 84), 90),
        ("8 out of 10", known(Unit.PERCENT), 80),
        ("12 pts", known(Unit.PERCENT, 11), 12),
        ("12 pts", known(Unit.SCORE, 11), 12),
        ("779", known(Unit.SCORE, 41), 779),
        ("105%", known(Unit.PERCENT, 90, highest=104), 105),
        ("€1.234", known(None), 1_234),
    ],
)
def test_what_can_mean_one_thing_only_is_not_asked(
    typed: str, of: KnownValues, value: float
) -> None:
    understood = understand_value(typed, of)
    assert understood.why is None
    (meaning,) = understood.meanings
    assert meaning.value == pytest.approx(value)


@pytest.mark.parametrize("last", [None, 41.0])
def test_an_nps_beyond_its_scale_is_asked_and_a_leap_through_zero_is_not(
    last: float | None,
) -> None:
    assert understand_value("120", KnownValues("nps", Unit.SCORE, last, last)).why
    assert understand_value("32", KnownValues("nps", Unit.SCORE, 1, 1)).why is None


def test_another_currency_is_asked() -> None:
    of = KnownValues("basket", Unit.MONEY, 41.5, 41.5, None, "€")
    assert labels("$50", of) == ["€50.00"]
    assert understand_value("$50", of).why
    assert understand_value("50 EUR", of).why is None


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("5%", Unit.SECONDS), ("3h20m", Unit.PERCENT), ("4.5/5", Unit.SECONDS), ("3 pts", Unit.DAYS),
     ("1:30", Unit.COUNT), ("€5", Unit.DAYS), ("8 out of 10", Unit.MONEY)],
)  # fmt: skip
def test_what_is_no_value_of_the_kpi_is_refused(typed: str, unit: Unit) -> None:
    with pytest.raises(BadInputError, match="This KPI is"):
        understand_value(typed, known(unit))


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("–3", -3, Unit.SCORE),
        ("— 3%", -3, Unit.PERCENT),
        ("1 234,5", 1_234.5, Unit.SCORE),
        ("1\u202f234,5", 1_234.5, Unit.SCORE),
        ("1\u2009234,5", 1_234.5, Unit.SCORE),
        ("1’234.5", 1_234.5, Unit.SCORE),
        ("41.50EUR", 41.5, Unit.MONEY),
        ("EUR41.50", 41.5, Unit.MONEY),
        ("US$ 40", 40, Unit.MONEY),
        ("-US$40", -40, Unit.MONEY),
        ("$1.2m", 1_200_000, Unit.MONEY),
        ("2.3bn", 2_300_000_000, Unit.SCORE),
        ("$2.3bn", 2_300_000_000, Unit.MONEY),
        ("3 weeks", 21, Unit.DAYS),
        ("1w 2d", 9, Unit.DAYS),
        ("350ms", 0.35, Unit.SECONDS),
        ("12 pts", 12, Unit.SCORE),
        ("NPS +32", 32, Unit.SCORE),
        ("nps: –5", -5, Unit.SCORE),
        ("4.5/5", 4.5, Unit.SCORE),
        ("8 out of 10", 8, Unit.SCORE),
        ("1:30:00", 5_400, Unit.SECONDS),
    ],
)
def test_more_ways_to_write_a_value_are_read(typed: str, value: float, unit: Unit) -> None:
    found, written = parse_value(typed)
    assert found == pytest.approx(value)
    assert written is unit


@pytest.mark.parametrize("typed", ["12/5", "4/0", "1:75", "3 fortnights", "8 out of", "EURO 5x"])
def test_what_looks_nearly_like_a_value_is_none(typed: str) -> None:
    with pytest.raises(BadInputError, match="not a number"):
        understand_value(typed, known(None))


@pytest.mark.parametrize(
    ("typed", "of", "sentence"),
    [
        ("1.234", known(Unit.COUNT), "Write 1.2340 or 1234."),
        ("0.719", known(Unit.PERCENT, 71.4), "Write 71.9% or 0.719%."),
        ("3.5", known(Unit.SECONDS), "Write 3h 30m or 3m 30s."),
        ("4100", known(Unit.SCORE, 41), "looks wrong. The last reading is 41."),
    ],
)
def test_where_no_button_can_ask_the_sentence_says_what_to_type(
    typed: str, of: KnownValues, sentence: str
) -> None:
    assert sentence in refuse_unclear(typed, understand_value(typed, of))


units = st.sampled_from([None, *Unit])
numbers = st.floats(0.001, 10**9).map(lambda value: float(f"{value:.6g}"))


@given(units, numbers, st.none() | numbers)
def test_what_the_sentence_says_to_type_is_read_as_it_says(
    unit: Unit | None, value: float, last: float | None
) -> None:
    of = known(unit, last)
    for meaning in understand_value(f"{value:f}", of).meanings:
        again = understand_value(meaning.typed_form(), known(unit))
        assert again.why is None
        # Durations are written to the second.
        assert again.meanings[0].value == pytest.approx(meaning.value, rel=1e-6, abs=1)
