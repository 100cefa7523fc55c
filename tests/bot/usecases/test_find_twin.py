"""Which note is found to say the same already."""

import pytest

from bot.domain.notes import Note, NoteKind
from bot.usecases.find_twin import FindTwin
from tests.bot.usecases.house import House
from tests.bot.usecases.living import by, changing, form, merge, support, write

TEXT = "import loses phone numbers"


def twin(house: House, note_id: int) -> Note | None:
    """The one that is found."""
    return FindTwin(house.storage, house.clock)(house.ws, note_id)


def noted(house: House, text: str = TEXT, **fields: object) -> int:
    """A pain point."""
    return write(house, form(text, **fields)).note_id


@pytest.mark.parametrize(
    "text", [TEXT, "The import is losing phone numbers", "Ímport LOSES phone-numbers"]
)
def test_a_note_that_says_the_same_is_found_wherever_it_is_filed(house: House, text: str) -> None:
    first = noted(house, stage="loyalty")
    noted(house, "export loses phone numbers")
    found = twin(house, noted(house, text))
    assert found is not None
    assert found.id == first


def test_others_are_not_found(house: House) -> None:
    house.capture(TEXT, kind=NoteKind.OPPORTUNITY)
    house.capture(TEXT, workspace=house.other)
    gone, merged, into = noted(house), noted(house), noted(house, "something else entirely")
    changing(house).delete(by(house), gone)
    merge(house, merged, into)
    note_id = noted(house)
    assert twin(house, note_id) is None
    assert twin(house, gone) is None
    assert twin(house, merged) is None
    assert twin(house, 10**9) is None


@pytest.mark.parametrize(
    ("day", "is_found"), [("2026-08-01", True), ("2026-04-01", True), ("2026-03-31", False)]
)
def test_it_is_of_this_quarter_or_the_last(house: House, day: str, is_found: bool) -> None:
    house.capture(f"{TEXT} on:{day}")
    assert (twin(house, noted(house)) is not None) is is_found


def test_of_several_the_likest_is_found_then_the_one_most_have_seen(house: House) -> None:
    noted(house, f"{TEXT} somehow")
    exact, seen = noted(house), noted(house)
    support(house, seen)
    found = twin(house, noted(house))
    assert found is not None
    assert (found.id, found.supporters) == (seen, 1)
    merge(house, exact, seen)
    assert [row["supporters"] for row in house.rows() if row["id"] == seen] == [2]


@pytest.mark.parametrize("text", ["😡", "!!!", "it is what it was", "登录很慢"])
def test_texts_without_words_are_no_trouble(house: House, text: str) -> None:
    first = noted(house, text)
    found = twin(house, noted(house, text))
    assert found is None or found.id == first
