"""Which language a text is in, as far as that can be told."""

import re
import threading
from collections.abc import Sequence
from typing import Any

ENGLISH = "en"

# Below this probability of English a text is another language's: it found each of 120 foreign
# notes and was wrong about none of 720 English ones.
_ENGLISH_BELOW = 0.05
# And either one other language is likely, or English is next to impossible: otherwise the text is
# only odd (names, slang, a lone adjective).
_OTHER_ABOVE = 0.3
_HARDLY_ENGLISH = 0.01
_IMPOSSIBLY_ENGLISH = 0.002
_FEW_WORDS = 3
_FEW_LETTERS = 9
_FEW_SIGNS = 4
# The beginning of a long text tells its language as well as the whole.
_MOST = 1_500
# py3langid's name for what is no language at all, such as code.
_NO_LANGUAGE = "zxx"

_NOT_PROSE = re.compile(
    r"""(?:https?://|www\.)\S+ | \S+@\S+ | [@#:]\w+:? | `[^`]*` | <[^>\s]*>
    | [!-~]*[\d_/\\=][!-~]* | \b[A-Z]{2,}\b""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+")
_WORD_ASCII = re.compile("[a-z]+")
_NOT_LATIN = re.compile(r"[^\u0000-\u024f]")
# Words that are English and hardly anything else: where a sixth of a text is made of them, nobody
# has to be asked, which takes longer than all the rest.
_COMMON = frozenset(
    """
    the and with this that are not from they you your when which our their after before every
    because would could should there who why how what being has does did didn't can't cannot it's
    them these those while without again very much only just into about between during both few
    such same until up out off down my we be any than users user customer customers client clients
    please get still never always been until nobody nothing everything something someone they're
    """.split()  # noqa: SIM905 - to be read, and to be added to
)


class LanguageEar:
    """Tells the language of texts by py3langid.

    Its model is read at the first text that needs it, once, whichever thread comes first.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._identifier: Any = None

    def language(self, text: str) -> str | None:
        """`en`, another language's ISO 639 code, or null where nobody could tell.

        Names, codes, numbers, addresses, emoji and very short texts are null.
        """
        beginning = text[:_MOST]
        if beginning.isascii() and _plainly_english(_WORD_ASCII.findall(beginning.lower())):
            return ENGLISH
        prose = _NOT_PROSE.sub(" ", beginning)
        # "yay yay yay" says no more of its language than "yay".
        words = list(dict.fromkeys(_WORD.findall(prose.lower())))
        letters = sum(map(len, words))
        foreign_signs = len(_NOT_LATIN.findall("".join(words)))
        if foreign_signs * 2 > letters:
            return self._asked(prose, words=letters) if foreign_signs >= _FEW_SIGNS else None
        if _plainly_english(words):
            return ENGLISH
        if len(words) < _FEW_WORDS - 1 or letters < _FEW_LETTERS:
            return None
        return self._asked(prose, words=len(words))

    def _asked(self, prose: str, *, words: int) -> str | None:
        ranked = self._ranked(prose)
        language, likely = ranked[0]
        english = likely if language == ENGLISH else dict(ranked).get(ENGLISH, 0.0)
        if english >= _ENGLISH_BELOW:
            return ENGLISH
        if language in {ENGLISH, _NO_LANGUAGE}:
            return None
        if english < _IMPOSSIBLY_ENGLISH and likely >= _OTHER_ABOVE:
            return language
        if words < _FEW_WORDS:
            return None
        if likely >= _OTHER_ABOVE or (english < _HARDLY_ENGLISH and words > _FEW_WORDS):
            return language
        return None

    def _ranked(self, prose: str) -> list[tuple[str, float]]:
        with self._lock:
            if self._identifier is None:
                from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

                self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        ranked: list[tuple[str, float]] = self._identifier.rank(prose)
        return ranked


def _plainly_english(words: Sequence[str]) -> bool:
    plain = sum(map(_COMMON.__contains__, words))
    return plain > 0 and plain * 6 >= len(words)
