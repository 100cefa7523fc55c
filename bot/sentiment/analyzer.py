"""Sentiment analyzer for TextBlob. Importing this module imports TextBlob."""

from functools import lru_cache
from typing import Any, NamedTuple

from textblob._text import EMOTICONS, EOS, RE_EMOTICONS, RE_SARCASM
from textblob.base import CONTINUOUS, BaseSentimentAnalyzer
from textblob.en import parser
from textblob.en import sentiment as pattern_sentiment

from bot.sentiment.features import Assessments, extract_features
from bot.sentiment.model import Reasons, explain, load_model


class SentimentAnalysis(NamedTuple):
    """Polarity of a text, −1…+1, and the words that explain it."""

    polarity: float
    reasons: Reasons


class WaymarkAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc] # TextBlob is not typed
    """Weighs TextBlob's polarity, words, phrases and amounts by the linear model.

    Use it as any analyzer of TextBlob: `TextBlob(text, analyzer=WaymarkAnalyzer())`.
    """

    kind = CONTINUOUS
    RETURN_TYPE = SentimentAnalysis

    def train(self) -> None:
        """Load the weights; they were trained beforehand."""
        load_model()
        super().train()

    def analyze(self, text: str) -> SentimentAnalysis:
        """Return the polarity of a text and its reasons."""
        super().analyze(text)
        model = load_model()
        contributions = model.contributions(extract_features(text, textblob_assessments))
        polarity = model.polarity(contributions)
        return SentimentAnalysis(polarity, explain(text, contributions, polarity))


class _PatternLexicon(dict[str, Any]):
    """TextBlob's lexicon as a plain dictionary with the attributes `assessments` needs.

    TextBlob's own class checks on each access whether it has been loaded, which takes longer than
    the access.
    """

    labeler = pattern_sentiment.labeler
    negations = pattern_sentiment.negations
    modifiers = pattern_sentiment.modifiers
    modifier = staticmethod(pattern_sentiment.modifier)


# Loaded on import, which Python does in one thread only.
_PATTERN_LEXICON = _PatternLexicon(pattern_sentiment.items())
_EMOTICON_STRINGS = {sign.lower() for signs in EMOTICONS.values() for sign in signs} | {"(!)"}


def textblob_assessments(text: str) -> Assessments:
    """Return the assessments of `textblob.en.sentiment(text)`, in half the time."""
    words = _textblob_words(text)
    if _PATTERN_LEXICON.keys().isdisjoint(words) and _EMOTICON_STRINGS.isdisjoint(words):
        return ()
    assess: Any = type(pattern_sentiment).assessments
    assessments = assess(_PATTERN_LEXICON, ((word, None) for word in words))
    return [(assessed_words, polarity) for assessed_words, polarity, *_ in assessments]


def _textblob_words(text: str) -> list[str]:
    """Return the lower-case words that TextBlob's tokenizer finds.

    The tokenizer treats each space-separated piece on its own, so pieces can be cached. Only for
    emoticons written with spaces and for marked sentence ends does it need the whole text.
    """
    words: list[str] = []
    for piece in text.split():
        if piece.isalpha():
            words.append(piece)
        else:
            words += _tokenize_piece(piece)
    joined = " ".join(words)
    if EOS in text or RE_EMOTICONS.search(joined) or RE_SARCASM.search(joined):
        words = " ".join(parser.find_tokens(text)).split()
    return [word.lower() for word in words]


@lru_cache(maxsize=20_000)
def _tokenize_piece(piece: str) -> tuple[str, ...]:
    return tuple(" ".join(parser.find_tokens(piece)).split())
