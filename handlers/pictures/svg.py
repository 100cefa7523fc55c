"""A page laid out as SVG, and as PNG."""

import math
from collections.abc import Iterable
from functools import cache
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from resvg_py import svg_to_bytes

from handlers.pictures.faces import BOLD, SANS
from handlers.pictures.shapes import Shape, Text

# Packing pixels is what takes the time: this many are drawn well within a second.
ENOUGH_PIXELS = 5_500_000
# What phones open without ado; only maps of very many full stages come near.
MOST_PIXELS = 24_000_000


class Drawable(Protocol):
    """Something laid out, whatever it is."""

    @property
    def width(self) -> float:
        """How wide, in units."""

    @property
    def height(self) -> float:
        """How high, in units."""

    @property
    def shapes(self) -> Iterable[Shape]:
        """Everything in the order it is drawn."""


def as_svg(page: Drawable, background: str, *, held: bool = False, label: str = "") -> str:
    """The page as one `svg` element.

    `held` is for browsers, which may not have the fonts: each text keeps the width it was laid out
    with, and the picture takes the width of where it stands. `label` is what it says in words.
    """
    template = _environment().get_template("page.svg.j2")
    return template.render(page=page, background=background, held=held, label=label)


def as_png(page: Drawable, background: str, sharpest: float, softest: float) -> bytes:
    """The page as a PNG with so many pixels for each unit: the larger it is, the fewer."""
    svg = as_svg(page, background)
    zoom = _zoom(page, sharpest, softest)
    files = _files(page.shapes)
    return svg_to_bytes(svg_string=svg, zoom=zoom, skip_system_fonts=True, font_files=files)


def _zoom(page: Drawable, sharpest: float, softest: float) -> float:
    """As few pixels for each unit as are quick, as long as letters stay crisp."""
    units = page.width * page.height
    quick, possible = math.sqrt(ENOUGH_PIXELS / units), math.sqrt(MOST_PIXELS / units)
    return min(sharpest, max(softest, quick), possible)


def _files(shapes: Iterable[Shape]) -> list[str]:
    """The fonts on the page and no others: every one of them is read anew each time."""
    texts = (shape for shape in shapes if isinstance(shape, Text))
    faces = {letter.face for text in texts for letter in text.line.letters}
    return sorted(str(face.path) for face in {*faces, SANS, BOLD})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("handlers.pictures"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["unit"] = _unit
    return environment


def _unit(value: float) -> str:
    """A length as SVG writes it, without digits nobody sees."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
