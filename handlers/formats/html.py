"""A review as one HTML file that needs nothing else and prints well: no script, no address."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.domain.journey_map import JourneyMap
from bot.domain.review import Review
from handlers.formats.paper import Paper, paper_of
from handlers.pictures import palette
from handlers.pictures.glyphs import normalize_line


def review_html(review: Review, journey_map: JourneyMap | None, names: Mapping[str, str]) -> str:
    """The whole review with its map; `names` maps Slack user ids to display names."""
    return written(paper_of(review, journey_map, names))


def written(page: Paper) -> str:
    """The page as HTML; ends with a line break."""
    return _environment().get_template("review.html.j2").render(page=page, colours=palette) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("handlers.formats"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["line"] = _line
    environment.filters["drawn"] = _drawn
    return environment


def _line(text: str) -> str:
    """One line, without what turns the text around it or cannot be sent."""
    return normalize_line(text).encode("utf-8", "replace").decode("utf-8")


def _drawn(svg: str) -> Markup:
    """A picture of ours, in which every text was escaped when it was drawn."""
    return Markup(svg)  # noqa: S704
