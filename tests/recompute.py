"""Recompute a review from an export alone: `python -m tests.recompute NOTES.jsonl REVIEW.json`.

Reads what `app.py export --format jsonl` and `app.py review --format json` wrote, shares no code
with Waymark, and prints each figure that is not what the exported notes give. Exits with 1 if there
are any.
"""

import json
import math
import statistics
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.reference import mean_interval

Row = dict[str, Any]

TOLERANCE = 1e-9


def main(notes: str, review: str) -> int:
    """Print the differences; return 1 if there are any."""
    rows = [json.loads(line) for line in Path(notes).read_text(encoding="utf-8").splitlines()]
    figures = json.loads(Path(review).read_text(encoding="utf-8"))
    wrong = list(differences(rows, figures))
    for name, posted, found in wrong:
        sys.stdout.write(f"{name}: {posted} in the review, {found} from the notes\n")
    return 1 if wrong else 0


def differences(rows: Sequence[Row], review: Row) -> Iterator[tuple[str, Any, Any]]:
    """Yield the name of each figure that differs, as the review and as the notes have it."""
    start, end = (datetime.fromisoformat(review["period"][bound]) for bound in ("start", "end"))
    now = [row for row in rows if start <= datetime.fromisoformat(row["occurred_at"]) < end]
    if review["notes"]["total"] != len(now):
        yield "notes", review["notes"]["total"], len(now)
    for stage in review["stages"]:
        for name, value in stage_figures([row for row in now if row["stage"] == stage["key"]]):
            if not is_same(stage[name], value):
                yield f"{stage['key']}.{name}", stage[name], value
    pains = theme_figures([row for row in now if row["kind"] == "pain point"])
    shown = [(one["title"], one["n"], one["score"]) for one in review["pains"] if one["n"]]
    if sorted(shown) != sorted(pains):
        yield "pains", shown, pains
    if [score for _, _, score in shown] != sorted((one[2] for one in shown), reverse=True):
        yield "order of pains", shown, "heaviest first"


def stage_figures(rows: Sequence[Row]) -> Iterator[tuple[str, Any]]:
    """Yield the figures of a stage's notes that have a mood."""
    moods = [
        row["mood"]
        for row in rows
        if row["mood"] is not None and (row["kind"] != "opportunity" or row["feeling"] is not None)
    ]
    labels = [(mood >= 0.05) - (mood <= -0.05) for mood in moods]
    n = len(moods)
    yield "n", n
    yield "mean", statistics.fmean(moods) if n else None
    yield "sd", statistics.stdev(moods) if n > 1 else None
    yield "ci95", mean_interval(moods)
    for name, label in (("negative", -1), ("neutral", 0), ("positive", 1)):
        yield name, labels.count(label) / n if n else 0.0
    yield "net", 100 * statistics.fmean(labels) if n else None
    interval = mean_interval(labels)
    yield "net_ci95", [100 * bound for bound in interval] if interval else None


def theme_figures(pains: Sequence[Row]) -> list[tuple[str, int, int]]:
    """Return name, notes and weight of each theme of two notes or more."""
    names = {row["theme"] for row in pains} - {None, "said once"}
    found = ((name, [row for row in pains if row["theme"] == name]) for name in names)
    return [
        (name, len(rows), sum(row["severity"] or 2 for row in rows))
        for name, rows in found
        if len(rows) > 1
    ]


def is_same(posted: Any, found: Any) -> bool:
    """Return whether two figures are the same but for rounding of the last bits."""
    if posted is None or found is None:
        return posted is None and found is None
    if isinstance(posted, list):
        return all(map(is_same, posted, found))
    return math.isclose(posted, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
