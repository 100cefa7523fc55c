"""Text layout: every glyph has a shipped font and is drawn no wider than computed."""

import unicodedata
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resvg_py import svg_to_bytes

from handlers.pictures.font_metrics import SANS
from handlers.pictures.glyphs import PLACEHOLDER, normalize_line, to_glyphs
from handlers.pictures.text_layout import Run, break_lines, is_rtl, to_runs
from tests.handlers.name_strategies import names
from tests.handlers.pictures.extreme import FAMILY, FLAG, TEXTS
from tests.handlers.pictures.png import inked_columns
from tests.handlers.strategies import sized

INKLESS = frozenset("\u200c\u200d\ufe0e\ufe0f\u200f")
SIZE, LEFT = 40, 40
# In em: letters lean out of their boxes, and widths of joined scripts are estimates.
TOLERANCE = 0.2
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
any_text = st.text(st.characters(exclude_categories=())) | names


def ink_columns(run: Run) -> list[int]:
    """Return the x in pixels of all columns with ink when a run is drawn as in the template."""
    width = round(run.width * SIZE) + 2 * LEFT
    weight = "700" if run.font.bold else "400"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="80"><text x="{LEFT}" '
        f'y="55" xml:space="preserve" font-size="{SIZE}" font-family="{run.font.family}" '
        f'font-weight="{weight}">{escape(run.text)}</text></svg>'
    )
    files = [str(run.font.path), str(SANS.path)]
    return inked_columns(svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=files))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_drawn_text_is_no_wider_than_computed(sentence: str) -> None:
    glyphs = to_glyphs(sentence)
    for run in to_runs(glyphs, rtl=is_rtl(glyphs)):
        ink = ink_columns(run)
        if not run.text.strip("\u200f "):
            continue
        assert ink, run
        assert min(ink) >= LEFT - TOLERANCE * SIZE, run
        assert max(ink) <= LEFT + (run.width + TOLERANCE) * SIZE, run


@given(any_text)
@sized
def test_every_character_has_a_glyph(text: str) -> None:
    for glyph in to_glyphs(text):
        assert glyph.text
        for char in set(glyph.text) - INKLESS:
            tag = 0xE0020 <= ord(char) < 0xE0080
            assert glyph.font.advance(char) is not None or tag, (glyph, ascii(char))


@pytest.mark.parametrize("text", SENTENCES)
def test_common_scripts_have_no_placeholders(text: str) -> None:
    assert PLACEHOLDER not in {glyph.text for glyph in to_glyphs(text)}


def test_characters_without_a_font_become_placeholders() -> None:
    assert [glyph.text for glyph in to_glyphs("a𐎀\ud800b")] == ["a", PLACEHOLDER, PLACEHOLDER, "b"]


def test_fancy_letters_become_plain_ones() -> None:
    assert "".join(glyph.text for glyph in to_glyphs("𝓯𝓪𝓷𝓬𝔂 ﷺ")).startswith("fancy ")


@pytest.mark.parametrize("emoji", [FAMILY, FLAG, "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "🧑🏻‍💻"])
def test_an_emoji_sequence_is_one_glyph_and_one_glyph_wide(emoji: str) -> None:
    glyphs = to_glyphs(emoji)
    assert len(glyphs) == 1
    (run,) = to_runs(glyphs, rtl=False)
    ink = ink_columns(run)
    assert max(ink) - min(ink) <= glyphs[0].width * SIZE


def test_control_and_direction_characters_are_removed() -> None:
    assert normalize_line("a\x00b\x07\n\tc\u202ed\u2067e\ufeff") == "a b cde"


def test_stacked_accents_are_limited() -> None:
    (glyph,) = to_glyphs("a" + "\u0315\u0316\u0317\u0318" * 300)
    assert len(glyph.text) <= 3


def test_decomposed_text_is_composed() -> None:
    korean = unicodedata.normalize("NFD", "고객")
    assert [glyph.text for glyph in to_glyphs(korean)] == ["고", "객"]


@given(any_text, st.floats(3, 60), st.integers(1, 6), st.booleans())
@sized
def test_lines_respect_their_width_and_number(
    text: str, width: float, max_lines: int, bold: bool
) -> None:
    lines = break_lines(text, width, max_lines, bold=bold)
    assert len(lines) <= max_lines
    assert all(line.glyphs and line.width <= width + 1e-6 for line in lines)


@given(any_text)
@sized
def test_runs_contain_every_glyph(text: str) -> None:
    glyphs = to_glyphs(text)
    displayed = "".join(run.text.strip("\u200f") for run in to_runs(glyphs, rtl=is_rtl(glyphs)))
    assert sorted(displayed) == sorted("".join(glyph.text for glyph in glyphs))


def _displayed_parts(text: str) -> list[str]:
    glyphs = to_glyphs(text)
    return [run.text.strip("\u200f").strip() for run in to_runs(glyphs, rtl=is_rtl(glyphs))]


def test_runs_are_in_display_order() -> None:
    assert [part for part in _displayed_parts("שלום Slack 42 עולם") if part] == [
        "עולם",
        "Slack 42",
        "שלום",
    ]
    assert [part for part in _displayed_parts("Slack שלום 42 bye") if part] == [
        "Slack",
        "42",
        "שלום",
        "bye",
    ]


@pytest.mark.parametrize("text", ["short", "kurz und gut"])
def test_text_that_fits_is_not_shortened(text: str) -> None:
    assert [line.text for line in break_lines(text, 20, 1)] == [text]


def test_text_that_does_not_fit_ends_in_an_ellipsis() -> None:
    (line,) = break_lines("x" * 300, 10, 1)
    assert line.text.endswith("x…")


def test_lines_break_after_a_hyphen_and_not_after_an_opening_bracket() -> None:
    lines = break_lines("weekly-active-teams", 9, 3)
    assert [line.text for line in lines] == ["weekly-active-", "teams"]
    bracketed = break_lines("客户体「验旅」", 4, 3)
    assert [line.text[0] for line in bracketed] == ["客", "「"]
