"""How often a review shows a change of mood where there is none, and how often it sees a real one.

    python -m benchmarks.false_arrows [--reviews 2000] [--seed 1]

Every stage of a simulated review has notes of two quarters drawn from one distribution of moods.
An arrow is then false. For the power, the moods of one stage are shifted in the second quarter.
Prints a table in Markdown; docs/statistics.md shows one.
"""

import argparse
import random
import sys
from collections.abc import Callable, Sequence

from domain.sentiment import MOOD_SCALE, NEGATIVE_AT, POSITIVE_AT
from domain.trends import MoodSums, Verdict, compare_moods, judge_changes

STAGE_COUNTS = (6, 10, 20, 30)
NOTE_COUNTS = ((5, 5), (5, 20), (10, 10), (30, 30), (8, 60))
SHIFTS = (0.2, 0.4, 0.6)
ARROWS = (Verdict.RISING, Verdict.FALLING)

Draw = Callable[[random.Random], float]


def scored(chance: random.Random) -> float:
    """Return a mood as the scorer gives them: many strong ones, some near zero."""
    return chance.choices((-1.0, chance.uniform(-1, 1), 0.0, 1.0), (30, 45, 10, 15))[0]


def declared(chance: random.Random) -> float:
    """Return a declared feeling: one of five values."""
    return chance.choices((-1.0, -0.5, 0.0, 0.5, 1.0), (25, 30, 15, 20, 10))[0]


def skewed(chance: random.Random) -> float:
    """Return a mood of a stage where nearly everybody is unhappy."""
    return -1.0 if chance.random() < 0.9 else chance.uniform(0, 1)


DISTRIBUTIONS: dict[str, Draw] = {"scored": scored, "declared": declared, "skewed": skewed}


def sums(moods: Sequence[float]) -> MoodSums:
    """Return what a database adds up over moods."""
    parts = [round(mood * MOOD_SCALE) for mood in moods]
    return MoodSums(
        n=len(parts),
        total=sum(parts),
        squares=sum(part * part for part in parts),
        negative=sum(mood <= NEGATIVE_AT for mood in moods),
        positive=sum(mood >= POSITIVE_AT for mood in moods),
    )


def verdicts(
    chance: random.Random, draw: Draw, stages: int, counts: tuple[int, int], shift: float = 0.0
) -> list[Verdict]:
    """Return the verdicts of one review; the first stage's moods are shifted, cut to the scale."""
    changes = []
    for stage in range(stages):
        moved = shift if stage == 0 else 0.0
        before = [draw(chance) for _ in range(counts[0])]
        after = [max(-1.0, min(1.0, draw(chance) + moved)) for _ in range(counts[1])]
        changes.append(compare_moods(sums(before), sums(after)))
    return [change.verdict for change in judge_changes(changes)]


def false_share(
    chance: random.Random, draw: Draw, stages: int, counts: tuple[int, int], reviews: int
) -> float:
    """Return the share of reviews without a change that show at least one arrow."""
    wrong = sum(
        any(verdict in ARROWS for verdict in verdicts(chance, draw, stages, counts))
        for _ in range(reviews)
    )
    return wrong / reviews


def power(
    chance: random.Random, draw: Draw, counts: tuple[int, int], shift: float, reviews: int
) -> float:
    """Return how often the one stage of six that rose is shown as rising."""
    seen = sum(
        verdicts(chance, draw, 6, counts, shift)[0] is Verdict.RISING for _ in range(reviews)
    )
    return seen / reviews


def main() -> int:
    """Simulate and print both tables."""
    parser = argparse.ArgumentParser(description="False arrows of reviews, and missed changes.")
    parser.add_argument("--reviews", type=int, default=2000, help="simulated for each cell (2000)")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)  # noqa: S311 - no secret
    write = sys.stdout.write
    header = " | ".join(f"{before} → {after} notes" for before, after in NOTE_COUNTS)
    line = "|---" * (len(NOTE_COUNTS) + 2) + "|\n"
    write(f"Reviews without a change that show an arrow:\n\n| moods | stages | {header} |\n{line}")
    worst = 0.0
    for name, draw in DISTRIBUTIONS.items():
        for stages in STAGE_COUNTS:
            shares = [
                false_share(chance, draw, stages, counts, wanted.reviews) for counts in NOTE_COUNTS
            ]
            worst = max(worst, *shares)
            cells = " | ".join(f"{100 * share:.1f}%" for share in shares)
            write(f"| {name} | {stages} | {cells} |\n")
            sys.stdout.flush()
    write(f"\nThe worst cell: {100 * worst:.1f}%.\n\nA rise in one stage of six that is shown:\n\n")
    write(f"| moods | rise | {header} |\n{line}")
    for shift in SHIFTS:
        cells = " | ".join(
            f"{100 * power(chance, scored, counts, shift, wanted.reviews // 4):.0f}%"
            for counts in NOTE_COUNTS
        )
        write(f"| scored | {shift:+.1f} | {cells} |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
