"""Themes: pain points of a journey that say the same, ranked and compared across periods."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.access import EVERYONE, Audience
from domain.clustering import cluster
from domain.notes import DEFAULT_SEVERITY, Note, NoteKind
from domain.similarity import content_words
from domain.theme_corrections import CorrectedCluster, ThemeCorrection, correct_clusters

# With more notes than this the oldest periods are left out, so that a review is quick to compute.
MAX_CLUSTERED_NOTES = 40_000

# The title of a theme none of whose notes may be quoted.
PRIVATE_TITLE = "a pain noted in a private channel"


class ThemeStatus(StrEnum):
    """How a theme compares to the periods before.

    `resolved`: noted in the last period and not in this one.
    """

    NEW = "new"
    PERSISTING = "persisting"
    RETURNED = "returned"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Quote:
    """The text of one note; `permalink` is the link to its message, if it has one."""

    text: str
    note_id: int
    permalink: str | None = None


@dataclass(frozen=True)
class Theme:
    """Pain points of one period that say the same.

    `title` is the name people gave it, else the text of its most typical note; `quote` is that
    note, None if none may be quoted. Both are for the audience the theme was built for;
    `public_title` is the title everybody may see, None if it is the same. `stage` is the key of
    the stage most notes are in (None: unsorted), `stages` all of them. `score` is the sum of
    severities (missing = 2), each note once; `supporters` counts the people besides the authors
    who have seen it too, and is not part of the score. `periods` is how many periods running it
    has been noted. A resolved theme has no notes, and the quote of the last period.

    `all_note_ids` are its notes in all compared periods; `rename_ids` and `mute_ids` are the ids
    of the corrections that named and muted it.
    """

    title: str
    stage: str | None
    score: int
    note_ids: tuple[int, ...]
    teams: tuple[str, ...]
    stages: tuple[str | None, ...] = ()
    supporters: int = 0
    status: ThemeStatus = ThemeStatus.NEW
    periods: int = 1
    quote: Quote | None = None
    public_title: str | None = None
    all_note_ids: tuple[int, ...] = ()
    rename_ids: tuple[int, ...] = ()
    mute_ids: tuple[int, ...] = ()

    @property
    def n(self) -> int:
        """Return how many notes the theme has in its period."""
        return len(self.note_ids)

    @property
    def is_muted(self) -> bool:
        """Return whether people muted it: it is not shown, but still counted."""
        return bool(self.mute_ids)


@dataclass(frozen=True)
class ThemeRef:
    """A reference to a theme: the id of its journey and of one of its notes.

    `period` is the label of the period it was seen in, None for the period of the note.
    """

    journey: int
    note: int
    period: str | None = None


def visible_themes(themes: Iterable[Theme]) -> tuple[Theme, ...]:
    """Return the themes that are not muted."""
    return tuple(theme for theme in themes if not theme.is_muted)


def rank_themes(
    notes: Iterable[Note],
    corrections: Sequence[ThemeCorrection] = (),
    audience: Audience = EVERYONE,
) -> tuple[Theme, ...]:
    """Return the themes of one period's pain points by score, then count, then age."""
    return rank_themes_over_periods([notes], corrections, audience)


def rank_themes_over_periods(
    periods: Sequence[Iterable[Note]],
    corrections: Sequence[ThemeCorrection] = (),
    audience: Audience = EVERYONE,
) -> tuple[Theme, ...]:
    """Return the themes of the last of these periods (oldest first), then those it resolved.

    The pain points of all periods are clustered together, so that a theme is the same in each of
    them: a theme of the last period that was also noted in the one before it persists; one that
    was noted only in earlier periods has returned. The order of notes makes no difference.
    `corrections`, oldest first, are what people changed; muted themes are included. Texts that
    are not for everybody are quoted for `audience` only.
    """
    pain_points = [_pain_points(notes) for notes in periods]
    while len(pain_points) > 2 and sum(map(len, pain_points)) > MAX_CLUSTERED_NOTES:
        pain_points = pain_points[1:]
    last = len(pain_points) - 1
    numbered = [(period, note) for period, notes in enumerate(pain_points) for note in notes]
    current, resolved = [], []
    for found, members in _group_notes(numbered, corrections):
        noted = {period for period, _ in members}
        if last in noted:
            notes = [note for period, note in members if period == last]
            current.append(_build_theme(notes, noted, last, found, audience))
        elif last - 1 in noted:
            notes = [note for period, note in members if period == last - 1]
            resolved.append(_build_theme(notes, noted, last, found, audience))
    # Equal ranks go by when the pain was first noted, not by id: imported notes have other ids
    # in another order and must get the same ranks.
    place = (
        {note.id: number for number, note in enumerate(pain_points[last])} if pain_points else {}
    )
    current.sort(key=lambda theme: place[theme.note_ids[0]])
    without_notes = (
        replace(theme, note_ids=(), score=0, supporters=0)
        for theme in sorted(resolved, key=_sort_key)
    )
    return (*sorted(current, key=_sort_key), *without_notes)


def choose_quote(notes: Sequence[Note], audience: Audience) -> Quote | None:
    """Return the most typical of the notes the audience may read; None if it may read none."""
    readable = [note for note in notes if audience.can_read(note)]
    if not readable:
        return None
    note = _most_typical_note(readable)
    return Quote(note.text, note.id, note.permalink)


def stems_of(note: Note) -> frozenset[str]:
    """Return the stems of a note; a text without words, like emoji, is a stem of its own."""
    return content_words(note.text) or frozenset((note.text,))


def _most_typical_note(notes: Sequence[Note]) -> Note:
    """Return the note with the most shared and the least other words; the oldest of equals."""
    counts = Counter(word for note in notes for word in stems_of(note))

    def typicality(note: Note) -> float:
        return sum(counts[word] / len(notes) - 0.5 for word in sorted(stems_of(note)))

    return max(notes, key=typicality)


def _group_notes(
    numbered: Sequence[tuple[int, Note]], corrections: Sequence[ThemeCorrection]
) -> list[tuple[CorrectedCluster, list[tuple[int, Note]]]]:
    """Cluster notes, given with the number of their period, and apply the corrections."""
    words = {note.id: stems_of(note) for _, note in numbered}
    clusters: dict[int, list[int]] = {}
    for label, note_id in zip(cluster(list(words.values())), words, strict=True):
        clusters.setdefault(label, []).append(note_id)
    by_id: dict[int, list[tuple[int, Note]]] = {}
    for period, note in numbered:
        by_id.setdefault(note.id, []).append((period, note))
    return [
        (found, [member for note_id in found.notes for member in by_id[note_id]])
        for found in correct_clusters(list(clusters.values()), corrections, words)
    ]


def _sort_key(theme: Theme) -> tuple[int, int]:
    return -theme.score, -theme.n


def _pain_points(notes: Iterable[Note]) -> list[Note]:
    """Return the pain points among notes, oldest first."""
    pain_points = (note for note in notes if note.kind is NoteKind.PAIN_POINT)
    return sorted(pain_points, key=lambda note: (note.occurred_at, note.id))


def _build_theme(
    notes: list[Note], noted: set[int], last: int, found: CorrectedCluster, audience: Audience
) -> Theme:
    """Build a theme of a period's notes; `noted` are the numbers of the periods it was noted in."""
    stage_counts = Counter(note.stage for note in notes)
    stages = tuple(dict.fromkeys(note.stage for note in notes))
    running = next((back for back in range(last + 2) if last - back not in noted), 0)
    if last not in noted:
        status = ThemeStatus.RESOLVED
    elif running > 1:
        status = ThemeStatus.PERSISTING
    else:
        status = ThemeStatus.NEW if noted == {last} else ThemeStatus.RETURNED
    name = found.names[-1].name if found.names else None
    quote = choose_quote(notes, audience)
    is_public = not any(note.private for note in notes)
    public_quote = quote if is_public else choose_quote(notes, EVERYONE)
    return Theme(
        title=name or (quote.text if quote else PRIVATE_TITLE),
        stage=max(stages, key=lambda stage: stage_counts[stage]),
        score=sum(note.details.severity or DEFAULT_SEVERITY for note in notes),
        note_ids=tuple(note.id for note in notes),
        teams=tuple(sorted({note.details.team for note in notes if note.details.team})),
        stages=stages,
        supporters=sum(note.supporters for note in notes),
        status=status,
        periods=running,
        quote=quote,
        public_title=name or (public_quote.text if public_quote else PRIVATE_TITLE),
        all_note_ids=found.notes,
        rename_ids=tuple(correction.id for correction in found.names),
        mute_ids=tuple(correction.id for correction in found.mutes),
    )
