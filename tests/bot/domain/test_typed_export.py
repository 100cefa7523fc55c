"""What somebody typed after `/journey export`."""

import pytest

from bot.domain.errors import BadInputError
from bot.domain.typed_export import Exported, ExportForm, ExportWish, read_export

NOTES, READINGS, REVIEWS, REVIEW = Exported
CSV, JSON_LINES, HTML, MARKDOWN, JSON, CANVAS = ExportForm


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("", ExportWish(NOTES, CSV)),
        ("readings jsonl", ExportWish(READINGS, JSON_LINES)),
        ("jsonl REVIEWS buyer", ExportWish(REVIEWS, JSON_LINES, "buyer")),
        ("notes notes", ExportWish(NOTES, CSV, "notes")),
        ("review", ExportWish(REVIEW, HTML)),
        ("review 2026-Q3", ExportWish(REVIEW, HTML, None, "2026-q3")),
        ("2026-Q3 md review buyer", ExportWish(REVIEW, MARKDOWN, "buyer", "2026-q3")),
        ("review markdown", ExportWish(REVIEW, MARKDOWN)),
        ("review csv", ExportWish(REVIEW, CSV)),
        ("canvas", ExportWish(REVIEW, CANVAS)),
        ("2026-Q3", ExportWish(REVIEW, HTML, None, "2026-q3")),
        ("csv 2026q3", ExportWish(REVIEW, CSV, None, "2026q3")),
        ("review json review", ExportWish(REVIEW, JSON, "review")),
    ],
)
def test_words_may_come_in_any_order(typed: str, wish: ExportWish) -> None:
    assert read_export(typed) == wish


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("notes html", "Notes cannot be exported as html, but as csv or jsonl."),
        (
            "review jsonl",
            "cannot be exported as jsonl, but as html, csv, md, json or canvas.",
        ),
        ("readings 2026-Q3", "Readings are exported whole; a period is for one review"),
        ("review 2026-Q3 2026-Q2 buyer", "“buyer” was not understood"),
    ],
)
def test_what_makes_no_sense_is_told(typed: str, said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_export(typed)
    assert said in caught.value.sentence
