"""The stored history of maps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.journeys import WorkspaceId
from domain.map_history import ChangeType, Subject
from storage.session import Database
from tests.storage.filled_workspace import NOW, FilledWorkspace, a_version, fill_workspace

pytestmark = pytest.mark.each_database

DAY = timedelta(days=1)


@pytest.fixture
def place(shared_storage: Database, ws: WorkspaceId) -> FilledWorkspace:
    """A workspace whose journey has five versions, a day between each and the next.

    1, 2 and 4 are of its first stage, 3 of another stage, 5 of a persona of the same id.
    """
    filled = fill_workspace(shared_storage, ws)
    subjects = {
        2: (Subject.STAGE, filled.stage),
        3: (Subject.STAGE, filled.stage + 1),
        4: (Subject.STAGE, filled.stage),
        5: (Subject.PERSONA, filled.stage),
    }
    with shared_storage.write(ws) as uow:
        for number, (subject, subject_id) in subjects.items():
            version = a_version(number, subject, subject_id, NOW + (number - 1) * DAY)
            uow.history.add(filled.journey, version, {"after": number})
        uow.commit()
    return filled


def test_a_version_comes_back_as_it_was_stored(
    shared_storage: Database, place: FilledWorkspace
) -> None:
    with shared_storage.read(place.workspace) as uow:
        oldest = uow.history.list_newest(place.journey, 10)[-1]
    made = replace(a_version(1, Subject.STAGE, place.stage), change_type=ChangeType.CREATED)
    assert oldest == made
    assert oldest.at.tzinfo == NOW.tzinfo


def test_versions_are_listed_newest_first_and_page_by_page(
    shared_storage: Database, place: FilledWorkspace
) -> None:
    with shared_storage.read(place.workspace) as uow:
        pages = [uow.history.list_newest(place.journey, 2, offset) for offset in (0, 2, 4)]
        assert uow.history.last_number(place.journey) == 5
    assert [[version.number for version in page] for page in pages] == [[5, 4], [3, 2], [1]]


@pytest.mark.parametrize(
    ("number", "numbers"), [(0, [1, 2, 4]), (1, [2, 4]), (2, [4]), (3, [4]), (4, [])]
)
def test_what_was_done_to_a_part_since_is_oldest_first_and_of_that_part_alone(
    shared_storage: Database, place: FilledWorkspace, number: int, numbers: list[int]
) -> None:
    with shared_storage.read(place.workspace) as uow:
        found = uow.history.since(place.journey, number, Subject.STAGE, place.stage)
    assert [version.number for version in found] == numbers


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(0) - DAY, None),
        (timedelta(0), None),
        (timedelta(microseconds=1), "first"),
        (DAY, "first"),
        (DAY + timedelta(microseconds=1), 2),
        (2 * DAY, 2),
        (4 * DAY, 4),
        (9 * DAY, 5),
    ],
)
def test_the_map_as_of_an_instant_is_that_of_the_last_version_before_it(
    shared_storage: Database, place: FilledWorkspace, after: timedelta, expected: str | int | None
) -> None:
    with shared_storage.read(place.workspace) as uow:
        found = uow.history.as_of(place.journey, NOW + after)
    first = {"of": place.workspace}
    assert found == (first if expected == "first" else expected and {"after": expected})


def test_a_journey_without_versions_has_no_past(
    shared_storage: Database, place: FilledWorkspace
) -> None:
    with shared_storage.read(place.workspace) as uow:
        assert uow.history.as_of(place.journey + 1_000, NOW) is None
        assert uow.history.last_number(place.journey + 1_000) == 0
