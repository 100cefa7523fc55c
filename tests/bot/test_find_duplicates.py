"""Which note is found to say the same already."""

from datetime import timedelta

import pytest

from bot.notes.duplicates import REREAD_AFTER, DuplicateService
from domain.notes import Note, NoteKind
from tests.bot.env import Env
from tests.bot.note_steps import by, changing, form, merge, support, write

pytestmark = pytest.mark.each_database

TEXT = "import loses phone numbers"


def find_duplicate(env: Env, note_id: int) -> Note | None:
    """The one that is found."""
    with env.storage.read(env.ws) as uow:
        found = uow.notes.by_id(note_id)
    text = found[1].text if found else TEXT
    return env.services.duplicates.find(env.ws, env.journey_by_key(), note_id, text)


def noted(env: Env, text: str = TEXT, **fields: object) -> int:
    """A pain point."""
    return write(env, form(text, **fields)).note_id


@pytest.mark.parametrize(
    "text", [TEXT, "The import is losing phone numbers", "Ímport LOSES phone-numbers"]
)
def test_a_note_that_says_the_same_is_found_wherever_it_is_filed(env: Env, text: str) -> None:
    first = noted(env, stage="loyalty")
    noted(env, "export loses phone numbers")
    found = find_duplicate(env, noted(env, text))
    assert found is not None
    assert found.id == first


def test_others_are_not_found(env: Env) -> None:
    env.capture(TEXT, kind=NoteKind.OPPORTUNITY)
    env.capture(TEXT, workspace=env.other)
    gone, merged, into = noted(env), noted(env), noted(env, "something else entirely")
    changing(env).delete(by(env), gone)
    merge(env, merged, into)
    note_id = noted(env)
    assert find_duplicate(env, note_id) is None
    assert find_duplicate(env, gone) is None
    assert find_duplicate(env, merged) is None
    assert find_duplicate(env, 10**9) is None


@pytest.mark.parametrize(
    ("day", "is_found"), [("2026-08-01", True), ("2026-04-01", True), ("2026-03-31", False)]
)
def test_it_is_of_this_quarter_or_the_last(env: Env, day: str, is_found: bool) -> None:
    env.capture(f"{TEXT} on:{day}")
    assert (find_duplicate(env, noted(env)) is not None) is is_found


def test_of_several_the_likest_is_found_then_the_one_most_have_seen(env: Env) -> None:
    noted(env, f"{TEXT} somehow")
    exact, seen = noted(env), noted(env)
    support(env, seen)
    found = find_duplicate(env, noted(env))
    assert found is not None
    assert (found.id, found.supporters) == (seen, 1)
    merge(env, exact, seen)
    assert [row["supporters"] for row in env.rows() if row["id"] == seen] == [2]


def test_a_note_that_another_process_saves_meanwhile_is_found(env: Env) -> None:
    other_process = DuplicateService(env.storage, env.clock)
    assert find_duplicate(env, noted(env, "something else entirely")) is None
    first = noted(env)
    second = noted(env)
    for service in (env.services.duplicates, other_process):
        found = service.find(env.ws, env.journey_by_key(), second, TEXT)
        assert found is not None
        assert found.id == first


def test_a_note_says_what_it_says_now(env: Env) -> None:
    first = noted(env)
    assert find_duplicate(env, first) is None
    changing(env).edit(by(env), first, NoteKind.PAIN_POINT, form("export loses addresses"))
    assert find_duplicate(env, noted(env)) is None
    edited = noted(env, "exports lose the addresses")
    env.clock.put(env.clock.now() + REREAD_AFTER + timedelta(minutes=1))
    found = find_duplicate(env, edited)
    assert found is not None
    assert found.id == first


@pytest.mark.parametrize("text", ["😡", "!!!", "it is what it was", "登录很慢"])
def test_texts_without_words_are_no_trouble(env: Env, text: str) -> None:
    first = noted(env, text)
    found = find_duplicate(env, noted(env, text))
    assert found is None or found.id == first
