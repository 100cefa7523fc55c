"""Which words rose against the last period."""

from hypothesis import given
from hypothesis import strategies as st

from domain.rising_words import MAX_RISING, MIN_NOTES, RisingWord, find_rising_words

TEXTS = st.lists(
    st.lists(st.sampled_from("invoice invoices VAT vat late the 2026 2nd é app".split()))
    .map(" ".join)
    .filter(str.strip),
    max_size=30,
)

QUIET = ["the phone rang"] * 30


def test_a_word_that_was_rare_and_is_frequent_rose() -> None:
    now = ["Login fails", "login broken", "logins fail again"] * 4 + QUIET
    assert find_rising_words(now, [*QUIET, "login slow"] + QUIET)[0] == RisingWord("login", 12, 1)


def test_a_word_as_frequent_as_before_did_not_rise() -> None:
    assert find_rising_words(["login fails"] * 9 + QUIET, ["login fails"] * 9 + QUIET) == ()


def test_a_word_twice_as_frequent_in_twice_the_notes_did_not_rise() -> None:
    before = ["login fails"] * 5 + QUIET
    assert find_rising_words(before * 2, before) == ()


def test_two_notes_are_chance_whatever_there_was_before() -> None:
    assert find_rising_words(["login fails"] * 2, ["the phone rang"] * 1_000) == ()
    assert find_rising_words(["login fails"] * 3, ["the phone rang"] * 1_000) != ()


def test_without_a_last_period_nothing_rose() -> None:
    assert find_rising_words(["login fails"] * 50, []) == ()
    assert find_rising_words([], ["login fails"] * 50) == ()


def test_a_note_counts_once_for_a_word_and_is_shown_as_most_wrote_it() -> None:
    now = ["VAT VAT VAT vat"] * 9 + ["vat"] * 3 + QUIET
    assert find_rising_words(now, QUIET * 2) == (RisingWord("vat", 12, 0),)
    assert find_rising_words([*["VAT"] * 9, "vat"] + QUIET, QUIET)[0].word == "VAT"


def test_stop_words_and_numbers_are_left_out() -> None:
    assert find_rising_words(["they were 2026 404 2nd"] * 30, QUIET) == ()


@given(TEXTS, TEXTS, st.randoms())
def test_the_order_of_notes_makes_no_difference(
    now: list[str],
    before: list[str],
    random: "st.random.Random",  # type: ignore[name-defined]
) -> None:
    found = find_rising_words(now, before)
    mixed = now[:]
    random.shuffle(mixed)
    assert find_rising_words(mixed, before[::-1]) == found
    assert len(found) <= MAX_RISING
    assert all(word.n >= MIN_NOTES and word.n > 0 for word in found)
    assert all(word.n * len(before) > word.previous_n * len(now) for word in found)
