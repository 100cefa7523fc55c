"""Tests of matching the columns of a file to fields."""

from collections import Counter

import pytest

from bot.exports import NOTE_COLUMNS
from bot.exports import READING_COLUMNS as EXPORTED_READINGS
from domain.errors import BadInputError
from domain.import_columns import (
    NOTE_FIELDS,
    READING_FIELDS,
    ImportType,
    UnclearColumnsError,
    count_known_headers,
    detect_import_type,
    guess_columns,
    read_columns,
    resolve_columns,
)
from domain.text import fold_name


def test_an_exports_columns_are_all_known_but_those_that_say_nothing_elsewhere() -> None:
    columns = read_columns(NOTE_COLUMNS)
    assert columns.content is ImportType.NOTES
    assert columns.unused == ("id", "journey")
    assert all(NOTE_COLUMNS[index] == field for field, index in columns.fields.items())
    readings = read_columns(EXPORTED_READINGS)
    assert (readings.content, readings.unused) == (ImportType.READINGS, ())


@pytest.mark.parametrize("fields", [NOTE_FIELDS, READING_FIELDS])
def test_no_word_means_two_fields(fields: dict[str, tuple[str, ...]]) -> None:
    words = Counter(fold_name(word) for field, also in fields.items() for word in (field, *also))
    assert max(words.values()) == 1


def test_capitals_and_punctuation_do_not_matter() -> None:
    assert read_columns(["OCCURRED AT", " Text ", "Touch-Point"]).fields == {
        "text": 1,
        "touchpoint": 2,
        "occurred_at": 0,
    }


def test_the_own_name_of_a_field_is_taken_before_another_word_for_it() -> None:
    columns = read_columns(["Comment", "text", "date", "occurred_at"])
    assert columns.fields == {"text": 1, "occurred_at": 3}
    assert columns.unused == ("Comment", "date")


@pytest.mark.parametrize("header", ["Theme", "themes", "Topic", "Label of theme"])
def test_a_theme_has_other_words_too(header: str) -> None:
    assert read_columns(["text", header]).fields == {"text": 0, "theme": 1}


def test_a_column_called_theme_comes_before_other_words_for_it() -> None:
    columns = read_columns(["topic", "label of theme", "text", "label", "THEME"])
    assert columns.fields == {"text": 2, "label": 3, "theme": 4}
    assert columns.unused == ("topic", "label of theme")


def test_of_two_columns_with_one_name_the_first_counts() -> None:
    assert read_columns(["text", "text"]).fields == {"text": 0}


def test_what_people_say_a_column_means_comes_before_its_name() -> None:
    columns = read_columns(["Summary", "text", "NPS score", "score"], {
        "summary": "text", "score": "ignore", "NPS score": "Severity",
    })  # fmt: skip
    assert columns.fields == {"text": 0, "severity": 2}
    assert columns.unused == ("text", "score")


@pytest.mark.parametrize(
    ("meant", "named"),
    [({"Nowhere": "text"}, "Nowhere"), ({"a": "colour"}, "colour"), ({"": "text"}, "“”")],
)
def test_a_meaning_or_column_there_is_not_is_named(meant: dict[str, str], named: str) -> None:
    with pytest.raises(BadInputError, match=named):
        read_columns(["text", "a"], meant)


def test_without_a_text_the_columns_there_are_named_shortened() -> None:
    with pytest.raises(BadInputError) as caught:
        read_columns([f"column {n} {'x' * 100}" for n in range(1000)])
    assert "column 0" in caught.value.sentence
    assert "and 992 more" in caught.value.sentence
    assert len(caught.value.sentence) < 700


def test_a_kpi_a_value_and_a_day_make_readings() -> None:
    assert read_columns(["Metric", "Date", "value"]).content is ImportType.READINGS
    assert read_columns(["kpi", "value", "text"]).content is ImportType.NOTES
    assert (
        read_columns(["KPI", "amount", "day"], {"amount": "value"}).content is ImportType.READINGS
    )


def test_a_rightly_split_header_is_known_by_its_words() -> None:
    assert count_known_headers(["text;stage;date"]) == 0
    assert count_known_headers(["text", "stage", "date"]) == 3
    assert count_known_headers([""]) == count_known_headers([]) == 0


def test_what_a_header_names_is_guessed_even_where_it_is_not_enough() -> None:
    assert guess_columns(["Summary", "Phase", "Date"]) == {"stage": 1, "occurred_at": 2}
    assert guess_columns(["kpi", "value", "when"]) == {"kpi": 0, "value": 1, "day": 2}


def test_chosen_columns_are_taken_as_they_were_chosen() -> None:
    columns = resolve_columns(["text", "text", "stage"], {"text": 1})
    assert (columns.content, columns.fields, columns.unused) == (
        ImportType.NOTES,
        {"text": 1},
        ("text", "stage"),
    )
    with pytest.raises(BadInputError, match="different columns"):
        resolve_columns(["text"], {"text": 1})


@pytest.mark.parametrize("fields", [{}, {"stage": 0}, {"kpi": 0, "value": 1}])
def test_columns_that_are_neither_notes_nor_readings_are_unclear(fields: dict[str, int]) -> None:
    with pytest.raises(UnclearColumnsError, match="Notes need"):
        resolve_columns(["a", "b"], fields)


def test_a_reading_has_no_text() -> None:
    with pytest.raises(UnclearColumnsError, match="readings, which have no text"):
        detect_import_type(["kpi", "value", "day", "text"])
