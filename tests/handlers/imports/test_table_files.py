"""Files of rows as other programs write them, and as no program should."""

import codecs
import json
from pathlib import Path

import pytest

from domain.errors import BadInputError, WaymarkError
from domain.import_columns import read_columns
from domain.import_rows import Row
from handlers.imports.table_files import FORMULA_SIGNS, escape_formula, open_table, unescape_formula

TABLE = 'text,stage\r\n"a ""b"", c\r\nd",loyalty\r\nnaïve 漢字 😀,\r\n'


CELLS = [{"text": 'a "b", c\nd', "stage": "loyalty"}, {"text": "naïve 漢字 😀"}]


def rows(path: Path) -> list[Row]:
    """The rows as an import gets them."""
    table = open_table(str(path))
    found = list(table.rows(read_columns(table.columns).fields))
    assert table.count == len(found)
    return found


def written(folder: Path, content: bytes | str, name: str = "t.csv") -> Path:
    """A file with that in it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.replace("\r\n", "\n").encode(),
        TABLE.replace(",", ";").replace(";\x20c", ", c").encode(),
        TABLE.replace(",", "\t").replace("\t c", ", c").encode("utf-16"),
        b'"text","stage"' + TABLE.encode()[10:],
        b"\n\n" + TABLE.encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16-be", "unix", "semicolons", "tabs", "quoted", "blank"],
)
def test_any_program_may_have_written_it(tmp_path: Path, content: bytes) -> None:
    assert [row.cells for row in rows(written(tmp_path, content))] == CELLS


def test_quoted_headers_split_at_semicolons(tmp_path: Path) -> None:
    (row,) = rows(written(tmp_path, '"text";"stage"\n"a, b";"loyalty"\n'))
    assert row.cells == {"text": "a, b", "stage": "loyalty"}


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    path = written(tmp_path, 'text\n"a\nb"\n\nc\n"torn" x\nd\n"never closed\ne\n')
    found = [(row.line, row.cells.get("text"), bool(row.problem)) for row in rows(path)]
    assert found == [
        (2, "a\nb", False),
        (5, "c", False),
        (6, None, True),
        (7, "d", False),
        (8, None, True),
    ]
    assert "lines 8 to 9 were not read" in (rows(path)[-1].problem or "")


def test_a_thousand_columns_are_one_text(tmp_path: Path) -> None:
    header = ",".join(["text", *(f"column {n}" for n in range(999))])
    path = written(tmp_path, header + "\n" + ",".join(["it broke"] + ["x"] * 999) + "\n")
    table = open_table(str(path))
    columns = read_columns(table.columns)
    assert (len(table.columns), len(columns.unused)) == (1000, 999)
    assert [row.cells for row in table.rows(columns.fields)] == [{"text": "it broke"}]


def test_a_text_that_fell_apart_at_its_commas_is_refused_and_empty_cells_are_not(
    tmp_path: Path,
) -> None:
    found = rows(written(tmp_path, "stage,text\nloyalty,a, b\nloyalty,a,,,\nloyalty\n"))
    assert "3 cells" in (found[0].problem or "")
    assert [row.cells for row in found[1:]] == [
        {"stage": "loyalty", "text": "a"},
        {"stage": "loyalty"},
    ]


def test_a_cell_longer_than_any_text_is_a_row_like_others(tmp_path: Path) -> None:
    found = rows(written(tmp_path, f"text\n{'x' * 500_000}\nshort\n"))
    assert [len(row.cells["text"]) for row in found] == [500_000, 5]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        codecs.BOM_UTF8,
        codecs.BOM_UTF16_LE,
        b'"never closed',
        "text,café\nx,y\n".encode("latin-1"),
        "text\nx\n".encode("utf-16-le"),
        "text\nx\n".encode("utf-32"),
        codecs.BOM_UTF16_LE + b"x",
        b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 10,
        b"text\nok\n" * 100_000 + b"\xff\n",
    ],
)
def test_what_is_no_table_is_refused_before_anything_is_read(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(WaymarkError) as caught:
        open_table(str(written(tmp_path, content)))
    assert caught.value.sentence.startswith("t.csv ")
    assert "imported" in caught.value.sentence


def test_the_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(WaymarkError, match="line 200001"):
        open_table(str(written(tmp_path, b"text\nok\n" * 100_000 + b"\xff\n")))


def test_a_header_alone_holds_no_rows(tmp_path: Path) -> None:
    assert rows(written(tmp_path, "text,stage\n")) == []


@pytest.mark.parametrize("name", ["t.xlsx", "t", "t.csv.gz"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError, match=r"\.jsonl"):
        open_table(str(written(tmp_path, "text\nx\n", name)))


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("none.csv", "folder.csv"):
        with pytest.raises(BadInputError, match="cannot be read"):
            open_table(str(tmp_path / name))


def test_json_lines_hold_texts_and_numbers(tmp_path: Path) -> None:
    lines = [
        '{"text": "a\\u0000b", "severity": 3, "score": -0.5, "tags": ["x"], "team": null}',
        "",
        '{"Text": "not this", "text": true, "stage": "\\ud800"}',
        "[1]",
        '{"text": ["a"]}',
        '{"text": NaN}',
        "nonsense",
        '{"text": "\'=1"}',
    ]
    found = rows(written(tmp_path, "\n".join(lines), "t.jsonl"))
    assert [(row.line, row.cells) for row in found if not row.problem] == [
        (1, {"text": "ab", "severity": "3", "score": "-0.5"}),
        (3, {"text": "true", "stage": "?"}),
        (6, {"text": "NaN"}),
        (8, {"text": "'=1"}),
    ]
    assert [row.line for row in found if row.problem] == [4, 5, 7]


def test_json_lines_without_an_object_are_none(tmp_path: Path) -> None:
    with pytest.raises(WaymarkError, match="line 1"):
        open_table(str(written(tmp_path, "rubbish\nrubbish\n", "t.jsonl")))
    assert open_table(str(written(tmp_path, "", "t.jsonl"))).columns == ()


def test_deep_or_huge_json_costs_its_line(tmp_path: Path) -> None:
    bad = ["[" * 100_000, '{"text": ' + "9" * 5000 + "}"]
    path = written(tmp_path, "\n".join([*bad, json.dumps({"text": "ok"})]), "t.jsonl")
    assert [bool(row.problem) for row in rows(path)] == [True, True, False]


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_a_live_cell_is_made_safe_and_itself_again(sign: str) -> None:
    assert escape_formula(f"{sign}1") == f"'{sign}1"
    assert unescape_formula(escape_formula(f"{sign}1")) == f"{sign}1"


@pytest.mark.parametrize("value", ["it's", "'quoted'", "'", "", -1, -0.5, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert escape_formula(value) == value
    if isinstance(value, str):
        assert unescape_formula(value) == value
