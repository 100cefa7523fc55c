"""The message a review begins with: three things on a phone's screen, and who has signed off."""

from typing import Any

from bot.domain.review import Review
from bot.domain.sign_offs import ReviewState, Signature, StageStanding, Standing, standing
from handlers.blocks import kit, words
from handlers.blocks.reviews.behind import notes_menu
from handlers.blocks.reviews.headlines import counted, summary, three_things, title
from handlers.ids import Action, numbered

SIGNS = "review_signs"
NAME = 40


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
    waiting = ", ".join(kit.cut(one.stage.name, NAME) for one in now.open)
    lines = [*map(_sign, said), *([kit.line(f"◻️ Open: {waiting}")] if waiting else [])]
    return kit.rich(kit.bullets(lines))


def _sign(one: StageStanding) -> kit.Element:
    assert one.last  # noqa: S101 - only what was said comes here
    sign = "✅" if one.last.signature is Signature.SIGNED else "👀"
    name = kit.span(kit.cut(one.stage.name, NAME), bold=True)
    return kit.line(f"{sign} ", name, f" {one.last.signature.value}, ", kit.user(one.last.user))
