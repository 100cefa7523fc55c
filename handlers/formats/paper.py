"""A review laid out for a page that is read and printed: what stands in it, not how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.journey_map import JourneyMap
from bot.domain.review import QUESTIONS, Review
from bot.domain.themes import Theme
from handlers.blocks import words
from handlers.formats import gist, tables
from handlers.formats.links import safe_link
from handlers.formats.tables import Table
from handlers.pictures.charts import chart_svg
from handlers.pictures.journey_map import lay_out_map, map_svg
from handlers.pictures.map_labels import format_owner

Names = Mapping[str, str]
# Two digits can be read; whoever wants to compute takes the CSV.
DIGITS = 2
WHOLE_SCALE = (-1.0, 1.0)
# So many pains are shown with room around them; the others in a table, or it takes many sheets.
MOST_CARDS = 12


@dataclass(frozen=True)
class Pain:
    """A pain in words; `quote` is empty where the title is one, `link` where none is safe."""

    title: str
    quote: str
    standing: str
    where: str
    teams: str
    counted: str
    link: str


@dataclass(frozen=True)
class Paper:
    """Everything the page says. Charts and map are `svg` elements, all else is plain text."""

    title: str
    span: str
    counted: str
    matters: tuple[str, ...]
    mood_charts: tuple[str, ...]
    moods: Table
    kpi_charts: tuple[str, ...]
    kpis: Table
    readings: Table
    pains: tuple[Pain, ...]
    lighter_pains: Table
    resolved: tuple[str, ...]
    blind_spots: tuple[tuple[str, str], ...]
    signs: tuple[tuple[str, str], ...]
    map: str
    map_is_tall: bool
    questions: tuple[str, ...] = QUESTIONS
    actions: Table | None = None


def paper_of(review: Review, journey_map: JourneyMap | None, names: Names) -> Paper:
    """The review and its map; `names` maps Slack user ids to display names."""
    layout = lay_out_map(journey_map, names) if journey_map else None
    return Paper(
        title=gist.title(review),
        span=_span(review),
        counted=_counted(review),
        matters=tuple(gist.what_matters(review)),
        mood_charts=(
            *(chart_svg(one, WHOLE_SCALE) for one in gist.mood_charts(review)),
            *(chart_svg(one) for one in gist.notes_charts(review)),
        ),
        moods=tables.moods(review, DIGITS),
        kpi_charts=tuple(chart_svg(one) for one in gist.kpi_charts(review)),
        kpis=tables.kpis(review),
        readings=tables.readings(review),
        pains=tuple(_pain(review, pain) for pain in review.noted[:MOST_CARDS]),
        lighter_pains=tables.lighter_pains(review, MOST_CARDS),
        actions=tables.actions(review, names) if review.actions else None,
        resolved=tuple(pain.title for pain in review.resolved),
        blind_spots=tuple(tables.blind_spots(review)),
        signs=tuple((mood.stage.name, format_owner(mood.stage, names)) for mood in review.stages),
        map=map_svg(journey_map, names) if journey_map else "",
        map_is_tall=layout is not None and layout.height > layout.width,
    )


def _span(review: Review) -> str:
    first, last = review.period.start, review.period.end
    zone = review.journey.calendar.zone.key
    return f"{first:%-d %b %Y} to {last:%-d %b %Y} (not included), {zone}"


def _counted(review: Review) -> str:
    counted = words.notes(review.notes.total)
    unsorted, unread = review.notes.unsorted, review.notes.unread
    parts = [counted]
    parts += [f"{unsorted:,} unsorted"] if unsorted else []
    parts += [f"{unread:,} in a language not supported"] if unread else []
    return ", ".join(parts)


def _pain(review: Review, pain: Theme) -> Pain:
    quote = pain.quote
    seen = f" · seen by {pain.supporters:,} more" if pain.supporters else ""
    return Pain(
        title=pain.title,
        quote=quote.text if quote and quote.text != pain.title else "",
        standing=words.standing(pain, review.period.noun),
        where=tables.where(review, pain),
        teams=", ".join(pain.teams),
        counted=f"{words.notes(pain.n)} · weight {pain.score:,}{seen}",
        link=safe_link(quote.permalink) if quote else "",
    )
