"""`app.py themes`, and themes in files: imported, listed, suggested, exported again."""

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from domain.access import Actor
from domain.journeys import WorkspaceId
from domain.periods import Months
from domain.themes import ThemeRef
from handlers.cli.transfer import joined_lines
from tests.handlers.cli import seeded
from tests.handlers.cli.test_migrate_and_wrong_use import one_line
from tests.handlers.processes import environment, waymark

WS = WorkspaceId("T1")

HEADER = ("text", "stage", "kind", "date", "theme")

SORTED = (
    ("the invite is spam", "onboarding", "pain", "2026-03-01", 'Lost "invites", 📬'),
    ("where is it?", "onboarding", "pain", "2026-06-01", 'lost "INVITES", 📬'),
    ("resend them", "loyalty", "idea", "2026-06-02", 'Lost "invites", 📬'),
    ("rude parrot", "loyalty", "pain", "2026-06-03", "said once"),
    ("slow login", "retention", "pain", "2026-06-04", "=Login"),
    ("no invite again", "onboarding", "pain", "2026-06-05", ""),
    ("an older one", "onboarding", "pain", "2026-02-05", ""),
)


@pytest.fixture
def database(sqlite_url: URL) -> Path:
    return Path(str(sqlite_url.database))


def done(database: Path, *arguments: object) -> "subprocess.CompletedProcess[bytes]":
    return waymark([*map(str, arguments), "--workspace", "T1"], environment(database))


def output(database: Path, *arguments: object) -> str:
    ran = done(database, *arguments)
    assert (ran.returncode, ran.stderr) == (0, b"")
    return ran.stdout.decode()


def as_json(database: Path, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        output(database, "themes", "buyer", "--format", "json", *arguments)
    )
    return found


def save_csv(path: Path, *table: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    return path


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database into which the sorted notes are imported."""
    folder = tmp_path_factory.mktemp("sorted")
    database = Path(shutil.copy(sqlite_template, folder / "waymark.db"))
    path = save_csv(folder / "sorted.csv", HEADER, *SORTED)
    assert output(database, "import", path, "--journey", "buyer") == (
        "Notes: 7 added, 0 already imported, 0 could not be read.\n"
        'Themes created: Lost "invites", 📬, =Login.\n'
    )
    return database


@pytest.fixture
def imported(template: Path, tmp_path: Path) -> Path:
    """Such a database of this test's own."""
    # What the import wrote may still be in the files beside it.
    for path in template.parent.glob("waymark.db*"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path / "waymark.db"


def test_the_preview_names_the_theme_column(database: Path, tmp_path: Path) -> None:
    path = save_csv(tmp_path / "topics.csv", ("text", "Topic"), ("a", "b"))
    printed = output(database, "import", path, "--journey", "buyer", "--dry-run").splitlines()
    assert ("Topic", "→", "theme") in {tuple(line.split()) for line in printed}
    assert printed[-1] == "Themes that would be created: b."


def test_themes_are_listed_as_json_for_all_time_or_a_period(imported: Path) -> None:
    found = as_json(imported)
    invites, login = found["themes"]
    assert list(found) == ["journey", "period", "themes", "said_once", "to_sort"]
    assert (found["journey"], found["period"]) == ("buyer", None)
    assert {key: value for key, value in invites.items() if key != "id"} == {
        "name": 'Lost "invites", 📬',
        "n": 3,
        "stages": ["onboarding", "loyalty"],
        "muted": False,
        "tracked": [],
        "note_ids": [1, 2, 3],
    }
    assert (login["name"], login["note_ids"]) == ("=Login", [5])
    assert found["said_once"] == {"n": 1, "note_ids": [4]}
    assert found["to_sort"] == {"n": 2, "note_ids": [6, 7]}
    quarter = as_json(imported, "--period", "2026-Q1")
    assert quarter["period"] == "2026-Q1"
    assert [(one["name"], one["n"]) for one in quarter["themes"]] == [
        ('Lost "invites", 📬', 1),
        ("=Login", 0),
    ]
    assert quarter["to_sort"]["note_ids"] == [7]


def test_themes_are_listed_as_text(imported: Path) -> None:
    with seeded.waymark(imported) as made:
        by, login = Actor(WS, "U1"), ThemeRef(as_json(imported)["themes"][1]["id"])
        made.services.themes.track(by, login, ["sign in"])
        made.services.themes.mute(by, login)
    assert output(imported, "themes", "buyer") == (
        "Buyer journey, all time: 2 themes\n"
        '    3 notes Lost "invites", 📬 (Onboarding, Loyalty)\n'
        "     1 note =Login (Retention) muted tracks sign in\n"
        "Said once: 1 note. Not sorted yet: 2 pain points.\n"
    )


def test_a_journey_without_themes_says_so(database: Path) -> None:
    seeded.notes(database, "onboarding: slow")
    assert output(database, "themes", "buyer", "--period", "2026-Q3") == (
        "Buyer journey, 2026-Q3: 0 themes\nSaid once: 0 notes. Not sorted yet: 1 pain point.\n"
    )


def test_what_has_no_theme_is_suggested_one_a_line(imported: Path) -> None:
    def suggestions(*arguments: str) -> list[dict[str, Any]]:
        lines = output(imported, "themes", "buyer", "--suggest", *arguments).splitlines()
        return [json.loads(line) for line in lines]

    found = suggestions()
    assert [one["note_id"] for one in found] == [7, 6]
    for one in found:
        assert list(one) == ["note_id", "suggestions", "joined"]
        assert one["suggestions"][0] == 'Lost "invites", 📬'
        assert len(one["suggestions"]) <= 3
        assert one["joined"] is None
    assert suggestions("--period", "2026-Q2") == found[1:]


def test_an_import_suggests_themes_for_its_notes(imported: Path, tmp_path: Path) -> None:
    theme = as_json(imported)["themes"][0]["id"]
    with seeded.waymark(imported) as made:
        made.services.themes.track(Actor(WS, "U1"), ThemeRef(theme), ["invite"])
    path = save_csv(
        tmp_path / "more.csv", HEADER, ("another invite", "onboarding", "pain", "2026-07-01", "")
    )
    output(imported, "import", path, "--journey", "buyer")
    with seeded.waymark(imported) as made, made.storage.read(WS) as uow:
        journey = uow.journeys.by_key("buyer")
        assert journey is not None
        july = Months(2026 * 12 + 6, 2026 * 12 + 6)
        assert uow.pains.count_pains(journey.id, july, july).suggested == {theme}


def test_how_many_joined_is_printed_if_any_did() -> None:
    assert joined_lines(0, "buyer") == []
    (one,), (many,) = joined_lines(1, "buyer"), joined_lines(1200, "shop")
    assert one == "1 note joined a theme by itself; see `app.py themes buyer`."
    assert many == "1,200 notes joined themes by themselves; see `app.py themes shop`."


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_keeps_the_themes(
    imported: Path, tmp_path: Path, sqlite_template: Path, form: str
) -> None:
    exported = output(imported, "export", "--journey", "buyer", "--format", form)
    path, empty = tmp_path / f"notes.{form}", tmp_path / "empty.db"
    path.write_text(exported, "utf-8", newline="")
    empty.write_bytes(sqlite_template.read_bytes())
    for database in (empty, imported):
        for _ in range(2):
            output(database, "import", path, "--journey", "buyer")
    listed = [as_json(database) for database in (imported, empty)]
    names = [
        [(one["name"], one["n"], one["stages"]) for one in found["themes"]] for found in listed
    ]
    assert (
        names[0]
        == names[1]
        == [
            ('Lost "invites", 📬', 3, ["onboarding", "loyalty"]),
            ("=Login", 1, ["retention"]),
        ]
    )
    assert [(found["said_once"]["n"], found["to_sort"]["n"]) for found in listed] == [(1, 2)] * 2
    if form == "csv":
        table = list(csv.DictReader(io.StringIO(exported)))
        assert [row["theme"] for row in table if row["text"] == "slow login"] == ["'=Login"]


def test_notes_are_sorted_by_a_file(imported: Path, tmp_path: Path) -> None:
    path = save_csv(
        tmp_path / "sort.csv",
        ("theme", "text", "stage"),
        ('lost "invites", 📬', "No invite AGAIN", ""),
        ("Said once", "an older one", ""),
        ("Elsewhere", "not here", ""),
        ("x" * 200, "slow login", ""),
    )
    ran = done(imported, "themes", "buyer", "--sort", path, "--by", "U1")
    assert (ran.returncode, ran.stdout) == (1, b"2 notes sorted; 1 theme named.\n")
    assert one_line(ran.stderr).startswith("line 5: theme “xxx")
    found = as_json(imported)
    assert [(one["name"], one["n"]) for one in found["themes"]] == [
        ('Lost "invites", 📬', 4),
        ("=Login", 1),
    ]
    assert (found["said_once"]["note_ids"], found["to_sort"]["n"]) == ([4, 7], 0)


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["nosuch"], 1, "nosuch"),
        (["buyer", "--period", "2026-Q9"], 2, "2026-Q"),
        (["buyer", "--suggest", "--period", "never"], 2, "2026-Q"),
        (["buyer", "--format", "csv"], 2, "json"),
        (["buyer", "--sort", "sorted.csv"], 2, "--by U…"),
        (["buyer", "--sort", "sorted.csv", "--by", "mara"], 2, "--by U…"),
        (["buyer", "--sort", "plain.csv", "--by", "U1"], 2, "a column theme"),
        (["buyer", "--sort", "missing.csv", "--by", "U1"], 2, "missing.csv"),
        (["buyer", "--sort", "sorted.csv", "--suggest"], 2, "not allowed with"),
    ],
)
def test_wrong_use_is_one_line(
    imported: Path, tmp_path: Path, arguments: list[str], code: int, named: str
) -> None:
    save_csv(tmp_path / "plain.csv", ("text", "stage"), ("a", "b"))
    asked = [str(tmp_path / word) if word.endswith(".csv") else word for word in arguments]
    ran = done(imported, "themes", *asked)
    assert (ran.returncode, ran.stdout) == (code, b"")
    assert named in one_line(ran.stderr)
