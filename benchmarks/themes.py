"""How well notes that say the same are found: ours beside scikit-learn, in the same run.

    python3 -m venv /some/where/else
    /some/where/else/bin/pip install -r benchmarks/requirements.txt
    /some/where/else/bin/python -m benchmarks.themes

Prints a table in Markdown: adjusted Rand index (Hubert and Arabie 1985), F1, precision and recall
of the pairs of notes, how many groups were made, and the time as a ratio to ours.
"""

import csv
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from domain.clustering import cluster
from domain.similarity import content_words

LABELLED = Path(__file__).parents[1] / "tests" / "data" / "themes.csv"


THRESHOLDS = (0.8, 0.85, 0.9, 0.95)


Method = Callable[[Sequence[str]], Sequence[Any]]


def main() -> int:
    """Measure every method and print the table."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts, themes = [row["text"] for row in rows], [row["theme"] for row in rows]
    methods: dict[str, Method] = {
        "greedy cover over stems (ours)": ours,
        "the same words": same_words,
        **dict(of_library(len(set(themes)))),
    }
    out = [
        "| method | ARI | F1 | precision | recall | groups | time |",
        "|---|---|---|---|---|---|---|",
    ]
    base = 0.0
    for name, method in methods.items():
        started = time.perf_counter()
        found = method(texts)
        took = time.perf_counter() - started
        base = base or took
        ari, f1, precision, recall = agreement(themes, found)
        out.append(
            f"| {name} | {ari:.3f} | {f1:.3f} | {precision:.3f} | {recall:.3f} "
            f"| {len(set(found))} | {took / base:.1f} |"
        )
    sys.stdout.write("\n".join(out) + "\n")
    return 0


def ours(texts: Sequence[str]) -> Sequence[Any]:
    """What Waymark does."""
    return cluster([content_words(text) for text in texts])


def same_words(texts: Sequence[str]) -> Sequence[Any]:
    """Notes are the same when their words are."""
    return [content_words(text) for text in texts]


def of_library(true_groups: int) -> Iterator[tuple[str, Method]]:
    """Scikit-learn's ways; k-means is told how many groups there are."""
    from sklearn.cluster import AgglomerativeClustering, KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors: dict[str, dict[str, Any]] = {
        "words": {"stop_words": "english", "sublinear_tf": True},
        "our stems": {"analyzer": lambda text: sorted(content_words(text))},
        "character 3-5-grams": {"analyzer": "char_wb", "ngram_range": (3, 5), "sublinear_tf": True},
    }

    def means(settings: dict[str, Any]) -> Method:
        def fitted(texts: Sequence[str]) -> Sequence[Any]:
            table = TfidfVectorizer(**settings).fit_transform(texts)
            return list(KMeans(true_groups, n_init=5, random_state=0).fit_predict(table))

        return fitted

    def joined(settings: dict[str, Any], threshold: float) -> Method:
        def fitted(texts: Sequence[str]) -> Sequence[Any]:
            table = TfidfVectorizer(**settings).fit_transform(texts).toarray()
            by = AgglomerativeClustering(
                None, metric="cosine", linkage="average", distance_threshold=threshold
            )
            return list(by.fit_predict(table))

        return fitted

    for name, settings in vectors.items():
        yield f"TF-IDF of {name}, k-means with the true k", means(settings)
        for threshold in THRESHOLDS:
            title = f"TF-IDF of {name}, average linkage, {threshold}"
            yield title, joined(settings, threshold)


def agreement(true: Sequence[Any], found: Sequence[Any]) -> tuple[float, float, float, float]:
    """ARI, F1, precision and recall of the pairs."""

    def pairs(groups: Sequence[Any]) -> float:
        return sum(count * (count - 1) / 2 for count in Counter(groups).values())

    both = pairs(list(zip(true, found, strict=True)))
    theirs, ours_ = pairs(true), pairs(found)
    chance = theirs * ours_ / (len(true) * (len(true) - 1) / 2)
    ari = (both - chance) / ((theirs + ours_) / 2 - chance)
    return ari, 2 * both / (theirs + ours_), both / ours_ if ours_ else 0.0, both / theirs


if __name__ == "__main__":
    sys.exit(main())
