"""What a run of `-m "not postgres and not browser and not sandbox"` leaves out."""

from pathlib import Path

import pytest

from tests.databases import POSTGRESQL, SQLITE, ensure_sqlite_template
from tests.selection import ROOT, SLOW_FOLDER, is_left_out, starts_sandbox, worker_count

TESTS = ROOT / "tests"


@pytest.mark.each_database
def test_a_case_on_postgresql_is_marked(request: pytest.FixtureRequest, database_kind: str) -> None:
    marked = request.node.get_closest_marker("postgres") is not None
    assert marked == (database_kind == POSTGRESQL)


def test_without_a_mark_the_database_is_sqlite(database_kind: str) -> None:
    assert database_kind == SQLITE


@pytest.mark.parametrize(
    ("file", "needed"),
    [
        ("scenarios/running_pair.py", True),
        ("scenarios/test_bad_input.py", True),
        ("sandbox/conftest.py", True),
        ("handlers/slack/test_kit.py", False),
        ("domain/test_kpis.py", False),
        ("conftest.py", False),
    ],
)
def test_who_imports_the_sandbox_server_needs_it(file: str, needed: bool) -> None:
    assert (TESTS / file).is_file()
    assert starts_sandbox(TESTS / file) == needed


QUICK = "not browser and not postgres and not sandbox and not slow"


@pytest.mark.parametrize(
    ("path", "mark_expression", "expected"),
    [
        (TESTS / "sandbox", QUICK, True),
        (TESTS / "scenarios" / "test_bad_input.py", QUICK, True),
        (TESTS / "scenarios" / "test_bad_input.py", "not slow", False),
        (TESTS / "scenarios" / "test_bad_input.py", "not sandbox or slow", False),
        (TESTS / "handlers", QUICK, False),
        (TESTS / "handlers" / "slack" / "test_kit.py", QUICK, False),
        (SLOW_FOLDER, QUICK, True),
        (SLOW_FOLDER, "not sandbox", False),
        (SLOW_FOLDER, "", False),
    ],
)
def test_what_a_run_takes_nothing_of_is_not_imported(
    path: Path, mark_expression: str, expected: bool
) -> None:
    assert path.exists()
    assert is_left_out(path, mark_expression) == expected


def test_make_quick_takes_those_markers() -> None:
    assert f'-m "{QUICK}"' in (ROOT / "Makefile").read_text()


def test_a_few_files_run_in_one_process() -> None:
    files = [str(path) for path in sorted(Path(__file__).parent.glob("*.py"))]
    assert worker_count(files[:1]) == 0
    assert worker_count([f"{files[0]}::test_one", f"{files[0]}::test_two"]) == 0
    assert worker_count(files) is None
    assert worker_count([str(TESTS)]) is None


def test_the_migrated_sqlite_file_is_made_once(tmp_path: Path) -> None:
    template = ensure_sqlite_template(tmp_path)
    made_at = template.stat().st_mtime_ns
    assert ensure_sqlite_template(tmp_path) == template
    assert template.stat().st_mtime_ns == made_at
    assert list(tmp_path.iterdir()) == [template]
