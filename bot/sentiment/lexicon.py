"""Word lists: valences, intensifiers, negators and topic words.

Hutto and Gilbert (2014, VADER) had each of their words rated −4…+4. In notes about products some of
these words mean nothing ("support", "free", "help"), and many negative ones are missing ("timeout",
"duplicate", "expired"): entries of `product_words.tsv` override those of `vader_words.tsv`.
"""

from functools import lru_cache
from pathlib import Path

DATA_DIR = Path(__file__).parent / "data"

_INTENSIFIERS = frozenset(
    """
    very really extremely so totally absolutely completely incredibly especially super highly most
    utterly deeply too terribly insanely
    """.split()  # noqa: SIM905 - easier to read and to extend
)
_DAMPENERS = frozenset(
    ["slightly", "somewhat", "little", "bit", "fairly", "kinda", "sometimes", "partly", "almost"]
)
# Factors of a valence, from VADER (Hutto and Gilbert 2014).
INTENSIFIER_FACTOR = 1.293
DAMPENER_FACTOR = 0.75
NEGATION_FACTOR = -0.74

NEGATORS = frozenset(
    """
    no not never none nobody nothing neither nor without cannot can't cant don't dont doesn't doesnt
    didn't didnt isn't isnt aren't arent wasn't wasnt weren't werent won't wont wouldn't couldn't
    couldnt shouldn't hasn't hasnt haven't havent hadn't ain't hardly barely zero unable
    """.split()  # noqa: SIM905 - easier to read and to extend
)
# Words that end the scope of a negation.
SCOPE_ENDS = frozenset(["but", "however", "although", "though", "yet", "because", "so"])


@lru_cache(maxsize=1)
def word_valences() -> dict[str, float]:
    """Return the valence, −4…+4, of each lower-case word."""
    valences: dict[str, float] = {}
    for name in ("vader_words.tsv", "product_words.tsv"):
        for line in (DATA_DIR / name).read_text(encoding="utf-8").splitlines():
            word, _, valence = line.partition("\t")
            valences[word] = float(valence)
    return valences


@lru_cache(maxsize=1)
def topic_words() -> frozenset[str]:
    """Return lower-case nouns that name what a note is about ("invoice") and carry no mood.

    They get no weight of their own: people mention invoices mostly when one is wrong, so a trained
    weight would make every invoice negative.
    """
    return frozenset((DATA_DIR / "topic_words.txt").read_text(encoding="utf-8").split())


def valence(word: str, previous_word: str, *, negated: bool) -> float:
    """Return the valence of `word` adjusted by the word before it and by negation.

    Both words are in lower case. The result is in VADER's units (−4…+4 before intensifiers);
    0.0 for a word that is not in the lexicon.
    """
    value = word_valences().get(word, 0.0)
    if not value:
        return 0.0
    if previous_word in _INTENSIFIERS:
        value *= INTENSIFIER_FACTOR
    elif previous_word in _DAMPENERS:
        value *= DAMPENER_FACTOR
    return value * NEGATION_FACTOR if negated else value
