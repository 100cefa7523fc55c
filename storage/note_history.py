"""History of notes: changes, supporters and merges."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    union,
    update,
)

from domain.map_history import FieldChange
from domain.note_changes import LastChoices, NoteChange, NoteChangeType
from storage.repository import Repository
from storage.schema.notes import (
    mood_corrections,
    note_changes,
    note_vectors,
    notes,
    receipts,
    supporters,
)
from storage.schema.people import habits


class NoteHistoryRepository(Repository):
    """The history of one workspace's notes."""

    def add_change(self, note_id: int, change: NoteChange) -> None:
        """Add a change to a note's history."""
        self._connection.execute(
            insert(note_changes).values(
                workspace_id=self._workspace,
                note_id=note_id,
                at=change.at,
                author=change.author,
                change_type=change.change_type.value,
                edits=[asdict(edit) for edit in change.edits],
            )
        )

    def changes(self, note_id: int) -> Sequence[NoteChange]:
        """Return a note's changes, oldest first."""
        rows = self._connection.execute(
            select(note_changes)
            .where(
                note_changes.c.workspace_id == self._workspace, note_changes.c.note_id == note_id
            )
            .order_by(note_changes.c.id)
        )
        return [
            NoteChange(
                row.at,
                row.author,
                NoteChangeType(row.deed),
                tuple(FieldChange(**edit) for edit in row.edits),
            )
            for row in rows
        ]

    def add_supporter(self, note_id: int, user: str, at: datetime) -> bool:
        """Add a supporter; return False where the person is one already."""
        return self._inserted_first(
            supporters, workspace_id=self._workspace, note_id=note_id, user_id=user, at=at
        )

    def remove_supporter(self, note_id: int, user: str) -> None:
        """Remove a supporter."""
        self._connection.execute(
            delete(supporters).where(
                supporters.c.workspace_id == self._workspace,
                supporters.c.note_id == note_id,
                supporters.c.user_id == user,
            )
        )

    def last_choices(self, user: str) -> LastChoices:
        """Return what a person chose last."""
        mine = (habits.c.workspace_id == self._workspace) & (habits.c.user_id == user)
        row = self._connection.execute(select(habits).where(mine)).one_or_none()
        return LastChoices(row.team, row.journey_id) if row else LastChoices()

    def set_last_choices(self, user: str, choices: LastChoices) -> None:
        """Save what a person chose."""
        values = {"team": choices.team, "journey_id": choices.journey_id}
        mine = (habits.c.workspace_id == self._workspace) & (habits.c.user_id == user)
        if not self._inserted_first(habits, workspace_id=self._workspace, user_id=user, **values):
            self._connection.execute(update(habits).where(mine).values(**values))


_merged = notes.alias("merged")


# A merged note whose author took it back counts no more.
_MERGED_HERE = (
    (_merged.c.workspace_id == notes.c.workspace_id)
    & (_merged.c.counted_in == notes.c.id)
    & _merged.c.deleted_at.is_(None)
)


class MergedNoteRepository(Repository):
    """The merges of notes of one workspace."""

    def merge(self, note_id: int, into: int | None, counted_in: int | None) -> None:
        """Merge a note into another; None separates it again.

        `counted_in` is the note that is shown for them all. What was merged into this one before
        goes along, so that merges can be undone one by one.
        """
        mine = notes.c.workspace_id == self._workspace
        self._connection.execute(
            update(notes)
            .where(mine, notes.c.id == note_id)
            .values(merged_into=into, counted_in=counted_in)
        )
        level = [note_id]
        while level:
            below = mine & notes.c.merged_into.in_(level) & notes.c.counted_in.is_not(None)
            level = list(self._connection.scalars(select(notes.c.id).where(below)))
            if level:
                there = update(notes).where(mine, notes.c.id.in_(level))
                self._connection.execute(there.values(counted_in=counted_in or note_id))


def supporter_count() -> ColumnElement[int]:
    """Return how many people beside the author have seen it too, in the enclosing query.

    Supporters of notes merged into it count too, each person once.
    """
    any_merged = select(_merged.c.id).where(_MERGED_HERE).correlate(notes).exists()
    named = case((any_merged, _named_people()), else_=_own_supporters())
    return notes.c.unnamed_supporters + named + case((any_merged, _unnamed_people()), else_=0)


def _own_supporters() -> Any:
    mine = select(func.count()).where(
        supporters.c.workspace_id == notes.c.workspace_id, supporters.c.note_id == notes.c.id
    )
    return mine.correlate(notes).scalar_subquery()


def _named_people() -> Any:
    own: Select[Any] = select(supporters.c.user_id.label("person")).where(
        supporters.c.workspace_id == notes.c.workspace_id, supporters.c.note_id == notes.c.id
    )
    theirs: Select[Any] = select(supporters.c.user_id).where(
        supporters.c.workspace_id == _merged.c.workspace_id,
        supporters.c.note_id == _merged.c.id,
        _MERGED_HERE,
    )
    authors: Select[Any] = select(_merged.c.author).where(
        _MERGED_HERE, _merged.c.author.is_not(None)
    )
    every = union(own.correlate(notes), theirs.correlate(notes), authors.correlate(notes))
    people = every.subquery("people")
    others = or_(notes.c.author.is_(None), people.c.person != notes.c.author)
    return select(func.count()).select_from(people).where(others).correlate(notes).scalar_subquery()


def _unnamed_people() -> Any:
    """Count people without a name: each time, because they may differ."""
    anonymous = case((_merged.c.author.is_(None), 1), else_=0)
    total = func.coalesce(func.sum(_merged.c.unnamed_supporters + anonymous), 0)
    return select(total).where(_MERGED_HERE).correlate(notes).scalar_subquery()


def has_expired(connection: Connection, deleted: datetime, received: datetime) -> bool:
    """Whether there is anything to remove, of before these instants."""
    old_ones = (
        select(notes.c.id).where(notes.c.deleted_at < deleted),
        select(receipts.c.id).where(receipts.c.at < received),
    )
    return any(connection.execute(old.limit(1)).first() for old in old_ones)


def delete_expired(connection: Connection, deleted: datetime, received: datetime) -> int:
    """Remove notes deleted and receipts received before; returns how many notes.

    What was merged into a note that goes, goes with it.
    """
    old = select(notes.c.id).where(notes.c.deleted_at < deleted)
    expired = union(old, select(notes.c.id).where(notes.c.counted_in.in_(old)))
    # A merged note that goes by itself leaves those merged into it where they count.
    orphans = notes.c.merged_into.in_(old) & notes.c.counted_in.not_in(old)
    connection.execute(update(notes).where(orphans).values(merged_into=notes.c.counted_in))
    for table in (note_changes, supporters, receipts, note_vectors, mood_corrections):
        connection.execute(delete(table).where(table.c.note_id.in_(expired)))
    connection.execute(delete(receipts).where(receipts.c.at < received))
    return connection.execute(delete(notes).where(notes.c.id.in_(expired))).rowcount
