"""Score the mood of a note and explain the score."""

from functools import cached_property
from typing import Any

from bot.sentiment.language import ENGLISH, LanguageDetector
from bot.sentiment.model import MAX_REASONS, data_digest
from bot.sentiment.reading import is_empty_answer
from domain.notes import NoteKind
from domain.sentiment import PAIN_POINT_OFFSET, Label, Score, mood_label, quantise

# To be changed with the code of the rules; the digest after it changes with weights and words.
_RULES_VERSION = "waymark-2"


PAIN_POINT_REASON = "filed as a pain point"


class WaymarkScorer:
    """Scores English notes from −1 to +1.

    TextBlob, the weights and the language model are loaded by the first score. That takes about a
    second, which start-up and commands that score nothing do not need to spend.
    """

    @cached_property
    def version(self) -> str:
        """Version of the scorer; changes whenever the same text may get another score."""
        return f"{_RULES_VERSION}.{data_digest()}"

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """Return the mood of `text` (−1…+1) with the words that explain it.

        An answer without content (“Nothing”, “n/a”) gets 0.0, neutral, and no words. A text in
        another language than English gets the value 0.0 and the label `NONE`. For a pain point
        `PAIN_POINT_OFFSET` is added and named among the reasons.
        """
        if is_empty_answer(text):
            return Score(0.0, Label.NEUTRAL, self.version)
        language = self._language_detector.detect(text)
        if language not in (None, ENGLISH):
            return Score(0.0, Label.NONE, self.version, language=language)
        analysis = self._analyzer.analyze(text)
        polarity, why = analysis.polarity, analysis.reasons
        if kind is NoteKind.PAIN_POINT:
            polarity += PAIN_POINT_OFFSET
            reasons = (*why[: MAX_REASONS - 1], (PAIN_POINT_REASON, PAIN_POINT_OFFSET))
            why = tuple(sorted(reasons, key=_strongest_first))
        value = quantise(polarity)
        return Score(value, mood_label(value), self.version, language=language, why=why)

    @cached_property
    def _analyzer(self) -> Any:
        from bot.sentiment.analyzer import WaymarkAnalyzer  # noqa: PLC0415 - see the class

        return WaymarkAnalyzer()

    @cached_property
    def _language_detector(self) -> LanguageDetector:
        return LanguageDetector()


def _strongest_first(reason: tuple[str, float]) -> float:
    return -abs(reason[1])
