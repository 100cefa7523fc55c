"""Every letter is drawn by a font that is shipped, and no wider than was reckoned."""

import unicodedata
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resvg_py import svg_to_bytes

from handlers.pictures.faces import SANS
from handlers.pictures.letters import STAND_IN, letters, plain
from handlers.pictures.lines import broken
from handlers.pictures.runs import Run, is_rtl, runs
from tests.handlers.name_strategies import names
from tests.handlers.pictures.extreme import FAMILY, FLAG, TEXTS
from tests.handlers.pictures.png import inked_columns
from tests.handlers.strategies import sized

SILENT = frozenset("\u200c\u200d\ufe0e\ufe0f\u200f")

SIZE, LEFT = 40, 40

# Letters lean out of their boxes a little, and joined scripts are reckoned, not shaped.
LEANING = 0.2

SENTENCES = (
    *TEXTS[:7],
    "নিবন্ধন গ্রাহক যাত্রা",
    "வாடிக்கையாளர் பயணம்",
    "शुरू रुपया गुरु, রুপা শুরু, રુચિ, රුපියල්",
    "ដំណើររបស់អតិថិជន",
    "ခရီးသည်များ ဖောက်သည်",
    "አማርኛ ደንበኛ",
    "მომხმარებელი",
    "Հաճախորդ",
    "ਗਾਹਕ ગ્રાહક ಗ್ರಾಹಕ ഉപഭോക്താവ് వినియోగదారు ලංකා ລູກຄ້າ",
    "AVATAR To We ffi Żółć Ελληνικά русский",
    "→ ← ✓ ★ ≥ ∑ ① ☎ ♥",
)

anything = st.text(st.characters(exclude_categories=())) | names


def drawn(run: Run) -> list[int]:
    """The columns of pixels with ink when one run is drawn as the template draws it."""
    width = round(run.width * SIZE) + 2 * LEFT
    weight = "700" if run.face.bold else "400"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="80"><text x="{LEFT}" '
        f'y="55" xml:space="preserve" font-size="{SIZE}" font-family="{run.face.family}" '
        f'font-weight="{weight}">{escape(run.text)}</text></svg>'
    )
    files = [str(run.face.path), str(SANS.path)]
    return inked_columns(svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=files))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_drawn_is_no_wider_than_was_reckoned(sentence: str) -> None:
    found = letters(sentence)
    for run in runs(found, rtl=is_rtl(found)):
        ink = drawn(run)
        if not run.text.strip("\u200f "):
            continue
        assert ink, run
        assert min(ink) >= LEFT - LEANING * SIZE, run
        assert max(ink) <= LEFT + (run.width + LEANING) * SIZE, run


@given(anything)
@sized
def test_every_character_has_a_glyph(text: str) -> None:
    for letter in letters(text):
        assert letter.text
        for char in set(letter.text) - SILENT:
            tag = 0xE0020 <= ord(char) < 0xE0080
            assert letter.face.advance(char) is not None or tag, (letter, ascii(char))


@pytest.mark.parametrize("text", SENTENCES)
def test_what_people_write_is_not_replaced(text: str) -> None:
    assert STAND_IN not in {letter.text for letter in letters(text)}


def test_what_no_font_has_is_a_dot_in_its_place() -> None:
    assert [letter.text for letter in letters("a𐎀\ud800b")] == ["a", STAND_IN, STAND_IN, "b"]


def test_fancy_letters_become_plain_ones() -> None:
    assert "".join(letter.text for letter in letters("𝓯𝓪𝓷𝓬𝔂 ﷺ")).startswith("fancy ")


@pytest.mark.parametrize("emoji", [FAMILY, FLAG, "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "🧑🏻‍💻"])
def test_an_emoji_of_many_characters_is_one_letter_and_one_glyph_wide(emoji: str) -> None:
    found = letters(emoji)
    assert len(found) == 1
    (run,) = runs(found, rtl=False)
    ink = drawn(run)
    assert max(ink) - min(ink) <= found[0].width * SIZE


def test_controls_and_marks_that_turn_text_round_are_gone() -> None:
    assert plain("a\x00b\x07\n\tc\u202ed\u2067e\ufeff") == "a b cde"


def test_piles_of_accents_are_cut() -> None:
    (letter,) = letters("a" + "\u0315\u0316\u0317\u0318" * 300)
    assert len(letter.text) <= 3


def test_decomposed_text_is_composed() -> None:
    korean = unicodedata.normalize("NFD", "고객")
    assert [letter.text for letter in letters(korean)] == ["고", "객"]


@given(anything, st.floats(3, 60), st.integers(1, 6), st.booleans())
@sized
def test_no_line_is_wider_than_said_and_there_are_no_more_than_said(
    text: str, width: float, most: int, bold: bool
) -> None:
    lines = broken(text, width, most, bold=bold)
    assert len(lines) <= most
    assert all(line.letters and line.width <= width + 1e-6 for line in lines)


@given(anything)
@sized
def test_a_line_loses_no_letter_on_its_way_into_runs(text: str) -> None:
    found = letters(text)
    seen = "".join(run.text.strip("\u200f") for run in runs(found, rtl=is_rtl(found)))
    assert sorted(seen) == sorted("".join(letter.text for letter in found))


def _seen(text: str) -> list[str]:
    found = letters(text)
    return [run.text.strip("\u200f").strip() for run in runs(found, rtl=is_rtl(found))]


def test_words_are_seen_in_the_order_of_their_scripts() -> None:
    assert [part for part in _seen("שלום Slack 42 עולם") if part] == ["עולם", "Slack 42", "שלום"]
    assert [part for part in _seen("Slack שלום 42 bye") if part] == ["Slack", "42", "שלום", "bye"]


@pytest.mark.parametrize("text", ["short", "kurz und gut"])
def test_what_fits_is_not_cut(text: str) -> None:
    assert [line.text for line in broken(text, 20, 1)] == [text]


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    (line,) = broken("x" * 300, 10, 1)
    assert line.text.endswith("x…")
