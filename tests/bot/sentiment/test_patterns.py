"""Tests of files of patterns, and of the prefixes of their expressions."""

import csv
from pathlib import Path

import pytest

from bot.sentiment.lexicon import DATA_DIR
from bot.sentiment.patterns import (
    MAX_PREFIX_LENGTH,
    PatternFile,
    normalize_digits,
    regex_prefixes,
)

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize(
    ("pattern", "prefixes"),
    [
        ("abc", {"abc"}),
        ("a(?:b|cd)e", {"abe", "acde"}),
        ("tim(?:es?|ed) out", {"time o", "times ", "timed "}),
        ("ab+c", {"ab"}),
        ("ab*c", {"a"}),
        ("ab{0,2}c", {"a"}),
        (r"\bno (?!more)\w+", {"no "}),
        (r"\d\d? ?%", {"0%", "0 %", "00%", "00 %"}),
        ("(?:[a-z]+ )?b", {"", "b"}),
        ("[- ]b(?=c)", {"-b", " b"}),
        ("1x", {"0x"}),
        (r"^\W*why", {""}),
        ("(?:the )?long word", {"the lo", "long w"}),
    ],
)
def test_prefixes_of_a_pattern(pattern: str, prefixes: set[str]) -> None:
    assert regex_prefixes(pattern) == prefixes


def test_an_unbalanced_pattern_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot read"):
        regex_prefixes("a)b")


@pytest.mark.parametrize(("name", "least"), [("phrases.tsv", 100), ("idioms.tsv", 50)])
def test_every_match_starts_with_a_prefix(name: str, least: int) -> None:
    texts: list[str] = []
    for notes in (DATA / "product_notes.csv", DATA / "moods.csv"):
        with notes.open(encoding="utf-8", newline="") as file:
            texts += [row["text"].lower() for row in csv.DictReader(file)]
    match_count = 0
    for pattern in PatternFile(DATA_DIR / name).patterns:
        for text in texts:
            for match in pattern.regex.finditer(text):
                start = match.start()
                beginning = normalize_digits(text[start : start + MAX_PREFIX_LENGTH])
                assert beginning.startswith(tuple(pattern.prefixes)), (pattern.regex.pattern, text)
                match_count += 1
    assert match_count > least


@pytest.mark.parametrize("name", ["phrases.tsv", "idioms.tsv"])
def test_nearly_all_patterns_are_tried_only_where_they_may_match(name: str) -> None:
    patterns = PatternFile(DATA_DIR / name).patterns
    # Those for the start of a text are tried there alone.
    inside = [one for one in patterns if not one.regex.pattern.startswith("^")]
    assert sum(pattern.matches_anywhere for pattern in inside) < 5
