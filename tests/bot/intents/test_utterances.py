"""How well messages are told apart; `python -m benchmarks.utterances` prints the tables."""

import pytest

from benchmarks.utterances import OWN, Tally, measure, read_utterances


@pytest.fixture(scope="module", params=["tuning", "held_out"])
def tally(request: pytest.FixtureRequest) -> Tally:
    """What is made of the messages of a split."""
    return measure(read_utterances(OWN, split=request.param))


def test_no_question_is_filed_as_a_note(tally: Tally) -> None:
    assert [text for text in tally.filed if text.startswith(("question", "help", "command"))] == []


def test_nearly_every_note_is_saved_at_once(tally: Tally) -> None:
    assert tally.lost == []
    assert tally.share("note") >= 0.98


def test_help_greetings_and_thanks_are_told(tally: Tally) -> None:
    assert tally.share("help", "greeting", "thanks", "smalltalk", "negative-answer") >= 0.95


def test_few_are_asked_back(tally: Tally) -> None:
    assert len(tally.asked_back) / tally.total.total() <= 0.05


def test_questions_and_commands_are_told(tally: Tally) -> None:
    assert tally.share("question", "command", "mixed") >= 0.93
