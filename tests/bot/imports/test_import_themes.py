"""Importing notes with the themes that people sorted them into."""

import csv
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.imports.batches import BATCH_SIZE
from domain.import_columns import read_columns
from domain.import_rows import Row
from domain.journeys import Template
from domain.notes import NoteKind
from tests.bot.env import Env, all_at_once, part
from tests.bot.imports.test_import_notes import added, as_cells, imported, rows
from tests.bot.note_steps import by
from tests.bot.themes.theme_steps import add_pains, add_theme, sort_into, themes_of

LABELLED = Path(__file__).parents[2] / "data" / "notes_with_themes.csv"

CLINIC = Template(
    "clinic", "Clinic", ("Discover", "Book", "First visit", "Treatment", "Aftercare", "Recommend")
)


def noted_as(env: Env) -> list[tuple[str, object]]:
    """The texts with the themes an export has for them."""
    return [(row["text"], row["theme"]) for row in env.rows()]


def statements(env: Env, cells: Iterable[Mapping[str, str]]) -> list[str]:
    """The statements about themes that importing these takes."""
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(env.storage._engine, "before_cursor_execute", note)
    try:
        imported(env, cells)
    finally:
        event.remove(env.storage._engine, "before_cursor_execute", note)
    return [one for one in seen if " themes" in one]


@pytest.mark.each_database
def test_a_theme_is_made_once_and_notes_of_every_kind_are_in_it(env: Env) -> None:
    assert imported(
        env,
        [
            {"text": "a", "kind": "pain", "theme": "Late  letters"},
            {"text": "b", "kind": "idea", "theme": "late letters"},
            {"text": "c", "kind": "touchpoint", "theme": "LATE LETTERS "},
            {"text": "d", "kind": "pain", "theme": "Said once"},
            {"text": "e", "kind": "pain"},
        ],
    ) == (5, 0, 5, 0)
    assert list(themes_of(env)) == ["Late letters"]
    assert noted_as(env) == [
        ("a", "Late letters"),
        ("b", "Late letters"),
        ("c", "Late letters"),
        ("d", "said once"),
        ("e", None),
    ]
    # People said so: nothing but the last is left to sort.
    with env.storage.read(env.ws) as uow:
        left = uow.pains.to_sort(env.journey_by_key().id, None, 9)
    assert [note.text for note in left] == ["e"]
    assert [pain["n"] for pain in env.figures()["pains"]] == []
    assert env.figures()["said_once"]["n"] == 3


@pytest.mark.each_database
def test_a_name_that_a_theme_has_already_is_that_theme(env: Env) -> None:
    add_theme(env, "Price “letter”, 📬", ["x"])
    imported(env, [{"text": "y", "kind": "pain", "theme": "price “LETTER”, 📬"}])
    assert noted_as(env) == [("x", "Price “letter”, 📬"), ("y", "Price “letter”, 📬")]


@pytest.mark.each_database
def test_a_merged_themes_name_is_free_again(env: Env) -> None:
    target, _ = add_theme(env, "Letters", ["x"])
    merged, _ = add_theme(env, "Post", ["y"])
    env.services.themes.merge(by(env), target, [merged.theme])
    imported(env, [{"text": "z", "kind": "pain", "theme": "post"}])
    assert noted_as(env) == [("x", "Letters"), ("y", "Letters"), ("z", "post")]


@pytest.mark.each_database
def test_two_imports_at_once_make_one_theme(env: Env) -> None:
    env.buyer_journey()
    files = [
        [{"text": f"{file} {n}", "kind": "pain", "score": "0", "theme": name} for n in range(20)]
        for file, name in enumerate(("Late letters", "late letters", "LATE LETTERS"))
    ]
    sums = all_at_once([partial(imported, env, file) for file in files])
    assert sums == [(20, 0, 20, 0)] * 3
    assert len(themes_of(env)) == 1
    assert len({theme for _, theme in noted_as(env)}) == 1


def test_a_file_that_was_sorted_since_it_was_imported_adds_nothing(env: Env) -> None:
    imported(env, [{"text": "a"}, {"text": "a"}, {"text": "b"}])
    assert imported(env, [{"text": "a", "theme": "x"}, {"text": "a"}, {"text": "b"}])[:2] == (0, 3)
    assert noted_as(env) == [("a", None), ("a", None), ("b", None)]
    assert themes_of(env) == {}


@pytest.mark.each_database
def test_an_export_brings_its_themes_and_brought_again_changes_nothing(env: Env) -> None:
    _, sorted_ids = add_theme(env, 'a "quoted", one 😀', ["x", "y"])
    sort_into(env, None, add_pains(env, "z"))
    add_pains(env, "w")
    with env.storage.write(env.ws) as uow:
        uow.pains.join({add_pains(env, "v")[0]: themes_of(env)['a "quoted", one 😀'].id})
        uow.commit()
    exported = [as_cells(row) for row in env.rows()]
    import_notes = env.services.imports.import_notes
    for _ in range(2):
        list(import_notes(env.other, "buyer", rows(exported)))
        assert [as_cells(row) for row in env.rows(env.other)] == exported
    sort_into(env, "Another", sorted_ids)
    before = env.rows()
    assert imported(env, exported) == (0, 5, 0, 0)
    assert env.rows() == before


def test_a_dry_run_names_the_themes_it_would_make_once_and_makes_none(env: Env) -> None:
    add_theme(env, "Known", ["k"])
    many = rows(
        {"text": f"{n}", "score": "0", "theme": ("New", "NEW", "known")[n % 3]}
        for n in range(BATCH_SIZE + 3)
    )
    import_notes = env.services.imports.import_notes
    for dry_run, left in ((True, ["Known"]), (False, ["Known", "New"])):
        results = import_notes(env.ws, "buyer", many, dry_run=dry_run)
        assert [result.themes for result in results] == [("New",), ()]
        assert list(themes_of(env)) == left


def test_a_name_that_is_too_long_is_named_by_its_line_and_makes_no_theme(env: Env) -> None:
    env.buyer_journey()
    long = [{"text": "a", "theme": "x" * 151}, {"text": "b", "theme": "x" * 150}]
    (result,) = env.services.imports.import_notes(env.ws, "buyer", rows(long))
    assert result.added == 1
    (problem,) = result.problems
    assert problem.line == 2
    assert "a name of at most 150 characters" in problem.sentence
    assert list(themes_of(env)) == ["x" * 150]


def test_themes_are_looked_up_once_a_batch(env: Env) -> None:
    env.buyer_journey()

    def cells(count: int) -> list[dict[str, str]]:
        return [
            {"text": f"{count} {n}", "score": "0", "theme": f"Theme {n % 7}"} for n in range(count)
        ]

    imported(env, cells(7))
    assert len(statements(env, cells(BATCH_SIZE))) == len(statements(env, cells(8))) == 1


@pytest.mark.slow
def test_a_file_of_labelled_notes_is_imported_with_its_themes(env: Env) -> None:
    """Its columns of another program are left out; its stages are those of its own journey."""
    env.create_journey(CLINIC)
    with LABELLED.open(encoding="utf-8", newline="") as file:
        header, *table = csv.reader(file)
    columns = read_columns(header)
    assert columns.unused == ("quarter", "journey")
    given = [
        Row(line, {field: row[index] for field, index in columns.fields.items() if row[index]})
        for line, row in enumerate(table, start=2)
    ]
    results = env.services.imports.import_notes(env.ws, "clinic", given)
    assert added(results) == (len(table), 0, 0, 0)
    found = env.rows(journey="clinic")
    meant = sorted((row[0], row[3], row[1] or None) for row in table)
    assert sorted(part(row, "text", "kind", "theme") for row in found) == meant
    assert {kind for _, kind, theme in meant if theme} == set(NoteKind)
