"""Two periods of a journey side by side."""

import re
from dataclasses import dataclass

from bot.domain.errors import BadInputError
from bot.domain.period_labels import PeriodLabel
from bot.domain.review import KpiTrend, Review, StageMood
from bot.domain.themes import Theme
from bot.domain.trends import MoodSums, change

_AGAINST = re.compile(r"\s+(?:vs\.?|versus|against|and)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Comparison:
    """Two reviews of one journey, whole, and what differs from the earlier to the later.

    `moods` hold the earlier period as the one before, `kpis` the last readings of both.
    Of the `pains`, those that persist were noted in both, new ones in the later alone, resolved
    ones in the earlier alone.
    """

    earlier: Review
    later: Review
    moods: tuple[StageMood, ...]
    kpis: tuple[KpiTrend, ...]
    pains: tuple[Theme, ...]


def asks_for_two(words: str) -> bool:
    """Whether somebody wants two periods compared."""
    return _AGAINST.search(f" {words.strip()} ") is not None


def read_wish(words: str) -> tuple[PeriodLabel, PeriodLabel]:
    """The earlier and the later period of `2026-Q3 vs 2026-Q1`; raises BadInputError."""
    parts = _AGAINST.split(words.strip())
    if len(parts) != 2:
        raise BadInputError("Name two periods: `/journey review 2026-Q3 vs 2026-Q1`.")
    one, other = sorted((PeriodLabel.parse(part) for part in parts), key=str)
    if one.cadence is not other.cadence:
        raise BadInputError(
            f"{one} is a {one.cadence.noun} and {other} a {other.cadence.noun}: only periods of "
            "one length can be compared."
        )
    if one == other:
        noun = one.cadence.noun
        raise BadInputError(f"Both are {one}. Name two {noun}s to compare them.")
    return one, other


def compared(earlier: Review, later: Review, pains: tuple[Theme, ...]) -> Comparison:
    """Put two reviews side by side; `pains` are the themes of both together.

    A stage is said to have risen or fallen by the same rule as between neighbouring periods: the
    95% Welch interval excludes 0 and both have five notes.
    """
    before = {mood.stage.id: mood.now for mood in earlier.stages}
    readings = {trend.kpi.id: trend.last for trend in earlier.kpis}
    return Comparison(
        earlier,
        later,
        moods=tuple(_mood(mood, before.get(mood.stage.id, MoodSums())) for mood in later.stages),
        kpis=tuple(
            KpiTrend(trend.kpi, (readings.get(trend.kpi.id), trend.last), trend.noun)
            for trend in later.kpis
        ),
        pains=pains,
    )


def _mood(mood: StageMood, before: MoodSums) -> StageMood:
    return StageMood(mood.stage, mood.now, before, change(before, mood.now), mood.noun)
