"""The Home tab: a person's journeys in short, and their open tasks."""

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
from handlers.help.blocks import welcome_blocks
from handlers.journeys.forms import Target
from handlers.notes.inbox_blocks import place_many_button, place_menu
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, View, numbered

MAX_KPIS = 4


MAX_NOTE_TEXT = 300


HELP = "`/journey help` shows what you can type. Or just write to me in *Messages*."


FIRST_JOURNEY = (
    "Your first note creates a *buyer journey* with six stages, from awareness to loyalty. You can "
    "change them, or create a journey of your own first."
)


Numbers = Iterator[int]


def build_home_view(shown: Home) -> dict[str, Any]:
    """Return the view of a person's Home tab."""
    if shown.guest:
        blocks = _guest()
    elif not shown.journeys:
        blocks = _welcome()
    else:
        numbers = count()
        blocks = [
            kit.header("Save a note"),
            _quick_buttons(),
            *_unsorted_blocks(shown),
            *_owned_stage_blocks(shown),
        ]
        blocks += _improvement_blocks(shown)
        for summary in shown.journeys:
            blocks += [kit.divider(), *_journey_blocks(summary, numbers)]
        blocks += [kit.divider(), kit.context(HELP)]
    return {"type": "home", "blocks": kit.fitted(blocks, kit.MAX_VIEW_BLOCKS)}


def _guest() -> list[kit.Block]:
    return [
        kit.header("Waymark"),
        kit.section(
            "You are a guest here. In channels that belong to a journey you can save what "
            "customers experience: type `/painpoint`, `/touchpoint` or `/opportunity` there."
        ),
    ]


def _welcome() -> list[kit.Block]:
    create = kit.button(
        "Create a journey", numbered(Action.OPEN_FORM, 0), Target(View.NEW_JOURNEY).to_value()
    )
    return [
        *welcome_blocks(),
        kit.context(FIRST_JOURNEY),
        kit.actions([create]),
    ]


def _quick_buttons() -> kit.Block:
    # Pains first: they are noted most.
    kinds = sorted(NoteKind, key=lambda kind: kind is not NoteKind.PAIN_POINT)
    return kit.actions(
        [
            kit.button(kind.value.capitalize(), numbered(Action.WRITE_NOTE, number), kind.value)
            for number, kind in enumerate(kinds)
        ]
    )


def _unsorted_blocks(shown: Home) -> list[kit.Block]:
    if not shown.unsorted:
        return []
    total = sum(summary.unsorted for summary in shown.journeys)
    blocks: list[kit.Block] = [kit.header(f"{words.notes(total)} to place")]
    journeys = [summary.journey for summary in shown.journeys if summary.unsorted]
    if total > 1:
        named = len(journeys) > 1
        many = [
            place_many_button(journey, number, named=named)
            for number, journey in enumerate(journeys)
        ]
        blocks.append(kit.actions(many))
    for number, (journey, note) in enumerate(shown.unsorted):
        blocks.append(_unsorted_block(journey, note, shown.suggested.get(note.id), number))
    if total > len(shown.unsorted):
        blocks.append(
            kit.context(f"The newest {len(shown.unsorted)}; `/journey notes unsorted` shows more.")
        )
    return blocks


def _unsorted_block(
    journey: Journey, note: Note, suggested: Stage | None, number: int
) -> kit.Block:
    menu = place_menu(journey, note, suggested, number)
    text = f"{note.kind.value.capitalize()}: {shorten(note.text, MAX_NOTE_TEXT)}"
    where = f"_{journey.name}, {words.day(note.occurred_at, journey)}_"
    return {**kit.section(f"{kit.escape(text)}\n{kit.escape(where)}"), "accessory": menu}


def _owned_stage_blocks(shown: Home) -> list[kit.Block]:
    if not shown.mine:
        return []
    lines = [
        kit.line(kit.span(mood.stage.name, bold=True), f" of {journey.name}: {_format_mood(mood)}")
        for journey, mood in shown.mine
    ]
    return [kit.header("Your stages"), kit.rich(kit.bullets(lines))]


def _improvement_blocks(shown: Home) -> list[kit.Block]:
    """Return their open actions, the first due first."""
    lines = [
        kit.line(
            kit.span(shorten(improvement.draft.title, MAX_NOTE_TEXT), bold=True),
            f" of {journey.name}: {_due(journey, improvement, shown.now)}",
        )
        for journey, improvement in shown.improvements
    ]
    if not lines:
        return []
    more = kit.context("`/journey actions mine` shows them all, each with its menu.")
    return [kit.header("Your open actions"), kit.rich(kit.bullets(lines)), more]


def _due(journey: Journey, improvement: Improvement, now: datetime) -> str:
    if improvement.draft.due is None:
        return improvement.state.value
    late = improvement.progress_on(journey.calendar.today(now)) is ImprovementProgress.OVERDUE
    when = "overdue since" if late else "due"
    return f"{improvement.state.value}, {when} {improvement.draft.due:%-d %b %Y}"


def _journey_blocks(summary: JourneySummary, numbers: Numbers) -> list[kit.Block]:
    journey = summary.journey
    due = journey.review_due_at
    review = f" · next review {words.day(due, journey)}" if due else ""
    label = summary.period.label
    blocks = [
        kit.header(journey.name),
        kit.context(kit.escape(f"{label} so far: {words.notes(summary.notes.total)}{review}")),
        kit.rich(
            kit.bullets(
                kit.line(kit.span(mood.stage.name, bold=True), f"  {_format_mood(mood)}")
                for mood in summary.stages
            )
        ),
    ]
    lines = [line for line in (_kpi_line(summary), _blind_spot_line(summary)) if line]
    if lines:
        blocks.append(kit.rich(*(kit.line(f"{line}\n") for line in lines)))
    blocks.append(_buttons(summary, numbers))
    return blocks


def _format_mood(mood: StageMood) -> str:
    if not mood.now.n:
        unread = f", {mood.now.unsupported:,} not read" if mood.now.unsupported else ""
        return f"no notes yet this {mood.noun}{unread}"
    return words.stage_mood(mood)


def _kpi_line(summary: JourneySummary) -> str:
    def named(status: KpiStatus) -> list[KpiTrend]:
        return [trend for trend in summary.kpis if trend.status is status]

    off, unread = named(KpiStatus.OFF_TARGET), named(KpiStatus.NO_READING)
    on = len(named(KpiStatus.ON_TARGET))
    parts = [f"✅ {on} on target"] if on else []
    if off:
        names = ", ".join(words.kpi_name(summary.journey, trend) for trend in off[:MAX_KPIS])
        parts.append(f"🔻 {len(off)} off target: {names}{' …' if len(off) > MAX_KPIS else ''}")
    if unread:
        parts.append(f"❔ {len(unread)} without a reading this {summary.period.noun}")
    return f"KPIs: {' · '.join(parts)}" if parts else ""


def _blind_spot_line(summary: JourneySummary) -> str:
    parts = []
    if summary.silent:
        parts.append(f"no notes in {', '.join(summary.silent)}")
    if summary.unowned:
        no_owner = len(summary.unowned) == len(summary.stages)
        parts.append(
            "no stage has an owner" if no_owner else f"no owner for {', '.join(summary.unowned)}"
        )
    return f"Blind spots: {'; '.join(parts)}" if parts else ""


def _buttons(summary: JourneySummary, numbers: Numbers) -> kit.Block:
    journey = summary.journey.id
    shown = kit.button(
        "Show the map", numbered(Action.SHOW_MAP, next(numbers)), summary.journey.key
    )
    if not summary.may_edit:
        return kit.actions([shown])
    edits = ((View.JOURNEY, "Edit"), (View.SETTINGS, "Settings"), (View.STAGE, "Add a stage"))
    buttons = [
        kit.button(
            label,
            numbered(Action.OPEN_FORM, next(numbers)),
            Target(form, journey, journey if form is View.JOURNEY else 0).to_value(),
        )
        for form, label in edits
    ]
    return kit.actions([shown, *buttons])
