"""Detect the language of a text."""

import re
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

from bot.sentiment.reading import shorten_drawn_word

ENGLISH = "en"

# Thresholds of py3langid's probabilities (0…1). A text with a lower probability of English is in
# another language: this found all of 120 foreign notes, with no false alarm in 720 English ones.
MIN_ENGLISH_PROBABILITY = 0.05
# In addition another language must be likely, or English very unlikely; otherwise the text is
# only unusual (names, slang, a single adjective).
MIN_OTHER_PROBABILITY = 0.3
UNLIKELY_ENGLISH_PROBABILITY = 0.01
VERY_UNLIKELY_ENGLISH_PROBABILITY = 0.002
MIN_WORDS = 2
# Below this number of words English must be very unlikely.
MIN_CERTAIN_WORDS = 3
MIN_LETTERS = 9
MIN_NON_LATIN_LETTERS = 4
# The start of a long text is enough.
MAX_CHARACTERS = 1_500
# At least one word in six from `_COMMON_ENGLISH_WORDS` makes a text English.
MAX_WORDS_PER_COMMON_WORD = 6
# py3langid's code for text that is in no language, such as source code.
_NO_LANGUAGE = "zxx"

# Addresses, mentions and emoji names, code, tags, words with digits or slashes, and acronyms.
_NOT_PROSE = re.compile(
    r"""(?:https?://|www\.)\S+ | \S+@\S+ | [@#:]\w+:? | `[^`]*` | <[^>\s]*>
    | [!-~]*[\d_/\\=][!-~]* | \b[A-Z]{2,}\b""",
    re.VERBOSE,
)
# “baaaad” is in no language.
_DRAWN_WORD = re.compile(r"[^\W\d_]*([^\W\d_])\1\1[^\W\d_]*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_WORD_ASCII = re.compile("[a-z]+")
_NON_LATIN_LETTER = re.compile(r"[^\u0000-\u024f]")
# Words that hardly occur in other languages. Texts with enough of them need no py3langid, which
# takes longer than everything else.
_COMMON_ENGLISH_WORDS = frozenset(
    """
    the and with this that are not from they you your when which our their after before every
    because would could should there who why how what being has does did didn't can't cannot it's
    them these those while without again very much only just into about between during both few
    such same until up out off down my we be any than users user customer customers client clients
    please get still never always been until nobody nothing everything something someone they're
    """.split()  # noqa: SIM905 - easier to read and to extend
)


class LanguageDetector:
    """Detects languages with py3langid. Thread-safe; loads py3langid's model on first need."""

    def detect(self, text: str) -> str | None:
        """Return the ISO 639 code of the language (`en` for English), or None if unknown.

        Names, codes, numbers, addresses, emoji and very short texts give None.
        """
        beginning = text[:MAX_CHARACTERS]
        if beginning.isascii() and _has_common_words(_WORD_ASCII.findall(beginning.lower())):
            return ENGLISH
        prose = _DRAWN_WORD.sub(_shorten, _NOT_PROSE.sub(" ", beginning))
        # Repeated words are no further evidence: "yay yay yay" counts as "yay".
        words = list(dict.fromkeys(_WORD.findall(prose.lower())))
        letter_count = sum(map(len, words))
        non_latin_count = len(_NON_LATIN_LETTER.findall("".join(words)))
        if non_latin_count * 2 > letter_count:
            if non_latin_count < MIN_NON_LATIN_LETTERS:
                return None
            # Many of these scripts have no spaces: a letter is evidence like a word elsewhere.
            return self._identify(prose, word_count=letter_count)
        if _has_common_words(words):
            return ENGLISH
        if len(words) < MIN_WORDS or letter_count < MIN_LETTERS:
            return None
        return self._identify(prose, word_count=len(words))

    def _identify(self, prose: str, *, word_count: int) -> str | None:
        """Return the language that py3langid finds, or None if its probabilities are not clear."""
        ranked = self._rank_languages(prose)
        language, probability = ranked[0]
        english = probability if language == ENGLISH else dict(ranked).get(ENGLISH, 0.0)
        if english >= MIN_ENGLISH_PROBABILITY:
            return ENGLISH
        if language in {ENGLISH, _NO_LANGUAGE}:
            return None
        if english < VERY_UNLIKELY_ENGLISH_PROBABILITY and probability >= MIN_OTHER_PROBABILITY:
            return language
        if word_count < MIN_CERTAIN_WORDS:
            return None
        unlikely_english = english < UNLIKELY_ENGLISH_PROBABILITY and word_count > MIN_CERTAIN_WORDS
        return language if probability >= MIN_OTHER_PROBABILITY or unlikely_english else None

    def _rank_languages(self, prose: str) -> list[tuple[str, float]]:
        """Return all languages with their probabilities (0…1), most likely first."""
        with _LOADING:
            identifier = _load_identifier()
        ranked: list[tuple[str, float]] = identifier.rank(prose)
        return ranked


_LOADING = threading.Lock()


@cache
def _load_identifier() -> Any:
    """Load py3langid's model, once in a process: it takes half a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _shorten(match: re.Match[str]) -> str:
    return shorten_drawn_word(match[0])


def _has_common_words(words: Sequence[str]) -> bool:
    """Return whether enough of the words are in `_COMMON_ENGLISH_WORDS`."""
    common_count = sum(map(_COMMON_ENGLISH_WORDS.__contains__, words))
    return common_count > 0 and common_count * MAX_WORDS_PER_COMMON_WORD >= len(words)
