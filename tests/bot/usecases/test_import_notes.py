"""Importing notes: each row once, however often its file comes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFoundError, StorageBusyError
from bot.domain.imported_row import Problem, Row
from bot.domain.journey import WorkspaceId
from bot.domain.notes import NoteKind
from bot.domain.sentiment import Score
from bot.usecases.hearing import kind_by
from bot.usecases.import_notes import ImportNotes
from bot.usecases.importing import BATCH, TRIES, Step
from bot.usecases.sweep_notes import SweepNotes
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.usecases.house import SCORER, House, all_at_once, part

ROWS = (
    {"text": "it broke", "stage": "onboarding", "severity": "high"},
    {"text": "lovely", "stage": "loyalty", "kind": "idea"},
    {"text": "huh", "stage": "billing"},
)


def rows(cells: Iterable[Mapping[str, str]]) -> list[Row]:
    """A file with a header and these rows."""
    return [Row(line, row) for line, row in enumerate(cells, start=2)]


def added(steps: Iterable[Step]) -> tuple[int, int, int, int]:
    """Rows added, known before, unsorted and wrong."""
    kept = list(steps)
    return (
        sum(step.added for step in kept),
        sum(step.known for step in kept),
        sum(step.unsorted for step in kept),
        sum(len(step.problems) for step in kept),
    )


def imported(
    house: House, cells: Iterable[Mapping[str, str]] = ROWS, *, dry_run: bool = False
) -> tuple[int, int, int, int]:
    """What importing these came to."""
    import_notes = ImportNotes(house.storage, SCORER, house.clock)
    return added(import_notes(house.ws, "buyer", rows(cells), dry_run=dry_run))


def test_rows_become_notes_of_a_journey_that_the_first_import_makes(house: House) -> None:
    assert imported(house) == (3, 0, 1, 0)
    found = [part(row, "text", "stage", "kind", "severity", "author") for row in house.rows()]
    assert found == [
        ("it broke", "onboarding", "pain point", 3, None),
        ("lovely", "loyalty", "opportunity", None, None),
        ("huh", None, "touchpoint", None, None),
    ]
    assert house.figures()["notes"] == {"total": 3, "unsorted": 1, "unread_language": 0}


def test_without_a_kind_what_sounds_negative_is_a_pain_point(house: House) -> None:
    imported(house, [{"text": "This is terrible and awful"}])
    assert house.rows()[0]["kind"] == NoteKind.PAIN_POINT.value


def test_a_stage_is_matched_as_a_typed_one_and_what_is_none_stays_with_the_note(
    house: House,
) -> None:
    imported(house, [{"text": str(n), "stage": s} for n, s in enumerate(["onbording", "re", "x"])])
    assert [row["stage"] for row in house.rows()] == ["onboarding", None, None]
    with house.storage.read(house.ws) as uow:
        journey = uow.journeys.default()
        assert journey is not None
        assert [note.stage_typed for note in uow.notes.every(journey.id)] == [None, "re", "x"]


def test_the_same_rows_again_add_nothing(house: House) -> None:
    imported(house)
    assert imported(house) == (0, 3, 0, 0)
    assert imported(house, reversed(ROWS)) == (0, 3, 0, 0)
    assert len(house.rows()) == 3


def test_two_rows_alike_are_two_notes_once(house: House) -> None:
    twice = [ROWS[0], ROWS[1], ROWS[0]]
    assert imported(house, twice) == (3, 0, 0, 0)
    assert imported(house, twice) == (0, 3, 0, 0)
    assert imported(house, [*twice, ROWS[0]]) == (1, 3, 0, 0)


def test_an_edited_or_deleted_note_is_not_imported_again(house: House) -> None:
    imported(house)
    with house.storage.write(house.ws) as uow:
        first, second, _ = (row["id"] for row in house.rows())
        uow.notes.delete(first, house.clock.now())
        uow.notes.set_permalink(second, "https://elsewhere")
        uow.commit()
    assert imported(house) == (0, 3, 0, 0)


def test_an_import_is_remembered_for_as_long_as_its_notes(lone_house: House) -> None:
    imported(lone_house)
    lone_house.clock.advance(timedelta(days=4000))
    assert SweepNotes(lone_house.storage, lone_house.clock)() == 0
    assert imported(lone_house) == (0, 3, 0, 0)
    with lone_house.storage.write(lone_house.ws) as uow:
        uow.notes.delete(lone_house.rows()[0]["id"], lone_house.clock.now())
        uow.commit()
    lone_house.clock.advance(timedelta(days=31))
    assert SweepNotes(lone_house.storage, lone_house.clock)() == 1
    assert len(lone_house.rows()) == 2


def test_another_journey_or_workspace_has_its_own_notes(house: House) -> None:
    imported(house)
    import_notes = ImportNotes(house.storage, SCORER, house.clock)
    assert added(import_notes(house.other, "buyer", rows(ROWS))) == (3, 0, 1, 0)
    assert len(house.rows()) == len(house.rows(house.other)) == 3


def test_wrong_rows_are_named_and_the_others_filed(house: House) -> None:
    import_notes = ImportNotes(house.storage, SCORER, house.clock)
    mixed = [*rows([{"text": "ok"}, {"stage": "loyalty"}]), Row(4, {}, "it was not read.")]
    (step,) = import_notes(house.ws, "buyer", mixed)
    assert (step.read, step.added, step.known) == (3, 1, 0)
    assert step.problems == (
        Problem(3, "there is no text; write what happened."),
        Problem(4, "it was not read."),
    )


def test_a_dry_run_says_the_same_and_writes_nothing(house: House) -> None:
    assert imported(house, [*ROWS, {}], dry_run=True) == (3, 0, 1, 1)
    assert house.journey() is None
    imported(house, ROWS[:1])
    assert imported(house, ROWS, dry_run=True) == (2, 1, 1, 0)
    assert len(house.rows()) == 1


def test_an_unknown_journey_is_refused_and_makes_none(house: House) -> None:
    import_notes = ImportNotes(house.storage, SCORER, house.clock)
    with pytest.raises(NotFoundError, match="shop"):
        list(import_notes(house.ws, "shop", rows(ROWS)))
    assert house.journey() is None


def test_long_files_are_filed_batch_by_batch(house: House) -> None:
    import_notes = ImportNotes(house.storage, SCORER, house.clock)
    many = rows({"text": f"note {n}", "score": "0"} for n in range(2 * BATCH + 1))
    steps = import_notes(house.ws, "buyer", many)
    seen = [(step.read, len(house.rows())) for step in steps]
    assert seen == [(BATCH, BATCH), (BATCH, 2 * BATCH), (1, 2 * BATCH + 1)]
    assert [row["text"] for row in house.rows()] == [f"note {n}" for n in range(2 * BATCH + 1)]


def test_rows_alike_in_different_batches_are_two_notes_once(house: House) -> None:
    many = [ROWS[0], *({"text": str(n), "score": "0"} for n in range(BATCH)), ROWS[0]]
    assert imported(house, many)[:2] == (BATCH + 2, 0)
    assert imported(house, many)[:2] == (0, BATCH + 2)


def test_two_who_import_the_same_at_once_add_it_once(house: House) -> None:
    house.begun()
    many = [{"text": f"note {n}", "score": "0"} for n in range(50)]
    sums = all_at_once([lambda: imported(house, many)] * 4)
    assert sorted(sums) == [(0, 50, 0, 0)] * 3 + [(50, 0, 50, 0)]
    assert len(house.rows()) == 50


def test_an_export_brought_back_to_where_it_came_from_adds_nothing(house: House) -> None:
    imported(house, [*ROWS, ROWS[0]])
    house.capture("onboarding: typed severity:low")
    exported = [as_cells(row) for row in house.rows()]
    assert imported(house, exported) == (0, 5, 0, 0)
    house.clock.advance(timedelta(days=1))
    house.capture("onboarding: typed severity:low")
    exported = [as_cells(row) for row in house.rows()]
    assert imported(house, exported) == (0, 6, 0, 0)


def as_cells(row: Mapping[str, object]) -> dict[str, str]:
    """A row of an export as an import finds it."""
    return {
        field: str(value)
        for field, value in row.items()
        if value is not None and field not in ("id", "journey")
    }


def test_a_busy_database_is_waited_for_but_not_for_ever(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, left = house.storage.write, [0]

    def busy_at_first(workspace: WorkspaceId) -> AbstractContextManager[SqlUnitOfWork]:
        left[0] -= 1
        if left[0] >= 0:
            raise StorageBusyError("busy")
        return write(workspace)

    monkeypatch.setattr(house.storage, "write", busy_at_first)
    import_notes = ImportNotes(house.storage, SCORER, house.clock)
    many = rows({"text": str(n), "score": "0"} for n in range(3 * BATCH))
    steps = import_notes(house.ws, "buyer", many)
    assert next(steps).added == BATCH
    left[0] = TRIES - 1
    assert next(steps).added == BATCH
    left[0] = TRIES
    with pytest.raises(StorageBusyError):
        next(steps)
    assert len(house.rows()) == 2 * BATCH
    assert added(import_notes(house.ws, "buyer", many))[:2] == (BATCH, 2 * BATCH)


class Counting:
    """A scorer that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, NoteKind | None]] = []

    @property
    def version(self) -> str:
        """That of the real one."""
        return SCORER.version

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """What the real one says."""
        self.asked.append((text, kind))
        return SCORER.score(text, kind=kind)


def test_only_new_texts_without_a_score_are_scored_and_each_once(house: House) -> None:
    scorer = Counting()
    import_notes = ImportNotes(house.storage, scorer, house.clock)
    given = [{"text": "a"}, {"text": "a"}, {"text": "b", "score": "0.5"}, {"text": "c"}]
    for _ in range(2):
        list(import_notes(house.ws, "buyer", rows(given)))
    # What has no kind is heard for that first, then as what it is filed.
    filed = [(text, kind) for text in "ac" for kind in (None, kind_by(SCORER.score(text)))]
    assert Counter(scorer.asked) == Counter(filed)
    assert [row["score"] for row in house.rows() if row["text"] == "b"] == [0.5]


def test_stages_are_those_of_the_moment(house: House) -> None:
    """Somebody renames one while a long file is imported."""
    house.begun()
    import_notes = ImportNotes(house.storage, SCORER, house.clock)
    many = rows({"text": f"{n}", "stage": "delivery", "score": "0"} for n in range(BATCH + 1))
    steps = import_notes(house.ws, "buyer", many)
    assert next(steps).unsorted == BATCH
    with house.storage.write(house.ws) as uow:
        stage = house.stage("loyalty")
        uow.journeys.change_stage(replace(stage, key="delivery", name="Delivery"))
        uow.commit()
    assert next(steps).unsorted == 0
