"""A review for one person's eyes, in one message, where nobody waits for a second try."""

from typing import Any

from bot.domain.review import Review
from handlers.blocks import kit
from handlers.blocks.actions import review_actions
from handlers.blocks.charts import mood_text_table
from handlers.blocks.reviews import gaps, kpis, pains
from handlers.blocks.reviews.behind import notes_menu
from handlers.blocks.reviews.headlines import counted, summary, three_things, title
from handlers.blocks.reviews.mood import RULE


def preview(review: Review, remarks: tuple[str, ...] = ()) -> dict[str, Any]:
    """The review; `remarks` say what is to be known of it beside its figures."""
    menu = notes_menu(review)
    lines = [kit.line(line) for line in (counted(review), *three_things(review))]
    blocks = [
        kit.header(title(review)),
        kit.rich(kit.bullets(lines)),
        *(kit.context(kit.escape(remark)) for remark in remarks),
        kit.context(kit.escape(RULE)),
        *mood_text_table(review),
        *([kit.actions([menu])] if menu else []),
        *pains.brief(review),
        *kpis.listed(review),
        *review_actions(review),
        *gaps.blind_spots(review),
        *gaps.questions()[:1],
    ]
    return kit.ephemeral(summary(review), blocks)
