"""Periods as tests name them."""

from domain.periods import Cadence, PeriodLabel


def quarter(year: int, number: int) -> PeriodLabel:
    """The label of a fiscal quarter."""
    return PeriodLabel(Cadence.QUARTERLY, year, number)
