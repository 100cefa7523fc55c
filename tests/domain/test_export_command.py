"""Tests of what a person types after `/journey export`."""

import pytest

from domain.errors import BadInputError
from domain.export_command import ExportContent, ExportFormat, ExportRequest, parse_export

NOTES, READINGS, REVIEWS, REVIEW = ExportContent


CSV, JSON_LINES, HTML, MARKDOWN, JSON, CANVAS = ExportFormat


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ExportRequest(NOTES, CSV)),
        ("readings jsonl", ExportRequest(READINGS, JSON_LINES)),
        ("jsonl REVIEWS buyer", ExportRequest(REVIEWS, JSON_LINES, "buyer")),
        ("notes notes", ExportRequest(NOTES, CSV, "notes")),
        ("review", ExportRequest(REVIEW, HTML)),
        ("review 2026-Q3", ExportRequest(REVIEW, HTML, None, "2026-q3")),
        ("2026-Q3 md review buyer", ExportRequest(REVIEW, MARKDOWN, "buyer", "2026-q3")),
        ("review markdown", ExportRequest(REVIEW, MARKDOWN)),
        ("review csv", ExportRequest(REVIEW, CSV)),
        ("canvas", ExportRequest(REVIEW, CANVAS)),
        ("2026-Q3", ExportRequest(REVIEW, HTML, None, "2026-q3")),
        ("csv 2026q3", ExportRequest(REVIEW, CSV, None, "2026q3")),
        ("review json review", ExportRequest(REVIEW, JSON, "review")),
    ],
)
def test_words_may_come_in_any_order(typed: str, expected: ExportRequest) -> None:
    assert parse_export(typed) == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("notes html", "Notes cannot be exported as html, only as csv or jsonl."),
        (
            "review jsonl",
            "cannot be exported as jsonl, only as html, csv, md, json or canvas.",
        ),
        ("readings 2026-Q3", "Readings are exported as a whole, without a period"),
        ("review 2026-Q3 2026-Q2 buyer", "I don't know “buyer”"),
    ],
)
def test_what_makes_no_sense_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_export(typed)
    assert sentence in caught.value.sentence
