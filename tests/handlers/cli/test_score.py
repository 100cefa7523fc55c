"""`app.py score`: a line in, a line out; what cannot be read is named and skipped."""

import json
from pathlib import Path

import pytest

from tests.handlers.processes import environment, waymark

GOOD = [
    '{"text": "This is great, I love it", "kind": "touchpoint"}',
    '{"text": "This is terrible and awful"}',
    '{"text": "The box is on the table", "kind": null}',
    '{"text": ""}',
    '{"text": "naïve 漢字 😀", "kind": "painpoint"}',
]

BAD = [
    b"not json",
    b"[]",
    b"5",
    b'{"text": 5}',
    b'{"kind": "touchpoint"}',
    b'{"text": "x", "kind": "rumour"}',
    b'{"text": "x", "kind": []}',
    b'{"text": "cut of',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"text": "x", "n": ' + b"9" * 5000 + b"}",
]


@pytest.fixture
def given(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path / "none.db", PYTHONIOENCODING="utf-8:strict")


def test_every_line_is_answered_by_one(given: dict[str, str], tmp_path: Path) -> None:
    done = waymark(["score"], given, "\n".join([*GOOD, "", "   "]) + "\n")
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert len(answers) == len(GOOD)
    assert [set(answer) for answer in answers] == [{"score", "label", "language", "why"}] * 5
    assert [answer["label"] for answer in answers[:4]] == [
        "positive",
        "negative",
        "neutral",
        "neutral",
    ]
    assert all(-1 <= answer["score"] <= 1 for answer in answers)
    assert answers[0]["why"][0].keys() == {"words", "weight"}
    assert not (tmp_path / "none.db").exists()


def test_other_languages_are_read_where_they_are_known(given: dict[str, str]) -> None:
    texts = ["Der Export bricht ständig ab und niemand antwortet", "Fakturan visar helt fel adress"]
    lines = "\n".join(json.dumps({"text": text}) for text in texts)
    done = waymark(["score"], given, lines + "\n")
    assert (done.returncode, done.stderr) == (0, b"")
    german, swedish = (json.loads(line) for line in done.stdout.decode().splitlines())
    assert (german["language"], german["label"], german["why"]) == ("de", "negative", [])
    assert swedish == {"score": None, "label": "unread", "language": "sv", "why": []}


def test_a_mark_of_utf_8_at_the_beginning_is_no_line(given: dict[str, str]) -> None:
    done = waymark(["score"], given, b"\xef\xbb\xbf" + b'{"text": "good"}\n{"text": "bad"}\n')
    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (0, 2, b"")


def test_bad_lines_are_named_by_number_and_the_others_answered(given: dict[str, str]) -> None:
    lines = [
        bad for pair in zip([b'{"text": "good"}'] * len(BAD), BAD, strict=True) for bad in pair
    ]
    done = waymark(["score"], given, b"\n".join(lines) + b"\n")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == len(BAD)
    errors = done.stderr.decode().splitlines()
    assert [error.partition(":")[0] for error in errors] == [
        f"line {2 * n}" for n in range(1, len(BAD) + 1)
    ]


def test_nothing_in_is_nothing_out(given: dict[str, str]) -> None:
    done = waymark(["score"], given, b"")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_broken_letter_in_a_text_costs_no_more_than_itself(given: dict[str, str]) -> None:
    done = waymark(["score"], given, b'{"text": "great \xff news"}\n{"text": "awful"}')
    assert done.returncode == 0
    labels = [json.loads(line)["label"] for line in done.stdout.splitlines()]
    assert labels == ["positive", "negative"]
