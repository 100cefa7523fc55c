"""Notes that were merged into others, and who has seen what they say."""

from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, union, update

from storage.repositories.base import Repository
from storage.tables import notes, supporters

_merged = notes.alias("merged")
# A merged note whose author took it back counts no more.
_COUNTED_HERE = (
    (_merged.c.workspace_id == notes.c.workspace_id)
    & (_merged.c.counted_in == notes.c.id)
    & _merged.c.deleted_at.is_(None)
)


class SqlMergedNotes(Repository):
    """Which notes of one workspace are merged into which."""

    def merge(self, note_id: int, into: int | None, counted_in: int | None) -> None:
        """Merge a note into another, null to have it stand for itself again.

        `counted_in` is the note in whose stead they all are; what was merged into this one before
        goes along, so that it can be taken apart just as it was put together.
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


def seen_too() -> ColumnElement[int]:
    """How many have seen what a note of the enclosing query says, beside its author.

    With those of the notes merged into it; nobody twice.
    """
    any_merged = select(_merged.c.id).where(_COUNTED_HERE).correlate(notes).exists()
    named = case((any_merged, _people()), else_=_supporters())
    return notes.c.unnamed_supporters + named + case((any_merged, _unnamed()), else_=0)


def _supporters() -> Any:
    mine = select(func.count()).where(
        supporters.c.workspace_id == notes.c.workspace_id, supporters.c.note_id == notes.c.id
    )
    return mine.correlate(notes).scalar_subquery()


def _people() -> Any:
    own: Select[Any] = select(supporters.c.user_id.label("person")).where(
        supporters.c.workspace_id == notes.c.workspace_id, supporters.c.note_id == notes.c.id
    )
    theirs: Select[Any] = select(supporters.c.user_id).where(
        supporters.c.workspace_id == _merged.c.workspace_id,
        supporters.c.note_id == _merged.c.id,
        _COUNTED_HERE,
    )
    authors: Select[Any] = select(_merged.c.author).where(
        _COUNTED_HERE, _merged.c.author.is_not(None)
    )
    every = union(own.correlate(notes), theirs.correlate(notes), authors.correlate(notes))
    people = every.subquery("people")
    others = or_(notes.c.author.is_(None), people.c.person != notes.c.author)
    return select(func.count()).select_from(people).where(others).correlate(notes).scalar_subquery()


def _unnamed() -> Any:
    """Nobody can say whether those without a name are the same."""
    anonymous = case((_merged.c.author.is_(None), 1), else_=0)
    total = func.coalesce(func.sum(_merged.c.unnamed_supporters + anonymous), 0)
    return select(total).where(_COUNTED_HERE).correlate(notes).scalar_subquery()
