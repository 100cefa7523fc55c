"""The parts of a map as lists with buttons to change them."""

from collections.abc import Sequence
from typing import Any

from bot.journeys.editing import SavedChange
from bot.journeys.listing import HistoryPage, JourneyList, MapPartsView
from domain.journey_map import Persona, Touchpoint
from domain.journeys import Journey, Milestone, Stage
from domain.kpis import Kpi, format_value
from domain.map_history import ChangeType
from domain.text import shorten
from handlers.journeys.part_forms import Target
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, View, numbered

# As many parts as leave a message room for its headline, its buttons and a last word.
MOST = 40


SHORT = 160


# As many that can be restored as leave a row of buttons room for the others.
MAX_AWAY = 20


# How much is said in a line of a part, and how many characters all parts may take.
WIDTHS = (2 * SHORT, 80, 40, 0)


ROOM = kit.MAX_ALL_TEXT - 2_500


MILESTONES = {Milestone.NOT_YET: "⏳", Milestone.REACHED: "🏁", Milestone.BLOCKED: "⛔"}


HISTORY = "history"


NEW_JOURNEY = Target(View.NEW_JOURNEY).value


Row = tuple[str, list[str], Target | None]


# What is said of others is said with the change_type.
CHANGES = (ChangeType.EDITED, ChangeType.POSTPONED)


def stages(shown: MapPartsView, page: int = 0) -> dict[str, Any]:
    """The stages of a journey with their cards."""
    rows = [
        (stage.name, _stage(stage), _target(shown, View.STAGE, stage.id))
        for stage in shown.journey.stages
    ]
    away = [(stage.name, stage.id) for stage in shown.journey.archived_stages]
    return _listed(shown, View.STAGE, "stages", rows, away, page)


def personas(shown: MapPartsView, page: int = 0) -> dict[str, Any]:
    """The personas of a journey with their profiles."""
    used = [persona for persona in shown.parts.personas if not persona.archived]
    rows = [(p.name, _persona(p), _target(shown, View.PERSONA, p.id)) for p in used]
    away = [(persona.name, persona.id) for persona in shown.parts.personas if persona.archived]
    return _listed(shown, View.PERSONA, "personas", rows, away, page)


def touchpoints(shown: MapPartsView, page: int = 0) -> dict[str, Any]:
    """The touchpoints of a journey, stage by stage."""
    order = {stage.key: stage for stage in shown.journey.stages}
    used = [t for t in shown.parts.touchpoints if not t.archived and t.stage in order]
    rows = [
        (t.name, _touchpoint(t, order[t.stage]), _target(shown, View.TOUCHPOINT, t.id))
        for t in used
    ]
    away = [(t.name, t.id) for t in shown.parts.touchpoints if t.archived and t.stage in order]
    return _listed(shown, View.TOUCHPOINT, "touchpoints", rows, away, page)


def kpis(shown: MapPartsView, page: int = 0) -> dict[str, Any]:
    """The KPIs of a journey, stage by stage."""
    order = {stage.key for stage in shown.journey.stages}
    here = [kpi for kpi in shown.parts.kpis if kpi.stage is None or kpi.stage in order]
    rows = [
        (kpi.path, _kpi(kpi), _target(shown, View.KPI, kpi.id)) for kpi in here if not kpi.archived
    ]
    away = [(kpi.path, kpi.id) for kpi in here if kpi.archived]
    return _listed(shown, View.KPI, "KPIs", rows, away, page)


def journeys(listed: JourneyList) -> dict[str, Any]:
    """The journeys of a workspace, and which channel means which."""
    begin = kit.button("New journey", numbered(Action.OPEN_FORM, MOST), NEW_JOURNEY)
    away = [(journey.name, journey.id, journey.id) for journey in listed.archived[:MAX_AWAY]]
    rows = [
        (
            journey.name,
            _journey(journey, [c for c, id_ in listed.channels.items() if id_ == journey.id]),
            Target(View.JOURNEY, journey.id, journey.id),
        )
        for journey in listed.journeys
    ]
    # Above the journeys: what does not fit is cut off at the end.
    blocks = [kit.header("Journeys"), kit.actions([begin, *_restoring(View.JOURNEY, away)])]
    blocks += _rows(rows[:MOST])
    if not rows:
        blocks.append(kit.context("There is none yet. The first note begins the buyer journey."))
    if len(rows) > MOST:
        more = len(rows) - MOST
        blocks.append(kit.context(f"… and {more} more: `/journey edit KEY` opens any of them."))
    told = ", ".join(f"{journey.name} ({journey.key})" for journey in listed.journeys) or "none"
    return kit.ephemeral(f"Journeys: {told}.", blocks)


def history(shown: HistoryPage) -> dict[str, Any]:
    """Who changed what of a map and when, newest first."""
    journey = shown.journey
    blocks: list[kit.Block] = [kit.header(f"{journey.name}: what was changed")]
    buttons = turning(HISTORY, journey.id, shown.page, shown.page + 1 + shown.older)
    if buttons:
        blocks.append(kit.actions(buttons))
    lines = []
    for version in shown.versions:
        when = words.day(version.at, journey)
        who = [kit.user(version.author)] if version.author else ["Waymark"]
        what = "; ".join(
            f"{edit.field}: {_value(edit.before)} → {_value(edit.after)}" for edit in version.edits
        )
        lines.append(
            kit.line(
                f"{when}  ",
                *who,
                f" {version.change_type.value} the {version.subject.value} ",
                kit.span(version.subject_name, bold=True),
                f"  {what}" if what and version.change_type in CHANGES else "",
            )
        )
    if lines:
        blocks.append(kit.rich(kit.bullets(lines)))
    else:
        blocks.append(kit.context("Nothing was changed yet: this is the map as it began."))
    blocks.append(kit.context("`/journey map 2026-Q2` shows the map as it stood then."))
    return kit.ephemeral(f"{journey.name}: {len(shown.versions)} changes of the map.", blocks)


def turning(what: str, journey: int, page: int, pages: float) -> list[kit.Element]:
    """Buttons to the pages of a list beside this one."""
    return [
        kit.button(label, numbered(Action.TURN_LIST, number), f"{what}:{journey}:{to}")
        for number, (label, to) in enumerate((("Back", page - 1), ("More", page + 1)))
        if 0 <= to < pages
    ]


def _listed(
    shown: MapPartsView,
    form: View,
    what: str,
    rows: Sequence[Row],
    away: Sequence[tuple[str, int]],
    page: int,
) -> dict[str, Any]:
    journey = shown.journey.id
    blocks: list[kit.Block] = [kit.header(f"{shown.journey.name}: {what}")]
    # Above the parts: what does not fit is cut off at the end.
    buttons = turning(form.value, journey, page, max(len(rows) / MOST, len(away) / MAX_AWAY))
    if shown.refusal is None:
        add = Target(form, journey).value
        resting = away[page * MAX_AWAY : (page + 1) * MAX_AWAY]
        buttons.insert(0, kit.button("Add one", numbered(Action.OPEN_FORM, MOST), add))
        buttons += _restoring(form, [(name, journey, id_) for name, id_ in resting])
    if buttons:
        blocks.append(kit.actions(buttons))
    blocks += _rows(rows[page * MOST : (page + 1) * MOST])
    if not rows:
        blocks.append(kit.context(f"There are no {what} yet."))
    names = ", ".join(name for name, _, _ in rows) or "none yet"
    return kit.ephemeral(f"{shown.journey.name}, {what}: {names}.", blocks)


def _target(shown: MapPartsView, form: View, part: int) -> Target | None:
    return Target(form, shown.journey.id, part) if shown.refusal is None else None


def _rows(rows: Sequence[Row]) -> list[kit.Block]:
    """Each part with its button; the more there are, the less is said of each."""
    blocks: list[kit.Block] = []
    for width in WIDTHS:
        blocks = [
            _row(name, [shorten(line, width) for line in said if width], target, number)
            for number, (name, said, target) in enumerate(rows)
        ]
        if sum(kit.text_size(block) + kit.EACH_BLOCK for block in blocks) <= ROOM:
            break
    return blocks


def _row(name: str, said: list[str], target: Target | None, number: int) -> kit.Block:
    lines = [f"*{kit.escape(name)}*", *(kit.escape(line) for line in said)]
    block = kit.section("\n".join(lines))
    if target:
        edit = kit.button("Edit", numbered(Action.OPEN_FORM, number), target.value)
        block["accessory"] = edit
    return block


def _restoring(form: View, away: Sequence[tuple[str, int, int]]) -> list[kit.Element]:
    return [
        kit.button(
            f"Restore {name}",
            numbered(Action.RESTORE, number),
            Target(form, journey, part).value,
        )
        for number, (name, journey, part) in enumerate(away)
    ]


def _stage(stage: Stage) -> list[str]:
    lines = [f"Objective: {shorten(stage.objective, SHORT)}"] if stage.objective else []
    if stage.milestone:
        since = f" since {stage.milestone_since:%-d %b %Y}" if stage.milestone_since else ""
        state = f"{MILESTONES[stage.milestone_state]} {stage.milestone_state.value}{since}"
        lines.append(f"Milestone: {shorten(stage.milestone, SHORT)} ({state})")
    return lines or ["No objective or milestone yet"]


def _persona(persona: Persona) -> list[str]:
    said = (
        ("Demographics", persona.demographics),
        ("Goals", persona.goals),
        ("Pain points", persona.pain_points),
        ("Behaviours", persona.behaviours),
        ("Preferences", persona.preferences),
    )
    return [f"{what}: {shorten(text, SHORT)}" for what, text in said if text]


def _touchpoint(touchpoint: Touchpoint, stage: Stage) -> list[str]:
    sort = "physical" if touchpoint.physical else "digital"
    team = f", owned by {touchpoint.team}" if touchpoint.team else ", no team owns it"
    return [f"{stage.name}: {touchpoint.channel} ({sort}){team}"]


def _kpi(kpi: Kpi) -> list[str]:
    def shown(value: float) -> str:
        return format_value(value, kpi.unit, kpi.currency)

    parts = [f"{kpi.unit.value}, {kpi.direction.value} is better"]
    parts.append("no target" if kpi.target is None else f"target {shown(kpi.target)}")
    if kpi.baseline is not None:
        parts.append(f"began at {shown(kpi.baseline)}")
    return [", ".join(parts)]


def _journey(journey: Journey, channels: Sequence[str]) -> list[str]:
    parts = [f"Key {journey.key}, {len(journey.stages)} stages"]
    if journey.is_default:
        parts.append("the default journey")
    if channels:
        parts.append(
            f"meant in {len(channels)} channels" if len(channels) > 1 else "bound to one channel"
        )
    lines = [", ".join(parts)]
    return [*lines, f"Goal: {shorten(journey.goal, SHORT)}"] if journey.goal else lines


def _value(value: str | None) -> str:
    return shorten(value, 60) if value else "–"


SIGNS = {
    ChangeType.CREATED: "✅ Created",
    ChangeType.EDITED: "✅ Saved",
    ChangeType.ARCHIVED: "🗄️ Archived",
    ChangeType.RESTORED: "♻️ Restored",
    ChangeType.POSTPONED: "🗓️ Postponed",
    ChangeType.SKIPPED: "⏭️ Skipped",
}


VALUE = 120


def change_saved_message(kept: SavedChange) -> dict[str, Any]:
    """What was done, with what changed; or that nothing was different."""
    if kept.version is None:
        told = f"Nothing was different: “{kept.name}” in {kept.journey.name} stays as it is."
        return kit.ephemeral(told, [kit.rich(kit.line(told))])
    sign = SIGNS[kept.change_type]
    where = "." if kept.name == kept.journey.name else f" in {kept.journey.name}."
    headline = kit.line(f"{sign} ", kit.span(kept.name, bold=True), where)
    edits = kept.version.edits if kept.change_type is ChangeType.EDITED else ()
    lines = [
        kit.line(f"{edit.field}: {_short(edit.before)} → {_short(edit.after)}") for edit in edits
    ]
    blocks = [kit.rich(headline, *((kit.bullets(lines),) if lines else ()))]
    return kit.ephemeral(f"{sign.split(' ')[1]} “{kept.name}”{where}", blocks)


def _short(value: str | None) -> str:
    return kit.cut(" ".join(value.split()), VALUE) if value else "–"


def settled(journey: Journey) -> dict[str, Any]:
    """Where reviews go now, and what that needs."""
    told = (
        f"Reviews of {journey.name} are posted in this channel from now on. "
        "Waymark has to be a member of it: /invite @Waymark"
    )
    return kit.ephemeral(told, [kit.rich(kit.line(told))])


def meant(journey: Journey) -> dict[str, Any]:
    """Which journey a channel means now."""
    told = (
        f"In this channel {journey.name} is meant from now on: notes, readings, map and review. "
        "A note for another journey still names it: /painpoint other-key/stage: …"
    )
    return kit.ephemeral(told, [kit.rich(kit.line(told))])
