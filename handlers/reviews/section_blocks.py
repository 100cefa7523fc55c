"""The sections of a review as blocks: those that its thread and its preview share."""

from domain.reviews import KpiTrend, Review
from domain.text import shorten
from domain.themes import PeriodTheme, Quote, ThemeRef
from handlers.presentation import words
from handlers.presentation.review_sections import ListItem, ReviewSection, list_items
from handlers.presentation.tables import MAX_KPIS, list_blind_spots, short_mood_table, sort_kpis
from handlers.slack import kit
from handlers.slack.ids import Action, numbered
from handlers.themes.blocks import theme_elements, to_sort_block
from handlers.themes.values import theme_value

MAX_LISTED = 5

MAX_PAINS = 8

MAX_PAINS_IN_PREVIEW = 5

MAX_QUIET = 3

# Characters of a title, a quote or another text of a section.
MAX_TEXT = 160


def section_heading(section: ReviewSection) -> kit.Block:
    """Return the heading of a section as a block of its own."""
    return kit.rich(_heading_line(section))


def _heading_line(section: ReviewSection) -> kit.Element:
    return kit.line(kit.span(section.heading, bold=True))


def mood_text_blocks(review: Review) -> list[kit.Block]:
    """Return the mood by stage as a table in words."""
    return [kit.text_table(short_mood_table(review))] if review.stages else []


# Lists


def list_blocks(review: Review, section: ReviewSection) -> list[kit.Block]:
    """Return a section that is a plain list, nothing if it is empty."""
    lines = [_item_line(item) for item in list_items(review, section, MAX_LISTED)]
    return [kit.rich(_heading_line(section), kit.bullets(lines))] if lines else []


def _item_line(item: ListItem) -> kit.Element:
    if item.quote:
        return _quote_line(item.quote, item.permalink)
    text = shorten(item.text, 2 * MAX_TEXT)
    command = f": {item.command}" if item.command else ""
    if not item.name:
        return kit.line(f"{text}{command}")
    return kit.line(
        kit.span(shorten(item.name, MAX_TEXT), bold=True), f" · {text}{command}" if text else ""
    )


def _quote_line(text: str, permalink: str | None) -> kit.Element:
    link = kit.link(permalink, "source")
    quote = kit.span(f"“{shorten(text, MAX_TEXT)}”", italic=True)
    return kit.line(quote, *([kit.span(" · "), link] if link else []))


# KPIs


def kpi_list_blocks(review: Review) -> list[kit.Block]:
    """Return a line per KPI, at most MAX_KPIS."""
    items = [
        kit.line(
            f"{words.STATUS_SIGNS[trend.status]} ",
            kit.span(words.kpi_name(review.journey, trend), bold=True),
            f": {_describe_kpi(trend)}",
        )
        for trend in sort_kpis(review.kpis)[:MAX_KPIS]
    ]
    blocks = [kit.rich(kit.bullets(items))] if items else []
    if len(review.kpis) > MAX_KPIS:
        blocks.append(kit.context(f"… and {len(review.kpis) - MAX_KPIS} more KPIs."))
    return blocks


def _describe_kpi(trend: KpiTrend) -> str:
    """Return `18.9% (off target, target 22%; last quarter 19%, worse)`."""
    status = [trend.status.value] if trend.last is not None else []
    if trend.kpi.target is not None:
        status.append(f"target {words.kpi_value(trend, trend.kpi.target)}")
    before = [f"last {trend.noun} {words.kpi_value(trend, trend.previous_last)}"]
    if trend.last is None:
        return f"{words.kpi_status(trend.status, trend.noun)} ({', '.join(status + before)})"
    before.append(words.kpi_movement(trend))
    value = words.kpi_value(trend, trend.last)
    return f"{value} ({', '.join(status)}; {', '.join(before)})"


# Pains


def pain_blocks(review: Review) -> list[kit.Block]:
    """Return the heaviest themes, each with its buttons, and what is in no theme."""
    if not review.pains and not review.said_once.n:
        return []
    blocks = [section_heading(ReviewSection.PAINS)]
    for number, pain in enumerate(review.current_pains[:MAX_PAINS]):
        elements = _pain_elements(pain, review.period.label, number)
        blocks += [kit.rich(_pain_line(review, pain)), kit.actions(elements)]
    more = _more_pains_blocks(review, MAX_PAINS)
    return [*blocks, *more, *_said_once_blocks(review), *_to_sort_blocks(review)]


def preview_pain_blocks(review: Review) -> list[kit.Block]:
    """Return the same without buttons for each theme."""
    items = [_pain_line(review, pain) for pain in review.current_pains[:MAX_PAINS_IN_PREVIEW]]
    heading = _heading_line(ReviewSection.PAINS)
    blocks = [kit.rich(heading, kit.bullets(items))] if items else []
    if not items and review.said_once.n:
        blocks = [kit.rich(heading)]
    more = _more_pains_blocks(review, MAX_PAINS_IN_PREVIEW)
    return [*blocks, *more, *_said_once_blocks(review), *_to_sort_blocks(review)]


def _pain_line(review: Review, pain: PeriodTheme) -> kit.Element:
    """Return `Price increase · 18 times, 4 last quarter · 3 quarters running · Decision`."""
    noun = review.period.noun
    stages = ", ".join(
        kit.cut(words.stage_name(review.journey, stage), 40)
        for stage in pain.stages or (pain.stage,)
    )
    parts = [
        words.pain_counts(pain, noun),
        words.pain_status(pain, noun),
        kit.cut(stages, 200),
    ]
    if pain.teams:
        parts.append(kit.cut(", ".join(pain.teams), 200))
    if pain.supporters:
        parts.append(f"{words.people(pain.supporters)} more have seen it")
    return kit.line(
        kit.span(shorten(pain.title, MAX_TEXT), bold=True),
        f" · {' · '.join(parts)}",
        *_quote_spans(pain.quote, pain.title),
    )


def _pain_elements(pain: PeriodTheme, period: str, number: int) -> list[kit.Element]:
    value = theme_value(ThemeRef(pain.theme.id, period))
    action = kit.button("Make an action", numbered(Action.ADD_IMPROVEMENT, number), value)
    return [action, *theme_elements(pain.theme, period, number)]


def _quote_spans(quote: Quote | None, title: str) -> list[kit.Element]:
    """Return a note's text on its own line if the title is not it, and the link to its message."""
    if quote is None:
        return []
    link = kit.link(quote.permalink, "source")
    is_title = quote.text == title
    text = [] if is_title else [kit.span(f"\n“{shorten(quote.text, MAX_TEXT)}”", italic=True)]
    return [*text, *([kit.span(" · "), link] if link else [])]


def _more_pains_blocks(review: Review, shown: int) -> list[kit.Block]:
    """Return lines about the themes that are not listed: too many, gone quiet, muted."""
    more = len(review.current_pains) - shown
    sentences = [f"… and {more} more: `/journey themes` lists them all."] if more > 0 else []
    if review.quiet_pains:
        titles = ", ".join(
            f"“{shorten(pain.title, 60)}”" for pain in review.quiet_pains[:MAX_QUIET]
        )
        left = len(review.quiet_pains) - MAX_QUIET
        sentences.append(kit.escape(f"Gone quiet: {titles}{f' and {left} more' * (left > 0)}."))
    muted = sum(bool(pain.n) for pain in review.muted)
    if muted:
        sentences.append(f"{words.muted_themes(muted)}: `/journey themes` lists them too.")
    return [kit.context(" ".join(sentences))] if sentences else []


def _said_once_blocks(review: Review) -> list[kit.Block]:
    """Return `12 more were said once, for example:` with up to three quotes."""
    count = words.said_once(review)
    if not count:
        return []
    quotes = [_quote_line(one.text, one.permalink) for one in review.said_once.quotes]
    if not quotes:
        return [kit.rich(kit.line(f"{count}."))]
    return [kit.rich(kit.line(f"{count}, for example:"), kit.bullets(quotes))]


def _to_sort_blocks(review: Review) -> list[kit.Block]:
    count = review.said_once.to_sort
    return [to_sort_block(count, review.journey.id)] if count else []


# Blind spots


def blind_spot_blocks(review: Review) -> list[kit.Block]:
    """Return what nobody wrote about, and notes without a stage or a mood."""
    spots = list_blind_spots(review, short=True)
    items = [kit.line(f"{what}: ", names) for what, names in spots]
    unsorted, unsupported = review.notes.unsorted, review.notes.unsupported
    if unsorted:
        items.append(kit.line(f"{words.notes(unsorted)} unsorted: /journey notes unsorted"))
    if unsupported:
        items.append(
            kit.line(
                f"{words.notes(unsupported)} without a mood, in a language Waymark can't read: "
                "/journey notes unread"
            )
        )
    return [kit.rich(_heading_line(ReviewSection.BLIND_SPOTS), kit.bullets(items))] if items else []
