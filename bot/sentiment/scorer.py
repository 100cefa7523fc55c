"""TextBlob's polarity as Waymark's score."""

from functools import cached_property
from typing import Any

from bot.domain.notes import NoteKind
from bot.domain.sentiment import Score, label_of, quantised

VERSION = "textblob-1"


class TextBlobScorer:
    """Scores English text by TextBlob's pattern lexicon, −1…+1.

    TextBlob is imported at the first score: it takes about half a second, which start-up and the
    commands that need no score should not pay.
    """

    version = VERSION

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """The polarity of `text` with the words that made it."""
        heard = self._textblob(text).sentiment_assessments
        value = quantised(heard.polarity)
        why = tuple(
            (" ".join(words), round(polarity, 4))
            for words, polarity, *_ in heard.assessments
            if polarity
        )
        return Score(value, label_of(value), VERSION, why=why)

    @cached_property
    def _textblob(self) -> Any:
        from textblob import TextBlob  # noqa: PLC0415 - loaded lazily, see the class

        return TextBlob
