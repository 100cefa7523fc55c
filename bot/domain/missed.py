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
    """The periods before this one that have no review, back to the last that has, oldest first.

    `posted` are those of any cadence that are in their channel: a period has its review where all
    its months are in some. What came before the journey was begun was not missed.
    """
    if begun is None:
        return ()
    first = period.calendar.month_of(begun)
    told = {month for one in posted for month in range(one.first_month, one.last_month + 1)}
    missed: list[Period] = []
    before = period.shifted(-1)
    while wanting := set(range(max(before.months.first, first), before.months.last + 1)):
        if wanting <= told:
            break
        missed.append(before)
        before = before.shifted(-1)
    return tuple(reversed(missed))
