"""Turn a text into tokens and the features that the linear model weighs.

Each feature has the span of the text it comes from, so that its share of a score can be shown.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.sentiment import lexicon
from bot.sentiment.phrases import Idiom, Phrase, find_idioms, find_phrases
from bot.sentiment.reading import read_text

# A word, number or punctuation mark: text as written, text in lower case, start and end index,
# whether it is a word, and whether it is negated. A plain tuple, for speed: a note has about 20.
Token = tuple[str, str, int, int, bool, bool]

# TextBlob's assessments: the lower-case words of each, and its polarity −1…+1.
Assessments = Sequence[tuple[Sequence[str], float]]

# Name, amount, start and end index in the text. A plain tuple, for speed: a note has about 40.
Feature = tuple[str, float, int, int]

# Takes a text and returns TextBlob's assessments of it.
Assess = Callable[[str], Assessments]

# Later tokens hardly change the mood of a text; the limit bounds the time a note takes.
MAX_TOKENS = 800
# How many words after a negator are negated. Pang et al. (2002) negate up to the next punctuation
# mark; notes often have none.
NEGATION_SCOPE_WORDS = 4
# A negation further away from an idiom is not looked for.
MAX_NEGATION_CHARACTERS = 40

LONG_FROM_WORDS, VERY_LONG_FROM_WORDS = 10, 18

_TURNS = frozenset(["but", "however"])
# VADER's factors are 0.5 and 1.5 (Hutto and Gilbert 2014).
BEFORE_TURN_FACTOR, AFTER_TURN_FACTOR = 0.6, 1.3

_EMOTICON = r"""[:;=8xX]['’]?-?[()\[\]DPpoO/\\|3](?!\w) | <3"""  # for example :-)
# Words are most frequent and therefore tried first, except where an emoticon starts.
_TOKEN = rf"""
    ((?!{_EMOTICON}) LETTER+(?:['’\-]LETTER+)*)
    | ({_EMOTICON})
    | (\d+(?:[.,:]\d+)*)
    | ([.!?…;,]{{1,30}} | [()—–]|\s-\s | \n)
    | ([^\w\s])
    """
_WORD_GROUP, _NUMBER_GROUP, _PUNCTUATION_GROUP = 1, 3, 4
_TOKEN_ASCII, _TOKEN_UNICODE = (
    re.compile(_TOKEN.replace("LETTER", letter), re.VERBOSE) for letter in ("[a-zA-Z]", r"[^\W\d_]")
)
# True for words that start a negation, False for words that end one.
_STARTS_NEGATION = dict.fromkeys(lexicon.SCOPE_ENDS, False) | dict.fromkeys(lexicon.NEGATORS, True)

_NGRAM_SIZES = (3, 4, 5)
# Relief phrases that negate the words they contain: in "the bug is gone", "bug" is not negative.
_NEGATING_PHRASES = frozenset({"nothing bad", "bad is gone", "bad fell"})
_TELLING_MARKS = frozenset(["!", "?"])
_TEXT_START, _TEXT_END = "^", "$"
_NUMBER_NAME = "#"
# Constant of VADER's normalisation x / sqrt(x² + 15) (Hutto and Gilbert 2014).
_VADER_ALPHA = 15


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text, in order."""
    tokens: list[Token] = []
    negated_words_left = 0
    for match in (_TOKEN_ASCII if text.isascii() else _TOKEN_UNICODE).finditer(text):
        written, group = match[0], match.lastindex
        start, end = match.span()
        lower = written.lower().replace("’", "'")
        if group == _PUNCTUATION_GROUP:
            lower, negated_words_left = lower.strip(), 0
        starts_negation = _STARTS_NEGATION.get(lower)
        if starts_negation is False:
            negated_words_left = 0
        is_word, negated = group == _WORD_GROUP, negated_words_left > 0
        tokens.append((written, lower, start, end, is_word, negated))
        if starts_negation:
            negated_words_left = NEGATION_SCOPE_WORDS
        elif negated_words_left and group in (_WORD_GROUP, _NUMBER_GROUP):
            negated_words_left -= 1
    return tokens


def extract_features(text: str, assess: Assess) -> list[Feature]:
    """Return the features of a text; `assess` is asked for TextBlob's part.

    The first letter of a name is its kind: `w` word, `b` pair of words (bigram), `m` mark (capitals
    and punctuation), `q` first word (and whether the text ends with a question mark), `p` phrase or
    idiom, `l` lexicon, `x` TextBlob, `n` number of words.
    """
    reading = read_text(text)
    idioms = find_idioms(reading.text)
    remaining, features = _set_idioms_aside(reading.text, idioms)
    phrases = find_phrases(remaining)
    tokens = _scorable_tokens(remaining, phrases)
    if tokens:
        scale = _length_scale(tokens, reading.text, idioms)
        features += _word_features(tokens, scale)
        features += _mark_features(tokens, scale)
        features += _phrase_features(phrases)
        features += _lexicon_features(tokens, scale)
        features += _textblob_features(remaining, assess(remaining))
        features += _length_features(tokens)
    features = _weigh_clauses(features, tokens)
    return _restore_ends(features, reading.ends) if reading.ends else features


def _set_idioms_aside(text: str, idioms: Sequence[Idiom]) -> tuple[str, list[Feature]]:
    """Return the text with its idioms blanked, and the features of the idioms.

    An idiom after a negation means the opposite: “not a game changer”.
    """
    if not idioms:
        return text, []
    features: list[Feature] = []
    remaining = text
    for mood, start, end in idioms:
        remaining = remaining[:start] + " " * (end - start) + remaining[end:]
        if mood:
            negation = "not " if _is_negated_at(text, start) else ""
            name = f"p {negation}{'good' if mood > 0 else 'bad'} idiom"
            features.append((name, 1.0, start, end))
    return remaining, features


def _is_negated_at(text: str, position: int) -> bool:
    """Return whether a word at this position would be negated."""
    before = tokenize(text[max(0, position - MAX_NEGATION_CHARACTERS) : position] + "x")
    return before[-1][5] if before else False


def _length_features(tokens: Sequence[Token]) -> Iterator[Feature]:
    """Yield how long a text is, 0…1: in a long text some words lean to a side by chance."""
    excess = sum(token[4] for token in tokens) - LONG_FROM_WORDS
    if excess > 0:
        amount = min(1.0, excess / (VERY_LONG_FROM_WORDS - LONG_FROM_WORDS))
        # No words of the text are a reason for it: it moves the score to neither side.
        yield ("n long", amount, tokens[0][2], tokens[0][2])


def _phrase_features(phrases: Sequence[Phrase]) -> Iterator[Feature]:
    for phrase in phrases:
        yield (f"p {phrase.name}", 1.0, phrase.start, phrase.end)
        yield ("p relief" if phrase.relief else "p friction", 1.0, phrase.start, phrase.end)


def _weigh_clauses(features: list[Feature], tokens: Sequence[Token]) -> list[Feature]:
    """Weigh what comes after the last “but” more than what comes before it."""
    turns = [token[2] for token in tokens if token[1] in _TURNS]
    if not turns or turns[-1] == tokens[0][2]:
        return features
    turn = turns[-1]
    return [
        (name, amount * (AFTER_TURN_FACTOR if start >= turn else BEFORE_TURN_FACTOR), start, end)
        for name, amount, start, end in features
    ]


def _restore_ends(features: Sequence[Feature], ends: Mapping[int, int]) -> list[Feature]:
    """Let features that end with a shortened word end where it ends in the text."""
    return [(name, amount, start, ends.get(end, end)) for name, amount, start, end in features]


def character_ngrams(word: str) -> Iterator[str]:
    """Yield the substrings of 3 to 5 characters of `<word>`, for words the model has no weight of.

    The angle brackets mark the start and the end of the word.
    """
    bounded = f"<{word}>"
    for size in _NGRAM_SIZES:
        for start in range(len(bounded) - size + 1):
            yield bounded[start : start + size]


def _scorable_tokens(text: str, phrases: Sequence[Phrase]) -> list[Token]:
    """Return at most `MAX_TOKENS` tokens: words, ASCII marks and emoticons in the lexicon.

    Words inside a phrase of `_NEGATING_PHRASES` are negated.
    """
    valences = lexicon.word_valences()
    tokens = [
        token
        for token in tokenize(text)
        if token[4] or (token[1] != "" and (token[1].isascii() or token[1] in valences))
    ][:MAX_TOKENS]
    negating = [phrase for phrase in phrases if phrase.name in _NEGATING_PHRASES]
    if not negating:
        return tokens
    negated = bytearray(len(text))
    for phrase in negating:
        negated[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
    return [(*token[:5], token[5] or bool(negated[token[2]])) for token in tokens]


def _length_scale(tokens: Sequence[Token], text: str, idioms: Sequence[Idiom]) -> float:
    """Return the amount of one word: less in long texts, which repeat themselves.

    Words inside idioms count: what is left beside them weighs no more than before.
    """
    set_aside = sum(text.count(" ", start, end) + 1 for _, start, end in idioms)
    return 1 / math.sqrt(len(tokens) + set_aside + 2)


def _word_features(tokens: Sequence[Token], scale: float) -> list[Feature]:
    """Return words and pairs of neighbouring words; topic words occur in pairs only."""
    previous, previous_start, topic_words = _TEXT_START, tokens[0][2], lexicon.topic_words()
    fillers, previous_is_empty = lexicon.FILLER_WORDS, True
    features: list[Feature] = []
    for _, lower, start, end, is_word, negated in tokens:
        word = _feature_word(lower)
        is_topic = word in topic_words or word in fillers
        if is_word and not is_topic:
            name = f"w not {word}" if negated else f"w {word}"
            features.append((name, scale, start, end))
        # That a note starts or ends with a topic word says nothing about its mood, nor do two
        # fillers.
        is_empty = word in fillers or not (is_word or word in _TELLING_MARKS)
        if not (is_empty and previous_is_empty) and not (is_topic and previous == _TEXT_START):
            features.append((f"b {previous} {word}", scale, previous_start, end))
        previous, previous_start, previous_is_empty = word, start, is_empty
    if not previous_is_empty and previous not in topic_words:
        features.append((f"b {previous} {_TEXT_END}", scale, previous_start, tokens[-1][3]))
    return features


def _feature_word(lower: str) -> str:
    """Return the word as used in feature names: all numbers are the same."""
    return _NUMBER_NAME if lower[0].isdigit() else lower


def _mark_features(tokens: Sequence[Token], scale: float) -> list[Feature]:
    """Return words in capitals, exclamation and question marks, and the first word."""
    features: list[Feature] = []
    for written, lower, start, end, is_word, _ in tokens:
        if is_word:
            if len(written) > 3 and written.isupper():
                features.append(("m LOUD", scale, start, end))
        elif lower[0] in "!?":
            features.append((f"m {lower[0]}", 1.0, start, end))
            if len(lower) > 1:
                features.append(("m many", 1.0, start, end))
    _, first_word, start, end, _, _ = next((token for token in tokens if token[4]), tokens[0])
    question = " ?" if tokens[-1][1][0] == "?" else ""
    if first_word not in lexicon.topic_words() and first_word not in lexicon.FILLER_WORDS:
        features.append((f"q {_feature_word(first_word)}{question}", 1.0, start, end))
    return features


def _lexicon_features(tokens: Sequence[Token], scale: float) -> list[Feature]:
    """Return the valences of the words in the lexicon."""
    previous, valences = "", lexicon.word_valences()
    found: list[tuple[float, int, int]] = []
    for _, lower, start, end, _, negated in tokens:
        if lower in valences:
            value = lexicon.valence(lower, previous, negated=negated)
            if value:
                found.append((value, start, end))
        previous = lower
    # VADER's compound score, divided among the words that contribute to it.
    total = sum(value for value, _, _ in found)
    norm = math.sqrt(total * total + _VADER_ALPHA)
    features: list[Feature] = []
    for value, start, end in found:
        features.append(("l compound", value / norm, start, end))
        features.append(("l good" if value > 0 else "l bad", abs(value) * scale, start, end))
    return features


def _textblob_features(text: str, assessments: Assessments) -> Iterator[Feature]:
    """Yield TextBlob's polarity, which is the mean of its assessments, at the words assessed."""
    lower, position = text.lower(), 0
    # "İ" becomes two characters in lower case; that would shift all later positions.
    lower = lower if len(lower) == len(text) else text
    for words, polarity in assessments:
        start = lower.find(words[0], position)
        if start < 0:
            continue
        position = start + len(words[0])
        for word in words[1:]:
            next_start = lower.find(word, position)
            if 0 <= next_start <= position + 2:
                position = next_start + len(word)
        if polarity:
            yield ("x textblob", polarity / len(assessments), start, position)
