"""What people type after /kpi (docs/ARCHITECTURE.md, “Typed text”)."""

from datetime import date

import pytest

from domain.errors import BadInputError
from domain.kpis import Direction, Unit
from domain.reading_text import TypedReading, parse_kpi_name, parse_reading

TODAY = date(2026, 9, 20)


def read(line: str) -> TypedReading:
    """The line as somebody types it on TODAY."""
    return parse_reading(line, TODAY)


@pytest.mark.parametrize(
    ("line", "stage", "kpi", "value"),
    [
        ("checkout.completion 71.4%", "checkout", "completion", "71.4%"),
        ("support.first-reply 3h20m", "support", "first-reply", "3h20m"),
        ("nps 41", None, "nps", "41"),
        ("  nps    1 234 ", None, "nps", "1 234"),
        ("Checkout.Time_to_Pay 9", "Checkout", "time-to-pay", "9"),
    ],
)
def test_stage_kpi_and_value_are_read(line: str, stage: str | None, kpi: str, value: str) -> None:
    typed = read(line)
    assert (typed.stage, typed.kpi, typed.value) == (stage, kpi, value)


@pytest.mark.parametrize(
    ("line", "stage", "kpi", "value"),
    [
        ("decision trial-to-paid 19%", "decision", "trial-to-paid", "19%"),
        ("decision trial to paid 19%", "decision", "trial-to-paid", "19%"),
        ("decision.trial to paid 19%", "decision", "trial-to-paid", "19%"),
        ("Decision first reply 3 weeks", "Decision", "first-reply", "3 weeks"),
        ("decision basket EUR 41", "decision", "basket", "EUR 41"),
        ("decision basket US$ 40", "decision", "basket", "US$ 40"),
        ("first reply 3h20m", None, "first-reply", "3h20m"),
        ("nps –3", None, "nps", "–3"),
        ("nps: 41", None, "nps", "41"),
        ("nps = 41", None, "nps", "41"),
        ("nps is 41", None, "nps", "41"),
        ("nps - 41", None, "nps", "41"),
        ("csat 8 out of 10", None, "csat", "8 out of 10"),
        ("decision 41", None, "decision", "41"),
    ],
)
def test_a_space_does_for_the_dot_and_for_hyphens(
    line: str, stage: str | None, kpi: str, value: str
) -> None:
    typed = parse_reading(line, TODAY, lambda word: word.casefold() == "decision")
    assert (typed.stage, typed.kpi, typed.value) == (stage, kpi, value)


@pytest.mark.parametrize(
    ("line", "stage", "kpi"),
    [
        ("nps", None, "nps"),
        ("decision.trial-to-paid", "decision", "trial-to-paid"),
        ("decision trial to paid", "decision", "trial-to-paid"),
        ("first reply", None, "first-reply"),
    ],
)
def test_a_line_may_only_name_a_kpi(line: str, stage: str | None, kpi: str) -> None:
    typed = parse_kpi_name(line, lambda word: word == "decision")
    assert typed is not None
    assert (typed.stage, typed.kpi, typed.value) == (stage, kpi, "")


@pytest.mark.parametrize("line", ["", "nps 41", "nps –3", "nps target:50", "41", "!!!"])
def test_other_lines_do_more_than_name_one(line: str) -> None:
    assert parse_kpi_name(line) is None


def test_a_journey_is_named_before_the_stage() -> None:
    typed = read("shop/checkout.completion 71%")
    assert (typed.journey, typed.stage, typed.kpi) == ("shop", "checkout", "completion")


def test_everything_that_can_be_said_of_a_reading_is_read() -> None:
    assert read(
        "checkout.wait 12 unit:days on:2026-09-14 source:survey target:9d better:lower new:yes"
    ) == TypedReading(
        journey=None,
        stage="checkout",
        kpi="wait",
        value="12",
        day=date(2026, 9, 14),
        source="survey",
        target="9d",
        direction=Direction.LOWER,
        unit=Unit.DAYS,
        new=True,
    )


@pytest.mark.parametrize("line", ["", "nps", "nps   ", "41", "checkout. 41", "!!! 41", "x/ 41"])
def test_a_line_without_kpi_or_value_is_refused_with_an_example(line: str) -> None:
    with pytest.raises(BadInputError, match=r"stage\.kpi value"):
        read(line)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("on:2026-09-21", "2026-09-21 is in the future"),
        ("on:2026-02-30", "a real day up to today"),
        ("source:hearsay", "interview"),
        ("better:up", "better:higher"),
        ("unit:kg", "percent"),
        ("new:perhaps", "new:yes"),
        ("traget:50", "Did you mean `target:50`"),
        ("on:24.12.2026", "24.12.2026 is in the future"),
        ("on:9/10/2026", "Write 2026-10-09 or 2026-09-10"),
    ],
)
def test_a_word_that_means_nothing_refuses_the_reading(word: str, hint: str) -> None:
    with pytest.raises(BadInputError, match=hint) as refused:
        read(f"nps 41 {word}")
    assert "Nothing was saved" in refused.value.sentence


def test_a_word_given_twice_refuses_the_reading() -> None:
    with pytest.raises(BadInputError):
        read("nps 41 on:2026-09-14 on:2026-09-15")


def test_of_two_targets_the_later_one_counts() -> None:
    typed = read("nps target:30 41 target:50 on:2026-09-14")
    assert (typed.value, typed.target, typed.day) == ("41", "50", date(2026, 9, 14))


def test_a_key_too_long_to_save_is_refused_and_not_cut() -> None:
    with pytest.raises(BadInputError):
        read(f"{'k' * 61} 41")
