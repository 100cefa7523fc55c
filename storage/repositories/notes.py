"""Notes: kept, changed, listed and found."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, insert, select, update

from bot.domain.notes import Likeness, Message, NewNote, Note, NoteKind
from bot.domain.sentiment import Score
from bot.ports import NoteFilter
from storage.repositories.note_figures import SqlNoteFigures
from storage.repositories.note_rows import KEPT, LIVING, STREAM_ROWS, heard, note_of, values_of
from storage.search import ranked
from storage.tables import notes


class SqlNotes(SqlNoteFigures):
    """The notes of one workspace."""

    def add(self, journey_id: int, note: NewNote) -> int:
        """File a note; returns its id."""
        row = insert(notes).values(
            workspace_id=self._workspace, journey_id=journey_id, **values_of(note)
        )
        return self._connection.execute(row.returning(notes.c.id)).scalar_one()

    def add_once(self, journey_id: int, note: NewNote) -> int | None:
        """File a note; null where its message is saved as that kind already."""
        values = {"workspace_id": self._workspace, "journey_id": journey_id, **values_of(note)}
        made: int | None = self._id_of_first(notes, **values)
        return made

    def add_all(self, journey_id: int, new: Sequence[NewNote]) -> Sequence[int]:
        """File many notes in few statements; returns their ids in the same order."""
        if not new:
            return []
        owned = {"workspace_id": self._workspace, "journey_id": journey_id}
        rows = [owned | values_of(note) for note in new]
        made = insert(notes).returning(notes.c.id, sort_by_parameter_order=True)
        return self._connection.execute(made, rows).scalars().all()

    def alike(self, journey_id: int, instants: Collection[datetime]) -> Sequence[Likeness]:
        """What the journey's notes that happened at those instants say, deleted ones too."""
        found = select(notes.c.kind, notes.c.text, notes.c.occurred_at, notes.c.created_at).where(
            notes.c.workspace_id == self._workspace,
            notes.c.journey_id == journey_id,
            notes.c.occurred_at.in_(instants),
        )
        return [
            Likeness(NoteKind(row.kind), row.text, row.occurred_at, row.created_at)
            for row in self._connection.execute(found)
        ]

    def rewrite(self, note_id: int, journey_id: int, note: NewNote, edited_at: datetime) -> None:
        """Keep an edited note in place of what it was; its author and its origin stay."""
        values = values_of(note)
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
        self._update(note_id, journey_id=journey_id, edited_at=edited_at, **values)

    def move(self, note_id: int, journey_id: int, stage_id: int | None, month: int) -> None:
        """File a note under a stage of a journey, null for its tray."""
        self._update(note_id, journey_id=journey_id, stage_id=stage_id, month=month)

    def delete(self, note_id: int, at: datetime | None) -> None:
        """Take a note out of everything, to be swept away later; null puts it back."""
        self._update(note_id, deleted_at=at)

    def set_permalink(self, note_id: int, permalink: str | None) -> None:
        """Where in Slack the note came from, null where that is gone."""
        self._update(note_id, permalink=permalink)

    def set_reply_to(self, note_id: int, excerpt: str) -> None:
        """The beginning of the thread its message was a reply in."""
        self._update(note_id, reply_to=excerpt)

    def of_message(self, message: Message) -> Sequence[tuple[int, Note]]:
        """The notes made of a message, merged ones too, each with the id of its journey."""
        rows = self._connection.execute(
            self._select()
            .where(
                KEPT,
                notes.c.source_channel == message.channel,
                notes.c.source_ts == message.ts,
            )
            .order_by(notes.c.id)
        )
        return [(row.journey_id, note_of(row)) for row in rows]

    def by_id(self, note_id: int) -> tuple[int, Note] | None:
        """The note, deleted or not, and the id of its journey."""
        row = self._connection.execute(self._select().where(notes.c.id == note_id)).one_or_none()
        return None if row is None else (row.journey_id, note_of(row))

    def after(self, journey_id: int, note_id: int, limit: int) -> Sequence[Note]:
        """Notes with an id above one, by that id; deleted and merged ones too."""
        rows = self._connection.execute(
            self._select()
            .where(notes.c.journey_id == journey_id, notes.c.id > note_id)
            .order_by(notes.c.id)
            .limit(limit)
        )
        return [note_of(row) for row in rows]

    def rescore(self, note: Note, score: Score, mood: float | None) -> bool:
        """Keep another score of a note; false where it was changed since it was read."""
        feeling = notes.c.feeling.is_not_distinct_from(note.details.feeling)
        same = (notes.c.text == note.text) & (notes.c.kind == note.kind.value) & feeling
        mine = (notes.c.workspace_id == self._workspace) & (notes.c.id == note.id)
        kept = update(notes).where(mine, same).values(**heard(score, mood))
        return self._connection.execute(kept).rowcount == 1

    def open_channel(self, channel: str) -> None:
        """Have the words of what was noted from a channel be for everybody."""
        there = (notes.c.workspace_id == self._workspace) & (notes.c.source_channel == channel)
        # The condition of the messages' index, so that it is used.
        hidden = KEPT & notes.c.source_ts.is_not(None) & notes.c.private
        self._connection.execute(update(notes).where(there, hidden).values(private=False))

    def place(self, note_id: int, stage_id: int) -> None:
        """File the note under a stage; what was typed for one stays with it."""
        self._update(note_id, stage_id=stage_id)

    def move_all(self, stage_id: int, to_stage_id: int | None) -> int:
        """File every note of a stage under another, null for the tray; returns how many."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.stage_id == stage_id)
        moved = update(notes).where(here).values(stage_id=to_stage_id)
        return self._connection.execute(moved).rowcount

    def rename_persona(self, journey_id: int, key: str, new_key: str) -> None:
        """Have a journey's notes that name a persona name it by its new key."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.journey_id == journey_id)
        named = update(notes).where(here, notes.c.persona == key).values(persona=new_key)
        self._connection.execute(named)

    def rename_touchpoint(self, stage_id: int, key: str, new_key: str) -> None:
        """Have a stage's notes that name a touchpoint name it by its new key."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.stage_id == stage_id)
        named = update(notes).where(here, notes.c.touchpoint == key).values(touchpoint=new_key)
        self._connection.execute(named)

    def listed(
        self, journey_id: int, wanted: NoteFilter, limit: int, offset: int = 0
    ) -> Sequence[Note]:
        """Matching notes, newest first."""
        rows = self._connection.execute(
            self._select()
            .where(*self._matching(journey_id, wanted))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [note_of(row) for row in rows]

    def similar(
        self,
        journey_id: int,
        words: Collection[str],
        limit: int,
        *,
        sorted_only: bool = False,
        since: datetime | None = None,
    ) -> Sequence[Note]:
        """Living notes that hold any of those words (stems, as `words_of` has them), best first.

        `sorted_only` leaves out the tray; `since` is when they happened at the earliest.
        """
        wanted = self._matching(journey_id, NoteFilter())
        if sorted_only:
            wanted.append(notes.c.stage_id.is_not(None))
        if since is not None:
            wanted.append(notes.c.occurred_at >= since)
        query = ranked(self._connection.dialect.name, words, wanted, limit)
        if query is None:
            return []
        # Whole notes are fetched of the best alone.
        best = query.subquery()
        rows = self._connection.execute(
            self._select()
            .join(best, best.c.id == notes.c.id)
            .order_by(best.c.rank, notes.c.id.desc())
        )
        return [note_of(row) for row in rows]

    def count(self, journey_id: int, wanted: NoteFilter) -> int:
        """How many notes match."""
        count = select(func.count()).select_from(notes).where(*self._matching(journey_id, wanted))
        return self._connection.execute(count).scalar_one()

    def every(self, journey_id: int) -> Iterator[Note]:
        """All notes of a journey, oldest first, a few hundred at a time."""
        found = self._connection.execute(
            self._select()
            .where(LIVING, notes.c.journey_id == journey_id)
            .order_by(notes.c.occurred_at, notes.c.id),
            execution_options={"yield_per": STREAM_ROWS},
        )
        # Closed at once where somebody has seen enough, for it lives on the server.
        with found as rows:
            for row in rows:
                yield note_of(row)
