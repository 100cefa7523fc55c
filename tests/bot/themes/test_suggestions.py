"""Suggested themes: good enough on labelled notes, the same in any order, never sure too early.

The labelled notes are of two invented journeys in which people rarely repeat each other's words
(`sorted_notes.csv`), and of one in which they do (`themes.csv`).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.theme_suggestions import (
    KNOWN,
    REPEATING_NOTES,
    SORTED_NOTES,
    Row,
    adjusted_rand,
    count_found,
    journeys,
    later_quarters,
    read_rows,
    suggest,
    suggest_all,
)
from bot.themes.grouping import group_unsorted, order_alike
from bot.themes.likeness import SortableNote
from bot.themes.suggestions import Example, Suggestion, ThemeModel
from tests.selection import examples

JOURNEYS = ("payroll", "clinic")


@cache
def rows_of(journey: str) -> list[Row]:
    return journeys(read_rows(SORTED_NOTES))[journey]


@cache
def repeating() -> list[Row]:
    return read_rows(REPEATING_NOTES)


def suggest_by(examples: Sequence[Example], *texts: str) -> list[Suggestion]:
    notes = [SortableNote(1_000 + number, text) for number, text in enumerate(texts)]
    return ThemeModel(examples).suggest(notes)


def example(number: int, text: str, theme: int | None, stage: str | None = None) -> Example:
    return Example(SortableNote(number, text, stage), theme)


@pytest.mark.slow
@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_right_theme_is_among_what_is_suggested(journey: str) -> None:
    result = suggest_all(rows_of(journey))
    assert result.first >= 0.5 * result.asked
    assert result.of_three >= 0.85 * result.asked


@pytest.mark.slow
@pytest.mark.parametrize("known", ["all together", "words and stage (without encoder)"])
@pytest.mark.parametrize("journey", JOURNEYS)
def test_where_nobody_could_be_sure_no_note_joins(journey: str, known: str) -> None:
    assert suggest_all(rows_of(journey), KNOWN[known]).joined == 0


@pytest.mark.slow
@pytest.mark.parametrize("known", ["all together", "words only"])
@pytest.mark.parametrize("seed", range(3))
def test_where_people_repeat_each_other_notes_join_and_rightly(seed: int, known: str) -> None:
    mixed = repeating()[:]
    Random(seed).shuffle(mixed)
    result = suggest(mixed[:200], mixed[200:], KNOWN[known])
    assert result.joined >= 100
    assert result.joined_right >= 0.8 * result.joined


@pytest.mark.slow
@pytest.mark.parametrize("journey", JOURNEYS)
def test_of_a_first_quarter_themes_are_found(journey: str) -> None:
    first = min(row.quarter for row in rows_of(journey))
    part = [row for row in rows_of(journey) if row.quarter == first]
    groups = [group.notes for group in group_unsorted([row.note for row in part])]
    assert count_found(part, groups, strict=False) >= 2


@pytest.mark.slow
def test_groups_of_notes_that_repeat_each_other_are_the_labelled_ones() -> None:
    groups = group_unsorted([row.note for row in repeating()])
    themes = [row.theme for row in repeating()]
    assert adjusted_rand(themes, [group.notes for group in groups]) >= 0.75


@pytest.mark.slow
@settings(max_examples=examples(15))
@given(st.randoms(use_true_random=False))
def test_order_makes_no_difference(random: Random) -> None:
    taught, new = next(later_quarters(rows_of("clinic")))
    examples = [Example(row.note, row.theme) for row in taught]
    notes = [row.note for row in new]
    expected = {found.note: found for found in ThemeModel(examples).suggest(notes)}
    groups, order = group_unsorted(notes), order_alike(notes)
    random.shuffle(examples)
    random.shuffle(notes)
    found = ThemeModel(examples).suggest(notes)
    assert [one.note for one in found] == [note.id for note in notes]
    assert {one.note: one for one in found} == expected
    assert group_unsorted(notes) == groups
    assert order_alike(notes) == order


@given(st.lists(st.text(max_size=20), max_size=8), st.lists(st.text(max_size=20), max_size=8))
def test_any_text_gets_at_most_three_themes_with_scores_that_fall(
    taught: list[str], new: list[str]
) -> None:
    examples = [example(k, text, k % 5 or None, "ab"[k % 2]) for k, text in enumerate(taught)]
    for found in suggest_by(examples, *new):
        scores = [score.score for score in found.themes]
        assert len(scores) <= 3
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert found.joined is None


def test_without_examples_or_themes_nothing_is_suggested() -> None:
    assert suggest_by([], "invoice wrong") == [Suggestion(1_000, (), None)]
    assert suggest_by([example(1, "invoice wrong", None)], "invoice wrong")[0].themes == ()


def test_a_note_of_which_nothing_is_known_gets_no_theme() -> None:
    [found] = suggest_by([example(1, "invoice wrong", 7)], "zebra")
    assert found.themes == ()


def test_said_once_speaks_against_a_theme() -> None:
    sorted_once = [example(1, "invoice wrong twice", 7), example(2, "parcel dented", 8)]
    said_once = example(3, "invoice paper is pink", None)
    text = "invoice is pink"
    [without] = suggest_by(sorted_once, text)
    [beside] = suggest_by([*sorted_once, said_once], text)
    assert without.themes[0].theme == beside.themes[0].theme == 7
    assert beside.themes[0].score < without.themes[0].score


def test_tracked_words_put_their_theme_first_in_any_form() -> None:
    examples = [example(1, "invoice wrong", 7), example(2, "parcel dented", 8)]
    model = ThemeModel(examples, {8: ["price letter", "increases"]})
    texts = ["Price letters, invoice wrong", "an increase of the invoice", "letter price invoice"]
    found = model.suggest([SortableNote(10 + k, text) for k, text in enumerate(texts)])
    assert [one.themes[0].theme for one in found] == [8, 8, 7]
    assert found[0].themes[0].score == 1
    assert [one.joined for one in found] == [None, None, None]


def test_tracked_words_join_where_sorted_notes_bear_them_out() -> None:
    right = [example(k, f"increase number {k}", 7) for k in range(6)]
    wrong = [example(10 + k, f"increase again {k}", 8) for k in range(3)]
    note = SortableNote(50, "another increase")
    assert ThemeModel(right, {7: ["increase"]}).suggest([note])[0].joined == 7
    assert ThemeModel([*right, *wrong], {7: ["increase"]}).suggest([note])[0].joined is None
    both = {7: ["increase"], 9: ["sudden"]}
    assert ThemeModel(right, both).suggest([SortableNote(51, "sudden increase")])[0].joined is None


def test_a_theme_of_tracked_words_needs_no_examples() -> None:
    [found] = ThemeModel([], {9: ["increase"]}).suggest([SortableNote(1, "an increase")])
    assert [score.theme for score in found.themes] == [9]


def test_a_group_is_named_by_the_words_its_notes_share_as_written() -> None:
    texts = ["VAT number missing on invoice", "the invoice lacks its VAT number"]
    texts += ["VAT number wrong, invoice sent back", "parcel dented", "nobody on the phone"]
    [group] = group_unsorted([SortableNote(k, text) for k, text in enumerate(texts)])
    assert group.notes == (0, 1, 2)
    assert group.name in {"VAT number, invoice", "Invoice, VAT number"}
    assert group.weight == 6


def test_the_heaviest_group_comes_first() -> None:
    notes = [SortableNote(k, "invoice VAT wrong") for k in range(3)]
    notes += [SortableNote(10 + k, "parcel box dented", weight=4) for k in range(2)]
    assert [group.notes for group in group_unsorted(notes)] == [(10, 11), (0, 1, 2)]
    assert group_unsorted([]) == []
    assert group_unsorted(notes[:1]) == []


@pytest.mark.slow
def test_alike_notes_are_beside_each_other() -> None:
    themes = {row.note.id: row.theme for row in repeating()}
    order = order_alike([row.note for row in repeating()])
    assert sorted(order) == sorted(themes)
    beside = sum(themes[one] == themes[next_one] is not None for one, next_one in pairwise(order))
    assert beside >= 0.55 * len(order)
    assert order_alike([]) == []


@pytest.mark.slow
def test_more_notes_than_are_compared_each_with_each_find_their_places() -> None:
    notes = [
        replace(row.note, id=1_000 * copy + row.note.id) for copy in range(3) for row in repeating()
    ]
    groups = group_unsorted(notes)
    group_of = {note: number for number, group in enumerate(groups) for note in group.notes}
    inside = [note for note in group_of if note < 1_000]
    together = [note for note in inside if group_of.get(2_000 + note) == group_of[note]]
    assert len(together) >= 0.9 * len(inside) > 0
    order = order_alike(notes)
    assert sorted(order) == sorted(note.id for note in notes)
