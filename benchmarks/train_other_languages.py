"""Train the weights for notes in other languages: `bot/sentiment/data/other_languages.npy`.

    .venv/bin/python -m benchmarks.train_other_languages labelled.csv --vectors vectors.npy
    .venv/bin/python -m benchmarks.train_other_languages labelled.csv --vectors vectors.npy \\
        --leave-one-out
    .venv/bin/python -m benchmarks.train_other_languages --measure notes.csv

`labelled.csv` has the columns text, label (neg, neu, pos) and set, English alone, as for
`train_sentiment`; our own notes are added. The meanings of the texts are kept in `--vectors`,
because encoding them takes a while; on a busy machine OPENBLAS_NUM_THREADS=1 makes the training
much faster. With `--leave-one-out` nothing is written: each set is evaluated by a model trained on
all the others. `--measure` takes notes with the columns text, label and language and prints the
figures of the weights there are, by language.
"""

import argparse
import csv
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.metrics import LABELS, Metrics, compute_metrics, table_header, table_row
from benchmarks.train_sentiment import (
    OWN_NOTES,
    SET_FACTORS,
    LabelledText,
    read_labelled_texts,
    read_tuning_notes,
)
from bot.sentiment.language import LanguageDetector
from bot.sentiment.other_languages import (
    MODEL_FILE,
    OtherLanguageScorer,
    Vector,
    load_other_language_scorer,
)
from bot.themes.encoder import load_encoder
from bot.themes.vectors import LANGUAGES

# The settings below were chosen by leave-one-out evaluation, on English texts alone.
#
# Texts taken of a set, at random: more of one set hardly help, and encoding takes long.
MAX_OF_SET = 2_000
# The weight of a set is its size to this power, as in `train_sentiment`.
SET_SIZE_POWER = 0.4
# How much of the weights of labels is evened out, 0…1: reviews have few neutral texts.
LABEL_BALANCE = 0.5
# The greater, the smaller the weights. More steps let them grow, and unseen notes gain nothing.
REGULARISATION = 1e-4
STEPS = 200

ENCODED_AT_ONCE = 200


def main() -> int:
    """Train and write the weights, or evaluate."""
    parser = argparse.ArgumentParser(description="Train the weights for other languages.")
    parser.add_argument("labelled", type=Path, nargs="?")
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--leave-one-out", action="store_true")
    parser.add_argument("--measure", type=Path)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure)
        return 0
    if not arguments.labelled or not arguments.vectors:
        parser.error("labelled.csv and --vectors are needed")
    rows = sample(
        [
            *read_labelled_texts(arguments.labelled),
            *read_labelled_texts(OWN_NOTES, "own_"),
            *read_tuning_notes(),
        ]
    )
    vectors = encode([row.text for row in rows], arguments.vectors)
    if arguments.leave_one_out:
        evaluate_leave_one_out(rows, vectors)
        return 0
    np.save(MODEL_FILE, train(rows, vectors).astype(np.float16))
    sys.stdout.write(f"{MODEL_FILE}: {MODEL_FILE.stat().st_size:,} bytes\n")
    return 0


def sample(rows: Sequence[LabelledText]) -> list[LabelledText]:
    """Return at most MAX_OF_SET rows of each set, the same each time."""
    by_set = defaultdict(list)
    for row in rows:
        by_set[row.set].append(row)
    chosen = []
    for some in by_set.values():
        random.Random(1).shuffle(some)  # noqa: S311 - no secret
        chosen += some[:MAX_OF_SET]
    return chosen


def encode(texts: Sequence[str], path: Path | None = None) -> Vector:
    """Return a row for each text, from the file where it has them."""
    if path and path.exists():
        stored: Vector = np.load(path).astype(np.float32)
        if len(stored) == len(texts):
            return stored
    encoder = load_encoder()
    if encoder is None:
        msg = "the sentence encoder is not installed"
        raise SystemExit(msg)
    parts = []
    for start in range(0, len(texts), ENCODED_AT_ONCE):
        parts.append(encoder.encode(texts[start : start + ENCODED_AT_ONCE]))
        sys.stderr.write(f"\r{start:,} of {len(texts):,} texts")
    vectors: Vector = np.concatenate(parts)
    if path:
        np.save(path, vectors.astype(np.float16))
    return vectors


def train(rows: Sequence[LabelledText], vectors: Vector) -> Vector:
    """Return the weights: a row for each label, of the dimensions of a vector and a constant.

    Softmax regression by accelerated gradient descent, from zero; the same input gives the same but
    for rounding.
    """
    inputs = np.hstack([vectors, np.ones((len(vectors), 1), np.float32)])
    wanted = np.array([[row.label == label for label in LABELS] for row in rows], np.float32)
    shares = row_weights(rows)[:, None]
    penalty = np.full(inputs.shape[1], REGULARISATION, np.float32)
    penalty[-1] = 0.0
    weights = ahead = np.zeros((len(LABELS), inputs.shape[1]), np.float32)
    # The second derivative of the loss is at most half the mean of squared lengths.
    step = 1.0 / (0.5 * float((shares * inputs**2).sum()) + REGULARISATION)
    for number in range(STEPS):
        gradient = (shares * (softmax(inputs @ ahead.T) - wanted)).T @ inputs + penalty * ahead
        after = ahead - step * gradient
        ahead = after + number / (number + 3) * (after - weights)
        weights = after
    return np.asarray(weights, np.float32)


def softmax(odds: Vector) -> Vector:
    """Return probabilities for rows of log-odds."""
    shares = np.exp(odds - odds.max(axis=1, keepdims=True))
    found: Vector = shares / shares.sum(axis=1, keepdims=True)
    return found


def row_weights(rows: Sequence[LabelledText]) -> Vector:
    """Return the weights of rows, by the sizes of their sets and labels; their sum is 1."""
    sizes = Counter(row.set for row in rows)
    weights = np.array(
        [SET_FACTORS.get(row.set, 1.0) * sizes[row.set] ** (SET_SIZE_POWER - 1) for row in rows]
    )
    sums = {label: sum(weights[[row.label == label for row in rows]]) or 1.0 for label in LABELS}
    weights *= [sums[row.label] ** -LABEL_BALANCE for row in rows]
    found: Vector = (weights / weights.sum()).astype(np.float32)
    return found


def evaluate_leave_one_out(rows: Sequence[LabelledText], vectors: Vector) -> None:
    """Print the metrics of each set, scored by a model trained on all the others."""
    sys.stdout.write(table_header("left out") + "\n")
    sets = np.array([row.set for row in rows])
    results = []
    for name in dict.fromkeys(row.set for row in rows):
        training = np.flatnonzero(sets != name).tolist()
        scorer = OtherLanguageScorer(
            train([rows[index] for index in training], vectors[training]), "trained"
        )
        test = np.flatnonzero(sets == name).tolist()
        scores = [scorer.polarity(vectors[index]) for index in test]
        results.append(compute_metrics(scores, [rows[index].label for index in test]))
        sys.stdout.write(table_row(name, results[-1]) + "\n")
    sys.stdout.write(table_row("mean", Metrics.mean(results)) + "\n")


def measure(path: Path) -> None:
    """Print the metrics of notes by language; a note that is not read counts as neutral."""
    with path.open(encoding="utf-8", newline="") as file:
        notes = list(csv.DictReader(file))
    scorer, detector = load_other_language_scorer(), LanguageDetector()
    vectors = encode([note["text"] for note in notes])
    by_language: dict[str, list[tuple[float, str]]] = defaultdict(list)
    unread = 0
    for note, vector in zip(notes, vectors, strict=True):
        is_read = detector.detect(note["text"]) in LANGUAGES
        unread += not is_read
        score = scorer.polarity(vector) if is_read else 0.0
        by_language[note["language"]].append((score, note["label"]))
    sys.stdout.write(table_header("language") + "\n")
    every = [pair for pairs in by_language.values() for pair in pairs]
    for name, pairs in [*sorted(by_language.items()), ("all", every)]:
        scores, labels = zip(*pairs, strict=True)
        sys.stdout.write(table_row(name, compute_metrics(scores, labels)) + "\n")
    sys.stdout.write(f"{unread} not read\n")


if __name__ == "__main__":
    sys.exit(main())
