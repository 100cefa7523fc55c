"""Two quarters of a journey side by side."""

import re
from dataclasses import dataclass

from bot.domain.errors import BadInputError
from bot.domain.quarters import Quarter
from bot.domain.review import KpiTrend, Review, StageMood
from bot.domain.themes import Theme
from bot.domain.trends import MoodSums, change

_AGAINST = re.compile(r"\s+(?:vs\.?|versus|against|and)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Comparison:
    """Two reviews of one journey, whole, and what differs from the earlier to the later.

    `moods` hold the earlier quarter as the one before, `kpis` the last readings of both quarters.
    Of the `pains`, those that persist were noted in both, new ones in the later alone, resolved
    ones in the earlier alone.
    """

    earlier: Review
    later: Review
    moods: tuple[StageMood, ...]
    kpis: tuple[KpiTrend, ...]
    pains: tuple[Theme, ...]


def asks_for_two(words: str) -> bool:
    """Whether somebody wants two quarters compared."""
    return _AGAINST.search(f" {words.strip()} ") is not None


def read_wish(words: str) -> tuple[Quarter, Quarter]:
    """The earlier and the later quarter of `2026-Q3 vs 2026-Q1`; raises BadInputError."""
    parts = _AGAINST.split(words.strip())
    if len(parts) != 2:
        raise BadInputError("Name two quarters: `/journey review 2026-Q3 vs 2026-Q1`.")
    one, other = sorted(Quarter.parse(part) for part in parts)
    if one == other:
        raise BadInputError(f"Both are {one.label}. Name two quarters to compare them.")
    return one, other


def compared(earlier: Review, later: Review, pains: tuple[Theme, ...]) -> Comparison:
    """Put two reviews side by side; `pains` are the themes of both quarters together.

    A stage is said to have risen or fallen by the same rule as between neighbouring quarters: the
    95% Welch interval excludes 0 and both have five notes.
    """
    before = {mood.stage.id: mood.now for mood in earlier.stages}
    readings = {trend.kpi.id: trend.last for trend in earlier.kpis}
    return Comparison(
        earlier,
        later,
        moods=tuple(_mood(mood, before.get(mood.stage.id, MoodSums())) for mood in later.stages),
        kpis=tuple(
            KpiTrend(trend.kpi, (readings.get(trend.kpi.id), trend.last)) for trend in later.kpis
        ),
        pains=pains,
    )


def _mood(mood: StageMood, before: MoodSums) -> StageMood:
    return StageMood(mood.stage, mood.now, before, change(before, mood.now))
