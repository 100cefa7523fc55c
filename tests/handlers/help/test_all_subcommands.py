"""Every word after `/journey` is registered once, documented, and in `/journey help more`."""

import re
from pathlib import Path

import pytest

from handlers.help.blocks import ALL_COMMANDS, FIRST_COMMANDS
from handlers.help.listeners import SUBCOMMANDS as HELP_WORDS
from handlers.listeners import SUBCOMMANDS
from handlers.slack.subcommands import merge_subcommands

COMMANDS_PAGE = Path(__file__).parents[3] / "docs" / "commands.md"

# Ways to ask for the help, which need no help of their own.
UNLISTED = set(HELP_WORDS)


def words_in_help() -> set[str]:
    """The words of `/journey help more`: those of its examples, and those after “also”."""
    listed = [example for group in ALL_COMMANDS.values() for example in group]
    found = set()
    for command, text in (*listed, *FIRST_COMMANDS):
        name, _, rest = command.partition(" ")
        if name == "/journey":
            also = re.search(r"\balso ([^;]*)", text)
            found |= {rest.split()[0], *(re.findall(r"\w+", also[1]) if also else ())}
    return found


def words_in_docs() -> set[str]:
    """The words in the first cells of the page's rows about `/journey`."""
    found = set()
    for row in re.findall(r"^\| (`/journey.*?) \|", COMMANDS_PAGE.read_text(), re.MULTILINE):
        for code in re.findall(r"`([^`]+)`", row):
            words = code.removeprefix("/journey").split()
            found |= set(words[:1])
    return found


@pytest.mark.parametrize("word", sorted(set(SUBCOMMANDS) - UNLISTED))
def test_every_subcommand_is_in_the_help_and_in_the_docs(word: str) -> None:
    assert word in words_in_docs()
    assert word in words_in_help()


def test_every_example_of_the_help_is_a_command() -> None:
    examples = [example for group in ALL_COMMANDS.values() for example in group]
    for command, _ in (*examples, *FIRST_COMMANDS):
        name, _, rest = command.partition(" ")
        assert name != "/journey" or rest.split()[0] in SUBCOMMANDS


def test_two_features_cannot_have_the_same_word() -> None:
    one, other = SUBCOMMANDS["map"], SUBCOMMANDS["review"]
    assert merge_subcommands({"map": one}, {"review": other}) == {"map": one, "review": other}
    with pytest.raises(ValueError, match="review"):
        merge_subcommands({"map": one}, {"review": other}, {"review": one})
