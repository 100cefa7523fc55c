"""The map of a journey as Slack blocks, stage by stage."""

from typing import Any

from bot.journeys.map import MapRequest
from domain.journey_map import JourneyMap, MapStage
from domain.kpis import KpiStatus
from domain.text import shorten
from handlers.journeys.forms import Target
from handlers.journeys.lists import format_milestone
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, View, numbered

MAX_TEXT = 110

MAX_NAMED = 4


def build_map_message(shown: JourneyMap) -> dict[str, Any]:
    """Return the map as the answer to one person."""
    headline, *stages = map_blocks(shown)
    # Above the stages: what does not fit is cut off at the end.
    return kit.ephemeral(_summary(shown), [headline, _buttons(shown), *stages, _hints(shown)])


def build_shared_map_message(shown: JourneyMap, image: kit.Block | None) -> dict[str, Any]:
    """Return the map for a channel: its picture if there is one, else in blocks."""
    blocks = [kit.header(map_title(shown)), image] if image else map_blocks(shown, owners=False)
    return kit.message(_summary(shown), blocks)


def map_title(shown: JourneyMap) -> str:
    """Return a title such as `Buyer journey, 2026-Q4 so far, persona Shopper`."""
    running = "" if shown.complete else " so far"
    whose = f", persona {shown.persona}" if shown.persona else ""
    return f"{shown.journey.name}, {shown.period.label}{running}{whose}"


def image_block(file_id: str, shown: JourneyMap, alt_text: str) -> kit.Block:
    """Return the block that shows an uploaded picture of the map."""
    return {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": kit.cut(alt_text, kit.MAX_ALT_TEXT),
        "title": kit.plain(map_title(shown), kit.MAX_SECTION // 2),
    }


def map_value(shown: JourneyMap) -> str:
    """Return the value of a button that shows the same map."""
    return f"{shown.journey.key}|{shown.period.label}|{shown.persona or ''}"


def parse_map_value(value: str) -> MapRequest:
    """Parse the value of a button into the map it shows."""
    # The name of a persona may contain the separator too.
    journey, period, persona = value.split("|", 2)
    return MapRequest(journey, period, persona or None)


def map_blocks(shown: JourneyMap, *, owners: bool = True) -> list[kit.Block]:
    """Return the map's blocks; without `owners` no one is named: that would notify them."""
    stages = (_stage(shown, column, owners=owners) for column in shown.stages)
    blocks = [kit.header(map_title(shown)), *stages]
    if shown.kpis:
        kpis = ", ".join(f"{t.kpi.key} {words.kpi_latest(t)}" for t in shown.kpis)
        blocks.append(kit.rich(kit.line(kit.span("Whole journey", bold=True), f"  {kpis}")))
    return blocks


def _buttons(shown: JourneyMap) -> kit.Block:
    form = Target(View.STAGE, shown.journey.id).to_value()
    write = numbered(Action.WRITE_NOTE, 0)
    return kit.actions(
        [
            kit.button("Show it to the channel", numbered(Action.SHARE_MAP, 0), map_value(shown)),
            kit.button("Add a note", write, "pain point"),
            kit.button("Add a stage", numbered(Action.OPEN_FORM, 0), form),
        ]
    )


def _hints(shown: JourneyMap) -> kit.Block:
    hints = ["/journey review shows the figures", "/journey stages edits the stages"]
    if shown.notes.unsorted:
        hints.insert(0, f"{words.notes(shown.notes.unsorted)} unsorted: /journey notes unsorted")
    return kit.context(kit.escape(" · ".join(hints)))


def _summary(shown: JourneyMap) -> str:
    moods = ", ".join(
        f"{c.stage.name} {words.net_mood(c.mood.now)} ({words.notes(c.mood.now.n)})"
        for c in shown.stages
    )
    return f"{map_title(shown)}: {moods}. The figures are net mood, −100 to +100."


def _stage(shown: JourneyMap, column: MapStage, *, owners: bool) -> kit.Block:
    stage, mood = column.stage, column.mood
    mood_text = words.stage_mood(mood)
    if not mood.now.n:
        mood_text += f" {'in' if shown.complete else 'yet in'} {shown.period.label}"
    items = [kit.line(detail) for detail in _details(column)]
    if stage.owner and owners:
        items.append(kit.line("Owner: ", kit.user(stage.owner)))
    headline = kit.line(kit.span(stage.name, bold=True), f"  {mood_text}")
    return kit.rich(headline, *((kit.bullets(items),) if items else ()))


def _details(column: MapStage) -> list[str]:
    stage = column.stage
    details = [f"Objective: {shorten(stage.objective, MAX_TEXT)}"] if stage.objective else []
    if stage.milestone:
        details.append(f"Milestone: {format_milestone(stage, MAX_TEXT)}")
    if column.touchpoints:
        names = [touchpoint.name for touchpoint in column.touchpoints]
        details.append(f"Touchpoints: {_name_some(names)}")
    if column.pains:
        details.append(f"Hurts most: {shorten(column.pains[0].title, MAX_TEXT)}")
    if column.opportunities:
        more = column.opportunity_count - 1
        rest = f" (and {more} more)" if more else ""
        details.append(f"Opportunity: {shorten(column.opportunities[0], MAX_TEXT)}{rest}")
    if column.kpis:
        off_first = sorted(column.kpis, key=lambda t: t.status is not KpiStatus.OFF_TARGET)
        kpis = [
            f"{words.STATUS_SIGNS[t.status]} {t.kpi.key} {words.kpi_latest(t)}" for t in off_first
        ]
        details.append(f"KPIs: {_name_some(kpis)}")
    return details


def _name_some(names: list[str]) -> str:
    shown = ", ".join(names[:MAX_NAMED])
    more = len(names) - MAX_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
