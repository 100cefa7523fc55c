"""Accuracy of the moods of texts: ours, TextBlob, VADER and the mean of these two.

    python3 -m venv /some/where/else
    /some/where/else/bin/pip install -r requirements.txt
    /some/where/else/bin/pip install -r benchmarks/requirements.txt
    /some/where/else/bin/python -m benchmarks.sentiment [labelled.csv …]

Prints a table in Markdown for each data set: `tests/data/product_notes.csv` and `mood_notes.csv` by
their split, and each set of the CSVs given, with the columns text, label (neg, neu, pos) and set.
Ours looks better than it is on sets it was trained on: use `benchmarks.train_sentiment
--leave-one-out`.
"""

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.metrics import Metrics, compute_metrics, table_header, table_row
from bot.sentiment.scorer import WaymarkScorer
from domain.sentiment import Label

TEST_DATA = Path(__file__).parents[1] / "tests" / "data"

# As many texts of a set as tell its figures to a point or two.
MOST = 2_000

Scores = Callable[[str], float]


def main() -> int:
    """Measure every scorer on every set and print the tables."""
    scorers = {"ours": ours(), **of_libraries()}
    means: dict[str, list[Metrics]] = defaultdict(list)
    sets: dict[str, list[tuple[str, str]]] = {}
    for name in ("product_notes", "mood_notes"):
        by_split = labelled_sets(TEST_DATA / f"{name}.csv", "split")
        sets |= {f"{name} {split}": rows for split, rows in by_split.items()}
    for path in sys.argv[1:]:
        sets |= labelled_sets(Path(path), "set")
    for name, rows in sets.items():
        sys.stdout.write(
            f"\n{name}, {len(rows)} texts\n\n{table_header('scorer', 'notes a second')}\n"
        )
        for who, scores in scorers.items():
            started = time.perf_counter()
            values = [scores(text) for text, _ in rows]
            took = time.perf_counter() - started
            means[who].append(compute_metrics(values, [label for _, label in rows]))
            sys.stdout.write(table_row(who, means[who][-1], f"{len(rows) / took:,.0f}") + "\n")
    sys.stdout.write(f"\nMean of {len(sets)} sets\n\n{table_header('scorer')}\n")
    for who, found in means.items():
        sys.stdout.write(table_row(who, Metrics.mean(found)) + "\n")
    return 0


def labelled_sets(path: Path, column: str) -> dict[str, list[tuple[str, str]]]:
    """The texts and labels of each set of a CSV, evenly thinned out to the most."""
    sets: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sets[row[column]].append((row["text"], row["label"]))
    return {name: rows[:: -(-len(rows) // MOST)] for name, rows in sets.items()}


def ours() -> Scores:
    """What Waymark says; a text it does not read counts as neutral, as it is shown as no mood."""
    scorer = WaymarkScorer()
    # What is read at the first score is not what a score takes.
    scorer.score("ready")
    scorer.score("Die Rechnung kam zweimal")

    def scores(text: str) -> float:
        score = scorer.score(text)
        return 0.0 if score.label is Label.NONE else score.value

    return scores


def of_libraries() -> dict[str, Scores]:
    """TextBlob, VADER, and the mean of both."""
    from textblob import TextBlob
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer: Any = SentimentIntensityAnalyzer()

    def textblob(text: str) -> float:
        return float(TextBlob(text).sentiment.polarity)

    def vader(text: str) -> float:
        return float(analyzer.polarity_scores(text)["compound"])

    return {
        "TextBlob": textblob,
        "VADER": vader,
        "mean of these two": lambda text: (textblob(text) + vader(text)) / 2,
    }


if __name__ == "__main__":
    sys.exit(main())
