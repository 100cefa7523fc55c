"""The weekly pulse of a journey: one line."""

from typing import Any

from bot.domain.pulse import WEEK, Pulse
from handlers.blocks import kit, words

NAME = 80


def pulse_message(pulse: Pulse) -> dict[str, Any]:
    """What last week came to; a mood is told only where enough notes carry it."""
    journey = kit.cut(pulse.journey.name, NAME)
    parts = _heard(pulse)
    if pulse.in_tray:
        verb = "waits" if pulse.in_tray == 1 else "wait"
        parts.append(f"{words.notes(pulse.in_tray)} {verb} to be placed")
    told = f": {'; '.join(parts)}."
    week = f"{journey}, last week ({_days(pulse)})"
    return kit.message(f"{week}{told}", [kit.rich(kit.line(kit.span(week, bold=True), told))])


def _days(pulse: Pulse) -> str:
    first, after = pulse.monday - WEEK, pulse.monday
    last = after.fromordinal(after.toordinal() - 1)
    month = "" if first.month == last.month else f" {first:%b}"
    return f"{first.day}{month}–{last.day} {last:%b}"


def _heard(pulse: Pulse) -> list[str]:
    if not pulse.heard:
        return [f"{words.notes(pulse.notes)}, none of them in a stage yet"]
    stages = "1 stage" if pulse.heard == 1 else f"{pulse.heard} stages"
    return [f"{words.notes(pulse.notes)} in {stages}", _mood(pulse)]


def _mood(pulse: Pulse) -> str:
    found = pulse.lowest()
    if found is None:
        return "too few in any one stage to speak of a mood"
    stage, sums = found
    mean = sums.mean or 0.0
    return f"lowest mood in {kit.cut(stage.name, NAME)}: {words.mood(mean)} (n={sums.n})"
