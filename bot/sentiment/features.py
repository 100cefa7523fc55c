"""What a text says, in features that a linear model can weigh.

Every feature knows the words it stands for, so that whatever the model makes of it can be shown.
"""

import math
from collections.abc import Iterator, Sequence

from bot.sentiment import lexicon
from bot.sentiment.phrases import phrases_of
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


def features_of(text: str, assessed: Assessed = ()) -> Iterator[Feature]:
    """The features of a text.

    Their names begin with what they are: `w` a word, `b` a pair, `m` a mark, `q` how it begins,
    `p` a phrase, `l` the lexicon, `x` TextBlob.
    """
    said = [token for token in tokens_of(text) if _says_something(token)][:MAX_TOKENS]
    if not said:
        return
    phrases = phrases_of(text)
    turned = bytearray(len(text))
    for phrase in phrases:
        if phrase.name in _TURNING:
            turned[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
    negated = [token.negated or bool(turned[token.start]) for token in said]
    yield from _words(said, negated)
    yield from _marks(said)
    for phrase in phrases:
        yield (f"p {phrase.name}", 1.0, phrase.start, phrase.end)
        kind = "p relief" if phrase.relief else "p friction"
        yield (kind, 1.0, phrase.start, phrase.end)
    yield from _valences(said, negated)
    yield from _heard(text, assessed)


def parts_of(word: str) -> Iterator[str]:
    """The pieces of a word, 3 to 5 letters long, with its bounds: how words never met are read."""
    bounded = f"<{word}>"
    for size in _PARTS:
        for at in range(len(bounded) - size + 1):
            yield bounded[at : at + size]


def _says_something(token: Token) -> bool:
    word = token.word
    return token.is_word or (word != "" and (word.isascii() or word in lexicon.words()))


def _words(said: Sequence[Token], negated: Sequence[bool]) -> Iterator[Feature]:
    # Long texts repeat themselves: their words count less each, as in VADER's normalisation.
    scale = 1 / math.sqrt(len(said) + 2)
    before, start = _START, said[0].start
    things = lexicon.things()
    for token, turned in zip(said, negated, strict=True):
        word = _plain(token)
        thing = word in things
        if token.is_word and not thing:
            name = f"w not {word}" if turned else f"w {word}"
            yield (name, scale, token.start, token.end)
        # That a note begins or ends with a thing says no more than the thing does.
        if not (thing and before == _START):
            yield (f"b {before} {word}", scale, start, token.end)
        before, start = word, token.start
    if before not in things:
        yield (f"b {before} {_END}", scale, start, said[-1].end)


def _plain(token: Token) -> str:
    return "#" if token.word[0].isdigit() else token.word


def _marks(said: Sequence[Token]) -> Iterator[Feature]:
    scale = 1 / math.sqrt(len(said) + 2)
    for token in said:
        if token.word[0] in "!?":
            yield (f"m {token.word[0]}", 1.0, token.start, token.end)
            if len(token.word) > 1:
                yield ("m many", 1.0, token.start, token.end)
        elif token.is_word and len(token.written) > 3 and token.written.isupper():
            yield ("m LOUD", scale, token.start, token.end)
    first = next((token for token in said if token.is_word), said[0])
    asked = " ?" if said[-1].word[0] == "?" else ""
    if first.word not in lexicon.things():
        yield (f"q {_plain(first)}{asked}", 1.0, first.start, first.end)


def _valences(said: Sequence[Token], negated: Sequence[bool]) -> Iterator[Feature]:
    before, known = "", lexicon.words()
    heard: list[tuple[Token, float]] = []
    for token, turned in zip(said, negated, strict=True):
        if token.word in known:
            value = lexicon.valence(token.word, before, negated=turned)
            if value:
                heard.append((token, value))
        before = token.word
    # VADER's own normalisation, shared out among the words: x / sqrt(x² + 15).
    total = sum(value for _, value in heard)
    norm, scale = math.sqrt(total * total + 15), 1 / math.sqrt(len(said) + 2)
    for token, value in heard:
        yield ("l compound", value / norm, token.start, token.end)
        name = "l good" if value > 0 else "l bad"
        yield (name, abs(value) * scale, token.start, token.end)


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
