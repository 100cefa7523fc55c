"""Tests of theme corrections: they hold for all later notes."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clustering import cluster
from domain.notes import Note
from domain.similarity import content_words
from domain.theme_corrections import (
    CorrectedCluster,
    NoteGroups,
    ThemeCorrection,
    ThemeCorrectionKind,
    correct_clusters,
)
from domain.themes import ThemeStatus, rank_themes, rank_themes_over_periods, visible_themes
from tests.bot.factories import WHEN, note

WORDS = st.frozensets(
    st.sampled_from(["invite", "email", "spam", "login", "slow", "refund", "box", "late"]),
    min_size=1,
    max_size=4,
)


TEXTS = st.lists(WORDS, min_size=1, max_size=16)


MERGED, SPLIT = ThemeCorrectionKind.MERGED, ThemeCorrectionKind.SPLIT


RENAMED, MUTED = ThemeCorrectionKind.RENAMED, ThemeCorrectionKind.MUTED


SPAM = ["invite email lands in spam", "the invite email is in spam", "invite email went to spam"]


LOGIN = ["login is slow on the phone", "slow login on my phone"]


def correction(
    number: int, kind: ThemeCorrectionKind, *sides: Sequence[int], name: str = ""
) -> ThemeCorrection:
    """The correction of that number; later ones have higher numbers."""
    notes: NoteGroups = tuple(tuple(side) for side in sides)
    return ThemeCorrection(number, kind, notes, "U1", WHEN, name or None)


def corrected(
    texts: Sequence[frozenset[str]], corrections: Sequence[ThemeCorrection]
) -> list[CorrectedCluster]:
    """The groups of notes 0, 1, 2 … that hold these words."""
    words = dict(enumerate(texts))
    groups: dict[int, list[int]] = {}
    for number, label in enumerate(cluster(texts)):
        groups.setdefault(label, []).append(number)
    return correct_clusters(list(groups.values()), corrections, words)


def together(found: Sequence[CorrectedCluster]) -> set[tuple[int, ...]]:
    """Which notes are together."""
    return {one.notes for one in found}


def theme_of(found: Sequence[CorrectedCluster], number: int) -> CorrectedCluster:
    """The one a note is in."""
    return next(one for one in found if number in one.notes)


def notes_with(texts: Sequence[str]) -> list[Note]:
    """Pain points with the ids 1, 2, 3 …"""
    return [note(number, text) for number, text in enumerate(texts, start=1)]


@given(texts=TEXTS)
def test_without_corrections_the_groups_are_as_they_were(texts: list[frozenset[str]]) -> None:
    found = corrected(texts, [])
    labels = cluster(texts)
    assert together(found) == {
        tuple(n for n, own in enumerate(labels) if own == label) for label in labels
    }


@st.composite
def merges(draw: st.DrawFn) -> tuple[list[frozenset[str]], ThemeCorrection]:
    """Texts, and two of their themes that are merged."""
    texts = draw(TEXTS)
    found = corrected(texts, [])
    one, other = draw(st.sampled_from(found)), draw(st.sampled_from(found))
    return texts, correction(1, MERGED, one.notes, other.notes)


@st.composite
def splits(draw: st.DrawFn) -> tuple[list[frozenset[str]], ThemeCorrection]:
    """Texts, and notes that are split off a theme of them."""
    texts = draw(TEXTS)
    notes = draw(st.sampled_from(corrected(texts, []))).notes
    off = draw(st.sets(st.sampled_from(notes), min_size=1))
    return texts, correction(1, SPLIT, sorted(off), [n for n in notes if n not in off])


@given(made=merges(), more=TEXTS)
def test_what_was_merged_stays_together_with_later_notes(
    made: tuple[list[frozenset[str]], ThemeCorrection], more: list[frozenset[str]]
) -> None:
    texts, merge = made
    notes = {note_id for side in merge.note_groups for note_id in side}
    found = corrected([*texts, *more], [merge])
    assert notes <= set(theme_of(found, min(notes)).notes)


@given(made=splits(), more=TEXTS)
def test_what_was_split_stays_apart_with_later_notes(
    made: tuple[list[frozenset[str]], ThemeCorrection], more: list[frozenset[str]]
) -> None:
    texts, split = made
    off, rest = (set(side) for side in split.note_groups)
    theirs = set(theme_of(corrected([*texts, *more], [split]), min(off)).notes)
    assert off <= theirs
    assert not rest & theirs


@given(made=st.one_of(merges(), splits()), more=TEXTS, seed=st.randoms(use_true_random=False))
def test_the_order_of_notes_does_not_matter(
    made: tuple[list[frozenset[str]], ThemeCorrection], more: list[frozenset[str]], seed: object
) -> None:
    texts, one = made
    notes = [
        note(number, " ".join(sorted(words)), occurred=WHEN)
        for number, words in enumerate([*texts, *more])
    ]
    mute = correction(2, MUTED, one.note_groups[0])
    shuffled = sorted(notes, key=lambda _: seed.random())  # type: ignore[attr-defined]
    assert rank_themes(notes, [one, mute]) == rank_themes(shuffled, [one, mute])


@given(made=st.one_of(merges(), splits()), more=TEXTS)
def test_every_note_is_in_one_theme(
    made: tuple[list[frozenset[str]], ThemeCorrection], more: list[frozenset[str]]
) -> None:
    texts, one = made
    every = [*texts, *more]
    found = corrected(every, [one, correction(2, MERGED, [0], [len(every) - 1])])
    assert sorted(n for theme in found for n in theme.notes) == list(range(len(every)))


IDS = st.sets(st.integers(0, 20), max_size=6)


ANY = st.lists(
    st.tuples(st.sampled_from(list(ThemeCorrectionKind)), IDS, IDS), min_size=1, max_size=6
)


@given(texts=TEXTS, corrections=ANY)
def test_after_any_corrections_every_note_is_in_one_theme_and_the_last_holds(
    texts: list[frozenset[str]], corrections: list[tuple[ThemeCorrectionKind, set[int], set[int]]]
) -> None:
    made = [
        correction(number, kind, sorted(one), sorted(other - one))
        for number, (kind, one, other) in enumerate(corrections)
    ]
    found = corrected(texts, made)
    assert sorted(n for theme in found for n in theme.notes) == list(range(len(texts)))
    one, other = ({n for n in side if n < len(texts)} for side in made[-1].note_groups)
    if made[-1].kind is MERGED and one | other:
        assert one | other <= set(theme_of(found, min(one | other)).notes)
    if made[-1].kind is SPLIT and one:
        theirs = set(theme_of(found, min(one)).notes)
        assert one <= theirs
        assert not other & theirs


@given(texts=TEXTS, numbers=st.permutations(range(16)), sizes=st.tuples(*[st.integers(1, 4)] * 4))
def test_corrections_of_other_notes_leave_it_as_it_was(
    texts: list[frozenset[str]], numbers: list[int], sizes: tuple[int, ...]
) -> None:
    sides, at = [], 0
    for size in sizes:
        sides.append([n for n in numbers[at : at + size] if n < len(texts)])
        at += size
    split, merge = correction(1, SPLIT, *sides[:2]), correction(2, MERGED, *sides[2:])
    for corrections in ([split, merge], [replace(merge, id=1), replace(split, id=2)]):
        found = corrected(texts, corrections)
        one, other, merged = sides[0], sides[1], [*sides[2], *sides[3]]
        if one:
            theirs = set(theme_of(found, one[0]).notes)
            assert set(one) <= theirs
            assert theirs.isdisjoint(other)
        if merged:
            assert set(merged) <= set(theme_of(found, merged[0]).notes)


@given(texts=TEXTS, more=TEXTS, data=st.data())
def test_a_name_and_a_mute_stay_with_later_notes(
    texts: list[frozenset[str]], more: list[frozenset[str]], data: st.DataObject
) -> None:
    notes = data.draw(st.sampled_from(corrected(texts, []))).notes
    corrections = [correction(1, RENAMED, notes, name="N"), correction(2, MUTED, notes)]
    found = corrected([*texts, *more], corrections)
    (theme,) = [one for one in found if one.names]
    assert (theme.names, theme.mutes) == ((corrections[0],), (corrections[1],))
    most = max(len(set(notes) & set(one.notes)) for one in found)
    assert len(set(notes) & set(theme.notes)) == most


@given(made=splits(), more=TEXTS)
def test_the_latest_wins(
    made: tuple[list[frozenset[str]], ThemeCorrection], more: list[frozenset[str]]
) -> None:
    texts, split = made
    notes = {note_id for side in split.note_groups for note_id in side}
    merge = replace(split, id=2, kind=MERGED)
    found = corrected([*texts, *more], [split, merge])
    assert notes <= set(theme_of(found, min(notes)).notes)
    again = corrected([*texts, *more], [split, merge, replace(split, id=3)])
    theirs = set(theme_of(again, min(split.note_groups[0])).notes)
    assert not theirs & set(split.note_groups[1])


def test_one_of_two_merges_leaves_the_other_as_it_was() -> None:
    texts = [
        content_words(text) for text in ("tea cold", "box dented", "fax dead", "sun hot", "owl")
    ]
    corrections = [correction(1, MERGED, [0], [1]), correction(2, MERGED, [2], [3])]
    assert together(corrected(texts, corrections)) == {(0, 1), (2, 3), (4,)}
    # A third that touches both takes all that has to be together along.
    assert together(corrected(texts, [*corrections, correction(3, MERGED, [1], [2])])) == {
        (0, 1, 2, 3),
        (4,),
    }


def test_a_merge_does_not_undo_a_split_it_is_not_about() -> None:
    notes = notes_with([*SPAM, "the fax is dead"])
    split = correction(1, SPLIT, [1], [2, 3])
    merge = correction(2, MERGED, [4], [2, 3])
    found = {theme.note_ids for theme in rank_themes(notes, [split, merge])}
    assert found == {(1,), (2, 3, 4)}


def test_a_note_that_comes_after_a_split_goes_where_its_words_are() -> None:
    texts = [
        "invite email lands in spam at gmail",
        "invite email lands in spam at gmail again",
        "invite email lands in spam for outlook",
        "invite email lands in spam for outlook today",
    ]
    (theme,) = rank_themes(notes_with(texts))
    assert theme.n == 4
    split = correction(1, SPLIT, [3, 4], [1, 2])
    more = [*texts, "our invite email lands in spam: outlook", "gmail: invite email lands in spam"]
    found = {theme.note_ids for theme in rank_themes(notes_with(more), [split])}
    assert found == {(1, 2, 6), (3, 4, 5)}


def test_a_note_that_comes_after_a_merge_goes_with_the_theme_it_would_have_joined() -> None:
    merge = correction(1, MERGED, [1, 2, 3], [4, 5])
    notes = notes_with([*SPAM, *LOGIN, "login on the phone: so slow", "email with invite is spam"])
    assert [theme.note_ids for theme in rank_themes(notes, [merge])] == [(1, 2, 3, 4, 5, 6, 7)]


def test_a_named_theme_bears_its_name_and_keeps_its_words_as_a_quote() -> None:
    named = correction(9, RENAMED, [1, 2, 3], name="Invites are taken for spam")
    (theme,) = rank_themes(notes_with(SPAM), [named])
    assert (theme.title, theme.rename_ids) == ("Invites are taken for spam", (9,))
    assert theme.quote is not None
    assert theme.quote.text in SPAM


def test_of_two_names_the_later_is_borne() -> None:
    names = [correction(n, RENAMED, [1, 2, 3], name=name) for n, name in ((1, "A"), (2, "B"))]
    (theme,) = rank_themes(notes_with(SPAM), names)
    assert (theme.title, theme.rename_ids) == ("B", (1, 2))


def test_what_is_split_off_leaves_the_name_and_the_mute_behind() -> None:
    corrections = [
        correction(1, RENAMED, [1, 2, 3], name="Spam"),
        correction(2, MUTED, [1, 2, 3]),
        correction(3, SPLIT, [2, 3], [1]),
    ]
    found = {
        theme.note_ids: (theme.title, theme.is_muted)
        for theme in rank_themes(notes_with(SPAM), corrections)
    }
    assert found[(1,)] == ("Spam", True)
    assert found[2, 3][0] in SPAM
    assert found[2, 3][1] is False


def test_a_muted_theme_is_counted_and_not_shown() -> None:
    muted = correction(7, MUTED, [1, 2, 3])
    found = rank_themes(notes_with([*SPAM, *LOGIN]), [muted])
    assert [(theme.n, theme.mute_ids) for theme in found] == [(3, (7,)), (2, ())]
    assert [theme.n for theme in visible_themes(found)] == [2]


def test_corrections_hold_in_the_next_quarter() -> None:
    corrections = [
        correction(1, MERGED, [1, 2, 3], [4, 5]),
        correction(2, RENAMED, [1, 2, 3, 4, 5], name="Getting in"),
    ]
    later = [note(6, "slow login, on the phone again"), note(7, "the invite email: spam folder")]
    (theme,) = rank_themes_over_periods([notes_with([*SPAM, *LOGIN]), later], corrections)
    assert (theme.title, theme.note_ids, theme.status) == (
        "Getting in",
        (6, 7),
        ThemeStatus.PERSISTING,
    )
    assert theme.all_note_ids == (1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize("kind", list(ThemeCorrectionKind))
def test_a_correction_whose_notes_are_gone_says_nothing(kind: ThemeCorrectionKind) -> None:
    notes = notes_with([*SPAM, *LOGIN])
    gone = correction(1, kind, [77, 78], [79], name="Gone")
    assert rank_themes(notes, [gone]) == rank_themes(notes)
