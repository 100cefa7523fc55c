"""The Home tab."""

from typing import Any

from bot.domain.review import Review
from handlers.blocks import kit
from handlers.blocks.help import EXAMPLES
from handlers.blocks.journey_map import map_blocks


def home(review: Review) -> dict[str, Any]:
    """The map as it stands, and what one can type."""
    lines = [kit.line(kit.span(typed, code=True), f"  {what}") for typed, what in EXAMPLES]
    blocks = [*map_blocks(review), kit.divider(), kit.rich(kit.bullets(lines))]
    return {"type": "home", "blocks": kit.fitted(blocks, kit.MAX_VIEW_BLOCKS)}
