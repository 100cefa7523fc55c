"""How well scores agree with labels."""

from collections.abc import Sequence
from math import isnan, nan
from typing import NamedTuple

from bot.domain.sentiment import Label, label_of

LABELS = ("neg", "neu", "pos")
_NAMED = {
    Label.NEGATIVE: "neg",
    Label.NEUTRAL: "neu",
    Label.POSITIVE: "pos",
}


class Measured(NamedTuple):
    """Shares of 0…1; not a number where a set has nothing to measure."""

    macro_f1: float
    accuracy: float
    recall: float
    precision: float
    zero: float

    @classmethod
    def mean(cls, many: Sequence["Measured"]) -> "Measured":
        """The mean of each share over the sets that have it."""
        columns = [[one for one in column if not isnan(one)] for column in zip(*many, strict=True)]
        return cls(*(sum(column) / len(column) if column else nan for column in columns))


def measured(values: Sequence[float], labels: Sequence[str]) -> Measured:
    """Macro-F1 over the labels a set has, accuracy, recall and precision of negatives, zeros."""
    said = [_NAMED[label_of(value)] for value in values]
    pairs = list(zip(said, labels, strict=True))
    f1s = []
    for label in LABELS:
        hit = pairs.count((label, label))
        if label in labels:
            f1s.append(2 * hit / (said.count(label) + labels.count(label)))
    hit = pairs.count(("neg", "neg"))
    return Measured(
        sum(f1s) / len(f1s),
        sum(one == other for one, other in pairs) / len(pairs),
        _share(hit, labels.count("neg")),
        _share(hit, said.count("neg")),
        sum(not value for value in values) / len(values),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else nan


def heading(first: str, *more: str) -> str:
    """The head of a table in Markdown."""
    columns = (first, "macro-F1", "accuracy", "negatives found", "precision", "exactly 0", *more)
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"


def row_of(name: str, figures: Measured, *more: str) -> str:
    """A row of that table, in percent."""
    cells = ("–" if isnan(share) else f"{100 * share:.1f}" for share in figures)
    return f"| {' | '.join((name, *cells, *more))} |"
