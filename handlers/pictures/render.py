"""Render a layout as SVG or PNG."""

import math
from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from resvg_py import svg_to_bytes

from handlers.pictures.font_metrics import BOLD, SANS
from handlers.pictures.shapes import Layout, Shape, Text

# Encoding pixels is what takes long: up to this many take well under a second.
MAX_FAST_PIXELS = 5_500_000
# What phones open without trouble; only maps of very many full stages come near.
MAX_PIXELS = 24_000_000


def render_svg(
    layout: Layout, background: str, *, for_browser: bool = False, label: str = ""
) -> str:
    """Return the layout as one `svg` element.

    Browsers may not have the fonts. `for_browser` fits each text to the width it was laid out
    with, and lets the picture fill its container. `label` is the text for screen readers.
    """
    template = _environment().get_template("layout.svg.j2")
    return template.render(
        layout=layout, background=background, for_browser=for_browser, label=label
    )


def render_png(layout: Layout, background: str, *, min_scale: float, max_scale: float) -> bytes:
    """Return the layout as a PNG.

    The scale in pixels per unit lies between `min_scale` and `max_scale` and falls as the layout
    grows, below `min_scale` only to stay within `MAX_PIXELS`. Nothing is kept here: a picture may
    show the text of a note that is deleted later.
    """
    return svg_to_bytes(
        svg_string=render_svg(layout, background),
        zoom=_scale(layout, min_scale, max_scale),
        skip_system_fonts=True,
        font_files=_font_files(layout.shapes),
    )


def _scale(layout: Layout, min_scale: float, max_scale: float) -> float:
    units = layout.width * layout.height
    fast, largest = math.sqrt(MAX_FAST_PIXELS / units), math.sqrt(MAX_PIXELS / units)
    return min(max_scale, max(min_scale, fast), largest)


def _font_files(shapes: Iterable[Shape]) -> list[str]:
    """Return the paths of the fonts in use only: the renderer loads all it gets each time."""
    texts = (shape for shape in shapes if isinstance(shape, Text))
    fonts = {glyph.font for text in texts for glyph in text.line.glyphs}
    return sorted(str(font.path) for font in {*fonts, SANS, BOLD})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("handlers.pictures"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["unit"] = _format_length
    return environment


def _format_length(value: float) -> str:
    """Return a length as SVG writes it, to 0.01 units."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
