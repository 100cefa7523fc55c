"""Finding notes that speak of the same things, alike on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.journeys import WorkspaceId
from domain.notes import NewNote
from domain.similarity import content_words
from storage.search import MAX_RANKED
from storage.session import Database
from tests.shared_databases import new_workspace
from tests.storage.filled_workspace import NOW, FilledWorkspace, a_note, fill_workspace

pytestmark = pytest.mark.each_database


@pytest.fixture
def place(shared_storage: Database, ws: WorkspaceId) -> FilledWorkspace:
    """A workspace with one of everything."""
    return fill_workspace(shared_storage, ws)


def insert_notes(storage: Database, place: FilledWorkspace, *new: NewNote) -> list[int]:
    """File these notes."""
    with storage.write(place.workspace) as uow:
        made = list(uow.notes.add_all(place.journey, new))
        uow.commit()
    return made


def similar(storage: Database, place: FilledWorkspace, text: str, limit: int = 10) -> list[str]:
    """The texts of the notes that are similar to a text, best first."""
    with storage.read(place.workspace) as uow:
        found = uow.notes.similar_sorted(place.journey, content_words(text), limit)
    return [note.text for note in found]


def recent_texts(
    storage: Database, place: FilledWorkspace, after: int, since: datetime, limit: int = 10
) -> list[str]:
    """The texts of the notes after one that happened since then, newest first."""
    with storage.read(place.workspace) as uow:
        return [text for _, text in uow.notes.recent_texts(place.journey, after, since, limit)]


def test_the_best_come_first_and_no_more_than_asked_for(
    shared_storage: Database, place: FilledWorkspace
) -> None:
    texts = ("the invoice is wrong", "nothing of the sort", "wrong invoices are sent late", "late!")
    insert_notes(shared_storage, place, *(a_note(place.stage, text) for text in texts))
    found = similar(shared_storage, place, "Sending wrong invoices late")
    assert found[0] == "wrong invoices are sent late"
    assert set(found) == set(texts) - {"nothing of the sort"}
    assert similar(shared_storage, place, "Sending wrong invoices late", 1) == found[:1]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("two parties came", "the party"),
        ("the party is over", "parties"),
        ("invoices!", "invoicing"),
        ("un cafe\u0301 très long", "CAFÉ"),
        ("falsche Straße", "STRAßE"),
        ("結帳 很慢", "結帳"),
        ("error 500", "500 again"),
        ("v2 or 3", "3"),
    ],
)
def test_other_forms_of_a_word_are_found(
    shared_storage: Database, place: FilledWorkspace, text: str, asked: str
) -> None:
    insert_notes(shared_storage, place, a_note(place.stage, text))
    assert similar(shared_storage, place, asked) == [text]


@pytest.mark.parametrize(
    "words",
    [(), ("",), ('"',), ("'",), ("a' | 'b",), ("\x00",), ("*",), ("NEAR(",), ("🙂",), ("\\",)],
)
def test_no_word_is_read_as_a_query_language(
    shared_storage: Database, place: FilledWorkspace, words: tuple[str, ...]
) -> None:
    insert_notes(shared_storage, place, a_note(place.stage, "it hangs"))
    with shared_storage.read(place.workspace) as uow:
        assert list(uow.notes.similar_sorted(place.journey, words, 5)) == []
        assert len(uow.notes.similar_sorted(place.journey, (*words, "hang"), 5)) == 1


def test_only_what_is_asked_for_is_found(shared_storage: Database, place: FilledWorkspace) -> None:
    theirs = fill_workspace(shared_storage, new_workspace())
    insert_notes(shared_storage, theirs, a_note(theirs.stage, "basket of theirs"))
    unsorted = replace(a_note(None, "basket unsorted"), occurred_at=NOW - timedelta(days=9))
    gone, saved, last = insert_notes(
        shared_storage,
        place,
        a_note(place.stage, "basket gone"),
        a_note(place.stage, "basket sorted"),
        unsorted,
    )
    with shared_storage.write(place.workspace) as uow:
        uow.notes.set_deleted_at(gone, NOW)
        uow.commit()

    def recent(after: int, days: int, limit: int = 10) -> list[str]:
        return recent_texts(shared_storage, place, after, NOW - timedelta(days=days), limit)

    assert similar(shared_storage, place, "baskets") == ["basket sorted"]
    assert recent(gone, days=1) == ["basket sorted"]
    assert recent(gone, days=9) == ["basket unsorted", "basket sorted"]
    assert recent(gone, days=9, limit=1) == ["basket unsorted"]
    assert recent(saved, days=9) == ["basket unsorted"]
    assert recent(last, days=9) == []


@pytest.mark.slow
def test_a_rare_word_is_found_however_old_and_a_common_one_among_the_newest(
    shared_storage: Database, place: FilledWorkspace
) -> None:
    insert_notes(shared_storage, place, a_note(place.stage, "zeppelin page page page"))
    many = [a_note(place.stage, f"this page {number}") for number in range(MAX_RANKED)]
    insert_notes(shared_storage, place, *many)
    assert similar(shared_storage, place, "zeppelins") == ["zeppelin page page page"]
    found = similar(shared_storage, place, "page", 50)
    assert len(found) == 50
    assert "zeppelin page page page" not in found
