"""The parts of a review's thread, and the whole review as a preview for one person."""

from collections.abc import Sequence
from typing import Any

from bot.ports import Payload, Rendered
from domain.posted_reviews import ReviewPartName
from domain.reviews import KpiTrend, Review, find_call_outs
from domain.text import shorten
from domain.themes import PeriodTheme, Quote, ThemeRef
from handlers.improvements.blocks import review_improvement_blocks
from handlers.presentation import words
from handlers.presentation.charts import Chart, mood_chart
from handlers.presentation.kpi_charts import KpiCharts, plan_kpi_charts
from handlers.presentation.summary import describe_call_out, review_title, summarize
from handlers.presentation.tables import (
    MAX_KPIS,
    kpi_table,
    list_blind_spots,
    mood_table,
    short_mood_table,
    sort_kpis,
)
from handlers.reviews.answers import question_blocks
from handlers.reviews.highlights import highlight_blocks
from handlers.reviews.notes_behind import notes_menu, readings_menu
from handlers.reviews.review_message import review_message
from handlers.slack import kit
from handlers.slack.ids import Action, numbered
from handlers.themes.blocks import theme_elements, to_sort_block
from handlers.themes.values import theme_value

MOOD_RULE = (
    "Net mood is the share of happy notes less that of unhappy ones, from −100 to +100. A stage "
    "rises or falls only where the change is too large for chance and both periods have 5 notes or "
    "more. Ideas are not counted, unless somebody said how the customer felt."
)

MAX_CALL_OUTS = 5

MAX_PAINS = 8

MAX_PAINS_IN_PREVIEW = 5

MAX_QUIET = 3

MAX_PAIN_TITLE = 160

PAINS_HEADING = "Pains, heaviest first"


def build_review_post(review: Review, key: str) -> Rendered:
    """Return the message and its thread; `key` identifies the review in the message's buttons."""
    return Rendered(review_message(review, key), tuple(_thread_parts(review, key)))


def preview_message(review: Review) -> dict[str, Any]:
    """Return the whole review in one message that only the person who asked sees."""
    summary = summarize(review)
    menu = notes_menu(review)
    blocks = [
        kit.header(summary.title),
        kit.rich(kit.bullets(kit.line(line) for line in summary.lines)),
        kit.context(kit.escape(MOOD_RULE)),
        *_mood_text_blocks(review),
        *([kit.actions([menu])] if menu else []),
        *_preview_pain_blocks(review),
        *_kpi_list_blocks(review),
        *review_improvement_blocks(review),
        *_blind_spot_blocks(review),
        *question_blocks(review),
    ]
    return kit.ephemeral(summary.text, blocks)


def _thread_parts(review: Review, key: str) -> list[tuple[ReviewPartName, Payload]]:
    parts: list[tuple[ReviewPartName, Payload]] = []
    if any(stage.now.n for stage in review.stages):
        parts.append((ReviewPartName.MOOD, _mood_part(review)))
    if review.kpis:
        parts.append((ReviewPartName.KPIS, _kpi_part(review)))
    if review.pains or review.said_once.n:
        parts.append((ReviewPartName.PAINS, kit.message("Pains", _pain_blocks(review))))
    highlights = highlight_blocks(review)
    if highlights:
        text = "What customers liked, ideas, milestones, personas and touchpoints"
        parts.append((ReviewPartName.HIGHLIGHTS, kit.message(text, highlights)))
    if review.improvements:
        actions = kit.message("Actions", review_improvement_blocks(review))
        parts.append((ReviewPartName.ACTIONS, actions))
    gaps = [*_blind_spot_blocks(review), *question_blocks(review, key)]
    text = "Blind spots and questions for the team"
    parts.append((ReviewPartName.GAPS, kit.message(text, gaps)))
    map_request = {"journey": review.journey.key, "period": review.period.label}
    map_part = {"text": f"The map. {review_title(review)}", "map": map_request}
    parts.append((ReviewPartName.MAP, map_part))
    return parts


def _part_with_charts(
    text: str,
    blocks: Sequence[kit.Block],
    plain_blocks: Sequence[kit.Block],
    charts: Sequence[Chart],
) -> Payload:
    """Return a part with native charts and tables.

    `plain_blocks` are for workspaces where Slack refuses these; `charts` are then drawn as
    pictures.
    """
    return {
        **kit.message(text, blocks),
        "plain_blocks": kit.fitted(plain_blocks),
        "charts": [chart.to_value() for chart in charts],
    }


# Mood


def _mood_part(review: Review) -> Payload:
    chart, menu = mood_chart(review), notes_menu(review)
    head = [_heading("Mood by stage"), kit.context(kit.escape(MOOD_RULE))]
    menu_blocks = [kit.actions([menu])] if menu else []
    native = [
        *([kit.chart_block(chart)] if chart else []),
        *([kit.table_block(mood_table(review))] if review.stages else []),
    ]
    return _part_with_charts(
        "Mood by stage",
        [*head, *native, *menu_blocks],
        [*head, *_mood_text_blocks(review), *menu_blocks],
        [chart] if chart else [],
    )


def _mood_text_blocks(review: Review) -> list[kit.Block]:
    return [kit.text_table(short_mood_table(review))] if review.stages else []


# KPIs


def _kpi_part(review: Review) -> Payload:
    planned, menu = plan_kpi_charts(review), readings_menu(review)
    rest = [*_call_out_blocks(review), *([kit.actions([menu])] if menu else [])]
    table = kit.table_block(kpi_table(review, planned.left_out))
    listed = [*_kpi_list_blocks(review), *_left_out_blocks(review, planned)]
    return _part_with_charts(
        "KPIs",
        [_heading("KPIs"), *map(kit.chart_block, planned.charts), table, *rest],
        [_heading("KPIs"), *listed, *rest],
        planned.charts,
    )


def _left_out_blocks(review: Review, planned: KpiCharts) -> list[kit.Block]:
    """Return a line with the listed KPIs that are in none of the pictures below."""
    names = [
        f"{words.kpi_name(review.journey, trend)} ({reason})"
        for trend in sort_kpis(review.kpis)[:MAX_KPIS]
        if (reason := planned.left_out.get(trend.kpi.id))
    ]
    return [kit.rich(kit.line(f"Not in a chart: {', '.join(names)}."))] if names else []


def _kpi_list_blocks(review: Review) -> list[kit.Block]:
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


def _call_out_blocks(review: Review) -> list[kit.Block]:
    calls = find_call_outs(review.kpis, review.stages)
    if not calls:
        return []
    lines = [kit.line(describe_call_out(review, call)) for call in calls[:MAX_CALL_OUTS]]
    heading = kit.line(kit.span("Figures and customers disagree", bold=True))
    more = len(calls) - MAX_CALL_OUTS
    rest = [kit.context(f"… and {more} more.")] if more > 0 else []
    return [kit.rich(heading, kit.bullets(lines)), *rest]


# Pains


def _pain_blocks(review: Review) -> list[kit.Block]:
    """Return the heaviest themes, each with its buttons, and what is in no theme."""
    blocks = [_heading(PAINS_HEADING)]
    for number, pain in enumerate(review.current_pains[:MAX_PAINS]):
        elements = _pain_elements(pain, review.period.label, number)
        blocks += [kit.rich(_pain_line(review, pain)), kit.actions(elements)]
    more = _more_pains_blocks(review, MAX_PAINS)
    return [*blocks, *more, *_said_once_blocks(review), *_to_sort_blocks(review)]


def _preview_pain_blocks(review: Review) -> list[kit.Block]:
    items = [_pain_line(review, pain) for pain in review.current_pains[:MAX_PAINS_IN_PREVIEW]]
    heading = _heading_line(PAINS_HEADING)
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
        kit.span(shorten(pain.title, MAX_PAIN_TITLE), bold=True),
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
    text = [] if is_title else [kit.span(f"\n“{shorten(quote.text, MAX_PAIN_TITLE)}”", italic=True)]
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
    quotes = [_once_line(quote) for quote in review.said_once.quotes]
    if not quotes:
        return [kit.rich(kit.line(f"{count}."))]
    return [kit.rich(kit.line(f"{count}, for example:"), kit.bullets(quotes))]


def _once_line(quote: Quote) -> kit.Element:
    link = kit.link(quote.permalink, "source")
    text = kit.span(f"“{shorten(quote.text, MAX_PAIN_TITLE)}”", italic=True)
    return kit.line(text, *([kit.span(" · "), link] if link else []))


def _to_sort_blocks(review: Review) -> list[kit.Block]:
    count = review.said_once.to_sort
    return [to_sort_block(count, review.journey.id)] if count else []


# Blind spots


def _blind_spot_blocks(review: Review) -> list[kit.Block]:
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
    return [kit.rich(_heading_line("Blind spots"), kit.bullets(items))] if items else []


def _heading(text: str) -> kit.Block:
    return kit.rich(_heading_line(text))


def _heading_line(text: str) -> kit.Element:
    return kit.line(kit.span(text, bold=True))
