"""A message is taken apart into notes, questions and the rest."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.utterances import is_stage
from bot.intents.messages import MAX_READ, parse_message_intents
from domain.intents import Intent, ParsedMessage, SpelledCommand


def parse(text: str) -> ParsedMessage:
    """Return the parts of a message."""
    return parse_message_intents(text, is_stage)


def parts(text: str) -> list[tuple[Intent, str]]:
    """Return the intents and texts of a message's parts."""
    return [(part.intent, part.text) for part in parse(text).parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The lift is broken. How many notes on lifts do we have?",
            [
                (Intent.NOTE, "The lift is broken."),
                (Intent.QUESTION, "How many notes on lifts do we have?"),
            ],
        ),
        ("Hi! The lift is broken", [(Intent.NOTE, "The lift is broken"), (Intent.GREETING, "Hi!")]),
        (
            "The lift is broken, who owns retention?",
            [(Intent.NOTE, "The lift is broken"), (Intent.QUESTION, "who owns retention?")],
        ),
        (
            "Guests hate the lift. Why is it so slow? Nobody knows.",
            [(Intent.NOTE, "Guests hate the lift. Why is it so slow? Nobody knows.")],
        ),
        (
            "I'm preparing the board meeting. What is our nps?",
            [(Intent.QUESTION, "I'm preparing the board meeting. What is our nps?")],
        ),
        ("", [(Intent.HELP, "")]),
        ("note: does the lift work?", [(Intent.NOTE, "does the lift work?")]),
        ("retention: does the lift work?", [(Intent.NOTE, "retention: does the lift work?")]),
        ("parking", [(Intent.UNCLEAR, "parking")]),
    ],
)
def test_each_part_of_a_message_is_told(text: str, expected: list[tuple[Intent, str]]) -> None:
    assert sorted(parts(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("- no soap - toilets dirty - nice smell", ["no soap", "toilets dirty", "nice smell"]),
        ("1. no parking 2. too early", ["no parking", "too early"]),
        ("a) no parking b) too early", ["no parking", "too early"]),
        ("• no parking\n• too early,\n  said two", ["no parking", "too early,\nsaid two"]),
        (
            "From the fair:\n- it smells\n- too loud",
            ["it smells (From the fair)", "too loud (From the fair)"],
        ),
        (
            "Pain points in onboarding:\n- no mail\n- no call",
            ["Pain point in onboarding: no mail", "Pain point in onboarding: no call"],
        ),
        ("the box - a big one - was wet", ["the box - a big one - was wet"]),
        ("- onboarding - the invite is slow", ["- onboarding - the invite is slow"]),
        ("version 2. and 3. of the app crash", ["version 2. and 3. of the app crash"]),
    ],
)
def test_lists_are_several_notes(text: str, notes: list[str]) -> None:
    assert list(parse(text).notes) == notes


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("undo that", SpelledCommand.UNDO),
        ("please delete my last note", SpelledCommand.UNDO),
        ("move it to retention", SpelledCommand.MOVE),
        ("change the severity to high", SpelledCommand.CHANGE_NOTE),
        ("show me the map", SpelledCommand.MAP),
        ("post the review now", SpelledCommand.REVIEW),
        ("sign off awareness", SpelledCommand.SIGN_OFF),
        ("export everything", SpelledCommand.EXPORT),
        ("import this csv", SpelledCommand.IMPORT),
        ("set the nps target to 45", SpelledCommand.TARGET),
        ("nps is now 41", SpelledCommand.READING),
        ("remind me on Monday", SpelledCommand.REMINDERS),
        ("add a stage called pilot", SpelledCommand.MAP_PART),
        ("sort the unsorted notes", SpelledCommand.SORT),
    ],
)
def test_commands_in_words_are_told(text: str, command: SpelledCommand) -> None:
    (part,) = parse(text).parts
    assert (part.intent, part.command) == (Intent.COMMAND, command)


@pytest.mark.parametrize(
    "text",
    [
        "Remove the popup on the price page",
        "Move the buy button up",
        "Export takes ten minutes",
        "Remind customers to bring their ID",
        "Send invoices as PDF",
        "Map view does not load",
        "Assign a fixed agent to each client",
    ],
)
def test_a_wish_for_the_product_is_no_command(text: str) -> None:
    assert parts(text) == [(Intent.NOTE, text)]


WORDS = st.text("abcdefgh", min_size=2, max_size=8)

ITEMS = st.lists(
    st.lists(WORDS, min_size=2, max_size=5).map(" ".join), min_size=2, max_size=8, unique=True
)


@given(items=ITEMS, mark=st.sampled_from(["- ", "* ", "• "]))
def test_no_item_of_a_list_is_lost(items: list[str], mark: str) -> None:
    parsed = parse("\n".join(f"{mark}{item}" for item in items))
    assert [part.text for part in parsed.parts] == items


@given(text=st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert parse(text).parts


@pytest.mark.parametrize(
    "text",
    [
        "why is this so slow and so bad, " * 60,
        "a" * (MAX_READ - 1),
        "? " * 700,
        "can you please please " * 60,
        "- a b c " * 500,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    parse(text)
    # Two hundredths of it are usual: a backtracking pattern would take minutes.
    assert time.perf_counter() - started < 1
