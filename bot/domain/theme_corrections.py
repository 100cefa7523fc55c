"""What people know better about themes than their words tell."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Sides = tuple[tuple[int, ...], ...]


class CorrectionKind(StrEnum):
    """What can be said of themes."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    MUTED = "muted"


@dataclass(frozen=True)
class NewCorrection:
    """Somebody corrects themes. A theme has no id of its own: it is held by the ids of its notes.

    `sides`: the notes of the theme that is renamed or muted; those of each theme that is merged;
    those that are split off, and those they were with.
    """

    kind: CorrectionKind
    sides: Sides
    author: str
    at: datetime
    name: str | None = None


@dataclass(frozen=True)
class Correction:
    """A correction as it is kept; one that was taken back is kept too, and in force no more.

    A note that was merged into another has that one in its place.
    """

    id: int
    kind: CorrectionKind
    sides: Sides
    author: str
    at: datetime
    name: str | None = None
    undone_by: str | None = None
    undone_at: datetime | None = None
