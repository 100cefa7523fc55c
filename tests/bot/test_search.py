"""Looking for words in notes: the same answers on both databases."""

import pytest

from domain.errors import BadInputError
from domain.notes import NoteKind
from storage.session import Database
from tests.bot.env import Env, make_env
from tests.bot.note_steps import found, listed

pytestmark = pytest.mark.each_database

TEXTS = (
    "The Checkout page hangs; customers can't pay",
    "checkout: a wonderful, quick one and/or no-one noticed",
    "See https://shop.example.com/basket?id=7 or mail ann@example.org",
    "Die Straße ist falsch, Größe auch, CAFÉ ebenso",
    "un cafe\u0301 très long, l’été à Orléans",
    "日本語のテスト、遅い",
    "결제가 느려요",
    "हिन्दी में धीमा",
    "דף התשלום איטי",
    "Ёлка и чай",
    "🙂 the invite_link of v2.10 cost 3,50 € -5% ☕️",
    "NOT near OR and a* \"quoted\" (x) ^y title:z {w} 'tick' \\ %_",
)


@pytest.fixture(scope="module")
def searched(shared_storage: Database) -> Env:
    """Notes in many languages; another workspace has the same."""
    env = make_env(shared_storage)
    for text in TEXTS:
        env.capture(text, is_message=True)
        env.capture(f"{text} of others", is_message=True, workspace=env.other)
    return env


def numbers(env: Env, words: str) -> set[int]:
    """Which of TEXTS are found."""
    return {TEXTS.index(text) for text in found(env, words)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("checkout", {0, 1}),
        ("CHECKOUT", {0, 1}),
        ("hangs page", {0}),
        ("page wonderful", set()),
        # The last word may be begun only, the others not.
        ("check", {0, 1}),
        ("page cust", {0}),
        ("cust page", set()),
        ("heckout", set()),
        # What joins words in a text parts them too.
        ("or", {1, 2, 4, 11}),
        ("example", {2}),
        ("example.com", {2}),
        ("org", {2}),
        ("basket", {2}),
        ("ann@example.org", {2}),
        ("https://shop.example.com/basket?id=7", {2}),
        ("link", {10}),
        ("invite_link", {10}),
        ("2.10", set()),
        ("10", {10}),
        ("v2", {10}),
        ("3,50", {10}),
        ("5%", {10}),
        ("can't", {0}),
        ("no-one", {1}),
        # Accents do not count, in either way of writing them.
        ("café", {3, 4}),
        ("cafe", {3, 4}),
        ("CAFE\u0301", {3, 4}),
        ("tres", {4}),
        ("ete", {4}),
        ("Orle\u0301ans", {4}),
        ("große", {3}),
        ("grosse", set()),
        ("größe", {3}),
        ("grosze", set()),
        ("STRAßE", {3}),
        ("straße", {3}),
        # Without spaces between words, what stands between marks is one.
        ("日本", {5}),
        ("日本語のテスト", {5}),
        ("遅い", {5}),
        ("テスト", set()),
        ("결제가", {6}),
        ("결제", {6}),
        ("느려요 결제", {6}),
        ("हिन्दी", {7}),
        ("धीमा हिन्दी", {7}),
        ("איטי", {8}),
        ("ЁЛКА", {9}),
        ("чай", {9}),
        # No emoji is a word.
        ("🙂", set()),
        ("☕️", set()),
        ("🙂 invite", {10}),
        ("1️⃣ 2️⃣", set()),
    ],
)
def test_words_are_found(searched: Env, words: str, expected: set[int]) -> None:
    assert numbers(searched, words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('"quoted"', {11}),
        ('"checkout page"', {0}),
        ('"page checkout"', {0}),
        ("checkout*", {0, 1}),
        ("*", set()),
        ("hangs OR wonderful", set()),
        ("hangs AND page", set()),
        ("NOT hangs", set()),
        ("NEAR(hangs page)", set()),
        ("near", {11}),
        ("-hangs", {0}),
        ("hangs -page", {0}),
        ("text : hangs", set()),
        ("title:z", {11}),
        ("^hangs", {0}),
        ("(hangs", {0}),
        ("{hangs}", {0}),
        ("hangs & !page", {0}),
        ("hangs | wonderful", set()),
        ("hangs <-> wonderful", set()),
        ("hangs <2> page", set()),
        ("'hangs'", {0}),
        ("hangs:*", {0}),
        ("hangs\\", {0}),
        ("%", set()),
        ("_", set()),
        ("''", set()),
        ('"', set()),
        ("; DROP TABLE notes; --", set()),
        ("\x00", set()),
        ("han\x00gs", set()),
    ],
)
def test_nothing_typed_is_read_as_a_query_language(
    searched: Env, words: str, expected: set[int]
) -> None:
    assert numbers(searched, words) == expected


def test_an_empty_search_lists_all(searched: Env) -> None:
    for words in ("", "  \n"):
        assert listed(searched, words, search=True).total == len(TEXTS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", ["hangs " * 1_000, "x" * 40_000, "é" * 3_000, "'" * 5_000, '"a' * 2_000, "\ud800 a"]
)
def test_very_long_and_odd_searches_are_answered(searched: Env, words: str) -> None:
    expected = {0} if words.startswith("hangs") else set()
    assert {0} & numbers(searched, words) == expected


def test_of_a_thousand_words_the_first_twenty_count(env: Env) -> None:
    line = " ".join(f"w{number:03}" for number in range(20))
    env.capture(line)
    others = " ".join(f"x{number}" for number in range(980))
    assert found(env, f"{line} {others}") == {line}
    assert found(env, f"absent {line}") == set()


def test_a_word_of_three_thousand_letters_hurts_no_note(env: Env) -> None:
    text = f"{'z' * 3_000} and the rest"
    env.capture(text)
    assert found(env, "rest") == {text}


def test_notes_of_another_workspace_are_never_found(searched: Env) -> None:
    assert found(searched, "others") == set()
    searched.capture("of others in our own")
    assert found(searched, "others") == {"of others in our own"}
    assert listed(searched, "others", search=True).total == 1


def test_filters_narrow_a_search_and_only_what_is_no_filter_is_looked_for(env: Env) -> None:
    env.capture("onboarding: the invite is terrible", kind=NoteKind.PAIN_POINT)
    env.capture("loyalty: the invite is wonderful via:email", kind=NoteKind.OPPORTUNITY)
    env.capture("invite and onboarding on:2026-05-02", author="U2", kind=NoteKind.TOUCHPOINT)
    every = {row["text"]: row["text"].split()[-1] for row in env.rows()}
    for words, expected in (
        ("invite", {"terrible", "wonderful", "onboarding"}),
        ("invite onboarding", {"terrible"}),
        ("invite onboardings", set()),
        ("invite onb", {"onboarding"}),
        ("invite pains", {"terrible"}),
        ("invite negative", {"terrible"}),
        ("invite mine", {"terrible", "wonderful"}),
        ("invite via:mail", {"wonderful"}),
        ("invite 2026-Q2", {"onboarding"}),
        ("unsorted invite", {"onboarding"}),
        ("via:mail", {"wonderful"}),
        ("invite opportunity terrible", set()),
    ):
        assert {every[text] for text in found(env, words)} == expected, words


@pytest.mark.parametrize("word", ["3faqs", "2026-Q9", "1q", "9999-q1", "http://x", "note:7"])
def test_a_word_that_is_nearly_a_filter_is_a_word(env: Env, word: str) -> None:
    env.capture(f"about {word} here", is_message=True)
    assert found(env, word) == {f"about {word} here"}
    with pytest.raises(BadInputError):
        listed(env, word)
