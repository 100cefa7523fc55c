"""Grouping short texts that speak of the same thing, by the words they share."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from domain.similarity import word_weights

Words = frozenset[str]


Pair = tuple[str, str]


# Chosen on the labelled notes of tests/data/themes.csv, see docs/themes.md.
MIN_PAIR_SHARE = 0.2


MIN_MERGE_SIMILARITY = 0.27


MIN_ATTACH_SHARE = 0.4


# What no other text says tells little of what it has in common with others.
UNIQUE_WORD_FACTOR = 0.5


# What fewer of its texts hold is not what a group is about.
MIN_WORD_SHARE = 0.25


# A word that more notes than this hold says too little to be worth its pairs.
MAX_TEXTS_PER_WORD = 2_000


# Of a long text the rarest words say what it is about.
MAX_WORDS_PER_TEXT = 12


class _Cluster:
    """Texts by their numbers, and what they are about.

    `shares` holds the share of its texts that hold each word that enough of them do, `about` the
    same times the word's rarity, `whole` the sum of that.
    """

    def __init__(self, members: set[int], held: Counter[str], weights: Mapping[str, float]) -> None:
        self.members = members
        self.held_by = held
        self._weights = weights
        self._settle()

    def take(self, other: "_Cluster") -> None:
        """Take over what is in another group."""
        self.members |= other.members
        self.held_by.update(other.held_by)
        self._settle()

    def _settle(self) -> None:
        least = MIN_WORD_SHARE * len(self.members)
        kept = sorted((word, count) for word, count in self.held_by.items() if count >= least)
        self.shares = {word: count / len(self.members) for word, count in kept}
        self.about = {word: self._weights[word] * share for word, share in self.shares.items()}
        self.whole = sum(self.about.values())


def cluster(texts: Sequence[Words]) -> list[int]:
    """Which texts belong together: for each a number, that of the first text of its group.

    Texts are the words they hold (`similar.words_of`). Three steps: a greedy cover, in which again
    and again the pair of words that says most about the texts left takes those that hold both (so
    many less one, times the rarity of both words); groups whose words agree are merged, the most
    alike first; and texts left alone join the group whose words they share, or stay alone.

    The same texts give the same groups, in whichever order they come. Texts with the same words are
    always together.
    """
    kinds = list(dict.fromkeys(texts))
    weights = _word_weights(kinds)
    cut = [_rarest_words(words, weights) for words in kinds]
    groups = list(_cover_by_pairs(cut, weights))
    groups = _merge_similar(groups)
    labels = _label_texts(cut, groups, weights)
    by_kind = dict(zip(kinds, labels, strict=True))
    first: dict[int, int] = {}
    return [first.setdefault(by_kind[words], number) for number, words in enumerate(texts)]


def _word_weights(texts: Sequence[Words]) -> dict[str, float]:
    weights = word_weights(texts)
    held = Counter(word for words in texts for word in words)
    return {
        word: weight * (UNIQUE_WORD_FACTOR if held[word] == 1 else 1)
        for word, weight in weights.items()
    }


def _rarest_words(words: Words, weights: Mapping[str, float]) -> Words:
    rarest = sorted(words, key=lambda word: (-weights[word], word))
    return frozenset(rarest[:MAX_WORDS_PER_TEXT])


def _cover_by_pairs(texts: Sequence[Words], weights: Mapping[str, float]) -> Iterator[_Cluster]:
    """The groups of a greedy cover by pairs of words."""
    holders: dict[Pair, set[int]] = defaultdict(set)
    common = Counter(word for words in texts for word in words)
    for number, words in enumerate(texts):
        usable = sorted(word for word in words if 1 < common[word] <= MAX_TEXTS_PER_WORD)
        enough = MIN_PAIR_SHARE * sum(weights[word] for word in sorted(words))
        for pair in combinations(usable, 2):
            # What two words say has to be a good part of what the text says.
            if weights[pair[0]] + weights[pair[1]] >= enough:
                holders[pair].add(number)
    heap = [
        (-_gain(pair, len(found), weights), pair)
        for pair, found in holders.items()
        if len(found) > 1
    ]
    heapq.heapify(heap)
    left = set(range(len(texts)))
    while heap:
        promised, pair = heapq.heappop(heap)
        found = holders[pair] & left
        if len(found) < 2:
            continue
        gain = -_gain(pair, len(found), weights)
        if gain > promised:
            # Others took some of its texts: it waits for its turn with what is left.
            holders[pair] = found
            heapq.heappush(heap, (gain, pair))
            continue
        left -= found
        yield _Cluster(found, Counter(w for number in found for w in texts[number]), weights)


def _gain(pair: Pair, count: int, weights: Mapping[str, float]) -> float:
    return (count - 1) * weights[pair[0]] * weights[pair[1]]


def _merge_similar(groups: list[_Cluster]) -> list[_Cluster]:
    """The groups with those merged whose words agree, the most alike first."""
    alive = dict(enumerate(groups))
    holding: dict[str, set[int]] = defaultdict(set)
    for number, one in alive.items():
        for word in one.about:
            holding[word].add(number)
    heap = [
        (-alike, a, b) for a in alive for b, alike in _similar_clusters(a, alive, holding) if a < b
    ]
    heapq.heapify(heap)
    versions = dict.fromkeys(alive, 0)
    born = {(a, b): (0, 0) for _, a, b in heap}
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in alive or b not in alive or born[a, b] != (versions[a], versions[b]):
            continue
        alive[a].take(alive.pop(b))
        versions[a] += 1
        for word in alive[a].about:
            holding[word].discard(b)
            holding[word].add(a)
        for other, alike in _similar_clusters(a, alive, holding):
            pair = (min(a, other), max(a, other))
            born[pair] = (versions[pair[0]], versions[pair[1]])
            heapq.heappush(heap, (-alike, *pair))
    return list(alive.values())


def _similar_clusters(
    number: int,
    alive: Mapping[int, _Cluster],
    holding: Mapping[str, set[int]],
) -> Iterator[tuple[int, float]]:
    one = alive[number]
    near = {other for word in one.about for other in holding[word] if other in alive}
    for other in sorted(near - {number}):
        alike = _similarity(one, alive[other])
        if alike >= MIN_MERGE_SIMILARITY:
            yield other, alike


def _similarity(one: _Cluster, other: _Cluster) -> float:
    """The overlap coefficient of what two groups are about, 0…1."""
    common = one.about.keys() & other.about.keys()
    if not common:
        return 0.0
    shared = sum(min(one.about[word], other.about[word]) for word in sorted(common))
    return shared / min(one.whole, other.whole)


def _label_texts(
    texts: Sequence[Words], groups: Sequence[_Cluster], weights: Mapping[str, float]
) -> list[int]:
    labels = [-1] * len(texts)
    holding: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(groups):
        for member in one.members:
            labels[member] = number
        for word in one.about:
            holding[word].append(number)
    alone = len(groups)
    for index, words in enumerate(texts):
        if labels[index] < 0:
            best = _closest_cluster(words, groups, holding, weights)
            labels[index] = alone + index if best is None else best
    return labels


def _closest_cluster(
    words: Words,
    groups: Sequence[_Cluster],
    holding: Mapping[str, list[int]],
    weights: Mapping[str, float],
) -> int | None:
    """The group a text left alone joins: what half of a group's texts hold counts in full."""
    votes: dict[int, list[float]] = defaultdict(list)
    for word in sorted(words):
        for number in holding.get(word, ()):
            votes[number].append(weights[word] * min(1.0, 2 * groups[number].shares[word]))
    least = MIN_ATTACH_SHARE * sum(weights[word] for word in sorted(words))
    # One word in common is chance.
    enough = {n: sum(vote) for n, vote in votes.items() if len(vote) > 1 and sum(vote) >= least}
    return min(enough, key=lambda number: (-enough[number], number), default=None)
