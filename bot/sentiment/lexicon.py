"""Word lists: valences, intensifiers, negators, fillers and topic words.

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
# Words that never explain a mood; they get no weight of their own.
FILLER_WORDS = frozenset(
    """
    a an the this that these those it its it's he she they them their his her we our us i me my you
    your who whom whose which to of in on at for from by with as into onto over about between
    through during per via and or if then than there here also just is are was were am be been being
    i'm i've we're we've they're they've you're that's there's he's she's do does did doing done has
    have had having will would shall should can could may might must let lets get gets got gotten
    one ones some any each both other others another such same own s t re ve ll d m
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


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    grammar = _INTENSIFIERS | _DAMPENERS | NEGATORS | FILLER_WORDS | topic_words()
    return frozenset(word_valences()) | grammar | {"long", "way", "yes", "please", "thanks", "now"}


def is_known_word(lower: str) -> bool:
    """Return whether a word is in any of the lists."""
    return lower in _known_words()


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
