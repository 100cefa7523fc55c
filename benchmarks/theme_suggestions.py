"""How well themes are suggested, and what meaning, words and stage each bring.

    python -m benchmarks.theme_suggestions [FILE.csv]
    python -m benchmarks.theme_suggestions --large

The file has the columns text, theme, stage, kind, severity, quarter and journey; theme is empty
for a note that belongs to none. The second form prints seconds and memory for 20,000 notes.
"""

import argparse
import csv
import hashlib
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from bot.themes import grouping, likeness, profiles
from bot.themes.encoder import load_encoder
from bot.themes.grouping import group_unsorted, order_alike
from bot.themes.likeness import DEFAULT_WEIGHT, SortableNote
from bot.themes.suggestions import Example, ThemeModel

DATA = Path(__file__).parents[1] / "tests" / "data"
SORTED_NOTES = DATA / "sorted_notes.csv"
REPEATING_NOTES = DATA / "themes.csv"

SEVERITIES = {"low": 1.0, "medium": 2.0, "high": 3.0, "critical": 4.0}

HEAVIEST = 5
SHUFFLES = 100
LARGE = 20_000

# Of the notes that repeat each other's words, so many are sorted first.
TAUGHT = (60, 100, 200)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A labelled note; `theme` None for one that belongs to none."""

    note: SortableNote
    theme: int | None
    quarter: str
    journey: str
    kind: str


@dataclass(slots=True)
class Result:
    """Counts over notes: with a theme known by then, right first, right of three, joined, right."""

    asked: int = 0
    first: int = 0
    of_three: int = 0
    joined: int = 0
    joined_right: int = 0

    def add(self, other: "Result") -> None:
        """Add the counts of another part."""
        self.asked += other.asked
        self.first += other.first
        self.of_three += other.of_three
        self.joined += other.joined
        self.joined_right += other.joined_right

    def cells(self) -> str:
        """Return the cells of a table."""
        right = f"{self.joined_right} of {self.joined}" if self.joined else "none joined"
        asked = self.asked or 1
        return f"{self.first / asked:.2f} | {self.of_three / asked:.2f} | {right}"


Withhold = Callable[[SortableNote], SortableNote]

# What a note is judged by: the rest is withheld.
KNOWN: dict[str, Withhold] = {
    "words only": lambda note: replace(note, vector=None, stage=None),
    "stage only": lambda note: replace(note, vector=None, text=""),
    "meaning only": lambda note: replace(note, stage=None, text=""),
    "words and stage (without encoder)": lambda note: replace(note, vector=None),
    "meaning and words": lambda note: replace(note, stage=None),
    "meaning and stage": lambda note: replace(note, text=""),
    "all together": lambda note: note,
}

STAGE_WEIGHTS = (0.1, 0.2, 0.3, 0.5)
WORD_WEIGHTS = (0.0, 0.2, 0.5, 1.0)
VAGUENESSES = (0.0, 1.0, 2.0)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, default=SORTED_NOTES)
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    write = sys.stdout.write
    if options.large:
        write(measure_large())
        return 0
    rows = read_rows(options.file)
    write("\n".join(suggestion_table(rows)) + "\n\n")
    write("\n".join(choice_table(rows)) + "\n\n")
    write("\n".join(group_table(rows)) + "\n\n")
    write("\n".join(repeating_table()) + "\n")
    return 0


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file, with vectors where the encoder is installed."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    encoder = load_encoder()
    vectors = encoder.encode([line["text"] for line in lines]) if encoder else [None] * len(lines)
    themes = {name: number for number, name in enumerate(sorted({x["theme"] for x in lines}))}
    return [
        Row(
            SortableNote(
                number,
                line["text"],
                line.get("stage") or None,
                vector,
                SEVERITIES.get(line.get("severity", ""), DEFAULT_WEIGHT),
            ),
            None if _is_none(line["theme"]) else themes[line["theme"]],
            line.get("quarter", ""),
            line.get("journey", ""),
            line.get("kind", "pain point"),
        )
        for number, (line, vector) in enumerate(zip(lines, vectors, strict=True))
    ]


def _is_none(theme: str) -> bool:
    return not theme or theme.startswith("alone-")


def journeys(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the pain points of each journey."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "pain point":
            found[row.journey].append(row)
    return found


def later_quarters(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """Yield what is sorted and what is new, for each quarter of a journey but the first."""
    quarters = sorted({row.quarter for row in rows})
    for quarter in quarters[1:]:
        yield (
            [row for row in rows if row.quarter < quarter],
            [row for row in rows if row.quarter == quarter],
        )


def suggest(
    taught: Sequence[Row], new: Sequence[Row], known: Withhold = KNOWN["all together"]
) -> Result:
    """Return how well the new notes are placed. A joined note that has no theme is wrong."""
    model = ThemeModel([Example(known(row.note), row.theme) for row in taught])
    possible = {row.theme for row in taught} - {None}
    result = Result()
    found = model.suggest([known(row.note) for row in new])
    for row, suggestion in zip(new, found, strict=True):
        themes = [score.theme for score in suggestion.themes]
        if row.theme in possible:
            result.asked += 1
            result.first += themes[:1] == [row.theme]
            result.of_three += row.theme in themes
        if suggestion.joined is not None:
            result.joined += 1
            result.joined_right += suggestion.joined == row.theme
    return result


def suggest_all(rows: Sequence[Row], known: Withhold = KNOWN["all together"]) -> Result:
    """Return the result of every later quarter of a journey together."""
    result = Result()
    for taught, new in later_quarters(rows):
        result.add(suggest(taught, new, known))
    return result


def suggestion_table(rows: Sequence[Row]) -> list[str]:
    """Return what each kind of knowledge brings, a journey after the other."""
    out = [
        "| journey | known of a note | right first | among three | joined rightly |",
        "|---|---|---|---|---|",
    ]
    for journey, own in journeys(rows).items():
        for name, known in KNOWN.items():
            out.append(f"| {journey} | {name} | {suggest_all(own, known).cells()} |")
        for (taught, new), quarter in zip(
            later_quarters(own), sorted({row.quarter for row in own})[1:], strict=True
        ):
            result = suggest(taught, new)
            name = f"all together, {quarter} ({result.asked} of {len(new)} with a known theme)"
            out.append(f"| {journey} | {name} | {result.cells()} |")
    return out


def choice_table(rows: Sequence[Row]) -> list[str]:
    """Return the weights that are best on each journey, and what they do on the others."""
    used = (profiles.STAGE_WEIGHT, likeness.WORDS_BESIDE_MEANING, profiles.VAGUENESS)
    tried = {
        weights: {journey: suggest_all(own) for journey, own in journeys(rows).items()}
        for weights in product(STAGE_WEIGHTS, WORD_WEIGHTS, VAGUENESSES)
        if _use_weights(*weights)
    }
    _use_weights(*used)
    out = [
        "| chosen on | stage, words, vagueness | tested on | right first | among three |",
        "|---|---|---|---|---|",
    ]
    for journey in journeys(rows):
        best = max(
            tried,
            key=lambda weights: (tried[weights][journey].first, tried[weights][journey].of_three),
        )
        for weights, name in ((best, journey), (used, "both, round")):
            for other, result in tried[weights].items():
                if other != journey:
                    cells = result.cells().rpartition(" | ")[0]
                    out.append(f"| {name} | {weights} | {other} | {cells} |")
    return out


def _use_weights(stage: float, words: float, vagueness: float) -> bool:
    vars(profiles)["STAGE_WEIGHT"] = stage
    vars(likeness)["WORDS_BESIDE_MEANING"] = words
    vars(profiles)["VAGUENESS"] = vagueness
    return True


def count_found(rows: Sequence[Row], groups: Sequence[Sequence[int]], *, strict: bool) -> int:
    """Return how many of the five heaviest themes have a group of their own.

    A group is a theme's if it has two of its notes or more, and they are at least half of it: two
    such notes beside each other are enough for a person to see the theme and to name it. `strict`
    asks for half of the theme's notes too.
    """
    theme_of = {row.note.id: row.theme for row in rows}
    weights: Counter[int] = Counter()
    for row in rows:
        if row.theme is not None:
            weights[row.theme] += int(row.note.weight)
    heaviest = sorted(weights, key=lambda theme: (-weights[theme], theme))[:HEAVIEST]
    sizes = Counter(row.theme for row in rows)

    def is_found(theme: int, group: Sequence[int]) -> bool:
        own = sum(theme_of[note] == theme for note in group)
        return own >= 2 and 2 * own >= len(group) and (not strict or 2 * own >= sizes[theme])

    return sum(any(is_found(theme, group) for group in groups) for theme in heaviest)


def group_table(rows: Sequence[Row]) -> list[str]:
    """Return how many themes are found in a quarter nobody sorted, beside chance."""
    out = [
        "| journey | quarter | groups | notes in one | of the five heaviest | strictly | by lot |",
        "|---|---|---|---|---|---|---|",
    ]
    for journey, own in journeys(rows).items():
        for quarter in sorted({row.quarter for row in own}):
            part = [row for row in own if row.quarter == quarter]
            groups = [group.notes for group in group_unsorted([row.note for row in part])]
            inside = sum(len(group) for group in groups)
            found = [count_found(part, groups, strict=strict) for strict in (False, True)]
            out.append(
                f"| {journey} | {quarter} | {len(groups)} | {inside} of {len(part)} "
                f"| {found[0]} | {found[1]} | {chance(part, groups):.1f} |"
            )
    return out


def chance(rows: Sequence[Row], groups: Sequence[Sequence[int]]) -> float:
    """Return how many are found if the notes of each stage change places by lot."""
    stage_of = {row.note.id: row.note.stage for row in rows}
    total = 0
    for seed in range(SHUFFLES):
        lot = random.Random(seed)  # noqa: S311
        drawn: dict[int, int] = {}
        for stage in sorted({str(stage) for stage in stage_of.values()}):
            notes = sorted(note for note, own in stage_of.items() if str(own) == stage)
            drawn.update(zip(notes, lot.sample(notes, len(notes)), strict=True))
        shuffled = [[drawn[note] for note in group] for group in groups]
        total += count_found(rows, shuffled, strict=False)
    return total / SHUFFLES


def repeating_table() -> list[str]:
    """Return the same for notes that repeat each other's words and have no stage."""
    rows = read_rows(REPEATING_NOTES)
    out = [
        "| sorted before | known of a note | right first | among three | joined rightly |",
        "|---|---|---|---|---|",
    ]
    for taught, name in product(TAUGHT, ("words only", "meaning only", "all together")):
        result = Result()
        for seed in range(2):
            mixed = sorted(rows, key=lambda row: _lot(row, seed))
            result.add(suggest(mixed[:taught], mixed[taught:], KNOWN[name]))
        out.append(f"| {taught} of {len(rows)} | {name} | {result.cells()} |")
    for name in ("words only", "all together"):
        groups = group_unsorted([KNOWN[name](row.note) for row in rows])
        ari = adjusted_rand([row.theme for row in rows], [group.notes for group in groups])
        out.append(f"| none | {name} | {len(groups)} groups | adjusted Rand index {ari:.2f} | |")
    return out


def _lot(row: Row, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}{row.note.text}".encode()).digest()


def adjusted_rand(themes: Sequence[int | None], groups: Sequence[Sequence[int]]) -> float:
    """Return the adjusted Rand index (Hubert and Arabie 1985); note numbers are places."""
    group_of = {note: number for number, group in enumerate(groups) for note in group}
    true = [theme if theme is not None else -1 - k for k, theme in enumerate(themes)]
    found = [group_of.get(k, -1 - k) for k in range(len(themes))]

    def pairs(labels: Sequence[object]) -> float:
        return sum(count * (count - 1) / 2 for count in Counter(labels).values())

    both = pairs(list(zip(true, found, strict=True)))
    chance_pairs = pairs(true) * pairs(found) / (len(true) * (len(true) - 1) / 2)
    return (both - chance_pairs) / ((pairs(true) + pairs(found)) / 2 - chance_pairs)


def measure_large() -> str:
    """Return processor seconds and memory for 20,000 notes against 20,000 sorted ones.

    Memory does not grow with notes times examples: 256 notes are compared at a time, a theme's
    examples are summed up, and of unsorted notes only 1,000 are compared each with each.
    """
    rows = read_rows(SORTED_NOTES)
    many = [
        replace(rows[k % len(rows)].note, id=k, text=f"{rows[k % len(rows)].note.text} {k}")
        for k in range(2 * LARGE)
    ]
    examples = [Example(many[k], rows[k % len(rows)].theme) for k in range(LARGE)]
    new = many[LARGE:]
    out = [f"{'':34} seconds  peak MB"]
    out.append(_measured("read", lambda: None))
    out.append(_measured("suggest, with vectors", lambda: ThemeModel(examples).suggest(new)))
    bare = [Example(replace(one.note, vector=None), one.theme) for one in examples]
    bare_new = [replace(note, vector=None) for note in new]
    out.append(_measured("suggest, without", lambda: ThemeModel(bare).suggest(bare_new)))
    out.append(_measured("group", lambda: group_unsorted(new)))
    out.append(_measured("order", lambda: order_alike(new)))
    return "\n".join(out) + f"\n({grouping.MAX_COMPARED:,} notes are compared each with each)\n"


def _measured(name: str, work: Callable[[], object]) -> str:
    started = time.process_time()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{name:34} {time.process_time() - started:7.1f} {peak:8}"


if __name__ == "__main__":
    sys.exit(main())
