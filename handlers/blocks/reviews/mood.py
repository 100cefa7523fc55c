"""Mood by stage, as the first reply in a review's thread."""

from bot.domain.review import Review
from handlers.blocks import kit
from handlers.blocks.charts import mood_chart, mood_table, mood_text_table
from handlers.blocks.reviews.behind import notes_menu

RULE = (
    "Mood runs from −1 to +1. A stage is said to rise or fall only where the 95% interval of the "
    "change excludes 0 and both times have 5 notes or more."
)


def opening(review: Review) -> list[kit.Block]:
    """What the figures are and how they are to be read."""
    return [
        kit.rich(kit.line(kit.span("Mood by stage", bold=True))),
        kit.context(kit.escape(RULE)),
    ]


def native(review: Review) -> list[kit.Block]:
    """With a native chart and table."""
    data = [block for block in (mood_chart(review), mood_table(review)) if block]
    return [*opening(review), *data, *_menu(review)]


def plain(review: Review) -> list[kit.Block]:
    """In letters."""
    return [*opening(review), *mood_text_table(review), *_menu(review)]


def _menu(review: Review) -> list[kit.Block]:
    menu = notes_menu(review)
    return [kit.actions([menu])] if menu else []
