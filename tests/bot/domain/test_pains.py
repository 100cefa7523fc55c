"""Pains: grouped by their words, ranked by how much they hurt (DESIGN.md §3)."""

from datetime import timedelta

import pytest

from bot.domain.notes import NoteKind
from bot.domain.pains import rank
from tests.bot.made import WHEN, note


def test_the_score_is_the_sum_of_severities_and_a_missing_one_counts_two() -> None:
    (pain,) = rank([note(1, severity=4), note(2, severity=None), note(3, severity=1)])
    assert (pain.score, pain.n, pain.note_ids) == (7, 3, (1, 2, 3))


def test_capitals_and_punctuation_make_no_other_pain() -> None:
    ways = ["Invite e-mail is late!", "invite E-Mail  is late", "INVITE: e-mail is late…"]
    assert [pain.n for pain in rank(note(n, text) for n, text in enumerate(ways))] == [3]


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
    assert len(rank([note(1, one), note(2, other)])) == 2


def test_pains_that_differ_only_far_into_the_text_stay_apart() -> None:
    beginning = "customers tell us in every single call that what bothers them most is "
    assert len(beginning) > 60
    assert len(rank([note(1, beginning + "the price"), note(2, beginning + "the wait")])) == 2


def test_the_same_words_in_another_stage_are_another_pain() -> None:
    pains = rank([note(1, stage="onboarding"), note(2, stage="retention"), note(3, stage=None)])
    assert {pain.stage for pain in pains} == {"onboarding", "retention", None}


def test_touchpoints_and_opportunities_are_no_pains() -> None:
    assert rank([note(1, kind=NoteKind.TOUCHPOINT), note(2, kind=NoteKind.OPPORTUNITY)]) == ()


def test_the_worst_pain_comes_first() -> None:
    pains = rank(
        [note(1, "mild", severity=1), note(2, "grave", severity=4), note(3, "so so", severity=2)]
    )
    assert [pain.title for pain in pains] == ["grave", "so so", "mild"]


def test_of_equal_scores_the_one_said_more_often_comes_first() -> None:
    pains = rank([note(1, "once", severity=4), note(2, "twice"), note(3, "twice")])
    assert [pain.title for pain in pains] == ["twice", "once"]


def test_of_equal_pains_the_older_comes_first() -> None:
    pains = rank([note(2, "newer"), note(1, "older")])
    assert [pain.title for pain in pains] == ["older", "newer"]


def test_the_title_is_the_words_of_the_oldest_note() -> None:
    later = note(1, "IT BROKE!!!", occurred=WHEN)
    earlier = note(2, "It broke.", occurred=WHEN - timedelta(days=3))
    (pain,) = rank([later, earlier])
    assert (pain.title, pain.note_ids) == ("It broke.", (2, 1))


def test_a_pain_names_each_of_its_teams_once() -> None:
    (pain,) = rank([note(1, team="support"), note(2, team="sales"), note(3, team="support")])
    assert pain.teams == ("sales", "support")


def test_no_notes_are_no_pains() -> None:
    assert rank([]) == ()
