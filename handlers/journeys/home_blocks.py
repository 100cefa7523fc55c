"""The Home tab: a person's journeys at a glance, and what waits for them."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

from bot.journeys.home import Home, JourneySummary
from domain.improvements import Improvement, ImprovementProgress
from domain.journeys import Journey, Stage
from domain.kpis import KpiStatus
from domain.notes import Note, NoteKind
from domain.reviews import KpiTrend, StageMood
from domain.text import shorten
from handlers.journeys.help import EXAMPLES
from handlers.journeys.part_forms import Target
from handlers.notes.inbox_blocks import place_many_button, place_menu
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, View, numbered

MAX_KPIS = 4


NOTE = 300


KIND_LABELS = {
    NoteKind.PAIN_POINT: "Pain point",
    NoteKind.TOUCHPOINT: "Touchpoint",
    NoteKind.OPPORTUNITY: "Opportunity",
}


Numbers = Iterator[int]


def build_home_view(shown: Home) -> dict[str, Any]:
    """Somebody's Home."""
    if shown.guest:
        blocks = _guest()
    elif not shown.journeys:
        blocks = [*_welcome(), _quick_buttons(), *_help()]
    else:
        numbers = count()
        blocks = [kit.header("Save a note"), _quick_buttons(), *_waiting(shown), *_mine(shown)]
        blocks += _actions(shown)
        for glance in shown.journeys:
            blocks += [kit.divider(), *_journey(glance, numbers)]
        blocks += [kit.divider(), *_help()]
    return {"type": "home", "blocks": kit.fitted(blocks, kit.MAX_VIEW_BLOCKS)}


def _guest() -> list[kit.Block]:
    return [
        kit.header("Waymark"),
        kit.section(
            "You are a guest here. In channels that belong to a journey you can save what "
            "customers live through: type `/painpoint`, `/touchpoint` or `/opportunity` there."
        ),
    ]


def _welcome() -> list[kit.Block]:
    begin = kit.button(
        "Begin a journey", numbered(Action.OPEN_FORM, 0), Target(View.NEW_JOURNEY).value
    )
    return [
        kit.header("Keep your customer journey map alive"),
        kit.section(
            "Drop what customers live through where you already talk. Waymark files it per stage, "
            "scores the mood, and every quarter posts a review.\n"
            "The first note begins a *buyer journey*; or begin one of your own."
        ),
        kit.actions([begin]),
    ]


def _quick_buttons() -> kit.Block:
    return kit.actions(
        [
            kit.button(label, numbered(Action.WRITE_NOTE, number), kind.value)
            for number, (kind, label) in enumerate(KIND_LABELS.items())
        ]
    )


def _waiting(shown: Home) -> list[kit.Block]:
    if not shown.unsorted:
        return []
    every = sum(glance.in_tray for glance in shown.journeys)
    blocks: list[kit.Block] = [kit.header(f"{words.notes(every)} to place")]
    trays = [glance.journey for glance in shown.journeys if glance.in_tray]
    if every > 1:
        named = len(trays) > 1
        many = [place_many_button(tray, number, named=named) for number, tray in enumerate(trays)]
        blocks.append(kit.actions(many))
    for number, (journey, note) in enumerate(shown.unsorted):
        blocks.append(_unsorted(journey, note, shown.suggested.get(note.id), number))
    if every > len(shown.unsorted):
        blocks.append(
            kit.context(f"The newest {len(shown.unsorted)}; `/journey notes unsorted` shows more.")
        )
    return blocks


def _unsorted(journey: Journey, note: Note, suggested: Stage | None, number: int) -> kit.Block:
    menu = place_menu(journey, note, suggested, number)
    said = f"{KIND_LABELS[note.kind]}: {shorten(note.text, NOTE)}"
    where = f"_{journey.name}, {words.day(note.occurred_at, journey)}_"
    return {**kit.section(f"{kit.escape(said)}\n{kit.escape(where)}"), "accessory": menu}


def _mine(shown: Home) -> list[kit.Block]:
    if not shown.mine:
        return []
    lines = [
        kit.line(kit.span(mood.stage.name, bold=True), f" of {journey.name}: {_heard(mood)}")
        for journey, mood in shown.mine
    ]
    return [kit.header("Your stages"), kit.rich(kit.bullets(lines))]


def _actions(shown: Home) -> list[kit.Block]:
    """Their open actions, those due first at first."""
    lines = [
        kit.line(
            kit.span(shorten(action.draft.title, NOTE), bold=True),
            f" of {journey.name}: {_due(journey, action, shown.now)}",
        )
        for journey, action in shown.actions
    ]
    if not lines:
        return []
    more = kit.context("`/journey actions mine` shows them all, each with its menu.")
    return [kit.header("Your open actions"), kit.rich(kit.bullets(lines)), more]


def _due(journey: Journey, action: Improvement, now: datetime) -> str:
    if action.draft.due is None:
        return action.state.value
    late = action.standing(journey.calendar.today(now)) is ImprovementProgress.OVERDUE
    when = "overdue since" if late else "due"
    return f"{action.state.value}, {when} {action.draft.due:%-d %b %Y}"


def _journey(glance: JourneySummary, numbers: Numbers) -> list[kit.Block]:
    journey = glance.journey
    due = journey.review_due_at
    review = f" · next review {words.day(due, journey)}" if due else ""
    label = glance.period.label
    blocks = [
        kit.header(journey.name),
        kit.context(kit.escape(f"{label} so far: {words.notes(glance.notes.total)}{review}")),
        kit.rich(
            kit.bullets(
                kit.line(kit.span(mood.stage.name, bold=True), f"  {_heard(mood)}")
                for mood in glance.stages
            )
        ),
    ]
    lines = [line for line in (_kpis(glance), _blind(glance)) if line]
    if lines:
        blocks.append(kit.rich(*(kit.line(f"{line}\n") for line in lines)))
    blocks.append(_buttons(glance, numbers))
    return blocks


def _heard(mood: StageMood) -> str:
    if mood.now.mean is None:
        unread = f", {mood.now.unread:,} not read" if mood.now.unread else ""
        return f"no notes yet this {mood.noun}{unread}"
    return (
        f"{words.mood(mood.now.mean)}, {words.format_note_count(mood.now)}, {words.verdict(mood)}"
    )


def _kpis(glance: JourneySummary) -> str:
    def named(status: KpiStatus) -> list[KpiTrend]:
        return [trend for trend in glance.kpis if trend.status is status]

    off, unread = named(KpiStatus.OFF_TARGET), named(KpiStatus.NO_READING)
    on = len(named(KpiStatus.ON_TARGET))
    parts = [f"✅ {on} on target"] if on else []
    if off:
        names = ", ".join(words.kpi_name(glance.journey, trend) for trend in off[:MAX_KPIS])
        parts.append(f"🔻 {len(off)} off target: {names}{' …' if len(off) > MAX_KPIS else ''}")
    if unread:
        parts.append(f"❔ {len(unread)} without a reading this {glance.period.noun}")
    return f"KPIs: {' · '.join(parts)}" if parts else ""


def _blind(glance: JourneySummary) -> str:
    parts = []
    if glance.silent:
        parts.append(f"no notes in {', '.join(glance.silent)}")
    if glance.unowned:
        everybody = len(glance.unowned) == len(glance.stages)
        parts.append(
            "no stage has an owner" if everybody else f"no owner for {', '.join(glance.unowned)}"
        )
    return f"Blind spots: {'; '.join(parts)}" if parts else ""


def _buttons(glance: JourneySummary, numbers: Numbers) -> kit.Block:
    journey = glance.journey.id
    shown = kit.button("Show the map", numbered(Action.SHOW_MAP, next(numbers)), glance.journey.key)
    if not glance.may_edit:
        return kit.actions([shown])
    edits = ((View.JOURNEY, "Edit"), (View.SETTINGS, "Settings"), (View.STAGE, "Add a stage"))
    buttons = [
        kit.button(
            label,
            numbered(Action.OPEN_FORM, next(numbers)),
            Target(form, journey, journey if form is View.JOURNEY else 0).value,
        )
        for form, label in edits
    ]
    return kit.actions([shown, *buttons])


def _help() -> list[kit.Block]:
    lines = [kit.line(kit.span(typed, code=True), f"  {what}") for typed, what in EXAMPLES]
    return [kit.rich(kit.bullets(lines))]
