"""A review as an HTML page for reading and printing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from domain.journey_map import JourneyMap
from domain.review_answers import Question, ReviewAnswer, answers_to
from domain.reviews import Review
from domain.themes import PeriodTheme
from handlers.pictures import palette
from handlers.pictures.charts import chart_svg
from handlers.pictures.glyphs import normalize_line
from handlers.pictures.journey_map import lay_out_map, map_svg
from handlers.pictures.map_labels import format_owner
from handlers.presentation import charts, tables, words
from handlers.presentation.kpi_charts import plan_kpi_charts
from handlers.presentation.review_sections import ListItem, ReviewSection, list_items
from handlers.presentation.summary import summarize
from handlers.presentation.tables import Table

Names = Mapping[str, str]

SAFE_SCHEMES = ("https", "http")

# Two digits are easy to read; the CSV has all of them.
DIGITS = 2

# So many themes are shown as cards, the others in a table to save paper.
MAX_THEME_CARDS = 12


def safe_link(address: str | None) -> str:
    """Return the address if a click only opens a web page, else an empty string."""
    link = address or ""
    if not link.isprintable() or " " in link:
        return ""
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return ""
    return link if parts.scheme in SAFE_SCHEMES and host else ""


@dataclass(frozen=True)
class ThemeCard:
    """The texts of a theme; `quote` is empty if it is the title, `link` if it is not safe."""

    title: str
    quote: str
    status: str
    stages: str
    teams: str
    note_count: str
    link: str


@dataclass(frozen=True)
class SaidOnceCard:
    """The texts of the pains in no theme; empty where there are none."""

    count: str
    quotes: tuple[str, ...]
    to_sort: str


@dataclass(frozen=True)
class QuestionCard:
    """A question with the texts of its answers and who gave them, and those of the last period."""

    question: str
    answers: tuple[tuple[str, str], ...] = ()
    previous: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReviewPage:
    """The content of the page. Charts and map are `svg` elements, all else is plain text.

    `sections` are those that have something to show, in order; `lists` are the lines of those that
    are plain lists, `headings` the headings of all.
    """

    title: str
    period: str
    note_count: str
    summary_lines: tuple[str, ...]
    sections: tuple[ReviewSection, ...]
    headings: Mapping[ReviewSection, str]
    lists: Mapping[ReviewSection, tuple[ListItem, ...]]
    mood_charts: tuple[str, ...]
    moods: Table
    kpi_charts: tuple[str, ...]
    kpis: Table
    readings: Table
    pains: tuple[ThemeCard, ...]
    lighter_pains: Table
    said_once: SaidOnceCard
    gone_quiet: tuple[str, ...]
    muted: str
    blind_spots: tuple[tuple[str, str], ...]
    stage_owners: tuple[tuple[str, str], ...]
    map: str
    map_is_tall: bool
    last_period: str
    questions: tuple[QuestionCard, ...]
    actions: Table | None = None


def build_review_page(review: Review, journey_map: JourneyMap | None, names: Names) -> ReviewPage:
    """Build the page of a review and its map; `names` maps Slack user ids to display names."""
    layout = lay_out_map(journey_map, names) if journey_map else None
    summary, lists = summarize(review), _lists(review)
    mood_charts = (charts.mood_chart(review), charts.note_count_chart(review))
    return ReviewPage(
        title=summary.title,
        period=_describe_period(review),
        note_count=_describe_note_count(review),
        summary_lines=summary.lines,
        sections=tuple(one for one in ReviewSection if one in lists or not one.is_list),
        headings={one: one.heading for one in ReviewSection},
        lists=lists,
        mood_charts=tuple(chart_svg(chart) for chart in mood_charts if chart),
        moods=tables.full_mood_table(review, DIGITS),
        kpi_charts=tuple(chart_svg(chart) for chart in plan_kpi_charts(review).charts),
        kpis=tables.full_kpi_table(review),
        readings=tables.reading_table(review),
        pains=tuple(_theme_card(review, pain) for pain in review.current_pains[:MAX_THEME_CARDS]),
        lighter_pains=tables.lighter_pain_table(review, MAX_THEME_CARDS),
        actions=tables.improvement_table(review, names) if review.improvements else None,
        gone_quiet=tuple(pain.title for pain in review.quiet_pains),
        muted=_describe_muted(review),
        said_once=_said_once_card(review),
        blind_spots=tuple(tables.list_blind_spots(review)),
        stage_owners=tuple(
            (mood.stage.name, format_owner(mood.stage, names)) for mood in review.stages
        ),
        last_period=f"Last {review.period.noun}",
        questions=tuple(_question_card(review, question, names) for question in Question),
        map=map_svg(journey_map, names) if journey_map else "",
        map_is_tall=layout is not None and layout.height > layout.width,
    )


def _lists(review: Review) -> dict[ReviewSection, tuple[ListItem, ...]]:
    """Return the lines of the sections that are plain lists and not empty, with safe links."""
    found = {one: list_items(review, one) for one in ReviewSection if one.is_list}
    return {
        section: tuple(replace(item, permalink=safe_link(item.permalink)) for item in items)
        for section, items in found.items()
        if items
    }


def _describe_muted(review: Review) -> str:
    noted = sum(bool(pain.n) for pain in review.muted)
    return words.muted_themes(noted) if noted else ""


def _describe_period(review: Review) -> str:
    first, last = review.period.start, review.period.end
    zone = review.journey.calendar.zone.key
    return f"{first:%-d %b %Y} to {last:%-d %b %Y} (not included), {zone}"


def _describe_note_count(review: Review) -> str:
    unsorted, unread = review.notes.unsorted, review.notes.unsupported
    parts = [words.notes(review.notes.total)]
    parts += [f"{unsorted:,} unsorted"] if unsorted else []
    parts += [f"{unread:,} in a language Waymark cannot read"] if unread else []
    return ", ".join(parts)


def _theme_card(review: Review, theme: PeriodTheme) -> ThemeCard:
    quote = theme.quote
    seen = f" · seen by {theme.supporters:,} more" if theme.supporters else ""
    return ThemeCard(
        title=theme.title,
        quote=quote.text if quote and quote.text != theme.title else "",
        status=words.pain_status(theme, review.period.noun),
        stages=tables.pain_stages(review, theme),
        teams=", ".join(theme.teams),
        note_count=f"{words.pain_counts(theme, review.period.noun)}{seen}",
        link=safe_link(quote.permalink) if quote else "",
    )


def _said_once_card(review: Review) -> SaidOnceCard:
    once = review.said_once
    return SaidOnceCard(
        count=words.said_once(review),
        quotes=tuple(quote.text for quote in once.quotes),
        to_sort=words.pains_to_sort(once.to_sort) if once.to_sort else "",
    )


def _question_card(review: Review, question: Question, names: Names) -> QuestionCard:
    def texts(answers: tuple[ReviewAnswer, ...]) -> tuple[tuple[str, str], ...]:
        found = answers_to(question, answers)
        return tuple((one.text, words.person(one.author, names)) for one in found)

    return QuestionCard(question.sentence, texts(review.answers), texts(review.previous_answers))


def render_review(review: Review, journey_map: JourneyMap | None, names: Mapping[str, str]) -> str:
    """Return the HTML of a review and its map; `names` maps Slack user ids to display names."""
    return render_page(build_review_page(review, journey_map, names))


def render_page(page: ReviewPage) -> str:
    """Return the page as HTML, ending with a line break."""
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
    """Return text on one line, without control characters that would change the text around it."""
    return normalize_line(text).encode("utf-8", "replace").decode("utf-8")


def _trusted_svg(svg: str) -> Markup:
    """Mark one of our own pictures as safe: its texts were escaped when it was drawn."""
    return Markup(svg)  # noqa: S704
