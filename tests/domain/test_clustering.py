"""Texts grouped by what they speak of."""

import csv
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.themes import agreement
from domain.clustering import cluster
from domain.similarity import content_words

LABELLED = Path(__file__).parents[1] / "data" / "themes.csv"


WORDS = st.frozensets(
    st.sampled_from(["invite", "email", "spam", "login", "slow", "refund", "box", "late"])
)


TEXTS = st.lists(WORDS.filter(bool), max_size=30)


def partition(texts: list[frozenset[str]]) -> set[frozenset[tuple[str, ...]]]:
    """Which texts are together, in any order."""
    groups: dict[int, set[tuple[str, ...]]] = {}
    for label, words in zip(cluster(texts), texts, strict=True):
        groups.setdefault(label, set()).add(tuple(sorted(words)))
    return {frozenset(texts) for texts in groups.values()}


@given(texts=TEXTS, order=st.randoms(use_true_random=False))
def test_the_order_of_texts_does_not_matter(texts: list[frozenset[str]], order: object) -> None:
    shuffled = sorted(texts, key=lambda _: order.random())  # type: ignore[attr-defined]
    assert partition(texts) == partition(shuffled)


@given(texts=TEXTS)
def test_every_text_has_the_number_of_the_first_of_its_group(texts: list[frozenset[str]]) -> None:
    labels = cluster(texts)
    assert len(labels) == len(texts)
    assert all(labels[label] == label <= number for number, label in enumerate(labels))


@given(texts=TEXTS)
def test_the_same_words_are_together_and_no_common_word_is_apart(
    texts: list[frozenset[str]],
) -> None:
    labels = cluster(texts)
    for one, words in enumerate(texts):
        assert labels[texts.index(words)] == labels[one]
    for label in set(labels):
        members = [texts[number] for number, own in enumerate(labels) if own == label]
        # No text is in a cluster without sharing a word with another text of it.
        for words in members:
            others = [other for other in members if other is not words]
            assert not others or any(words & other for other in others)


def labelled() -> tuple[list[frozenset[str]], list[str]]:
    """The labelled notes: their words and their themes."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [content_words(row["text"]) for row in rows], [row["theme"] for row in rows]


def test_themes_of_the_labelled_notes_are_found() -> None:
    texts, themes = labelled()
    assert len(texts) >= 400
    assert len({theme for theme in themes if not theme.startswith("alone")}) >= 25
    ari, f1, precision, _ = agreement(themes, cluster(texts))
    assert ari > 0.66
    assert f1 > 0.66
    assert precision > 0.8


def test_one_note_less_leaves_nearly_everything_as_it_was() -> None:
    texts, _ = labelled()
    whole = cluster(texts)
    agreements = []
    for gone in range(0, len(texts), 10):
        left = cluster([*texts[:gone], *texts[gone + 1 :]])
        before = [*whole[:gone], *whole[gone + 1 :]]
        agreements.append(agreement(before, left)[0])
    assert sum(agreements) / len(agreements) > 0.97
    assert min(agreements) > 0.85
    assert sum(one > 0.999 for one in agreements) / len(agreements) > 0.5
