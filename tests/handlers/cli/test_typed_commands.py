"""Commands typed as the documentation and the errors say them work, or say what to type instead."""

import io
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from app import Waymark, main
from handlers import logs
from handlers.cli.parser import parse_arguments
from handlers.environment import read
from tests.handlers.cli import seeded
from tests.handlers.processes import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SOURCES = [ROOT / "app.py", *sorted(ROOT.glob("[bdhs]*/**/*.py"))]
# These run until they are stopped: they are only parsed.
ENDLESS = {"serve", "sandbox", "run"}
DOCUMENTED = re.compile(r"python3? app\.py ([a-z][^`#\n]*)")
IN_ERRORS = re.compile(r"python app\.py ([a-z]+[^`\"{]*)")


def commands(pattern: re.Pattern[str], files: list[Path]) -> list[tuple[str, ...]]:
    """Return each command once: the words after `app.py`, to the end of a line or to `&&`."""
    found = [match for file in files for match in pattern.findall(file.read_text("utf-8"))]
    typed = {tuple(shlex.split(re.split(r"&&|[>|]", command)[0])) for command in found}
    return sorted(typed)


def has_placeholder(typed: tuple[str, ...]) -> bool:
    return any("…" in word or word.startswith("[") for word in typed)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a buyer journey, and the files that the documents name."""
    path = tmp_path_factory.mktemp("typed") / "w.db"
    Waymark(read({"DATABASE_URL": f"sqlite:///{path}"})).storage.migrate()
    seeded.review(path)
    path.with_name("feedback.csv").write_text(
        "Ticket summary,Score,text\nslow,3,The page is slow\n", "utf-8"
    )
    path.with_name("kpis.csv").write_text(
        "kpi,value,day\ndecision.trial-to-paid,18.4%,2026-08-01\n", "utf-8"
    )
    return path


Typing = Callable[[list[str]], tuple[int, str, str]]


@pytest.fixture
def run(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typing:
    """Type a command in this process; return its exit code, output and errors."""
    monkeypatch.chdir(database.parent)
    monkeypatch.setattr(logs, "configure", lambda level: None)
    monkeypatch.setattr("sys.stdin", io.StringIO('{"text": "the invite email lands in spam"}\n'))
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")

    def typed(arguments: list[str]) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capsys.readouterr()

    return typed


def test_there_are_commands_to_type() -> None:
    assert len(commands(DOCUMENTED, DOCUMENTS)) > 10
    assert ("migrate",) in commands(IN_ERRORS, SOURCES)


def test_every_documented_command_works_or_says_what_to_type(run: Typing) -> None:
    for typed in commands(DOCUMENTED, DOCUMENTS):
        if has_placeholder(typed):
            continue
        if typed[0] in ENDLESS:
            assert parse_arguments([typed[0]]).command == typed[0]
            continue
        code, _, error = run(list(typed))
        if code:
            # Named without its arguments, without a Slack to post to, or with a sample's persona.
            last = error.rstrip().splitlines()[-1]
            says = ("Type for example", "Try again", "The personas are")
            assert any(part in last for part in says), (typed, error)


def test_every_command_named_in_an_error_can_be_typed() -> None:
    for typed in commands(IN_ERRORS, SOURCES):
        assert parse_arguments([typed[0], *WITH.get(typed[0], [])]).command == typed[0]


# What the commands named in errors need besides their name.
WITH = {
    "review": ["buyer"],
    "map": ["buyer"],
    "export": ["--journey", "buyer"],
    "rescore": ["--journey", "buyer"],
    "import": ["notes.csv", "--journey", "buyer"],
}


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ([], "python app.py run"),
        (["fly"], "python app.py run"),
        (["review"], "python app.py review buyer"),
        (["map"], "python app.py map buyer"),
        (["themes"], "python app.py themes buyer"),
        (["export"], "python app.py export --journey buyer"),
        (["rescore", "buyer"], "python app.py rescore --journey buyer"),
        (["import", "notes.csv"], "python app.py import notes.csv --journey buyer"),
        (["review", "buyer", "--format", "pdf"], "markdown"),
        (["sandbox", "--port", "http"], "from 1 to 65535"),
        (["review", "bying"], "buyer"),
        (["themes", "bying", "--suggest"], "buyer"),
        (["export", "--journey", "bying"], "buyer"),
        (["review", "buyer", "--period", "2026-Q9"], "2026-Q"),
        (["import", "gone.csv", "--journey", "buyer"], "gone.csv"),
        (["serve"], "SLACK_BOT_TOKEN"),
    ],
)
def test_wrong_arguments_say_what_to_type(run: Typing, typed: list[str], instead: str) -> None:
    code, output, error = run(typed)
    assert code in (1, 2)
    assert error.count("\n") == 1, error
    assert instead in error
    assert output == ""


def test_help_is_a_command_too(run: Typing) -> None:
    code, output, _ = run(["help"])
    assert code == 0
    assert "rescore" in output
