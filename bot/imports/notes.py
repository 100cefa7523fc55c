"""Import the rows of a file as notes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.imports.batches import BatchResult, parse_rows, retry_when_busy, split_into_batches
from bot.notes.workspace_scorer import kind_from_score, scorer_for
from bot.ports import Scorer
from domain.import_rows import ImportedNote, Row, parse_imported_note
from domain.journeys import Journey, Stage, WorkspaceId
from domain.notes import NewNote, NoteIdentity, NoteKind
from domain.sentiment import Score, note_mood
from domain.themes import theme_key
from storage.session import Database, UnitOfWork

# A text and the kind of note it is scored as, None if its mood decides the kind.
TextToScore = tuple[str, NoteKind | None]

KindAndScore = tuple[NoteKind, Score]


@dataclass(frozen=True)
class _ParsedNote:
    """A parsed row. `receipt` identifies it by its content and its number among equal rows.

    `identity` is set for rows that may be an export of this journey; `nth` counts the notes with
    this identity in the file.
    """

    receipt: str
    note: ImportedNote
    identity: NoteIdentity | None
    nth: int


@dataclass(frozen=True)
class _ThemesOfRows:
    """The themes that rows name by key: ids of those there are, names of those there are not."""

    known: Mapping[str, int]
    missing: Mapping[str, str]


@dataclass(frozen=True)
class _AddedNotes:
    """The stages of the added notes, and the themes that were missing: key → name."""

    stages: Sequence[Stage | None]
    themes: Mapping[str, str]


class NoteImport:
    """One import of notes into a journey, with what it keeps from row to row."""

    def __init__(
        self,
        storage: Database,
        scorer: Scorer,
        workspace: WorkspaceId,
        journey: Journey,
        now: datetime,
        *,
        dry_run: bool,
    ) -> None:
        self._storage = storage
        self._scorer = scorer
        self._workspace = workspace
        self._journey = journey
        self._now = now
        self._dry_run = dry_run
        self._stages: dict[str, Stage | None] = {}
        self._rows: Counter[bytes] = Counter()
        self._identities: Counter[bytes] = Counter()
        self._new_themes: set[str] = set()

    def run(self, rows: Iterable[Row]) -> Iterator[BatchResult]:
        """Add the notes of all rows; yield the result of each batch."""
        for batch in split_into_batches(rows):
            parsed, problems = parse_rows(batch, self._parse)
            notes = [note for _, note in parsed]
            added = self._add(notes)
            yield BatchResult(
                read=len(batch),
                added=len(added.stages),
                existed=len(notes) - len(added.stages),
                unsorted=sum(stage is None for stage in added.stages),
                problems=tuple(problems),
                themes=self._only_new(added.themes),
            )

    def _parse(self, row: Row) -> _ParsedNote:
        """Parse a row; raise BadInputError."""
        note = parse_imported_note(row.cells, self._journey.calendar, self._now)
        # Without the theme: a file that was sorted since is the same file.
        cells = sorted(cell for cell in row.cells.items() if cell[0] != "theme")
        digest = sha256(json.dumps([self._journey.id, cells]).encode()).digest()
        self._rows[digest] += 1
        identity, nth = None, 0
        if note.kind and note.created_at:
            identity = NoteIdentity(note.kind, note.text, note.occurred_at, note.created_at)
            identity_digest = sha256(repr(identity).encode()).digest()
            self._identities[identity_digest] += 1
            nth = self._identities[identity_digest]
        return _ParsedNote(f"import:{digest.hex()}:{self._rows[digest]}", note, identity, nth)

    def _add(self, notes: Sequence[_ParsedNote]) -> _AddedNotes:
        """Add the notes that do not exist yet, and their themes. A dry run adds nothing."""
        with self._storage.read(self._workspace) as uow:
            new = _select_new(uow, self._journey, notes)
            if self._dry_run or not new:
                return self._added(new, _find_themes(uow, self._journey, new))
        # Scored before the write begins, so that other writers do not wait for the scorer.
        scorer = scorer_for(self._storage, self._scorer, self._workspace)
        texts = {(one.note.text, one.note.kind) for one in new if one.note.score is None}
        scores = {(text, kind): scorer.classify(text, kind) for text, kind in texts}

        def write() -> _AddedNotes:
            with self._storage.write(self._workspace) as uow:
                self._update_journey(uow.journeys.lock(self._journey.id))
                still_new = _select_new(uow, self._journey, new)
                themes = _find_themes(uow, self._journey, still_new)
                made = {
                    key: uow.themes.add(self._journey.id, name, None, self._now)[0]
                    for key, name in themes.missing.items()
                }
                ids_by_key = {**themes.known, **made}
                rows = [self._build(one.note, scores, ids_by_key) for one in still_new]
                ids = uow.notes.add_all(self._journey.id, rows)
                receipts = (one.receipt for one in still_new)
                uow.notes.add_permanent_receipts(dict(zip(receipts, ids, strict=True)))
                uow.commit()
            return self._added(still_new, themes)

        return retry_when_busy(write)

    def _update_journey(self, journey: Journey | None) -> None:
        """Use the journey as it is now; None if it no longer exists."""
        if journey is not None and journey != self._journey:
            self._journey = journey
            self._stages.clear()

    def _stage(self, typed: str | None) -> Stage | None:
        """Return the stage with that name, or None. Cached: near misses are slow to find."""
        if typed is None:
            return None
        if typed not in self._stages:
            self._stages[typed] = self._journey.stage(self._journey.find_stage(typed).key)
        return self._stages[typed]

    def _added(self, notes: Sequence[_ParsedNote], themes: _ThemesOfRows) -> _AddedNotes:
        """Return what adding these notes comes to."""
        return _AddedNotes([self._stage(one.note.stage) for one in notes], themes.missing)

    def _only_new(self, themes: Mapping[str, str]) -> tuple[str, ...]:
        """Return the names that no batch before named: in a dry run, each finds them missing."""
        new = {key: name for key, name in themes.items() if key not in self._new_themes}
        self._new_themes.update(new)
        return tuple(new.values())

    def _build(
        self,
        imported: ImportedNote,
        scores: Mapping[TextToScore, KindAndScore],
        themes: Mapping[str, int],
    ) -> NewNote:
        """Build the note of a row; `themes` maps the key of each theme to its id."""
        if imported.score:
            score = imported.score
            kind = imported.kind or kind_from_score(score)
        else:
            kind, score = scores[imported.text, imported.kind]
        stage = self._stage(imported.stage)
        feeling = imported.details.feeling
        return NewNote(
            kind=kind,
            text=imported.text,
            stage_id=stage.id if stage else None,
            stage_typed=None if stage else imported.stage,
            details=imported.details,
            score=score,
            mood=note_mood(feeling, score) if imported.mood is None else imported.mood,
            author=imported.author,
            permalink=imported.permalink,
            occurred_at=imported.occurred_at,
            created_at=imported.created_at or self._now,
            month=self._journey.calendar.month_of(imported.occurred_at),
            unnamed_supporters=imported.supporters,
            theme_id=themes[theme_key(imported.theme)] if imported.theme else None,
            sorted_as=imported.sorted_as,
        )


def _select_new(
    uow: UnitOfWork, journey: Journey, notes: Sequence[_ParsedNote]
) -> list[_ParsedNote]:
    """Return the rows that no note was created from yet."""
    known = set(uow.notes.known_receipts([one.receipt for one in notes]))
    remaining = [one for one in notes if one.receipt not in known]
    instants = {one.identity.occurred_at for one in remaining if one.identity}
    existing = Counter(uow.notes.identities_at(journey.id, instants)) if instants else Counter()
    return [one for one in remaining if one.identity is None or existing[one.identity] < one.nth]


def _find_themes(uow: UnitOfWork, journey: Journey, notes: Sequence[_ParsedNote]) -> _ThemesOfRows:
    """Return the themes that these rows name; of two spellings of a name the first counts."""
    names: dict[str, str] = {}
    for one in notes:
        if one.note.theme:
            names.setdefault(theme_key(one.note.theme), one.note.theme)
    known = uow.themes.ids_by_key(journey.id, names) if names else {}
    return _ThemesOfRows(known, {key: name for key, name in names.items() if key not in known})
