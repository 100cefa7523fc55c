"""Average linkage: merge what is most alike on average, again and again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Clusters:
    """Items in clusters, at first each in one of its own.

    `members` has the items of each cluster, in an order in which alike ones are beside each other;
    merged clusters are empty. `kinds` has a number for each item; −1 is like no other.
    """

    def __init__(self, alike: NDArray[np.float32], kinds: Sequence[int]) -> None:
        count = len(kinds)
        self.members: list[list[int]] = [[item] for item in range(count)]
        self._items = alike
        self._means = alike.copy()
        np.fill_diagonal(self._means, -np.inf)
        self._sizes = np.ones(count, np.int64)
        self._kinds = np.array(kinds, np.int64)

    def merge(self, least: float, least_small: float = np.inf, small: int = 0) -> None:
        """Merge the two most alike until none are `least` alike, in cosines and the like.

        Of one kind, and at most `small` together, they need be only `least_small` alike.
        """
        count = len(self.members)
        if count < 2:
            return
        bounds = (least, least_small, small)
        best = np.array([self._best(row, *bounds) for row in range(count)])
        values = self._means[np.arange(count), best]
        values = np.where(best == np.arange(count), -np.inf, values)
        while True:
            one = int(values.argmax())
            other = int(best[one])
            if other == one:
                return
            self._join(one, other)
            values[other], best[other] = -np.inf, other
            # The mean of two is never above both, so no other row's best can have improved.
            for row in {one, *np.flatnonzero((best == one) | (best == other)).tolist()} - {other}:
                best[row] = self._best(row, *bounds)
                values[row] = self._means[row, best[row]] if best[row] != row else -np.inf

    def _best(self, row: int, least: float, least_small: float, small: int) -> int:
        """Return the cluster this one may be merged with first, itself if there is none."""
        means = self._means[row]
        is_small = (self._sizes + self._sizes[row] <= small) & (self._kinds == self._kinds[row])
        bound = np.where(is_small & (self._kinds >= 0), least_small, least)
        allowed = np.where(means >= np.minimum(bound, least), means, -np.inf)
        best = int(allowed.argmax())
        return best if allowed[best] > -np.inf else row

    def _join(self, one: int, other: int) -> None:
        """Add a cluster to another; the mean likeness to all others follows from both."""
        sizes = self._sizes[one], self._sizes[other]
        row = (self._means[one] * sizes[0] + self._means[other] * sizes[1]) / sum(sizes)
        self._means[one], self._means[:, one] = row, row
        self._means[other], self._means[:, other] = -np.inf, -np.inf
        self._means[one, one] = -np.inf
        self._sizes[one] += sizes[1]
        if self._kinds[one] != self._kinds[other]:
            self._kinds[one] = -1
        self.members[one] = self._turned(self.members[one], self.members[other])
        self.members[other] = []

    def _turned(self, first: list[int], second: list[int]) -> list[int]:
        """Return both orders in one, turned so that their most alike ends meet."""
        ways = [
            (ours, theirs) for ours in (first, first[::-1]) for theirs in (second, second[::-1])
        ]
        ours, theirs = max(ways, key=lambda way: self._items[way[0][-1], way[1][0]])
        return ours + theirs
