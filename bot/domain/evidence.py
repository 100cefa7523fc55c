"""Where a KPI and what customers say of its stage point different ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.kpis import KpiStatus
from bot.domain.review import KpiTrend, StageMood
from bot.domain.trends import Verdict


class Contradiction(StrEnum):
    """What does not fit: the figure is good and the mood falls, or the other way round."""

    GOOD_FIGURE = "on target, mood falling"
    GOOD_MOOD = "off target, mood rising"


@dataclass(frozen=True)
class CallOut:
    """A KPI that tells another story than the notes of its stage."""

    trend: KpiTrend
    mood: StageMood
    what: Contradiction


def call_outs(kpis: Sequence[KpiTrend], moods: Sequence[StageMood]) -> tuple[CallOut, ...]:
    """The KPIs on target whose stage's mood falls, and those off target whose stage's mood rises.

    A KPI of the whole journey has no stage to be held against.
    """
    by_stage = {mood.stage.key: mood for mood in moods}
    found = []
    for trend in kpis:
        mood = by_stage.get(trend.kpi.stage or "")
        what = _CONTRADICTIONS.get((trend.status, mood.change.verdict)) if mood else None
        if mood and what:
            found.append(CallOut(trend, mood, what))
    return tuple(found)


_CONTRADICTIONS = {
    (KpiStatus.ON_TARGET, Verdict.FALLING): Contradiction.GOOD_FIGURE,
    (KpiStatus.OFF_TARGET, Verdict.RISING): Contradiction.GOOD_MOOD,
}
