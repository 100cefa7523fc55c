"""Pains: grouped by their words, ranked by how much they hurt.

See docs/ARCHITECTURE.md, “Figures of a review”.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.notes import NoteKind
from domain.themes import ThemeStatus, rank_themes, rank_themes_over_periods
from tests.bot.factories import WHEN, note


def test_the_score_is_the_sum_of_severities_and_a_missing_one_counts_two() -> None:
    (pain,) = rank_themes([note(1, severity=4), note(2, severity=None), note(3, severity=1)])
    assert (pain.score, pain.n, pain.note_ids) == (7, 3, (1, 2, 3))


def test_capitals_and_punctuation_make_no_other_pain() -> None:
    ways = ["Invite e-mail is late!", "invite E-Mail  is late", "INVITE: e-mail is late…"]
    assert [pain.n for pain in rank_themes(note(n, text) for n, text in enumerate(ways))] == [3]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the invite is late", "the invoice is late"),
        ("price up 10%", "price up 20%"),
        ("😡", "🐌"),
        ("कि", "की"),
    ],
)
def test_other_words_are_another_pain(one: str, other: str) -> None:
    assert len(rank_themes([note(1, one), note(2, other)])) == 2


def test_what_is_said_late_in_a_text_counts() -> None:
    beginning = "customers tell us in every single call that what bothers them is "
    one = beginning + "the price per seat, the hidden extra fees and the yearly increase"
    other = beginning + "waiting for parcels, dented boxes and drivers who never ring the bell"
    assert len(beginning) > 60
    assert len(rank_themes([note(1, one), note(2, other)])) == 2


def test_the_same_words_in_another_stage_are_the_same_pain() -> None:
    notes = [note(1, stage="onboarding"), note(2, stage="retention"), note(3, stage="retention")]
    (pain,) = rank_themes([*notes, note(4, stage=None)])
    assert (pain.stage, pain.stages) == ("retention", ("onboarding", "retention", None))


def test_touchpoints_and_opportunities_are_no_pains() -> None:
    assert (
        rank_themes([note(1, kind=NoteKind.TOUCHPOINT), note(2, kind=NoteKind.OPPORTUNITY)]) == ()
    )


def test_the_worst_pain_comes_first() -> None:
    pains = rank_themes(
        [note(1, "mild", severity=1), note(2, "grave", severity=4), note(3, "so so", severity=2)]
    )
    assert [pain.title for pain in pains] == ["grave", "so so", "mild"]


def test_of_equal_scores_the_one_said_more_often_comes_first() -> None:
    pains = rank_themes([note(1, "once", severity=4), note(2, "twice"), note(3, "twice")])
    assert [pain.title for pain in pains] == ["twice", "once"]


def test_of_equal_pains_the_older_comes_first() -> None:
    pains = rank_themes([note(2, "newer"), note(1, "older")])
    assert [pain.title for pain in pains] == ["older", "newer"]


def test_the_title_is_the_words_of_the_oldest_note() -> None:
    later = note(1, "IT BROKE!!!", occurred=WHEN)
    earlier = note(2, "It broke.", occurred=WHEN - timedelta(days=3))
    (pain,) = rank_themes([later, earlier])
    assert (pain.title, pain.note_ids) == ("It broke.", (2, 1))


def test_a_pain_names_each_of_its_teams_once() -> None:
    (pain,) = rank_themes([note(1, team="support"), note(2, team="sales"), note(3, team="support")])
    assert pain.teams == ("sales", "support")


def test_no_notes_are_no_pains() -> None:
    assert rank_themes([]) == ()


SPAM = "the invite email lands in spam"


@pytest.mark.parametrize(
    ("before", "status", "quarters"),
    [
        (["", "", ""], ThemeStatus.NEW, 1),
        (["", "", SPAM], ThemeStatus.PERSISTING, 2),
        ([SPAM, SPAM, SPAM], ThemeStatus.PERSISTING, 4),
        ([SPAM, "", SPAM], ThemeStatus.PERSISTING, 2),
        ([SPAM, SPAM, ""], ThemeStatus.RETURNED, 1),
        ([SPAM, "", ""], ThemeStatus.RETURNED, 1),
    ],
)
def test_how_a_pain_stands_against_the_quarters_before(
    before: list[str], status: ThemeStatus, quarters: int
) -> None:
    past = [[note(number, text)] if text else [] for number, text in enumerate(before)]
    (pain,) = rank_themes_over_periods(
        [*past, [note(9, "Our invite e-mail landed in spam, the email again")]]
    )
    assert (pain.status, pain.periods, pain.note_ids) == (status, quarters, (9,))


def test_what_was_noted_last_quarter_and_is_not_any_more_is_told_at_the_end() -> None:
    past = [
        note(1, SPAM, severity=1),
        note(2, "hold music", severity=4),
        note(3, "old", severity=1),
    ]
    pains = rank_themes_over_periods([[note(4, "long ago")], past, [note(5, "old")]])
    assert [(p.title, p.status.value, p.n, p.score) for p in pains] == [
        ("old", "persisting", 1, 2),
        ("hold music", "resolved", 0, 0),
        (SPAM, "resolved", 0, 0),
    ]


def test_no_quarter_has_no_pains() -> None:
    assert rank_themes_over_periods([]) == ()
    assert rank_themes_over_periods([[], []]) == ()


def test_supporters_are_counted_and_weigh_nothing() -> None:
    seen = [replace(note(1, SPAM), supporters=3), replace(note(2, SPAM), supporters=1)]
    (pain,) = rank_themes(seen)
    assert (pain.supporters, pain.score) == (4, 4)


def test_the_title_is_the_note_that_says_best_what_all_say() -> None:
    texts = [
        "refund missing, they say",
        "her refund is missing since six weeks",
        "refund still missing after six weeks",
    ]
    (pain,) = rank_themes(note(number, text) for number, text in enumerate(texts))
    assert pain.title == texts[1]
