"""Measure how well scores agree with labels."""

from collections.abc import Sequence
from math import isnan, nan
from typing import NamedTuple

from domain.sentiment import Label, mood_label

LABELS = ("neg", "neu", "pos")


_LABEL_NAMES = {
    Label.NEGATIVE: "neg",
    Label.NEUTRAL: "neu",
    Label.POSITIVE: "pos",
}


class Metrics(NamedTuple):
    """Shares from 0 to 1, or NaN where a set has nothing to measure.

    `recall` and `precision` are those of negatives; `zero` is the share of scores of exactly 0,
    `neutral_recall` the share of neutral texts that are found.
    """

    macro_f1: float
    accuracy: float
    recall: float
    precision: float
    zero: float
    neutral_recall: float

    @classmethod
    def mean(cls, sets: Sequence["Metrics"]) -> "Metrics":
        """Return the mean of each share over the sets that have it."""
        columns = [
            [share for share in column if not isnan(share)] for column in zip(*sets, strict=True)
        ]
        return cls(*(sum(column) / len(column) if column else nan for column in columns))


def compute_metrics(scores: Sequence[float], labels: Sequence[str]) -> Metrics:
    """Compare scores (−1…+1) with labels; macro-F1 is the mean over the labels a set has."""
    predicted = [_LABEL_NAMES[mood_label(score)] for score in scores]
    pairs = list(zip(predicted, labels, strict=True))
    f1_scores = []
    for label in LABELS:
        if label in labels:
            correct = pairs.count((label, label))
            f1_scores.append(2 * correct / (predicted.count(label) + labels.count(label)))
    correct_negatives = pairs.count(("neg", "neg"))
    return Metrics(
        sum(f1_scores) / len(f1_scores),
        sum(prediction == label for prediction, label in pairs) / len(pairs),
        _share(correct_negatives, labels.count("neg")),
        _share(correct_negatives, predicted.count("neg")),
        sum(not score for score in scores) / len(scores),
        _share(pairs.count(("neu", "neu")), labels.count("neu")),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else nan


def table_header(first: str, *more: str) -> str:
    """Return the header of a Markdown table of metrics, with columns before and after them."""
    measures = ("macro-F1", "accuracy", "negatives found", "precision", "exactly 0")
    columns = (first, *measures, "neutrals found", *more)
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"


def table_row(name: str, metrics: Metrics, *more: str) -> str:
    """Return a row of that table, in percent."""
    cells = ("–" if isnan(share) else f"{100 * share:.1f}" for share in metrics)
    return f"| {' | '.join((name, *cells, *more))} |"
