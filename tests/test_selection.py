"""What a run of `-m "not postgres and not browser and not sandbox"` leaves out."""

from pathlib import Path

import pytest

from tests.selection import ROOT, starts_sandbox, worker_count

TESTS = ROOT / "tests"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The name of a kind of database; nothing is started."""
    kind: str = request.param
    return kind


def test_a_case_on_postgresql_is_marked(request: pytest.FixtureRequest, database: str) -> None:
    marked = request.node.get_closest_marker("postgres") is not None
    assert marked == (database == "postgresql")


@pytest.mark.parametrize(
    ("file", "needed"),
    [
        ("scenarios/bench.py", True),
        ("scenarios/test_bad_input.py", True),
        ("sandbox/conftest.py", True),
        ("handlers/blocks/test_kit.py", False),
        ("domain/test_kpis.py", False),
        ("conftest.py", False),
    ],
)
def test_who_imports_the_sandbox_server_needs_it(file: str, needed: bool) -> None:
    assert (TESTS / file).is_file()
    assert starts_sandbox(TESTS / file) == needed


def test_a_few_files_run_in_one_process() -> None:
    files = [str(path) for path in sorted(Path(__file__).parent.glob("*.py"))]
    assert worker_count(files[:1]) == 0
    assert worker_count([f"{files[0]}::test_one", f"{files[0]}::test_two"]) == 0
    assert worker_count(files) is None
    assert worker_count([str(TESTS)]) is None
