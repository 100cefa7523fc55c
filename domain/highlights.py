"""What a review shows besides moods, themes and KPIs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.journeys import Stage
from domain.periods import Period
from domain.rising_words import RisingWord
from domain.themes import Quote, parse_note_ids
from domain.trends import MIN_NOTES, MoodSums


@dataclass(frozen=True)
class Delights:
    """What customers liked: how many happy notes there are, and the happiest as quotes."""

    n: int = 0
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Opportunities:
    """The opportunities of a period in one theme; `title` is None for those in no theme."""

    title: str | None
    n: int
    joined_ids: str

    @property
    def note_ids(self) -> tuple[int, ...]:
        """Return the ids of the notes, in order."""
        return parse_note_ids([self.joined_ids])


@dataclass(frozen=True)
class NamedMood:
    """The mood of the notes that name a persona or a touchpoint, by its key."""

    key: str
    sums: MoodSums


@dataclass(frozen=True)
class MovedMilestone:
    """A stage whose milestone was reached, blocked or reopened in the period, and on which day."""

    stage: Stage
    day: date


@dataclass(frozen=True)
class Highlights:
    """Further figures of a review."""

    delights: Delights = Delights()
    opportunities: tuple[Opportunities, ...] = ()
    personas: tuple[NamedMood, ...] = ()
    touchpoints: tuple[NamedMood, ...] = ()
    milestones: tuple[MovedMilestone, ...] = ()
    rising_words: tuple[RisingWord, ...] = ()


NO_HIGHLIGHTS = Highlights()


def choose_named_moods(moods: Iterable[tuple[str, MoodSums]]) -> tuple[NamedMood, ...]:
    """Return those with enough notes for a mood, the unhappiest first."""
    enough = [NamedMood(key, sums) for key, sums in moods if sums.n >= MIN_NOTES]
    return tuple(sorted(enough, key=lambda one: (one.sums.net or 0.0, -one.sums.n, one.key)))


def find_moved_milestones(stages: Sequence[Stage], period: Period) -> tuple[MovedMilestone, ...]:
    """Return the milestones whose state changed in a period, in the order of the stages."""
    first, last = period.first_day, period.last_day
    return tuple(
        MovedMilestone(stage, stage.milestone_since)
        for stage in stages
        if stage.milestone_since is not None and first <= stage.milestone_since <= last
    )
