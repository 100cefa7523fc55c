"""A quarterly review as a Slack message, with native charts or without."""

from collections.abc import Sequence
from typing import Any

from bot.domain.kpis import KpiStatus
from bot.domain.review import QUESTIONS, KpiTrend, Review
from bot.domain.texts import shortened
from bot.domain.trends import Verdict
from handlers.blocks import kit, words
from handlers.blocks.charts import kpi_chart, mood_chart, mood_table, mood_text_table

MOST_PAINS = 5
MOST_KPIS = 12
QUOTE = 160
MOST_RESOLVED = 3


def post(review: Review) -> dict[str, Any]:
    """The message as it is frozen: `text`, `blocks`, and `plain_blocks` without native data."""
    data = [block for block in (mood_chart(review), mood_table(review), kpi_chart(review)) if block]
    text = summary(review)
    return {
        **kit.message(text, [*_opening(review), *data, *_rest(review)]),
        "plain_blocks": kit.fitted([*_opening(review), *mood_text_table(review), *_rest(review)]),
    }


def preview(review: Review) -> dict[str, Any]:
    """The same for one person's eyes, where nobody waits for a second try."""
    return kit.ephemeral(
        summary(review), [*_opening(review), *mood_text_table(review), *_rest(review)]
    )


def title(review: Review) -> str:
    """`Buyer journey: review of 2026-Q3`."""
    running = "" if review.complete else " so far"
    return f"{review.journey.name}: review of {review.period.label}{running}"


def summary(review: Review) -> str:
    """The review in a sentence or two: for notifications, and where blocks are not shown."""
    return f"{title(review)}. {' '.join(headlines(review))}"


def headlines(review: Review) -> list[str]:
    """What matters, in words with numbers; an empty quarter says so."""
    if not review.notes.total:
        return [
            "No notes were dropped this quarter, so nothing can be said of the customers' mood.",
            "One note a week from each team is enough for a review worth reading.",
        ]
    lines = [_moved(review, Verdict.FALLING), _moved(review, Verdict.RISING)]
    if review.noted:
        worst = review.noted[0]
        where = words.stage_name(review.journey, worst.stage)
        lines.append(
            f"The pain that weighs most: “{shortened(worst.title, 90)}” ({where}, "
            f"{words.notes(worst.n)}, weight {worst.score})."
        )
    off = [t for t in review.kpis if t.status is KpiStatus.OFF_TARGET]
    if off:
        names = ", ".join(words.kpi_name(review.journey, trend) for trend in off[:3])
        some = ", among them " if len(off) > 3 else ": "
        lines.append(f"{len(off)} of {len(review.kpis)} KPIs off target{some}{names}.")
    said = [line for line in lines if line]
    counted = f"{words.notes(review.notes.total)} this quarter."
    return [counted, *said[:3]] if said else [counted, "No stage's mood changed clearly."]


def _moved(review: Review, verdict: Verdict) -> str:
    moved = [mood for mood in review.stages if mood.change.verdict is verdict]
    if not moved:
        return ""
    names = ", ".join(
        f"{mood.stage.name} ({words.signed(mood.previous.mean)} → {words.signed(mood.now.mean)})"
        for mood in moved
    )
    return f"Mood {verdict.value} in {names}."


def _opening(review: Review) -> list[kit.Block]:
    zone = review.journey.calendar.zone
    first, last = review.period.start, review.period.end
    span = f"{first:%-d %b %Y} to {last:%-d %b %Y} (not included), {zone.key}"
    lines = [kit.line(line) for line in headlines(review)]
    return [
        kit.header(title(review)),
        kit.rich(kit.bullets(lines)),
        *([kit.context(kit.escape(words.missed(review)))] if review.missed else []),
        kit.context(
            kit.escape(
                f"{span} · mood runs from −1 to +1 · a stage is said to rise or fall only "
                "where the 95% interval of the change excludes 0 and both quarters have "
                "5 notes or more"
            )
        ),
    ]


def _rest(review: Review) -> list[kit.Block]:
    return [*_pains(review), *_kpis(review), *_blind_spots(review), *_questions()]


def _pains(review: Review) -> list[kit.Block]:
    items = []
    for pain in review.noted[:MOST_PAINS]:
        teams = f", {', '.join(pain.teams)}" if pain.teams else ""
        where = words.stage_name(review.journey, pain.stage)
        items.append(
            kit.line(
                kit.span(shortened(pain.title, QUOTE)),
                kit.span(
                    f"  {where}{teams} · {words.notes(pain.n)} · weight {pain.score} · "
                    f"{words.standing(pain)}",
                    italic=True,
                ),
            )
        )
    more = len(review.noted) - MOST_PAINS
    heading = kit.line(kit.span("Pains, heaviest first", bold=True))
    blocks = [kit.rich(heading, kit.bullets(items))] if items else []
    if more > 0:
        blocks.append(
            kit.context(
                f"… and {more} more. Weight is severity added up over the notes "
                "(missing counts as medium, 2)."
            )
        )
    return [*blocks, *_resolved(review)]


def _resolved(review: Review) -> list[kit.Block]:
    if not review.resolved:
        return []
    shown = ", ".join(f"“{shortened(pain.title, 60)}”" for pain in review.resolved[:MOST_RESOLVED])
    more = len(review.resolved) - MOST_RESOLVED
    others = f" and {more} more" if more > 0 else ""
    told = f"Noted last quarter and not in this: {shown}{others}."
    return [kit.context(kit.escape(told))]


def _kpis(review: Review) -> list[kit.Block]:
    if not review.kpis:
        return []
    items = [
        kit.line(
            f"{words.STATUS_SIGNS[trend.status]} ",
            kit.span(words.kpi_name(review.journey, trend), bold=True),
            f": {_kpi(trend)}",
        )
        for trend in _shown(review.kpis)
    ]
    blocks = [kit.rich(kit.line(kit.span("KPIs", bold=True)), kit.bullets(items))]
    if len(review.kpis) > MOST_KPIS:
        blocks.append(kit.context(f"… and {len(review.kpis) - MOST_KPIS} more KPIs."))
    return blocks


def _shown(kpis: Sequence[KpiTrend]) -> Sequence[KpiTrend]:
    """As many as fit: where there are more, those off target are not the ones left out."""
    if len(kpis) <= MOST_KPIS:
        return kpis
    return sorted(kpis, key=lambda trend: trend.status is not KpiStatus.OFF_TARGET)[:MOST_KPIS]


def _kpi(trend: KpiTrend) -> str:
    """`18.9% (off target, target 22%; last quarter 19%, worse)`."""
    standing = [trend.status.value] if trend.last is not None else []
    if trend.kpi.target is not None:
        standing.append(f"target {words.kpi_value(trend, trend.kpi.target)}")
    before = [f"last quarter {words.kpi_value(trend, trend.previous_last)}"]
    if trend.last is None:
        return f"{trend.status.value} ({', '.join(standing + before)})"
    before.append(words.kpi_movement(trend))
    shown = words.kpi_value(trend, trend.last)
    return f"{shown} ({', '.join(standing)}; {', '.join(before)})"


def _blind_spots(review: Review) -> list[kit.Block]:
    spots = review.blind_spots
    named = [words.stage_name(review.journey, key) for key in spots.stages]
    parts = [
        ("Stages without a note", named),
        ("Silent teams", spots.teams),
        ("Personas nobody wrote about", spots.personas),
        ("Channels nobody wrote about", spots.channels),
        ("Stages without an owner", _unowned(review)),
    ]
    items = [kit.line(f"{what}: ", ", ".join(keys)) for what, keys in parts if keys]
    if review.notes.unsorted:
        items.append(
            kit.line(
                f"{words.notes(review.notes.unsorted)} in the unsorted tray: "
                "/journey notes unsorted"
            )
        )
    if not items:
        return []
    return [kit.rich(kit.line(kit.span("Blind spots", bold=True)), kit.bullets(items))]


def _unowned(review: Review) -> list[str]:
    keys = review.blind_spots.unowned
    if len(keys) == len(review.stages) > 1:
        return ["all of them"]
    return [words.stage_name(review.journey, key) for key in keys]


def _questions() -> list[kit.Block]:
    items = [kit.line(question) for question in QUESTIONS]
    return [kit.rich(kit.line(kit.span("What to look at", bold=True)), kit.bullets(items))]
