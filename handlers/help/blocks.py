"""What a person who is new reads: the welcome, `/journey help`, and the list of all commands."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from domain.notes import NoteKind
from handlers.slack import kit
from handlers.slack.ids import Action, numbered

Example = tuple[str, str]

WELCOME = "Hi, I'm Waymark. I keep your customer journey map up to date."

# What it does, in three lines.
WELCOME_LINES = (
    (
        "Tell me what customers experience, in one line: message me, mention me in a channel, or "
        "type `/painpoint onboarding: the invite email lands in spam`."
    ),
    "I file each note under a stage of the journey, with how the customer felt, next to your KPIs.",
    "After each quarter I post a review to discuss, act on and sign off.",
)

FIRST_COMMANDS: tuple[Example, ...] = (
    (
        "/painpoint onboarding: the invite email lands in spam",
        "saves a pain point; also /touchpoint and /opportunity",
    ),
    ("/kpi decision.trial-to-paid 18.4%", "records a KPI value"),
    ("/journey map", "shows the journey as it is now"),
    ("/journey review", "shows this period's review so far, only to you"),
    ("/journey ask what hurts most in onboarding?", "answers a question"),
    ("/journey notes onboarding", "lists notes"),
)

ALL_COMMANDS: dict[str, tuple[Example, ...]] = {
    "Notes": (
        (
            "/painpoint onboarding: the invite email lands in spam severity:high team:support",
            "saves a pain point",
        ),
        (
            "/touchpoint decision: demo call went really well via:phone feeling:happy",
            "saves a touchpoint",
        ),
        ("/opportunity loyalty: customers ask for a referral link", "saves an opportunity"),
        (
            "/journey notes onboarding painpoint",
            "lists notes; also mine, unsorted, negative, 2026-Q3, 2026-09",
        ),
        ("/journey search invoice team:support", "looks for words in notes"),
        (
            "/journey ask what hurts most in onboarding?",
            "answers a question from the notes and KPIs",
        ),
        ("/journey corrections", "lists the moods you corrected"),
    ),
    "KPIs": (("/kpi decision.trial-to-paid 18.4% target:22%", "records a KPI value"),),
    "Reviews": (
        ("/journey review 2026-Q3", "shows a review to you alone; also 2026-H1, 2026-09"),
        ("/journey review 2026-Q3 vs 2026-Q1", "compares two periods"),
        ("/journey review next", "says when the next one is posted; also postpone, skip, now"),
        ("/journey themes", "lists pains that say the same; rename, merge, move, track or mute"),
        ("/journey themes sort", "sorts new pain points into themes"),
        ("/journey actions", "lists the actions, and whether they worked"),
    ),
    "The map": (
        ("/journey map 2026-Q3 clinic-owner", "shows a past quarter, or one persona's map"),
        ("/journey stages", "edits the stages; also personas, touchpoints, kpis"),
        ("/journey new", "creates another journey; also list, edit"),
        ("/journey history", "shows who changed what on the map"),
    ),
    "Files": (
        ("/journey export notes csv", "sends you a file; also readings, reviews, jsonl"),
        ("/journey export review 2026-Q3", "sends a page to print; also csv, md, json, canvas"),
        ("/journey import", "explains how to import a CSV or JSON Lines file"),
    ),
    "Settings": (
        ("/journey settings", "time zone, fiscal year, how often and when reviewed, who may edit"),
        ("/journey use KEY", "makes this channel use a journey"),
        ("/journey here", "posts reviews here"),
        ("/journey prompt", "asks this channel a question every week; off ends it"),
        ("/journey team support", "says which team you are in; your notes count for it"),
        ("/journey reminders off", "turns off your reminders; on turns them on"),
    ),
}

KEYWORDS = (
    "Words you can add to a note: via: persona: severity: team: feeling: source: on: touchpoint: "
    "— leave out what you do not know."
)

MORE = "All commands: `/journey help more`."


def welcome_message() -> dict[str, Any]:
    """Return the message for a channel Waymark joined, or a person who writes to it first."""
    return kit.message(WELCOME, welcome_blocks())


def hello_message() -> dict[str, Any]:
    """Return the welcome as an answer to one person who said hello."""
    return kit.ephemeral(WELCOME, welcome_blocks())


def welcome_blocks() -> list[kit.Block]:
    """Return what Waymark does in three lines, and two buttons to begin."""
    return [
        kit.section(f"*{kit.escape(WELCOME)}*"),
        kit.section("\n".join(f"• {line}" for line in WELCOME_LINES)),
        kit.actions(
            [
                kit.button(
                    "Write a note", numbered(Action.WRITE_NOTE, 0), NoteKind.PAIN_POINT.value
                ),
                kit.button("What can I type?", numbered(Action.SHOW_HELP, 0), "short"),
            ]
        ),
    ]


def help_message() -> dict[str, Any]:
    """Return the first commands, each with an example, and a button for all of them."""
    examples = ", ".join(example for example, _ in FIRST_COMMANDS)
    return kit.ephemeral(f"What you can type: {examples}", help_blocks())


def all_commands_message() -> dict[str, Any]:
    """Return all commands by subject, each with an example."""
    blocks = [
        kit.rich(kit.line(kit.span(subject, bold=True)), _examples(commands))
        for subject, commands in ALL_COMMANDS.items()
    ]
    return kit.ephemeral("Everything you can type", [*blocks, kit.context(kit.escape(KEYWORDS))])


def unknown_command_message(word: str, known: Sequence[str]) -> dict[str, Any]:
    """Return the first commands after saying that there is none called `word`, with a near one."""
    near = get_close_matches(word.casefold(), known, 1)
    guess: list[kit.Element | str] = (
        [" Did you mean ", kit.span(near[0], bold=True), "?"] if near else []
    )
    text = f"I don't know “/journey {word[:40]}”."
    fallback = f"{text} Did you mean {near[0]}?" if near else text
    return kit.ephemeral(fallback, [kit.rich(kit.line(text, *guess)), *help_blocks()])


def help_blocks() -> list[kit.Block]:
    """Return the first commands and a button for all of them, as blocks."""
    more = kit.button("More commands", numbered(Action.SHOW_HELP, 1), "all")
    return [kit.rich(_examples(FIRST_COMMANDS)), kit.actions([more])]


def _examples(commands: Sequence[Example]) -> kit.Element:
    return kit.bullets(
        kit.line(kit.span(example, code=True), f"  {text}") for example, text in commands
    )
