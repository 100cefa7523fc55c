"""Load the words and the patterns of phrases by which intents are told apart, from `data/`.

A file has sections `[name]`. In a file of patterns each line is an alternative, an indented line
goes on with the line before it, and `<name>` stands for the section of that name.
"""

import re
from functools import cache
from pathlib import Path

from domain.text import strip_accents

DATA_DIR = Path(__file__).parent / "data"

_SECTION = re.compile(r"\[([a-z ]+)\]")

# Not what looks behind: `(?<=…)`.
_REFERENCE = re.compile(r"(?<!\(\?)<([a-z ]+)>")

_INDENT = "    "


@cache
def _sections(file: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of each section of a file, without comments."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (DATA_DIR / file).read_text(encoding="utf-8").splitlines():
        heading = _SECTION.fullmatch(line)
        if heading:
            lines = found.setdefault(heading[1], [])
        elif line.startswith(_INDENT):
            lines[-1] += line.removeprefix(_INDENT)
        elif line.strip() and not line.startswith("#"):
            lines.append(line)
    return {name: tuple(lines) for name, lines in found.items()}


def word_set(*names: str) -> frozenset[str]:
    """Return the words of sections of `words.txt`."""
    sections = _sections("words.txt")
    lines = (line for name in names for line in sections[name])
    return frozenset(strip_accents(" ".join(lines).casefold()).split())


def expression(file: str, name: str) -> str:
    """Return the regular expression of a section, as a group of its alternatives."""
    joined = "|".join(_sections(file)[name])
    return f"(?:{_REFERENCE.sub(lambda match: expression(file, match[1]), joined)})"


def pattern(file: str, name: str, flags: int = 0) -> re.Pattern[str]:
    """Return the compiled pattern of a section."""
    return re.compile(expression(file, name), flags)
