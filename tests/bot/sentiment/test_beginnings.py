"""How every match of a pattern begins."""

import csv
from pathlib import Path

import pytest

from bot.sentiment import phrases
from bot.sentiment.beginnings import SIZE, beginnings, normal

NOTES = Path(__file__).parents[2] / "data" / "product_notes.csv"


@pytest.mark.parametrize(
    ("pattern", "heads"),
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
def test_the_heads_of_a_pattern(pattern: str, heads: set[str]) -> None:
    assert beginnings(pattern) == heads


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot read"):
        beginnings("a)b")


def test_wherever_a_phrase_is_found_by_searching_it_begins_with_a_head() -> None:
    with NOTES.open(encoding="utf-8", newline="") as file:
        texts = [row["text"].lower() for row in csv.DictReader(file)]
    found = 0
    for pattern in phrases._patterns():
        for text in texts:
            for match in pattern.compiled.finditer(text):
                begins = normal(text[match.start() : match.start() + SIZE])
                assert begins.startswith(tuple(pattern.heads)), (pattern.compiled.pattern, text)
                found += 1
    assert found > 100


def test_nearly_all_patterns_are_tried_only_where_they_may_match() -> None:
    assert len(phrases._anywhere()) < 5
