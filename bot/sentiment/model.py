"""The linear model: from features to a polarity, and the words that explain it.

The weights are in `data/model.json.gz`, written by `benchmarks/train_sentiment.py`.
"""

import gzip
import json
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from math import exp
from typing import Any, NamedTuple

from bot.sentiment.features import Feature, character_ngrams
from bot.sentiment.lexicon import DATA_DIR, FILLER_WORDS
from domain.sentiment import NEGATIVE_AT, POSITIVE_AT

_MODEL_FILE = DATA_DIR / "model.json.gz"

# The weights for other languages than English, which this model does not use.
OTHER_LANGUAGES_FILE = "other_languages.npy"

_NO_WEIGHTS = (0, 0)


# Words of the text and what each adds to the score (−1…+1), strongest first.
Reasons = tuple[tuple[str, float], ...]

# Start and end index in a text.
Span = tuple[int, int]


MAX_REASONS = 8

# Weaker reasons would be shown as 0.00.
MIN_REASON_WEIGHT = 0.005

# A pair of words is shown as a pair if its weight is at least this share of its strongest word's.
MIN_PAIR_SHARE = 0.5

MAX_REASON_CHARACTERS = 60

# Words, and what stands between spaces and words: marks, emoticons, emoji.
_PIECE = re.compile(r":[a-z0-9_+'’-]+:|\w+(?:['’-]\w+)*|[^\w\s]+", re.IGNORECASE)


class Contribution(NamedTuple):
    """What a feature adds to a score, and the start and end index of the words it comes from.

    `negative` and `positive` are log-odds against neutral. With `is_phrase` the words belong
    together and are shown as one reason.
    """

    negative: float
    positive: float
    start: int
    end: int
    is_phrase: bool = False

    @property
    def mood(self) -> float:
        """Log-odds of positive against negative."""
        return self.positive - self.negative


class Model:
    """Multinomial logistic regression with the labels negative, neutral and positive.

    `data` holds `unit` (log-odds of a weight of 1), `features` and `parts` (tables of a name and
    its integer weights for negative and positive; parts are character n-grams), and `borders`: the
    differences between the probabilities of negative and positive at which a text stops being
    neutral, one for each side. `neutral`, 0 if missing, is added to the log-odds of neutral.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._unit: float = data["unit"]
        self._negative_threshold, self._positive_threshold = data["borders"]
        self._neutral_bonus: float = data.get("neutral", 0.0)
        self._feature_weights = _parse_weights(data["features"])
        self._ngram_weights = _parse_weights(data["parts"])
        self._unknown_word_weights = lru_cache(maxsize=20_000)(self._sum_ngram_weights)

    def contributions(self, features: Iterable[Feature]) -> list[Contribution]:
        """Return what each feature adds; features without a weight are left out."""
        contributions: list[Contribution] = []
        find_weights, unit = self._feature_weights.get, self._unit
        for name, amount, start, end in features:
            weights = find_weights(name) or (
                self._unknown_word_weights(name) if name[0] == "w" else _NO_WEIGHTS
            )
            negative, positive = weights
            if negative or positive:
                factor = amount * unit
                # Same as Contribution(…), in a third of the time.
                values = (negative * factor, positive * factor, start, end, name[0] == "p")
                contributions.append(tuple.__new__(Contribution, values))
        return contributions

    def _sum_ngram_weights(self, name: str) -> tuple[int, int]:
        """Return the weights of a word that is not in the model; none for a negated word."""
        if name.startswith("w not "):
            return _NO_WEIGHTS
        found = map(self._ngram_weights.get, character_ngrams(name.removeprefix("w ")))
        weights = [weight for weight in found if weight is not None]
        return sum(weight[0] for weight in weights), sum(weight[1] for weight in weights)

    def polarity(self, contributions: Iterable[Contribution]) -> float:
        """Return the polarity, −1…+1, of all contributions together; 0.0 without any.

        The softmax of the three log-odds gives probabilities. The difference between positive and
        negative is rescaled so that the thresholds of the model map to those of the labels.
        """
        negative, neutral, positive = 0.0, self._neutral_bonus, 0.0
        for contribution in contributions:
            negative += contribution.negative
            positive += contribution.positive
        largest = max(negative, neutral, positive)
        odds = exp(negative - largest), exp(neutral - largest), exp(positive - largest)
        difference = (odds[2] - odds[0]) / sum(odds)
        if difference < 0:
            return -_rescale(-difference, self._negative_threshold, -NEGATIVE_AT)
        return _rescale(difference, self._positive_threshold, POSITIVE_AT)


def _rescale(difference: float, threshold: float, label_threshold: float) -> float:
    """Map 0…`threshold`…1 to 0…`label_threshold`…1, linearly on both sides."""
    if difference < threshold:
        return difference / threshold * label_threshold
    excess = (difference - threshold) / (1 - threshold)
    return label_threshold + excess * (1 - label_threshold)


def _parse_weights(rows: str) -> dict[str, tuple[int, int]]:
    weights: dict[str, tuple[int, int]] = {}
    for row in rows.split("\n"):
        name, negative, positive = row.split("\t")
        weights[name] = (int(negative), int(positive))
    return weights


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Return the trained model that comes with Waymark."""
    return Model(json.loads(gzip.decompress(_MODEL_FILE.read_bytes())))


@lru_cache(maxsize=1)
def data_digest() -> str:
    """Return eight hexadecimal digits that change whenever a data file of the English scorer does.

    The weights for other languages have a version of their own.
    """
    digest = sha256()
    for path in sorted(DATA_DIR.iterdir()):
        if path.name == OTHER_LANGUAGES_FILE:
            continue
        content = path.read_bytes()
        # The header of a gzip file contains a timestamp.
        digest.update(gzip.decompress(content) if path.suffix == ".gz" else content)
    return digest.hexdigest()[:8]


def explain(text: str, contributions: Sequence[Contribution], polarity: float) -> Reasons:
    """Return the words that explain `polarity`, at most `MAX_REASONS`, in its units.

    Each reason has its share of the polarity, so the reasons add up to it except for those too
    weak to be shown.
    """
    moods: dict[Span, float] = {}
    phrase_spans: set[Span] = set()
    total = 0.0
    for negative, positive, start, end, is_phrase in contributions:
        span, mood = (start, end), positive - negative
        moods[span] = moods.get(span, 0.0) + mood
        total += mood
        if is_phrase:
            phrase_spans.add(span)
    if not total or not polarity:
        return ()
    weights: dict[str, float] = {}
    as_written: dict[str, str] = {}
    merged = _merge_overlapping(text, moods, phrase_spans)
    for (start, end), mood in _without_fillers(text, merged, phrase_spans).items():
        words = text[start:end].strip()
        lower = words.lower()
        as_written.setdefault(lower, words)
        weights[lower] = weights.get(lower, 0.0) + mood * polarity / total
    strongest = sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0]))[:MAX_REASONS]
    return tuple(
        (as_written[words], round(weight, 2))
        for words, weight in strongest
        if abs(weight) >= MIN_REASON_WEIGHT
    )


def _merge_overlapping(
    text: str, moods: dict[Span, float], phrase_spans: Collection[Span]
) -> dict[Span, float]:
    """Move the moods to spans that do not overlap: phrases first, then pairs, then words."""
    span_at: list[Span | None] = [None] * len(text)
    words: dict[Span, float] = {}
    ranked: list[tuple[bool, float, Span]] = []
    for span, mood in moods.items():
        if text.find(" ", *span) < 0:
            words[span] = mood
        else:
            ranked.append(_sort_key(span, mood, is_phrase=span in phrase_spans))
    ranked.sort()
    word_strengths = _strength_by_character(words, len(text))
    merged: dict[Span, float] = {}
    not_shown: list[Span] = []
    for _, _, span in ranked:
        start, end = span
        free = end - start <= MAX_REASON_CHARACTERS and not any(span_at[start:end])
        min_strength = MIN_PAIR_SHARE * max(word_strengths[start:end])
        if free and (span in phrase_spans or abs(moods[span]) >= min_strength):
            span_at[start:end] = [span] * (end - start)
            merged[span] = moods[span]
        else:
            not_shown.append(span)
    for span, mood in words.items():
        target = span_at[span[0]] or span
        merged[target] = merged.get(target, 0.0) + mood
        if target is span:
            span_at[span[0] : span[1]] = [span] * (span[1] - span[0])
    for span in not_shown:
        _distribute(span, moods[span], span_at, merged)
    return merged


def _without_fillers(
    text: str, moods: dict[Span, float], phrase_spans: Collection[Span]
) -> dict[Span, float]:
    """Cut fillers off both ends of words that are no phrase.

    What is left without words is divided among the others, in proportion to their strength; alone
    it stays.
    """
    telling: dict[Span, float] = {}
    rest = 0.0
    for span, mood in moods.items():
        cut = span if span in phrase_spans else _cut_fillers(text, span)
        if cut is None:
            rest += mood
        else:
            telling[cut] = telling.get(cut, 0.0) + mood
    strength = sum(map(abs, telling.values()))
    if not strength:
        return telling or moods
    return {span: mood + rest * abs(mood) / strength for span, mood in telling.items()}


def _cut_fillers(text: str, span: Span) -> Span | None:
    """Return the part of a span from its first to its last telling word; None if it has none."""
    cut = _find_telling(text[span[0] : span[1]])
    return None if cut is None else (span[0] + cut[0], span[0] + cut[1])


@lru_cache(maxsize=20_000)
def _find_telling(words: str) -> Span | None:
    pieces = [
        match.span()
        for match in _PIECE.finditer(words)
        if _is_telling(match[0].lower().replace("’", "'"))
    ]
    return (pieces[0][0], pieces[-1][1]) if pieces else None


def _is_telling(piece: str) -> bool:
    if piece[0].isalnum():
        return piece not in FILLER_WORDS
    return piece[0] in "!?" or len(piece) > 1 or not piece.isascii()


def _sort_key(span: Span, mood: float, *, is_phrase: bool) -> tuple[bool, float, Span]:
    """Sort phrases first, the longest before others; then the other spans, strongest first."""
    return not is_phrase, float(span[0] - span[1]) if is_phrase else -abs(mood), span


def _strength_by_character(words: dict[Span, float], length: int) -> list[float]:
    """Return the absolute mood of the word at each character of the text; 0.0 without a word."""
    strengths = [0.0] * length
    for (start, end), mood in words.items():
        strengths[start:end] = [abs(mood)] * (end - start)
    return strengths


def _distribute(
    span: Span, mood: float, span_at: Sequence[Span | None], merged: dict[Span, float]
) -> None:
    """Divide the mood of a span that is not shown among the shown spans it overlaps."""
    overlapping = dict.fromkeys(span_at[slice(*span)])
    overlapping.pop(None, None)
    for target in overlapping:
        if target:
            merged[target] += mood / len(overlapping)
    if not overlapping:
        merged[span] = merged.get(span, 0.0) + mood
