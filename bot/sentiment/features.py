"""What a text says, in features that a linear model can weigh.

Every feature knows the words it stands for, so that whatever the model makes of it can be shown.
"""

import math
from collections.abc import Iterator, Sequence

from bot.sentiment import lexicon
from bot.sentiment.phrases import Phrase, phrases_of
from bot.sentiment.tokens import Token, tokens_of

# What TextBlob heard: words in lower case, and their polarity −1…+1.
Assessed = Sequence[tuple[Sequence[str], float]]

# Beyond this a text says nothing new of its mood, and the cost of a note stays bounded.
MAX_TOKENS = 800
_PARTS = (3, 4, 5)
# Reliefs that turn the words they are made of: "the bug is gone" is no bug.
_TURNING = frozenset({"nothing bad", "bad is gone", "bad fell"})
_START, _END = "^", "$"


# A feature: its name, how much of it there is, and where what it stands for begins and ends in the
# text. A plain tuple, as a note has forty of them and a thousand notes should take no second.
Feature = tuple[str, float, int, int]


def features_of(text: str, assessed: Assessed = ()) -> list[Feature]:
    """The features of a text.

    Their names begin with what they are: `w` a word, `b` a pair, `m` a mark, `q` how it begins,
    `p` a phrase, `l` the lexicon, `x` TextBlob.
    """
    phrases = phrases_of(text)
    said = _said(text, phrases)
    if not said:
        return []
    found = _words(said)
    found += _marks(said)
    for phrase in phrases:
        kind = "p relief" if phrase.relief else "p friction"
        found.append((f"p {phrase.name}", 1.0, phrase.start, phrase.end))
        found.append((kind, 1.0, phrase.start, phrase.end))
    found += _valences(said)
    if assessed:
        found += _heard(text, assessed)
    return found


def parts_of(word: str) -> Iterator[str]:
    """The pieces of a word, 3 to 5 letters long, with its bounds: how words never met are read."""
    bounded = f"<{word}>"
    for size in _PARTS:
        for at in range(len(bounded) - size + 1):
            yield bounded[at : at + size]


def _said(text: str, phrases: Sequence[Phrase]) -> list[Token]:
    """What says something, negated also where a relief turns it."""
    known = lexicon.words()
    said = [
        token
        for token in tokens_of(text)
        if token[4] or (token[1] != "" and (token[1].isascii() or token[1] in known))
    ][:MAX_TOKENS]
    turning = [phrase for phrase in phrases if phrase.name in _TURNING]
    if not turning:
        return said
    turned = bytearray(len(text))
    for phrase in turning:
        turned[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
    return [(*token[:5], token[5] or bool(turned[token[2]])) for token in said]


def _words(said: Sequence[Token]) -> list[Feature]:
    # Long texts repeat themselves: their words count less each, as in VADER's normalisation.
    scale = 1 / math.sqrt(len(said) + 2)
    before, before_start, things = _START, said[0][2], lexicon.things()
    found: list[Feature] = []
    for _, lower, start, end, is_word, negated in said:
        word = _plain(lower)
        thing = word in things
        if is_word and not thing:
            name = f"w not {word}" if negated else f"w {word}"
            found.append((name, scale, start, end))
        # That a note begins or ends with a thing says no more than the thing does.
        if not (thing and before == _START):
            found.append((f"b {before} {word}", scale, before_start, end))
        before, before_start = word, start
    if before not in things:
        found.append((f"b {before} {_END}", scale, before_start, said[-1][3]))
    return found


def _plain(word: str) -> str:
    return "#" if word[0].isdigit() else word


def _marks(said: Sequence[Token]) -> list[Feature]:
    scale = 1 / math.sqrt(len(said) + 2)
    found: list[Feature] = []
    for written, word, start, end, is_word, _ in said:
        if is_word:
            if len(written) > 3 and written.isupper():
                found.append(("m LOUD", scale, start, end))
        elif word[0] in "!?":
            found.append((f"m {word[0]}", 1.0, start, end))
            if len(word) > 1:
                found.append(("m many", 1.0, start, end))
    _, word, start, end, _, _ = next((token for token in said if token[4]), said[0])
    asked = " ?" if said[-1][1][0] == "?" else ""
    if word not in lexicon.things():
        found.append((f"q {_plain(word)}{asked}", 1.0, start, end))
    return found


def _valences(said: Sequence[Token]) -> list[Feature]:
    before, known = "", lexicon.words()
    heard: list[tuple[float, int, int]] = []
    for _, word, start, end, _, negated in said:
        if word in known:
            value = lexicon.valence(word, before, negated=negated)
            if value:
                heard.append((value, start, end))
        before = word
    # VADER's own normalisation, shared out among the words: x / sqrt(x² + 15).
    total = sum(value for value, _, _ in heard)
    norm, scale = math.sqrt(total * total + 15), 1 / math.sqrt(len(said) + 2)
    found: list[Feature] = []
    for value, start, end in heard:
        found.append(("l compound", value / norm, start, end))
        found.append(("l good" if value > 0 else "l bad", abs(value) * scale, start, end))
    return found


def _heard(text: str, assessed: Assessed) -> Iterator[Feature]:
    """TextBlob's polarity, the mean of its assessments, where their words stand in the text."""
    low, at = text.lower(), 0
    # A letter whose lower case is longer ("İ") would shift all that follow it.
    low = low if len(low) == len(text) else text
    for words, polarity in assessed:
        start = low.find(words[0], at)
        if start < 0:
            continue
        at = start + len(words[0])
        for word in words[1:]:
            following = low.find(word, at)
            if 0 <= following <= at + 2:
                at = following + len(word)
        if polarity:
            yield ("x textblob", polarity / len(assessed), start, at)
