"""A posted review's thread, and the review as a preview for one person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.ports import Payload, Rendered
from domain.posted_reviews import ReviewPartName
from domain.reviews import Review
from handlers.improvements.blocks import review_improvement_blocks
from handlers.presentation import words
from handlers.presentation.charts import Chart, mood_chart
from handlers.presentation.kpi_charts import KpiCharts, plan_kpi_charts
from handlers.presentation.review_sections import ReviewSection
from handlers.presentation.summary import review_title, summarize
from handlers.presentation.tables import MAX_KPIS, kpi_table, mood_table, sort_kpis
from handlers.reviews.answers import question_blocks
from handlers.reviews.notes_behind import notes_menu, readings_menu
from handlers.reviews.review_message import review_message
from handlers.reviews.section_blocks import (
    blind_spot_blocks,
    kpi_list_blocks,
    list_blocks,
    mood_text_blocks,
    pain_blocks,
    preview_pain_blocks,
    section_heading,
)
from handlers.slack import kit

MOOD_RULE = (
    "Net mood is the share of happy notes less that of unhappy ones, from −100 to +100. A stage "
    "rises or falls only where the change is too large for chance and both periods have 5 notes or "
    "more. Ideas are not counted, unless somebody said how the customer felt."
)

# Sections that are in no part here are posted with the other highlights.
PART_BY_SECTION: Mapping[ReviewSection, ReviewPartName] = {
    ReviewSection.MOOD: ReviewPartName.MOOD,
    ReviewSection.KPIS: ReviewPartName.KPIS,
    ReviewSection.CALL_OUTS: ReviewPartName.KPIS,
    ReviewSection.PAINS: ReviewPartName.PAINS,
    ReviewSection.ACTIONS: ReviewPartName.ACTIONS,
    ReviewSection.BLIND_SPOTS: ReviewPartName.GAPS,
    ReviewSection.QUESTIONS: ReviewPartName.GAPS,
}

# For notifications, and where blocks are not shown.
PART_TEXTS = {
    ReviewPartName.MOOD: "Mood by stage",
    ReviewPartName.KPIS: "KPIs",
    ReviewPartName.PAINS: "Pains",
    ReviewPartName.HIGHLIGHTS: "What customers liked, ideas, milestones, personas and touchpoints",
    ReviewPartName.ACTIONS: "Actions",
    ReviewPartName.GAPS: "Blind spots and questions for the team",
}


def build_review_post(review: Review, key: str) -> Rendered:
    """Return the message and its thread; `key` identifies the review in the message's buttons."""
    return Rendered(review_message(review, key), tuple(_thread_parts(review, key)))


def preview_message(review: Review) -> dict[str, Any]:
    """Return all sections in one message that only the person who asked sees.

    The picture of the map and the buttons of a posted review are not in it.
    """
    summary = summarize(review)
    blocks = [
        kit.header(summary.title),
        kit.rich(kit.bullets(kit.line(line) for line in summary.lines)),
        *(block for section in ReviewSection for block in _preview_blocks(review, section)),
    ]
    return kit.ephemeral(summary.text, blocks)


def _preview_blocks(review: Review, section: ReviewSection) -> list[kit.Block]:
    build = _PREVIEW_BLOCKS.get(section)
    return build(review) if build else list_blocks(review, section)


def _preview_mood_blocks(review: Review) -> list[kit.Block]:
    menu = notes_menu(review)
    return [
        section_heading(ReviewSection.MOOD),
        kit.context(kit.escape(MOOD_RULE)),
        *mood_text_blocks(review),
        *([kit.actions([menu])] if menu else []),
    ]


def _preview_kpi_blocks(review: Review) -> list[kit.Block]:
    return [section_heading(ReviewSection.KPIS), *kpi_list_blocks(review)] if review.kpis else []


_PREVIEW_BLOCKS: Mapping[ReviewSection, Callable[[Review], list[kit.Block]]] = {
    ReviewSection.MOOD: _preview_mood_blocks,
    ReviewSection.KPIS: _preview_kpi_blocks,
    ReviewSection.PAINS: preview_pain_blocks,
    ReviewSection.ACTIONS: review_improvement_blocks,
    ReviewSection.BLIND_SPOTS: blind_spot_blocks,
    ReviewSection.QUESTIONS: question_blocks,
}


def _thread_parts(review: Review, key: str) -> Iterator[tuple[ReviewPartName, Payload]]:
    """Yield the parts that have something to say, in the order of their sections."""
    by_part: dict[ReviewPartName, list[ReviewSection]] = {}
    for section in ReviewSection:
        part = PART_BY_SECTION.get(section, ReviewPartName.HIGHLIGHTS)
        by_part.setdefault(part, []).append(section)
    for name, sections in by_part.items():
        payload = _part_payload(review, name, sections, key)
        if payload:
            yield name, payload
    map_request = {"journey": review.journey.key, "period": review.period.label}
    yield ReviewPartName.MAP, {"text": f"The map. {review_title(review)}", "map": map_request}


def _part_payload(
    review: Review, name: ReviewPartName, sections: Sequence[ReviewSection], key: str
) -> Payload | None:
    """Return a part of the thread, None if none of its sections has anything to say."""
    if name is ReviewPartName.MOOD:
        return _mood_part(review) if any(stage.now.n for stage in review.stages) else None
    if name is ReviewPartName.KPIS:
        return _kpi_part(review) if review.kpis else None
    blocks = [block for one in sections for block in _thread_blocks(review, one, key)]
    return kit.message(PART_TEXTS[name], blocks) if blocks else None


def _thread_blocks(review: Review, section: ReviewSection, key: str) -> list[kit.Block]:
    if section is ReviewSection.PAINS:
        return pain_blocks(review)
    if section is ReviewSection.QUESTIONS:
        return question_blocks(review, key)
    return _preview_blocks(review, section)


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
    head = [section_heading(ReviewSection.MOOD), kit.context(kit.escape(MOOD_RULE))]
    menu_blocks = [kit.actions([menu])] if menu else []
    native = [
        *([kit.chart_block(chart)] if chart else []),
        *([kit.table_block(mood_table(review))] if review.stages else []),
    ]
    return _part_with_charts(
        "Mood by stage",
        [*head, *native, *menu_blocks],
        [*head, *mood_text_blocks(review), *menu_blocks],
        [chart] if chart else [],
    )


# KPIs


def _kpi_part(review: Review) -> Payload:
    planned, menu = plan_kpi_charts(review), readings_menu(review)
    rest = [*list_blocks(review, ReviewSection.CALL_OUTS), *([kit.actions([menu])] if menu else [])]
    table = kit.table_block(kpi_table(review, planned.left_out))
    listed = [*kpi_list_blocks(review), *_left_out_blocks(review, planned)]
    return _part_with_charts(
        "KPIs",
        [section_heading(ReviewSection.KPIS), *map(kit.chart_block, planned.charts), table, *rest],
        [section_heading(ReviewSection.KPIS), *listed, *rest],
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
