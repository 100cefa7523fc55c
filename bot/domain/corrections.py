"""What of a posted review is no longer so: its frozen figures held against those of now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Figures = Mapping[str, Any]

# Figures are shown with so many digits; a smaller difference is none to a reader.
DIGITS = 2


class Corrected(StrEnum):
    """What sort of figure changed."""

    NOTES = "notes"
    STAGE = "stage"
    KPI = "kpi"
    PAIN = "pain"


@dataclass(frozen=True)
class Correction:
    """One figure that changed. `before` and `after` are its part of the review's JSON.

    A pain that was not there before, or is not any more, has null on that side.
    """

    what: Corrected
    before: Figures | None
    after: Figures | None


def corrections(posted: Figures, now: Figures) -> tuple[Correction, ...]:
    """The differences a reader would see, stages first, from two JSON forms of one review.

    Stages and KPIs that only one of them knows are left out: the map changed, not the figures.
    """
    return (
        *_in(Corrected.STAGE, posted["stages"], now["stages"], _mood),
        *_in(Corrected.KPI, posted["kpis"], now["kpis"], _reading),
        *_pains(posted["pains"], now["pains"]),
        *_total(posted["notes"], now["notes"]),
    )


def _in(what: Corrected, before: Any, after: Any, shown: Any) -> Iterator[Correction]:
    known = {_name(one): one for one in before}
    for one in after:
        was = known.get(_name(one))
        if was is not None and shown(was) != shown(one):
            yield Correction(what, was, one)


def _name(one: Figures) -> tuple[Any, Any]:
    return one.get("stage"), one["key"]


def _mood(stage: Figures) -> tuple[Any, ...]:
    return stage["n"], _rounded(stage["mean"]), stage["change"]["verdict"]


def _reading(kpi: Figures) -> tuple[Any, ...]:
    return kpi["last"], kpi["target"], kpi["status"]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _pains(before: Any, after: Any) -> Iterator[Correction]:
    """Pains by the notes they share: called otherwise, of other weight, new or gone."""
    taken: set[int] = set()
    for was in before:
        if not was["n"]:
            continue
        match = _most_shared(was, [one for one in after if id(one) not in taken])
        if match is None:
            yield Correction(Corrected.PAIN, was, None)
            continue
        taken.add(id(match))
        if (was["title"], was["n"], was["score"]) != (match["title"], match["n"], match["score"]):
            yield Correction(Corrected.PAIN, was, match)
    for one in after:
        if one["n"] and id(one) not in taken:
            yield Correction(Corrected.PAIN, None, one)


def _most_shared(pain: Figures, among: list[Figures]) -> Figures | None:
    held = set(pain["note_ids"])

    def shared(one: Figures) -> int:
        return len(held.intersection(one["note_ids"]))

    best = max(among, key=shared, default=None)
    return best if best is not None and shared(best) else None


def _total(before: Figures, after: Figures) -> Iterator[Correction]:
    kinds = ("total", "unsorted")
    if [before[kind] for kind in kinds] != [after[kind] for kind in kinds]:
        yield Correction(Corrected.NOTES, before, after)
