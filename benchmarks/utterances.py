"""How well messages to Waymark are told apart: notes, questions, help, small talk, commands.

    python -m benchmarks.utterances [FILE] [--wrong] [--half 1|2] [--split NAME]

Prints a table in Markdown for a CSV with the columns text and intent, by default
`tests/data/utterances.csv`, which also has a split. `--wrong` also lists what is told wrong.
Messages are read without a journey: a stage is one of the ready-made journeys'.
"""

import argparse
import csv
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.intents.messages import parse_message_intents
from bot.intents.model import IntentModel
from domain.intents import Intent, ParsedMessage
from domain.journeys import TEMPLATES
from domain.text import find_name
from handlers.slack.message_words import readable_text

OWN = Path(__file__).parents[1] / "tests" / "data" / "utterances.csv"

STAGES = {key: name for one in TEMPLATES.values() for key, name in one.stage_keys()}

SMALL_TALK = {Intent.GREETING, Intent.THANKS, Intent.SMALL_TALK, Intent.NO_ANSWER}

# What a message of each label may be read as; a note is judged apart, a mixed one by its notes.
ACCEPTED = {
    "question": {Intent.QUESTION, Intent.HELP},
    "help": {Intent.HELP},
    "greeting": SMALL_TALK,
    "thanks": SMALL_TALK,
    "smalltalk": SMALL_TALK,
    "negative-answer": SMALL_TALK,
    "command": {Intent.COMMAND},
}


@dataclass(frozen=True)
class Utterance:
    """A message and its label."""

    text: str
    label: str

    @property
    def plain_text(self) -> str:
        """The message as it is read, without the mention of Waymark."""
        return readable_text(re.sub(r"^\s*<@U0BOT>[\s:,]*", "", self.text)).strip()

    def parse(self, model: IntentModel | None = None) -> ParsedMessage:
        """Return what Waymark makes of it, with the trained model by default."""
        return parse_message_intents(self.plain_text, is_stage, model)


@dataclass
class Tally:
    """What became of the messages of a file."""

    total: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Utterance, ParsedMessage]] = field(default_factory=list)
    filed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    asked_back: list[str] = field(default_factory=list)

    def add(self, one: Utterance, parsed: ParsedMessage) -> None:
        """Count one message and what was made of it."""
        self.total[one.label] += 1
        if is_right(one.label, parsed):
            self.right[one.label] += 1
        else:
            self.wrong.append((one, parsed))
        if parsed.has(Intent.UNCLEAR):
            self.asked_back.append(one.text)
        elif one.label == "note" and not parsed.notes:
            self.lost.append(one.text)
        if one.label not in ("note", "mixed") and parsed.notes:
            self.filed.append(f"{one.label}: {one.text}")

    def share(self, *labels: str) -> float:
        """Return the share of the messages of these labels that are read right, 0…1."""
        total = sum(self.total[label] for label in labels)
        return sum(self.right[label] for label in labels) / total if total else 1.0


def is_stage(word: str) -> bool:
    """Return whether a word names a stage of a ready-made journey."""
    match = find_name(word, STAGES)
    return match.key is not None or bool(match.candidates)


def is_right(label: str, parsed: ParsedMessage) -> bool:
    """Return whether a message of this label is read as it is meant."""
    intents = {part.intent for part in parsed.parts}
    if label == "note":
        return intents == {Intent.NOTE}
    if label == "mixed":
        return Intent.NOTE in intents and len(parsed.parts) > 1
    return (
        bool(intents)
        and intents <= ACCEPTED[label] | SMALL_TALK
        and bool(intents & ACCEPTED[label])
    )


def read_utterances(
    path: Path, half: int | None = None, split: str | None = None
) -> list[Utterance]:
    """Return the messages of a file; `half` 1 or 2 for its first or second half."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            Utterance(row["text"], row["intent"])
            for row in csv.DictReader(file)
            if split in (None, row.get("split"))
        ]
    middle = (len(rows) + 1) // 2
    return rows if half is None else rows[:middle] if half == 1 else rows[middle:]


def measure(utterances: Sequence[Utterance], model: IntentModel | None = None) -> Tally:
    """Return how the messages are read, with the trained model by default."""
    tally = Tally()
    for one in utterances:
        tally.add(one, one.parse(model))
    return tally


def main(typed: Sequence[str]) -> int:
    """Print the table of a file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, default=OWN)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--half", type=int, choices=(1, 2))
    parser.add_argument("--split")
    options = parser.parse_args(typed)
    utterances = read_utterances(options.file, options.half, options.split)
    started = time.perf_counter()
    tally = measure(utterances)
    milliseconds = (time.perf_counter() - started) * 1000 / max(1, len(utterances))
    lines = ["| intent | messages | right | wrong |", "|---|---|---|---|"]
    lines += [
        f"| {label} | {total} | {tally.right[label]} | {total - tally.right[label]} |"
        for label, total in tally.total.most_common()
    ]
    everything = len(utterances)
    lines += [
        "",
        (
            f"Filed as notes though they are none: {len(tally.filed)}. "
            f"Notes lost: {len(tally.lost)}. "
            f"Asked back: {len(tally.asked_back)} of {everything} "
            f"({len(tally.asked_back) / max(1, everything):.1%}). "
            f"{milliseconds:.2f} ms a message."
        ),
    ]
    if options.wrong:
        lines += ["", *(f"- {one.label}: {one.text!r} → {describe(p)}" for one, p in tally.wrong)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def describe(parsed: ParsedMessage) -> str:
    """Return the parts of a message in one line."""
    return " | ".join(f"{part.intent.value}: {part.text!r}" for part in parsed.parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
