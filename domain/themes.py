"""The note of a theme that says best what all of its notes say."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.access import EVERYONE, Audience
from domain.clustering import cluster
from domain.notes import DEFAULT_SEVERITY, Note, NoteKind
from domain.similarity import content_words
from domain.theme_corrections import CorrectedCluster, ThemeCorrection, correct_clusters


@dataclass(frozen=True)
class Quote:
    """The words of one note; `permalink` leads to its message, where there is one."""

    text: str
    note_id: int
    permalink: str | None = None


def choose_quote(notes: Sequence[Note], audience: Audience) -> Quote | None:
    """The note that says best what all say, of those whose words are for the audience."""
    readable = [note for note in notes if audience.can_read(note)]
    if not readable:
        return None
    note = _most_typical_note(readable)
    return Quote(note.text, note.id, note.permalink)


def stems_of(note: Note) -> frozenset[str]:
    """What a note says; what holds no words but signs is alike only to itself."""
    return content_words(note.text) or frozenset((note.text,))


def _most_typical_note(notes: Sequence[Note]) -> Note:
    """The note that says most of what most notes say and least else; of equal ones the oldest."""
    held = Counter(word for note in notes for word in stems_of(note))

    def shared(note: Note) -> float:
        return sum(held[word] / len(notes) - 0.5 for word in sorted(stems_of(note)))

    return max(notes, key=shared)


# Of more notes than these the oldest periods are left out: a review may not take minutes.
MAX_CLUSTERED_NOTES = 40_000


# Of a theme none of whose notes may be quoted.
PRIVATE_TITLE = "a pain noted in a private channel"


class ThemeStatus(StrEnum):
    """How a theme stands against the periods before.

    `resolved` is one of the last period that nobody noted in this one.
    """

    NEW = "new"
    PERSISTING = "persisting"
    RETURNED = "returned"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Theme:
    """Pain points of one period that say the same.

    `title` is the name somebody gave it, else the text of the note that says best what all say;
    `quote` that note, null where none may be quoted. `open_title` is the title for everybody, null
    where it is the same: `title` and `quote` are for the audience the theme was made for. `stage`
    is the key of the stage most are in (null is the tray) and `stages` all of them. `score` is the
    sum of severities (missing = 2), each note once; `supporters` are the people who have seen them
    too, beside their authors, and weigh nothing. `periods` is for how many periods running it has
    been noted. A resolved one has no notes, and the words of the last one.

    `anchors` are the ids of its notes in all periods compared, by which it is known again;
    `named_by` and `muted_by` the ids of the corrections that did that.
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
    open_title: str | None = None
    anchors: tuple[int, ...] = ()
    named_by: tuple[int, ...] = ()
    muted_by: tuple[int, ...] = ()

    @property
    def n(self) -> int:
        """How many notes say it."""
        return len(self.note_ids)

    @property
    def muted(self) -> bool:
        """Whether somebody wants it left out of what is shown; it is counted all the same."""
        return bool(self.muted_by)


def visible_themes(themes: Iterable[Theme]) -> tuple[Theme, ...]:
    """Those that are not muted."""
    return tuple(theme for theme in themes if not theme.muted)


def rank_themes(
    notes: Iterable[Note],
    corrections: Sequence[ThemeCorrection] = (),
    audience: Audience = EVERYONE,
) -> tuple[Theme, ...]:
    """The themes of one period's pain points by score, then count, then age."""
    return rank_themes_over_periods([notes], corrections, audience)


def rank_themes_over_periods(
    periods: Sequence[Iterable[Note]],
    corrections: Sequence[ThemeCorrection] = (),
    audience: Audience = EVERYONE,
) -> tuple[Theme, ...]:
    """The themes of the last of these periods (oldest first), then those it resolved.

    The pain points of all periods are grouped together, so that a theme is the same one in each
    of them: noted before and in the one before the last it persists, noted before but not in that
    it has returned. Which periods are compared does not depend on the order of notes.
    `corrections`, the oldest first, are what people know better; muted themes are among the others.
    Nobody but the `audience` sees a text that is not for everybody.
    """
    pains = [_pain_points(notes) for notes in periods]
    while len(pains) > 2 and sum(map(len, pains)) > MAX_CLUSTERED_NOTES:
        pains = pains[1:]
    last = len(pains) - 1
    every = [(age, note) for age, notes in enumerate(pains) for note in notes]
    now, resolved = [], []
    for found, members in _group_notes(every, corrections):
        noted = {age for age, _ in members}
        if last in noted:
            said = [note for age, note in members if age == last]
            now.append(_build_theme(said, noted, last, found, audience))
        elif last - 1 in noted:
            said = [note for age, note in members if age == last - 1]
            resolved.append(_build_theme(said, noted, last, found, audience))
    # By when it was first felt: what was imported has other ids in another order, and the same
    # ranks.
    first = {note.id: place for place, note in enumerate(pains[last])} if pains else {}
    now.sort(key=lambda theme: first[theme.note_ids[0]])
    gone = (
        replace(theme, note_ids=(), score=0, supporters=0)
        for theme in sorted(resolved, key=_sort_key)
    )
    return (*sorted(now, key=_sort_key), *gone)


def _group_notes(
    every: Sequence[tuple[int, Note]], corrections: Sequence[ThemeCorrection]
) -> list[tuple[CorrectedCluster, list[tuple[int, Note]]]]:
    """The groups of notes, each note with the number of its period."""
    words = {note.id: stems_of(note) for _, note in every}
    groups: dict[int, list[int]] = {}
    for label, note_id in zip(cluster(list(words.values())), words, strict=True):
        groups.setdefault(label, []).append(note_id)
    by_id: dict[int, list[tuple[int, Note]]] = {}
    for age, note in every:
        by_id.setdefault(note.id, []).append((age, note))
    return [
        (found, [one for note_id in found.notes for one in by_id[note_id]])
        for found in correct_clusters(list(groups.values()), corrections, words)
    ]


def _sort_key(theme: Theme) -> tuple[int, int]:
    return -theme.score, -theme.n


def _pain_points(notes: Iterable[Note]) -> list[Note]:
    pains = (note for note in notes if note.kind is NoteKind.PAIN_POINT)
    return sorted(pains, key=lambda note: (note.occurred_at, note.id))


def _build_theme(
    notes: list[Note], noted: set[int], last: int, found: CorrectedCluster, audience: Audience
) -> Theme:
    places = Counter(note.stage for note in notes)
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
    is_open = not any(note.private for note in notes)
    for_all = quote if is_open else choose_quote(notes, EVERYONE)
    return Theme(
        title=name or (quote.text if quote else PRIVATE_TITLE),
        stage=max(stages, key=lambda stage: places[stage]),
        score=sum(note.details.severity or DEFAULT_SEVERITY for note in notes),
        note_ids=tuple(note.id for note in notes),
        teams=tuple(sorted({note.details.team for note in notes if note.details.team})),
        stages=stages,
        supporters=sum(note.supporters for note in notes),
        status=status,
        periods=running,
        quote=quote,
        open_title=name or (for_all.text if for_all else PRIVATE_TITLE),
        anchors=found.notes,
        named_by=tuple(correction.id for correction in found.names),
        muted_by=tuple(correction.id for correction in found.mutes),
    )


@dataclass(frozen=True)
class ThemeRef:
    """A theme of a journey (its id), held by the id of one of its notes.

    `period` is the label of the period it was seen in, null for that of the note.
    """

    journey: int
    note: int
    period: str | None = None
