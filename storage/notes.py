"""Queries of notes, and of the receipts of the deliveries that saved them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from domain.note_filters import NoteFilter
from domain.notes import Message, NewNote, Note, NoteIdentity, NoteKind
from domain.sentiment import Score
from storage.note_figures import NoteFigures
from storage.note_rows import (
    ACTIVE,
    IS_UNREAD,
    NOT_DELETED,
    OF_JOURNEY,
    SELECT_NOTES,
    note_columns,
    note_from_row,
    score_columns,
)
from storage.schema.notes import mood_corrections, note_vectors, notes, receipts
from storage.search import any_word_query, rank_by_words

STREAM_ROWS = 500

# Receipts are swept by their age, so that the sweep can find them by an index: these have none.
NEVER_EXPIRES = datetime(9999, 12, 31, tzinfo=UTC)

NOTE_OF_RECEIPT = select(receipts.c.note_id).where(
    receipts.c.workspace_id == bindparam("workspace"), receipts.c.key == bindparam("receipt")
)

# What a new note asks for, in one statement.
RECEIPT_AND_CORRECTIONS = select(
    NOTE_OF_RECEIPT.scalar_subquery().label("saved_as"),
    select(mood_corrections.c.id)
    .where(mood_corrections.c.workspace_id == bindparam("workspace"))
    .exists()
    .label("has_corrections"),
)


_OWN_NOTES = SELECT_NOTES.where(notes.c.workspace_id == bindparam("workspace"))

NOTE_BY_ID = _OWN_NOTES.where(notes.c.id == bindparam("note"))

NOTES_OF_MESSAGE = _OWN_NOTES.where(
    NOT_DELETED,
    notes.c.source_channel == bindparam("posted_in"),
    notes.c.source_ts == bindparam("ts"),
).order_by(notes.c.id)

# The sum keeps SQLite from scanning the whole journey: few ids are above the one given.
RECENT_TEXTS = (
    select(notes.c.id, notes.c.text)
    .where(
        notes.c.workspace_id == bindparam("workspace"),
        notes.c.journey_id + 0 == bindparam("journey"),
        notes.c.id > bindparam("after"),
        notes.c.occurred_at >= bindparam("since"),
        ACTIVE,
    )
    .order_by(notes.c.id.desc())
    .limit(bindparam("max_rows"))
)


def _similar_sorted(dialect: str) -> Select[*tuple[Any, ...]]:
    best = rank_by_words(dialect, (*OF_JOURNEY, notes.c.stage_id.is_not(None))).subquery()
    # Whole notes are fetched of the best alone.
    return _OWN_NOTES.join(best, best.c.id == notes.c.id).order_by(best.c.rank, notes.c.id.desc())


SIMILAR_SORTED = {dialect: _similar_sorted(dialect) for dialect in ("sqlite", "postgresql")}


class NoteRepository(NoteFigures):
    """The notes of one workspace."""

    def add(self, journey_id: int, note: NewNote) -> int:
        """Insert a note; return its id."""
        row = insert(notes).values(
            workspace_id=self._workspace, journey_id=journey_id, **note_columns(note)
        )
        return self._connection.execute(row.returning(notes.c.id)).scalar_one()

    def add_unless_saved(self, journey_id: int, note: NewNote) -> int | None:
        """Insert a note; return its id, None where its message is saved as that kind already."""
        values = {"workspace_id": self._workspace, "journey_id": journey_id, **note_columns(note)}
        note_id: int | None = self._id_of_first(notes, **values)
        return note_id

    def receipt_and_corrections(self, key: str | None) -> tuple[int | None, bool]:
        """Return `find_receipt`, and whether the workspace has mood corrections."""
        row = self._run(RECEIPT_AND_CORRECTIONS, receipt=key).one()
        return row.saved_as, row.has_corrections

    def find_receipt(self, key: str) -> int | None:
        """Return the id of the note that a delivery saved, None where it saved none."""
        note_id: int | None = self._run(NOTE_OF_RECEIPT, receipt=key).scalar_one_or_none()
        return note_id

    def add_receipt(self, key: str, note_id: int, at: datetime) -> bool:
        """Save which note a delivery saved; return False where it had saved one already."""
        return self._inserted_first(
            receipts, workspace_id=self._workspace, note_id=note_id, key=key, at=at
        )

    def known_receipts(self, keys: Collection[str]) -> Sequence[str]:
        """Return those of the keys that have saved a note."""
        mine = (receipts.c.workspace_id == self._workspace) & receipts.c.key.in_(keys)
        return self._connection.scalars(select(receipts.c.key).where(mine)).all()

    def add_permanent_receipts(self, note_ids: Mapping[str, int]) -> None:
        """Save which note (id) each key saved; these receipts stay as long as their notes."""
        rows = [
            {"workspace_id": self._workspace, "note_id": note_id, "key": key, "at": NEVER_EXPIRES}
            for key, note_id in note_ids.items()
        ]
        if rows:
            self._connection.execute(insert(receipts), rows)

    def add_all(self, journey_id: int, new: Sequence[NewNote]) -> Sequence[int]:
        """Insert many notes in few statements; return their ids in the same order."""
        if not new:
            return []
        owned = {"workspace_id": self._workspace, "journey_id": journey_id}
        rows = [owned | note_columns(note) for note in new]
        inserted = insert(notes).returning(notes.c.id, sort_by_parameter_order=True)
        return self._connection.execute(inserted, rows).scalars().all()

    def identities_at(
        self, journey_id: int, instants: Collection[datetime]
    ) -> Sequence[NoteIdentity]:
        """Return what identifies the notes of those instants, deleted ones too."""
        found = select(notes.c.kind, notes.c.text, notes.c.occurred_at, notes.c.created_at).where(
            notes.c.workspace_id == self._workspace,
            notes.c.journey_id == journey_id,
            notes.c.occurred_at.in_(instants),
        )
        return [
            NoteIdentity(NoteKind(row.kind), row.text, row.occurred_at, row.created_at)
            for row in self._connection.execute(found)
        ]

    def update(self, note_id: int, journey_id: int, note: NewNote, edited_at: datetime) -> None:
        """Update an edited note; its author and its origin stay."""
        values = note_columns(note)
        for field in (
            "author",
            "permalink",
            "created_at",
            "source_channel",
            "source_ts",
            "speaker",
            "private",
            "unnamed_supporters",
        ):
            del values[field]
        values |= self._theme_in(journey_id)
        self._update(note_id, journey_id=journey_id, edited_at=edited_at, **values)
        # What the text means is looked at anew.
        mine = note_vectors.c.workspace_id == self._workspace
        self._connection.execute(
            delete(note_vectors).where(mine, note_vectors.c.note_id == note_id)
        )

    def move(self, note_id: int, journey_id: int, stage_id: int | None, month: int) -> None:
        """Move a note to a stage of a journey, None for unsorted."""
        values = {"stage_id": stage_id, "month": month, **self._theme_in(journey_id)}
        self._update(note_id, journey_id=journey_id, **values)

    def _theme_in(self, journey_id: int) -> dict[str, Any]:
        """Return a note's theme in a journey: in another than its own it has none yet."""
        is_same = notes.c.journey_id == journey_id
        columns = (notes.c.theme_id, notes.c.sorted_as, notes.c.suggested_theme_id)
        return {column.name: case((is_same, column)) for column in columns}

    def set_deleted_at(self, note_id: int, at: datetime | None) -> None:
        """Mark a note as deleted then; None restores it."""
        self._update(note_id, deleted_at=at)

    def set_permalink(self, note_id: int, permalink: str | None) -> None:
        """Set the link to the note's message, None where it is deleted."""
        self._update(note_id, permalink=permalink)

    def set_team(self, note_id: int, team: str) -> None:
        """Set the team (its key) of the person who wrote the note."""
        self._update(note_id, team=team)

    def set_reply_to(self, note_id: int, excerpt: str) -> None:
        """Set the start of the thread that the note's message replied to."""
        self._update(note_id, reply_to=excerpt)

    def for_message(self, message: Message) -> Sequence[tuple[int, Note]]:
        """The notes made of a message, merged ones too, each with the id of its journey."""
        rows = self._run(NOTES_OF_MESSAGE, posted_in=message.channel, ts=message.ts)
        return [(row.journey_id, note_from_row(row)) for row in rows]

    def by_id(self, note_id: int) -> tuple[int, Note] | None:
        """The note, deleted or not, and the id of its journey."""
        row = self._run(NOTE_BY_ID, note=note_id).one_or_none()
        return None if row is None else (row.journey_id, note_from_row(row))

    def list_after(self, journey_id: int, note_id: int, limit: int) -> Sequence[Note]:
        """Return notes with an id above one, ordered by id; deleted and merged ones too."""
        rows = self._connection.execute(
            self._select()
            .where(notes.c.journey_id == journey_id, notes.c.id > note_id)
            .order_by(notes.c.id)
            .limit(limit)
        )
        return [note_from_row(row) for row in rows]

    def unread_after(
        self, journey_id: int, languages: Collection[str], note_id: int, limit: int
    ) -> Sequence[Note]:
        """Return active notes in those languages without a mood, with an id above one, by id.

        Nobody has declared a feeling for them.
        """
        rows = self._connection.execute(
            self._select()
            .where(
                notes.c.journey_id == journey_id,
                IS_UNREAD,
                notes.c.language.in_(languages),
                notes.c.id > note_id,
            )
            .order_by(notes.c.id)
            .limit(limit)
        )
        return [note_from_row(row) for row in rows]

    def set_score(self, note: Note, score: Score, mood: float | None) -> bool:
        """Set a note's score; return False where the note changed since it was read."""
        feeling = notes.c.feeling.is_not_distinct_from(note.details.feeling)
        same = (notes.c.text == note.text) & (notes.c.kind == note.kind.value) & feeling
        mine = (notes.c.workspace_id == self._workspace) & (notes.c.id == note.id)
        query = update(notes).where(mine, same).values(**score_columns(score, mood))
        return self._connection.execute(query).rowcount == 1

    def make_public(self, channel: str) -> None:
        """Make the notes of a channel readable for everyone."""
        there = (notes.c.workspace_id == self._workspace) & (notes.c.source_channel == channel)
        # The condition of the messages' index, so that it is used.
        hidden = NOT_DELETED & notes.c.source_ts.is_not(None) & notes.c.private
        self._connection.execute(update(notes).where(there, hidden).values(private=False))

    def set_stage(self, note_id: int, stage_id: int) -> None:
        """File a note under a stage; the text typed for the stage stays."""
        self._update(note_id, stage_id=stage_id)

    def move_stage_notes(self, stage_id: int, to_stage_id: int | None) -> int:
        """Move every note of a stage to another, None for unsorted; return how many."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.stage_id == stage_id)
        moved = update(notes).where(here).values(stage_id=to_stage_id)
        return self._connection.execute(moved).rowcount

    def rename_persona(self, journey_id: int, key: str, new_key: str) -> None:
        """Rename a persona in a journey's notes."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.journey_id == journey_id)
        named = update(notes).where(here, notes.c.persona == key).values(persona=new_key)
        self._connection.execute(named)

    def rename_touchpoint(self, stage_id: int, key: str, new_key: str) -> None:
        """Rename a touchpoint in a stage's notes."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.stage_id == stage_id)
        named = update(notes).where(here, notes.c.touchpoint == key).values(touchpoint=new_key)
        self._connection.execute(named)

    def list_newest(
        self, journey_id: int, filters: NoteFilter, limit: int, offset: int = 0
    ) -> Sequence[Note]:
        """Return matching notes, newest first."""
        rows = self._connection.execute(
            self._select()
            .where(*self._matching(journey_id, filters))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [note_from_row(row) for row in rows]

    def similar_sorted(self, journey_id: int, words: Collection[str], limit: int) -> Sequence[Note]:
        """Return active notes of a stage that hold any of those words (stems), best first."""
        rows = self._with_words(SIMILAR_SORTED, words, journey=journey_id, max_rows=limit)
        return [note_from_row(row) for row in rows]

    def recent_texts(
        self, journey_id: int, after: int, since: datetime, limit: int
    ) -> Sequence[tuple[int, str]]:
        """Return ids and texts of active notes with an id above `after`, newest first.

        Only those that happened since then.
        """
        wanted = {"journey": journey_id, "after": after, "since": since, "max_rows": limit}
        return [(row.id, row.text) for row in self._run(RECENT_TEXTS, **wanted)]

    def _with_words(
        self,
        statements: Mapping[str, Select[*tuple[Any, ...]]],
        words: Collection[str],
        **values: object,
    ) -> Iterable[Row[*tuple[Any, ...]]]:
        """Run this database's statement for notes with any of the words; no rows without a word."""
        dialect = self._connection.dialect.name
        query = any_word_query(dialect, words)
        return self._run(statements[dialect], words=query, **values) if query else ()

    def by_ids(self, note_ids: Collection[int], journey_id: int | None = None) -> Sequence[Note]:
        """Return those notes, deleted or not, oldest first; of one journey if it is given."""
        query = self._select().where(notes.c.id.in_(note_ids)).order_by(notes.c.id)
        if journey_id is not None:
            query = query.where(notes.c.journey_id == journey_id)
        return [note_from_row(row) for row in self._connection.execute(query)]

    def count(self, journey_id: int, filters: NoteFilter) -> int:
        """Return the number of matching notes."""
        count = select(func.count()).select_from(notes).where(*self._matching(journey_id, filters))
        return self._connection.execute(count).scalar_one()

    def stream(self, journey_id: int) -> Iterator[Note]:
        """Yield all notes of a journey, oldest first, read a few hundred at a time."""
        found = self._connection.execute(
            self._select()
            .where(ACTIVE, notes.c.journey_id == journey_id)
            .order_by(notes.c.occurred_at, notes.c.id),
            execution_options={"yield_per": STREAM_ROWS},
        )
        # Closed when the caller stops early: the cursor is on the server.
        with found as rows:
            for row in rows:
                yield note_from_row(row)
