"""`app.py ask`: text for people, JSON for programs, one line for what cannot be answered."""

import json
from pathlib import Path

import pytest

from tests.handlers.processes import environment, waymark


@pytest.fixture
def database(reviewed_database: Path) -> Path:
    """A quarter worth a review, in August 2026."""
    return reviewed_database


def test_json_has_question_figures_number_period_and_notes(database: Path) -> None:
    asked = ["ask", "buyer", "how do customers feel in onboarding in 2026-Q3?", "--format", "json"]
    done = waymark(asked, environment(database))
    assert (done.returncode, done.stderr) == (0, b"")
    answer = json.loads(done.stdout)
    assert set(answer) == {
        *("understood", "answer", "journey", "question", "period", "n", "figures", "note_ids")
    }
    assert answer["understood"].startswith("Mood of Onboarding, July to September 2026")
    assert answer["question"] == {
        "subject": "mood", "stages": ["onboarding"], "period": "2026-Q3"
    }  # fmt: skip
    assert (answer["journey"], answer["n"], len(answer["note_ids"])) == ("buyer", 3, 3)
    assert answer["period"]["start"].startswith("2026-07-01T00:00:00")
    review = waymark(
        ["review", "buyer", "--period", "2026-Q3", "--format", "json"], environment(database)
    )
    stages = json.loads(review.stdout)["stages"]
    (mood,) = answer["figures"]
    (stage,) = [one for one in stages if one["key"] == "onboarding"]
    assert [mood[k] for k in ("n", "mean", "net")] == [stage[k] for k in ("n", "mean", "net")]


def test_text_is_sentences_with_the_notes(database: Path) -> None:
    words = ["what", "hurts", "in", "onboarding", "in", "2026-Q3"]
    done = waymark(["ask", "buyer", *words], environment(database))
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert lines[0].startswith("Pains of Onboarding, July to September 2026")
    assert lines[1] == "Invites in spam: noted twice, new."


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ask", "nosuchkey", "what hurts?"], 1, b"nosuchkey"),
        (["ask", "buyer"], 2, b"QUESTION"),
        (["ask", "buyer", "???"], 1, b""),
    ],
)
def test_what_cannot_be_answered(
    database: Path, arguments: list[str], code: int, said: bytes
) -> None:
    done = waymark(arguments, environment(database))
    assert done.returncode == code
    assert said in done.stderr
