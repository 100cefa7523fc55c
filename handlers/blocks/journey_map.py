"""The map of a journey: every stage with its mood, its heaviest pain and its KPIs."""

from typing import Any

from bot.domain.review import Review, StageMood
from bot.domain.texts import shortened
from handlers.blocks import kit, words

PAIN = 110


def journey_map(review: Review) -> dict[str, Any]:
    """The map as an answer to the one who asked."""
    return kit.ephemeral(_told(review), map_blocks(review))


def map_blocks(review: Review) -> list[kit.Block]:
    """The map's blocks, also for the Home tab."""
    quarter = review.period.quarter.label
    blocks = [
        kit.header(f"{review.journey.name}, {quarter}{'' if review.complete else ' so far'}"),
        *(_stage(review, mood) for mood in review.stages),
    ]
    general = [trend for trend in review.kpis if trend.kpi.stage is None]
    if general:
        kpis = ", ".join(f"{t.kpi.key} {words.kpi_latest(t)}" for t in general)
        blocks.append(kit.rich(kit.line(kit.span("Whole journey", bold=True), f"  {kpis}")))
    hints = ["/journey review shows the figures", "/painpoint stage: what happened adds a note"]
    if review.notes.unsorted:
        hints.insert(0, f"{words.notes(review.notes.unsorted)} unsorted: /journey notes unsorted")
    blocks.append(kit.context(kit.escape(" · ".join(hints))))
    return blocks


def _told(review: Review) -> str:
    moods = ", ".join(
        f"{mood.stage.name} {words.signed(mood.now.mean)} ({words.notes(mood.now.n)})"
        for mood in review.stages
    )
    return f"{review.journey.name}, {review.period.quarter.label}: {moods}."


def _stage(review: Review, mood: StageMood) -> kit.Block:
    stage = mood.stage
    heard = (
        f"{words.mood(mood.now.mean)}, {words.notes(mood.now.n)}, {words.verdict(mood)}"
        if mood.now.mean is not None
        else "no notes yet this quarter"
    )
    lines = [kit.line(kit.span(stage.name, bold=True), f"  {heard}")]
    details = [
        *((f"Objective: {stage.objective}",) if stage.objective else ()),
        *((f"Milestone: {stage.milestone}",) if stage.milestone else ()),
    ]
    pain = next((pain for pain in review.pains if pain.stage == stage.key), None)
    if pain:
        details.append(f"Hurts most: {shortened(pain.title, PAIN)}")
    kpis = [trend for trend in review.kpis if trend.kpi.stage == stage.key]
    if kpis:
        shown = (f"{words.STATUS_SIGNS[t.status]} {t.kpi.key} {words.kpi_latest(t)}" for t in kpis)
        details.append(f"KPIs: {', '.join(shown)}")
    items = [kit.line(detail) for detail in details]
    return kit.rich(*lines, *((kit.bullets(items),) if items else ()))
