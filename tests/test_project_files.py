"""The files around the code: links in the documentation, targets of make, third-party notices."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "sandbox/README.md"]
FOLDERS = ("bot", "handlers", "sandbox", "tests")


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub forms them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def test_make_help_lists_every_target_in_one_line() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    phony = re.search(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)
    assert phony
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = [line.split()[1] for line in shown.stdout.splitlines() if line.startswith("make ")]
    assert sorted(listed) == sorted(phony[1].split())
    assert len(set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))) == len(listed)


def test_every_licence_in_the_repository_is_in_the_notices() -> None:
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    files = [path for name in FOLDERS for path in (ROOT / name).rglob("*")]
    licences = [
        path.relative_to(ROOT).as_posix()
        for path in files
        if re.search(r"LICEN[CS]E|OFL|Apache", path.name)
    ]
    assert licences
    for name in licences:
        assert f"({name})" in notices, name
