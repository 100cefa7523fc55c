"""The map of a journey as a PNG, and the same in words for those who cannot see it."""

from domain.journey_map import JourneyMap
from handlers.pictures.cells import Names
from handlers.pictures.described import describe_map
from handlers.pictures.page import lay_out
from handlers.pictures.palette import PAGE, SHARPEST, SOFTEST
from handlers.pictures.svg import as_png, as_svg

__all__ = ["describe_map", "draw_map", "map_svg"]


def draw_map(journey_map: JourneyMap, names: Names) -> bytes:
    """A PNG of the whole map; the same map and names give the same bytes.

    `names` maps Slack user ids to display names; an owner who is not in it has left.
    """
    return as_png(lay_out(journey_map, names), PAGE, SHARPEST, SOFTEST)


def map_svg(journey_map: JourneyMap, names: Names) -> str:
    """The same as an `svg` element for a page in a browser, told in words too."""
    label = describe_map(journey_map, names)
    return as_svg(lay_out(journey_map, names), PAGE, held=True, label=label)
