"""`app.py map` and `app.py review --format png`: the same picture, to the byte."""

from pathlib import Path

import pytest

from tests.handlers.cli import seeded
from tests.handlers.cli.test_migrate_and_wrong_use import one_line
from tests.handlers.pictures.png import size
from tests.handlers.processes import environment, waymark

PERIOD = ["--period", seeded.PERIOD]

MAP = ["map", "buyer", *PERIOD]


@pytest.fixture
def database(reviewed_database: Path) -> Path:
    return reviewed_database


def test_both_commands_draw_the_same_picture_in_a_file_and_on_standard_output(
    database: Path, tmp_path: Path
) -> None:
    there = tmp_path / "map.png"
    to_file = waymark([*MAP, "--output", str(there)], environment(database))
    assert (to_file.returncode, to_file.stdout, to_file.stderr) == (0, b"", b"")
    to_pipe = waymark(["review", "buyer", *PERIOD, "--format", "png"], environment(database))
    assert (to_pipe.returncode, to_pipe.stderr) == (0, b"")
    assert to_pipe.stdout == there.read_bytes()
    assert min(size(to_pipe.stdout)) > 1000


def test_another_quarter_is_another_picture(database: Path) -> None:
    drawn = waymark(MAP, environment(database)).stdout
    before = waymark(["map", "buyer", "--period", "2026-Q2"], environment(database)).stdout
    assert size(before)
    assert before != drawn


def test_a_written_review_goes_to_a_file_too(database: Path, tmp_path: Path) -> None:
    there = tmp_path / "review.md"
    asked = ["review", "buyer", *PERIOD]
    done = waymark([*asked, "--output", str(there)], environment(database))
    assert (done.returncode, done.stdout) == (0, b"")
    assert there.read_bytes() == waymark(asked, environment(database)).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["map", "nosuchkey"], 1, "nosuchkey"),
        (["map", "buyer", "--period", "2026-Q5"], 2, "2026-Q5"),
        (["map", "buyer", "--persona", "nobody"], 2, "nobody"),
        ([*MAP, "--output", "/nosuchfolder/map.png"], 1, "/nosuchfolder/map.png"),
        (["review", "buyer", *PERIOD, "--output", "/nosuchfolder/x.md"], 1, "/nosuchfolder/x.md"),
    ],
)
def test_what_cannot_be_drawn_is_one_line(
    database: Path, arguments: list[str], code: int, named: str
) -> None:
    done = waymark(arguments, environment(database))
    assert (done.returncode, done.stdout) == (code, b"")
    assert named in one_line(done.stderr)
