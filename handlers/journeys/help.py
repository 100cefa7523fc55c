"""What Waymark can do, on one screen."""

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
    ("/journey map", "shows the journey as it stands"),
    ("/journey review 2026-Q3", "shows a review, to you alone; also 2026-H1, 2026-09"),
    ("/journey review next", "tells when the next one is posted; also postpone, skip, now"),
    (
        "/journey notes onboarding painpoint",
        "lists notes; also mine, unsorted, negative, 2026-Q3, 2026-09",
    ),
    ("/journey search invoice team:support", "looks for words in notes"),
    ("/journey actions", "lists what is done about them, and whether it worked"),
    ("/journey themes", "lists what pains say the same; rename, merge, split or mute them"),
    ("/journey corrections", "lists moods that were corrected, from which scores learn"),
    ("/journey review 2026-Q3 vs 2026-Q1", "sets two periods side by side"),
    ("/journey export notes csv", "sends you a file; also readings, reviews, jsonl"),
    ("/journey export review 2026-Q3", "a page to print; also csv, md, json, canvas"),
    ("/journey map 2026-Q3 clinic-owner", "shows a past quarter, or one persona's map"),
    ("/journey stages", "edits the stages; also personas, touchpoints, kpis"),
    ("/journey new", "begins another journey; /journey list shows them all"),
    ("/journey use KEY", "has a journey meant in this channel"),
    ("/journey settings", "time zone, fiscal year, how often and when reviewed, who may edit"),
    ("/journey history", "shows who changed what of the map"),
    ("/journey import", "tells how to bring in a CSV or JSON Lines file"),
    ("/journey reminders off", "keeps reminders away from you; on brings them back"),
    ("/journey here", "has the reviews posted in this channel"),
)

WORDS = (
    "Words you can add to a note: via: persona: severity: team: feeling: source: on: touchpoint: "
    "— leave out what you do not know."
)


def guide(remark: str = "") -> dict[str, Any]:
    """The commands, each with an example; `remark` says why they are shown."""
    lines = [kit.line(kit.span(typed, code=True), f"  {what}") for typed, what in EXAMPLES]
    blocks = [kit.rich(kit.bullets(lines)), kit.context(kit.escape(WORDS))]
    if remark:
        blocks.insert(0, kit.rich(kit.line(remark)))
    told = remark or "What you can type: " + ", ".join(typed for typed, _ in EXAMPLES)
    return kit.ephemeral(told, blocks)
