"""Mood: how the customer felt, −1…+1, and the words for it."""

from dataclasses import dataclass
from enum import StrEnum

NEGATIVE_AT = -0.05


POSITIVE_AT = 0.05


# Moods are kept in ten-thousandths so that sums are whole numbers: exact, the same whatever the
# order of the rows and whichever the database.
MOOD_SCALE = 10_000


class Label(StrEnum):
    """What a mood is called."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    NONE = "unread"


# Words of a text, each with what it adds to the score.
ScoreReasons = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Score:
    """What a scorer says of a text: `value` −1…+1, its label, who said it, and why.

    `why` lists the words that made the score with their weight; it may be empty. A text in a
    language the scorer does not read is `NONE`: its value is 0.0 and says nothing.
    """

    value: float
    label: Label
    version: str
    language: str | None = None
    why: ScoreReasons = ()


def mood_label(mood: float | None) -> Label:
    """Negative at −0.05 and below, positive at 0.05 and above, else neutral.

    See docs/ARCHITECTURE.md, “Figures of a review”.

    Without a mood nobody could read how the customer felt.
    """
    if mood is None:
        return Label.NONE
    if mood <= NEGATIVE_AT:
        return Label.NEGATIVE
    if mood >= POSITIVE_AT:
        return Label.POSITIVE
    return Label.NEUTRAL


def quantise(value: float) -> float:
    """The value as it is kept: clipped to −1…+1 and rounded to ten-thousandths."""
    return round(max(-1.0, min(1.0, value)) * MOOD_SCALE) / MOOD_SCALE


def note_mood(feeling: int | None, score: Score) -> float | None:
    """The declared feeling (−2…+2) halved where there is one, else the score of the text.

    Null for a text in a language that is not read, of which nobody said how it felt.
    """
    if feeling is not None:
        return quantise(feeling / 2)
    return None if score.label is Label.NONE else quantise(score.value)
