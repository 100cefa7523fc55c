"""Text as letters: what a reader takes as one sign, the font that draws it, and its width."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from handlers.pictures.faces import ARABIC, EMOJI, Face, faces
from handlers.pictures.joining import widths

# Shown for each character that no font here has.
STAND_IN = "·"
LONGEST = 1_500
_JOINER, _NON_JOINER, _KEYCAP = "\u200d", "\u200c", "\u20e3"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)
_SELECTORS = range(0xFE00, 0xFE10)
# Thai and Lao vowels that stand beside their consonant, and the halves of old Korean syllables.
_TRAILING = frozenset({0x0E33, 0x0EB3, *range(0x1160, 0x1200)})
# Vowels that make their consonant broader than both are alone, in em: Khmer, Burmese, and u after
# r in the scripts of India and Sri Lanka.
_BROADER = {"\u17be": 0.85, "\u102f": 0.26, "\u1030": 0.46}
_BROAD_R, _U, _WITH_U = frozenset("रরરරළ"), frozenset("ुूুূુූු"), 0.5
_VIRAMA = 9
_ACCENTS = range(0x0300, 0x0370)
_MOST_ACCENTS = 2


@dataclass(frozen=True)
class Letter:
    """One sign. `width` is in em; `face` draws all of `text`."""

    text: str
    face: Face
    width: float

    @property
    def blank(self) -> bool:
        """Whether it is white space."""
        return self.text.isspace()

    @property
    def one_glyph(self) -> bool:
        """Whether several characters make one picture, as those of a flag do."""
        return self.face is EMOJI and len(self.text) > 1


def plain(text: str) -> str:
    """The text in one line: composed, white space as single spaces, nothing that turns it round.

    Control and format characters go, but for those that join emoji and Indic letters.
    """
    whole = unicodedata.normalize("NFC", text[:LONGEST])
    kept = "".join(" " if _is_break(char) else char for char in whole if _is_seen(char))
    return " ".join(kept.split()) + ("…" if len(text) > LONGEST else "")


def letters(text: str, *, bold: bool = False) -> tuple[Letter, ...]:
    """The letters of a text in reading order, every one of them drawable."""
    ranked = faces(bold=bold)
    found: list[Letter] = []
    for sign in _signs(plain(text)):
        before = found[-1].face if found else None
        found.extend(_drawn(sign, before, ranked))
    return tuple(_joined(found))


def _joined(found: list[Letter]) -> Iterator[Letter]:
    """The same with the widths that Arabic letters have beside each other."""
    for face, group in groupby(found, key=lambda letter: letter.face):
        if face is not ARABIC:
            yield from group
            continue
        word = list(group)
        for letter, width in zip(word, widths([one.text for one in word], face), strict=True):
            yield replace(letter, width=width)


def _is_break(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) == "Cc"


def _is_seen(char: str) -> bool:
    if char == _KEYCAP:  # the digit in it says the same
        return False
    if char in (_JOINER, _NON_JOINER) or ord(char) in _TAGS:
        return True
    return unicodedata.category(char) != "Cf"


def _signs(text: str) -> list[str]:
    signs: list[str] = []
    for char in text:
        if signs and _continues(signs[-1], char):
            if not _too_many_accents(signs[-1], char):
                signs[-1] += char
        else:
            signs.append(char)
    return signs


def _continues(sign: str, char: str) -> bool:
    code, last = ord(char), sign[-1]
    if char in (_JOINER, _NON_JOINER) or code in _SKIN_TONES or code in _TAGS or code in _TRAILING:
        return True
    if unicodedata.category(char)[0] == "M":
        return not sign.isspace()
    if code in _FLAGS:
        return len(sign) == 1 and ord(sign) in _FLAGS
    if last == _JOINER:
        return not char.isspace()
    return unicodedata.combining(last) == _VIRAMA and char.isalpha()


def _too_many_accents(sign: str, char: str) -> bool:
    """Piles of them would be drawn over the lines above and below."""
    return ord(char) in _ACCENTS and sum(ord(c) in _ACCENTS for c in sign) >= _MOST_ACCENTS


def _drawn(sign: str, before: Face | None, ranked: Iterable[Face]) -> list[Letter]:
    """One letter, or several where the sign has to be taken apart."""
    # Punctuation goes with the word before it, so that a word is shaped in one piece.
    if before and not sign[0].isalnum() and before is not EMOJI and _has(before, sign[0]):
        return [_letter(sign, before)]
    face = next((face for face in ranked if _has(face, sign[0])), None)
    if face:
        return [_letter(sign, face)]
    simpler = "".join(unicodedata.normalize("NFKD", char) for char in sign)
    if simpler != sign:
        return [one for char in simpler for one in _drawn(char, None, ranked)]
    first = next(iter(ranked))
    base = [char for char in sign if unicodedata.category(char)[0] not in "MC" or char == sign[0]]
    return [_letter(STAND_IN, first) for _ in base]


def _has(face: Face, char: str) -> bool:
    return face.advance(char) is not None


def _letter(sign: str, face: Face) -> Letter:
    kept = "".join(char for char in sign if _has(face, char) or _is_silent(char))
    advances = [face.advance(char) or 0.0 for char in kept]
    return Letter(kept, face, advances[0] if face is EMOJI else sum(advances) + _extra(kept))


def _extra(sign: str) -> float:
    broader = sum(_BROADER.get(char, 0.0) for char in sign)
    return broader + (_WITH_U if sign[0] in _BROAD_R and not _U.isdisjoint(sign) else 0.0)


def _is_silent(char: str) -> bool:
    return char in (_JOINER, _NON_JOINER) or ord(char) in _SELECTORS or ord(char) in _TAGS
