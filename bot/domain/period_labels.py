"""How often a journey is reviewed, and the labels of the periods this cuts time into."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import BadInputError

MONTHS_PER_YEAR = 12
FIRST_YEAR, LAST_YEAR = 1970, 2999
LABELS = "a quarter like 2026-Q3, a half-year like 2026-H1 or a month like 2026-09"
_YEAR_FIRST = re.compile(r"([0-9]{4})[\s/-]*([QH])([0-9])")
_YEAR_LAST = re.compile(r"([QH])([0-9])[\s/-]*([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")


class Cadence(StrEnum):
    """How often a journey is reviewed."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"

    @property
    def months(self) -> int:
        """How many months one of its periods has."""
        return {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6}[self]

    @property
    def noun(self) -> str:
        """What one of its periods is called: `month`, `quarter`, `half-year`."""
        return {
            Cadence.MONTHLY: "month",
            Cadence.QUARTERLY: "quarter",
            Cadence.HALF_YEARLY: "half-year",
        }[self]

    @property
    def periods_a_year(self) -> int:
        """How many of its periods a year has."""
        return MONTHS_PER_YEAR // self.months


_BY_LETTER = {"Q": Cadence.QUARTERLY, "H": Cadence.HALF_YEARLY}


@dataclass(frozen=True)
class PeriodLabel:
    """The name of a period.

    `year` is that in which the fiscal year of a quarter or half-year ends, and the calendar year
    of a month; `number` counts in it from 1.
    """

    cadence: Cadence
    year: int
    number: int

    def __str__(self) -> str:
        """`2026-Q3`, `2026-H1` or `2026-09`: the name of a review."""
        if self.cadence is Cadence.MONTHLY:
            return f"{self.year:04d}-{self.number:02d}"
        letter = next(letter for letter, meant in _BY_LETTER.items() if meant is self.cadence)
        return f"{self.year:04d}-{letter}{self.number}"

    @classmethod
    def parse(cls, typed: str) -> "PeriodLabel":
        """Read a label, a quarter's also as `2026q3` or `Q3 2026`; raises BadInputError."""
        label = cls._read(typed.strip().upper())
        if label is None:
            raise BadInputError(
                f"There is no quarter, half-year or month “{typed.strip()[:40]}”. "
                "A period is written like 2026-Q3 (Q1 to Q4), 2026-H1 (H1 or H2) or 2026-09."
            )
        return label

    @classmethod
    def _read(cls, text: str) -> "PeriodLabel | None":
        if found := _YEAR_FIRST.fullmatch(text):
            label = cls(_BY_LETTER[found[2]], int(found[1]), int(found[3]))
        elif found := _YEAR_LAST.fullmatch(text):
            label = cls(_BY_LETTER[found[1]], int(found[3]), int(found[2]))
        elif found := _MONTH.fullmatch(text):
            label = cls(Cadence.MONTHLY, int(found[1]), int(found[2]))
        else:
            return None
        fits = 1 <= label.number <= label.cadence.periods_a_year
        return label if fits and FIRST_YEAR <= label.year <= LAST_YEAR else None
