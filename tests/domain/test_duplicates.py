"""Which notes are taken for the same. Precision matters more than finding every pair."""

import pytest

from domain.similarity import TextIndex, comparison_words, is_duplicate

SAME = [
    ("the invite email lands in spam", "Invite e-mail lands in spam!"),
    ("the invite email lands in spam", "Our invite email landed in spam again"),
    ("coupon codes with spaces are rejected", "coupon codes with spaces rejected"),
    ("coupon codes with spaces are rejected", "Coupon code with a space is rejected"),
    ("import loses phone numbers", "the import is losing phone numbers"),
    ("Import loses phone numbers", "import loses phone numbers."),
    ("checkout page takes too long to load", "The checkout page takes long to load"),
    ("password reset link does not work", "password reset link doesn't work"),
    ("customers cannot find the cancel button", "Customer can't find the cancel button"),
    ("app crashes when uploading photos", "the app crashed when I uploaded a photo"),
    ("delivery date is missing in the order mail", "missing delivery date in the order mail"),
    ("invoice arrives late", "invoices arrive late"),
    ("Réservation impossible sur mobile", "reservation impossible sur mobile"),
    ("it broke", "It BROKE!"),
    ("登录很慢", "登录很慢"),
]


DIFFERENT = [
    ("the invite email lands in spam", "the invoice email lands in spam"),
    ("invite mails land in spam at gmail", "invite mails land in spam at outlook"),
    ("checkout is slow", "checkout is fast"),
    ("the checkout works on mobile", "the checkout does not work on mobile"),
    ("mobile app crashes at login", "desktop app crashes at login"),
    ("delivery took 3 days", "delivery took 9 days"),
    ("export to pdf is missing", "export to excel is missing"),
    ("export is missing", "search is missing"),
    ("customers love the new dashboard", "customers hate the new dashboard"),
    ("support answers slowly", "support answers quickly"),
    ("price is too high for small teams", "price is fair for small teams"),
    ("the demo call went really well", "the demo call was cancelled"),
    ("import loses phone numbers", "export loses phone numbers"),
    ("it broke", "it works"),
    ("slow", "slow checkout"),
    ("login fails", "login fails after the password was changed twice on a phone"),
    ("onboarding took a week", "onboarding took a week because legal needed a signed contract"),
    ("love it", "hate it"),
    ("", ""),
    ("😡", "😍"),
    ("登录很慢", "登录很快"),
    ("error 404 on the pricing page", "error 500 on the pricing page"),
    ("sales promised a feature that support denies", "support promised a discount"),
    ("they want single sign-on for every user", "they want a discount for every user"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_say_the_same(one: str, other: str) -> None:
    assert is_duplicate(one, other)
    assert is_duplicate(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_do_not(one: str, other: str) -> None:
    assert not is_duplicate(one, other)
    assert not is_duplicate(other, one)


def test_what_says_nothing_is_no_word() -> None:
    assert comparison_words("It is what it was, and they are not there") == frozenset()


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_index_finds_what_says_the_same(one: str, other: str) -> None:
    index = TextIndex(1_000)
    for number, (text, _) in enumerate(DIFFERENT, 1):
        index.add(number, text)
    index.add(100, one)
    assert 100 in index.similar(other)


def test_the_index_leaves_out_what_shares_too_few_words() -> None:
    index = TextIndex(1_000)
    index.add(1, "the invite email lands in spam")
    index.add(2, "the invite arrives by post")
    assert index.similar("our invite email landed in spam") == [1]
    assert index.similar("an invite") == []
    assert index.similar("") == []


def test_the_index_forgets_the_oldest_texts() -> None:
    index = TextIndex(4)
    for number in range(1, 6):
        index.add(number, f"complaint number {number}")
    assert [index.similar(f"complaint number {number}") for number in range(1, 6)] == [
        *([], [], [3], [4], [5])
    ]
