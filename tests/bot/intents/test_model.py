"""The model helps with messages of authors whose messages it never saw."""

from pathlib import Path

import pytest

from benchmarks.utterances import OWN, Tally, is_stage, measure, read_utterances
from bot.intents.messages import parse_message_intents
from bot.intents.model import MODEL_FILE, trained_model
from domain.intents import Intent, SpelledCommand

# Neither the rules nor the model were fitted to these.
HELD_OUT = Path(OWN).with_name("utterances_other_authors.csv")

MAX_BYTES = 150_000


@pytest.fixture(scope="module")
def tally() -> Tally:
    """What is made of the messages that were held out."""
    return measure(read_utterances(HELD_OUT))


def test_few_questions_are_filed_as_notes(tally: Tally) -> None:
    filed = [text for text in tally.filed if text.startswith("question")]
    assert len(filed) / tally.total["question"] <= 0.07


def test_notes_are_saved_or_asked_about(tally: Tally) -> None:
    assert tally.lost == []
    assert tally.share("note") >= 0.97


def test_few_messages_are_asked_back(tally: Tally) -> None:
    assert len(tally.asked_back) / tally.total.total() <= 0.05


def test_most_messages_are_told(tally: Tally) -> None:
    assert tally.share(*tally.total) >= 0.9


def test_the_weights_are_small_and_odds_add_up() -> None:
    assert MODEL_FILE.stat().st_size < MAX_BYTES
    odds = trained_model().probabilities("the lift is broken again", {Intent.NOTE})
    assert sum(odds.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("combine the last three notes I sent", SpelledCommand.CHANGE_NOTE),
        ("please delete the note about the fax", SpelledCommand.UNDO),
    ],
)
def test_a_command_in_other_words_is_told(text: str, command: SpelledCommand) -> None:
    (part,) = parse_message_intents(text, is_stage).parts
    assert (part.intent, part.command) == (Intent.COMMAND, command)
