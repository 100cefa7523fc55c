"""Which tests a run takes, with how many drawn examples, in which order and how many processes."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
MAX_FILES_IN_ONE_PROCESS = 3
# What starts the sandbox. Its checks of Slack's limits are cheap and used without it.
SANDBOX_SERVER = "sandbox.server"
# Each test starts processes of app.py.
SLOW_FOLDER = ROOT / "tests" / "handlers" / "cli"
# Started first, so that at the end no process is left alone with a test of half a minute.
LONG_FILES = (
    "bot/test_notes_machine.py",
    "scenarios/test_served_app.py",
    "scenarios/test_redelivery.py",
    "faults/test_two_replicas.py",
    "handlers/cli/test_export_and_back.py",
)
_IMPORT = re.compile(
    r"^ *(?:from +(?P<package>[\w.]+) +import +(?P<names>\([^)]*\)|.*)|import +(?P<module>[\w.]+))",
    re.MULTILINE,
)


def worker_count(arguments: list[str]) -> int | None:
    """Return 0, no workers, for a few named files or tests; None to let xdist count the cores."""
    files = {argument.split("::")[0] for argument in arguments}
    few = len(files) <= MAX_FILES_IN_ONE_PROCESS and all(Path(file).is_file() for file in files)
    return 0 if few else None


def examples(count: int) -> int:
    """Return how many examples a costly property draws: `count`, or what the profile allows."""
    return min(count, settings().max_examples)


def order_files(items: list[pytest.Item]) -> None:
    """Move the tests of long files to the beginning, those in the browser to the end.

    All tests of a process share one browser, which keeps other tests from using asyncio.
    """

    def place(item: pytest.Item) -> int:
        file = str(item.path.relative_to(ROOT / "tests"))
        return 0 if file in LONG_FILES else 2 if file.startswith("page/") else 1

    items.sort(key=place)


def is_left_out(path: Path, mark_expression: str) -> bool:
    """Whether a run of such markers takes no test of a file or folder, so need not import it."""
    if " or " in mark_expression:
        return False
    if path == SLOW_FOLDER:
        return "not slow" in mark_expression
    if "not sandbox" not in mark_expression:
        return False
    if path.is_dir():
        return any(starts_sandbox(file) for file in _conftests(path / "conftest.py"))
    return path.name.startswith("test_") and path.suffix == ".py" and _needs_sandbox(path)


def add_markers(item: pytest.Item) -> None:
    """Mark a test `postgres`, `browser`, `sandbox` or `slow` by what it uses and where it is."""
    fixtures = getattr(item, "fixturenames", ())
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    if "postgres" in fixtures or "postgresql" in [p for p in parameters if isinstance(p, str)]:
        item.add_marker("postgres")
    if "browser" in fixtures:
        item.add_marker("browser")
    if _needs_sandbox(item.path):
        item.add_marker("sandbox")
    if item.path.is_relative_to(SLOW_FOLDER):
        item.add_marker("slow")


@cache
def _needs_sandbox(path: Path) -> bool:
    return any(starts_sandbox(file) for file in (path, *_conftests(path)))


@cache
def starts_sandbox(path: Path) -> bool:
    """Whether a test module imports the sandbox server, itself or by other modules of the tests."""
    return SANDBOX_SERVER in _all_imports(path)


def _all_imports(path: Path) -> set[str]:
    """Names of every module that a test module and the test modules it imports import."""
    names: set[str] = set()
    files, seen = [path], {path}
    while files:
        for name in _imports(files.pop()):
            names.add(name)
            file = ROOT / Path(*name.split(".")).with_suffix(".py")
            if name.startswith("tests.") and file not in seen and file.is_file():
                seen.add(file)
                files.append(file)
    return names


@cache
def _imports(path: Path) -> frozenset[str]:
    """Names of the modules a file imports; `from a import b` counts as `a` and `a.b`."""
    names: set[str] = set()
    for found in _IMPORT.finditer(path.read_text(encoding="utf-8")):
        package = found["package"] or found["module"]
        names.add(package)
        members = re.findall(r"\w+", found["names"] or "")
        names.update(f"{package}.{member}" for member in members)
    return frozenset(names)


def _conftests(path: Path) -> list[Path]:
    """The conftest files whose fixtures a test module may use."""
    folders = [folder for folder in path.parents if folder.is_relative_to(ROOT)]
    return [file for folder in folders if (file := folder / "conftest.py").is_file()]
