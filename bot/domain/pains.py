"""Pains: notes that say the same thing, ranked by how much they hurt."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.names import folded
from bot.domain.notes import MISSING_SEVERITY, Note, NoteKind


@dataclass(frozen=True)
class Pain:
    """One pain: `score` is the sum of severities over its notes (missing = 2)."""

    title: str
    stage: str | None
    score: int
    note_ids: tuple[int, ...]
    teams: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many notes say it."""
        return len(self.note_ids)


def rank(notes: Iterable[Note]) -> tuple[Pain, ...]:
    """Group the pain points among `notes` and order them by score, then count, then age.

    Two notes say the same thing when they hold the same words in the same stage, whatever the
    capitals and punctuation. The title is the words of the oldest.
    """
    groups: dict[tuple[str | None, str], list[Note]] = {}
    for note in sorted(notes, key=lambda note: (note.occurred_at, note.id)):
        if note.kind is NoteKind.PAIN_POINT:
            groups.setdefault((note.stage, folded(note.text) or note.text), []).append(note)
    # By when it was first felt, as the groups stand: what was imported has other ids in another
    # order, and the same ranks.
    pains = [_pain(group) for group in groups.values()]
    return tuple(sorted(pains, key=lambda pain: (-pain.score, -pain.n)))


def _pain(group: list[Note]) -> Pain:
    severities = (note.details.severity or MISSING_SEVERITY for note in group)
    teams = {note.details.team for note in group if note.details.team}
    return Pain(
        title=group[0].text,
        stage=group[0].stage,
        score=sum(severities),
        note_ids=tuple(note.id for note in group),
        teams=tuple(sorted(teams)),
    )
