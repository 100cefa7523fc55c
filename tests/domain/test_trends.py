"""Stage mood and its change against plain statistics over the notes."""

import random
import statistics
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.trends import MoodChange, MoodSums, Verdict, compare_moods, judge_changes
from tests import reference
from tests.domain.t_table import T_TABLE

UNIT = 10_000

moods = st.lists(st.integers(-UNIT, UNIT), min_size=0, max_size=40)


def sums(parts: Sequence[int]) -> MoodSums:
    """What a database adds up over moods in ten-thousandths."""
    return MoodSums(
        n=len(parts),
        total=sum(parts),
        squares=sum(part**2 for part in parts),
        negative=sum(part <= -500 for part in parts),
        positive=sum(part >= 500 for part in parts),
    )


def of(values: Sequence[float]) -> MoodSums:
    """The same from moods −1…+1."""
    return sums([round(value * UNIT) for value in values])


def spread_around(centre: float, n: int, seed: int, width: float = 0.3) -> list[float]:
    """Random moods, in ten-thousandths."""
    draw = random.Random(seed)
    return [round(draw.uniform(centre - width, centre + width), 4) for _ in range(n)]


@given(moods.filter(bool))
def test_mean_is_that_of_the_notes(parts: list[int]) -> None:
    assert sums(parts).mean == pytest.approx(float(Fraction(sum(parts), len(parts) * UNIT)))


@given(moods.filter(lambda parts: len(parts) > 1))
def test_standard_deviation_is_the_sample_one(parts: list[int]) -> None:
    expected = statistics.stdev([Fraction(part, UNIT) for part in parts])
    assert sums(parts).sd == pytest.approx(float(expected), rel=1e-9, abs=0)


@given(moods)
def test_the_net_interval_is_that_of_labels_as_numbers(parts: list[int]) -> None:
    labels = [(part >= 500) - (part <= -500) for part in parts]
    expected = reference.mean_interval(labels)
    found = sums(parts).net_interval()
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx([100 * bound for bound in expected])


def test_a_million_nearly_equal_notes_keep_their_spread() -> None:
    n = 1_000_000
    one_off = MoodSums(n, total=9_999 * n + 1, squares=9_999**2 * (n - 1) + UNIT**2)
    # One value of n differs by d from the others: variance d²/n, exactly.
    assert one_off.variance == pytest.approx(1e-8 / n, rel=1e-12)


@pytest.mark.parametrize("n", [5, 11, 61])
def test_interval_is_the_95_percent_t_interval(n: int) -> None:
    values = spread_around(0.1, n, seed=n)
    assert of(values).interval() == pytest.approx(reference.mean_interval(values), rel=1e-8)


def test_interval_of_five_notes_by_hand() -> None:
    # 0.1, 0.2, … 0.5: mean 0.3, variance 0.025, t(0.975; 4) = 2.776445.
    half = T_TABLE[0.975, 4] * (0.025 / 5) ** 0.5
    values = [0.1, 0.2, 0.3, 0.4, 0.5]
    assert of(values).interval() == pytest.approx((0.3 - half, 0.3 + half), rel=1e-9)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4])
def test_fewer_than_five_notes_have_no_interval(n: int) -> None:
    assert of(spread_around(0.1, n, seed=n)).interval() is None


@given(moods)
def test_an_interval_lies_on_the_scale_and_holds_the_mean(parts: list[int]) -> None:
    some = sums(parts)
    interval = some.interval()
    if interval is not None:
        assert some.mean is not None
        assert -1 <= interval[0] <= some.mean <= interval[1] <= 1


def test_no_notes_have_neither_mean_nor_spread_nor_interval() -> None:
    none = of([])
    assert (none.mean, none.sd, none.variance, none.interval()) == (None, None, None, None)


def test_one_note_has_a_mean_and_no_spread() -> None:
    one = of([0.4])
    assert (one.mean, one.sd, one.variance, one.interval()) == (0.4, None, None, None)


def test_equal_notes_have_no_interval() -> None:
    equal = of([0.3] * 7)
    assert (equal.sd, equal.interval()) == (0.0, None)


@pytest.mark.parametrize(
    ("values", "net"), [([], None), ([-1] * 3, -100), ([1, 1, 0, -1], 25), ([0.04, -0.04], 0)]
)
def test_net_mood_is_happy_less_unhappy_in_points(values: list[float], net: float | None) -> None:
    assert of(values).net == net


def test_shares_are_fractions_of_all_notes() -> None:
    mood = of([-1, -0.05, -0.0499, 0, 0.0499, 0.05, 1, 1])
    shares = [mood.share(part) for part in (mood.negative, mood.neutral, mood.positive)]
    assert shares == [2 / 8, 3 / 8, 3 / 8]


def test_shares_of_no_notes_are_zero() -> None:
    assert of([]).share(0) == 0.0


@pytest.mark.parametrize(("before", "after"), [(5, 5), (5, 30), (40, 6), (7, 17)])
def test_change_has_the_welch_interval(before: int, after: int) -> None:
    old, new = spread_around(0.2, before, 1, 0.6), spread_around(-0.1, after, 2, 0.2)
    changed = compare_moods(of(old), of(new))
    assert changed.delta == pytest.approx(statistics.fmean(new) - statistics.fmean(old))
    assert changed.interval == pytest.approx(reference.welch_interval(old, new), rel=1e-8)


def test_welch_degrees_of_freedom_by_hand() -> None:
    # Equal sizes and variances make Satterthwaite's degrees of freedom exactly 2(n − 1) = 10.
    values = [0, 0.1, 0.2, 0.3, 0.4, 0.2]
    changed = compare_moods(of(values), of([value + 0.5 for value in values]))
    half = T_TABLE[0.975, 10] * (2 * 0.02 / 6) ** 0.5
    assert changed.interval == pytest.approx((0.5 - half, 0.5 + half), rel=1e-9)


def test_one_constant_quarter_leaves_the_other_ones_degrees_of_freedom() -> None:
    changed = compare_moods(of([0.3] * 9), of([0.1, 0.2, 0.3, 0.4, 0.5]))
    half = T_TABLE[0.975, 4] * (0.025 / 5) ** 0.5
    assert changed.interval == pytest.approx((-half, half), rel=1e-9)


def test_two_constant_quarters_are_judged_by_a_permutation() -> None:
    # Of the 252 ways to part ten notes in halves, two are as extreme.
    changed = compare_moods(of([-1] * 5), of([1] * 5))
    assert changed.interval is None
    assert changed.p_value == pytest.approx(2 / 252)
    assert changed.verdict is Verdict.RISING


def test_the_interval_of_a_change_is_cut_to_the_scale() -> None:
    changed = compare_moods(of([-1, -1, -1, -1, 1]), of([1, 1, 1, 1, -1]))
    assert changed.interval is not None
    assert changed.interval[1] == 2


@pytest.mark.parametrize("shift", [0, 0.1, 0.4])
def test_p_is_below_5_percent_only_where_the_interval_lacks_0(shift: float) -> None:
    for seed in range(40):
        changed = compare_moods(
            of(spread_around(0, 5 + seed % 9, seed)), of(spread_around(shift, 8, seed + 99))
        )
        assert changed.interval is not None
        assert changed.p_value is not None
        assert changed.p_value > 0.05 or not changed.interval[0] <= 0 <= changed.interval[1]


def test_five_notes_that_happen_to_be_alike_are_no_change_against_many() -> None:
    # Welch's interval alone takes the five for certain.
    changed = compare_moods(of([-1] * 5), of([-1] * 12 + [0.5] * 8))
    assert changed.interval is not None
    assert changed.interval[0] > 0
    assert changed.verdict is Verdict.NO_CLEAR_CHANGE


p_values = st.lists(st.none() | st.floats(0, 1), max_size=12)


@given(p_values)
def test_changes_are_judged_together_as_benjamini_and_hochberg_do(given_p: list[float]) -> None:
    known = [p for p in given_p if p is not None]
    changes = [
        MoodChange(0.1, None, Verdict.TOO_FEW if p is None else Verdict.RISING, p) for p in given_p
    ]
    # The largest p that is not above its share of 5%, and all that are not above it.
    passing = [p for p in known if p <= 0.05 * sum(other <= p for other in known) / len(known)]
    expected = [
        Verdict.TOO_FEW
        if p is None
        else Verdict.RISING
        if passing and p <= max(passing)
        else Verdict.NO_CLEAR_CHANGE
        for p in given_p
    ]
    assert [change.verdict for change in judge_changes(changes)] == expected


def test_one_change_alone_is_judged_as_by_itself() -> None:
    for seed in range(40):
        alone = compare_moods(of(spread_around(0, 9, seed)), of(spread_around(0.2, 9, seed + 99)))
        assert judge_changes([alone]) == (alone,)


@pytest.mark.parametrize("shift", [-0.35, -0.15, 0, 0.15, 0.35])
def test_verdict_follows_the_written_rule(shift: float) -> None:
    for seed in range(30):
        old = spread_around(0, 4 + seed % 9, seed)
        new = spread_around(shift, 4 + seed % 7, seed + 99)
        assert compare_moods(of(old), of(new)).verdict == reference.verdict(old, new), seed


def test_a_clear_rise_is_rising() -> None:
    low, high = [-0.9, -0.8, -0.9, -0.8, -0.9], [0.8, 0.9, 0.8, 0.9, 0.8]
    assert compare_moods(of(low), of(high)).verdict is Verdict.RISING


def test_a_clear_fall_is_falling() -> None:
    low, high = [-0.9, -0.8, -0.9, -0.8, -0.9], [0.8, 0.9, 0.8, 0.9, 0.8]
    assert compare_moods(of(high), of(low)).verdict is Verdict.FALLING


@pytest.mark.parametrize(("before", "after"), [(4, 50), (50, 4), (4, 4)])
def test_four_notes_in_either_quarter_are_too_few(before: int, after: int) -> None:
    low, high = spread_around(-0.9, before, 1, 0.05), spread_around(0.9, after, 2, 0.05)
    assert compare_moods(of(low), of(high)).verdict is Verdict.TOO_FEW


def test_too_few_notes_still_have_a_difference() -> None:
    assert compare_moods(of([0.1]), of([0.6])).delta == pytest.approx(0.5)


@pytest.mark.parametrize(("before", "after"), [([], [0.5] * 9), ([0.5] * 9, []), ([], [])])
def test_an_empty_quarter_has_no_difference(before: list[float], after: list[float]) -> None:
    changed = compare_moods(of(before), of(after))
    assert (changed.delta, changed.interval, changed.verdict) == (None, None, Verdict.TOO_FEW)


def test_equal_quarters_have_not_changed() -> None:
    assert compare_moods(of([0.2] * 6), of([0.2] * 6)).verdict is Verdict.NO_CLEAR_CHANGE


def test_an_interval_that_touches_zero_is_no_clear_change() -> None:
    noisy = [-1, -0.5, 0, 0.5, 1]
    shifted = [value + 0.001 for value in noisy[:-1]] + [1]
    assert compare_moods(of(noisy), of(shifted)).verdict is Verdict.NO_CLEAR_CHANGE
