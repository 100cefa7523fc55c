"""What texts speak of, and how alike they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.similarity import content_words, dice_similarity, word_weights

TEXTS = st.text(max_size=60)


WORDS = st.frozensets(st.sampled_from("abcdefgh"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("invoice", "Invoices, INVOICED; invoicing!"),
        ("party", "parties"),
        ("the page hangs", "pages were hanging"),
        ("reply", "replied replies replying"),
        ("late", "lately"),
        ("stop", "stopping stopped stops"),
        ("address", "addresses"),
        ("café", "cafes CAFE\u0301"),
        ("Straße", "STRAßE"),
        ("can't pay", "can’t pay"),
    ],
)
def test_forms_of_a_word_are_the_same_word(one: str, other: str) -> None:
    assert content_words(one) == content_words(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", set()),
        ("🙂 — …", set()),
        ("it is what it was and they can't", set()),
        ("error 500 in v2.10", {"error", "500", "v2", "10"}),
        ("bus gas red thing sing string", {"bus", "gas", "red", "sing", "string"}),
        ("日本語のテスト 遅い", {"日本語のテスト", "遅い"}),
        ("हिन्दी", {"हिन्दी"}),
        ("x y 7", {"7"}),
    ],
)
def test_what_a_text_speaks_of(text: str, words: set[str]) -> None:
    assert content_words(text) == words


def test_likeness_is_the_share_of_words_in_common() -> None:
    assert dice_similarity({"a", "b", "c"}, {"b", "c", "d"}) == pytest.approx(2 / 3)
    assert dice_similarity({"a"}, {"a", "b", "c"}) == pytest.approx(0.5)


def test_a_heavy_word_in_common_counts_for_more() -> None:
    weights = {"page": 0.2}
    assert dice_similarity({"page", "hang"}, {"page", "slow"}, weights) == pytest.approx(0.4 / 2.4)
    assert dice_similarity({"page", "hang"}, {"slow", "hang"}, weights) == pytest.approx(
        2 / 3.2 * 1.0
    )


def test_a_word_weighs_less_the_more_texts_hold_it() -> None:
    weights = word_weights([{"page", "hang"}, {"page", "slow"}, {"page", "slow", "invoic"}])
    assert weights["invoic"] == weights["hang"] == 1
    assert weights["page"] == pytest.approx(0.5)
    assert weights["page"] < weights["slow"] < 1
    assert word_weights([]) == {}


@given(TEXTS)
def test_a_text_is_like_itself_and_like_nothing_without_words(text: str) -> None:
    words = content_words(text)
    assert dice_similarity(words, words) == (1.0 if words else 0.0)
    assert dice_similarity(words, frozenset()) == 0.0
    assert content_words(text.lower()) == content_words(text.lower().replace(" ", "  "))


@given(WORDS, WORDS, st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.01, 1)))
def test_likeness_is_the_same_both_ways_and_from_nothing_to_one(
    one: frozenset[str], other: frozenset[str], weights: dict[str, float]
) -> None:
    alike = dice_similarity(one, other, weights)
    assert alike == dice_similarity(other, one, weights)
    assert 0 <= alike <= 1 + 1e-9
    assert (alike > 0) == bool(one & other)
