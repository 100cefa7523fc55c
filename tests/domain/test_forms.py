"""What people write into the fields of a form."""

import pytest

from domain.errors import BadFieldError
from domain.text import validate_name, validate_text

TAKEN = {"first-use": "First use", "decision": "Decision"}


@pytest.mark.parametrize(
    ("typed", "key", "name"),
    [
        ("Delivery", "delivery", "Delivery"),
        ("  After \n the\tsale ", "after-the-sale", "After the sale"),
        ("Café & bar!", "café-bar", "Café & bar!"),
        ("登録", "登録", "登録"),
        ("x" * 80, "x" * 60, "x" * 80),
        ("a\x00b", "ab", "ab"),
        ("2", "2", "2"),
    ],
)
def test_a_name_has_its_key(typed: str, key: str, name: str) -> None:
    assert validate_name(typed, TAKEN) == (key, name)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (None, "needs a name"),
        ("", "needs a name"),
        (" \n\t\x00", "needs a name"),
        ("x" * 81, "at most 80 characters; this has 81"),
        ("!?", "at least one letter or digit"),
        ("🙂", "at least one letter or digit"),
        ("decision", "“Decision” already"),
        ("FIRST  USE!", "“First use” already"),
    ],
)
def test_what_is_no_new_name_is_refused_at_its_field(typed: str | None, sentence: str) -> None:
    with pytest.raises(BadFieldError, match=sentence) as refused:
        validate_name(typed, TAKEN, "stages")
    assert refused.value.field == "stages"


def test_the_field_of_a_name_is_called_name() -> None:
    with pytest.raises(BadFieldError) as refused:
        validate_name("", {})
    assert refused.value.field == "name"


def test_a_long_name_whose_key_is_that_of_another_is_refused() -> None:
    with pytest.raises(BadFieldError, match="already"):
        validate_name("x" * 60 + "z", {"x" * 60: "x" * 60 + "y"})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (None, None),
        ("", None),
        (" \n ", None),
        (" to be \n quick ", "to be \n quick"),
        ("x" * 3_000, "x" * 3_000),
    ],
)
def test_a_text_is_saved_without_its_margins(typed: str | None, expected: str | None) -> None:
    assert validate_text(typed, "goal") == expected


def test_a_text_that_is_too_long_is_refused_at_its_field() -> None:
    with pytest.raises(BadFieldError, match=r"At most 3,000 characters; this has 3,001") as refused:
        validate_text("x" * 3_001, "goal")
    assert refused.value.field == "goal"
