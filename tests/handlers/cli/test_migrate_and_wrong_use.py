"""`app.py` used wrongly says so in one line, and `migrate` may be run as often as one likes."""

import os
from pathlib import Path

import pytest

from tests.handlers.processes import environment, waymark

SECRET = "hunter2-in-the-url"


def one_line(error: bytes) -> str:
    text = error.decode()
    assert text.endswith("\n")
    assert text.count("\n") == 1, text
    return text


def test_migrate_makes_the_database_and_does_nothing_the_second_time(tmp_path: Path) -> None:
    given = environment(tmp_path / "w.db")
    first, second = waymark(["migrate"], given), waymark(["migrate"], given)
    assert (first.returncode, second.returncode) == (0, 0)
    assert b"now at version" in first.stdout
    assert b"already at version" in second.stdout
    assert first.stderr == second.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "COMMAND"),
        (["fly"], "fly"),
        (["review"], "KEY"),
        (["export", "--journey", "buyer", "--format", "xml"], "xml"),
    ],
)
def test_wrong_use_is_one_line_and_two(tmp_path: Path, arguments: list[str], named: str) -> None:
    done = waymark(arguments, environment(tmp_path / "w.db"))
    assert done.returncode == 2
    assert named in one_line(done.stderr)
    assert done.stdout == b""


def test_help_tells_every_command(tmp_path: Path) -> None:
    done = waymark(["--help"], environment(tmp_path / "w.db"))
    assert done.returncode == 0
    for command in ("serve", "sandbox", "review", "score", "export", "migrate"):
        assert command in done.stdout.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("LOG_LEVEL", "LOUD"),
        ("SLACK_BOT_TOKEN", f"xapp-{SECRET}"),
        ("DATABASE_URL", f"mysql://u:{SECRET}@h/db"),
    ],
)
def test_a_malformed_variable_is_one_line_and_two(tmp_path: Path, name: str, value: str) -> None:
    done = waymark(["migrate"], environment(tmp_path / "w.db") | {name: value})
    assert done.returncode == 2
    assert name in one_line(done.stderr)
    assert SECRET not in done.stderr.decode()


def test_an_unmigrated_database_is_one_line_and_one(tmp_path: Path) -> None:
    done = waymark(["review", "buyer"], environment(tmp_path / "w.db"))
    assert done.returncode == 1
    assert "python app.py migrate" in one_line(done.stderr)


def test_a_closed_output_pipe_is_no_failure(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as out:
        done = waymark(["score"], environment(tmp_path / "w.db"), '{"text": "good"}\n', out)
    assert done.stderr == b""
    assert done.returncode == 0
