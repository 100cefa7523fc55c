"""Themes of a period, ranked from what the database counts."""

from collections.abc import Sequence

import pytest

from domain.errors import BadFieldError
from domain.themes import (
    PainCount,
    PainCounts,
    RankedPains,
    SortedAs,
    Theme,
    ThemeStatus,
    parse_tracked_words,
    rank_pains,
    theme_key,
    validate_theme_name,
    visible_themes,
)

STAGES: dict[int | None, str] = {1: "decision", 2: "onboarding"}

# Quarters from the third of 2026 back: the numbers of their first months.
QUARTERS = (24318, 24315, 24312, 24309)


def pains(theme_id: int | None, n: int, **values: object) -> PainCount:
    """Count pain points of a theme in the onboarding, each of medium severity."""
    ids = ",".join(str(1000 * (theme_id or 0) + number) for number in range(n))
    fields = {"stage_id": 2, "sorted_as": None, "is_current": True, "score": 2 * n, **values}
    return PainCount(theme_id=theme_id, n=n, note_ids=ids, **fields)  # type: ignore[arg-type]


def rank(
    *counts: PainCount,
    months: dict[int, set[int]] | None = None,
    suggested: Sequence[int] = (),
    muted: int = 0,
) -> RankedPains:
    """Rank the themes 1 to 3 by these counts."""
    themes = [Theme(number, f"Theme {number}", muted=number == muted) for number in (1, 2, 3)]
    by_theme = {theme: frozenset(found) for theme, found in (months or {}).items()}
    known = PainCounts(counts, by_theme, frozenset(suggested))
    return rank_pains(themes, known, STAGES, QUARTERS)


def names(ranked: RankedPains) -> list[str]:
    """The names of the ranked themes."""
    return [theme.title for theme in ranked.themes]


def test_no_notes_are_no_pains() -> None:
    ranked = rank()
    assert (ranked.themes, ranked.said_once.n, len(ranked.others)) == ((), 0, 3)


def test_themes_go_by_score_then_number_then_name() -> None:
    ranked = rank(pains(1, 2, score=4), pains(2, 2, score=8), pains(3, 4, score=4))
    assert names(ranked) == ["Theme 2", "Theme 3", "Theme 1"]
    assert names(rank(pains(2, 2), pains(1, 2))) == ["Theme 1", "Theme 2"]


def test_a_theme_is_in_the_stage_most_of_its_notes_are_in() -> None:
    (theme,) = rank(pains(1, 2, stage_id=1), pains(1, 3), pains(1, 1, stage_id=None)).themes
    assert (theme.stage, theme.stages, theme.n) == (
        "onboarding",
        ("onboarding", "decision", None),
        6,
    )


def test_a_single_note_is_no_theme_of_its_period() -> None:
    once = pains(None, 2, sorted_as=SortedAs.ONCE)
    ranked = rank(pains(1, 1), once, pains(None, 3), pains(2, 2))
    assert names(ranked) == ["Theme 2"]
    assert (ranked.said_once.n, ranked.said_once.to_sort) == (6, 3)
    assert [theme.title for theme in ranked.others] == ["Theme 1", "Theme 3"]


@pytest.mark.parametrize(
    ("months", "status", "periods"),
    [
        (set(), ThemeStatus.NEW, 1),
        ({24317}, ThemeStatus.PERSISTING, 2),
        ({24315, 24312}, ThemeStatus.PERSISTING, 3),
        ({24317, 24309}, ThemeStatus.PERSISTING, 2),
        ({24314}, ThemeStatus.RETURNED, 1),
        ({20000}, ThemeStatus.RETURNED, 1),
    ],
)
def test_the_course_of_a_theme(months: set[int], status: ThemeStatus, periods: int) -> None:
    (theme,) = rank(pains(1, 2), months={1: months}).themes
    assert (theme.status, theme.periods) == (status, periods)


def test_gone_quiet_is_what_nothing_stands_against() -> None:
    before = pains(1, 2, is_current=False)
    (quiet,) = rank(before).themes
    assert (quiet.status, quiet.n, quiet.previous_n, quiet.periods, quiet.stage) == (
        ThemeStatus.GONE_QUIET,
        0,
        2,
        0,
        "onboarding",
    )
    assert quiet.note_ids == ()
    assert rank(before, suggested=[1]).themes == ()
    assert rank(before, pains(1, 1)).themes == ()
    assert rank(pains(1, 1, is_current=False)).themes == ()


def test_a_muted_theme_is_ranked_and_not_shown() -> None:
    ranked = rank(pains(1, 2), pains(2, 3), muted=2)
    assert names(ranked) == ["Theme 2", "Theme 1"]
    assert [theme.title for theme in visible_themes(ranked.themes)] == ["Theme 1"]


def test_note_ids_are_in_order() -> None:
    (theme,) = rank(pains(1, 11)).themes
    assert theme.note_ids == tuple(range(1000, 1011))


def test_names_that_differ_in_case_and_spaces_are_the_same() -> None:
    assert theme_key(" Slow   LOGIN ".strip()) == theme_key("slow login")
    assert theme_key("Slow login") != theme_key("Slow logins")


@pytest.mark.parametrize(("typed", "name"), [(" a\nb  c ", "a b c"), ("🔥", "🔥")])
def test_a_name_is_one_line(typed: str, name: str) -> None:
    assert validate_theme_name(typed) == name


@pytest.mark.parametrize("typed", ["", "  \n", "x" * 151])
def test_a_name_that_is_empty_or_too_long_is_refused(typed: str) -> None:
    with pytest.raises(BadFieldError):
        validate_theme_name(typed)


def test_tracked_words_are_separated_by_commas_and_lines() -> None:
    typed = "Price letter,  increase\nprice   letter, "
    assert parse_tracked_words(typed) == ("price letter", "increase")
    assert parse_tracked_words("  ") == ()


@pytest.mark.parametrize("typed", ["a, b", ",".join(f"word {n}" for n in range(21))])
def test_too_many_or_too_short_tracked_words_are_refused(typed: str) -> None:
    with pytest.raises(BadFieldError):
        parse_tracked_words(typed)
