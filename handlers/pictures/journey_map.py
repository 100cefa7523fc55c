"""The map of a journey as a PNG, and the same in words for those who cannot see it."""

import math
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from resvg_py import svg_to_bytes

from bot.domain.journey_map import JourneyMap
from handlers.pictures.cells import Names
from handlers.pictures.described import describe_map
from handlers.pictures.faces import BOLD, SANS
from handlers.pictures.page import Page, lay_out
from handlers.pictures.palette import PAGE, SHARPEST, SOFTEST
from handlers.pictures.shapes import Text

__all__ = ["describe_map", "draw_map"]

# Packing pixels is what takes the time: this many are drawn well within a second.
ENOUGH_PIXELS = 5_500_000
# What phones open without ado; only maps of very many full stages come near.
MOST_PIXELS = 24_000_000


def draw_map(journey_map: JourneyMap, names: Names) -> bytes:
    """A PNG of the whole map; the same map and names give the same bytes.

    `names` maps Slack user ids to display names; an owner who is not in it has left.
    """
    page = lay_out(journey_map, names)
    svg = _environment().get_template("journey_map.svg.j2").render(page=page, background=PAGE)
    return svg_to_bytes(
        svg_string=svg, zoom=_zoom(page), skip_system_fonts=True, font_files=_files(page)
    )


def _zoom(page: Page) -> float:
    """Pixels for each unit: the larger the map, the fewer, as far as letters stay crisp."""
    units = page.width * page.height
    quick, possible = math.sqrt(ENOUGH_PIXELS / units), math.sqrt(MOST_PIXELS / units)
    return min(SHARPEST, max(SOFTEST, quick), possible)


def _files(page: Page) -> list[str]:
    """The fonts on the page and no others: every one of them is read anew each time."""
    texts = (shape for shape in page.shapes if isinstance(shape, Text))
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
