"""A review as it is posted: the parent message and the parts of its thread."""

from typing import Any

from bot.domain.publication import PartName
from bot.domain.review import Review
from bot.ports import Payload, Rendered
from handlers.blocks import kit
from handlers.blocks.actions import review_actions
from handlers.blocks.reviews import gaps, kpis, mood, pains
from handlers.blocks.reviews.headlines import title
from handlers.blocks.reviews.parent import parent


def post(review: Review, key: str) -> Rendered:
    """Everything as it is frozen; `key` is what the parent's buttons know the review by."""
    return Rendered(parent(review, key), tuple(_parts(review)))


def _parts(review: Review) -> list[tuple[PartName, Payload]]:
    parts: list[tuple[PartName, Payload]] = []
    if any(stage.now.n for stage in review.stages):
        parts.append((PartName.MOOD, _data("Mood by stage", mood.native, mood.plain, review)))
    if review.kpis:
        parts.append((PartName.KPIS, _data("KPIs", kpis.native, kpis.plain, review)))
    if review.pains:
        parts.append((PartName.PAINS, kit.message("Pains", pains.in_thread(review))))
    if review.actions:
        parts.append((PartName.ACTIONS, kit.message("Actions", review_actions(review))))
    told = [*gaps.blind_spots(review), *gaps.questions()]
    parts.append((PartName.GAPS, kit.message("Blind spots and what to look at", told)))
    picture = {"journey": review.journey.key, "period": review.period.label}
    parts.append((PartName.MAP, {"text": f"The map. {title(review)}", "map": picture}))
    return parts


def _data(text: str, native: Any, plain: Any, review: Review) -> Payload:
    """A part with native data, and `plain_blocks` for where Slack refuses it."""
    return {
        **kit.message(text, native(review)),
        "plain_blocks": kit.fitted(plain(review)),
    }
