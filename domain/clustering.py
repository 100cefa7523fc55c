"""Cluster short texts about the same thing by the words they share."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from domain.similarity import word_weights

Words = frozenset[str]

Pair = tuple[str, str]

# The three thresholds were chosen on the labelled notes of tests/data/themes.csv, see
# docs/themes.md. The share of a text's weight that a pair of words needs to start a cluster.
MIN_PAIR_SHARE = 0.2

MIN_MERGE_SIMILARITY = 0.27

MIN_ATTACH_SHARE = 0.4

# A word that no other text has says little about what the text has in common with others.
UNIQUE_WORD_FACTOR = 0.5

# A cluster is not about a word that fewer of its texts have.
MIN_WORD_SHARE = 0.25

# A word that more texts have is too unspecific to be worth its pairs.
MAX_TEXTS_PER_WORD = 2_000

# Only the rarest words of a long text are used.
MAX_WORDS_PER_TEXT = 12


class _Cluster:
    """A set of texts, by their numbers, and their frequent words.

    `shares` maps each frequent word to the share of texts that have it, `profile` to that share
    times the word's weight; `profile_weight` is the sum of the profile.
    """

    def __init__(
        self, members: set[int], counts: Counter[str], weights: Mapping[str, float]
    ) -> None:
        self.members = members
        self.counts = counts
        self._weights = weights
        self._update_profile()

    def absorb(self, other: "_Cluster") -> None:
        """Add the texts of another cluster."""
        self.members |= other.members
        self.counts.update(other.counts)
        self._update_profile()

    def _update_profile(self) -> None:
        least = MIN_WORD_SHARE * len(self.members)
        frequent = sorted((word, count) for word, count in self.counts.items() if count >= least)
        self.shares = {word: count / len(self.members) for word, count in frequent}
        self.profile = {word: self._weights[word] * share for word, share in self.shares.items()}
        self.profile_weight = sum(self.profile.values())


def cluster(texts: Sequence[Words]) -> list[int]:
    """Return the cluster of each text, as the number of the cluster's first text.

    A text is the set of its words (see `similarity.content_words`). Three steps. A greedy cover:
    again and again, the pair of words with the highest gain takes the remaining texts that have
    both words (gain: number of texts minus one, times the weights of both words). Then clusters
    with similar profiles are merged, the most similar first. Then each remaining text joins the
    cluster that shares most of its words, or stays alone.

    The same texts give the same clusters in any order. Texts with the same words are always in
    the same cluster.
    """
    distinct = list(dict.fromkeys(texts))
    weights = _word_weights(distinct)
    shortened = [_rarest_words(words, weights) for words in distinct]
    clusters = _merge_similar(list(_cover_by_pairs(shortened, weights)))
    labels = _label_texts(shortened, clusters, weights)
    label_of = dict(zip(distinct, labels, strict=True))
    first: dict[int, int] = {}
    return [first.setdefault(label_of[words], number) for number, words in enumerate(texts)]


def _word_weights(texts: Sequence[Words]) -> dict[str, float]:
    """Return the weight of each word; words of a single text weigh less."""
    weights = word_weights(texts)
    counts = Counter(word for words in texts for word in words)
    return {
        word: weight * (UNIQUE_WORD_FACTOR if counts[word] == 1 else 1)
        for word, weight in weights.items()
    }


def _rarest_words(words: Words, weights: Mapping[str, float]) -> Words:
    rarest = sorted(words, key=lambda word: (-weights[word], word))
    return frozenset(rarest[:MAX_WORDS_PER_TEXT])


def _cover_by_pairs(texts: Sequence[Words], weights: Mapping[str, float]) -> Iterator[_Cluster]:
    """Yield the clusters of a greedy cover by pairs of words."""
    texts_with: dict[Pair, set[int]] = defaultdict(set)
    counts = Counter(word for words in texts for word in words)
    for number, words in enumerate(texts):
        usable = sorted(word for word in words if 1 < counts[word] <= MAX_TEXTS_PER_WORD)
        enough = MIN_PAIR_SHARE * sum(weights[word] for word in sorted(words))
        for pair in combinations(usable, 2):
            # The two words have to be a good part of the text.
            if weights[pair[0]] + weights[pair[1]] >= enough:
                texts_with[pair].add(number)
    heap = [
        (-_gain(pair, len(found), weights), pair)
        for pair, found in texts_with.items()
        if len(found) > 1
    ]
    heapq.heapify(heap)
    remaining = set(range(len(texts)))
    while heap:
        queued, pair = heapq.heappop(heap)
        found = texts_with[pair] & remaining
        if len(found) < 2:
            continue
        current = -_gain(pair, len(found), weights)
        if current > queued:
            # Other pairs took some of its texts: queue it again with its lower gain.
            texts_with[pair] = found
            heapq.heappush(heap, (current, pair))
            continue
        remaining -= found
        yield _Cluster(found, Counter(word for number in found for word in texts[number]), weights)


def _gain(pair: Pair, count: int, weights: Mapping[str, float]) -> float:
    return (count - 1) * weights[pair[0]] * weights[pair[1]]


def _merge_similar(clusters: list[_Cluster]) -> list[_Cluster]:
    """Merge clusters with similar profiles, the most similar first."""
    active = dict(enumerate(clusters))
    clusters_with: dict[str, set[int]] = defaultdict(set)
    for number, one in active.items():
        for word in one.profile:
            clusters_with[word].add(number)
    heap = [
        (-similarity, a, b)
        for a in active
        for b, similarity in _similar_clusters(a, active, clusters_with)
        if a < b
    ]
    heapq.heapify(heap)
    # A pair in the heap is outdated once one of its clusters has grown.
    versions = dict.fromkeys(active, 0)
    pair_versions = {(a, b): (0, 0) for _, a, b in heap}
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in active or b not in active:
            continue
        if pair_versions[a, b] != (versions[a], versions[b]):
            continue
        active[a].absorb(active.pop(b))
        versions[a] += 1
        for word in active[a].profile:
            clusters_with[word].discard(b)
            clusters_with[word].add(a)
        for other, similarity in _similar_clusters(a, active, clusters_with):
            pair = (min(a, other), max(a, other))
            pair_versions[pair] = (versions[pair[0]], versions[pair[1]])
            heapq.heappush(heap, (-similarity, *pair))
    return list(active.values())


def _similar_clusters(
    number: int,
    active: Mapping[int, _Cluster],
    clusters_with: Mapping[str, set[int]],
) -> Iterator[tuple[int, float]]:
    """Yield the clusters similar enough to be merged with one, with their similarity."""
    one = active[number]
    near = {other for word in one.profile for other in clusters_with[word] if other in active}
    for other in sorted(near - {number}):
        similarity = _similarity(one, active[other])
        if similarity >= MIN_MERGE_SIMILARITY:
            yield other, similarity


def _similarity(one: _Cluster, other: _Cluster) -> float:
    """Return the overlap coefficient of two profiles, 0…1."""
    common = one.profile.keys() & other.profile.keys()
    if not common:
        return 0.0
    shared = sum(min(one.profile[word], other.profile[word]) for word in sorted(common))
    return shared / min(one.profile_weight, other.profile_weight)


def _label_texts(
    texts: Sequence[Words], clusters: Sequence[_Cluster], weights: Mapping[str, float]
) -> list[int]:
    """Return the cluster number of each text; texts that stay alone get a number of their own."""
    labels = [-1] * len(texts)
    clusters_with: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(clusters):
        for member in one.members:
            labels[member] = number
        for word in one.profile:
            clusters_with[word].append(number)
    alone = len(clusters)
    for index, words in enumerate(texts):
        if labels[index] < 0:
            closest = _closest_cluster(words, clusters, clusters_with, weights)
            labels[index] = alone + index if closest is None else closest
    return labels


def _closest_cluster(
    words: Words,
    clusters: Sequence[_Cluster],
    clusters_with: Mapping[str, list[int]],
    weights: Mapping[str, float],
) -> int | None:
    """Return the cluster a remaining text joins, or None.

    A word counts in full if half of the cluster's texts have it.
    """
    votes: dict[int, list[float]] = defaultdict(list)
    for word in sorted(words):
        for number in clusters_with.get(word, ()):
            votes[number].append(weights[word] * min(1.0, 2 * clusters[number].shares[word]))
    least = MIN_ATTACH_SHARE * sum(weights[word] for word in sorted(words))
    # One common word is chance.
    scores = {n: sum(vote) for n, vote in votes.items() if len(vote) > 1 and sum(vote) >= least}
    return min(scores, key=lambda number: (-scores[number], number), default=None)
