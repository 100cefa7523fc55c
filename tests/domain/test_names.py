"""Keys of names, and the nearest name to what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import find_name, slug

STAGES = {
    "awareness": "Awareness",
    "onboarding": "Onboarding",
    "retention": "Retention",
    "first-use": "First use",
    "renewal": "Renewal",
    "pay": "Checkout & payment",
}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Onboarding", "onboarding"),
        ("First use!", "first-use"),
        ("  R&D / ops_team ", "r-d-ops-team"),
        ("ÜBERGABE", "übergabe"),
        ("Straße", "strasse"),
        ("Ｆｕｌｌ", "full"),
        ("認知", "認知"),
        ("الوعي", "الوعي"),
        ("!!! 😀", ""),
        ("", ""),
    ],
)
def test_a_key_is_the_name_in_lower_case_joined_by_hyphens(name: str, key: str) -> None:
    assert slug(name) == key


@pytest.mark.parametrize(
    "word", ["जागरूकता", "การรับรู้", "விழிப்புணர்வு", "וְעִידָה"], ids=["hi", "th", "ta", "he"]
)
def test_vowel_signs_belong_to_their_letters(word: str) -> None:
    assert "-" not in slug(word)


def test_words_that_differ_in_a_vowel_sign_have_different_keys() -> None:
    assert slug("की") != slug("कि")


def test_an_emoji_has_no_key_whatever_its_variant() -> None:
    assert slug("❤\ufe0f") == ""


@given(st.text())
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert slug(slug(name)) == slug(name)


@given(st.text(max_size=200))
def test_a_key_fits_its_column(name: str) -> None:
    key = slug(name)
    assert len(key) <= 60
    assert key == key.strip("-")


@pytest.mark.parametrize("typed", ["onboarding", "ONBOARDING", " Onboarding ", "onboarding!"])
def test_a_key_is_found_exactly(typed: str) -> None:
    match = find_name(typed, STAGES)
    assert (match.key, match.exact) == ("onboarding", True)


def test_a_name_is_found_exactly() -> None:
    match = find_name("checkout & payment", STAGES)
    assert (match.key, match.exact) == ("pay", True)


@pytest.mark.parametrize(("typed", "key"), [("onb", "onboarding"), ("chec", "pay")])
def test_a_prefix_of_one_key_or_name_means_it(typed: str, key: str) -> None:
    match = find_name(typed, STAGES)
    assert (match.key, match.exact) == (key, False)


def test_a_letter_or_two_are_offered_and_not_taken() -> None:
    match = find_name("on", STAGES)
    assert (match.key, match.candidates) == (None, ("onboarding",))


def test_a_prefix_of_two_means_neither_and_offers_both() -> None:
    match = find_name("re", STAGES)
    assert (match.key, set(match.candidates)) == (None, {"retention", "renewal"})


def test_an_exact_name_wins_over_what_it_is_a_prefix_of() -> None:
    assert find_name("pay", {"payment": "Payment", "pay": "Pay"}).key == "pay"


@pytest.mark.parametrize(
    ("typed", "key"),
    [("onbaording", "onboarding"), ("awarness", "awareness"), ("frist use", "first-use")],
)
def test_a_slip_means_the_nearest(typed: str, key: str) -> None:
    match = find_name(typed, STAGES)
    assert (match.key, match.exact) == (key, False)


@pytest.mark.parametrize("typed", ["delivery", "xyz", "", "   ", "!?", "😀"])
def test_what_is_near_nothing_means_nothing(typed: str) -> None:
    match = find_name(typed, STAGES)
    assert (match.key, match.candidates) == (None, ())


def test_a_slip_between_two_names_means_neither_and_offers_both() -> None:
    match = find_name("plan-c", {"plan-a": "Plan A", "plan-b": "Plan B"})
    assert (match.key, set(match.candidates)) == (None, {"plan-a", "plan-b"})


def test_nothing_is_found_among_no_names() -> None:
    assert find_name("onboarding", {}).key is None


@given(st.text(max_size=30))
def test_only_known_keys_are_ever_found(typed: str) -> None:
    match = find_name(typed, STAGES)
    assert {match.key, *match.candidates} - {None} <= set(STAGES)
