"""How wide Arabic letters are where they join their neighbours.

Fonts hold a letter's joined forms as characters of their own as well; their names say what they
are forms of. What is measured is only the width: joining itself is the font shaper's work.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

from handlers.pictures.faces import Face

_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))
_TATWEEL = "\u0640"


def widths(signs: Sequence[str], face: Face) -> list[float]:
    """The advance in em of each of the signs, which follow each other in reading order."""
    bases = [sign[0] for sign in signs]
    found = []
    skip = False
    for index, base in enumerate(bases):
        before = bases[index - 1] if index else ""
        after = bases[index + 1] if index + 1 < len(bases) else ""
        own = face.advance(base) or 0.0
        if skip:
            found.append(0.0)
            skip = False
            continue
        tied = _joins_next(before) and _joins(base)
        joined = _form(base + after, tied=tied, ties=False)
        if joined:  # lam and alef are one glyph
            skip = True
            found.append(face.advance(joined) or own)
            continue
        form = _form(base, tied=tied, ties=_joins_next(base) and _joins(after))
        found.append((face.advance(form) if form else None) or own)
    return found


def _form(text: str, *, tied: bool, ties: bool) -> str | None:
    name = {(True, True): "medial", (True, False): "final", (False, True): "initial"}
    return _forms().get((name.get((tied, ties), "isolated"), text))


def _joins(char: str) -> bool:
    """Whether a letter can be tied to the one before it."""
    return char == _TATWEEL or ("final", char) in _forms()


def _joins_next(char: str) -> bool:
    """Whether a letter can be tied to the one after it."""
    return char == _TATWEEL or ("initial", char) in _forms()


@cache
def _forms() -> dict[tuple[str, str], str]:
    """The joined form by its name and the letters it stands for."""
    forms = {}
    for code in (code for block in _FORMS for code in block):
        name, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        text = "".join(chr(int(letter, 16)) for letter in letters.split())
        if len(text) == 1 or (text[:1] == "ل" and text[1:] in "آأإا"):
            forms[name.strip("<>"), text] = chr(code)
    return forms
