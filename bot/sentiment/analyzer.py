"""Waymark's analyzer for TextBlob. Importing this module imports TextBlob."""

from functools import lru_cache
from typing import Any, NamedTuple

from textblob._text import EMOTICONS, EOS, RE_EMOTICONS, RE_SARCASM
from textblob.base import CONTINUOUS, BaseSentimentAnalyzer
from textblob.en import parser
from textblob.en import sentiment as pattern_sentiment

from bot.sentiment.explanation import Reasons, reasons_of
from bot.sentiment.features import Assessed, features_of
from bot.sentiment.model import shipped


class Heard(NamedTuple):
    """What a text says: its polarity −1…+1 and the words that made it."""

    polarity: float
    why: Reasons


class WaymarkAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc] # TextBlob is not typed
    """Weighs TextBlob's own polarity, words, phrases and amounts by a linear model.

    It is an analyzer as TextBlob takes them: `TextBlob(text, analyzer=WaymarkAnalyzer())`.
    """

    kind = CONTINUOUS
    RETURN_TYPE = Heard

    def train(self) -> None:
        """Read the weights; they were learnt long before."""
        shipped()
        super().train()

    def analyze(self, text: str) -> Heard:
        """The polarity of a text, and why."""
        super().analyze(text)
        votes = shipped().votes(features_of(text, assessed_in(text)))
        polarity = shipped().value(votes)
        return Heard(polarity, reasons_of(text, votes, polarity))


class _Lexicon(dict[str, Any]):
    """TextBlob's lexicon as a plain dictionary, with what its `assessments` asks of it.

    TextBlob's own looks at each word whether it has been read, which takes longer than the word.
    """

    labeler = pattern_sentiment.labeler
    negations = pattern_sentiment.negations
    modifiers = pattern_sentiment.modifiers
    modifier = staticmethod(pattern_sentiment.modifier)


# Read with this module, which only one thread can do.
_LEXICON = _Lexicon(pattern_sentiment.items())
_SIGNS = {sign.lower() for signs in EMOTICONS.values() for sign in signs} | {"(!)"}


def assessed_in(text: str) -> Assessed:
    """What `textblob.en.sentiment(text).assessments` says, in half the time."""
    words = _words_of(text)
    if _LEXICON.keys().isdisjoint(words) and _SIGNS.isdisjoint(words):
        return ()
    assess: Any = type(pattern_sentiment).assessments
    found = assess(_LEXICON, ((word, None) for word in words))
    return [(heard, polarity) for heard, polarity, *_ in found]


def _words_of(text: str) -> list[str]:
    """The words as TextBlob's tokenizer finds them, in lower case.

    It cuts what stands between two spaces whatever is beside it, except that it puts together
    emoticons written with spaces and ends sentences: where there are any it is given all of it.
    """
    words: list[str] = []
    for piece in text.split():
        if piece.isalpha():
            words.append(piece)
        else:
            words += _cut(piece)
    joined = " ".join(words)
    if EOS in text or RE_EMOTICONS.search(joined) or RE_SARCASM.search(joined):
        words = " ".join(parser.find_tokens(text)).split()
    return [word.lower() for word in words]


@lru_cache(maxsize=20_000)
def _cut(piece: str) -> tuple[str, ...]:
    return tuple(" ".join(parser.find_tokens(piece)).split())
