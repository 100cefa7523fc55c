"""The message of a posted review: its headlines, sign-offs and buttons."""

from typing import Any

from domain.posted_reviews import (
    ReviewState,
    Signature,
    SignOffStatus,
    StageSignOff,
    sign_off_status,
)
from domain.reviews import Review
from handlers.improvements.forms import new_improvement_value
from handlers.presentation import words
from handlers.presentation.summary import summarize
from handlers.reviews.notes_behind import notes_menu
from handlers.slack import kit
from handlers.slack.ids import Action, numbered

SIGN_OFFS_BLOCK = "review_signs"

MAX_STAGE_NAME = 40


def review_message(review: Review, key: str) -> dict[str, Any]:
    """Return the message, not signed off by anyone; `key` identifies the review in its buttons."""
    summary = summarize(review)
    zone = review.journey.calendar.zone
    span = f"{review.period.start:%-d %b %Y} to {review.period.last_day:%-d %b %Y}, {zone.key}"
    blocks = [
        kit.header(summary.title),
        kit.rich(kit.bullets(kit.line(headline) for headline in summary.headlines)),
        kit.context(kit.escape(f"{summary.evidence} {span}. The whole review is in the thread.")),
        *([kit.context(kit.escape(words.missed_reviews(review)))] if review.missed else []),
        *(
            [_sign_offs_block(sign_off_status(review.journey.stages, ()))]
            if review.journey.stages
            else []
        ),
        kit.actions(_buttons(review, key)),
    ]
    return kit.message(summary.text, blocks)


def with_sign_offs(message: dict[str, Any], now: SignOffStatus) -> dict[str, Any]:
    """Return the posted message with the current sign-offs."""
    block = _sign_offs_block(now)
    blocks = [block if one.get("block_id") == SIGN_OFFS_BLOCK else one for one in message["blocks"]]
    return {**message, "blocks": blocks}


def _buttons(review: Review, key: str) -> list[kit.Element]:
    journey = review.journey
    sign_off = kit.button("Sign off my stage", numbered(Action.SIGN_OFF, 0), key)
    create = numbered(Action.ADD_IMPROVEMENT, 0)
    action = kit.button("Make an action", create, new_improvement_value(journey.id))
    map_button = kit.button("Open map", numbered(Action.SHOW_MAP, 0), journey.key)
    menu = notes_menu(review)
    return [
        *([{**sign_off, "style": "primary"}] if journey.stages else []),
        action,
        map_button,
        *([menu] if menu else []),
    ]


def _sign_offs_block(now: SignOffStatus) -> kit.Block:
    return {**_sign_off_list(now), "block_id": SIGN_OFFS_BLOCK}


def _sign_off_list(now: SignOffStatus) -> kit.Block:
    if now.state is ReviewState.SIGNED_OFF and now.last_at:
        head = f"✅ Signed off by every stage on {now.last_at:%-d %b %Y}"
        lines = map(_sign_off_line, now.stages)
        return kit.rich(kit.line(kit.span(head, bold=True)), kit.bullets(lines))
    answered = [one for one in now.stages if one.last]
    if not answered:
        count = len(now.stages)
        stages = "the stage" if count == 1 else f"any of the {count} stages"
        return kit.rich(kit.line(f"◻️ Nobody has signed off {stages} yet."))
    items = [_sign_off_line(one) for one in answered]
    open_stages = ", ".join(kit.cut(one.stage.name, MAX_STAGE_NAME) for one in now.open)
    if open_stages:
        items.append(kit.line(f"◻️ Open: {open_stages}"))
    return kit.rich(kit.bullets(items))


def _sign_off_line(one: StageSignOff) -> kit.Element:
    assert one.last  # noqa: S101 - only stages with an answer come here
    sign = "✅" if one.last.signature is Signature.SIGNED else "👀"
    name = kit.span(kit.cut(one.stage.name, MAX_STAGE_NAME), bold=True)
    return kit.line(f"{sign} ", name, f" {one.last.signature.value}, ", kit.user(one.last.user))
