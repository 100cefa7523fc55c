"""Tests that Slack accepts the messages and form of an import, with any text in the file."""

from pathlib import Path

import pytest

from bot.imports.batches import BatchResult, ImportTotal
from bot.imports.imports import ImportTarget
from domain.errors import BadFieldError, BadInputError
from domain.import_columns import NOTE_FIELDS, READING_FIELDS, resolve_columns
from domain.import_rows import RowProblem
from handlers.imports import blocks as import_blocks
from handlers.imports.blocks import (
    MAX_NAME,
    FileOffer,
    MessageRef,
    form_metadata,
    import_help_message,
    read_form_metadata,
    read_offer,
)
from handlers.imports.columns_form import (
    MAX_COLUMNS,
    choose_columns,
    columns_form,
    read_columns_form,
)
from handlers.imports.table_files import TableFile
from tests.handlers.slack_says import assert_modal_taken, assert_taken, shown

NASTY = "<!channel> & <@U1> *bold* `x` https://evil.example 漢字 " * 4


SPOT = MessageRef("D0123456789", "1780000000.000100")


NOTE_COLUMNS = {field: index for index, field in enumerate(NOTE_FIELDS)}


ONE = ImportTarget(("buyer", "Buyer journey"), (("buyer", "Buyer journey"),), None)


MANY = ImportTarget(
    ("journey-3", NASTY), tuple((f"journey-{n}", f"{n} {NASTY}") for n in range(150)), NASTY
)


def offer(name: str = NASTY) -> FileOffer:
    """An offer with a choice for every field."""
    return FileOffer("F0123456789", name, "j" * 60, NOTE_COLUMNS)


def table(columns: int = 1000, name: str = NASTY[:200].replace("/", "_")) -> TableFile:
    """A wide file."""
    headers = tuple(f"{n} {NASTY}" for n in range(columns))
    return TableFile(Path(name), "utf-16", ";", headers, 100_000)


def total(added: int = 90_000) -> ImportTotal:
    """A long file with everything wrong that can be."""
    made = ImportTotal(20)
    problems = tuple(RowProblem(line, NASTY * 5) for line in range(2, 10_002))
    kpis = tuple(f"stage-{n}.{'k' * 60}" for n in range(100))
    themes = tuple(f"{n} {'<&>' * 48}" for n in range(100))
    made.add(BatchResult(100_000, added, 90_000 - added, 500, problems, kpis, themes))
    return made


@pytest.mark.parametrize("place", [ONE, MANY], ids=["one journey", "many"])
@pytest.mark.parametrize("added", [90_000, 0])
def test_every_message_is_taken(place: ImportTarget, added: int) -> None:
    columns = resolve_columns(table().columns, NOTE_COLUMNS)
    for message in (
        import_blocks.checking_message(NASTY, "500 of 100,000 rows"),
        import_blocks.preview_message(offer(), table(), columns, place, total(added)),
        import_blocks.unclear_columns_message(offer(), table(), place),
        import_blocks.refused_message(offer(), place),
        import_blocks.importing_message(NASTY),
        import_blocks.importing_message(NASTY, 500, 100_000),
        import_blocks.imported_message(NASTY, columns, NASTY, total(added)),
        import_blocks.stopped_message(offer(), NASTY),
        import_blocks.failed_message(NASTY, NASTY),
        import_blocks.cancelled_message(NASTY),
        import_help_message(),
    ):
        assert_taken(message)


@pytest.mark.parametrize("place", [ONE, MANY], ids=["one journey", "many"])
def test_the_buttons_stay_in_the_longest_message(place: ImportTarget) -> None:
    columns = resolve_columns(table().columns, NOTE_COLUMNS)
    message = import_blocks.preview_message(offer(), table(), columns, place, total())
    assert read_offer(message) == FileOffer("F0123456789", NASTY[:MAX_NAME], "j" * 60, NOTE_COLUMNS)
    words = shown(message["blocks"])
    assert "not used" in words.casefold()
    assert "… and 9,995 more like these." in words


def test_twenty_wrong_rows_are_listed_by_their_line() -> None:
    columns = resolve_columns(table().columns, NOTE_COLUMNS)
    words = shown(import_blocks.imported_message("a.csv", columns, "Buyer", total())["blocks"])
    assert "line 21: " in words
    assert "line 22: " not in words
    assert "… and 9,980 more like these." in words


@pytest.mark.parametrize("count", [1, MAX_COLUMNS, MAX_COLUMNS + 1, 1000])
def test_the_form_is_taken_with_any_number_of_columns(count: int) -> None:
    wide = table(count)
    form = columns_form(offer(), SPOT, wide.columns, {"text": count - 1})
    assert_modal_taken(form)
    menus = [block for block in form["blocks"] if block["type"] == "input"]
    assert len(menus) == min(count, MAX_COLUMNS)
    assert menus[-1]["element"]["initial_option"]["value"] == "text"
    assert ("more columns" in shown(form["blocks"])) is (count > MAX_COLUMNS)


def test_a_column_without_a_name_has_its_number() -> None:
    form = columns_form(offer(), SPOT, ("", "text"), {})
    assert form["blocks"][1]["label"]["text"] == "column 1"


def test_columns_in_use_come_before_others() -> None:
    assert choose_columns(100, {"text": 99, "stage": 60})[-3:] == [MAX_COLUMNS - 3, 60, 99]


def test_what_is_chosen_is_read() -> None:
    chosen = read_columns_form({"column.0": "ignore", "column.7": "text", "column.99": "stage"})
    assert chosen == {"text": 7, "stage": 99}
    readings = {f"column.{n}": field for n, field in enumerate(READING_FIELDS)}
    assert len(read_columns_form(readings)) == len(READING_FIELDS)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"column.0": "text", "column.1": "text"}, "column.1"),
        ({"column.0": "stage", "column.1": "ignore"}, "column.0"),
        ({"column.0": "kpi", "column.1": "value"}, "column.0"),
        ({"column.0": "text", "column.1": "kpi"}, "column.0"),
    ],
)
def test_a_choice_that_makes_no_rows_is_refused_at_its_field(
    values: dict[str, str | None], field: str
) -> None:
    with pytest.raises(BadFieldError) as refused:
        read_columns_form(values)
    assert refused.value.field == field


def test_an_offer_is_carried_along_in_a_form() -> None:
    text = form_metadata(offer("a.csv"), SPOT)
    assert read_form_metadata(text) == (offer("a.csv"), SPOT)
    assert len(form_metadata(offer(NASTY), SPOT)) < 3000


@pytest.mark.parametrize("text", ["", "1:onboarding", "{}", "[]", "null", '{"offer": "x"}'])
def test_what_is_no_offer_is_refused(text: str) -> None:
    for read in (FileOffer.from_value, read_form_metadata):
        with pytest.raises(BadInputError, match="Send the file again"):
            read(text)
    with pytest.raises(BadInputError):
        read_offer({"blocks": []})
