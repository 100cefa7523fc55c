"""Split text into glyphs: user-perceived characters, each with its font and width in em."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby

from handlers.pictures.font_metrics import ARABIC, EMOJI, Font, font_stack

# Drawn for each character that no font here has.
PLACEHOLDER = "·"
MAX_TEXT_LENGTH = 1_500
_JOINER, _NON_JOINER, _KEYCAP = "\u200d", "\u200c", "\u20e3"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_REGIONAL_INDICATORS = range(0x1F1E6, 0x1F200)
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
# Thai and Lao vowels drawn beside their consonant, and the halves of old Korean syllables.
_SPACING_MARKS = frozenset({0x0E33, 0x0EB3, *range(0x1160, 0x1200)})
# Extra width in em of vowels that widen their consonant: Khmer, Burmese, and u after r in the
# scripts of India and Sri Lanka.
_WIDENING_VOWELS = {"\u17be": 0.85, "\u102f": 0.26, "\u1030": 0.46}
_INDIC_R, _INDIC_U, _INDIC_RU_EXTRA = frozenset("रরરරළ"), frozenset("ुूুূુූු"), 0.5
_VIRAMA = 9
_ACCENTS = range(0x0300, 0x0370)
_MAX_ACCENTS = 2
_ARABIC_PRESENTATION_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))
_TATWEEL = "\u0640"
# The letters of a few alphabets, each after a few fonts: a long text repeats a hundred.
_KEPT_CLUSTERS = 8_192


@dataclass(frozen=True)
class Glyph:
    """One user-perceived character; `width` is in em, and `font` has all of `text`."""

    text: str
    font: Font
    width: float

    @property
    def is_space(self) -> bool:
        """Return whether it is white space."""
        return self.text.isspace()

    @property
    def is_emoji_sequence(self) -> bool:
        """Return whether several characters form one emoji, such as a flag."""
        return self.font is EMOJI and len(self.text) > 1


def normalize_line(text: str) -> str:
    """Return the text as one line: NFC, white space as single spaces, no control characters.

    Format characters are removed too, so that no text changes the direction of its surroundings;
    those that join emoji and Indic characters stay. Longer than `MAX_TEXT_LENGTH` ends in "…".
    """
    if text.isascii() and text.isprintable() and len(text) <= MAX_TEXT_LENGTH:
        # Nearly every text: all of it is visible, and its spaces are the only breaks.
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text[:MAX_TEXT_LENGTH])
    visible = "".join(" " if _is_break(char) else char for char in composed if _is_visible(char))
    return " ".join(visible.split()) + ("…" if len(text) > MAX_TEXT_LENGTH else "")


def to_glyphs(text: str, *, bold: bool = False) -> tuple[Glyph, ...]:
    """Return the glyphs of a text in reading order, all of them drawable."""
    glyphs: list[Glyph] = []
    for cluster in _clusters(normalize_line(text)):
        previous_font = glyphs[-1].font if glyphs else None
        glyphs.extend(_cluster_glyphs(cluster, previous_font, bold=bold))
    return tuple(_with_joined_widths(glyphs))


def _with_joined_widths(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """Yield the glyphs with the widths Arabic letters have when joined to their neighbours."""
    for font, group in groupby(glyphs, key=lambda glyph: glyph.font):
        if font is not ARABIC:
            yield from group
            continue
        word = list(group)
        widths = _arabic_widths([glyph.text for glyph in word], font)
        for glyph, width in zip(word, widths, strict=True):
            yield replace(glyph, width=width)


def _is_break(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) == "Cc"


def _is_visible(char: str) -> bool:
    if char == _KEYCAP:  # the digit before it is enough
        return False
    if char in (_JOINER, _NON_JOINER) or ord(char) in _TAGS:
        return True
    return unicodedata.category(char) != "Cf"


def _clusters(text: str) -> list[str]:
    """Split a text into user-perceived characters."""
    clusters: list[str] = []
    for char in text:
        if clusters and _extends(clusters[-1], char):
            if not _has_max_accents(clusters[-1], char):
                clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _extends(cluster: str, char: str) -> bool:
    """Return whether a character belongs to the cluster before it."""
    code, last = ord(char), cluster[-1]
    if char in (_JOINER, _NON_JOINER):
        return True
    if code in _SKIN_TONES or code in _TAGS or code in _SPACING_MARKS:
        return True
    if unicodedata.category(char)[0] == "M":
        return not cluster.isspace()
    if code in _REGIONAL_INDICATORS:
        return len(cluster) == 1 and ord(cluster) in _REGIONAL_INDICATORS
    if last == _JOINER:
        return not char.isspace()
    return unicodedata.combining(last) == _VIRAMA and char.isalpha()


def _has_max_accents(cluster: str, char: str) -> bool:
    """Return whether an accent is one too many: stacks of them overlap the lines above and below.

    False for other characters.
    """
    return ord(char) in _ACCENTS and sum(ord(c) in _ACCENTS for c in cluster) >= _MAX_ACCENTS


@lru_cache(maxsize=_KEPT_CLUSTERS)
def _cluster_glyphs(cluster: str, previous_font: Font | None, *, bold: bool) -> tuple[Glyph, ...]:
    """Return one glyph, or several where no font has the cluster as a whole."""
    # Punctuation uses the font of the word before it, so that a word is shaped in one run.
    if (
        previous_font
        and not cluster[0].isalnum()
        and previous_font is not EMOJI
        and _supports(previous_font, cluster[0])
    ):
        return (_to_glyph(cluster, previous_font),)
    fonts = font_stack(bold=bold)
    font = next((font for font in fonts if _supports(font, cluster[0])), None)
    if font:
        return (_to_glyph(cluster, font),)
    decomposed = "".join(unicodedata.normalize("NFKD", char) for char in cluster)
    if decomposed != cluster:
        return tuple(
            glyph for char in decomposed for glyph in _cluster_glyphs(char, None, bold=bold)
        )
    base = [
        char for char in cluster if unicodedata.category(char)[0] not in "MC" or char == cluster[0]
    ]
    return tuple(_to_glyph(PLACEHOLDER, fonts[0]) for _ in base)


def _supports(font: Font, char: str) -> bool:
    return font.advance(char) is not None


def _to_glyph(cluster: str, font: Font) -> Glyph:
    text = "".join(char for char in cluster if _supports(font, char) or _has_no_ink(char))
    advances = [font.advance(char) or 0.0 for char in text]
    width = advances[0] if font is EMOJI else sum(advances) + _extra_width(text)
    return Glyph(text, font, width)


def _extra_width(cluster: str) -> float:
    """Return by how many em a cluster is wider than its characters on their own."""
    extra = sum(_WIDENING_VOWELS.get(char, 0.0) for char in cluster)
    has_ru = cluster[0] in _INDIC_R and not _INDIC_U.isdisjoint(cluster)
    return extra + (_INDIC_RU_EXTRA if has_ru else 0.0)


def _has_no_ink(char: str) -> bool:
    code = ord(char)
    return char in (_JOINER, _NON_JOINER) or code in _VARIATION_SELECTORS or code in _TAGS


def _arabic_widths(clusters: Sequence[str], font: Font) -> list[float]:
    """Return the advance width in em of each cluster when joined to its neighbours.

    Fonts have the joined forms of a letter as characters of their own (Unicode's presentation
    forms), so their widths can be looked up. The renderer does the joining itself.
    """
    bases = [cluster[0] for cluster in clusters]
    widths = []
    skip = False
    for index, base in enumerate(bases):
        before = bases[index - 1] if index else ""
        after = bases[index + 1] if index + 1 < len(bases) else ""
        isolated = font.advance(base) or 0.0
        if skip:
            widths.append(0.0)
            skip = False
            continue
        joined_before = _joins_next(before) and _joins_previous(base)
        ligature = _presentation_form(base + after, before=joined_before, after=False)
        if ligature:  # lam and alef are one glyph
            skip = True
            widths.append(font.advance(ligature) or isolated)
            continue
        joined_after = _joins_next(base) and _joins_previous(after)
        form = _presentation_form(base, before=joined_before, after=joined_after)
        widths.append((font.advance(form) if form else None) or isolated)
    return widths


def _presentation_form(text: str, *, before: bool, after: bool) -> str | None:
    """Return the character for a letter joined on these sides, or None if there is none."""
    positions = {(True, True): "medial", (True, False): "final", (False, True): "initial"}
    return _presentation_forms().get((positions.get((before, after), "isolated"), text))


def _joins_previous(char: str) -> bool:
    return char == _TATWEEL or ("final", char) in _presentation_forms()


def _joins_next(char: str) -> bool:
    return char == _TATWEEL or ("initial", char) in _presentation_forms()


@cache
def _presentation_forms() -> dict[tuple[str, str], str]:
    """Return joined forms by position ("initial", "medial", …) and the letters they stand for."""
    forms = {}
    for code in (code for block in _ARABIC_PRESENTATION_FORMS for code in block):
        position, _, codes = unicodedata.decomposition(chr(code)).partition(" ")
        text = "".join(chr(int(each, 16)) for each in codes.split())
        if len(text) == 1 or (text[:1] == "ل" and text[1:] in "آأإا"):
            forms[position.strip("<>"), text] = chr(code)
    return forms
