"""Reminders, pulses, and the answers to `/journey reminders`."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from domain.reminders import WEEK, Nudge, Pulse
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.forms import Values
from handlers.slack.ids import Action, CaptureField, numbered

MAX_NAMED = 10

MAX_BUTTONS = 5

MAX_NUDGE_NAME = 80

DAY = timedelta(days=1)

STOP = "Don't remind me again"

AT_MOST = (
    "At most one such message for each journey and period, on a weekday from 9 to 17 your time."
)

STOPPED = (
    "Waymark will not remind you again, in any journey here. `/journey reminders on` brings the "
    "reminders back."
)

REMINDED = (
    "You are reminded once, a week before a period ends, when a stage you own or a team you write "
    "for has no note yet. `/journey reminders off` ends that for good."
)

NOT_REMINDED = (
    "You get no reminders in any journey here. `/journey reminders on` brings them back: once, a "
    "week before a period ends, when a stage you own or a team you write for has no note yet."
)


def nudge_message(nudge: Nudge) -> dict[str, Any]:
    """Say which stages and teams have no note, with buttons to write one or to stop reminders."""
    journey = nudge.journey
    ends = words.day(nudge.period.end - DAY, journey)
    name = kit.cut(journey.name, MAX_NUDGE_NAME)
    opening = f"{nudge.period.label} of {name} ends on {ends}."
    asked = "One sentence about something a customer experienced is enough."
    missing = _missing(nudge)
    blocks = [
        kit.rich(kit.line("👋 ", kit.span(opening, bold=True), f" {asked}")),
        kit.rich(kit.bullets(kit.line(one) for one in missing)),
        kit.actions([*_buttons(nudge), _stop()]),
        kit.context(AT_MOST),
    ]
    return kit.message(f"{opening} {' '.join(missing)} {asked}", blocks)


def reminders_message(*, reminded: bool, changed: bool) -> dict[str, Any]:
    """Whether they are reminded from now on."""
    sentence = REMINDED if reminded else STOPPED if changed else NOT_REMINDED
    return kit.ephemeral(sentence, [kit.section(sentence)])


def start_of(value: str) -> Values:
    """What the form begins with for a button of a nudge."""
    values: dict[str, str] = json.loads(value)
    return values


def _missing(nudge: Nudge) -> list[str]:
    lines = []
    if nudge.stages:
        lines.append(f"No note yet in {_named([one.name for one in nudge.stages])}, which you own.")
    if nudge.teams:
        lines.append(f"No note yet from {_named(nudge.teams)}, the team you wrote for last.")
    return lines


def _named(names: Sequence[str]) -> str:
    shown = [kit.cut(name, MAX_NUDGE_NAME) for name in names[:MAX_NAMED]]
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _buttons(nudge: Nudge) -> list[kit.Element]:
    journey = nudge.journey.key
    starts = [
        (f"Add a note: {stage.name}", {CaptureField.STAGE.value: stage.key})
        for stage in nudge.stages
    ]
    if not starts:
        starts = [("Add a note", {CaptureField.TEAM.value: team}) for team in nudge.teams[:1]]
    return [
        kit.button(
            label,
            numbered(Action.ANSWER_NUDGE, number),
            json.dumps({CaptureField.JOURNEY.value: journey, **start}),
        )
        for number, (label, start) in enumerate(starts[:MAX_BUTTONS])
    ]


def _stop() -> kit.Element:
    return kit.button(STOP, numbered(Action.STOP_REMINDERS, 0), "stop")


MAX_PULSE_NAME = 80


def pulse_message(pulse: Pulse) -> dict[str, Any]:
    """Summarise last week; a mood is shown only from enough notes."""
    journey = kit.cut(pulse.journey.name, MAX_PULSE_NAME)
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
    mean = sums.mean or 0.0
    return f"lowest mood in {kit.cut(stage.name, MAX_PULSE_NAME)}: {words.mood(mean)} (n={sums.n})"
