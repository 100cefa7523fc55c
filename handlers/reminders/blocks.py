"""Reminders, pulses, and the answers to `/journey reminders`."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from domain.reminders import WEEK, Pulse, Reminder
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.forms import Values
from handlers.slack.ids import Action, CaptureField, numbered

MAX_NAMED = 10

MAX_BUTTONS = 5

MAX_NAME = 80

DAY = timedelta(days=1)

ASK_FOR_NOTE = "One sentence about something a customer experienced is enough."

ASK_TO_SORT = "Sorted into themes, pains can be counted in the review."

TURN_OFF = "Don't remind me again"

FREQUENCY = (
    "At most one such message for each journey and period, on a weekday from 9 to 17 your time."
)

TURNED_OFF = (
    "Waymark will not remind you again, in any journey here. `/journey reminders on` brings the "
    "reminders back."
)

IS_ON = (
    "You are reminded once, a week before a period ends, when a stage you own or a team you write "
    "for has no note yet, or pains of a journey you own are not sorted. `/journey reminders off` "
    "ends that for good."
)

IS_OFF = (
    "You get no reminders in any journey here. `/journey reminders on` brings them back: once, a "
    "week before a period ends, when a stage you own or a team you write for has no note yet, or "
    "pains of a journey you own are not sorted."
)


def reminder_message(reminder: Reminder) -> dict[str, Any]:
    """Say what has no note and what is to sort, with buttons to do it or to stop reminders."""
    journey = reminder.journey
    ends = words.day(reminder.period.end - DAY, journey)
    name = kit.cut(journey.name, MAX_NAME)
    opening = f"{reminder.period.label} of {name} ends on {ends}."
    asked = ASK_FOR_NOTE if reminder.stages or reminder.teams else ASK_TO_SORT
    missing = _missing(reminder)
    blocks = [
        kit.rich(kit.line("👋 ", kit.span(opening, bold=True), f" {asked}")),
        kit.rich(kit.bullets(kit.line(one) for one in missing)),
        kit.actions([*_buttons(reminder), _opt_out_button()]),
        kit.context(FREQUENCY),
    ]
    return kit.message(f"{opening} {' '.join(missing)} {asked}", blocks)


def opt_out_message(*, reminded: bool, changed: bool) -> dict[str, Any]:
    """Say whether a user gets reminders, as the answer to `/journey reminders`."""
    sentence = IS_ON if reminded else TURNED_OFF if changed else IS_OFF
    return kit.ephemeral(sentence, [kit.section(sentence)])


def form_values(value: str) -> Values:
    """Return the prefilled values of the note form from the value of a button."""
    values: dict[str, str] = json.loads(value)
    return values


def _missing(reminder: Reminder) -> list[str]:
    lines = []
    if reminder.stages:
        lines.append(
            f"No note yet in {_named([one.name for one in reminder.stages])}, which you own."
        )
    if reminder.teams:
        lines.append(f"No note yet from {_named(reminder.teams)}, the team you wrote for last.")
    if reminder.to_sort:
        lines.append(f"{words.pains_to_sort(reminder.to_sort)}.")
    return lines


def _named(names: Sequence[str]) -> str:
    shown = [kit.cut(name, MAX_NAME) for name in names[:MAX_NAMED]]
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _buttons(reminder: Reminder) -> list[kit.Element]:
    journey = reminder.journey.key
    starts = [
        (f"Add a note: {stage.name}", {CaptureField.STAGE.value: stage.key})
        for stage in reminder.stages
    ]
    if not starts:
        starts = [("Add a note", {CaptureField.TEAM.value: team}) for team in reminder.teams[:1]]
    write = [
        kit.button(
            label,
            numbered(Action.ANSWER_REMINDER, number),
            json.dumps({CaptureField.JOURNEY.value: journey, **start}),
        )
        for number, (label, start) in enumerate(starts[:MAX_BUTTONS])
    ]
    return [*write, *_sort_button(reminder)]


def _sort_button(reminder: Reminder) -> list[kit.Element]:
    if not reminder.to_sort:
        return []
    sort = numbered(Action.SORT_PAINS, 0)
    button = kit.button("Sort them", sort, str(reminder.journey.id))
    return [{**button, "style": "primary"}]


def _opt_out_button() -> kit.Element:
    return kit.button(TURN_OFF, numbered(Action.STOP_REMINDERS, 0), "stop")


def pulse_message(pulse: Pulse) -> dict[str, Any]:
    """Summarise last week; a mood is shown only from enough notes."""
    journey = kit.cut(pulse.journey.name, MAX_NAME)
    parts = _describe_notes(pulse)
    if pulse.unsorted:
        verb = "waits" if pulse.unsorted == 1 else "wait"
        parts.append(f"{words.notes(pulse.unsorted)} {verb} to be placed")
    summary = f": {'; '.join(parts)}."
    week = f"{journey}, last week ({_days(pulse)})"
    return kit.message(f"{week}{summary}", [kit.rich(kit.line(kit.span(week, bold=True), summary))])


def _days(pulse: Pulse) -> str:
    first, after = pulse.monday - WEEK, pulse.monday
    last = after.fromordinal(after.toordinal() - 1)
    month = "" if first.month == last.month else f" {first:%b}"
    return f"{first.day}{month}–{last.day} {last:%b}"


def _describe_notes(pulse: Pulse) -> list[str]:
    if not pulse.stages_with_notes:
        return [f"{words.notes(pulse.notes)}, none of them in a stage yet"]
    stages = "1 stage" if pulse.stages_with_notes == 1 else f"{pulse.stages_with_notes} stages"
    return [f"{words.notes(pulse.notes)} in {stages}", _mood(pulse)]


def _mood(pulse: Pulse) -> str:
    found = pulse.lowest()
    if found is None:
        return "too few in any one stage to speak of a mood"
    stage, sums = found
    where = kit.cut(stage.name, MAX_NAME)
    return f"lowest net mood in {where}: {words.net_mood(sums)} ({words.notes(sums.n)})"
