"""Train the model of what messages are meant as and write `bot/intents/data/model.json.gz`.

    python3 -m venv /some/where/else
    /some/where/else/bin/pip install -r benchmarks/requirements.txt
    /some/where/else/bin/python -m benchmarks.train_intents [--leave-one-out]

It learns from `tests/data/utterances.csv` and from the files in `benchmarks/data/utterances/`,
each by another author. With `--leave-one-out` nothing is written: each author's messages are read
with a model that learnt from all the others.
"""

import argparse
import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.utterances import OWN, Tally, Utterance, measure, read_utterances
from bot.intents.messages import read_by_rules
from bot.intents.model import CLASSES, MODEL_FILE, IntentModel, extract_features
from domain.intents import Intent

OTHERS = Path(__file__).parent / "data" / "utterances"

# Labels of the files that are named otherwise than intents.
LABELS = {"smalltalk": Intent.SMALL_TALK, "negative-answer": Intent.NO_ANSWER}

OWN_AUTHOR = "own"

NOTES, NOTES_AUTHOR = Path(__file__).parent / "data" / "own_notes.csv", "notes"

# More would outvote the messages.
EVERY_NOTE = 60

# Messages of several parts have no label as a whole.
MIXED = "mixed"

# Chosen by leave-one-out evaluation.
INVERSE_REGULARISATION = 30.0
MAX_ITERATIONS = 500
# Features in fewer texts are ignored; n-grams are many and similar.
MIN_TEXTS, MIN_NGRAM_TEXTS = 2, 3
# Log-odds of a weight of 1; weights are whole numbers.
UNIT = 0.05


class Example(NamedTuple):
    """A message to learn from: its text, what the rules read in it, and what it is meant as."""

    text: str
    rules: frozenset[Intent]
    intent: Intent
    author: str


def main(typed: Sequence[str]) -> int:
    """Train and write the model, or evaluate with `--leave-one-out`."""
    parser = argparse.ArgumentParser(description="Train the model of what messages are meant as.")
    parser.add_argument("--leave-one-out", action="store_true")
    options = parser.parse_args(typed)
    files = {OWN_AUTHOR: OWN} | {path.stem: path for path in sorted(OTHERS.glob("*.csv"))}
    authors = {author: read_utterances(path) for author, path in files.items()}
    examples = [
        example for author, rows in authors.items() for example in to_examples(author, rows)
    ] + read_notes()
    if options.leave_one_out:
        evaluate_leave_one_out(authors, examples)
        return 0
    content = json.dumps(train(examples), ensure_ascii=False, separators=(",", ":"))
    MODEL_FILE.write_bytes(gzip.compress(content.encode(), 9, mtime=0))
    sys.stdout.write(f"{MODEL_FILE}: {MODEL_FILE.stat().st_size:,} bytes\n")
    return 0


def read_notes() -> list[Example]:
    """Return notes that moods are learnt from, every few of them: none of them asks anything."""
    with NOTES.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    return [
        Example(text, frozenset(read_by_rules(text)), Intent.NOTE, NOTES_AUTHOR)
        for text in texts[::EVERY_NOTE]
    ]


def to_examples(author: str, rows: Sequence[Utterance]) -> list[Example]:
    """Return the messages of one author to learn from."""
    return [
        Example(
            row.plain_text,
            frozenset(read_by_rules(row.plain_text)),
            LABELS.get(row.label) or Intent(row.label),
            author,
        )
        for row in rows
        if row.label != MIXED
    ]


def to_features(one: Example) -> dict[str, float]:
    """Return the features of a message.

    The rules were fitted to our own messages and are right there; a model that learnt so would
    trust them elsewhere too. So what they read there is left out.
    """
    return extract_features(one.text, () if one.author == OWN_AUTHOR else one.rules)


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """Return the weights learnt from messages, as `IntentModel` expects them."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [to_features(example) for example in examples]
    texts = Counter(name for row in rows for name in row)
    kept = {
        name
        for name, count in texts.items()
        if count >= (MIN_NGRAM_TEXTS if name.startswith("c ") else MIN_TEXTS)
    }
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{name: value for name, value in row.items() if name in kept} for row in rows]
    )
    regression = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MAX_ITERATIONS).fit(
        matrix, [CLASSES.index(example.intent) for example in examples]
    )
    weights = {
        name: [round(weight / UNIT) for weight in column]
        for name, column in zip(vectorizer.feature_names_, regression.coef_.T, strict=True)
    }
    return {
        "unit": UNIT,
        "bias": [round(weight / UNIT) for weight in regression.intercept_],
        "weights": {name: column for name, column in weights.items() if any(column)},
    }


def evaluate_leave_one_out(
    authors: dict[str, list[Utterance]], examples: Sequence[Example]
) -> None:
    """Print what becomes of each author's messages with a model that learnt from the others."""
    sys.stdout.write(TABLE_HEADER)
    for author, rows in authors.items():
        model = IntentModel(train([one for one in examples if one.author != author]))
        sys.stdout.write(table_row(author, measure(rows, model)))
        sys.stdout.flush()


TABLE_HEADER = (
    "| left out | messages | questions filed | others filed | notes saved | notes lost "
    "| asked back | right |\n|---|---|---|---|---|---|---|---|\n"
)


def table_row(name: str, tally: Tally) -> str:
    """Return a line of the table."""
    questions = sum(one.startswith("question") for one in tally.filed)
    total = tally.total.total()
    return (
        f"| {name} | {total} | {questions} of {tally.total['question']} "
        f"| {len(tally.filed) - questions} | {tally.right['note']} of {tally.total['note']} "
        f"| {len(tally.lost)} | {len(tally.asked_back) / total:.1%} "
        f"| {tally.share(*tally.total):.1%} |\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
