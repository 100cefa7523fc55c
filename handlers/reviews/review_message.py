"""A review in a few words with numbers: what a phone shows, and notifications."""

from collections.abc import Sequence
from typing import Any

from domain.kpis import KpiStatus
from domain.posted_reviews import ReviewState, Signature, StageStanding, Standing, standing
from domain.reviews import CallOut, Contradiction, Review, StageMood, find_call_outs
from domain.text import shorten
from domain.trends import Verdict
from handlers.presentation import words
from handlers.reviews.notes_behind import notes_menu
from handlers.slack import kit
from handlers.slack.ids import Action, numbered

MAX_THINGS = 3


MAX_NAMED = 2


NAME = 40


TITLE = 90


def title(review: Review) -> str:
    """`Buyer journey: review of 2026-Q3`."""
    running = "" if review.complete else " so far"
    return f"{review.journey.name}: review of {review.period.label}{running}"


def summary(review: Review) -> str:
    """The review in a sentence or two: for notifications, and where blocks are not shown."""
    return f"{title(review)}. {counted(review)} {' '.join(three_things(review))}".strip()


def counted(review: Review) -> str:
    """How much evidence there is."""
    if not review.notes.total:
        return (
            f"No notes were dropped this {review.period.noun}, so nothing can be said of the "
            "customers' mood."
        )
    silent = len(review.blind_spots.stages)
    heard = len(review.stages) - silent
    counted = f"{words.notes(review.notes.total)} this {review.period.noun}"
    return f"{counted}, in {heard} of {len(review.stages)} stages."


def three_things(review: Review) -> list[str]:
    """The three things that matter, at most; an empty quarter is told what would help."""
    if not review.notes.total:
        said = ["One note a week from each team is enough for a review worth reading."]
        return [*said, *_kpis(review)]
    lines = [*_moods(review), *_worst(review), *_kpis(review)]
    return lines[:MAX_THINGS]


def _moods(review: Review) -> list[str]:
    moved = {
        verdict: [mood for mood in review.stages if mood.change.verdict is verdict]
        for verdict in (Verdict.FALLING, Verdict.RISING)
    }
    parts = [_moved(moods, verdict) for verdict, moods in moved.items() if moods]
    if parts:
        said = "; ".join(parts)
        return [f"Mood {said}."]
    lowest = min(
        (mood for mood in review.stages if mood.now.interval()),
        key=lambda mood: mood.now.mean or 0.0,
        default=None,
    )
    if lowest is None:
        return ["No stage has notes enough to say how its mood is."]
    told = f"{_name(lowest)} ({words.signed(lowest.now.mean)}, {words.notes(lowest.now.n)})"
    return [f"No stage's mood changed clearly; the lowest is {told}."]


def _moved(moods: Sequence[StageMood], verdict: Verdict) -> str:
    """`falling in Onboarding (+0.10 → −0.31) and 2 more`, the largest move first."""
    largest = sorted(moods, key=lambda mood: -abs(mood.change.delta or 0.0))
    named = ", ".join(
        f"{_name(mood)} ({words.signed(mood.previous.mean)} → {words.signed(mood.now.mean)})"
        for mood in largest[:MAX_NAMED]
    )
    more = len(moods) - MAX_NAMED
    return f"{verdict.value} in {named}{f' and {more} more' if more > 0 else ''}"


def _name(mood: StageMood) -> str:
    return kit.cut(mood.stage.name, NAME)


def _worst(review: Review) -> list[str]:
    if not review.noted:
        return []
    worst = review.noted[0]
    where = kit.cut(words.stage_name(review.journey, worst.stage), NAME)
    standing = words.standing(worst, review.period.noun)
    weight = f"{words.notes(worst.n)}, weight {worst.score}, {standing}"
    return [f"The pain that weighs most: “{shorten(worst.title, TITLE)}” ({where}, {weight})."]


def _kpis(review: Review) -> list[str]:
    calls = find_call_outs(review.kpis, review.stages)
    if calls:
        return [told(review, calls[0])]
    off = [trend for trend in review.kpis if trend.status is KpiStatus.OFF_TARGET]
    if not off:
        return []
    names = ", ".join(kit.cut(words.kpi_name(review.journey, trend), NAME) for trend in off[:3])
    some = ", among them " if len(off) > 3 else ": "
    return [f"{len(off)} of {len(review.kpis)} KPIs off target{some}{names}."]


def told(review: Review, call: CallOut) -> str:
    """A KPI and its stage's mood that point different ways, in a sentence."""
    name = kit.cut(words.kpi_name(review.journey, call.trend), 2 * NAME)
    value = words.kpi_value(call.trend, call.trend.last)
    moods = f"{words.signed(call.mood.previous.mean)} → {words.signed(call.mood.now.mean)}"
    if call.what is Contradiction.GOOD_FIGURE:
        return f"{name} is on target ({value}) while its stage's mood falls ({moods})."
    return f"{name} is off target ({value}) while its stage's mood rises ({moods})."


SIGNS = "review_signs"


MAX_PARENT_NAME = 40


def parent(review: Review, key: str) -> dict[str, Any]:
    """`text` and `blocks` of the message; `key` is what its buttons know the review by."""
    zone = review.journey.calendar.zone
    span = f"{review.period.start:%-d %b %Y} to {review.period.last_day:%-d %b %Y}, {zone.key}"
    signs = {**_signs(standing(review.journey.stages, ())), "block_id": SIGNS}
    blocks = [
        kit.header(title(review)),
        kit.rich(kit.bullets(kit.line(line) for line in three_things(review))),
        kit.context(kit.escape(f"{counted(review)} {span}. The whole review is in the thread.")),
        *([kit.context(kit.escape(words.missed(review)))] if review.missed else []),
        *([signs] if review.journey.stages else []),
        kit.actions(_buttons(review, key)),
    ]
    return kit.message(summary(review), blocks)


def with_signs(message: dict[str, Any], now: Standing) -> dict[str, Any]:
    """The message as it was posted, with who has signed off by now."""
    signs = {**_signs(now), "block_id": SIGNS}
    blocks = [signs if block.get("block_id") == SIGNS else block for block in message["blocks"]]
    return {**message, "blocks": blocks}


def _buttons(review: Review, key: str) -> list[kit.Element]:
    journey = review.journey
    sign = kit.button("Sign off my stage", numbered(Action.SIGN_OFF, 0), key)
    opened = kit.button("Open map", numbered(Action.SHOW_MAP, 0), journey.key)
    acted = kit.button("Make an action", numbered(Action.MAKE_ACTION, 0), f"{journey.id}:0:")
    menu = notes_menu(review)
    signing = [{**sign, "style": "primary"}] if journey.stages else []
    return [*signing, acted, opened, *([menu] if menu else [])]


def _signs(now: Standing) -> kit.Block:
    if now.state is ReviewState.SIGNED_OFF and now.last_at:
        head = f"✅ Signed off by every stage on {now.last_at:%-d %b %Y}"
        return kit.rich(kit.line(kit.span(head, bold=True)), kit.bullets(map(_sign, now.stages)))
    said = [one for one in now.stages if one.last]
    if not said:
        count = len(now.stages)
        whole = "the stage" if count == 1 else f"any of the {count} stages"
        return kit.rich(kit.line(f"◻️ Nobody has signed off {whole} yet."))
    waiting = ", ".join(kit.cut(one.stage.name, MAX_PARENT_NAME) for one in now.open)
    lines = [*map(_sign, said), *([kit.line(f"◻️ Open: {waiting}")] if waiting else [])]
    return kit.rich(kit.bullets(lines))


def _sign(one: StageStanding) -> kit.Element:
    assert one.last  # noqa: S101 - only what was said comes here
    sign = "✅" if one.last.signature is Signature.SIGNED else "👀"
    name = kit.span(kit.cut(one.stage.name, MAX_PARENT_NAME), bold=True)
    return kit.line(f"{sign} ", name, f" {one.last.signature.value}, ", kit.user(one.last.user))
