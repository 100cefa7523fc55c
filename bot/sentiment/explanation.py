"""Why a text has its score: the words and phrases that made it."""

from collections.abc import Collection, Sequence

from bot.sentiment.model import Vote

# Words of the text and what they add to its score, the strongest first.
Reasons = tuple[tuple[str, float], ...]

MOST_REASONS = 8
_LEAST_SHOWN = 0.005
# A pair of words is shown as a pair when it says at least this much of what its words say.
_PAIR_COUNTS = 0.5
_LONGEST_PHRASE = 60

Span = tuple[int, int]


def reasons_of(text: str, votes: Sequence[Vote], value: float) -> Reasons:
    """The words that made the score `value`, at most eight, in the units of the score.

    All votes together are the score: each is shown by its share, so what is shown adds up to the
    score but for what is too weak to be shown.
    """
    by_span: dict[Span, float] = {}
    phrases: set[Span] = set()
    total = 0.0
    for negative, positive, start, end, phrase in votes:
        span, mood = (start, end), positive - negative
        by_span[span] = by_span.get(span, 0.0) + mood
        total += mood
        if phrase:
            phrases.add(span)
    if not total or not value:
        return ()
    by_words: dict[str, float] = {}
    written: dict[str, str] = {}
    for (start, end), mood in _grouped(text, by_span, phrases).items():
        words = text[start:end].strip()
        low = words.lower()
        written.setdefault(low, words)
        by_words[low] = by_words.get(low, 0.0) + mood * value / total
    shown = sorted(by_words.items(), key=lambda item: (-abs(item[1]), item[0]))[:MOST_REASONS]
    return tuple(
        (written[words], round(weight, 2)) for words, weight in shown if abs(weight) >= _LEAST_SHOWN
    )


def _grouped(text: str, by_span: dict[Span, float], phrases: Collection[Span]) -> dict[Span, float]:
    """The same moods on spans that do not overlap: phrases first, then pairs, then words."""
    owner: list[Span | None] = [None] * len(text)
    words: dict[Span, float] = {}
    ranked: list[tuple[bool, float, Span]] = []
    for span, mood in by_span.items():
        if text.find(" ", *span) < 0:
            words[span] = mood
        else:
            ranked.append(_rank(span, span in phrases, mood))
    ranked.sort()
    inner = _inner_moods(words, len(text))
    groups: dict[Span, float] = {}
    left: list[Span] = []
    for _, _, span in ranked:
        start, end = span
        free = end - start <= _LONGEST_PHRASE and not any(owner[start:end])
        if free and (span in phrases or abs(by_span[span]) >= _PAIR_COUNTS * max(inner[start:end])):
            owner[start:end] = [span] * (end - start)
            groups[span] = by_span[span]
        else:
            left.append(span)
    for span, mood in words.items():
        group = owner[span[0]] or span
        groups[group] = groups.get(group, 0.0) + mood
        if group is span:
            owner[span[0] : span[1]] = [span] * (span[1] - span[0])
    for span in left:
        _share_out(owner, groups, span, by_span[span])
    return groups


def _rank(span: Span, phrase: bool, mood: float) -> tuple[bool, float, Span]:
    """Phrases go first, the longest of them before others, then what is strong."""
    return not phrase, float(span[0] - span[1]) if phrase else -abs(mood), span


def _inner_moods(words: dict[Span, float], length: int) -> list[float]:
    moods = [0.0] * length
    for (start, end), mood in words.items():
        moods[start:end] = [abs(mood)] * (end - start)
    return moods


def _share_out(
    owner: Sequence[Span | None], groups: dict[Span, float], span: Span, mood: float
) -> None:
    """Give the mood of a span that is not shown itself to those shown in its place."""
    inside = dict.fromkeys(owner[slice(*span)])
    inside.pop(None, None)
    for group in inside:
        if group:
            groups[group] += mood / len(inside)
    if not inside:
        groups[span] = groups.get(span, 0.0) + mood
