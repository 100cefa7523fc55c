"""Importing notes: each row once, however often its file comes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.imports.batches import BATCH_SIZE, MAX_TRIES, BatchResult
from bot.imports.imports import ImportService
from bot.notes.workspace_scorer import kind_from_score
from domain.errors import NotFoundError, StorageBusyError
from domain.import_rows import Row, RowProblem
from domain.journeys import WorkspaceId
from domain.notes import NoteKind
from domain.sentiment import Score
from storage.session import UnitOfWork
from tests.bot.env import SCORER, Env, all_at_once, part

ROWS = (
    {"text": "it broke", "stage": "onboarding", "severity": "high"},
    {"text": "lovely", "stage": "loyalty", "kind": "idea"},
    {"text": "huh", "stage": "billing"},
)


def rows(cells: Iterable[Mapping[str, str]]) -> list[Row]:
    """A file with a header and these rows."""
    return [Row(line, row) for line, row in enumerate(cells, start=2)]


def added(steps: Iterable[BatchResult]) -> tuple[int, int, int, int]:
    """Rows added, existing, unsorted and wrong."""
    results = list(steps)
    return (
        sum(result.added for result in results),
        sum(result.existed for result in results),
        sum(result.unsorted for result in results),
        sum(len(result.problems) for result in results),
    )


def imported(
    env: Env, cells: Iterable[Mapping[str, str]] = ROWS, *, dry_run: bool = False
) -> tuple[int, int, int, int]:
    """What importing these came to."""
    import_notes = env.services.imports.import_notes
    return added(import_notes(env.ws, "buyer", rows(cells), dry_run=dry_run))


def test_rows_become_notes_of_a_journey_that_the_first_import_makes(env: Env) -> None:
    assert imported(env) == (3, 0, 1, 0)
    found = [part(row, "text", "stage", "kind", "severity", "author") for row in env.rows()]
    assert found == [
        ("it broke", "onboarding", "pain point", 3, None),
        ("lovely", "loyalty", "opportunity", None, None),
        ("huh", None, "touchpoint", None, None),
    ]
    assert env.figures()["notes"] == {"total": 3, "unsorted": 1, "unread_language": 0}


def test_without_a_kind_what_sounds_negative_is_a_pain_point(env: Env) -> None:
    imported(env, [{"text": "This is terrible and awful"}])
    assert env.rows()[0]["kind"] == NoteKind.PAIN_POINT.value


def test_a_stage_is_matched_as_a_typed_one_and_what_is_none_stays_with_the_note(
    env: Env,
) -> None:
    imported(env, [{"text": str(n), "stage": s} for n, s in enumerate(["onbording", "re", "x"])])
    assert [row["stage"] for row in env.rows()] == ["onboarding", None, None]
    with env.storage.read(env.ws) as uow:
        journey = uow.journeys.default()
        assert journey is not None
        assert [note.stage_typed for note in uow.notes.stream(journey.id)] == [None, "re", "x"]


@pytest.mark.each_database
def test_the_same_rows_again_add_nothing(env: Env) -> None:
    imported(env)
    assert imported(env) == (0, 3, 0, 0)
    assert imported(env, reversed(ROWS)) == (0, 3, 0, 0)
    assert len(env.rows()) == 3


@pytest.mark.each_database
def test_two_rows_alike_are_two_notes_once(env: Env) -> None:
    twice = [ROWS[0], ROWS[1], ROWS[0]]
    assert imported(env, twice) == (3, 0, 0, 0)
    assert imported(env, twice) == (0, 3, 0, 0)
    assert imported(env, [*twice, ROWS[0]]) == (1, 3, 0, 0)


@pytest.mark.each_database
def test_an_edited_or_deleted_note_is_not_imported_again(env: Env) -> None:
    imported(env)
    with env.storage.write(env.ws) as uow:
        first, second, _ = (row["id"] for row in env.rows())
        uow.notes.set_deleted_at(first, env.clock.now())
        uow.notes.set_permalink(second, "https://elsewhere")
        uow.commit()
    assert imported(env) == (0, 3, 0, 0)


@pytest.mark.each_database
def test_an_import_is_remembered_for_as_long_as_its_notes(lone_env: Env) -> None:
    imported(lone_env)
    lone_env.clock.advance(timedelta(days=4000))
    assert lone_env.services.note_edits.delete_expired() == 0
    assert imported(lone_env) == (0, 3, 0, 0)
    with lone_env.storage.write(lone_env.ws) as uow:
        uow.notes.set_deleted_at(lone_env.rows()[0]["id"], lone_env.clock.now())
        uow.commit()
    lone_env.clock.advance(timedelta(days=31))
    assert lone_env.services.note_edits.delete_expired() == 1
    assert len(lone_env.rows()) == 2


def test_another_journey_or_workspace_has_its_own_notes(env: Env) -> None:
    imported(env)
    import_notes = env.services.imports.import_notes
    assert added(import_notes(env.other, "buyer", rows(ROWS))) == (3, 0, 1, 0)
    assert len(env.rows()) == len(env.rows(env.other)) == 3


def test_wrong_rows_are_named_and_the_others_filed(env: Env) -> None:
    import_notes = env.services.imports.import_notes
    mixed = [*rows([{"text": "ok"}, {"stage": "loyalty"}]), Row(4, {}, "it was not read.")]
    (result,) = import_notes(env.ws, "buyer", mixed)
    assert (result.read, result.added, result.existed) == (3, 1, 0)
    assert result.problems == (
        RowProblem(3, "there is no text; write what happened."),
        RowProblem(4, "it was not read."),
    )


def test_a_dry_run_says_the_same_and_writes_nothing(env: Env) -> None:
    assert imported(env, [*ROWS, {}], dry_run=True) == (3, 0, 1, 1)
    assert env.journey() is None
    imported(env, ROWS[:1])
    assert imported(env, ROWS, dry_run=True) == (2, 1, 1, 0)
    assert len(env.rows()) == 1


def test_an_unknown_journey_is_refused_and_makes_none(env: Env) -> None:
    import_notes = env.services.imports.import_notes
    with pytest.raises(NotFoundError, match="shop"):
        list(import_notes(env.ws, "shop", rows(ROWS)))
    assert env.journey() is None


@pytest.mark.slow
def test_long_files_are_filed_batch_by_batch(env: Env) -> None:
    import_notes = env.services.imports.import_notes
    many = rows({"text": f"note {n}", "score": "0"} for n in range(2 * BATCH_SIZE + 1))
    steps = import_notes(env.ws, "buyer", many)
    seen = [(result.read, len(env.rows())) for result in steps]
    assert seen == [(BATCH_SIZE, BATCH_SIZE), (BATCH_SIZE, 2 * BATCH_SIZE), (1, 2 * BATCH_SIZE + 1)]
    assert [row["text"] for row in env.rows()] == [f"note {n}" for n in range(2 * BATCH_SIZE + 1)]


@pytest.mark.each_database
def test_rows_alike_in_different_batches_are_two_notes_once(env: Env) -> None:
    many = [ROWS[0], *({"text": str(n), "score": "0"} for n in range(BATCH_SIZE)), ROWS[0]]
    assert imported(env, many)[:2] == (BATCH_SIZE + 2, 0)
    assert imported(env, many)[:2] == (0, BATCH_SIZE + 2)


@pytest.mark.each_database
def test_two_who_import_the_same_at_once_add_it_once(env: Env) -> None:
    env.buyer_journey()
    many = [{"text": f"note {n}", "score": "0"} for n in range(50)]
    sums = all_at_once([lambda: imported(env, many)] * 4)
    assert sorted(sums) == [(0, 50, 0, 0)] * 3 + [(50, 0, 50, 0)]
    assert len(env.rows()) == 50


@pytest.mark.each_database
def test_an_export_brought_back_to_where_it_came_from_adds_nothing(env: Env) -> None:
    imported(env, [*ROWS, ROWS[0]])
    env.capture("onboarding: typed severity:low")
    exported = [as_cells(row) for row in env.rows()]
    assert imported(env, exported) == (0, 5, 0, 0)
    env.clock.advance(timedelta(days=1))
    env.capture("onboarding: typed severity:low")
    exported = [as_cells(row) for row in env.rows()]
    assert imported(env, exported) == (0, 6, 0, 0)


def as_cells(row: Mapping[str, object]) -> dict[str, str]:
    """A row of an export as an import finds it."""
    return {
        field: str(value)
        for field, value in row.items()
        if value is not None and field not in ("id", "journey")
    }


@pytest.mark.slow
def test_a_busy_database_is_waited_for_but_not_for_ever(
    env: Env, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, left = env.storage.write, [0]

    def busy_at_first(workspace: WorkspaceId) -> AbstractContextManager[UnitOfWork]:
        left[0] -= 1
        if left[0] >= 0:
            raise StorageBusyError("busy")
        return write(workspace)

    monkeypatch.setattr(env.storage, "write", busy_at_first)
    import_notes = env.services.imports.import_notes
    many = rows({"text": str(n), "score": "0"} for n in range(3 * BATCH_SIZE))
    steps = import_notes(env.ws, "buyer", many)
    assert next(steps).added == BATCH_SIZE
    left[0] = MAX_TRIES - 1
    assert next(steps).added == BATCH_SIZE
    left[0] = MAX_TRIES
    with pytest.raises(StorageBusyError):
        next(steps)
    assert len(env.rows()) == 2 * BATCH_SIZE
    assert added(import_notes(env.ws, "buyer", many))[:2] == (BATCH_SIZE, 2 * BATCH_SIZE)


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


def test_only_new_texts_without_a_score_are_scored_and_each_once(env: Env) -> None:
    scorer = Counting()
    imports = ImportService(env.storage, scorer, env.clock, env.services.notes)
    given = [{"text": "a"}, {"text": "a"}, {"text": "b", "score": "0.5"}, {"text": "c"}]
    for _ in range(2):
        list(imports.import_notes(env.ws, "buyer", rows(given)))
    # What has no kind is scored without one first, then as the kind it gets.
    filed = [(text, kind) for text in "ac" for kind in (None, kind_from_score(SCORER.score(text)))]
    assert Counter(scorer.asked) == Counter(filed)
    assert [row["score"] for row in env.rows() if row["text"] == "b"] == [0.5]


def test_stages_are_those_of_the_moment(env: Env) -> None:
    """A stage is renamed while a long file is imported."""
    env.buyer_journey()
    import_notes = env.services.imports.import_notes
    many = rows({"text": f"{n}", "stage": "delivery", "score": "0"} for n in range(BATCH_SIZE + 1))
    steps = import_notes(env.ws, "buyer", many)
    assert next(steps).unsorted == BATCH_SIZE
    with env.storage.write(env.ws) as uow:
        stage = env.stage("loyalty")
        uow.journeys.change_stage(replace(stage, key="delivery", name="Delivery"))
        uow.commit()
    assert next(steps).unsorted == 0
