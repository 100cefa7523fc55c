"""Lists of journeys and of map parts, the history of a map, and messages about saved changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.journeys.editing import SavedChange
from bot.journeys.journeys import JourneyList
from bot.journeys.map import HistoryPage, MapPartsView
from domain.journey_map import PERSONA_FIELDS, TOUCHPOINT_FIELDS, Touchpoint
from domain.journey_settings import JOURNEY_FIELDS
from domain.journeys import STAGE_FIELDS, Journey, Milestone, Stage
from domain.kpis import KPI_FIELDS, Kpi, format_value, precision_beside
from domain.map_fields import FieldKind, MapField
from domain.map_history import ChangeType, MapPart, MapParts, Subject, part_name
from domain.text import shorten
from handlers.journeys.forms import Target
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, View, numbered

# So many leave a message room for its headline and buttons.
MAX_PARTS = 40

# So many leave a row of buttons room for the others.
MAX_RESTORABLE = 20

MAX_LINE = 160

# How long each line of a part may be, the longest that fits is taken; and the room of all parts.
LINE_WIDTHS = (2 * MAX_LINE, 80, 40, 0)

MAX_PARTS_TEXT = kit.MAX_ALL_TEXT - 2_500

MAX_HISTORY_VALUE = 60

MAX_SAVED_VALUE = 120

MILESTONE_SIGNS = {Milestone.NOT_YET: "⏳", Milestone.REACHED: "🏁", Milestone.BLOCKED: "⛔"}

# Names the history where buttons name a list by its form.
HISTORY = "history"

# Other change types say it all: these list what was changed.
TYPES_WITH_EDITS = (ChangeType.EDITED, ChangeType.POSTPONED)

CHANGE_HEADLINES = {
    ChangeType.CREATED: "✅ Created",
    ChangeType.EDITED: "✅ Saved",
    ChangeType.ARCHIVED: "🗄️ Archived",
    ChangeType.RESTORED: "♻️ Restored",
    ChangeType.POSTPONED: "🗓️ Postponed",
    ChangeType.SKIPPED: "⏭️ Skipped",
}


@dataclass(frozen=True)
class Row:
    """One entry of a list: its lines, and what its button edits, if there is one."""

    name: str
    lines: list[str]
    target: Target | None


@dataclass(frozen=True)
class PartList:
    """One kind of part: what it is called, its parts in stages in use, and their extra lines."""

    noun: str
    fields: tuple[MapField, ...]
    parts: Callable[[MapParts], Sequence[Any]]
    lines: Callable[[Any, Journey], list[str]]


def _stage_lines(stage: Stage, _journey: Journey) -> list[str]:
    if stage.milestone:
        return [f"Milestone: {format_milestone(stage, MAX_LINE)}"]
    return [] if stage.objective else ["No objective or milestone yet"]


def format_milestone(stage: Stage, width: int) -> str:
    """Return a stage's milestone with its state, like `First order (⏳ not yet)`."""
    since = f" since {stage.milestone_since:%-d %b %Y}" if stage.milestone_since else ""
    state = f"{MILESTONE_SIGNS[stage.milestone_state]} {stage.milestone_state.value}{since}"
    return f"{shorten(stage.milestone or '', width)} ({state})"


def _touchpoint_lines(touchpoint: Touchpoint, journey: Journey) -> list[str]:
    stage = journey.stage(touchpoint.stage)
    place = "physical" if touchpoint.physical else "digital"
    team = f", owned by {touchpoint.team}" if touchpoint.team else ", no team owns it"
    name = stage.name if stage else touchpoint.stage
    return [f"{name}: {touchpoint.channel} ({place}){team}"]


def _kpi_lines(kpi: Kpi, _journey: Journey) -> list[str]:
    baseline = kpi.target if kpi.baseline is None else kpi.baseline
    precision = 2 if baseline is None else precision_beside(baseline, kpi.target, kpi.unit)

    def format_amount(value: float) -> str:
        return format_value(value, kpi.unit, kpi.currency, precision=precision)

    parts = [f"{kpi.unit.value}, {kpi.direction.value} is better"]
    parts.append("no target" if kpi.target is None else f"target {format_amount(kpi.target)}")
    if kpi.baseline is not None:
        parts.append(f"began at {format_amount(kpi.baseline)}")
    return [", ".join(parts)]


PART_LISTS = {
    View.STAGE: PartList(
        "stages",
        STAGE_FIELDS,
        lambda parts: (*parts.journey.stages, *parts.journey.archived_stages),
        _stage_lines,
    ),
    View.PERSONA: PartList("personas", PERSONA_FIELDS, lambda parts: parts.personas, lambda *_: []),
    View.TOUCHPOINT: PartList(
        "touchpoints",
        TOUCHPOINT_FIELDS,
        lambda parts: [t for t in parts.touchpoints if parts.journey.stage(t.stage)],
        _touchpoint_lines,
    ),
    View.KPI: PartList(
        "KPIs",
        KPI_FIELDS,
        lambda parts: [k for k in parts.kpis if k.stage is None or parts.journey.stage(k.stage)],
        _kpi_lines,
    ),
}


def part_list(form: View, view: MapPartsView, page: int = 0) -> dict[str, Any]:
    """Return a page of the parts of one kind, with buttons to add, edit and restore them."""
    kind, journey = PART_LISTS[form], view.journey
    parts = kind.parts(view.parts)
    rows = [
        Row(
            part_name(part),
            [*_text_lines(kind.fields, part), *kind.lines(part, journey)],
            Target(form, journey.id, part.id) if view.refusal is None else None,
        )
        for part in parts
        if not part.archived
    ]
    archived = [(part_name(part), part.id) for part in parts if part.archived]
    blocks: list[kit.Block] = [kit.header(f"{journey.name}: {kind.noun}")]
    # Above the parts: what does not fit is cut off at the end.
    pages = max(len(rows) / MAX_PARTS, len(archived) / MAX_RESTORABLE)
    buttons = page_buttons(form.value, journey.id, page, pages)
    if view.refusal is None:
        add = Target(form, journey.id).to_value()
        restorable = archived[page * MAX_RESTORABLE : (page + 1) * MAX_RESTORABLE]
        buttons.insert(0, kit.button("Add one", numbered(Action.OPEN_FORM, MAX_PARTS), add))
        buttons += _restore_buttons(
            [(name, Target(form, journey.id, part)) for name, part in restorable]
        )
    if buttons:
        blocks.append(kit.actions(buttons))
    blocks += _row_blocks(rows[page * MAX_PARTS : (page + 1) * MAX_PARTS])
    if not rows:
        blocks.append(kit.context(f"There are no {kind.noun} yet."))
    names = ", ".join(row.name for row in rows) or "none yet"
    return kit.ephemeral(f"{journey.name}, {kind.noun}: {names}.", blocks)


def journey_list(listed: JourneyList) -> dict[str, Any]:
    """Return the journeys of a workspace, with the channels that use them."""
    new = Target(View.NEW_JOURNEY).to_value()
    create = kit.button("New journey", numbered(Action.OPEN_FORM, MAX_PARTS), new)
    archived = [
        (journey.name, Target(View.JOURNEY, journey.id, journey.id))
        for journey in listed.archived[:MAX_RESTORABLE]
    ]
    rows = [
        Row(
            journey.name,
            _journey_lines(journey, sum(id_ == journey.id for id_ in listed.channels.values())),
            Target(View.JOURNEY, journey.id, journey.id),
        )
        for journey in listed.journeys
    ]
    # Above the journeys: what does not fit is cut off at the end.
    blocks = [kit.header("Journeys"), kit.actions([create, *_restore_buttons(archived)])]
    blocks += _row_blocks(rows[:MAX_PARTS])
    if not rows:
        blocks.append(kit.context("There is none yet. The first note creates the buyer journey."))
    if len(rows) > MAX_PARTS:
        more = len(rows) - MAX_PARTS
        blocks.append(kit.context(f"… and {more} more: `/journey edit KEY` opens any of them."))
    names = ", ".join(f"{journey.name} ({journey.key})" for journey in listed.journeys) or "none"
    return kit.ephemeral(f"Journeys: {names}.", blocks)


def _journey_lines(journey: Journey, channels: int) -> list[str]:
    parts = [f"Key {journey.key}, {len(journey.stages)} stages"]
    if journey.is_default:
        parts.append("the default journey")
    if channels:
        parts.append(f"used by {channels} channels" if channels > 1 else "used by one channel")
    return [", ".join(parts), *_text_lines(JOURNEY_FIELDS, journey)]


def _text_lines(fields: Sequence[MapField], part: MapPart) -> list[str]:
    """Return the part's long texts, each with its label."""
    texts = [
        (field.label, getattr(part, field.name))
        for field in fields
        if field.kind is FieldKind.LONG_TEXT and field.in_list
    ]
    return [f"{label}: {shorten(text, MAX_LINE)}" for label, text in texts if text]


def _row_blocks(rows: Sequence[Row]) -> list[kit.Block]:
    """Return each row with its button; the more there are, the shorter their lines."""
    blocks: list[kit.Block] = []
    for width in LINE_WIDTHS:
        blocks = [_row_block(row, width, number) for number, row in enumerate(rows)]
        if sum(kit.text_size(block) + kit.BLOCK_OVERHEAD for block in blocks) <= MAX_PARTS_TEXT:
            break
    return blocks


def _row_block(row: Row, width: int, number: int) -> kit.Block:
    lines = [kit.escape(shorten(line, width)) for line in row.lines if width]
    block = kit.section("\n".join([f"*{kit.escape(row.name)}*", *lines]))
    if row.target:
        edit = kit.button("Edit", numbered(Action.OPEN_FORM, number), row.target.to_value())
        block["accessory"] = edit
    return block


def _restore_buttons(archived: Sequence[tuple[str, Target]]) -> list[kit.Element]:
    return [
        kit.button(f"Restore {name}", numbered(Action.RESTORE, number), target.to_value())
        for number, (name, target) in enumerate(archived)
    ]


def page_buttons(name: str, journey_id: int, page: int, pages: float) -> list[kit.Element]:
    """Return the buttons to the pages of a list before and after this one."""
    return [
        kit.button(label, numbered(Action.TURN_LIST, number), f"{name}:{journey_id}:{to}")
        for number, (label, to) in enumerate((("Back", page - 1), ("More", page + 1)))
        if 0 <= to < pages
    ]


def history_message(history: HistoryPage) -> dict[str, Any]:
    """Return who changed what of a map and when, newest first."""
    journey = history.journey
    blocks: list[kit.Block] = [kit.header(f"{journey.name}: changes")]
    buttons = page_buttons(HISTORY, journey.id, history.page, history.page + 1 + history.older)
    if buttons:
        blocks.append(kit.actions(buttons))
    lines = []
    for version in history.versions:
        author = [kit.user(version.author)] if version.author else ["Waymark"]
        edits = "; ".join(
            f"{edit.field}: {_history_value(edit.before)} → {_history_value(edit.after)}"
            for edit in version.edits
        )
        lines.append(
            kit.line(
                f"{words.day(version.at, journey)}  ",
                *author,
                f" {version.change_type.value} the {version.subject.value} ",
                kit.span(version.subject_name, bold=True),
                f"  {edits}" if edits and version.change_type in TYPES_WITH_EDITS else "",
            )
        )
    if lines:
        blocks.append(kit.rich(kit.bullets(lines)))
    else:
        blocks.append(kit.context("Nothing has been changed yet."))
    blocks.append(kit.context("`/journey map 2026-Q2` shows the map as it was then."))
    return kit.ephemeral(f"{journey.name}: {len(history.versions)} changes of the map.", blocks)


def _history_value(value: str | None) -> str:
    return shorten(value, MAX_HISTORY_VALUE) if value else "–"


def change_saved_message(change: SavedChange) -> dict[str, Any]:
    """Return what was done, with what changed; or that nothing was different."""
    if change.version is None:
        text = f"Nothing was different: “{change.name}” in {change.journey.name} stays as it is."
        return kit.ephemeral(text, [kit.rich(kit.line(text))])
    sign = CHANGE_HEADLINES[change.change_type]
    place = "." if change.name == change.journey.name else f" in {change.journey.name}."
    headline = kit.line(f"{sign} ", kit.span(change.name, bold=True), place)
    edits = change.version.edits if change.change_type is ChangeType.EDITED else ()
    lines = [
        kit.line(f"{edit.field}: {_saved_value(edit.before)} → {_saved_value(edit.after)}")
        for edit in edits
    ]
    blocks = [kit.rich(headline, *((kit.bullets(lines),) if lines else ()))]
    is_created = change.change_type is ChangeType.CREATED
    if is_created and change.version.subject is Subject.JOURNEY:
        blocks += _new_journey_blocks(change.journey)
    return kit.ephemeral(f"{sign.split(' ')[1]} “{change.name}”{place}", blocks)


def _new_journey_blocks(journey: Journey) -> list[kit.Block]:
    """Return the stages of a new journey, and what to do next."""
    stages = " → ".join(stage.name for stage in journey.stages)
    first = journey.stages[0].key if journey.stages else "stage"
    return [
        kit.rich(kit.line("Its stages: ", kit.span(stages, bold=True))),
        kit.rich(
            kit.line("What you can do next:"),
            kit.bullets(
                [
                    kit.line(
                        "Write its first note: ",
                        kit.span(f"/painpoint {journey.key}/{first}: …", code=True),
                    ),
                    kit.line(
                        "Use it in this channel: ",
                        kit.span(f"/journey use {journey.key}", code=True),
                    ),
                    kit.line(
                        "Change its stages: ",
                        kit.span(f"/journey stages {journey.key}", code=True),
                    ),
                ]
            ),
        ),
    ]


def _saved_value(value: str | None) -> str:
    return kit.cut(" ".join(value.split()), MAX_SAVED_VALUE) if value else "–"


def home_channel_message(journey: Journey) -> dict[str, Any]:
    """Return where reviews are posted now, and what that needs."""
    text = (
        f"Reviews of {journey.name} are posted in this channel from now on. "
        "Waymark has to be a member of it: /invite @Waymark"
    )
    return kit.ephemeral(text, [kit.rich(kit.line(text))])


def channel_journey_message(journey: Journey) -> dict[str, Any]:
    """Return which journey a channel uses now."""
    text = (
        f"This channel now uses {journey.name}: for notes, readings, map and review. "
        "To write a note for another journey, name it: /painpoint other-key/stage: …"
    )
    return kit.ephemeral(text, [kit.rich(kit.line(text))])
