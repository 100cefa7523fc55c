"""Mood: how the customer felt, −1…+1, and its labels."""

from dataclasses import dataclass
from enum import StrEnum

NEGATIVE_AT = -0.05


POSITIVE_AT = 0.05


# A neutral mood this far from 0 leans to a side, and its label is not sure.
UNCLEAR_FROM = 0.02


# Moods are stored in ten-thousandths so that sums are whole numbers: exact, the same whatever the
# order of the rows and whichever the database.
MOOD_SCALE = 10_000


# Whoever files a pain point reports a bad experience, even in neutral words: it is added to the
# score of the text.
PAIN_POINT_OFFSET = -0.1


class Label(StrEnum):
    """Label of a mood."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    NONE = "unread"


# Words of a text, each with what it adds to the score.
ScoreReasons = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Score:
    """The score of a text: `value` −1…+1, its label, the scorer's version, and reasons.

    `why` lists the words behind the score with their weights; it may be empty. The label of a text
    in an unsupported language is `NONE`; its value 0.0 means nothing.
    """

    value: float
    label: Label
    version: str
    language: str | None = None
    why: ScoreReasons = ()


def mood_label(mood: float | None) -> Label:
    """Return negative at −0.05 and below, positive at 0.05 and above, else neutral.

    `NONE` without a mood. See docs/ARCHITECTURE.md, “Figures of a review”.
    """
    if mood is None:
        return Label.NONE
    if mood <= NEGATIVE_AT:
        return Label.NEGATIVE
    if mood >= POSITIVE_AT:
        return Label.POSITIVE
    return Label.NEUTRAL


def is_unclear(mood: float | None) -> bool:
    """Return whether a mood is neutral only because the scorer is not sure which side it is on."""
    return mood_label(mood) is Label.NEUTRAL and abs(mood or 0.0) >= UNCLEAR_FROM


def quantise(value: float) -> float:
    """Return the value as it is stored: clipped to −1…+1 and rounded to ten-thousandths."""
    return round(max(-1.0, min(1.0, value)) * MOOD_SCALE) / MOOD_SCALE


def note_mood(feeling: int | None, score: Score) -> float | None:
    """Return half the given feeling (−2…+2) where there is one, else the score of the text.

    None for a text in a language that is not supported, without a given feeling.
    """
    if feeling is not None:
        return quantise(feeling / 2)
    return None if score.label is Label.NONE else quantise(score.value)
