"""What every format takes from the post: the title, what matters, and the charts."""

from domain.reviews import Review
from handlers.reviews.charts import kpi_charts, mood_chart
from handlers.reviews.review_message import counted, three_things, title
from handlers.slack import kit
from handlers.slack.kit import Block

__all__ = ["kpi_charts", "mood_charts", "notes_charts", "period_labels", "title", "what_matters"]


def what_matters(review: Review) -> list[str]:
    """The things that matter, in words with numbers."""
    return [counted(review), *three_things(review)]


def mood_charts(review: Review) -> list[Block]:
    """Mood by stage, as `data_visualization`; none where nobody was heard."""
    return [chart for chart in (mood_chart(review),) if chart]


def notes_charts(review: Review) -> list[Block]:
    """How many notes stand behind each mood, this period and the one before."""
    if not review.notes.total:
        return []
    before, now = period_labels(review, 2)
    names = [mood.stage.name for mood in review.stages]
    series = [
        (before, [float(mood.previous.n) for mood in review.stages]),
        (now, [float(mood.now.n) for mood in review.stages]),
    ]
    title = f"Notes by stage, {review.period.label}"
    return [kit.chart(title, names, series, ("Stage", "Notes"), "bar")] if names else []


def period_labels(review: Review, count: int) -> list[str]:
    """The labels of the last periods, the oldest first."""
    return [period.label for period in review.period.last(count)]
