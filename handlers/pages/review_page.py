"""Addresses that came from outside, before anybody clicks them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from domain.journey_map import JourneyMap
from domain.reviews import QUESTIONS, Review
from domain.themes import Theme
from handlers.pictures import palette
from handlers.pictures.charts import chart_svg
from handlers.pictures.glyphs import normalize_line
from handlers.pictures.journey_map import lay_out_map, map_svg
from handlers.pictures.map_labels import format_owner
from handlers.presentation import charts, tables, words
from handlers.presentation.summary import summarize
from handlers.presentation.tables import Table

SAFE_SCHEMES = ("https", "http")


def safe_link(address: str | None) -> str:
    """The address where a click does nothing but open a page, else nothing."""
    found = address or ""
    if not found.isprintable() or " " in found:
        return ""
    try:
        parts = urlsplit(found)
        host = parts.hostname
    except ValueError:
        return ""
    return found if parts.scheme in SAFE_SCHEMES and host else ""


Names = Mapping[str, str]


# Two digits can be read; whoever wants to compute takes the CSV.
DIGITS = 2


# So many pains are shown with room around them; the others in a table, or it takes many sheets.
MAX_THEME_CARDS = 12


@dataclass(frozen=True)
class ThemeCard:
    """A pain in words; `quote` is empty where the title is one, `link` where none is safe."""

    title: str
    quote: str
    standing: str
    where: str
    teams: str
    counted: str
    link: str


@dataclass(frozen=True)
class ReviewPage:
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
    pains: tuple[ThemeCard, ...]
    lighter_pains: Table
    resolved: tuple[str, ...]
    blind_spots: tuple[tuple[str, str], ...]
    signs: tuple[tuple[str, str], ...]
    map: str
    map_is_tall: bool
    questions: tuple[str, ...] = QUESTIONS
    actions: Table | None = None


def build_review_page(review: Review, journey_map: JourneyMap | None, names: Names) -> ReviewPage:
    """The review and its map; `names` maps Slack user ids to display names."""
    layout = lay_out_map(journey_map, names) if journey_map else None
    summary = summarize(review)
    mood_charts = (charts.mood_chart(review), charts.note_count_chart(review))
    return ReviewPage(
        title=summary.title,
        span=_describe_period(review),
        counted=_describe_note_count(review),
        matters=summary.lines,
        mood_charts=tuple(chart_svg(chart) for chart in mood_charts if chart),
        moods=tables.full_mood_table(review, DIGITS),
        kpi_charts=tuple(chart_svg(chart) for chart in charts.kpi_charts(review)),
        kpis=tables.full_kpi_table(review),
        readings=tables.reading_table(review),
        pains=tuple(_theme_card(review, pain) for pain in review.current_pains[:MAX_THEME_CARDS]),
        lighter_pains=tables.lighter_pain_table(review, MAX_THEME_CARDS),
        actions=tables.improvement_table(review, names) if review.improvements else None,
        resolved=tuple(pain.title for pain in review.resolved_pains),
        blind_spots=tuple(tables.list_blind_spots(review)),
        signs=tuple((mood.stage.name, format_owner(mood.stage, names)) for mood in review.stages),
        map=map_svg(journey_map, names) if journey_map else "",
        map_is_tall=layout is not None and layout.height > layout.width,
    )


def _describe_period(review: Review) -> str:
    first, last = review.period.start, review.period.end
    zone = review.journey.calendar.zone.key
    return f"{first:%-d %b %Y} to {last:%-d %b %Y} (not included), {zone}"


def _describe_note_count(review: Review) -> str:
    counted = words.notes(review.notes.total)
    unsorted, unread = review.notes.unsorted, review.notes.unsupported
    parts = [counted]
    parts += [f"{unsorted:,} unsorted"] if unsorted else []
    parts += [f"{unread:,} in a language not supported"] if unread else []
    return ", ".join(parts)


def _theme_card(review: Review, pain: Theme) -> ThemeCard:
    quote = pain.quote
    seen = f" · seen by {pain.supporters:,} more" if pain.supporters else ""
    return ThemeCard(
        title=pain.title,
        quote=quote.text if quote and quote.text != pain.title else "",
        standing=words.pain_status(pain, review.period.noun),
        where=tables.pain_stages(review, pain),
        teams=", ".join(pain.teams),
        counted=f"{words.notes(pain.n)} · weight {pain.score:,}{seen}",
        link=safe_link(quote.permalink) if quote else "",
    )


def render_review(review: Review, journey_map: JourneyMap | None, names: Mapping[str, str]) -> str:
    """The whole review with its map; `names` maps Slack user ids to display names."""
    return render_page(build_review_page(review, journey_map, names))


def render_page(page: ReviewPage) -> str:
    """The page as HTML; ends with a line break."""
    return _environment().get_template("review.html.j2").render(page=page, colours=palette) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("handlers.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["line"] = _single_line
    environment.filters["drawn"] = _trusted_svg
    return environment


def _single_line(text: str) -> str:
    """One line, without what turns the text around it or cannot be sent."""
    return normalize_line(text).encode("utf-8", "replace").decode("utf-8")


def _trusted_svg(svg: str) -> Markup:
    """A picture of ours, in which every text was escaped when it was drawn."""
    return Markup(svg)  # noqa: S704
