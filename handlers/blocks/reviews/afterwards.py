"""What is said in a review's thread after it was posted."""

from collections.abc import Sequence
from typing import Any

from bot.domain.corrections import Corrected, Correction, Figures
from bot.domain.journey import Journey, Stage
from bot.domain.kpis import Unit, show_value
from bot.domain.sign_offs import Signature, SignOff
from bot.domain.texts import shortened
from handlers.blocks import kit, words
from handlers.ids import Action, numbered

NAME = 60
TITLE = 90
MOST_LINES = 20
AS_POSTED = "The figures are as they were posted again."


def nudge(journey: Journey, stages: Sequence[Stage], key: str) -> dict[str, Any]:
    """A word to the owners of stages nobody has signed, in their absence to the journey's."""
    lines = []
    for stage in stages:
        owner = stage.owner or journey.owner
        who = [": ", kit.user(owner)] if owner else [": nobody owns it yet"]
        lines.append(kit.line(kit.span(kit.cut(stage.name, NAME), bold=True), *who))
    told = "Two weeks on, nobody has signed off or asked for another look at:"
    sign = kit.button("Sign off my stage", numbered(Action.SIGN_OFF, 0), key)
    blocks = [kit.rich(kit.line(f"⏳ {told}"), kit.bullets(lines)), kit.actions([sign])]
    names = ", ".join(kit.cut(stage.name, NAME) for stage in stages)
    return kit.message(f"{told} {names}", blocks)


def comment(said: SignOff, stages: Sequence[Stage]) -> dict[str, Any]:
    """What somebody said when signing stages off, or wanting another look at them."""
    names = ", ".join(kit.cut(stage.name, NAME) for stage in stages)
    signed = said.signature is Signature.SIGNED
    verb = " signed off " if signed else " wants another look at "
    line = kit.line(
        "✅ " if signed else "👀 ", kit.user(said.user), verb, kit.span(names, bold=True)
    )
    text = f"{'Signed off' if signed else 'Another look is wanted at'}: {names}. {said.comment}"
    return kit.message(text, [kit.rich(line, kit.quote(said.comment or ""))])


def corrections(journey: Journey, changed: Sequence[Correction]) -> dict[str, Any]:
    """What is no longer as it was posted; `told` tells one such word from another."""
    lines = correction_lines(journey, changed)
    told = "Since this review was posted, its figures changed:" if lines else AS_POSTED
    items = [kit.line(line) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        items.append(kit.line(f"… and {len(lines) - MOST_LINES} more."))
    listing = [kit.bullets(items)] if items else []
    blocks = [
        kit.rich(kit.line(f"✏️ {told}"), *listing),
        kit.context("What was posted stays as it is; `/journey review` shows the figures of now."),
    ]
    return {**kit.message(" ".join([told, *lines[:3]]), blocks), "told": "\n".join(lines)}


def correction_lines(journey: Journey, changed: Sequence[Correction]) -> list[str]:
    """A line for each figure that changed, as it was and as it is."""
    return [_line(journey, one) for one in changed]


def _line(journey: Journey, one: Correction) -> str:
    if one.what is Corrected.PAIN:
        return _pain(one)
    # A stage, a KPI and the counts are there before and after.
    before, after = one.before or {}, one.after or {}
    if one.what is Corrected.NOTES:
        return f"Notes: {_counts(after)}; posted as {_counts(before)}."
    if one.what is Corrected.STAGE:
        name = kit.cut(str(after["name"]), NAME)
        return f"{name}: mood {_mood(after)}; posted as {_mood(before)}."
    name = kit.cut(words.kpi_called(journey, after["stage"], str(after["key"])), NAME)
    return f"{name}: {_reading(after)}; posted as {_reading(before)}."


def _pain(one: Correction) -> str:
    before, after = one.before, one.after
    if after is None:
        return f"Pain no longer there: {_weight(before or {})}."
    if before is None:
        return f"Pain not posted: {_weight(after)}."
    if before["title"] != after["title"]:
        return f"Pain {_weight(after)}; posted as {_weight(before)}."
    return f"Pain {_weight(after)}; posted with {words.notes(before['n'])}, {before['score']}."


def _weight(pain: Figures) -> str:
    return f"“{shortened(pain['title'], TITLE)}” ({words.notes(pain['n'])}, weight {pain['score']})"


def _counts(notes: Figures) -> str:
    # Reviews of before said nothing of languages.
    unread = notes.get("unread_language", 0)
    told = f"{notes['total']}, {notes['unsorted']} of them unsorted"
    return f"{told}, {unread} in a language not supported" if unread else told


def _mood(stage: Figures) -> str:
    return f"{words.signed(stage['mean'])} (n={stage['n']}, {stage['change']['verdict']})"


def _reading(kpi: Figures) -> str:
    value = kpi["last"]
    shown = "–" if value is None else show_value(value, Unit(kpi["unit"]))
    return f"{shown} ({kpi['status']})"
