"""Waymark's scorer: the mood of a note, and why."""

from functools import cached_property
from typing import Any

from bot.domain.notes import NoteKind
from bot.domain.sentiment import Label, Score, label_of, quantised
from bot.sentiment.language import ENGLISH, LanguageEar
from bot.sentiment.model import digest

# Changed with the rules; the digest behind it changes with the weights and words.
_GENERATION = "waymark-1"

# Somebody who files a note as a pain point has said how it felt before a word is read.
PAIN_POINT_LEANS = -0.1
FILED_AS = "filed as a pain point"


class WaymarkScorer:
    """Scores English notes −1…+1.

    TextBlob, the weights and the languages are read at the first score: they take about a second,
    which start-up and the commands that need no score should not pay.
    """

    @cached_property
    def version(self) -> str:
        """Who says it: changes whenever the same text may get another score."""
        return f"{_GENERATION}.{digest()}"

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """The mood of `text` with the words that made it.

        A text in another language is `UNREAD`. A note filed as a pain point leans negative by a
        fixed amount that `why` names.
        """
        language = self._ear.language(text)
        if language not in (None, ENGLISH):
            return Score(0.0, Label.UNREAD, self.version, language=language)
        heard = self._analyzer.analyze(text)
        polarity, why = heard.polarity, heard.why
        if kind is NoteKind.PAIN_POINT:
            polarity += PAIN_POINT_LEANS
            why = tuple(sorted((*why[:7], (FILED_AS, PAIN_POINT_LEANS)), key=_strength))
        value = quantised(polarity)
        return Score(value, label_of(value), self.version, language=language, why=why)

    @cached_property
    def _analyzer(self) -> Any:
        from bot.sentiment.analyzer import WaymarkAnalyzer  # noqa: PLC0415 - see the class

        return WaymarkAnalyzer()

    @cached_property
    def _ear(self) -> LanguageEar:
        return LanguageEar()


def _strength(reason: tuple[str, float]) -> float:
    return -abs(reason[1])
