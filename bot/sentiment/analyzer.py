"""Waymark's analyzer for TextBlob. Importing this module imports TextBlob."""

from typing import NamedTuple

from textblob.base import CONTINUOUS, BaseSentimentAnalyzer
from textblob.en import sentiment as pattern_sentiment

from bot.sentiment.explanation import Reasons, reasons_of
from bot.sentiment.features import features_of
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
        assessments = pattern_sentiment(text).assessments
        assessed = [(words, polarity) for words, polarity, *_ in assessments]
        votes = shipped().votes(features_of(text, assessed))
        polarity = shipped().value(votes)
        return Heard(polarity, reasons_of(text, votes, polarity))
