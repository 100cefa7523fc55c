"""The help of `/journey`, on one screen."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from handlers.slack import kit

EXAMPLES = (
    (
        "/painpoint onboarding: the invite email lands in spam severity:high team:support",
        "saves a pain point",
    ),
    (
        "/touchpoint decision: demo call went really well via:phone feeling:happy",
        "saves a touchpoint",
    ),
    ("/opportunity loyalty: customers ask for a referral link", "saves an opportunity"),
    ("/kpi decision.trial-to-paid 18.4% target:22%", "records a KPI reading"),
    ("/journey map", "shows the journey as it is now"),
    ("/journey review 2026-Q3", "shows a review to you alone; also 2026-H1, 2026-09"),
    ("/journey review next", "says when the next one is posted; also postpone, skip, now"),
    (
        "/journey notes onboarding painpoint",
        "lists notes; also mine, unsorted, negative, 2026-Q3, 2026-09",
    ),
    ("/journey search invoice team:support", "looks for words in notes"),
    ("/journey actions", "lists the actions, and whether they worked"),
    ("/journey themes", "lists pains that say the same; rename, merge, move, track or mute them"),
    ("/journey themes sort", "sorts new pain points into themes"),
    ("/journey corrections", "lists the moods you corrected"),
    ("/journey review 2026-Q3 vs 2026-Q1", "compares two periods"),
    ("/journey export notes csv", "sends you a file; also readings, reviews, jsonl"),
    ("/journey export review 2026-Q3", "sends a page to print; also csv, md, json, canvas"),
    ("/journey map 2026-Q3 clinic-owner", "shows a past quarter, or one persona's map"),
    ("/journey stages", "edits the stages; also personas, touchpoints, kpis"),
    ("/journey new", "creates another journey; /journey list shows them all"),
    ("/journey use KEY", "makes this channel use a journey"),
    ("/journey settings", "time zone, fiscal year, how often and when reviewed, who may edit"),
    ("/journey history", "shows who changed what on the map"),
    ("/journey import", "explains how to import a CSV or JSON Lines file"),
    ("/journey team support", "says which team you are in; your notes count for it"),
    ("/journey reminders off", "turns off your reminders; on turns them on"),
    ("/journey here", "posts reviews here"),
)

KEYWORDS = (
    "Words you can add to a note: via: persona: severity: team: feeling: source: on: touchpoint: "
    "— leave out what you do not know."
)


def help_message() -> dict[str, Any]:
    """Return the commands, each with an example."""
    examples = ", ".join(example for example, _ in EXAMPLES)
    return kit.ephemeral(f"What you can type: {examples}", help_blocks())


def unknown_command_message(word: str, known: Sequence[str]) -> dict[str, Any]:
    """Return the commands after saying that there is none called `word`, with a near one."""
    near = get_close_matches(word.casefold(), known, 1)
    guess: list[kit.Element | str] = (
        [" Did you mean ", kit.span(near[0], bold=True), "?"] if near else []
    )
    text = f"I don't know “/journey {word[:40]}”."
    fallback = f"{text} Did you mean {near[0]}?" if near else text
    return kit.ephemeral(fallback, [kit.rich(kit.line(text, *guess)), *help_blocks()])


def help_blocks() -> list[kit.Block]:
    """Return the examples and the keywords as blocks."""
    lines = [kit.line(kit.span(example, code=True), f"  {text}") for example, text in EXAMPLES]
    return [kit.rich(kit.bullets(lines)), kit.context(kit.escape(KEYWORDS))]
