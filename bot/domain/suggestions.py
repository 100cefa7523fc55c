"""In which stage an unsorted note belongs, by what is said in sorted ones."""

from collections import defaultdict
from collections.abc import Sequence

from bot.domain.notes import Note
from bot.domain.twins import closeness, stems

# Notes that have less in common have nothing to say about each other.
FEWEST_COMMON, LEAST_CLOSE = 2, 0.2
# What convinces: as much closeness in one stage, which is so many times that of any other.
CONVINCING, AHEAD = 0.4, 2.0


def suggested_stage(text: str, alike: Sequence[Note]) -> str | None:
    """The key of the stage where notes like this text are filed, null where nothing convinces.

    Every sorted note votes for its stage with its closeness (the share of common words, 0…1).
    """
    said = stems(text)
    votes: dict[str, float] = defaultdict(float)
    for note in alike:
        theirs = stems(note.text)
        close = closeness(said, theirs)
        if note.stage and len(said & theirs) >= FEWEST_COMMON and close >= LEAST_CLOSE:
            votes[note.stage] += close
    if not votes:
        return None
    best, *others = sorted(votes.values(), reverse=True)
    if best < CONVINCING or (others and best < AHEAD * others[0]):
        return None
    return max(votes, key=lambda stage: votes[stage])
