"""Words that carry a mood by themselves: VADER's, with those of products corrected and added.

Hutto and Gilbert (2014) had each of their words rated −4…+4. In notes on products some of these
mean nothing ("support", "free", "help"), and many that hurt are not among them ("timeout",
"duplicate", "expired"): `product_words.tsv` goes before `vader_words.tsv`.
"""

from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

_STRONGER = frozenset(
    [
        "very",
        "really",
        "extremely",
        "so",
        "totally",
        "absolutely",
        "completely",
        "incredibly",
        "especially",
        "super",
        "highly",
        "most",
        "utterly",
        "deeply",
        "too",
        "terribly",
        "insanely",
    ]
)
_WEAKER = frozenset(
    ["slightly", "somewhat", "little", "bit", "fairly", "kinda", "sometimes", "partly", "almost"]
)
# What a "very" adds and a "not" turns round, as measured for VADER.
STRONGER_BY = 1.293
WEAKER_BY = 0.75
NEGATED = -0.74


@lru_cache(maxsize=1)
def words() -> dict[str, float]:
    """The valence, −4…+4, of each word in lower case."""
    found: dict[str, float] = {}
    for name in ("vader_words.tsv", "product_words.tsv"):
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            word, _, valence = line.partition("\t")
            found[word] = float(valence)
    return found


@lru_cache(maxsize=1)
def things() -> frozenset[str]:
    """Names of what notes are about, in lower case: by itself none of them is a mood.

    Learnt weights would have it otherwise, as people write of invoices when these are wrong.
    """
    return frozenset((DATA / "things.txt").read_text(encoding="utf-8").split())


def valence(word: str, before: str, *, negated: bool) -> float:
    """The valence of a word after the word `before`; 0.0 for a word without one."""
    value = words().get(word, 0.0)
    if not value:
        return 0.0
    if before in _STRONGER:
        value *= STRONGER_BY
    elif before in _WEAKER:
        value *= WEAKER_BY
    return value * NEGATED if negated else value
