"""`python app.py` with a Python that cannot run Waymark says what to type instead."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.handlers.processes import ROOT, environment

# Run app.py as a script in a Python that says it is of this version.
AS_OLD_PYTHON = """
import runpy, sys
sys.version_info = (3, 10, 14, "final", 0)
sys.argv = ["app.py", "serve"]
runpy.run_path("app.py", run_name="__main__")
"""
# Run app.py as a script where importing `bot` raises what stands in for RAISED.
WITH_FAILING_IMPORT = """
import runpy, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "bot":
            raise RAISED
sys.meta_path.insert(0, Finder())
sys.argv = ["app.py", "serve"]
runpy.run_path("app.py", run_name="__main__")
"""


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment(folder / "w.db"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def assert_one_line(done: "subprocess.CompletedProcess[str]", *parts: str) -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    for part in parts:
        assert part in done.stderr


def test_python_without_the_dependencies(tmp_path: Path) -> None:
    done = run(tmp_path, "-S", "app.py", "review", "buyer")
    assert_one_line(done, "not installed", "`make setup`", "`.venv/bin/python app.py review buyer`")


def test_python_that_is_too_old(tmp_path: Path) -> None:
    done = run(tmp_path, "-S", "-c", AS_OLD_PYTHON)
    assert_one_line(done, "3.11 or newer", "this is 3.10", "`.venv/bin/python app.py serve`")


def test_dependency_that_is_too_old(tmp_path: Path) -> None:
    raised = 'ImportError("cannot import name \'Bolt\'", name="slack_bolt.app")'
    done = run(tmp_path, "-c", WITH_FAILING_IMPORT.replace("RAISED", raised))
    assert_one_line(done, "too old or broken", "cannot import name 'Bolt'", "`make setup`")


@pytest.mark.parametrize(
    "raised",
    [
        'ModuleNotFoundError("No module named \'handlers.gone\'", name="handlers.gone")',
        'ValueError("a mistake of ours")',
    ],
)
def test_a_mistake_of_our_own_shows_its_traceback(tmp_path: Path, raised: str) -> None:
    done = run(tmp_path, "-c", WITH_FAILING_IMPORT.replace("RAISED", raised))
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "make setup" not in done.stderr
