"""Which periods went by without a review."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.domain.period_labels import PeriodLabel
from bot.domain.periods import Period


@dataclass(frozen=True)
class Dated:
    """A period as it is remembered: its label, and the running number of its first month."""

    label: str
    first_month: int

    @property
    def last_month(self) -> int:
        """The running number of its last month."""
        return self.first_month + PeriodLabel.parse(self.label).cadence.months - 1


def dated(period: Period) -> Dated:
    """The period as it is remembered."""
    return Dated(period.label, period.months.first)


def missed_before(
    period: Period, posted: Collection[Dated], begun: datetime | None
) -> tuple[Period, ...]:
    """The periods before this one that have no review, back to the last one posted, oldest first.

    `posted` are those of any cadence that are in their channel; what ended before the journey was
    begun was not missed.
    """
    first = period.months.first
    told = [one.last_month for one in posted if one.first_month < first]
    missed: list[Period] = []
    before = period.shifted(-1)
    while begun and before.end > begun and before.months.first > max(told, default=-1):
        missed.append(before)
        before = before.shifted(-1)
    return tuple(reversed(missed))
